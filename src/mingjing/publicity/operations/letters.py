"""Taking a letter of the public in, and answering it."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.utils.crypto import salted_hmac

from mingjing.foundation.numbering import next_serial
from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.kernel.text import clean
from mingjing.kernel.workdays import Workdays, national
from mingjing.ledger.operations import append
from mingjing.ledger.terms import By
from mingjing.organs import queries as organs
from mingjing.organs.terms import Domain, OrganFacts
from mingjing.publicity.access import may_answer
from mingjing.publicity.events import Event
from mingjing.publicity.models import Letter, LetterSender
from mingjing.publicity.operations.moving import plain, refuse
from mingjing.publicity.rules.letters import answer_by, answer_says, answered_once, not_by_the_accused
from mingjing.publicity.terms import (
    FIELDS,
    LETTER_CODES,
    LETTER_MOST,
    LETTER_NAMES,
    LetterFacts,
    LetterKind,
    LetterState,
    Receipt,
)

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
TYPED = ("text", "sender", "contact")


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """What a person typed. `about` is the address of a public page and `about_title` what stands on it.

    `field` is one of `FIELDS`, or with `field_label` a field of that page by its own name.
    """

    kind: str
    organ_id: UUID
    text: str
    sender: str = ""
    contact: str = ""
    about: str = ""
    about_title: str = ""
    field: str = ""
    field_label: str = ""


@operation(Event.LETTER_RECEIVED)
def receive_letter(
    *, draft: LetterDraft, once: str, by: By, at: datetime, calendar: Workdays | None = None
) -> Receipt:  # fmt: skip
    """Take a letter in and start its clock (PUB-28). A complaint goes to the supervising organ, never to the organ itself.

    `once` is the secret token of the form: the same form sent again gives the same receipt, and nothing is kept twice.
    Raises Invalid for what was typed.
    """
    _check(draft)
    if not 16 <= len(once) <= 64:
        raise Invalid({"once": ["表单不完整，请重新打开页面再填写"]})
    mark, code = sha256(once.encode()).hexdigest(), code_of(once)
    if known := Letter.objects.filter(once=mark).first():
        return Receipt(known.number, code, known.handler_name, known.due, known.due_provisional)
    organ = organs.organ(draft.organ_id)
    handler = handler_of(draft.kind, organ)
    if handler is None:
        raise Invalid({"kind": [f"本平台没有可以办理对{organ.name}投诉的机关，请向{organ.government}反映。"]})
    clock = answer_by(local_day(at), draft.kind, calendar or national())
    year = local_day(at).year
    serial = next_serial(organ_id=handler.id, kind=LETTER_CODES[LetterKind(draft.kind)], year=year)
    letter = Letter.objects.create(
        number=f"{handler.code}{LETTER_CODES[LetterKind(draft.kind)]}〔{year}〕{serial}号", code=code_digest(code), once=mark,
        kind=draft.kind, organ_id=organ.id, organ_name=organ.name, handler_id=handler.id, handler_name=handler.name,
        about=draft.about, about_title=draft.about_title[:300], field=draft.field, field_label=draft.field_label[:60], text=draft.text.strip(), received_at=at,
        due=local_day(clock.due), due_provisional=clock.provisional, due_steps=list(clock.explain()),
    )  # fmt: skip
    LetterSender.objects.create(letter=letter, name=draft.sender.strip(), contact=draft.contact.strip())
    _log(letter, Event.LETTER_RECEIVED, by=by, at=at)
    return Receipt(letter.number, code, handler.name, letter.due, letter.due_provisional)


def handler_of(kind: str, organ: OrganFacts) -> OrganFacts | None:
    """Who answers: the organ itself, but of a complaint the justice bureau of the same region, or the organ above."""
    if kind != LetterKind.COMPLAINT:
        return organ
    every = organs.organs()
    near = [one for one in every if one.domain == Domain.JUSTICE and one.region == organ.region and one.id != organ.id]
    above = [one for one in every if one.id == organ.parent_id]
    return next(iter(near or above), None)


def code_of(once: str) -> str:
    """The code of a form's token: whoever sends the same form again is told the same code."""
    number = int.from_bytes(salted_hmac("mingjing-letter", once, algorithm="sha256").digest()[:8], "big")
    return "".join(SIGNS[number >> 5 * place & 31] for place in range(8))


def code_digest(code: str) -> str:
    """The digest under which a code is kept; small letters and blanks count as typed by mistake."""
    return sha256(("mingjing-letter:" + "".join(code.upper().split())).encode()).hexdigest()


def _check(draft: LetterDraft) -> None:
    errors: dict[str, list[str]] = {}
    if draft.kind not in set(LetterKind):
        errors["kind"] = ["请选择要办的事"]
    if (draft.field and draft.field not in FIELDS and not draft.field_label) or len(draft.field) > 20:
        errors["field"] = ["没有这个选项，请从列表中选择"]
    for name in TYPED:
        text, most = getattr(draft, name), LETTER_MOST[name]
        if problems := clean(text)[1]:
            errors[name] = problems
        elif len(text) > most:
            errors[name] = [f"最多 {most} 个字，现在是 {len(text)} 个字，请删减"]
    if len(draft.text.strip()) < 4:
        errors.setdefault("text", ["请写明要反映的内容（不少于 4 个字）"])
    if errors:
        raise Invalid(errors)


@operation(Event.LETTER_ANSWERED)
def answer_letter(*, letter_id: UUID, outcome: str, answer: str, by: Actor, at: datetime) -> LetterFacts:
    """Answer a letter: what was found and what follows (PUB-29). Raises Invalid, Forbidden, Refused."""
    letter = Letter.objects.select_for_update().filter(pk=letter_id).first()
    if letter is None:
        raise Invalid({"letter": ["没有这件来信，请从来信列表重新进入"]})
    may_answer.require(by, letter, doing=f"答复{LETTER_NAMES[LetterKind(letter.kind)]}")
    plain(answer=answer)
    if len(answer) > (most := LETTER_MOST["answer"]):
        raise Invalid({"answer": [f"最多 {most} 个字，现在是 {len(answer)} 个字，请删减"]})
    refuse(
        answered_once(letter.state),
        not_by_the_accused(letter.kind, letter.organ_id, by.organ_id),
        answer_says(outcome, answer),
    )
    letter.state, letter.outcome, letter.answer = LetterState.ANSWERED, outcome, answer.strip()
    letter.answered_by, letter.answered_name, letter.answered_at = by.person_id, by.name, at
    letter.save()
    _log(letter, Event.LETTER_ANSWERED, by=by, at=at, outcome=outcome)
    return letter.facts()


def read_letter(letter_id: UUID, *, by: Actor) -> LetterFacts | None:
    """A letter with its sender, only for who may answer it; None for everybody else."""
    row = Letter.objects.filter(pk=letter_id).first()
    if row is None or not may_answer(by, row):
        return None
    return row.facts(LetterSender.objects.filter(letter=row).first())


def _log(letter: Letter, event: Event, *, by: By, at: datetime, **more: str) -> None:
    """Digests only: a letter's contents and its sender are nobody else's business."""
    told = {
        "letter_id": str(letter.pk), "number": letter.number, "kind": letter.kind, "handler_id": str(letter.handler_id),
        "text_sha256": sha256(letter.text.encode()).hexdigest(),
        "answer_sha256": sha256(letter.answer.encode()).hexdigest() if letter.answer else "", **more,
    }  # fmt: skip
    append(kind=event, stream=f"letter:{letter.pk}", at=at, by=by, payload=told)
    emit(event, at=at, **told)
