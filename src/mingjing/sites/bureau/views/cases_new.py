"""A new case: the lead, the matter, and the party, found in the register or registered on the same form."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases import operations, queries
from mingjing.cases.terms import ORDINARY, FieldSpec, Procedure, procedure, procedures
from mingjing.cases.terms.procedure import FOLDERS
from mingjing.foundation.access import Forbidden
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Finding, Invalid, Refused
from mingjing.parties import operations as register
from mingjing.parties import queries as parties
from mingjing.parties.terms import PartyFacts
from mingjing.sites.bureau.views.case_forms import Trouble, moment
from mingjing.sites.bureau.views.case_forms_fields import Choices, Shown, draw, read
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.parties import DETAILS, drafted

PREFIX = "new_"
LATER = frozenset({"party", "attachments"})


def chosen_procedure(request: BureauRequest) -> Procedure:
    """The procedure that the address names (`?procedure=summary_penalty`), else the ordinary one."""
    asked = request.GET.get("procedure", "")
    return procedure(asked if asked in FOLDERS else ORDINARY)


def specs(table: Procedure) -> tuple[FieldSpec, ...]:
    """The fields of the opening act but for the party, which has a part of its own, and files, which need a case to lie in."""
    return tuple(spec for spec in table.opening.fields if spec.name not in LATER)


@page(Role.HANDLER)
def case_new(request: BureauRequest) -> HttpResponse:
    """Open a case: a lead, or what was found on the spot."""
    now, table = timezone.now(), chosen_procedure(request)
    if request.method == "POST":
        return _posted(request, table, now)
    kept = queries.lead_draft(request.actor, table.opening.code)
    values: Mapping[str, Any] = kept[1] if kept else _begun(table, timezone.localdate(now))
    typed = request.typed
    if typed:
        values = {**read(specs(table), typed), "party": typed.get("party", "")}
    chosen = request.GET.get("party", "") or str(values.get("party", ""))
    return _show(request, table, values, chosen, typed or QueryDict(), now)


def _begun(table: Procedure, today: date) -> dict[str, Any]:
    """What the form begins with: the usual answers, and today where the day of discovery or receipt is asked."""
    usual = {spec.name: spec.default for spec in specs(table) if spec.default}
    return usual | {name: today.isoformat() for name in ("found_on", "received_on", "violation_from")}


def _posted(request: BureauRequest, table: Procedure, now: datetime) -> HttpResponse:
    data: dict[str, Any] = read(specs(table), request.POST)
    chosen, trouble = request.POST.get("party", ""), Trouble()
    if "_find" in request.POST:
        return _show(request, table, data, chosen, request.POST, now)
    at = moment(request.POST.get("at", "").strip(), now, trouble)
    if request.POST.get(f"{PREFIX}name", "").strip() and not chosen:
        chosen = _register(request, trouble, now)
    if not trouble:
        done = _carry_out(request, table, {**data, "party": chosen}, at, now, trouble)
        if done is not None:
            return done
    return _show(request, table, data, chosen, request.POST, now, trouble, status=422)


def _carry_out(
    request: BureauRequest, table: Procedure, data: Mapping[str, Any], at: datetime, now: datetime, trouble: Trouble
) -> HttpResponse | None:
    by, code = request.actor, table.opening.code
    kept = queries.lead_draft(by, code)
    try:
        done = operations.attempt(
            case_id=None, code=code, data=data, by=by, at=at, now=now, draft_id=kept[0] if kept else None
        )
    except Invalid as problem:
        trouble.errors |= problem.errors
    except Refused as problem:
        trouble.findings = problem.findings
    except Forbidden as problem:
        trouble.findings = (Finding("ROLE-01", str(problem)),)
    else:
        messages.success(request, f"已{table.opening.name}，编号 {done.number}。")
        return HttpResponseRedirect(reverse("bureau:case", args=[queries.case_by_lead(by.organ_id, done.number)]))
    return None


def _register(request: BureauRequest, trouble: Trouble, now: datetime) -> str:
    """Register the party typed below; give back its id, or that of the party who already has this number."""
    typed = {one.name: request.POST.get(f"{PREFIX}{one.name}", "").strip() for one in DETAILS}
    try:
        draft = drafted({**typed, "birth_on": _day(typed["birth_on"])})
        return str(register.register(draft=draft, by=request.actor, at=now).id)
    except Invalid as problem:
        known = parties.existing(typed["kind"], typed["id_number"])
        if known is not None:
            messages.info(request, f"这个号码已经登记过（{known.name}），已为您选上，请核对。")
            return str(known.id)
        trouble.errors |= {f"{PREFIX}{name}": texts for name, texts in problem.errors.items()}
    except Forbidden as problem:
        trouble.findings = (Finding("ROLE-01", str(problem)),)
    return ""


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid({"birth_on": ["应是日期，写成 1990-01-31 的样子。"]}) from None


def _party_fields(typed: QueryDict, errors: Mapping[str, Sequence[str]]) -> tuple[Field, ...]:
    named = ((one, PREFIX + one.name) for one in DETAILS)
    return tuple(
        replace(one, name=key, value=typed.get(key, ""), errors=tuple(errors.get(key, ()))) for one, key in named
    )


def _show(
    request: BureauRequest, table: Procedure, values: Mapping[str, Any], chosen: str, typed: QueryDict, now: datetime,
    trouble: Trouble | None = None, *, status: int = 200,
) -> HttpResponse:  # fmt: skip
    trouble = trouble or Trouble()
    organ_id = request.actor.organ_id
    fields: tuple[Shown, ...] = draw(
        specs(table), values, trouble.errors, Choices(organ_id, now, kind=table.matter_kind)
    )
    new = _party_fields(typed, trouble.errors)
    party = _party(chosen)
    at = Field("at", "办理时间", "datetime", typed.get("at", ""), tuple(trouble.errors.get("at", ())), help="留空就是现在；补录的，填写实际办理时间")  # fmt: skip
    word = typed.get("party_q", "").strip()[:60]
    known = {each.name for each in (*fields, *new)} | {"at", "party"}
    facts = {
        "fields": (*fields, at),
        "new_fields": new,
        "open_new": any(each.errors for each in new) or (bool(typed.get(f"{PREFIX}name")) and party is None),
        "party": party,
        "party_errors": trouble.errors.get("party", ()) if party is None else (),
        "word": word,
        "found": parties.find(word, 12) if word else (),
        "extra": [text for name, texts in trouble.errors.items() if name not in known for text in texts],
        "refused": trouble.findings,
        "opened": now.isoformat(),
        "table": table,
        "tables": procedures(),
    }
    return render(request, "bureau/cases/new.html", facts, status=status)


def _party(text: str) -> PartyFacts | None:
    try:
        return parties.party(UUID(text))
    except (ValueError, Invalid):
        return None


@page(Role.HANDLER)
def lead_draft(request: BureauRequest) -> HttpResponse:
    """Keep what is being typed about a new lead. 204.

    409 where this person has registered a lead since the form was opened.
    """
    if request.method != "POST":
        raise Http404
    table = chosen_procedure(request)
    data = {**read(specs(table), request.POST), "party": request.POST.get("party", "")}
    kept = operations.save_draft(
        case_id=None, code=table.opening.code, data=data, by=request.actor, now=timezone.now(),
        opened=_opened(request.POST.get("_opened", "")),
    )  # fmt: skip
    return HttpResponse(status=204 if kept else 409)


def _opened(text: str) -> datetime | None:
    """When the form was opened; None where the browser sent no such moment."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
