"""Everything the case page shows, in a bounded number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from mingjing.cases.models import Case, Draft
from mingjing.cases.queries.benchmarks import citable
from mingjing.cases.queries.facts import context, load
from mingjing.cases.queries.inspecting import inspections_of
from mingjing.cases.queries.own_forms import in_force, with_forms
from mingjing.cases.queries.statements import with_statement
from mingjing.cases.queries.weighing import weighed_words
from mingjing.cases.rules.advising import Advice
from mingjing.cases.rules.clocks import deadlines
from mingjing.cases.rules.engine import hindrances
from mingjing.cases.rules.guidance import advice
from mingjing.cases.rules.known import known
from mingjing.cases.rules.money import Surcharge, surcharge
from mingjing.cases.rules.review import Round, digest, rounds
from mingjing.cases.rules.wording import Told
from mingjing.cases.terms import ActFacts, ActSpec, CaseFacts, Context, Deadline, Known, Proposed, sight
from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Actor, Role
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding
from mingjing.organs import queries as organs
from mingjing.records import queries as records
from mingjing.records.terms import AttachmentFacts, DocumentFacts, ViewingFacts
from mingjing.review import queries as reviewed


class CaseNotFound(Exception):
    """No such case, or none this person may see; the two are not told apart."""


@dataclass(frozen=True, slots=True)
class Move:
    """One act of the table as it stands for this person now."""

    spec: ActSpec
    state: str
    findings: tuple[Finding, ...]
    who: str
    mine: bool
    drafting: bool
    draft_id: UUID | None
    draft_state: str
    draft_note: str
    done: int

    @property
    def open(self) -> bool:
        """Whether this person can start it now."""
        return self.mine and self.state in {"todo", "draft"}


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case as its page shows it."""

    id: UUID
    version: int
    row: Mapping[str, Any]
    facts: CaseFacts
    clocks: tuple[Deadline, ...]
    moves: tuple[Move, ...]
    documents: tuple[DocumentFacts, ...]
    attachments: tuple[AttachmentFacts, ...]
    viewings: tuple[ViewingFacts, ...]
    rounds: tuple[Round, ...]
    digest: str
    owed: Surcharge | None
    advice: Advice | None
    now: datetime
    dossier_id: UUID
    ctx: Context


def visible(case_id: UUID, actor: Actor) -> Case:
    """The case, if this person may see it. Raises CaseNotFound."""
    case = Case.objects.filter(id=case_id).first()
    if case is None or not sight.may_see(actor, sight.Seen(case.organ_id)):
        raise CaseNotFound("没有这个案件，或者您无权查看。")
    return case


LISTS = frozenset({"documents", "attachments", "viewings", "drafts", "related"})


def case_page(case_id: UUID, actor: Actor, now: datetime, *, want: frozenset[str] = LISTS) -> CasePage:
    """Read a case for its page. `want` names the lists it shows; the others stay empty and cost nothing.

    Raises CaseNotFound.
    """
    case = visible(case_id, actor)
    facts = load(case, related="related" in want)
    ctx = context(facts.organ, now)
    drafts = list(Draft.objects.filter(case=case).exclude(state=Draft.State.DONE)) if "drafts" in want else []
    return CasePage(
        id=case.id, version=case.version, row=_row(case), facts=facts, clocks=deadlines(facts, ctx),
        moves=_moves(facts, actor, ctx, drafts),
        documents=records.documents(case.dossier_id) if "documents" in want else (),
        attachments=records.attachments(case.dossier_id) if "attachments" in want else (),
        viewings=records.viewings(case.dossier_id) if "viewings" in want else (),
        rounds=rounds(facts), digest=digest(facts), advice=advice(facts, ctx), owed=surcharge(facts, ctx.now.date(), ctx), now=ctx.now,
        dossier_id=case.dossier_id, ctx=ctx,
    )  # fmt: skip


COLUMNS = (
    "number", "lead_number", "cause", "party_name", "party", "matter", "source", "stage", "filed_on", "decided_on",
    "decision_number", "fine", "handlers", "publication", "outcome", "due_on", "due_name", "opened_at", "previous_id", "awaiting",
)  # fmt: skip


def _row(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in COLUMNS}


def _moves(facts: CaseFacts, actor: Actor, ctx: Context, drafts: list[Draft]) -> tuple[Move, ...]:
    """The acts that this stage allows, and those already done; the page groups them."""
    seen = sight.Seen(facts.organ.id, facts.handlers)
    found = []
    happened = {act.code for act in facts.acts}
    for spec in facts.procedure.acts.values():
        done = len(facts.all(spec.code))
        if not done and (facts.stage not in spec.sources or not spec.told_of(happened)):
            continue
        found.append(_move(facts, spec, actor, seen, ctx, drafts, done))
    return tuple(found)


