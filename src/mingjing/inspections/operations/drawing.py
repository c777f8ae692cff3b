"""The public number, the draw itself, the dispatch, and the substitutions."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from mingjing.foundation import storage
from mingjing.foundation.numbering import document_number, next_serial
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.inspections.access import approves_draws
from mingjing.inspections.events import Event
from mingjing.inspections.models import Draw, Drawn, DrawnOfficer, Freeze, Plan, Swap
from mingjing.inspections.operations.moving import held, locked, log, refuse, typed
from mingjing.inspections.rules import mingjing_redraw as algorithm
from mingjing.inspections.rules import moves as rules
from mingjing.inspections.rules.plans import move_allowed
from mingjing.inspections.terms import MOVE_NAMES, SWAPS, DrawFacts, Move, PlanState, SwapFacts, SwapReason
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.kernel.hashing import canonical

SERIES = "抽取"
MOST = {"value": 200, "again": 200, "note": 200}


@operation(Event.ENTROPY_TOLD)
def tell_entropy(*, plan_id: UUID, value: str, again: str, on: date, by: Actor, at: datetime) -> DrawFacts:
    """Enter the public number that was named at the freeze; it cannot be changed. Raises Forbidden, Invalid, Refused (DRW-03, DRW-21)."""
    plan = held(plan_id, by=by, to=Move.ENTROPY)
    typed(MOST, value=value, again=again)
    frozen = _freeze(plan)
    refuse(rules.number_is_that_of_the_source(frozen.facts().source, value, again, on, local_day(at)))
    serial = next_serial(organ_id=plan.organ_id, kind=SERIES, year=local_day(at).year)
    made = Draw.objects.create(
        freeze=frozen, number=document_number(plan.organ_code, SERIES, local_day(at).year, serial),
        value=" ".join(value.split()), told_by=by.person_id, told_name=by.name, told_at=at,
    )  # fmt: skip
    plan.state = PlanState.READY
    plan.save(update_fields=["state"])
    log(plan, Event.ENTROPY_TOLD, by=by, at=at, draw=made.number, **_entropy(frozen, made.value))
    return made.facts()


@operation(Event.DRAW_HELD)
def hold_draw(*, plan_id: UUID, by: Actor, at: datetime) -> DrawFacts:
    """Draw, once. What comes out follows from what was frozen and the public number alone.

    Raises Forbidden, Invalid, Refused (DRW-03); Missing where the frozen content is no longer in the store.
    """
    plan = held(plan_id, by=by, to=Move.DRAW)
    frozen = _freeze(plan)
    made = Draw.objects.select_for_update().get(freeze=frozen)
    content = read_frozen(frozen)
    seed = algorithm.final_seed(bytes.fromhex(frozen.seed), _entropy(frozen, made.value), bytes.fromhex(frozen.sha256))
    result = algorithm.draw(content, seed)
    kept = storage.put(canonical(result))
    plan.state = PlanState.DRAWN
    plan.save(update_fields=["state"])
    told = {"draw": made.number, "seed": frozen.seed, "final_seed": seed.hex(), "result_sha256": kept.sha256}
    entry = log(plan, Event.DRAW_HELD, by=by, at=at, **told)
    made.at, made.by_id, made.by_name, made.final_seed = at, by.person_id, by.name, seed.hex()
    made.result_sha256, made.ledger_index = kept.sha256, entry.index
    made.save()
    _keep_places(made, content, result)
    return made.facts()


def _keep_places(made: Draw, content: Any, result: Any) -> None:
    names = {one["code"]: one["name"] for one in content["parties"]}
    staff = _staff(made.freeze, content)
    places = [
        Drawn(
            draw=made, place=one["place"], stratum=one["stratum"], code=one["code"], name=names[one["code"]],
            first_code=one["code"], officers=[staff[number] for number in one["officers"]],
        )
        for one in result["drawn"]
    ]  # fmt: skip
    Drawn.objects.bulk_create(places, 500)
    DrawnOfficer.objects.bulk_create(
        [DrawnOfficer(drawn=one, person_id=UUID(each["id"])) for one in places for each in one.officers], 1000
    )


def _staff(frozen: Freeze, content: Any) -> dict[str, dict[str, str]]:
    return {
        one["number"]: {"id": frozen.staff[one["number"]], "name": one["name"], "number": one["number"]}
        for one in content["officers"]
    }


@operation(Event.DRAW_ISSUED)
def issue_draw(*, plan_id: UUID, by: Actor, at: datetime) -> int:
    """Send the drawn officers out: from now on it stands on their work lists. Raises Forbidden, Invalid, Refused (DRW-03)."""
    plan = held(plan_id, by=by, to=Move.ISSUE, access=approves_draws)
    plan.state = PlanState.ISSUED
    plan.save(update_fields=["state"])
    count = Drawn.objects.filter(draw__freeze__plan=plan).count()
    log(plan, Event.DRAW_ISSUED, by=by, at=at, count=count)
    return count


@operation(Event.PLACE_REPLACED)
def replace(
    *, drawn_id: UUID, kind: str, out: str, reason: str, note: str, by: Actor, at: datetime
) -> SwapFacts:  # fmt: skip
    """Replace a drawn enterprise or officer by the next of the recorded order (P-22).

    Raises Forbidden, Invalid, Refused (DRW-03, DRW-22).
    """
    found = Drawn.objects.select_related("draw__freeze").filter(pk=drawn_id).first()
    if found is None or kind not in SWAPS:
        raise Invalid({"place": ["没有这个抽中的对象，请从抽取结果重新进入"]})
    plan = locked(found.draw.freeze.plan_id)
    approves_draws.require(by, plan.organ_id, doing=MOVE_NAMES[Move.REPLACE])
    typed(MOST, note=note)
    here = Drawn.objects.select_for_update().get(pk=drawn_id)
    standing = standing_now(found.draw)
    come = standing.replace(kind, here.place, out)
    refuse(
        move_allowed(plan.state, Move.REPLACE),
        rules.replaced_for_a_reason(kind, reason, here.visit_id is not None, come),
    )
    who = {"by_id": by.person_id, "by_name": by.name, "at": at}
    made = _swap(found.draw, kind, here.place, (out, come), reason, note.strip(), who)
    made += _those_who_must_avoid(standing, found.draw, here.place, who)
    _set(here, standing.places[here.place], found.draw.freeze)
    for one in made:
        told = {
            "seq": one.seq,
            "kind": one.kind,
            "place": one.place,
            "out": one.out,
            "in": one.come,
            "reason": one.reason,
        }
        log(plan, Event.PLACE_REPLACED, by=by, at=at, draw=found.draw.number, **told)
    return made[0].facts()


def _swap(draw: Draw, kind: str, place: int, pair: tuple[str, str], reason: str, note: str, who: Any) -> list[Swap]:
    seq = Swap.objects.filter(draw=draw).count() + 1
    out, come = pair
    return [
        Swap.objects.create(
            draw=draw, seq=seq, kind=kind, place=place, out=out, come=come, reason=reason, note=note, **who
        )
    ]


def _those_who_must_avoid(standing: algorithm.Standing, draw: Draw, place: int, who: Any) -> list[Swap]:
    """An enterprise came whom some of the team must not inspect: they are replaced in the same act."""
    made: list[Swap] = []
    for out in standing.conflicted(place):
        come = standing.replace("officer", place, out)
        refuse(rules.replaced_for_a_reason("officer", SwapReason.AVOID, False, come))
        made += _swap(draw, "officer", place, (out, come), SwapReason.AVOID, "对象替换以后应当回避", who)
    return made


def _set(here: Drawn, now: Any, frozen: Freeze) -> None:
    content = read_frozen(frozen)
    if here.code != now["code"]:
        here.code = now["code"]
        here.name = next(one["name"] for one in content["parties"] if one["code"] == here.code)
    staff = _staff(frozen, content)
    here.officers = [staff[number] for number in now["officers"]]
    here.save(update_fields=["code", "name", "officers"])
    DrawnOfficer.objects.filter(drawn=here).delete()
    DrawnOfficer.objects.bulk_create([DrawnOfficer(drawn=here, person_id=UUID(one["id"])) for one in here.officers])


def standing_now(made: Draw) -> algorithm.Standing:
    """The result with every substitution so far."""
    result = json.loads(storage.read(made.result_sha256))
    standing = algorithm.Standing(read_frozen(made.freeze), result)
    for one in made.swaps.order_by("seq"):
        standing.replace(one.kind, one.place, one.out)
    return standing


def read_frozen(frozen: Freeze) -> Any:
    """The frozen content, checked against its hash. Raises Missing."""
    return json.loads(storage.read(frozen.sha256))


def _freeze(plan: Plan) -> Freeze:
    return Freeze.objects.select_for_update().get(plan=plan, superseded_at=None)


def _entropy(frozen: Freeze, value: str) -> dict[str, str]:
    return {
        "what": frozen.source_what, "where": frozen.source_where, "on": frozen.source_on.isoformat(), "value": value,
    }  # fmt: skip
