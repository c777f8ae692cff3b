"""Time stamps on the log's checkpoints: now, or by files where there is no way to the authority."""

import argparse
import os
import secrets
import sys
from pathlib import Path

HELP = "时间戳：给台账检查点盖时间戳（now），没有网络时写出请求、收取答复（give、take），列出和另存（show）"
ACTIONS = {
    "now": "请求 MINGJING_TSA_URL 现在盖（后台进程每天自动盖一次）",
    "give": "把请求文件（.tsq）写到文件夹，带到能访问时间戳服务的电脑上办理",
    "take": "收取带回的答复文件（.tsr），旁边要有当初的请求文件（.tsq）",
    "show": "列出最近的时间戳；写了 -o 就另存令牌和检查点，请放到别的机器上",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """One action each."""
    actions = parser.add_subparsers(dest="action", metavar="做什么", required=True)
    for name, words in ACTIONS.items():
        action = actions.add_parser(name, help=words, description=words)
        if name == "take":
            action.add_argument("files", metavar="FILE", type=Path, nargs="+", help="答复文件（.tsr）")
        if name in {"give", "show"}:
            action.add_argument("-o", "--output", metavar="DIR", type=Path, required=name == "give", help="文件夹")


def run(options: argparse.Namespace) -> int:
    """0: done; 2: cannot be done, with the next step."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.sites.settings.development")
    import django

    django.setup()
    from mingjing.foundation.timestamps import NotStamped
    from mingjing.ledger.terms import KeyMissing, NotLogged

    try:
        return {"now": _now, "give": _give, "take": _take, "show": _show}[options.action](options)
    except (NotStamped, NotLogged, KeyMissing) as failure:
        return _say(f"{failure}。")
    except OSError as failure:
        return _say(f"{failure.filename or ''}：{failure.strerror or failure}")


def _now(options: argparse.Namespace) -> int:
    from django.conf import settings
    from django.utils import timezone

    from mingjing.ledger import operations

    if not settings.MINGJING_TSA_URL:
        return _say("没有设置时间戳服务的网址（MINGJING_TSA_URL）。没有网络时用 mingjing stamp give 和 take。")
    print(f"盖好 {operations.stamp_now(by='system', at=timezone.now())} 个时间戳。")
    return 0


def _give(options: argparse.Namespace) -> int:
    from mingjing.ledger import queries

    size = queries.checkpoint().size
    options.output.mkdir(parents=True, exist_ok=True)
    for tree in ("sha256", "sm3"):
        name = options.output / f"stamp-{size}-{tree}.tsq"
        name.write_bytes(queries.stamp_request(tree, tree, secrets.randbits(63), size))
        print(f"请求已写到 {name}")
    print("请送时间戳服务办理，答复存成同名的 .tsr，连同 .tsq 一起带回，用 mingjing stamp take 收取。")
    return 0


def _take(options: argparse.Namespace) -> int:
    from mingjing.foundation import timestamps
    from mingjing.ledger import operations

    for file in options.files:
        parts = file.stem.split("-")
        if len(parts) != 3 or parts[0] != "stamp" or not parts[1].isdigit() or parts[2] not in {"sha256", "sm3"}:
            return _say(f"{file} 的名字应与请求文件相同（stamp-条数-sha256.tsr），请改回来。")
        nonce = timestamps.nonce_of(file.with_suffix(".tsq").read_bytes())
        token = timestamps.token_of(file.read_bytes())
        new = operations.take_stamp(size=int(parts[1]), tree=parts[2], token=token, nonce=nonce, by="system")
        print(f"{file.name}：" + ("收下了。" if new else "以前收过。"))
    return 0


def _show(options: argparse.Namespace) -> int:
    from mingjing.ledger import queries

    found = queries.stamps()
    if not found:
        return _say("还没有时间戳。请设置 MINGJING_TSA_URL 和 MINGJING_TSA_CERTIFICATES，或者用 give 和 take 办理。")
    for one in found:
        print(f"{one.at:%Y-%m-%d %H:%M:%S} UTC  {one.size} 条  {one.tree}  {one.authority}")
        if options.output:
            options.output.mkdir(parents=True, exist_ok=True)
            name = options.output / f"stamp-{one.size}-{one.tree}"
            name.with_suffix(".token").write_bytes(one.token)
            name.with_suffix(".checkpoint").write_bytes(queries.stamped_text(one.size, one.tree))
    return 0


def _say(words: str) -> int:
    print(words, file=sys.stderr)
    return 2
