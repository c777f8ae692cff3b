"""Witnesses of the log, both sides: what another organisation runs, and how we ask it."""

import argparse
import os
import sys
from pathlib import Path

from mingjing.ledger.witness import running

HELP = (
    "见证：别的单位运行见证程序（init、trust、serve、pull、sign、show），本机关请求和收取签名（ask、give、take、file）"
)
OURS = {
    "ask": "请求策略文件里写了网址的见证单位现在见证（后台进程也会定时请求）",
    "give": "把请求写成文件，用 U 盘交给没有网络的见证单位",
    "take": "收取见证单位交回的签名文件",
    "file": "写出单文件的见证程序，交给见证单位",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """One action each."""
    actions = parser.add_subparsers(dest="action", metavar="做什么", required=True)
    running.witness_arguments(actions)
    for name, words in OURS.items():
        action = actions.add_parser(name, help=words, description=words)
        if name == "give":
            action.add_argument("witness", help="交给哪一家（策略文件里的名称）")
            action.add_argument(
                "--old", type=int, default=None, metavar="N", help="对方上次见证到的条数（缺省按本库登记）"
            )
        if name == "take":
            action.add_argument("file", type=Path, help="见证单位交回的文件")
        if name in {"give", "file"}:
            action.add_argument("-o", "--output", type=Path, required=True, help="写到哪个文件")


def run(options: argparse.Namespace) -> int:
    """0: done; 1: a witness says that the log did not only grow; 2: cannot be done, with the next step."""
    if options.action not in OURS:
        return running.run_witness(options)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.sites.settings.development")
    import django

    django.setup()
    from mingjing.ledger.terms import KeyMissing, NotCosigned, PolicyBroken

    try:
        return {"ask": _ask, "give": _give, "take": _take, "file": _file}[options.action](options)
    except (PolicyBroken, KeyMissing, NotCosigned) as failure:
        return _say(str(failure), 2)
    except OSError as failure:
        return _say(f"{failure.filename or ''}：{failure.strerror or failure}", 2)


def _ask(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from mingjing.ledger import operations, queries

    answers = operations.ask_witnesses(by="system", at=timezone.now())
    if not answers:
        where = "没有写网址的见证单位" if queries.trusted().witnesses else "还没有见证单位，现在是单方日志"
        return _say(f"{where}。请在见证策略文件里登记（见 docs/howto/witness.md），没有网络的用 give 和 take。", 2)
    for answer in answers:
        print(f"{'✓' if answer.cosigned else '✗'} {answer.words}")
    if any(answer.alarm for answer in answers):
        return _say("见证单位看到的台账与现在的不一致，请立即报告并保全数据库。", 1)
    return 0 if all(answer.cosigned for answer in answers) else 2


def _give(options: argparse.Namespace) -> int:
    from mingjing.ledger import queries

    witness = queries.trusted().witnesses.get(options.witness)
    if witness is None:
        return _say(f"见证策略里没有“{options.witness}”，有：{'、'.join(queries.trusted().witnesses) or '无'}。", 2)
    try:
        asked = [queries.question(witness.name, tree, options.old) for tree in ("sha256", "sm3")]
    except LookupError:
        return _say(f"对方见证过 {options.old} 条，台账却没有这么多条：台账被退回或截断，请立即报告。", 1)
    options.output.write_text(running.REQUEST_MARK.join(one.body for one in asked), encoding="utf-8")
    print(
        f"请求已写到 {options.output}（{asked[0].size} 条）。请交给{options.witness}运行 witness sign，再用 take 收取。"
    )
    return 0


def _take(options: argparse.Namespace) -> int:
    from mingjing.ledger import operations

    try:
        notes = options.file.read_text(encoding="utf-8").split(running.REQUEST_MARK)
    except ValueError:
        return _say(f"{options.file} 不是文字文件，请换成见证单位交回的签名文件。", 2)
    new = sum(operations.take_cosignatures(note=note, by="system") for note in notes if note.strip())
    print(f"收下 {new} 个新的见证签名。" if new else "这些签名以前收过，没有新的。")
    return 0


def _file(options: argparse.Namespace) -> int:
    from mingjing.ledger import queries

    options.output.write_bytes(queries.witness_file())
    print(f"单文件见证程序已写到 {options.output}。对方的电脑需要 Python 3.9 以上和 cryptography 包。")
    return 0


def _say(words: str, code: int) -> int:
    print(words, file=sys.stderr)
    return code
