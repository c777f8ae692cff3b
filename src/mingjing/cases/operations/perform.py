"""The way of one act: access, form, rules, act, documents, ledger, derived columns, event — one transaction."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from mingjing.cases import access, events
from mingjing.cases.models import Act, Case, Draft
from mingjing.cases.operations import documents, seams
from mingjing.cases.operations.derive import columns_of, found_by, index, of_party, outlook, parts, write_clocks
from mingjing.cases.operations.lookup import lookup_for
from mingjing.cases.queries.facts import act_facts, certificates, context, load, people_of, replaced, with_people
from mingjing.cases.queries.own_forms import in_force, with_forms
from mingjing.cases.queries.standing import kept_with
from mingjing.cases.queries.statements import signed
from mingjing.cases.rules.clocks import deadlines
from mingjing.cases.rules.engine import guards
from mingjing.cases.rules.review import digest
from mingjing.cases.rules.wording_inspecting import evidence_of, lead_of
from mingjing.cases.terms import ActFacts, ActSpec, CaseFacts, Context, Proposed, act_name, procedure
from mingjing.cases.terms.facts import CHINA
from mingjing.cases.terms.fields import clean
from mingjing.cases.terms.procedure import opened_by
from mingjing.foundation.numbering import document_number, hold_series, next_serial
from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Finding, Invalid, Refused, blocking
from mingjing.ledger import operations as ledger
from mingjing.organs import queries as organs
from mingjing.records import operations as records
from mingjing.records.terms.filings import FilingFacts
from mingjing.review import queries as reviewed


@operation("case:act:done")
def perform(
    *,
    case_id: UUID | None,
    code: str,
    data: Mapping[str, Any],
    by: Actor,
    at: datetime,
    now: datetime,
    drafter: Actor | None = None,
    version: int | None = None,
    draft_id: UUID | None = None,
    previous: UUID | None = None,
) -> ActFacts:
    """Perform one legal act of the case's procedure.

    `case_id` is None only for the act that opens a case, and goes by the procedure of that act from then on. `at`: when the act happened; `now`: when it is
    entered. `version`: the case version the person saw; a stale page is refused. `draft_id`: the draft it came from.
    `previous`: for a new case only, the case whose decision it is to replace, or the check it was handed over from.
    Raises Forbidden, Invalid (fields) or Refused (rules); then nothing is written.
    """
    case = _held(case_id, code, by, at, previous)
    _once(draft_id, drafter)
    spec = _spec(case, code)
    own = in_force(spec, case.organ_id, at.astimezone(CHINA).date())
    spec = with_forms(spec, own)
    _fresh(case, version)
    facts, was = load(case), found_by(case)
    seen = access.Seen(case.organ_id, facts.handlers)
    access.require(by, seen, spec)
    if spec.drafter and drafter is not None:
        access.require(drafter, seen, spec, drafting=True)
    values = clean(spec.fields, data, lookup_for(case.organ_id, case.dossier_id if case_id else None, facts, at, data))
    documents.require_printable(spec.fields, values)
    _fill_new(case, facts, spec, values, at.astimezone(CHINA).date())
    values |= signed(spec, by, at, at.astimezone(CHINA).date())
    values |= kept_with(facts, spec, values, at.astimezone(CHINA).date())
    if item := values.get("check_item"):
        # The matter is named after an offence ("…案"); who is only looked at is not called by it.
        case.cause = str(item["name"])[:300]
    facts = with_people(facts, values) if case_id else _new_facts(case, values)
    asked = Proposed(code, at.astimezone(CHINA), by.person_id, drafter.person_id if drafter else None, values, now)
    ctx = context(facts.organ, now)
    if refused := blocking(guards(facts, asked, ctx)):
        raise Refused(*refused)
    done = _record(case, facts, spec, asked, ctx, own=own, by=by, drafter=drafter, now=now)
    if not case_id or found_by(case) != was:
        index(case)
    _done(case, spec, by, draft_id)
    if spec.opens and (opened := spec.opens.data(values)) is not None:
        perform(case_id=case.id, code=spec.opens.act, data=opened, by=by, at=at, now=now)
    if spec.founds:
        _found(case, facts, spec, values, by=by, at=at, now=now)
    return done


def _found(
    case: Case, facts: CaseFacts, spec: ActSpec, values: Mapping[str, Any], *, by: Actor, at: datetime, now: datetime
) -> None:
    """Open the case that a check is handed over to, with what the check knows and its evidence: nothing is typed twice."""
    opened = perform(
        case_id=None, code=spec.founds, data=lead_of(facts, values), by=by, at=at, now=now, previous=case.id
    )
    fresh = Case.objects.only("id", "dossier_id").get(organ_id=case.organ_id, lead_number=opened.number)
    for data in evidence_of(facts, values, at.astimezone(CHINA).date()):
        kept = [
            str(records.carry_file(dossier_id=fresh.dossier_id, attachment_id=UUID(one["id"]), at=at, by=by))
            for one in data["files"]
        ]
        perform(case_id=fresh.id, code="collect_evidence", data=data | {"files": kept}, by=by, at=at, now=now)


def _held(case_id: UUID | None, code: str, by: Actor, at: datetime, previous: UUID | None) -> Case:
    """The case, locked until commit; or a new one, not saved yet."""
    if case_id is not None:
        case = Case.objects.select_for_update().prefetch_related("deadlines").filter(id=case_id).first()
        if case is None:
            raise Invalid({"case": ["没有这个案件，请从案件列表重新进入。"]})
        return case
    started = opened_by(code)
    if started is None:
        raise Invalid({"act": [f"“{act_name(code)}”不能登记新案件，请从案件列表进入案件办理。"]})
    if started.opening.alone:
        hold_series(organ_id=by.organ_id, kind=started.opening.number, year=at.astimezone(CHINA).year)
    return Case(
        id=uuid4(), organ_id=by.organ_id, dossier_id=uuid4(), procedure=started.id, procedure_version=started.version,
        stage="", opened_at=at, updated_at=at, previous_id=previous,
    )  # fmt: skip


def _once(draft_id: UUID | None, drafter: Actor | None) -> None:
    """One draft becomes one act: of two who approve it at the same moment the second finds it done, or sent back."""
    if draft_id is None:
        return
    state = Draft.objects.select_for_update().filter(id=draft_id).values_list("state", flat=True).first()
    if state == Draft.State.DONE or (drafter is not None and state != Draft.State.SUBMITTED):
        raise Refused(
            Finding("STEP-02", "这份草稿已经办结或者被退回", ("行政处罚法第五章",), next_step="请刷新待办列表")
        )


def _spec(case: Case, code: str) -> ActSpec:
    spec = procedure(case.procedure, case.procedure_version).acts.get(code)
    if spec is None:
        raise Invalid({"act": [f"没有“{code}”这个步骤。"]})
    return spec


def _fresh(case: Case, version: int | None) -> None:
    if version is not None and version != case.version:
        raise Refused(
            Finding(
                "STALE-01",
                "这一页打开之后，案件又有了新的办理记录",
                ("国办发〔2018〕118号第三部分",),
                next_step="请查看最新情况后再提交，您填写的内容已经保留",
            )
        )


def _fill_new(case: Case, facts: CaseFacts, spec: ActSpec, values: dict[str, Any], at: date) -> None:
    if not spec.sources:
        of_party(case, values["party"])
        case.matter, case.matter_code = values["matter"], values["matter"]["code"]
        case.cause, case.source = values["matter"]["name"], values.get("source", "")
    if spec.code == "change_party":
        values["former"] = dict(case.party)
    if spec.code == "submit_review":
        values["digest"] = digest(facts)
        if (term := reviewed.own_term(case.organ_id, facts.procedure.kind, at)) is not None:
            values["term"] = term


def _new_facts(case: Case, values: Mapping[str, Any]) -> CaseFacts:
    return CaseFacts(
        id=case.id, organ=organs.organ(case.organ_id), procedure=procedure(case.procedure, case.procedure_version),
        stage="", party=case.party, matter=case.matter, acts=(), certificates=certificates(people_of((), [values])),
        previous=case.previous_id, replaced=replaced(case.previous_id) if case.previous_id else None,
    )  # fmt: skip


def _record(
    case: Case,
    facts: CaseFacts,
    spec: ActSpec,
    asked: Proposed,
    ctx: Context,
    *,
    own: Mapping[str, FilingFacts],
    by: Actor,
    drafter: Actor | None,
    now: datetime,
) -> ActFacts:
    seq = len(facts.acts) + 1
    if seq == 1:
        case.dossier_id = records.open_dossier(
            organ_id=case.organ_id, title=f"{case.party_name}{case.cause}", at=asked.at, by=by
        )
    number = _number(facts, spec, asked)
    seams.before(case, facts, spec, asked, ctx, by=by)
    stage = _stage(facts, spec, asked)
    act = Act(
        case=case, seq=seq, code=spec.code, at=asked.at, recorded_at=now, by_id=by.person_id, by_name=by.name,
        drafted_by=asked.drafted_by, drafter_name=drafter.name if drafter else "", data=dict(asked.data), number=number,
        stage_after=stage,
    )  # fmt: skip
    columns_of(case, facts, act, spec)
    made = documents.make(case, facts, spec, act, own=own, by=by)
    act.document_id = made[0].id if made else None
    entry = ledger.append(
        kind=f"case:{spec.code.replace('_', '-')}:done",
        stream=records.stream(case.dossier_id),
        at=asked.at,
        by=by,
        payload={
            "case": str(case.id), "act": seq, "code": spec.code, "number": number, "stage": stage,
            "recorded_at": now.isoformat(timespec="seconds"), "data": dict(asked.data),
            "documents": [{"id": str(each.id), "form": each.form, "data_sha256": each.data_sha256} for each in made],
        },
    )  # fmt: skip
    act.ledger_index, act.event_hash = entry.index, entry.event_hash
    case.version, case.updated_at, case.stage = seq, now, stage
    done = act_facts(act)
    facts = replace(facts, acts=(*facts.acts, done), stage=stage, party=case.party)
    running = outlook(case, facts, deadlines(facts, ctx), ctx)
    case.save(force_insert=seq == 1)
    act.save(force_insert=True)
    parts(case, act)
    write_clocks(case, running)
    seams.after(case, facts, spec, done, ctx, by=by)
    emit(events.ACT_DONE, at=now, case=str(case.id), code=spec.code, seq=seq)
    return done


def _stage(facts: CaseFacts, spec: ActSpec, asked: Proposed) -> str:
    """Where the case stands afterwards; serving a decision moves it on."""
    served = facts.act(asked.data.get("document_seq", 0)) if spec.code == "serve" else None
    if served and (moved := facts.procedure.acts[served.code].when_served) and facts.stage == served.stage_after:
        return moved
    return spec.target(asked.data, facts.stage)


def _number(facts: CaseFacts, spec: ActSpec, asked: Proposed) -> str:
    if not (kind := spec.chosen(asked.data).number):
        return ""
    serial = next_serial(organ_id=facts.organ.id, kind=kind, year=asked.on.year)
    return document_number(facts.organ.code, kind, asked.on.year, serial)


def _done(case: Case, spec: ActSpec, by: Actor, draft_id: UUID | None) -> None:
    """The draft it came from is done, and so is whatever else this person was typing for it."""
    if draft_id is not None:
        Draft.objects.filter(id=draft_id).update(state=Draft.State.DONE, case=case)
    typed = Draft.objects.filter(case=case, code=spec.code, author_id=by.person_id)
    typed.exclude(state__in=(Draft.State.DONE, Draft.State.SUBMITTED)).update(state=Draft.State.DONE)
