"""Which catalogue of major decisions applies to an organ, how it stands to the superior's, what waits to be answered."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Value

from mingjing.kernel.days import local_day
from mingjing.kernel.hashing import canonical
from mingjing.lawbook.events import Event
from mingjing.lawbook.models import Catalogue, Guidance, MajorRow
from mingjing.lawbook.rules.comparing import any_fits, fits, gaps
from mingjing.lawbook.terms import (
    AnsweredGap,
    CatalogueDuty,
    CatalogueFacts,
    Condition,
    Fit,
    FollowingFacts,
    GuidanceFacts,
    MajorRowFacts,
    MajorSpec,
    RowFit,
    Subject,
)
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import Difference
from mingjing.organs import queries as organs


def _in_force(organ_ids: Collection[UUID], on: date, **more: Any) -> dict[UUID, CatalogueFacts]:
    """The catalogues of major decisions in force on a day, by organ. One query: there is none without a row."""
    held = Catalogue.objects.filter(organ_id__in=organ_ids, kind=Catalogue.MAJOR, **more).valid(on)
    found: dict[UUID, list[MajorRow]] = {}
    for row in MajorRow.objects.filter(catalogue__in=held).select_related("catalogue").order_by("position"):
        found.setdefault(row.catalogue.organ_id, []).append(row)
    return {organ_id: rows[0].catalogue.facts(rows) for organ_id, rows in found.items()}


def conditions_fit(conditions: Sequence[Condition], subject: Subject) -> tuple[Fit, tuple[str, ...]]:
    """Whether any of some conditions holds for a proposed decision, and why; what is not known is not a no."""
    return any_fits(conditions, subject)


def guiding_rows(organ_id: UUID, on: date) -> CatalogueFacts | None:
    """The guiding catalogue that an organ follows on a day: the nearest superior's. Two queries, one where nobody guides."""
    chain = organs.above(organ_id)
    found = _in_force(chain, on, guiding=True) if chain else {}
    return next((found[one] for one in chain if one in found), None)


def looser_than(organ_id: UUID, upper: CatalogueFacts | None, rows: Sequence[MajorSpec]) -> tuple[AnsweredGap, ...]:
    """Where rows are looser than the superior's, for the organ's level and field (LAW-07)."""
    if upper is None:
        return ()
    organ = organs.organ(organ_id)
    return tuple(gaps(upper.rows, rows, level=organ.level, domain=organ.domain))


def looser(organ_id: UUID, rows: Sequence[MajorSpec], on: date) -> tuple[AnsweredGap, ...]:
    """The same against the superior's guiding catalogue of a day: for the drafting page."""
    return looser_than(organ_id, guiding_rows(organ_id, on), rows)


def applying(organ_id: UUID, on: date) -> tuple[CatalogueFacts | None, tuple[MajorRowFacts, ...]]:
    """The organ's own catalogue in force on a day, and every entry that applies to it.

    Own entries first; then the superior's that the organ has not answered for yet: all where it has no catalogue, those it
    lacks where its catalogue was made after an older version.
    """
    chain = organs.above(organ_id)
    held = _in_force([organ_id, *chain], on)
    own = held.get(organ_id)
    upper = next((held[one] for one in chain if one in held and held[one].guiding), None)
    mine = own.rows if own else ()
    if upper is None or (own and own.follows == upper.catalogue_id):
        return own, mine
    name = organs.organ(upper.organ_id).name
    known = {_what(row.spec) for row in mine}
    more = (
        replace(row, origin=f"{name}《{upper.title}》第{upper.version}版第{row.position}项")
        for row in upper.rows
        if _what(row.spec) not in known
    )
    return own, (*mine, *more)


def _what(spec: MajorSpec) -> tuple[Any, ...]:
    return spec.category, spec.item, spec.conditions, spec.levels, spec.domains


def major_fits(organ_id: UUID, subject: Subject, on: date) -> tuple[CatalogueFacts | None, tuple[RowFit, ...]]:
    """Every entry that applies to an organ on a day, and whether a proposed decision falls under it (LAW-06)."""
    own, rows = applying(organ_id, on)
    return own, tuple(fits(rows, subject))


