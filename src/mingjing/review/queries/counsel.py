"""The pool of counsel, what they were asked and said, and how often."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from mingjing.foundation.people import Actor, Role
from mingjing.review.models import Counsel, CounselAsk
from mingjing.review.terms import COUNSEL_KINDS, AskFacts, AskState, CounselFacts, CounselFigure, CounselKind

DUTIES = 20
Place = tuple[datetime, UUID]


def counsel_pool(
    *, words: str = "", kind: str = "", state: str = "in", on: date, after: Place | None = None, limit: int = 20
) -> tuple[CounselFacts, ...]:
    """The pool by words, kind and state (in: fit on the day; lapsed: certificate or contract ended; out), newest first."""
    rows = Counsel.objects.filter(_standing(state, on))
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(employer__icontains=words) | Q(field__icontains=words) | Q(certificate__icontains=words) | Q(organ_name__icontains=words))  # fmt: skip
    if kind:
        rows = rows.filter(kind=kind)
    if after:
        rows = rows.filter(Q(registered_at__lt=after[0]) | Q(registered_at=after[0], id__lt=after[1]))
    return tuple(row.facts() for row in rows[:limit])


def _standing(state: str, on: date) -> Q:
    lapsed = Q(valid_until__lt=on) | Q(contract_until__lt=on)
    if state == "out":
        return ~Q(end_reason="")
    if state == "lapsed":
        return Q(end_reason="") & lapsed
    # Said without a negation of what may be empty: NOT (NULL < day) is not true.
    return (
        Q(end_reason="")
        & (Q(valid_until=None) | Q(valid_until__gte=on))
        & (Q(contract_until=None) | Q(contract_until__gte=on))
    )


def counsel_counts(on: date) -> dict[str, int]:
    """How many are in the pool, lapsed, out of it. One query."""
    return Counsel.objects.aggregate(
        **{state: Count("id", filter=_standing(state, on)) for state in ("in", "lapsed", "out")}
    )


def counsel_member(counsel_id: UUID) -> CounselFacts | None:
    """One counsel by id."""
    row = Counsel.objects.filter(id=counsel_id).first()
    return row.facts() if row else None


def counsel_for(by: Actor, on: date) -> tuple[CounselFacts, ...]:
    """Whom this person may assign on a day: the supervisor everybody who is fit, others their organ's."""
    rows = Counsel.objects.filter(_standing("in", on)).filter(Q(contract_from=None) | Q(contract_from__lte=on))
    if not by.has(Role.SUPERVISOR):
        rows = rows.filter(organ_id=by.organ_id)
    return tuple(row.facts() for row in rows.order_by("kind", "name"))


def _visible(by: Actor) -> QuerySet[CounselAsk]:
    """A supervisor sees every request, reviewers and heads their organ's, counsel those assigned to them."""
    rows = CounselAsk.objects.select_related("counsel")
    if by.has(Role.SUPERVISOR):
        return rows
    own = Q(organ_id=by.organ_id) if by.has(Role.REVIEWER, Role.HEAD) else Q(pk__in=())
    return rows.filter(own | Q(counsel__person_id=by.person_id))


def asks(
    by: Actor, states: Collection[str], *, words: str = "", after: Place | None = None, limit: int = 20
) -> tuple[AskFacts, ...]:
    """The requests this person may see in some states, newest first. One query."""
    rows = _visible(by).filter(state__in=list(states))
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(question__icontains=words) | Q(counsel__name__icontains=words) | Q(organ_name__icontains=words))  # fmt: skip
    if after:
        rows = rows.filter(Q(asked_at__lt=after[0]) | Q(asked_at=after[0], id__lt=after[1]))
    return tuple(row.facts() for row in rows[:limit])


def ask_counts(by: Actor) -> dict[str, int]:
    """State → how many of the requests this person may see. One query."""
    return dict(_visible(by).order_by().values_list("state").annotate(count=Count("pk")))


def ask(ask_id: UUID, by: Actor) -> AskFacts | None:
    """One request; None for who is not concerned."""
    row = _visible(by).filter(pk=ask_id).first()
    return row.facts() if row else None


def advice_on(dossier_id: UUID) -> tuple[AskFacts, ...]:
    """What counsel were asked and said about a dossier, oldest first; what was called off is left out. One query."""
    rows = CounselAsk.objects.select_related("counsel").filter(dossier_id=dossier_id)
    return tuple(row.facts() for row in rows.exclude(state=AskState.CALLED_OFF).order_by("asked_at", "id"))


def counsel_duties(by: Actor) -> tuple[AskFacts, ...]:
    """Requests that wait for this person: to be assigned, to be answered by the person, to be entered. One query."""
    if not by.has(Role.REVIEWER, Role.HEAD, Role.SUPERVISOR):
        return ()
    mine = Q(state=AskState.ASSIGNED, counsel__person_id=by.person_id)
    if by.has(Role.REVIEWER):
        mine |= Q(state=AskState.ASSIGNED, organ_id=by.organ_id, asked_by=by.person_id)
    if by.has(Role.HEAD):
        mine |= Q(state=AskState.ASKED, organ_id=by.organ_id)
    if by.has(Role.SUPERVISOR):
        mine |= Q(state=AskState.ASKED)
    rows = CounselAsk.objects.select_related("counsel").filter(mine).order_by("due_on", "asked_at")
    return tuple(row.facts() for row in rows[:DUTIES])


def counsel_figures(since: date, until: date, organ_id: UUID | None = None) -> tuple[CounselFigure, ...]:
    """Opinions given from a day to a day, both included, by organ and counsel; late are those after the day asked for. One query."""
    rows = CounselAsk.objects.filter(state=AskState.ADVISED, advised_on__range=(since, until))
    if organ_id is not None:
        rows = rows.filter(organ_id=organ_id)
    keys = ("organ_name", "counsel__name", "counsel__kind", "counsel__employer")
    found = rows.order_by(*keys).values_list(*keys, "counsel_id").annotate(
        given=Count("pk"), late=Count("pk", filter=Q(advised_on__gt=F("due_on")))
    )  # fmt: skip
    return tuple(
        CounselFigure(organ, name, COUNSEL_KINDS[CounselKind(kind)], employer, given, late)
        for organ, name, kind, employer, _, given, late in found
    )
