"""Columns derived from the acts: what lists, work desks and searches need."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from mingjing.cases.models import Act, Case, Deadline, Part
from mingjing.cases.queries.facts import context
from mingjing.cases.rules.advising import Advice
from mingjing.cases.rules.clocks import deadlines
from mingjing.cases.rules.coverage import holes
from mingjing.cases.rules.guidance import advice
from mingjing.cases.terms import ActSpec, CaseFacts, Context, State
from mingjing.cases.terms import Deadline as Clock
from mingjing.cases.terms.facts import CHINA
from mingjing.foundation import search

PARTS = {"examine": "examiner", "give_opinion": "reviewer", "return_review": "reviewer", "hold_hearing": "chair"}


def columns_of(case: Case, facts: CaseFacts, act: Act, spec: ActSpec) -> None:
    """Set the columns that an act decides. The acts stay the truth; these can be computed again from them."""
    data = act.data
    if not spec.sources:
        case.lead_number = act.number
    if spec.names_case:
        case.number, case.filed_on = act.number, _local(act.at)
        begun, ended = _date(data.get("violation_from")), _date(data.get("violation_ended_on"))
        # One day where the end was left empty; open only while the violation goes on.
        case.violation_from, case.violation_to = begun, ended or (None if data.get("continuing") == "yes" else begun)
    if spec.code == "change_party":
        of_party(case, data["party"])
    if "handlers" in data:
        case.handlers = "、".join(str(person["name"]) for person in data["handlers"])[:200]
    if spec.decision:
        case.outcome, case.decided_on, case.decision_number = spec.code, _local(act.at), act.number
        case.fine = Decimal(data["fine"]) if data.get("fine") else None
    if spec.withdraws:
        case.outcome = f"{case.outcome}:{data['kind']}"[:30]
    case.awaiting = _awaiting(spec, case.awaiting)


def of_party(case: Case, party: dict[str, Any]) -> None:
    """Keep the party as the register has it now; later changes of the register do not reach the case."""
    case.party, case.party_id, case.party_name = party, UUID(party["id"]), party["name"]


def _awaiting(spec: ActSpec, before: str) -> str:
    """Who is waited for besides the handlers: a list can be filtered by it without reading the acts."""
    if spec.code == "submit_review":
        return "reviewer"
    if spec.code in {"give_opinion", "return_review"}:
        return ""
    if spec.code == "report":
        return "examiner"
    if spec.code == "arrange_hearing":
        return "chair"
    if spec.code == "report_hearing" or spec.code == "examine":
        return ""
    return {"close": "archivist", "not_file": "archivist", "archive": ""}.get(spec.code, before)


def found_by(case: Case) -> tuple[str, str]:
    """Title and body by which the search finds a case."""
    words = (case.number, case.lead_number, case.decision_number, case.party.get("id_no", ""), case.handlers)
    return f"{case.party_name} {case.cause}", " ".join(filter(None, words))


def index(case: Case) -> None:
    """Let the search find the case by its present words."""
    title, body = found_by(case)
    search.index("case", case.id, title, body, _local(case.opened_at), organ_id=case.organ_id)


def parts(case: Case, act: Act) -> None:
    """Keep who takes part in the case through this act."""
    named: set[tuple[UUID, str]] = set()
    if act.data.get("handlers"):
        named |= {(UUID(person["id"]), "handler") for person in act.data["handlers"]}
    if act.seq == 1 or act.code == "not_file":
        named.add((act.by_id, "handler"))
    if act.code in PARTS:
        named.add((act.by_id, PARTS[act.code]))
    if act.code == "arrange_hearing":
        named.add((UUID(act.data["chair"]["id"]), "chair"))
    for person, role in named:
        Part.objects.get_or_create(case=case, person_id=person, role=role)


def clocks(case: Case, facts: CaseFacts, now: datetime) -> tuple[Clock, ...]:
    """Reckon the clocks of a case anew and keep the running ones; give all of them back."""
    ctx = context(facts.organ, now)
    every = deadlines(facts, ctx)
    write_clocks(case, outlook(case, facts, every, ctx))
    case.save(update_fields=["due_on", "due_name", "next_act", "next_why", "holes", "av_owed", "films", "av_said"])
    return every


def outlook(case: Case, facts: CaseFacts, every: tuple[Clock, ...], ctx: Context) -> tuple[Clock, ...]:
    """The clocks that still run; sets the columns of the nearest one that somebody must act on and of the next step.

    A right that was not used is over; what a party has not done in time stays as long as somebody must look after it.
    """
    running = tuple(
        clock for clock in every if clock.met is None and (clock.holder or clock.state(ctx.now) is not State.LAPSED)
    )
    mine = sorted((clock for clock in running if clock.holder), key=lambda clock: clock.due_on)
    case.due_on, case.due_name = (mine[0].due_on, mine[0].name) if mine else (None, "")
    lacking, case.av_owed = holes(facts)
    case.holes, case.films, case.av_said = " ".join(lacking), len(facts.films), len(facts.reasons)
    told_next = advice(facts, ctx)
    case.next_act, case.next_why = (told_next.act, _said(told_next)) if told_next else ("", "")
    return running


def _said(told: Advice) -> str:
    """Why, and, where there is nothing to do but wait, until when."""
    until = f"（{told.until} 届满）" if told.until and not told.act else ""
    return f"{told.why[:100]}{until}"


SHOWN = ("organ_id", "name", "kind", "holder", "act", "due", "provisional")


def write_clocks(case: Case, running: tuple[Clock, ...]) -> None:
    """Keep the running clocks as rows; a row that says the same already stays."""
    held = {(row.code, row.ref): row for row in case.deadlines.all()}
    fresh = {(clock.code, clock.ref): _row(case, clock, held.get((clock.code, clock.ref))) for clock in running}
    same = {key for key, row in fresh.items() if key in held and _says(held[key]) == _says(row)}
    if gone := [row.pk for key, row in held.items() if key not in same]:
        Deadline.objects.filter(pk__in=gone).delete()
    Deadline.objects.bulk_create(row for key, row in fresh.items() if key not in same)


def _row(case: Case, clock: Clock, before: Deadline | None) -> Deadline:
    return Deadline(
        case=case, organ_id=case.organ_id, code=clock.code, ref=clock.ref, name=clock.name, kind=clock.kind,
        holder=clock.holder, act=clock.act, due=clock.due_on, provisional=clock.provisional,
        notified_due=before.notified_due if before else None,
    )  # fmt: skip


def _says(row: Deadline) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in SHOWN)


def _local(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()


def _date(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None
