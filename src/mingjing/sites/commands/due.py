"""When a time limit ends: the legal clock on the command line. Needs no database."""

import argparse
import json
import re
import sys
from datetime import date, datetime
from typing import NoReturn

from mingjing.kernel.findings import Invalid
from mingjing.kernel.periods import Due, Kind, due, parse
from mingjing.kernel.workdays import national

HELP = "计算期限届满日并说明理由（--from 2026-09-24 --period 5wd --kind party_right）"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_NAMES = {"start": "--from", "period": "--period", "kind": "--kind"}
_EXAMPLE = "用法：mingjing due --from 2026-09-24 --period 5wd --kind party_right [--json]"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The three facts a clock needs, and how to answer. Everything is checked in `run`, so that it is told in Chinese."""
    parser.add_argument("--from", dest="start", help="起算事件发生之日；按小时的期限写到分，例如 2026-09-30T17:00")
    parser.add_argument("--period", help="期限：5wd 工作日、90d 自然日、6m 月、2y 年、24h 小时")
    parser.add_argument("--kind", help="party_right 当事人的权利（遇休息日顺延）或 agency_duty 机关的义务（不顺延）")
    parser.add_argument("--json", action="store_true", help="以一行 JSON 回答")
    setattr(parser, "error", _refuse)  # noqa: B010 - argparse speaks only English


def run(options: argparse.Namespace) -> int:
    """Answer on standard output; for bad input exit with 2 and say on standard error what to change."""
    try:
        answer = _answer(options)
    except Invalid as error:
        for field, messages in error.errors.items():
            print(f"{_NAMES[field]}：{'；'.join(messages)}。", file=sys.stderr)
        print(_EXAMPLE, file=sys.stderr)
        return 2
    print(json.dumps(answer.as_json(), ensure_ascii=False) if options.json else "\n".join(answer.explain()))
    return 0


def _refuse(message: str) -> NoReturn:
    print(
        f"参数写法有误，请只用 --from、--period、--kind、--json，除 --json 外每个参数后面写一个值（{message}）。\n{_EXAMPLE}",
        file=sys.stderr,
    )
    raise SystemExit(2)


def _answer(options: argparse.Namespace) -> Due:
    missing = [field for field in _NAMES if getattr(options, field) is None]
    if missing:
        raise Invalid({field: ["缺少这个参数，期限的起算、长短、性质三项都要写明"] for field in missing})
    return due(_start(options.start), parse(options.period), _kind(options.kind), national())


def _start(text: str) -> date:
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        raise Invalid({"start": [f"“{text}”在日历上不存在，请核对年月日和时分"]}) from None
    raise Invalid({"start": [f"“{text[:40]}”不是日期，应写成 2026-09-24 或 2026-09-30T17:00，请改正"]})


def _kind(text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError:
        message = "只能是 party_right（当事人的权利，遇休息日顺延）或 agency_duty（机关的义务，不顺延），请选一个"
        raise Invalid({"kind": [f"“{text[:40]}”不是期限的性质，{message}"]}) from None
