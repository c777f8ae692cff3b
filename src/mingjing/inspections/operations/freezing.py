"""Freezing: the lists and rules become one content under its hash, a secret seed is committed to, both are published at once."""

import secrets
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from mingjing.foundation import storage
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.inspections.events import Event
from mingjing.inspections.models import Avoidance, Freeze, Plan, PoolOfficer, PoolParty
from mingjing.inspections.operations.moving import held, log, refuse, typed
from mingjing.inspections.operations.pools import refresh_officers
from mingjing.inspections.queries.frequencies import caps_of, counted_of_the_year
from mingjing.inspections.rules import figures
from mingjing.inspections.rules.mingjing_redraw import ALGORITHM
from mingjing.inspections.rules.moves import source_is_named
from mingjing.inspections.rules.plans import nobody_is_out_of_reach, says_why
from mingjing.inspections.rules.pools import pools_suffice, within_the_cap
from mingjing.inspections.terms import FreezeFacts, Move, PartyOut, PlanState, Source
from mingjing.kernel.batches import in_batches
from mingjing.kernel.days import local_day
from mingjing.kernel.hashing import canonical, fingerprint

MOST = {"what": 120, "where": 200, "reason": 300}
CAPPED = 500


@operation(Event.POOL_FROZEN)
def freeze(*, plan_id: UUID, source: Source, reason: str, by: Actor, at: datetime) -> FreezeFacts:
    """Freeze the lists, publish their hashes, commit to a secret seed, name the public number of a later day (P-22).

    A freeze made before, whose public number nobody has entered, is superseded; that takes a reason. Raises Forbidden,
    Invalid, Refused (DRW-03, DRW-05, DRW-06, DRW-13, DRW-20).
    """
    plan = held(plan_id, by=by, to=Move.FREEZE)
    typed(MOST, what=source.what, where=source.where, reason=reason)
    before = Freeze.objects.filter(plan=plan, superseded_at=None).first()
    day = local_day(at)
    refuse(source_is_named(source, day), says_why("重新冻结名单", reason) if before else ())
    _cap(plan, day)
    refresh_officers(plan, at)
    seed = secrets.token_bytes(32)
    content = _content(plan, source, day, sha256(seed).hexdigest())
    staff = {one.number: str(one.person_id) for one in PoolOfficer.objects.filter(plan=plan, out="")}
    kept = storage.put(canonical(content))
    if before:
        before.superseded_at = at
        before.save(update_fields=["superseded_at"])
    plan.state = PlanState.FROZEN
    plan.save(update_fields=["state"])
    seq = Freeze.objects.filter(plan=plan).count() + 1
    told = {"seq": seq, "sha256": kept.sha256, "sm3": kept.sm3, "seed_sha256": content["seed_sha256"], "source": content["source"], "reason": reason.strip()}  # fmt: skip
    entry = log(plan, Event.POOL_FROZEN, by=by, at=at, **told)
    return Freeze.objects.create(
        plan=plan, seq=seq, sha256=kept.sha256, sm3=kept.sm3, seed=seed.hex(), seed_sha256=content["seed_sha256"],
        parties=len(content["parties"]), parties_out=sum(content["left_out"].values()), officers=len(content["officers"]),
        wanted=content["parameters"]["wanted"], staff=staff, source_what=source.what.strip(), source_where=source.where.strip(),
        source_on=source.on, reason=reason.strip(), by_id=by.person_id, by_name=by.name, at=at, ledger_index=entry.index,
    ).facts()  # fmt: skip


def _cap(plan: Plan, day: date) -> None:
    """Who was inspected often enough this year is left out; who was left out for that alone and no longer is, comes back."""
    PoolParty.objects.filter(plan=plan, out=PartyOut.CAP).update(out="", note="")
    codes = tuple(PoolParty.objects.filter(plan=plan, out="").values_list("code", flat=True))
    counted, caps = counted_of_the_year(plan.organ_id, day), caps_of(plan.organ_id, day, codes)
    for most in sorted({one.most for one in caps.values()}):
        full = within_the_cap({code: counted.get(code, 0) for code, one in caps.items() if one.most == most}, most)
        for some in in_batches(full, CAPPED):
            here = PoolParty.objects.filter(plan=plan, out="", code__in=some)
            here.update(out=PartyOut.CAP, note=f"本年度检查次数已到上限 {most} 次")


def _content(plan: Plan, source: Source, day: date, seed_sha256: str) -> dict[str, Any]:
    """What is frozen: everything that decides the draw, and nothing that the public may not read afterwards."""
    risks, credits = figures.risk_weights(day), figures.credit_weights(day)
    refuse(nobody_is_out_of_reach({**risks, **credits}))
    columns = ("code", "name", "risk", "credit", "out", "note")
    rows = list(PoolParty.objects.filter(plan=plan).order_by("code").values(*columns))
    parties = sorted(
        ({key: one[key] for key in columns[:4]} for one in rows if not one["out"]), key=lambda one: one["code"]
    )
    staff = {one.person_id: one for one in PoolOfficer.objects.filter(plan=plan, out="")}
    officers = sorted(
        ({"number": one.number, "name": one.name} for one in staff.values()), key=lambda one: one["number"]
    )
    pairs = Avoidance.objects.filter(plan=plan, person_id__in=staff).values_list("person_id", "code")
    drawn = {one["code"] for one in parties}
    avoid = sorted(
        ({"officer": staff[person].number, "party": code} for person, code in pairs if code in drawn),
        key=lambda one: (one["officer"], one["party"]),
    )
    wanted = plan.wanted or -(-len(parties) * plan.ratio // 100)
    refuse(
        pools_suffice(
            wanted, [one["code"] for one in parties], [one["number"] for one in officers],
            [(one["officer"], one["party"]) for one in avoid], plan.team,
        )
    )  # fmt: skip
    left = [one for one in rows if one["out"]]
    return {
        "format": "mingjing-freeze/1", "algorithm": ALGORITHM, "frozen_on": day.isoformat(),
        "plan": {"number": plan.number, "title": plan.title, "organ": plan.organ_name, "year": plan.year, "items": [
            {"code": one["code"], "name": one["name"]} for one in plan.items]},
        "parameters": {
            "wanted": wanted, "team": plan.team,
            "strata": [{"key": key, "weight": weight} for key, weight in risks.items()],
            "credits": [{"key": key, "weight": weight} for key, weight in credits.items()],
        },
        "source": {"what": source.what.strip(), "where": source.where.strip(), "on": source.on.isoformat()},
        "seed_sha256": seed_sha256, "parties": parties, "officers": officers, "avoid": avoid,
        "left_out": {key.value: sum(one["out"] == key for one in left) for key in PartyOut},
        "left_out_sha256": fingerprint(left),
    }  # fmt: skip
