"""The flow chart of a procedure on the command line, drawn from the table the cases run on."""

import argparse
import os
import sys
from pathlib import Path

HELP = "画执法流程图（--format svg|bpmn|text），直接由程序表生成"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which form, which procedure, whereto."""
    parser.add_argument(
        "--format",
        choices=("svg", "bpmn", "text"),
        default="text",
        help="svg 图、bpmn 模型（BPMN 2.0）、text 文字版（缺省）",
    )
    parser.add_argument(
        "--procedure",
        default="ordinary_penalty",
        metavar="程序",
        help="程序代号（缺省 ordinary_penalty，普通程序行政处罚）",
    )
    parser.add_argument("--here", default="", metavar="阶段", help="在图上标出当前阶段，例如 filed")
    parser.add_argument(
        "--publish", action="store_true", help="把全部程序的流程图和告知内容公开到门户；内容没有变的不重复公开"
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="写入文件（缺省输出到屏幕）")


def run(options: argparse.Namespace) -> int:
    """0; 2 where there is no such procedure or stage, or the file cannot be written."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.sites.settings.development")
    import django

    django.setup()
    if options.publish:
        return _publish()
    from mingjing.cases.queries.chart import chart_bpmn, chart_svg, chart_text
    from mingjing.cases.terms import procedure, procedures

    try:
        table = procedure(options.procedure)
    except KeyError:
        known = "、".join(f"{each.id}（{each.name}）" for each in procedures())
        print(f"没有“{options.procedure}”这个程序，现有 {known}。", file=sys.stderr)
        return 2
    if options.here and options.here not in table.stages:
        print(f"没有“{options.here}”这个阶段，可以写：{'、'.join(table.stages)}。", file=sys.stderr)
        return 2
    made = {
        "svg": lambda: chart_svg(table, options.here),
        "bpmn": lambda: chart_bpmn(table),
        "text": lambda: "\n".join(chart_text(table)) + "\n",
    }[options.format]()
    return _write(made, options.output)


def _publish() -> int:
    """Charts, and how each kind of act is told, as this version of the product has them."""
    from django.utils import timezone

    from mingjing.cases import operations

    now = timezone.now()
    for chart in operations.publish_charts(by="system", at=now):
        print(f"流程图已公开：{chart.title}（{chart.version}）。")
    for rights in operations.publish_rights(by="system", at=now):
        print(f"告知与权利已公开：{rights.title}（{rights.version}）。")
    return 0


def _write(made: str, target: Path | None) -> int:
    if target is None:
        sys.stdout.write(made)
        return 0
    try:
        target.write_text(made, encoding="utf-8")
    except OSError as problem:
        print(f"写不了 {target}：{problem.strerror}。请换一个文件夹。", file=sys.stderr)
        return 2
    print(f"已写入 {target}。")
    return 0
