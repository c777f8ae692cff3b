"""Classes, caps and the annual inspection plan of the example county's emergency bureau; one more lot waits for its check."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mingjing.foundation.people import Actor
from mingjing.inspections import operations
from mingjing.inspections.terms.classes import ClassRow
from mingjing.inspections.terms.frequencies import CELLS, CapDraft
from mingjing.inspections.terms.yearly import LineDraft
from mingjing.kernel.days import local_day
from mingjing.publicity import queries
from mingjing.sites.journeys.draws import CLASSES, HOME, firms

if TYPE_CHECKING:
    from mingjing.sites.journeys.world import World

RISKY = {"high": 4, "higher": 3, "general": 2, "low": 1}
WORSE = {"A": 0, "B": 1, "none": 1, "C": 2, "D": 2}
SOURCE = "示应急〔2026〕8号企业风险分级名录"


def plan(world: "World", now: datetime) -> None:
    """What the bureau classed, capped and planned three weeks ago, before anything was drawn; the plan was amended last week."""
    at, day = now - timedelta(days=21), local_day(now - timedelta(days=21))
    by, head = _people(world, at)
    rows = [ClassRow(code, name, *CLASSES[place % len(CLASSES)], day) for place, (code, name) in enumerate(firms(40))]
    lot = operations.enter_classes(rows=rows, source=SOURCE, reason="", by=by, at=at)
    operations.check_classes(lot_id=lot.id, agrees=True, answer="", by=head, at=at + timedelta(hours=1))
    again = ClassRow(rows[0].code, rows[0].name, "higher", rows[0].credit, local_day(now))
    later = now - timedelta(hours=3)
    clerk, _ = _people(world, later)
    operations.enter_classes(rows=[again], source="示应急〔2026〕31号动态调整", reason="", by=clerk, at=later)
    figures = {key: RISKY[key.partition(".")[0]] + WORSE[key.partition(".")[2]] for key in CELLS}
    draft = CapDraft(figures, day, "示应急〔2026〕3号关于公布行政检查年度频次上限的通告")
    table = operations.draw_up_caps(draft=draft, by=by, at=at)
    operations.settle_caps(cap_id=table.id, agrees=True, by=head, at=at + timedelta(hours=1))
    _annual(world, now)


def _annual(world: "World", now: datetime) -> None:
    """A rehearsal's library may lack the article on which an item rests: then there is nothing to plan."""
    at, later = now - timedelta(days=21), now - timedelta(days=7)
    day = local_day(at)
    items = queries.check_items(world.organs[HOME], day)
    if not items:
        return
    by, head = _people(world, at)
    one = operations.make_year_plan(title=f"{day.year} 年度行政检查计划", year=day.year, by=by, at=at)
    lines = (
        LineDraft(items[0].entry_id, "取得危险化学品许可的企业", 40, 3, 12, "random"),
        LineDraft(items[-1].entry_id, "示范县内的加油站", 12, 4, 11, "joint", "示范县市场监督管理局"),
        LineDraft(items[0].entry_id, "烟花爆竹批发企业", 6, 10, 12, "key"),
    )
    for line in lines:
        operations.keep_year_line(plan_id=one.id, key=None, draft=line, by=by, at=at)
    operations.approve_year_plan(plan_id=one.id, by=head, at=at + timedelta(hours=1))
    by, head = _people(world, later)
    reason = "省里部署岁末年初检查，增加烟花爆竹批发企业的数量"
    operations.amend_year_plan(plan_id=one.id, reason=reason, by=by, at=later)
    more = LineDraft(items[0].entry_id, "烟花爆竹批发企业", 8, 10, 12, "key")
    operations.keep_year_line(plan_id=one.id, key=3, draft=more, by=by, at=later)
    operations.approve_year_plan(plan_id=one.id, by=head, at=later + timedelta(hours=1))


def _people(world: "World", at: datetime) -> tuple[Actor, Actor]:
    """The clerk and the head of the bureau, as they are at a moment."""
    team = world.teams[HOME]
    return world.actor(team["handlers"][0], at), world.actor(team["head"], at)
