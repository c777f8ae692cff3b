"""The credit channel for the publicist and the head: items, their steps, what parties ask for."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count

from mingjing.exchange.models import CreditItem, CreditRequest, CreditStep, Fed
from mingjing.exchange.partners.shuanggongshi import entering
from mingjing.exchange.partners.shuanggongshi.mapping import CLASSES
from mingjing.exchange.rules.credit import late_request, one_party
from mingjing.exchange.terms import (
    ORGANISATION,
    CreditFacts,
    CreditState,
    CreditStepFacts,
    RequestFacts,
    RequestState,
    Share,
    SheetKind,
)
from mingjing.kernel.findings import Finding
from mingjing.publicity.terms import Publishable


def shares_of(publication_id: UUID, decision: Publishable) -> tuple[Share, ...]:
    """What a penalty does to each of its parties: by its rows of 双公示, or by itself where it has one party.

    Empty where it has several and nobody has told which penalty is whose (XCH-39).
    """
    fed = Fed.objects.filter(publication_id=publication_id, kind=SheetKind.PENALTY).first()
    rows = fed.rows if fed else []
    if len(rows) > 1:
        return entering.shares(rows)
    if one_party(decision.party_name, len(rows)):
        return ()
    klass = CLASSES.get(decision.party_kind, ORGANISATION)
    return (Share(0, decision.party_name, klass, decision.party_id_no, decision.kinds, decision.fine),)


def credit_items(
    organ_id: UUID | None, states: Iterable[str], *, before: tuple[date, UUID] | None = None, limit: int = 20
) -> tuple[CreditFacts, ...]:
    """Items by decision date, newest first, from after the given place on."""
    rows = CreditItem.objects.filter(state__in=list(states)).order_by("-decided_on", "-id")
    rows = rows.filter(organ_id=organ_id) if organ_id else rows
    if before:
        rows = rows.filter(decided_on__lt=before[0]) | rows.filter(decided_on=before[0], id__lt=before[1])
    return tuple(row.facts() for row in rows[:limit])


def credit_counts(organ_id: UUID | None) -> dict[str, int]:
    """How many items stand in each state."""
    rows = CreditItem.objects.filter(organ_id=organ_id) if organ_id else CreditItem.objects.all()
    found = dict(rows.order_by().values_list("state").annotate(Count("pk")).values_list("state", "pk__count"))
    return {state: found.get(state, 0) for state in CreditState}


def credit_item(item_id: UUID) -> CreditFacts | None:
    """One item."""
    row = CreditItem.objects.filter(pk=item_id).first()
    return row.facts() if row else None


def credit_steps(item_id: UUID) -> tuple[CreditStepFacts, ...]:
    """Everything that happened to an item, oldest first."""
    return tuple(row.facts() for row in CreditStep.objects.filter(item_id=item_id))


def credit_requests(item_id: UUID) -> tuple[RequestFacts, ...]:
    """What was asked about an item, oldest first."""
    return tuple(row.facts() for row in CreditRequest.objects.filter(item_id=item_id).select_related("item"))


def credit_request(request_id: UUID) -> RequestFacts | None:
    """One request."""
    row = CreditRequest.objects.filter(pk=request_id).select_related("item").first()
    return row.facts() if row else None


def late_requests(organ_id: UUID | None, on: date, *, limit: int = 50) -> tuple[tuple[RequestFacts, Finding], ...]:
    """XCH-38 for an organ (None: every organ): repairs and objections past their last day, the latest first. One query."""
    rows = (
        CreditRequest.objects.filter(state=RequestState.OPEN, due__lt=on).select_related("item").order_by("due", "id")
    )
    rows = rows.filter(item__organ_id=organ_id) if organ_id else rows
    facts = (row.facts() for row in rows[:limit])
    return tuple((one, found) for one in facts for found in late_request(one, on))


def open_requests(organ_id: UUID | None) -> tuple[RequestFacts, ...]:
    """What waits for a decision of an organ (None: every organ), by last day."""
    rows = CreditRequest.objects.filter(state=RequestState.OPEN).select_related("item").order_by("due", "id")
    return tuple(row.facts() for row in (rows.filter(item__organ_id=organ_id) if organ_id else rows))
