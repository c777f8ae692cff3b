"""Visits to enterprises of the example county: one closed and rated, one that still goes on."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from mingjing.kernel.days import CHINA, local_day
from mingjing.kernel.workdays import national
from mingjing.organs import queries as organs
from mingjing.publicity import operations, queries
from mingjing.publicity.terms import CheckKind, VisitDraft, VisitFacts
from mingjing.sites.journeys.world import read

if TYPE_CHECKING:
    from mingjing.sites.journeys.world import World


def make(world: "World", now: datetime) -> None:
    """The emergency bureau closed a random check on the last working day, the enterprise rated it, its result is public; the market bureau is at another now.

    A rehearsal's library may lack the article on which an item rests: then there is nothing to visit for.
    """
    yesterday = datetime.combine(national().before(now.date()), time(10), CHINA)
    first = _arrive(
        world, "应急局", "恒源", "双随机抽查（2026 年度计划）", yesterday, approval="示应急检〔2026〕12号",
        kind=CheckKind.RANDOM, task="省双随机〔2026〕18号", draw="CQ-2026-0031",
    )  # fmt: skip
    if first is not None:
        code = operations.visit_code(first.id)
        operations.confirm_visit(code=code, by="system", at=yesterday + timedelta(minutes=5))
        operations.close_visit(
            visit_id=first.id, result="correct", note="二号仓库灭火器过期 2 具，请在 7 日内更换。",
            by=world.actor(world.teams["应急局"]["handlers"][0], yesterday), at=yesterday + timedelta(hours=2),
        )  # fmt: skip
        operations.rate_visit(
            code=code,
            score=5,
            text="进门先亮证，说清楚了查什么，没有影响生产。",
            by="system",
            at=yesterday + timedelta(hours=3),
        )
        _publish(world, first, now)
    _arrive(
        world, "市监局", "喜洋", "投诉举报核查", now - timedelta(minutes=20), approval="示市监检〔2026〕3号",
        kind=CheckKind.TRIGGERED,
    )  # fmt: skip


def _publish(world: "World", visit: VisitFacts, now: datetime) -> None:
    """The result of the random check, redacted and made public by the bureau's publicist."""
    clerk = world.actor(world.teams["应急局"]["publicist"], now)
    key = queries.by_source(f"visit:{visit.id}")[0].id
    found = operations.propose_redaction(publication_id=key, by=clerk, at=now)
    if found:
        verdicts = {span.id: ("accepted", "") for span in found}
        operations.decide_spans(publication_id=key, verdicts=verdicts, by=clerk, at=now)
    operations.confirm(publication_id=key, by=clerk, at=now)
    operations.release(publication_id=key, by=clerk, at=now)


def _arrive(world: "World", home: str, party: str, purpose: str, at: datetime, **told: str) -> VisitFacts | None:
    items = [one for one in queries.check_items(world.organs[home], local_day(at)) if one.kind == "random_check"]
    firm: dict[str, Any] = read()["parties"][party]
    handlers = [world.actor(key, at) for key in world.teams[home]["handlers"][:2]]
    if not items or organs.unqualified([one.person_id for one in handlers], world.organs[home], at):
        return None
    draft = VisitDraft(
        dressed="yes",
        entry_id=items[0].entry_id, enterprise=firm["name"], enterprise_code=firm["id_number"], place=firm["address"],
        purpose=purpose, officers=tuple(one.person_id for one in handlers), **told,
    )  # fmt: skip
    return operations.open_visit(draft=draft, by=handlers[0], at=at)
