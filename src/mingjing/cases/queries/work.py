"""My work: what is due, why, and the one button that moves it on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from mingjing.cases.models import Act, Case, Deadline, Draft, Part
from mingjing.cases.queries.lists import scope
from mingjing.cases.terms import procedure
from mingjing.foundation.people import Actor, Role

LIMIT = 60
_OF_CASE = ("number", "lead_number", "party_name", "cause", "next_act", "next_why", "awaiting", "due_on")
_OF_CLOCK = ("case_id", "code", "name", "act", "due", "provisional", *(f"case__{name}" for name in _OF_CASE))


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do."""

    case_id: UUID
    number: str
    party: str
    cause: str
    what: str
    why: str
    act: str
    act_name: str
    due: date | None
    provisional: bool = False
    draft_id: UUID | None = None

    def days_left(self, on: date) -> int | None:
        """Calendar days left; negative when overdue, None without a date."""
        return (self.due - on).days if self.due else None


@dataclass(frozen=True, slots=True)
class Desk:
    """The first page: to do, waiting for approval, done lately."""

    todo: tuple[Item, ...]
    approvals: tuple[Item, ...]
    returned: tuple[Item, ...]
    done: tuple[Mapping[str, Any], ...]


def desk(actor: Actor, now: datetime) -> Desk:
    """What this person has to do now, nearest date first."""
    return Desk(
        todo=tuple(_todo(actor, now)),
        approvals=tuple(_drafts(actor, Q(state="submitted", organ_id=actor.organ_id))) if actor.has(Role.HEAD) else (),
        returned=tuple(_drafts(actor, Q(state="returned", author_id=actor.person_id))),
        done=tuple(
            Act.objects.filter(by_id=actor.person_id).order_by("-recorded_at").values(
                "case_id", "seq", "code", "number", "at", "case__party_name", "case__cause"
            )[:10]
        ),
    )  # fmt: skip


def _mine(actor: Actor) -> Q:
    """Which clocks are this person's: by the role that holds them, a handler's only in own cases."""
    wanted = Q(pk__in=[])
    if actor.has(Role.HANDLER):
        own = Part.objects.filter(case_id=OuterRef("case_id"), person_id=actor.person_id, role="handler")
        wanted |= Q(Exists(own), holder="handler")
    for role in (Role.REVIEWER, Role.HEAD, Role.ARCHIVIST):
        if actor.has(role):
            wanted |= Q(holder=str(role))
    return wanted & Q(organ_id=actor.organ_id)


def _todo(actor: Actor, now: datetime) -> list[Item]:
    names = procedure().acts
    clocks = Deadline.objects.filter(_mine(actor)).select_related("case").only(*_OF_CLOCK).order_by("due")[:LIMIT]
    found = [
        Item(
            case_id=row.case_id, number=row.case.number or row.case.lead_number, party=row.case.party_name, cause=row.case.cause,
            what=row.name, why=row.case.next_why if row.code == "decision" else f"{row.due} 前办理",
            act=_act_of(row), act_name=names[_act_of(row)].name if _act_of(row) in names else "",
            due=row.due, provisional=row.provisional,
        )
        for row in clocks
    ]  # fmt: skip
    timed = {item.case_id for item in found}
    return sorted(
        found + [item for item in _waiting(actor) if item.case_id not in timed],
        key=lambda item: (item.due or date.max, item.number),
    )


def _act_of(row: Deadline) -> str:
    """The button of a clock: the long period of the whole case shows whatever its next step is."""
    return row.case.next_act if row.code == "decision" else row.act


def _waiting(actor: Actor) -> list[Item]:
    """Cases that wait for an examiner, a hearing chair or the archivist: no clock of theirs, but somebody's turn."""
    acts = {"examiner": "examine", "chair": "hold_hearing", "archivist": "archive"}
    wanted = [role for role in acts if actor.has(role)]
    rows = scope(actor).filter(awaiting__in=wanted, organ_id=actor.organ_id).only(*_OF_CASE)[:LIMIT] if wanted else []
    names = procedure().acts
    return [_item(row, acts[row.awaiting], names[acts[row.awaiting]].name) for row in rows]


def _item(row: Case, act: str, name: str) -> Item:
    return Item(
        case_id=row.id, number=row.number or row.lead_number, party=row.party_name, cause=row.cause, what=f"等待{name}",
        why="轮到您办理", act=act, act_name=name, due=row.due_on,
    )  # fmt: skip


def _drafts(actor: Actor, which: Q) -> list[Item]:
    names = procedure().acts
    return [
        Item(
            case_id=row.case.id, number=row.case.number or row.case.lead_number, party=row.case.party_name, cause=row.case.cause,
            what=f"{names[row.code].name}{'待审批' if row.state == 'submitted' else '被退回'}",
            why=row.note or f"{row.author_name}提交", act=row.code, act_name=names[row.code].name, due=row.case.due_on, draft_id=row.id,
        )
        for row in Draft.objects.filter(which, case__isnull=False).select_related("case")[:LIMIT]
        if row.case is not None
    ]  # fmt: skip


def lead_draft(actor: Actor) -> tuple[UUID, Mapping[str, Any]] | None:
    """What this person was typing to register a lead, if anything."""
    row = Draft.objects.filter(
        case__isnull=True, code="register_lead", author_id=actor.person_id, state="editing"
    ).first()
    return (row.id, dict(row.data)) if row else None
