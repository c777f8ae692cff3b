"""Whether freezes, draws and substitutions are still what the ledger says, and whether each draw can be replayed."""

from collections.abc import Iterator
from typing import Any

from mingjing.foundation.storage import Missing
from mingjing.inspections.events import Event
from mingjing.inspections.models import Draw, Drawn, Freeze, Plan
from mingjing.inspections.queries.files import draw_file
from mingjing.inspections.rules.mingjing_redraw import Bad, Standing, recompute
from mingjing.ledger import queries as ledger
from mingjing.ledger.queries import EventFacts
from mingjing.ledger.terms import Difference


def draws_unlike_the_ledger() -> Iterator[Difference]:
    """What differs, plan by plan; and the streams of those that are gone."""
    known = set()
    for plan in Plan.objects.order_by("pk").iterator():
        known.add(f"plan:{plan.pk}")
        events = ledger.whole(f"plan:{plan.pk}")
        yield from (Difference(f"抽查计划 {plan.number}", words) for words in _plan(plan, events))
    yield from erased("plan:", known, "这份抽查计划")


def erased(room: str, known: set[str], what: str) -> Iterator[Difference]:
    """The streams of a room whose row is gone."""
    for stream in sorted(ledger.streams(room) - known):
        yield Difference(stream, f"台账记有{what}，业务库里没有（被删除）")


def _plan(plan: Plan, events: tuple[EventFacts, ...]) -> Iterator[str]:
    if not events or events[-1].payload.get("state") != plan.state:
        yield "状态与台账登记的不符"
    told = [one.payload for one in events if one.kind == Event.POOL_FROZEN]
    frozen = list(Freeze.objects.filter(plan=plan).order_by("seq"))
    if [(one["sha256"], one["seed_sha256"]) for one in told] != [(one.sha256, one.seed_sha256) for one in frozen]:
        yield "冻结的名单、种子的摘要与台账登记的不符"
    for made in Draw.objects.filter(freeze__plan=plan).exclude(at=None):
        yield from _draw(made, events)


def _draw(made: Draw, events: tuple[EventFacts, ...]) -> Iterator[str]:
    held = next((one.payload for one in events if one.kind == Event.DRAW_HELD), {})
    if (held.get("final_seed"), held.get("result_sha256")) != (made.final_seed, made.result_sha256):
        yield "抽取的种子、结果与台账登记的不符"
    swapped = [one.payload for one in events if one.kind == Event.PLACE_REPLACED]
    if [(one["place"], one["out"], one["in"]) for one in swapped] != [
        (one.place, one.out, one.come) for one in made.swaps.order_by("seq")
    ]:
        yield "替换与台账登记的不符"
    try:
        told = draw_file(made.pk)
        wrong = [one.title for one in recompute(told) if not one.ok] if told else []
        if told and not wrong and _places(made) != _standing(told):
            yield "抽中的企业、人员与抽取文件不符"
    except (Missing, Bad) as problem:
        wrong = [str(problem)]
    if wrong:
        yield f"抽取不能重算：{'、'.join(wrong)}"


def _places(made: Draw) -> list[tuple[int, str, list[str]]]:
    rows = Drawn.objects.filter(draw=made).order_by("place")
    return [(row.place, row.code, [one["number"] for one in row.officers]) for row in rows]


def _standing(told: Any) -> list[tuple[int, str, list[str]]]:
    """The places of a draw file after its substitutions."""
    standing = Standing(told["freeze"], told["result"])
    for one in told["substitutions"]:
        standing.replace(one["kind"], one["place"], one["out"])
    return [(place, one["code"], one["officers"]) for place, one in sorted(standing.places.items())]
