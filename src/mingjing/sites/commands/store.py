"""The store as a whole: read it, put back what is at fault, copy it elsewhere and hold the copy against it."""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

HELP = "文件库：check 全部重新核对，restore 从备份放回，copy 复制到对象存储并核对"
PIECE = 4 * 1024 * 1024


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which folder."""
    parser.add_argument("what", choices=("check", "restore", "copy"), metavar="做什么", help="check、restore 或者 copy")
    parser.add_argument("folder", nargs="?", type=Path, metavar="文件夹", help="restore：备份的 store 文件夹；copy：原来的 store 文件夹，默认数据目录里的")  # fmt: skip
    parser.add_argument("--reason", default="从备份放回", help="放回的说明，记入台账")


def run(options: argparse.Namespace) -> int:
    """0: all is as it should be; 1: something is at fault or was not copied; 2: called wrongly."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.sites.settings.development")
    import django

    django.setup()
    from mingjing.foundation.storage import Away

    try:
        return {"check": _check, "restore": _restore, "copy": _copy}[options.what](options)
    except Away as away:
        print(away, file=sys.stderr)
        return 1


def _check(options: argparse.Namespace) -> int:
    from mingjing.records import queries
    from mingjing.records.terms.fixity import FITS
    from mingjing.sites import contents

    bad = contents.check_all(_show)
    for one in queries.faults():
        print(f"  ✗ {one.what} {one.sha256} {FITS[one.state]}")
    told = "没有发现异常。" if not bad else "请报告档案员，从备份放回：mingjing store restore 备份文件夹"
    print(f"核对完毕，异常 {bad} 处。{told}")
    return 1 if bad else 0


def _show(done: int) -> None:
    if sys.stderr.isatty():
        print(f"又核对了 {done} 份", file=sys.stderr)


def _restore(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from mingjing.foundation.storage.folder import Folder
    from mingjing.kernel.findings import Refused
    from mingjing.ledger.terms import SYSTEM
    from mingjing.records import operations, queries

    if options.folder is None or not options.folder.is_dir():
        print("请写明备份的 store 文件夹。", file=sys.stderr)
        return 2
    copy, left = Folder(options.folder), 0
    for one in queries.faults(limit=100_000):
        path = copy.path(one.sha256)
        if not path.is_file():
            left += 1
            print(f"  ✗ {one.what} {one.sha256[:12]}…：备份里没有")
            continue
        try:
            operations.restore_content(
                sha256=one.sha256, pieces=_pieces(path), reason=options.reason, by=SYSTEM, at=timezone.now()
            )
            print(f"  ✓ {one.what} {one.sha256[:12]}…：已放回，摘要一致")
        except Refused as refused:
            left += 1
            print(f"  ✗ {one.what} {one.sha256[:12]}…：{refused}")
    print(f"还有 {left} 处没有放回。" if left else "没有缺失和被改动的内容了。")
    return 1 if left else 0


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while piece := source.read(PIECE):
            yield piece


def _copy(options: argparse.Namespace) -> int:
    """Into the object store that the settings name; every content is read back under its digest."""
    import hashlib

    from django.conf import settings

    from mingjing.foundation import storage
    from mingjing.foundation.storage.folder import Folder

    if not settings.MINGJING_STORE_S3["endpoint"]:
        print("没有设置对象存储：请设 MINGJING_STORE_S3_ENDPOINT 等，见 docs/howto/storage.md。", file=sys.stderr)
        return 2
    source = Folder(options.folder or Path(settings.MINGJING_STORE))
    names, bad = list(source.names()), []
    for done, name in enumerate(names, start=1):
        try:
            storage.take_over(source.path(name), name)
            sums = hashlib.sha256()
            for piece in storage.far_content(name):
                sums.update(piece)
            if sums.hexdigest() != name:
                bad.append(name)
        except storage.Missing as problem:
            print(f"  ✗ {name}：{problem}")
            bad.append(name)
        if sys.stderr.isatty():
            print(f"\r{done}/{len(names)}", end="", file=sys.stderr)
    print(f"共 {len(names)} 份，复制并核对一致 {len(names) - len(bad)} 份，不一致 {len(bad)} 份。来源没有删除。")
    return 1 if bad else 0