def following(organ_ids: Sequence[UUID], upper_id: UUID, on: date) -> tuple[FollowingFacts, ...]:
    """How many organs' catalogues stand to a superior's guiding one. Five queries, however many."""
    upper = _in_force([upper_id], on, guiding=True).get(upper_id)
    own = _in_force(organ_ids, on)
    waiting = Guidance.objects.filter(organ_id__in=organ_ids, by_organ_id=upper_id, answered_at=None).order_by()
    counts = dict(waiting.values_list("organ_id").annotate(Count("pk")))
    return tuple(FollowingFacts(one, own.get(one), upper, counts.get(one, 0)) for one in organ_ids)


def versions(catalogue_ids: Collection[UUID]) -> dict[UUID, int]:
    """The version numbers of catalogues. One query."""
    return dict(Catalogue.objects.filter(pk__in=catalogue_ids).values_list("pk", "version"))


def guidances(organ_id: UUID) -> tuple[GuidanceFacts, ...]:
    """What superiors wrote about an organ's catalogue, newest first. One query."""
    return tuple(row.facts() for row in Guidance.objects.filter(organ_id=organ_id)[:100])


def guidance(guidance_id: UUID) -> GuidanceFacts | None:
    """One guidance by id."""
    row = Guidance.objects.filter(pk=guidance_id).first()
    return row.facts() if row else None


def catalogue_duties(organ_id: UUID) -> tuple[CatalogueDuty, ...]:
    """What an organ owes on its catalogue: guidance to answer; a revision where the version it follows has ended. One query."""
    kind = CharField(max_length=10)
    asked = Guidance.objects.filter(organ_id=organ_id, answered_at=None).order_by()
    behind = Catalogue.objects.filter(
        organ_id=organ_id, kind=Catalogue.MAJOR, valid_to=None, follows__valid_to__isnull=False
    )
    rows = asked.annotate(what=Value("guidance", kind)).values_list("what", "pk")
    more = behind.annotate(what=Value("revise", kind)).values_list("what", "pk")
    return tuple(CatalogueDuty(what, key) for what, key in rows.union(more, all=True))


def catalogue_digest(facts: CatalogueFacts) -> str:
    """SHA-256 over what an organ set: what the ledger keeps of a catalogue."""
    rows = [
        [
            row.spec.category, row.spec.item, sorted([one.kind, str(one.amount or ""), *sorted(one.kinds)] for one in row.spec.conditions),
            row.spec.basis, row.spec.materials, row.spec.points, row.spec.levels, row.spec.domains, row.origin,
        ]
        for row in facts.rows
    ]  # fmt: skip
    head = [facts.title, facts.document_number, facts.version, facts.valid_from.isoformat(), facts.guiding]
    answered = [[one.key, one.item, one.upper, one.own, one.reason] for one in facts.looser]
    return sha256(canonical([head, rows, answered])).hexdigest()


def catalogues_unlike_the_ledger() -> Iterator[Difference]:
    """Catalogues and guidance that differ from what was told, were never told, or are gone: for the audit.

    Catalogues told before their digest was kept are only asked whether they are still there.
    """
    set_then = {str(one.payload["catalogue_id"]): one.payload for one in ledger.every(Event.CATALOGUE_SET)}
    for row in Catalogue.objects.filter(kind=Catalogue.MAJOR).prefetch_related("major_rows").iterator(200):
        said = set_then.pop(str(row.pk), None)
        if said is None or said.get("digest", now := catalogue_digest(row.facts())) != now:
            yield Difference(f"法制审核目录《{row.title}》第{row.version}版", "与台账登记的不符")
    given = {str(one.payload["guidance"]): dict(one.payload) for one in ledger.every(Event.GUIDANCE_GIVEN)}
    replied = {str(one.payload["guidance"]): one.payload for one in ledger.every(Event.GUIDANCE_ANSWERED)}
    for one in Guidance.objects.iterator():
        if (
            given.pop(str(one.pk), None) != one.as_told()
            or replied.get(str(one.pk), {}).get("answer", "") != one.answer
        ):
            yield Difference(f"{local_day(one.given_at)} 的指导意见", "与台账登记的不符")
    for key in sorted((*set_then, *given)):
        yield Difference(f"法制审核目录和指导意见 {key}", "台账记有，业务库里没有（被删除）")
