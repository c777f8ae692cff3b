"""Recompute the whole log, hold the business against it, and say what differs."""

import argparse
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mingjing.ledger.terms import AuditReport, Difference

HELP = "重算整本留痕台账，再与案件、文书、公示、渠道、信用、统计报告逐条对照，列出不符之处"
SHOWN = 50


def arguments(parser: argparse.ArgumentParser) -> None:
    """An earlier checkpoint to hold the log against, and where to keep the present one."""
    parser.add_argument("--remembered", metavar="FILE", help="以前留存的检查点文件：台账必须是它的延续")
    parser.add_argument("--save", metavar="FILE", help="核对无误后，把现在的检查点另存到这个文件，请放到别的机器上")


def run(options: argparse.Namespace) -> int:
    """0: nothing differs; 1: something does; 2: the remembered file cannot be read."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.sites.settings.development")
    import django

    django.setup()
    from mingjing.ledger import queries

    try:
        remembered = Path(options.remembered).read_text(encoding="utf-8") if options.remembered else ""
    except FileNotFoundError:
        print(f"没有留存的检查点文件 {options.remembered}，请核对路径。", file=sys.stderr)
        return 2
    except (OSError, ValueError) as failure:
        print(f"读不了留存的检查点：{failure}", file=sys.stderr)
        return 2
    report = queries.audit(remembered, progress=_show)
    print(
        f"台账共 {report.entries} 条，{report.streams} 个序列；已签入检查点 {report.integrated} 条，"
        f"检查点 {report.heads} 个，瓦片 {report.tiles} 个。"
    )
    found, differences = report.found, list(report.differences)
    if report.sound:
        # Only what is proved to be of then can tell whether the business still is.
        unlike = _unlike()
        found, differences = len(unlike), unlike
    for difference in differences[:SHOWN]:
        print(f"  ✗ 〔{difference.by}〕{difference}")
    if found > SHOWN:
        print(f"  …… 另有 {found - SHOWN} 处")
    print(f"核对结果：{_result(report, found)}")
    if found:
        counts = Counter(one.by for one in differences)
        print("由谁发现：" + "，".join(f"{who} {count} 处" for who, count in counts.items()) + "。")
    if not found and queries.one_sided():
        print("注意：现在是单方日志，没有别的单位见证，本核对发现不了整本退回或用真密钥重写。请登记见证单位。")
    if not found and options.save:
        return _save(Path(options.save), queries.checkpoint().checkpoint256)
    return 1 if found else 0


def _unlike() -> "list[Difference]":
    """What of the business is not what the ledger says, room by room."""
    from mingjing.cases.queries import agreeing as cases
    from mingjing.publicity.queries import agreeing as publicity
    from mingjing.records.queries.agreeing import recordings_unlike_the_ledger
    from mingjing.sites.patrol import ROOMS

    found = [*cases.unlike_the_ledger(), *publicity.unlike_the_ledger(), *recordings_unlike_the_ledger()]
    return [*found, *(one for room in ROOMS.values() for one in room())]


def _result(report: "AuditReport", found: int) -> str:
    if not found:
        return "没有发现差异。案件的每一步、文书、附件、扫描件、音像、印章、签名证书、人员所在机构、文书格式、借阅、调阅、公示、来信、网上申请、入企检查、评议、随机抽查、分级分类、频次上限、年度检查计划、外部登记、渠道、信用、审核机构和培训、送审材料清单和材料、审核中的请求、外部送审稿、法制审核目录和指导意见、非重大认定、顾问库和顾问意见、督办、评议考核、舆情应对、责任追究、通报、重大执法决定备案和统计报告都与台账登记的一致。"
    if report.unreadable and report.found == 1:
        return "台账本身没有发现差异；留存的检查点读不懂，没有核对，请换成当初存出的原文件再核对一次。"
    return f"发现 {found} 处差异，请立即报告并保全数据库。"


def _save(target: Path, checkpoint: str) -> int:
    try:
        target.write_text(checkpoint, encoding="utf-8")
    except OSError as problem:
        print(f"写不了 {target}：{problem.strerror}。请换一个文件夹。", file=sys.stderr)
        return 2
    print(f"检查点已存到 {target}。")
    return 0


def _show(done: int) -> None:
    if sys.stderr.isatty():
        print(f"\r已核对 {done} 条", end="", file=sys.stderr)
