"""A proposed decision held against triggers and catalogue; decisions said not to be major."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from mingjing.kernel.parameters import Parameters
from mingjing.lawbook import queries as lawbook
from mingjing.lawbook.terms import Fit, RowFit, Subject
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import Difference
from mingjing.organs import queries as organs
from mingjing.review import events
from mingjing.review.models import NotMajor
from mingjing.review.rules import figures, questions, required
from mingjing.review.terms import UNKNOWABLE, Comparison, DecisionProfile, NotMajorFacts, Requirement

PAGE = 50
NOTHING = Decimal(0)


def comparison(profile: DecisionProfile, on: date) -> Comparison:
    """Every trigger and every entry of the catalogue in force on a day, with the answer to each (REV-01, LAW-06)."""
    asked, title, entries = _held_against(profile, on)
    return Comparison(title, tuple(questions(asked, **figures.scope(_where(asked), on))), entries)


def requirement(profile: DecisionProfile, on: date) -> Requirement:
    """Whether the decision must be reviewed, and every reason that fired, the entries of the catalogue among them (REV-01)."""
    asked, _, entries = _held_against(profile, on)
    hits = tuple(one.row.spec.item for one in entries if one.fit is Fit.YES)
    known = dict.fromkeys((*profile.catalogue_hits, *hits))
    answer: Requirement = required(replace(asked, catalogue_hits=tuple(known)), **figures.scope(_where(asked), on))
    return answer


def _where(asked: DecisionProfile) -> Parameters:
    return organs.local_for(figures.parameters, asked.organ_id, asked.domain)


def _held_against(profile: DecisionProfile, on: date) -> tuple[DecisionProfile, str, tuple[RowFit, ...]]:
    asked = known_of(profile)
    own, entries = lawbook.major_fits(profile.organ_id, subject_of(asked), on)
    return asked, f"《{own.title}》第{own.version}版" if own else "", entries


def known_of(profile: DecisionProfile) -> DecisionProfile:
    """The profile with the domain and level of its organ where it says none."""
    if profile.domain and profile.level:
        return profile
    organ = organs.organ(profile.organ_id)
    return replace(profile, domain=profile.domain or organ.domain, level=profile.level or organ.level)


def subject_of(profile: DecisionProfile) -> Subject:
    """What is known; a penalty that names no fine proposes none."""
    fine = profile.fine if profile.fine is not None or "fine" in profile.kinds else NOTHING
    taken = {"confiscate_gains", "confiscate_goods"} & set(profile.kinds)
    confiscation = profile.confiscation if profile.confiscation is not None or taken else NOTHING
    known = {name: getattr(profile, name) for name in UNKNOWABLE} | {"fine": fine, "confiscation": confiscation}
    return Subject(
        profile.category, profile.level, profile.domain, **{name: None if name in profile.unknown else value for name, value in known.items()}
    )  # fmt: skip


def not_major(
    organ_ids: Collection[UUID] | None, *, q: str = "", source: str = "", after: int = 0, limit: int = PAGE
) -> tuple[NotMajorFacts, ...]:  # fmt: skip
    """Decisions said not to be major, newest first, of some organs or (None) of all, from a place on. One query."""
    rows = NotMajor.objects.all() if organ_ids is None else NotMajor.objects.filter(organ_id__in=organ_ids)
    if q.strip():
        rows = rows.filter(Q(title__contains=q.strip()) | Q(reason__contains=q.strip()))
    if source:
        rows = rows.filter(source=source)
    return tuple(row.facts() for row in rows.order_by("-said_at", "-pk")[after : after + limit])


def not_major_in(dossier_id: UUID) -> dict[int, NotMajorFacts]:
    """What reviewers said in a dossier, by round. One query."""
    return {row.round: row.facts() for row in NotMajor.objects.filter(dossier_id=dossier_id)}


def not_major_unlike_the_ledger() -> Iterator[Difference]:
    """What was said that differs from the ledger, was never told, or is gone: for the audit."""
    told = {str(one.payload["not_major"]): dict(one.payload) for one in ledger.every(events.SAID_NOT_MAJOR)}
    for row in NotMajor.objects.iterator():
        if told.pop(str(row.pk), None) != row.as_told():
            yield Difference(f"不属于重大执法决定的认定“{row.title}”", "与台账登记的不符")
    for key in sorted(told):
        yield Difference(f"不属于重大执法决定的认定 {key}", "台账记有，业务库里没有（被删除）")
