"""舆情应对: registered, answered from the records, the facts checked by another, told inside or in public, ended (R-16)."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from mingjing.cases import queries as cases
from mingjing.foundation.numbering import document_number, next_serial
from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.foundation.typesetting import missing_glyphs, unprintable
from mingjing.kernel.days import CHINA, local_day
from mingjing.kernel.findings import Finding, Invalid
from mingjing.ledger.operations import append
from mingjing.organs import queries as organs
from mingjing.publicity import operations as publicity
from mingjing.records import operations as records
from mingjing.supervision.access import answers_orders, ends_concern, heads_organ, keeps_concern, registers_concern
from mingjing.supervision.events import CONCERN_MOVED, Event
from mingjing.supervision.models import Concern, ConcernStep
from mingjing.supervision.operations.freezing import refuse, typed
from mingjing.supervision.queries.concerns import records_of
from mingjing.supervision.rules import concerns as rules
from mingjing.supervision.terms.concerns import (
    CONCERN_MOVE_NAMES,
    CONCERN_MOVES,
    OUTSIDE,
    ConcernDraft,
    ConcernFacts,
    ConcernMove,
    RecordRef,
)

SERIES = "舆"
MOST = {"title": 120, "link": 500, "claim": 4000, "text": 4000, "why": 200}
MOST_CASES = 10


@operation(Event.CONCERN_REGISTERED)
def register_concern(*, draft: ConcernDraft, by: Actor, at: datetime) -> ConcernFacts:
    """Register a matter, by a supervisor of the region or the organ's own. Raises Forbidden, Invalid, Refused (SUP-90)."""
    known = {one.id: one for one in organs.organs()}
    organ = known.get(draft.organ_id)
    if organ is None:
        raise Invalid({"organ_id": ["没有这个机关，请重新选择"]})
    registers_concern.require(by, organ, doing="登记舆情")
    typed(MOST, title=draft.title, link=draft.link, claim=draft.claim)
    refuse(rules.concern_says(draft, at))
    found = _cases(organ.id, draft.case_numbers)
    tidy = replace(
        draft, title=draft.title.strip(), link=draft.link.strip(), claim=draft.claim.strip(), case_numbers=tuple(number for _, number in found)
    )  # fmt: skip
    issuer, year = organs.organ(by.organ_id), local_day(at).year
    serial = next_serial(organ_id=issuer.id, kind=SERIES, year=year)
    number = document_number(issuer.code, SERIES, year, serial)
    due = rules.first_response_by(draft.heard_at, draft.severity)
    row = Concern.objects.create(
        pk=uuid4(), number=number, title=tidy.title, source=tidy.source, link=tidy.link, claim=tidy.claim, organ_id=organ.id,
        organ_name=organ.name, region=organ.region, cases=[[str(key), told] for key, told in found], severity=tidy.severity,
        heard_at=tidy.heard_at, first_due=due, digest=rules.concern_digest(number, tidy, due), entered_by=by.person_id,
        entered_name=by.name, entered_at=at,
    )  # fmt: skip
    _log(row, Event.CONCERN_REGISTERED, by=by, at=at, digest=row.digest)
    return row.facts()


@operation(Event.RESPONSE_DRAFTED)
def draft_response(
    *, concern_id: UUID, text: str, why: str, record_ids: Collection[UUID], by: Actor, at: datetime
) -> ConcernFacts:
    """Draft a response from records of the cases; each record used is a look with this purpose (R-15).

    Raises Forbidden, Invalid, Refused (SUP-92, SUP-93).
    """
    row = _held(concern_id)
    keeps_concern.require(by, row, doing="拟定回应")
    typed(MOST, text=text, why=why)
    every = {one.id: one for one in records_of(row.facts())}
    if {str(one) for one in record_ids} - every.keys():
        raise Invalid({"record_ids": ["有的记录不在所涉案件的案卷里，请刷新页面"]})
    refs = tuple(every[key] for key in sorted({str(one) for one in record_ids}))
    refuse(
        rules.concern_move_allowed(row.state, ConcernMove.DRAFT),
        rules.response_rests_on_records(text, refs, why, has_cases=bool(row.cases)),
    )
    for one in refs:
        records.log_view(
            dossier_id=cases.dossier_of(UUID(one.case_id)), what=one.kind, object_id=UUID(one.id), name=one.label,
            purpose=f"{why.strip()[:150]}（舆情应对 {row.number}）", at=at, by=by,
        )  # fmt: skip
    return _step(row, ConcernMove.DRAFT, text, by=by, at=at, why=why, refs=refs)


@operation(Event.RESPONSE_RETURNED)
def return_response(*, concern_id: UUID, text: str, by: Actor, at: datetime) -> ConcernFacts:
    """Send a response back with the reason. Raises Forbidden, Invalid, Refused (SUP-92, SUP-95)."""
    return _plain(concern_id, ConcernMove.RETURN, text, by=by, at=at)


@operation(Event.RESPONSE_CHECKED)
def check_response(*, concern_id: UUID, text: str, by: Actor, at: datetime) -> ConcernFacts:
    """Find the facts of a response to be those of the records. Raises Forbidden, Invalid, Refused (SUP-92, SUP-94, SUP-95)."""
    return _plain(concern_id, ConcernMove.CHECK, text, by=by, at=at)


