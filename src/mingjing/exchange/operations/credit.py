"""The credit channel's acts: an item opens with the publicity, stops by itself, is repaired or objected to on request."""

import logging
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from mingjing.exchange.access import decides_credit, hands_over
from mingjing.exchange.events import Event
from mingjing.exchange.models import CreditItem, CreditRequest, CreditStep
from mingjing.exchange.operations.delivering import queue_credit
from mingjing.exchange.queries.credit import shares_of
from mingjing.exchange.rules import credit as rules
from mingjing.exchange.terms import (
    CONDITIONS,
    CREDIT_MOVES,
    CreditFacts,
    CreditMove,
    CreditState,
    DeliveryAct,
    RequestFacts,
    RequestKind,
    RequestState,
    Share,
)
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding, Invalid, Refused, blocking
from mingjing.kernel.text import clean
from mingjing.kernel.workdays import Workdays, national
from mingjing.ledger.operations import append
from mingjing.ledger.terms import SYSTEM, By, EntryFacts
from mingjing.publicity import queries as publicity
from mingjing.publicity.terms import Publishable

log_of_work = logging.getLogger(__name__)
PLATFORM = "平台自动"


@operation(Event.CREDIT_OPENED)
def open_credit(
    *, publication_id: UUID, by: By, at: datetime, calendar: Workdays | None = None
) -> tuple[CreditFacts, ...]:
    """A penalty has become public: an item for each party, with the class and terms of its own penalty. Idempotent.

    None where there is nothing for the credit channel: no penalty, no longer public (heard after its withdrawal), kinds not
    told, several parties whose shares nobody has told (XCH-39; they open once the rows are there), or no class table in
    force on the day of the decision.
    """
    decision, facts = publicity.source(publication_id), publicity.publication(publication_id)
    if decision is None or decision.category != "penalty" or facts is None or not facts.is_public:
        return ()
    shares = shares_of(publication_id, decision)
    rows = (_opened(publication_id, decision, one, by=by, at=at, days=calendar or national()) for one in shares)
    return tuple(row.facts() for row in rows if row is not None)


def open_late(*, publication_id: UUID, by: By, at: datetime) -> int:
    """The parties' shares were told after the decision had become public: items open, the credit channels hear. Idempotent;
    within the caller's transaction.
    """
    facts = publicity.publication(publication_id)
    if facts is None or not facts.is_public:
        return 0
    found = [one for one in open_credit(publication_id=publication_id, by=by, at=at) if one.state == CreditState.SHOWN]
    first = CreditStep.objects.filter(item__in=[one.id for one in found], move=CreditMove.OPEN)
    entries = dict(first.values_list("item", "ledger_index"))
    return sum(queue_credit(item_id=one.id, act=DeliveryAct.SHOW, index=entries[one.id] or 0, at=at) for one in found)


def _opened(
    publication_id: UUID, decision: Publishable, share: Share, *, by: By, at: datetime, days: Workdays
) -> CreditItem | None:
    term = rules.credit_term(decision.decided_on, share.kinds, share.fine, decision.domain, days)
    if term is None or not share.kinds:
        return None
    row, fresh = CreditItem.objects.get_or_create(
        publication_id=publication_id,
        place=share.place,
        defaults={
            "organ_id": decision.organ_id,
            "number": decision.number,
            "party_name": share.party_name,
            "decided_on": decision.decided_on,
            "kinds": list(share.kinds),
            "fine": share.fine,
            "domain": decision.domain,
            "klass": term.klass,
            "shown": term.shown,
            "shortest": term.shortest,
            "longest": term.longest,
            "cites": term.cites,
            "verified": term.verified,
            "state": rules.standing(term, local_day(at)),
        },
    )
    if fresh:
        entry = _log(row, Event.CREDIT_OPENED, by=by, at=at)
        _stepped(row, CreditMove.OPEN, entry, by=by, at=at, note=f"{row.facts().klass_name}，依据{row.cites}")
    return row


@operation(Event.CREDIT_STOPPED)
def stop_credit(*, item_id: UUID, by: By, at: datetime) -> CreditFacts:
    """The longest term is over: it stops by itself (XCH-32). Raises Refused a second time (XCH-36) and before the day."""
    row = _locked(item_id)
    _refuse(rules.move_allowed(row.state, CreditMove.STOP), rules.longest_is_over(row.facts(), local_day(at)))
    _moved(row, CreditMove.STOP, Event.CREDIT_STOPPED, by=by, at=at)
    return row.facts()


