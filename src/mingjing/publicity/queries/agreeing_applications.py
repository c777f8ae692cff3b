"""Whether the online applications of parties, their files and their answers are still what the ledger says."""

from collections.abc import Iterator
from hashlib import sha256

from mingjing.ledger import queries as ledger
from mingjing.ledger.queries import EventFacts
from mingjing.ledger.terms import Difference
from mingjing.publicity.events import Event
from mingjing.publicity.models import Application
from mingjing.publicity.terms.applications import APPLICATION_MOVES, ApplicationMove, ApplicationState

_MOVES = {
    Event.APPLICATION_ACCEPTED: ApplicationMove.ACCEPT, Event.APPLICATION_DECLINED: ApplicationMove.DECLINE,
    Event.APPLICATION_TAKEN_UP: ApplicationMove.ACT, Event.APPLICATION_REGISTERED: ApplicationMove.REGISTER,
    Event.APPLICATION_ANSWER_DRAFTED: ApplicationMove.PROPOSE, Event.APPLICATION_ANSWER_RETURNED: ApplicationMove.RETURN,
    Event.APPLICATION_ANSWERED: ApplicationMove.APPROVE, Event.APPLICATION_CLOSED: ApplicationMove.CLOSE,
}  # fmt: skip


def applications_unlike_the_ledger() -> Iterator[Difference]:
    """What differs, application by application; and the streams of those that are gone, unless lawfully destroyed."""
    known = set()
    for row in Application.objects.prefetch_related("files").order_by("pk").iterator(chunk_size=500):
        known.add(f"application:{row.pk}")
        for fault in _application(row, ledger.whole(f"application:{row.pk}")):
            yield Difference(f"网上申请 {row.number}", fault)
    for stream in sorted(ledger.streams("application:") - known - ledger.erased_streams()):
        yield Difference(stream, "台账记有这件网上申请，业务库里没有（被删除）")


def _application(row: Application, events: tuple[EventFacts, ...]) -> Iterator[str]:
    received = [one for one in events if one.kind == Event.APPLICATION_RECEIVED]
    if len(received) != 1:
        yield "台账没有登记收到这件申请"
        return
    said, (first,) = [one.payload for one in events if one.kind in _MOVES], received
    asked = {
        "number": row.number, "kind": row.kind, "organ_id": str(row.organ_id), "text_sha256": _digest(row.text), "late": row.late,
    }  # fmt: skip
    if any(first.payload[name] != value for name, value in asked.items()):
        yield "申请的内容与台账登记的不符"
    if [one["sha256"] for one in first.objects] != [one.sha256 for one in row.files.all()]:
        yield "申请的附件与台账登记的不符"
    if row.state != _state(events):
        yield "办到哪一步与台账登记的不符"
    last = {name: value for one in said for name, value in one.items()}
    told = {"answer_sha256": _digest(row.answer) if row.answer else "", "ground": row.ground, "act": row.act_code, "seq": row.act_seq}  # fmt: skip
    if {name: last.get(name, 0 if name == "seq" else "") for name in told} != told:
        yield "办理的结果与台账登记的不符"
    if last.get("due", row.due.isoformat()) != row.due.isoformat():
        yield "办理期限与台账登记的不符"


def _state(events: tuple[EventFacts, ...]) -> str:
    """Where the last move left it; one whose act was begun for another application goes back."""
    state = ApplicationState.RECEIVED
    for one in events:
        if "instead" in one.payload:
            state = ApplicationState.ACCEPTED
        elif one.kind in _MOVES:
            state = APPLICATION_MOVES[_MOVES[Event(one.kind)]][1]
    return state


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()
