"""My work: what is due, why, and the one button that moves it on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from mingjing.cases.models import Act, Case, Deadline, Draft, Part
from mingjing.cases.queries.lists import scope
from mingjing.cases.terms import ActSpec, procedure
from mingjing.foundation.people import Actor, Role

LIMIT = 60
SOON = 7
CHAIRED = frozenset({"hold_hearing", "report_hearing"})
TO_COURT = frozenset({"urge", "apply_court"})
RECORDING = "recording"
HANDED_IN = "已提交，等负责人审批"
_OF_CASE = (
    "number", "lead_number", "party_name", "cause", "next_act", "next_why", "awaiting", "procedure", "procedure_version",
)  # fmt: skip
_OF_CLOCK = ("case_id", "code", "kind", "name", "act", "due", "provisional", *(f"case__{name}" for name in _OF_CASE))


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
    clock: str = ""
    films: bool = False
    spec: ActSpec | None = None

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
    """What this person has to do now, nearest date first; what waits for others and is not urgent stands below."""
    return Desk(
        todo=tuple(_todo(actor, now)),
        approvals=tuple(_drafts(actor, Q(state="submitted", organ_id=actor.organ_id))) if actor.has(Role.HEAD) else (),
        returned=tuple(_drafts(actor, Q(state="returned", author_id=actor.person_id))),
        done=tuple(
            Act.objects.filter(by_id=actor.person_id).order_by("-recorded_at").values(
                "case_id", "seq", "code", "number", "at", "case__party_name", "case__cause", "case__procedure"
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
    on = timezone.localdate(now)
    clocks = list(Deadline.objects.filter(_mine(actor)).select_related("case").only(*_OF_CLOCK).order_by("due")[:LIMIT])
    handed_in = _handed_in({row.case_id for row in clocks})
    found = [_clocked(row, on, waits=(row.case_id, _act_of(row)) in handed_in) for row in clocks]
    timed = {item.case_id for item in found}
    return sorted(
        found + [item for item in _waiting(actor) if item.case_id not in timed],
        key=lambda item: (_may_wait(item, actor, on), item.due or date.max, item.number),
    )


def _clocked(row: Deadline, on: date, *, waits: bool) -> Item:
    spec = _spec(row.case, _act_of(row))
    return Item(
        case_id=row.case_id, number=row.case.number or row.case.lead_number, party=row.case.party_name, cause=row.case.cause,
        what="", why=HANDED_IN if waits else _why(row, on), act="" if waits else _act_of(row),
        act_name=spec.name if spec else "", due=row.due, provisional=row.provisional, clock=row.name,
        films=row.code == RECORDING, spec=None if waits else spec,
    )  # fmt: skip


def _spec(case: Case, code: str) -> ActSpec | None:
    """The act as the case's own procedure has it."""
    return procedure(case.procedure, case.procedure_version).acts.get(code)


def _handed_in(cases: set[UUID]) -> set[tuple[UUID, str]]:
    """What has been handed to the head and not been answered: no longer the drafter's turn."""
    rows = Draft.objects.filter(case_id__in=cases, state="submitted") if cases else Draft.objects.none()
    return {(case_id, code) for case_id, code in rows.values_list("case_id", "code") if case_id}


def _may_wait(item: Item, actor: Actor, on: date) -> bool:
    """Whether a line can stand below: somebody else's turn, and no date is near."""
    spec, left = item.spec, item.days_left(on)
    return not (spec and actor.has(spec.drafter or spec.by)) and (left is None or left > SOON)


def _why(row: Deadline, on: date) -> str:
    """What is to be done, or whose date it is: a party's period is not the officer's."""
    if row.code == "decision":
        return row.case.next_why
    if row.code == RECORDING:
        return f"还欠录像：{row.due} 前登记{row.name}，或者说明原因（AV-02）"
    if row.kind != "agency_duty":
        whose = "外单位的" if row.kind == "other_organ" else "当事人的"
        return f"{whose}{row.name}{'已于' if row.due < on else '到'} {row.due}{' 届满' if row.due < on else ''}"
    after = "复议、诉讼期限届满并催告之后，" if row.code == "court" else ""
    return f"{after}{'应当在 ' if row.due < on else ''}{row.due} 前办理"


def _act_of(row: Deadline) -> str:
    """The button of a clock: long periods show whatever the next step is, the court's none before its time."""
    told = row.case.next_act
    if row.code == "court":
        return told if told in TO_COURT else ""
    return told if row.code == "decision" else row.act


def _waiting(actor: Actor) -> list[Item]:
    """Cases that wait for an examiner, a hearing chair or the archivist: no clock of theirs, but somebody's turn."""
    acts = {"examiner": "examine", "chair": "hold_hearing", "archivist": "archive"}
    wanted = [role for role in acts if actor.has(role)]
    rows = scope(actor).filter(awaiting__in=wanted, organ_id=actor.organ_id).only(*_OF_CASE)[:LIMIT] if wanted else []
    found = [(row, row.next_act if row.next_act in CHAIRED else acts[row.awaiting]) for row in rows]
    running = _clocks({(row.id, act) for row, act in found})
    return [_item(row, act, running.get((row.id, act))) for row, act in found]


def _item(row: Case, act: str, clock: Deadline | None) -> Item:
    spec = _spec(row, act)
    name = spec.name if spec else ""
    return Item(
        case_id=row.id, number=row.number or row.lead_number, party=row.party_name, cause=row.cause, what=f"等待{name}",
        why=row.next_why or "轮到您办理", act=act, act_name=name, spec=spec, **_dated(clock),
    )  # fmt: skip


def _clocks(asked: set[tuple[UUID, str]]) -> dict[tuple[UUID, str], Deadline]:
    """The clock that binds each act: its own, else the long period of the whole case; no other date concerns it."""
    rows = Deadline.objects.filter(case_id__in={case_id for case_id, _ in asked}).order_by("-due") if asked else ()
    own = {(row.case_id, row.act): row for row in rows if row.holder}
    whole = {row.case_id: row for row in rows if row.code == "decision"}
    return {key: row for key in asked if (row := own.get(key) or whole.get(key[0]))}


def _dated(clock: Deadline | None) -> dict[str, Any]:
    return {"due": clock.due, "provisional": clock.provisional, "clock": clock.name} if clock else {"due": None}


def _drafts(actor: Actor, which: Q) -> list[Item]:
    rows = list(Draft.objects.filter(which, case__isnull=False).select_related("case")[:LIMIT])
    running = _clocks({(row.case.id, row.code) for row in rows if row.case is not None})
    found = [
        Item(
            case_id=row.case.id, number=row.case.number or row.case.lead_number, party=row.case.party_name, cause=row.case.cause,
            what=f"{spec.name}{'待审批' if row.state == 'submitted' else '被退回'}",
            why=row.note or f"{row.author_name}提交", act=row.code, act_name=spec.name, draft_id=row.id, spec=spec,
            **_dated(running.get((row.case.id, row.code))),
        )
        for row in rows
        if row.case is not None and (spec := _spec(row.case, row.code)) is not None
    ]  # fmt: skip
    return sorted(found, key=lambda item: (item.due or date.max, item.number))


def lead_draft(actor: Actor, code: str) -> tuple[UUID, Mapping[str, Any]] | None:
    """What this person was typing to open a case by that act, if anything."""
    row = Draft.objects.filter(case__isnull=True, code=code, author_id=actor.person_id, state="editing").first()
    return (row.id, dict(row.data)) if row else None
