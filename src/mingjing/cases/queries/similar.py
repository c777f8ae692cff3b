"""类案: the decided cases most like one, with the reasons, and what others received; only what the reader may see.

The narrow table is asked through its indexes, newest first and a bounded number of rows at a time: the same offence,
tier and kind of party; then the offence alone; then the penalty articles. No row of a case and no JSON is read for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mingjing.cases.models import Precedent, SuggestionAnswer
from mingjing.cases.queries.facts import context
from mingjing.cases.rules import similar as rules
from mingjing.cases.terms import CaseFacts
from mingjing.cases.terms.facts import CHINA
from mingjing.cases.terms.sight import BUSINESS
from mingjing.cases.terms.similar import Comparison, Factors, Likeness, Said, Spread
from mingjing.foundation.people import Actor, Role
from mingjing.publicity import queries as publicity
from mingjing.publicity.terms import IN_PUBLIC

POOL, SHOWN, LEAP = 60, 10, 28
MOST = 5000
"""So many decisions are enough for a distribution."""


def act_columns(acts: Sequence[Any], party: Mapping[str, Any], matter: Mapping[str, Any]) -> dict[str, Any] | None:
    """The columns that the acts of a case decide, made from them; None where no decision stands. `acts` in order."""
    found = rules.decided(acts, party, matter)
    if found is None:
        return None
    factors, decision = found
    names = (
        "matter_code", "breached", "basis", "tier", "addressee", "discretion", "leniency", "harm", "corrected", "amount", "kinds",
        "fine", "sketch",
    )  # fmt: skip
    day = decision.at.astimezone(CHINA).date()
    return {name: getattr(factors, name) for name in names} | {"number": decision.number, "decided_on": day}


def precedent_values(case: Any, acts: Sequence[Any], organ: Any) -> dict[str, Any] | None:
    """All columns of a decided case in the table; None where no decision stands.

    `case` and `organ`: anything with their columns.
    """
    columns = act_columns(acts, case.party, case.matter)
    return columns and columns | {
        "dossier_id": case.dossier_id, "organ_id": case.organ_id, "public": case.publication in IN_PUBLIC,
        "domain": organ.domain, "region": region_of(organ),
    }  # fmt: skip


def region_of(organ: Any) -> str:
    """Where the organ works: its code, or its name where none is registered."""
    return str(organ.region_code or organ.region[:12])


def compare(facts: CaseFacts, actor: Actor, now: datetime, *, shown: int = SHOWN) -> Comparison:
    """A case beside its like, for a person who may see it. At most twelve queries however many decisions there are."""
    present, seq = rules.proposed(facts.acts, facts.party, facts.matter)
    present = replace(present, domain=facts.organ.domain, region=region_of(facts.organ))
    on = now.astimezone(CHINA).date()
    figures = rules.parameters(context(facts.organ, now).figures, on)
    since = _years_before(on, int(figures["years"]))
    itself = facts.id if facts.decision else None
    narrow, wide = spreads(present, actor, since, itself, figures["low"], figures["high"])
    found = likest(present, actor, since, facts.id, shown)
    findings = rules.lies_among_its_like(present.fine, narrow, int(figures["least"]))
    return Comparison(
        present, seq, found, narrow, wide, since, outside=findings[0].message if findings else "",
        place=rules.place_of(present.fine, narrow), thin=narrow.fined < int(figures["least"]), least=int(figures["least"]),
        letters=int(figures["letters"]), said=said(facts.id),
    )  # fmt: skip


def said(case_id: UUID) -> tuple[Said, ...]:
    """What was answered to suggestions in a case, oldest first."""
    return tuple(row.facts() for row in SuggestionAnswer.objects.filter(case_id=case_id))


def spreads(
    present: Factors, actor: Actor, since: date, case_id: UUID | None, low: Decimal, high: Decimal
) -> tuple[Spread, Spread]:
    """What others received for the same offence, tier and kind of party; and for the same offence. At most four queries.

    Of more than `MOST` decisions the latest ones count, from the day of the last of them, which is told: however many there
    are, a bounded piece of an index that holds every column is read. `case_id`: a decided case, not compared with itself.
    """
    rows = _visible(actor).filter(matter_code=present.matter_code)
    rows = rows.exclude(case_id=case_id) if case_id else rows
    begin = _begin(rows, since)
    told = _received(rows, begin or since)
    wide = replace(rules.spread((one[2:] for one in told), low, high), since=begin)
    if begin is None:
        same = [one[2:] for one in told if one[:2] == (present.tier, present.addressee)]
        return rules.spread(same, low, high), wide
    # A rare tier of a common offence reaches further back than the offence itself.
    tight = rows.filter(tier=present.tier, addressee=present.addressee)
    begin = _begin(tight, since)
    return replace(rules.spread((one[2:] for one in _received(tight, begin or since)), low, high), since=begin), wide


def _begin(rows: "QuerySet[Precedent]", since: date) -> date | None:
    """The day of the last of the latest `MOST` decisions; None where there are no more. One query."""
    days = rows.filter(decided_on__gte=since).order_by("-decided_on").values_list("decided_on", flat=True)
    return next(iter(days[MOST : MOST + 1]), None)


def _received(rows: "QuerySet[Precedent]", since: date) -> list[tuple[str, str, Decimal | None, str, int]]:
    """Tier, kind of party, fine, kinds of penalty and how many received just this. One query."""
    rows = rows.filter(decided_on__gte=since).order_by()
    return list(rows.values_list("tier", "addressee", "fine", "kinds").annotate(n=Count("*")))


def likest(present: Factors, actor: Actor, since: date, case_id: UUID, shown: int) -> tuple[Likeness, ...]:
    """The likest decided cases, likest first; of cases that are equally like, the newest."""
    rows = {row.case_id: row for row in _pool(present, actor, since) if row.case_id != case_id}
    judged = [(row, row.factors(inner=_inner(row, actor))) for row in rows.values()]
    judged.sort(key=lambda one: (rules.rank(present, one[1]), one[0].decided_on, one[0].number), reverse=True)
    chosen = judged[: shown * 2]
    public = publicity.addresses_of(str(row.dossier_id) for row, told in chosen if not told.inner)
    # Of another organ's decision only what can be read by anybody at this very moment is shown.
    kept = [(row, told) for row, told in chosen if told.inner or str(row.dossier_id) in public]
    return tuple(_likeness(present, row, told, public) for row, told in kept[:shown])


def _likeness(present: Factors, row: Precedent, told: Factors, public: dict[str, str]) -> Likeness:
    like, unlike = rules.reasons(present, told)
    return Likeness(
        row.case_id, row.dossier_id, row.organ_id, row.number, row.decided_on, told, like, unlike,
        rules.shared_words(present.sketch, told.sketch) if told.inner else Decimal(0), told.inner,
        public.get(str(row.dossier_id), ""),
    )  # fmt: skip


def _pool(present: Factors, actor: Actor, since: date) -> list[Precedent]:
    """Enough candidates, from the most like conditions to the least: it stops as soon as there are enough."""
    found: dict[UUID, Precedent] = {}
    offence = Q(matter_code=present.matter_code)
    for wanted in (
        offence & Q(tier=present.tier, addressee=present.addressee), offence, Q(basis=present.basis) if present.basis else None,
    ):  # fmt: skip
        if wanted is None or len(found) >= POOL:
            break
        for arm in _arms(actor):
            rows = Precedent.objects.filter(wanted & arm, decided_on__gte=since).order_by("-decided_on")[:POOL]
            found |= {row.case_id: row for row in rows}
    return list(found.values())


def _arms(actor: Actor) -> tuple[Q, ...]:
    """What a person may see, in parts of which each has its own index."""
    if actor.has(Role.SUPERVISOR):
        return (Q(public=True), Q(public=False))
    return (Q(organ_id=actor.organ_id), Q(public=True)) if actor.has(*BUSINESS) else (Q(public=True),)


def _visible(actor: Actor) -> "QuerySet[Precedent]":
    """Whatever one of the parts holds; a supervisor's are the whole."""
    if actor.has(Role.SUPERVISOR):
        return Precedent.objects.all()
    return Precedent.objects.filter(reduce(or_, _arms(actor)))


def _inner(row: Precedent, actor: Actor) -> bool:
    """Whether the person may see the file itself."""
    return actor.has(Role.SUPERVISOR) or (actor.organ_id == row.organ_id and actor.has(*BUSINESS))


def _years_before(on: date, years: int) -> date:
    return on.replace(year=on.year - years, day=min(on.day, LEAP) if on.month == 2 else on.day)