def _move(
    facts: CaseFacts, spec: ActSpec, actor: Actor, seen: sight.Seen, ctx: Context, drafts: list[Draft], done: int
) -> Move:
    here = facts.stage in spec.sources
    drafter = bool(spec.drafter) and sight.may_do(actor, seen, spec.drafter)
    mine = sight.may_do(actor, seen, spec.by) or drafter
    asked = Proposed(spec.code, ctx.now, actor.person_id, None, {}, ctx.now)
    findings = hindrances(facts, asked, ctx) if here else ()
    draft = next(
        (
            each
            for each in drafts
            if each.code == spec.code and (each.state == "submitted" or each.author_id == actor.person_id)
        ),
        None,
    )
    blocked = any(finding.weight == "block" for finding in findings)
    state = (
        "done" if done and (not here or not spec.repeats) else "refused" if blocked else "draft" if draft else "todo"
    )
    roles = dict.fromkeys(filter(None, (spec.drafter, spec.by)))
    return Move(
        spec=spec, state=state, findings=findings, who="→".join(sight.role_name(role) for role in roles), mine=mine,
        drafting=drafter, draft_id=draft.id if draft else None,
        draft_state=str(draft.state) if draft else "", draft_note=draft.note if draft else "", done=done,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form to fill in: its fields with what is already known, and what stands in the way. `cause`: what the case is called."""

    spec: ActSpec
    facts: CaseFacts
    cause: str
    values: dict[str, Any]
    findings: tuple[Finding, ...]
    drafting: bool
    version: int
    draft: Draft | None
    acts: tuple[ActFacts, ...]
    known: Mapping[str, Known]


def form_for(case_id: UUID, code: str, actor: Actor, now: datetime) -> FormPage:
    """The form of an act for this person, filled from the draft or from the case. Raises CaseNotFound, Forbidden."""
    case = visible(case_id, actor)
    facts = load(case)
    spec = facts.procedure.acts.get(code)
    if spec is None or not spec.sources:
        raise CaseNotFound("没有这个步骤。")
    own = in_force(spec, case.organ_id, local_day(now))
    spec = with_statement(with_forms(spec, own), local_day(now))
    seen = sight.Seen(case.organ_id, facts.handlers)
    drafting = bool(spec.drafter) and sight.may_do(actor, seen, spec.drafter)
    if not sight.may_do(actor, seen, spec.drafter if drafting else spec.by):
        raise Forbidden(f"{actor.name}不能办理“{spec.name}”：须由{sight.role_name(spec.by)}办理。")
    ctx = context(facts.organ, now)
    asked = Proposed(spec.code, ctx.now, actor.person_id, None, {}, ctx.now)
    wanted = Draft.objects.filter(case=case, code=code).exclude(state=Draft.State.DONE)
    draft = (
        wanted.filter(author_id=actor.person_id).first()
        if drafting or not spec.drafter
        else wanted.filter(state="submitted").first()
    )
    offered = _known(facts, spec, ctx, actor)
    values = (
        _defaults(spec) | {name: each.value for name, each in offered.items()} | (dict(draft.data) if draft else {})
    )
    return FormPage(
        spec=spec, facts=facts, cause=case.cause, values=values, drafting=drafting,
        findings=(*hindrances(facts, asked, ctx), *(reviewed.dispute_findings(case.dossier_id) if code == "submit_review" else ()), *records.unfiled(own.values()), *(records.paper_findings(case.dossier_id) if code == "archive" else ())),
        version=case.version, draft=draft, acts=facts.acts, known=offered,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Founded:
    """A later case that goes on from one: its id and how it is called."""

    id: UUID
    number: str


def prefilled(facts: CaseFacts, spec: ActSpec, ctx: Context) -> dict[str, Any]:
    """What a form of the case starts with, for whoever opens it."""
    told = Told(
        ctx, benchmarks=citable(facts, spec, ctx.now.date()), weighed=weighed_words(facts, spec),
        inspections=_inspected(facts, spec, ctx),
    )  # fmt: skip
    return _defaults(spec) | {name: each.value for name, each in known(facts, spec, told).items()}


def _defaults(spec: ActSpec) -> dict[str, Any]:
    return {field.name: field.default for field in spec.fields if field.default}


def _known(facts: CaseFacts, spec: ActSpec, ctx: Context, actor: Actor) -> dict[str, Known]:
    """What the case knows, with what only this house can look up; asked only where a field wants it."""
    wanted = {source for field in spec.fields for source in field.prefill}
    person = {"id": str(actor.person_id), "name": actor.name} if actor.has(Role.HANDLER) else None
    heads = organs.people(facts.organ.id, role=Role.HEAD) if "case.heads" in wanted else ()
    return known(facts, spec, Told(
        ctx=ctx, me=person, heads=tuple({"id": str(one.id), "name": one.name, "post": one.post} for one in heads),
        inspections=_inspected(facts, spec, ctx),
        benchmarks=citable(facts, spec, ctx.now.date()), weighed=weighed_words(facts, spec),
    ))  # fmt: skip


def _inspected(facts: CaseFacts, spec: ActSpec, ctx: Context) -> int | None:
    """How often the organ inspected the party this year, where a field asks for it."""
    if not any("case.inspections" in field.prefill for field in spec.fields):
        return None
    return inspections_of(facts.organ.id, facts.party["id"], ctx.now.year)


def case_row(case_id: UUID) -> Case:
    """The row behind a case, for rooms of this house that play or export it. Raises CaseNotFound."""
    case = Case.objects.filter(id=case_id).first()
    if case is None:
        raise CaseNotFound("没有这个案件。")
    return case


def founded_by(case_id: UUID) -> tuple[Founded, ...]:
    """The cases that were opened in place of a case, or handed over from it. One query."""
    rows = Case.objects.filter(previous_id=case_id).order_by("opened_at").only("id", "number", "lead_number")
    return tuple(Founded(row.id, row.number or row.lead_number) for row in rows)


def case_by_lead(organ_id: UUID, number: str) -> UUID:
    """The id of the case that began with this lead number. Raises CaseNotFound."""
    found = Case.objects.filter(organ_id=organ_id, lead_number=number).values_list("id", flat=True).first()
    if found is None:
        raise CaseNotFound("没有这个案件。")
    return found


def dossier_of(case_id: UUID) -> UUID:
    """The dossier of a case."""
    return case_row(case_id).dossier_id
