"""Random draws of the example county: one drawn and on its way, one frozen and waiting for its public number."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from stdnum.cn import uscc

from mingjing.inspections import operations
from mingjing.inspections import queries as draws
from mingjing.inspections.terms import PartyRow, PlanDraft, PlanFacts, Source
from mingjing.kernel.days import CHINA, local_day
from mingjing.publicity import queries

if TYPE_CHECKING:
    from mingjing.sites.journeys.world import World

HOME = "应急局"
LOTTERY, SITE = "中国体育彩票超级大乐透开奖号码", "中国体彩网 www.lottery.gov.cn"
CLASSES = (("general", "B"), ("low", "A"), ("higher", "C"), ("low", "none"), ("high", "D"), ("general", "A"))
NAMES = ("恒远", "鑫茂", "宏达", "瑞祥", "永昌", "广源", "德信", "兴业")
TRADES = ("化工", "加油站", "气体", "涂料", "烟花爆竹批发")


def firms(count: int) -> list[tuple[str, str]]:
    """Credit codes and names of enterprises that do not exist."""
    bodies = [f"91130821MA9{place:06}" for place in range(count)]
    names = [
        f"示范县{NAMES[place % len(NAMES)]}{TRADES[place // len(NAMES) % len(TRADES)]}有限公司"
        for place in range(count)
    ]
    return [(body + uscc.calc_check_digit(body), name) for body, name in zip(bodies, names, strict=True)]


def hold(world: "World", now: datetime) -> None:
    """The bureau's year plan was drawn and dispatched ten days ago, one place was replaced; a special plan is frozen.

    A rehearsal's library may lack the article on which an item rests: then there is nothing to draw for.
    """
    frozen_at = datetime.combine(local_day(now) - timedelta(days=14), time(9, 30), CHINA)
    drawn = _frozen(world, frozen_at, "年危险化学品企业双随机抽查", 8)
    if drawn is None:
        return
    clerk, head = world.teams[HOME]["handlers"][0], world.teams[HOME]["head"]
    later = frozen_at + timedelta(days=4)
    by = world.actor(clerk, later)
    value = "06 11 18 23 25 + 03 07"
    day = local_day(frozen_at) + timedelta(days=3)
    operations.tell_entropy(plan_id=drawn.id, value=value, again=value, on=day, by=by, at=later)
    operations.hold_draw(plan_id=drawn.id, by=by, at=later + timedelta(minutes=5))
    operations.issue_draw(plan_id=drawn.id, by=world.actor(head, later), at=later + timedelta(hours=1))
    made = draws.draw_of(drawn.id)
    place = draws.places(made.id)[1] if made else None
    if place:
        at = later + timedelta(days=1)
        operations.replace(
            drawn_id=place.id, kind="party", out=place.code, reason="closed", note="上月已注销登记", by=world.actor(head, at), at=at
        )  # fmt: skip
    _frozen(world, now - timedelta(hours=2), "年岁末年初安全生产双随机抽查", 6)


def _frozen(world: "World", at: datetime, title: str, wanted: int) -> PlanFacts | None:
    """A plan with its lists, approved and frozen."""
    clerk, head = world.teams[HOME]["handlers"][0], world.teams[HOME]["head"]
    by, day = world.actor(clerk, at), local_day(at)
    items = [one for one in queries.check_items(world.organs[HOME], day) if one.kind == "random_check"]
    if not items:
        return None
    draft = PlanDraft(
        f"{day.year} {title}",
        day.year,
        (items[0].entry_id,),
        wanted,
        0,
        2,
        day,
        "示范县行政区域内取得危险化学品许可的企业",
    )
    plan = operations.make_plan(draft=draft, by=by, at=at - timedelta(days=2))
    rows = [PartyRow(code, name, *CLASSES[place % len(CLASSES)]) for place, (code, name) in enumerate(firms(40))]
    operations.add_parties(plan_id=plan.id, rows=rows, by=by, at=at - timedelta(days=2))
    operations.take_officers(plan_id=plan.id, by=by, at=at - timedelta(days=2))
    operations.leave_party_out(
        plan_id=plan.id, code=rows[3].code, reason="closed", note="已停业", by=by, at=at - timedelta(days=1)
    )
    second = world.people[world.teams[HOME]["handlers"][1]]
    operations.tell_avoidance(
        plan_id=plan.id, person_id=second, code=rows[4].code, note="配偶在该企业任职", by=by, at=at - timedelta(days=1)
    )
    operations.approve_plan(plan_id=plan.id, by=world.actor(head, at), at=at - timedelta(hours=1))
    source = Source(LOTTERY, SITE, day + timedelta(days=3))
    operations.freeze(plan_id=plan.id, source=source, reason="", by=by, at=at)
    return plan
