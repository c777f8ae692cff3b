"""When a report is due: the last of January, the end of February, some days after a quarter. Duties of organs, none of them rolls."""

from calendar import monthrange
from datetime import date, timedelta

from mingjing.kernel.days import full
from mingjing.kernel.findings import Finding
from mingjing.kernel.parameters import Figure
from mingjing.kernel.rulebook import rule
from mingjing.kernel.workdays import Workdays

_N118 = "国办发〔2018〕118号第二部分（六）"
_SX = "陕政办发〔2019〕13号（陕西省做法）"
_QUARTERS = "宛政办〔2019〕29号；承县政应急字〔2019〕83号（地方做法）"


@rule("SUP-01", cites=_N118, acts=("clock",))
def annual_by(year: int, figure: Figure) -> date:
    """上一年度行政执法数据和总体情况报告于每年一月三十一日前公布；这是机关的义务，遇休息日不顺延。"""
    month, day = str(figure.value).split("-")
    return date(year + 1, int(month), int(day))


@rule("SUP-17", cites=_QUARTERS, acts=("clock",))
def quarter_by(year: int, quarter: int, figure: Figure) -> date:
    """每季度报送行政执法数据和进展；季度结束后的报送日数各地不同，遇休息日不顺延。"""
    return quarter_ends(year, quarter) + timedelta(days=int(figure.value))


@rule("SUP-18", cites=_SX, acts=("clock",))
def rollup_by(year: int, figure: Figure) -> date:
    """上一年度的区域汇总于每年二月底前报送；以二月的最后一日为准，闰年是二十九日，遇休息日不顺延。"""
    month = int(figure.value)
    return date(year + 1, month, monthrange(year + 1, month)[1])


@rule("SUP-16", cites=_QUARTERS, acts=("sign_quarter",))
def quarter_is_over(year: int, quarter: int, today: date) -> tuple[Finding, ...]:
    """季度没有结束的，季报不得定稿。"""
    if today > quarter_ends(year, quarter):
        return ()
    return (
        quarter_is_over.finding(
            f"{year} 年第 {quarter} 季度还没有结束",
            next_step=f"请在 {quarter_ends(year, quarter).isoformat()} 以后定稿",
        ),
    )


def quarter_begins(year: int, quarter: int) -> date:
    """The first day of a quarter."""
    return date(year, 3 * quarter - 2, 1)


def quarter_ends(year: int, quarter: int) -> date:
    """The last day of a quarter."""
    return date(year, 3 * quarter, monthrange(year, 3 * quarter)[1])


def quarters_before(today: date, many: int) -> tuple[tuple[int, int], ...]:
    """The last quarters that are over, the newest first."""
    year, quarter = today.year, (today.month + 2) // 3
    found = []
    for _ in range(many):
        year, quarter = (year - 1, 4) if quarter == 1 else (year, quarter - 1)
        found.append((year, quarter))
    return tuple(found)


def derivation(due: date, says: str, calendar: Workdays) -> tuple[str, ...]:
    """How a due day came about, and until when something can still be done where it is no working day."""
    if calendar.is_workday(due):
        return (says, f"最后一日是{full(due)}")
    return (
        says,
        f"最后一日是{full(due)}，休息日不顺延",
        f"此前最后一个工作日是{full(calendar.before(due))}，请在这一天以前办完",
    )
