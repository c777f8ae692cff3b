"""An act tried on: every guard asked and the document drawn, and nothing written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from mingjing.cases.models import Act, Case, Draft
from mingjing.cases.operations.documents import context_of, of_form
from mingjing.cases.operations.lookup import lookup_for
from mingjing.cases.queries.facts import context, load, with_people
from mingjing.cases.queries.own_forms import adjusted, in_force, with_forms
from mingjing.cases.queries.page import CaseNotFound, visible
from mingjing.cases.queries.standing import kept_with
from mingjing.cases.queries.statements import with_statement
from mingjing.cases.rules.engine import parts
from mingjing.cases.terms import ActSpec, CaseFacts, Context, Proposed
from mingjing.cases.terms.facts import CHINA
from mingjing.cases.terms.fields import Bad, Lookup, clean_one
from mingjing.foundation import typesetting
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Finding, Weight
from mingjing.records import queries as records


@dataclass(frozen=True, slots=True)
class Check:
    """One rule as it was asked: its number, its sentences, its sources and what it found."""

    rule: str
    sentence: str
    cites: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing it found stands in the way."""
        return all(finding.weight is not Weight.BLOCK for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Trial:
    """What would happen: the values as the act would keep them, what does not fit its field, every rule's answer."""

    case_id: UUID
    spec: ActSpec
    facts: CaseFacts
    values: Mapping[str, Any]
    errors: Mapping[str, tuple[str, ...]]
    checks: tuple[Check, ...]
    version: int
    cause: str
    draft: Draft | None = None

    @property
    def passed(self) -> bool:
        """Whether the act could be done as it stands."""
        return not self.errors and all(check.passed for check in self.checks)


def trial(*, case_id: UUID, code: str, data: Mapping[str, Any], by: Actor, now: datetime) -> Trial:
    """Ask every guard of an act without doing it. Raises CaseNotFound."""
    case = visible(case_id, by)
    return _tried(case, code, data, by=by, drafter=None, now=now)


def trial_of_draft(*, draft_id: UUID, by: Actor, now: datetime) -> Trial:
    """The same about a submitted draft, as if this person approved it now. Raises CaseNotFound."""
    draft = Draft.objects.filter(id=draft_id, state=Draft.State.SUBMITTED).select_related("case").first()
    if draft is None or draft.case is None:
        raise CaseNotFound("这份草稿已经办结或者被退回。")
    visible(draft.case.id, by)
    return _tried(draft.case, draft.code, draft.data, by=by, drafter=draft.author_id, now=now, draft=draft)


def _tried(
    case: Case, code: str, data: Mapping[str, Any], *, by: Actor, drafter: UUID | None, now: datetime,
    draft: Draft | None = None,
) -> Trial:  # fmt: skip
    facts = load(case)
    spec = facts.procedure.acts.get(code)
    if spec is None:
        raise CaseNotFound("没有这个步骤。")
    day = now.astimezone(CHINA).date()
    spec = with_statement(adjusted(spec, case.organ_id, day), day)
    values, errors = _lenient(spec, data, lookup_for(case.organ_id, case.dossier_id, facts, now, {}))
    facts = with_people(facts, values)
    values |= kept_with(facts, spec, values, now.astimezone(CHINA).date())
    asked = Proposed(code, now.astimezone(CHINA), by.person_id, drafter, values, now)
    checks = _checks(facts, spec, asked, context(facts.organ, now))
    return Trial(case.id, spec, facts, values, errors, checks, case.version, case.cause, draft)


def _lenient(
    spec: ActSpec, data: Mapping[str, Any], lookup: Lookup
) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    """Whatever already fits; what does not is named and left out."""
    values: dict[str, Any] = {}
    errors: dict[str, tuple[str, ...]] = {}
    for field in spec.fields:
        try:
            value = clean_one(field, data.get(field.name), lookup)
        except Bad as problem:
            errors[field.name] = (f"“{field.label}”{problem}",)
            continue
        if value not in (None, "", [], {}):
            values[field.name] = value
    return values, errors


def _checks(facts: CaseFacts, spec: ActSpec, asked: Proposed, ctx: Context) -> tuple[Check, ...]:
    found: dict[str, Check] = {}
    for part in parts(spec):
        try:
            findings = tuple(part(facts, asked, ctx))
        except (KeyError, ValueError, TypeError):
            # A half-filled form may lack what this rule looks at; the field's own message says so.
            continue
        before = found.get(part.number)
        found[part.number] = Check(
            part.number,
            f"{before.sentence}{part.sentence}" if before else part.sentence,
            part.cites,
            (*(before.findings if before else ()), *findings),
        )
    return tuple(found.values())


def preview(*, case_id: UUID, code: str, data: Mapping[str, Any], by: Actor, now: datetime) -> bytes | None:
    """The act's document as it would look now, marked as a draft: PDF bytes; None where the act makes none.

    Raises CaseNotFound, and MissingGlyphs where a character cannot be printed.
    """
    case = visible(case_id, by)
    facts = load(case)
    spec = facts.procedure.acts.get(code)
    if spec is None or not spec.form:
        return None
    own = in_force(spec, case.organ_id, now.astimezone(CHINA).date())
    spec = with_forms(spec, own)
    values, _ = _lenient(spec, data, lookup_for(case.organ_id, case.dossier_id, facts, now, {}))
    act = Act(
        case=case, seq=len(facts.acts) + 1, code=code, at=now, recorded_at=now, by_id=by.person_id, by_name="", data=values,
        number="（编号待生成）" if spec.number else "", stage_after=facts.stage,
    )  # fmt: skip
    form = records.form(spec.chosen(values).form)
    try:
        shown = of_form(context_of(case, facts, spec, act, draft=True), form.id, own.get(form.id)) | {
            "form": records.form_block(form, own.get(form.id))
        }
    except (KeyError, ValueError, TypeError):
        return None
    return typesetting.render(records.template(form.id, form.version), shown, created=now).pdf
