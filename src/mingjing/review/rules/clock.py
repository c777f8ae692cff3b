"""The time a review may take."""

from collections.abc import Iterable
from datetime import date, timedelta

from mingjing.kernel.findings import Finding
from mingjing.kernel.periods import Due, Kind, Pause, Period, due
from mingjing.kernel.rulebook import rule
from mingjing.kernel.workdays import Workdays


def limit_of(submitted: date, limit: Period, calendar: Workdays, pauses: Iterable[tuple[date, date]] = ()) -> Due:
    """The last day of the review. A pause is (day sent back, day supplemented); neither end of it is counted twice.

    The day of submission and the day of sending back follow the rule that the day of an event is not counted: the clock
    stands still from the day after it was sent back up to and including the day of supplement.
    """
    still = [Pause(since + timedelta(days=1), until, "补正材料") for since, until in pauses if until > since]
    return due(submitted, limit, Kind.AGENCY_DUTY, calendar, still)


@rule("REV-07", cites="内蒙古自治区人民政府令第244号第三十一条")
def limit_finding(due_on: date, on: date) -> tuple[Finding, ...]:
    """法制审核应当自收到完整材料之日起五个工作日内完成，情况复杂的经批准可以延长五个工作日；补正材料的时间不计入。"""
    if on <= due_on:
        return ()
    late = (on - due_on).days
    finding = limit_finding.finding(
        f"法制审核期限{due_on.isoformat()}已经届满，超过{late}天", next_step="请尽快出具意见，并说明超期原因"
    )
    return (finding.as_warning(),)