@operation(Event.RESPONSE_RELEASED)
def release_response(*, concern_id: UUID, channel: str, by: Actor, at: datetime) -> ConcernFacts:
    """Answer, by the organ's head: inside, or in public by way of the public lists. Raises Forbidden, Invalid, Refused (SUP-92, SUP-96)."""
    row = _held(concern_id)
    heads_organ.require(by, row.organ_id, doing="作出回应")
    refuse(rules.concern_move_allowed(row.state, ConcernMove.RELEASE))
    said = row.facts().draft
    assert said is not None
    refuse(rules.statement_names_no_private_figures(channel, {"text": said.text, "title": row.title}))
    edition = _publish(row, said.text, by=by, at=at) if channel == OUTSIDE else None
    row.answered_at = row.answered_at or at
    return _step(row, ConcernMove.RELEASE, "", by=by, at=at, channel=channel, edition_id=edition)


@operation(Event.CONCERN_DROPPED)
def drop_concern(*, concern_id: UUID, text: str, by: Actor, at: datetime) -> ConcernFacts:
    """End a matter that needs no response, with the reason. Raises Forbidden, Invalid, Refused (SUP-92, SUP-95)."""
    return _plain(concern_id, ConcernMove.DROP, text, by=by, at=at)


@operation(Event.CONCERN_CLOSED)
def close_concern(*, concern_id: UUID, text: str, by: Actor, at: datetime) -> ConcernFacts:
    """End a matter with its result. Raises Forbidden, Invalid, Refused (SUP-92, SUP-95)."""
    return _plain(concern_id, ConcernMove.CLOSE, text, by=by, at=at)


def _plain(concern_id: UUID, move: ConcernMove, text: str, *, by: Actor, at: datetime) -> ConcernFacts:
    row = _held(concern_id)
    doing = CONCERN_MOVE_NAMES[move]
    if move in {ConcernMove.DROP, ConcernMove.CLOSE}:
        ends_concern.require(by, row, doing=doing)
    else:
        answers_orders.require(by, row.organ_id, doing=doing)
    typed(MOST, text=text)
    refuse(
        rules.concern_move_allowed(row.state, move),
        rules.concern_step_says(move, text),
        _checked_by_another(row, by) if move is ConcernMove.CHECK else (),
    )
    return _step(row, move, text, by=by, at=at)


def _checked_by_another(row: Concern, by: Actor) -> tuple[Finding, ...]:
    drafted = row.facts().draft
    found: tuple[Finding, ...] = rules.another_checks_the_facts(drafted.by_id if drafted else None, by.person_id)
    return found


def _step(
    row: Concern, move: ConcernMove, text: str, *, by: Actor, at: datetime, why: str = "", refs: tuple[RecordRef, ...] = (),
    channel: str = "", edition_id: UUID | None = None,
) -> ConcernFacts:  # fmt: skip
    row.state = CONCERN_MOVES[move][1]
    row.save(update_fields=["state", "answered_at"])
    words, ground = text.strip(), why.strip()
    step = ConcernStep.objects.create(
        concern=row, seq=row.steps.count() + 1, move=move, text=words, why=ground,
        refs=[[one.kind, one.case_id, one.id, one.label, one.digest] for one in refs], channel=channel, edition_id=edition_id,
        by_id=by.person_id, by_name=by.name, at=at, digest=rules.concern_step_digest(move, words, ground, refs, channel),
    )  # fmt: skip
    _log(row, CONCERN_MOVED[move], by=by, at=at, seq=step.seq, digest=step.digest)
    return Concern.objects.prefetch_related("steps").get(pk=row.pk).facts()


def _publish(row: Concern, text: str, *, by: Actor, at: datetime) -> UUID:
    """The statement as an edition of the organ's public list; it is checked and released like every other."""
    if missing := missing_glyphs({"text": text}):
        raise Invalid({"channel": [unprintable(char, "回应") for char, _ in missing]})
    seq = row.steps.filter(move=ConcernMove.RELEASE).count() + 1
    code = f"{row.entered_at.astimezone(CHINA):%Y%m%d}-{row.pk.hex[:6]}" + (f"-{seq}" if seq > 1 else "")
    values = {"heard": row.heard_at.astimezone(CHINA).strftime("%Y-%m-%d"), "text": text}
    return publicity.collect_entry(
        organ_id=row.organ_id, kind="response", code=code, name=f"关于“{row.title}”的回应", values=values, valid_from=local_day(at),
        by=by, at=at,
    ).id  # fmt: skip


def _cases(organ_id: UUID, numbers: Sequence[str]) -> list[tuple[UUID, str]]:
    """The cases of these numbers. Raises Invalid for a number the organ has no case of."""
    asked = list(dict.fromkeys(number.strip() for number in numbers if number.strip()))
    if len(asked) > MOST_CASES:
        raise Invalid({"cases": [f"最多写 {MOST_CASES} 件"]})
    found = cases.cases_numbered(organ_id, asked)
    if missing := [number for number in asked if number not in found]:
        raise Invalid({"cases": [f"这个机关没有案件 {number[:40]}，请核对编号" for number in missing]})
    return [(found[number], number) for number in asked]


def _held(concern_id: UUID) -> Concern:
    row = Concern.objects.select_for_update().filter(pk=concern_id).first()
    if row is None:
        raise Invalid({"concern": ["没有这件舆情，请从列表重新进入"]})
    return row


def _log(row: Concern, event: Event, *, by: Actor, at: datetime, **more: object) -> None:
    """State and digests; neither the claim nor the words of a response."""
    told = {"concern_id": str(row.pk), "number": row.number, "organ_id": str(row.organ_id), "state": row.state, **more}
    append(kind=event, stream=f"concern:{row.pk}", at=at, by=by, payload=told)
    emit(event, at=at, **told)
