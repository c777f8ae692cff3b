"""The whole portal as plain files, for a site that only hands out files."""

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

    from mingjing.sites.portal.copying.terms import Dead

HELP = "把整个公示门户导出成静态网站（HTML、CSV、JSON、Atom、台账瓦片），并检查链接"
SHOWN = 50


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whereto, where it will stand, where the live services are, and whether only what changed."""
    parser.add_argument(
        "folder", metavar="DIR", type=Path, help="写到哪个文件夹：空的，或者上次导出的；里面别的文件会被删掉"
    )
    parser.add_argument(
        "--base-url",
        metavar="URL",
        default="",
        help="副本将来的网址，印在永久网址、二维码、网站地图里（缺省 MINGJING_PORTAL_URL）",
    )
    parser.add_argument(
        "--live-url", metavar="URL", default="", help="查询、来信、证件核对在哪个实时网站办（缺省 MINGJING_LIVE_URL）"
    )
    parser.add_argument(
        "--workers", metavar="N", type=int, default=os.cpu_count() or 1, help="用几个进程（缺省与处理器核数相同）"
    )
    parser.add_argument("--since-last", action="store_true", help="只重写上次导出以后有变动的决定；撤下的总是先删")


def run(options: argparse.Namespace) -> int:
    """0; 1 where a link leads nowhere; 2 where the folder is not ours or cannot be written."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.sites.settings.development")
    import django

    django.setup()
    from django.conf import settings

    from mingjing.sites.portal.copying.exporting import export
    from mingjing.sites.portal.copying.terms import NotOurs, Site

    base = (options.base_url or settings.MINGJING_PORTAL_URL).rstrip("/")
    settings.MINGJING_PORTAL_URL = base
    site = Site(base, (options.live_url or settings.MINGJING_LIVE_URL).rstrip("/"))
    begun, waiting = time.monotonic(), _waiting()
    try:
        report = export(
            options.folder, site, since_last=options.since_last, workers=_workers(options.workers), tell=_tell
        )
    except NotOurs as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except OSError as problem:
        print(
            f"写不了 {problem.filename or options.folder}：{problem.strerror}。改正后再运行一次就会补齐。",
            file=sys.stderr,
        )
        return 2
    spent = max(time.monotonic() - begun, 0.001)
    print(
        f"{options.folder}：共 {report.files} 个文件，新写 {report.written} 个，删去 {report.removed} 个；"
        f"画了 {report.pages} 页，用时 {spent:.1f} 秒，每秒 {report.pages / spent:.0f} 页。"
    )
    _acknowledged(waiting, report.manifest)
    return _dead(report.dead)


def _waiting() -> "tuple[UUID, ...]":
    """What waits for this copy; nothing where the portal stands alone: there are no channels there."""
    from django.apps import apps

    if not apps.is_installed("mingjing.exchange"):
        return ()
    from mingjing.exchange import queries

    return queries.waiting_for_a_copy()


def _acknowledged(waiting: "tuple[UUID, ...]", manifest: str) -> None:
    """Settle what waited before the copy was begun: the copy holds it, or does not hold it any more."""
    if not waiting:
        return
    from django.utils import timezone

    from mingjing.exchange import operations

    done = operations.acknowledge_copies(delivery_ids=waiting, manifest=manifest, by="system", at=timezone.now())
    print(f"静态副本渠道：{done} 件推送已办结，回执是清单的摘要 {manifest[:16]}…")


def _workers(wanted: int) -> int:
    """One process where the system cannot make a second one of the first, as Windows cannot."""
    return max(1, wanted) if hasattr(os, "fork") else 1


def _dead(dead: "tuple[Dead, ...]") -> int:
    if not dead:
        print("链接检查：每个链接都有文件。")
        return 0
    print(
        f"链接检查：{len(dead)} 个链接没有着落。副本已经写好，撤下的内容已经不在里面；请把下面的清单报告给我们：",
        file=sys.stderr,
    )
    for one in dead[:SHOWN]:
        print(f"  {one}", file=sys.stderr)
    return 1


def _tell(what: str, done: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{what} {done}", end="", file=sys.stderr)