def stop_due(*, by: By, now: datetime, limit: int = 50) -> int:
    """Stop what has run out, at most `limit`; gives back how many. Idempotent; one failure stops no other."""
    over = CreditItem.objects.filter(state=CreditState.SHOWN, longest__lt=local_day(now)).order_by("longest")
    done = 0
    for key in list(over.values_list("pk", flat=True)[:limit]):
        try:
            stop_credit(item_id=key, by=by, at=now)
            done += 1
        except Refused:
            log_of_work.exception("credit item %s did not stop", key)
    return done


@operation(Event.CREDIT_CANCELLED)
def cancel_credit(*, publication_id: UUID, by: By, at: datetime) -> int:
    """The decision was withdrawn: every item of it ends, whatever its state. Idempotent; gives back how many."""
    rows = CreditItem.objects.select_for_update().filter(publication_id=publication_id)
    ending = [row for row in rows if row.state in CREDIT_MOVES[CreditMove.CANCEL][1]]
    for row in ending:
        entry = _log(row, Event.CREDIT_CANCELLED, by=by, at=at)
        row.state = CreditState.CANCELLED
        row.save(update_fields=["state"])
        _stepped(row, CreditMove.CANCEL, entry, by=by, at=at)
    return len(ending)


@operation(Event.CREDIT_REINSTATED)
def reinstate_credit(*, publication_id: UUID, by: By, at: datetime, calendar: Workdays | None = None) -> int:
    """The decision is public again: a cancelled item stands where class and day put it. Idempotent."""
    rows = CreditItem.objects.select_for_update().filter(publication_id=publication_id, state=CreditState.CANCELLED)
    for row in (found := list(rows)):
        term = rules.credit_term(row.decided_on, row.kinds, row.fine, row.domain, calendar or national())
        before = row.steps.filter(move=CreditMove.REPAIR).exists()
        state = rules.standing(term, local_day(at)) if term else CreditState.HIDDEN
        row.state = CreditState.REPAIRED if before else state
        row.save(update_fields=["state"])
        entry = _log(row, Event.CREDIT_REINSTATED, by=by, at=at)
        _stepped(row, CreditMove.REINSTATE, entry, by=by, at=at)
    return len(found)


@operation(Event.CREDIT_ASKED)
def ask_credit(
    *, item_id: UUID, kind: str, applicant: str, claim: str, applied_on: date, by: Actor, at: datetime,
    calendar: Workdays | None = None,
) -> RequestFacts:  # fmt: skip
    """Register a repair or an objection of the party; the clock of the decision starts (XCH-34).

    `by` is the organ's publicist or head. Raises Invalid, Refused (XCH-35, XCH-37), Forbidden.
    """
    row = _locked(item_id)
    hands_over.require(by, row.organ_id, doing="登记信用修复和异议")
    if kind not in set(RequestKind):
        raise Invalid({"kind": ["没有这种申请，请从列表中选择"]})
    _plain(applicant=applicant, claim=claim)
    _refuse(rules.may_be_asked(row.facts(), kind), rules.is_told(claim, "claim"))
    if not 1 < len(applicant.strip()) <= 120:
        raise Invalid({"applicant": ["写明申请人的姓名或者名称，最多 120 个字"]})
    if not row.decided_on <= applied_on <= local_day(at):
        raise Invalid({"applied_on": ["申请日期应在作出决定之日和今天之间"]})
    if row.requests.filter(kind=kind, state=RequestState.OPEN).exists():
        raise Invalid({"applicant": ["已经有一件同类的申请还没有决定，请先办理那一件"]})
    clock = rules.request_by(kind, applied_on, calendar or national())
    made = CreditRequest.objects.create(
        item=row,
        kind=kind,
        applicant=applicant.strip(),
        claim=claim.strip(),
        applied_on=applied_on,
        due=local_day(clock.due),
        due_provisional=clock.provisional,
        due_steps=list(clock.explain()),
    )
    entry = _log(row, Event.CREDIT_ASKED, by=by, at=at, request=str(made.pk), kind=kind)
    _stepped(row, "ask", entry, by=by, at=at, note=made.facts().kind_name)
    return made.facts()


