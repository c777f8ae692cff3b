"""A report on a seal as a PDF of its own."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from mingjing.foundation.sealing.ports import STATE_NAMES, SealReport, State
from mingjing.foundation.typesetting import render

_REPORT = Path(__file__).parent / "report.typ"
NOTE = (
    "“符合”是本系统核实了的；“不能判断”是缺少信任的根证书、吊销清单或者时间戳，本系统没有依据说符合或者不符合；"
    "“不符合”的文件不要使用，请报告本机关负责人，从留痕台账和备份核对。"
)


def report_pdf(report: SealReport, facts: Sequence[tuple[str, str]], at: datetime) -> bytes:
    """The report with what it is about. Raises MissingGlyphs for a name that cannot be printed."""
    data = {
        "title": "电子印章核验报告", "facts": [list(pair) for pair in facts], "note": NOTE,
        "checks": [[one.name, STATE_NAMES[State(one.state)], one.told] for one in report.checks],
    }  # fmt: skip
    return render(_REPORT, data, created=at).pdf


def reports_pdf(reports: Sequence[SealReport], facts: Sequence[tuple[str, str]], at: datetime) -> bytes:
    """The same for a file that came from elsewhere and bears any number of seals. Raises MissingGlyphs."""
    many, checks = len(reports) > 1, []
    for number, one in enumerate(reports, 1):
        before = f"印章 {number}：" if many else ""
        checks += [[before + each.name, STATE_NAMES[State(each.state)], each.told] for each in one.checks]
    data = {"title": "电子印章核验报告", "facts": [list(pair) for pair in facts], "note": NOTE, "checks": checks}
    return render(_REPORT, data, created=at).pdf
