"""The example county's statistics: last year's reports with figures filled in by hand, the county's sum, two quarters.

The third quarter is left open, so that the desk has a red light to show.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from mingjing.foundation.people import Actor
from mingjing.kernel.days import CHINA
from mingjing.publicity import operations as publicity
from mingjing.supervision import operations, queries
from mingjing.supervision.terms import Scope

if TYPE_CHECKING:
    from mingjing.sites.journeys.world import World

YEAR = 2025
OUTSIDER = "示范县烟草专卖局"
REST = "主要做法是分级分类检查、首次轻微违法不罚和全过程记录；下一步补齐执法人员培训，减少重复检查。"
SHEETS: dict[str, dict[str, tuple[str, str]]] = {
    "应急局": {
        "kind-warning": ("3", "0"), "kind-fine": ("21", "438000"), "kind-stop": ("2", "60000"), "simple": ("4", ""),
        "licence-applied": ("46", ""), "licence-accepted": ("44", ""), "licence-granted": ("43", ""), "licence-refused": ("1", ""),
        "licence-revoked": ("0", ""), "seal": ("2", ""), "seize": ("1", ""), "inspection": ("318", ""), "inspection-firms": ("297", ""),
    },
    "市监局": {
        "kind-warning": ("12", "0"), "kind-fine": ("37", "215600"), "kind-confiscate_gains": ("9", "88000.50"), "simple": ("26", ""),
        "licence-applied": ("1204", ""), "licence-accepted": ("1190", ""), "licence-granted": ("1182", ""), "licence-refused": ("8", ""),
        "seal": ("3", ""), "seize": ("11", ""), "inspection": ("902", ""), "inspection-firms": ("871", ""), "confirmation": ("15", ""),
    },
}  # fmt: skip
PEOPLE = {
    "trainings": ("2", ""),
    "trained": ("31", ""),
    "meetings": ("1", ""),
    "publicised": ("3", ""),
    "documents": ("0", ""),
    "recorders": ("14", ""),
}
OUTSIDE = {
    "file_case": ("14", ""), "close": ("14", ""), "kind-fine": ("8", "52300"), "kind-confiscate_goods": ("6", "19400"),
    "penalties": ("14", "71700"), "licence-granted": ("210", ""), "inspection": ("160", ""), "reviewed": ("2", ""),
    "reconsideration-asked": ("0", ""), "lawsuit-asked": ("0", ""), "staff-all": ("18", ""), "staff-certified": ("18", ""),
}  # fmt: skip


def write(world: "World", now: datetime) -> None:
    """Sign what a tidy county has signed by now."""
    if now < _at(2026, 3, 1):
        return
    for home in SHEETS:
        _annual(world, home)
    _county(world)
    for quarter, day in ((1, _at(2026, 4, 9)), (2, _at(2026, 7, 8))):
        for home in SHEETS:
            if day < now:
                _quarter(world, home, quarter, day)


def _at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 10, 0, tzinfo=CHINA)


def worded(draft: str) -> str:
    """The drafted text with the organ's own words instead of the reminder."""
    return "\n".join(line for line in draft.splitlines() if "（请补充：" not in line) + f"\n{REST}"


def _annual(world: "World", home: str) -> None:
    team, organ = world.teams[home], world.organs[home]
    publicist, reviewer, head = (
        world.actor(team[role], _at(2026, 1, 12)) for role in ("publicist", "reviewer", "head")
    )
    _fill(
        organ, SHEETS[home], f"《{YEAR}年行政执法工作台账》（上线前的纸质台账）", publicist, reviewer, _at(2026, 1, 12)
    )
    figures = queries.annual(organ, YEAR)
    signed = operations.sign_annual(
        organ_id=organ, year=YEAR, text=worded(queries.draft(figures)), by=publicist, at=_at(2026, 1, 20)
    )
    publicity.check_entry(edition_id=signed.id, by=reviewer, at=_at(2026, 1, 21))
    publicity.release_entry(edition_id=signed.id, by=head, at=_at(2026, 1, 22))
    report = queries.newest(Scope.ANNUAL, organ, YEAR)
    assert report is not None
    number = f"示政办收〔2026〕{11 + list(SHEETS).index(home)}号"
    operations.record_receipt(
        report_id=report.id, number=number, received_on=date(2026, 1, 23), by=publicist, at=_at(2026, 1, 26)
    )


def _fill(
    subject: UUID, values: Mapping[str, tuple[str, str]], source: str, by: Actor, checker: Actor, at: datetime
) -> None:
    made = operations.enter_sheet(subject_id=subject, year=YEAR, values=values, source=source, by=by, at=at)
    operations.check_sheet(sheet_id=made.id, by=checker, at=at)


def _county(world: "World") -> None:
    first, second = (world.actor(key, _at(2026, 2, 10)) for key in ("监", "监2"))
    region = "示范县"
    outsider = operations.register_outsider(name=OUTSIDER, by=first, at=_at(2026, 2, 10))
    _fill(
        outsider.id, OUTSIDE, f"{OUTSIDER}《{YEAR}年行政执法统计表》（2026年1月15日）", first, second, _at(2026, 2, 11)
    )
    found = queries.roll_up(first.organ_id, region, YEAR)
    signed = operations.sign_rollup(
        region=region, year=YEAR, text=worded(queries.draft(found)), by=first, at=_at(2026, 2, 24)
    )
    publicity.check_entry(edition_id=signed.id, by=second, at=_at(2026, 2, 25))
    publicity.release_entry(edition_id=signed.id, by=second, at=_at(2026, 2, 25))


def _quarter(world: "World", home: str, quarter: int, at: datetime) -> None:
    organ, team = world.organs[home], world.teams[home]
    by = world.actor(team["publicist"], at)
    made = operations.enter_sheet(
        subject_id=organ,
        year=2026,
        quarter=quarter,
        values=PEOPLE,
        source=f"2026年第{quarter}季度培训和会议台账",
        by=by,
        at=at,
    )
    operations.check_sheet(sheet_id=made.id, by=world.actor(team["reviewer"], at), at=at)
    text = worded(queries.draft(queries.annual(organ, 2026, quarter)))
    operations.sign_quarter(organ_id=organ, year=2026, quarter=quarter, text=text, by=by, at=at)