@operation(Event.CREDIT_ANSWERED)
def answer_credit(
    *, request_id: UUID, granted: bool, reason: str, by: Actor, at: datetime, conditions: Collection[str] = ()
) -> RequestFacts:
    """Grant or refuse a repair or an objection; `by` is a head of the organ. A granted repair stops show, share and use.

    Raises Refused: XCH-33 where a condition of the repair is missing, XCH-35; Invalid where it was answered before.
    """
    request = CreditRequest.objects.select_for_update().select_related("item").filter(pk=request_id).first()
    if request is None:
        raise Invalid({"request": ["没有这件申请，请从信用公示页重新进入"]})
    row = _locked(request.item_id)
    decides_credit.require(by, row.organ_id, doing="决定信用修复和异议")
    if request.state != RequestState.OPEN:
        raise Invalid({"request": ["这件申请已经决定过，没有重复办理"]})
    _plain(reason=reason)
    if unknown := set(conditions) - set(CONDITIONS):
        raise Invalid({"conditions": [f"没有这个条件：{'、'.join(sorted(unknown))}"]})
    repairs = granted and request.kind == RequestKind.REPAIR
    _refuse(
        rules.is_told(reason, "reason"),
        rules.move_allowed(row.state, CreditMove.REPAIR) if repairs else (),
        rules.repair_is_due(row.facts(), conditions, local_day(at)) if repairs else (),
    )
    request.state = RequestState.GRANTED if granted else RequestState.REFUSED
    request.conditions, request.reason = sorted(conditions), reason.strip()
    request.decided_at, request.decided_by = at, by.name
    if not CreditRequest.objects.filter(pk=request.pk, state=RequestState.OPEN).update(state=request.state):
        raise Invalid({"request": ["别人刚刚已经决定过这件申请，没有重复办理"]})
    request.save()
    if repairs:
        _moved(row, CreditMove.REPAIR, Event.CREDIT_REPAIRED, by=by, at=at)
    else:
        entry = _log(row, Event.CREDIT_ANSWERED, by=by, at=at, request=str(request.pk), answer=request.state)
        _stepped(row, "answer", entry, by=by, at=at, note=request.facts().answer_name)
    return request.facts()


def _locked(item_id: UUID) -> CreditItem:
    row = CreditItem.objects.select_for_update().filter(pk=item_id).first()
    if row is None:
        raise Invalid({"item": ["没有这条信用信息，请从信用公示页重新进入"]})
    return row


def _refuse(*groups: tuple[Finding, ...]) -> None:
    stopping = blocking([finding for group in groups for finding in group])
    if stopping:
        raise Refused(*stopping)


def _plain(**texts: str) -> None:
    if errors := {name: problems for name, text in texts.items() if (problems := clean(text)[1])}:
        raise Invalid(errors)


def _log(row: CreditItem, event: Event, *, by: By, at: datetime, **told: str) -> EntryFacts:
    payload = {"item": str(row.pk), "number": row.number, "class": row.klass}
    return append(kind=event, stream=f"credit:{row.pk}", at=at, by=by, payload=payload | told)


def _stepped(row: CreditItem, move: str, entry: EntryFacts, *, by: By, at: datetime, note: str = "") -> None:
    name = PLATFORM if by == SYSTEM or isinstance(by, str) else by.name
    CreditStep.objects.create(item=row, at=at, move=move, person_name=name, note=note, ledger_index=entry.index)


def _moved(row: CreditItem, move: CreditMove, event: Event, *, by: By, at: datetime) -> None:
    """Out of the public of the credit channel: state, step, ledger, and the removal on its way in the same transaction."""
    before, after = row.state, CREDIT_MOVES[move][2]
    if not CreditItem.objects.filter(pk=row.pk, state=before).update(state=after):
        _refuse(rules.move_allowed(CreditItem.objects.values_list("state", flat=True).get(pk=row.pk), move))
    row.state = after
    entry = _log(row, event, by=by, at=at)
    _stepped(row, move, entry, by=by, at=at)
    queue_credit(item_id=row.pk, act=DeliveryAct.REMOVE, index=entry.index, at=at)
