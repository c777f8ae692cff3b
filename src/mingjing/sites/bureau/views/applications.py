"""网上申请: what parties applied for, by its last day; accept or turn away, open the act it asks for, or answer in writing."""

from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases import operations as cases
from mingjing.cases import queries as files
from mingjing.cases.queries.oversight import cases_by_dossier
from mingjing.cases.terms import act_name, any_act
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.foundation.storage import Missing
from mingjing.kernel.findings import Invalid, Refused
from mingjing.publicity import operations, queries
from mingjing.publicity.terms import (
    APPLY_SPECS,
    DECLINE_NAMES,
    TEXT_MOST,
    ApplicationFacts,
    ApplicationMove,
    ApplicationState,
    ApplyKind,
    address_parts,
)
from mingjing.sites.bureau.views.filling import Step, Typed, as_place, step
from mingjing.sites.bureau.views.gate import BureauRequest, page

HANDLING = (Role.HANDLER, Role.HEAD, Role.PUBLICIST)
READING = (*HANDLING, Role.SUPERVISOR)
PAGE = 20
TABS = {
    "received": ("待受理", (ApplicationState.RECEIVED,)),
    "open": ("办理中", (ApplicationState.ACCEPTED, ApplicationState.ACTING)),
    "proposed": ("答复待审批", (ApplicationState.PROPOSED,)),
    "ended": ("已办结", (ApplicationState.DONE, ApplicationState.DECLINED)),
}


@page(*HANDLING)
def applications(request: BureauRequest) -> HttpResponse:
    """What parties applied for, the most urgent first."""
    counted = queries.application_counts(request.actor)
    tabs = [(key, word, sum(counted.get(one, 0) for one in states)) for key, (word, states) in TABS.items()]
    asked = request.GET.get("tab", "")
    tab = asked if asked in TABS else next((key for key, _, number in tabs[:3] if number), "received")
    today, words = timezone.localdate(), request.GET.get("q", "").strip()[:40]
    after = as_place(request.GET.get("after", ""))
    found = queries.applications(request.actor, TABS[tab][1], words=words, after=after, limit=PAGE + 1)
    last = found[PAGE - 1] if len(found) > PAGE else None
    facts = {
        "rows": [(one, (one.due - today).days) for one in found[:PAGE]], "tabs": tabs, "tab": tab, "ended": tab == "ended",
        "next": f"{last.due.isoformat()}_{last.id.hex}" if last else "",
        "filters": (Field("q", "受理编号或者案号", "search", words),), "active": [("q", f"含“{words}”")] if words else [],
    }  # fmt: skip
    return render(request, "bureau/publicity/applications.html", facts)


def seen(request: BureauRequest, application_id: UUID) -> ApplicationFacts:
    """The application, for those who may read it. Raises Http404: a stranger does not learn that it exists."""
    found = operations.read_application(application_id, by=request.actor)
    if found is None:
        raise Http404
    return found


def _case(request: BureauRequest, found: ApplicationFacts) -> Any:
    """The case behind it, where this installation has it and this person may see it."""
    try:
        dossier = UUID(found.source_ref)
    except ValueError:
        return None
    return cases_by_dossier(request.actor, (dossier,)).get(dossier)


@page(*READING)
def application(request: BureauRequest, application_id: UUID) -> HttpResponse:
    """One application: what was asked, what may be done with it now."""
    found, actor = seen(request, application_id), request.actor
    case, act = _case(request, found), files.ACTS.get(ApplyKind(found.kind), "")
    own = actor.organ_id == found.organ_id and found.kind in queries.application_kinds_of(actor)
    going = own and found.state in {ApplicationState.ACCEPTED, ApplicationState.ACTING}
    facts = {
        "found": found, "spec": APPLY_SPECS[ApplyKind(found.kind)], "case": case, "days": (found.due - timezone.localdate()).days,
        "may": own, "head": own and actor.has(Role.HEAD), "going": going, "mine": actor.person_id == found.proposed_by_id,
        "act": act_name(act) if act and going and case and actor.has(Role.HANDLER) and not found.act_seq else "",
        "repair": going and found.kind == ApplyKind.REPAIR and actor.has(Role.PUBLICIST) and found.publication_id,
    }  # fmt: skip
    return render(request, "bureau/publicity/application.html", facts)


@page(*HANDLING)
def application_file(request: BureauRequest, application_id: UUID, seq: int) -> HttpResponse:
    """A file that came with it, always saved and never shown by the browser; the look is logged."""
    seen(request, application_id)
    if request.method not in {"GET", "HEAD"}:
        raise Http404
    try:
        file, content = operations.read_application_file(
            application_id=application_id, seq=seq, by=request.actor, at=timezone.now()
        )
    except (Invalid, Missing) as problem:
        raise Http404(str(problem)) from None
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}", "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }  # fmt: skip
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


@page(*HANDLING)
def application_move(request: BureauRequest, application_id: UUID, move: str) -> HttpResponse:
    """One move of an application, by its form."""
    found = seen(request, application_id)
    if move not in FORMS:
        raise Http404
    if request.method != "POST" and (stopped := queries.application_hindrances(found, MOVES[move])):
        raise Refused(*stopped)
    return step(request, FORMS[move](request, found))


def _step(found: ApplicationFacts, word: str, fields: tuple[Field, ...], act: Any, note: str) -> Step:
    here = reverse("bureau:application", args=[found.id])
    trail = (("网上申请", reverse("bureau:applications")), (found.number, here), (word, ""))
    return Step(f"{word}：{found.number}", trail, fields, act, word, here, note=note)


def _note(found: ApplicationFacts) -> str:
    late = f"最后一天是 {found.last_day:%Y-%m-%d}，逾期提出。" if found.late and found.last_day else ""
    return f"{found.kind_name}（{found.about}）：{late}{found.text[:300]}{'……' if len(found.text) > 300 else ''}"


def _accept(request: BureauRequest, found: ApplicationFacts) -> Step:
    def act(typed: Typed) -> str:
        done = operations.accept_application(application_id=found.id, by=request.actor, at=timezone.now())
        return f"{found.number}已受理，{done.due:%Y-%m-%d} 以前办结；申请人凭回执可以看到。"

    return _step(found, "受理", (), act, _note(found))


def _decline(request: BureauRequest, found: ApplicationFacts) -> Step:
    def act(typed: Typed) -> str:
        operations.decline_application(application_id=found.id, by=request.actor, at=timezone.now(), **typed)
        return f"{found.number}不予受理，申请人凭回执可以看到理由。"

    fields = (
        Field("ground", "不予受理的理由", "select", required=True, choices=[("", "请选择"), *((one.value, word) for one, word in DECLINE_NAMES.items())]),
        Field("reason", "具体说明", "textarea", required=True, rows=5, help="写明事实和依据；申请人会看到，不要写他人的个人信息", attributes={"maxlength": TEXT_MOST}),
    )  # fmt: skip
    return _step(found, "不予受理", fields, act, _note(found))


def _answer(request: BureauRequest, found: ApplicationFacts) -> Step:
    def act(typed: Typed) -> str:
        operations.propose_answer(application_id=found.id, by=request.actor, at=timezone.now(), **typed)
        return f"{found.number}的答复已提交，负责人审批后申请人可以看到。"

    fields = (
        Field("answer", "答复", "textarea", found.answer, required=True, rows=8, help="写明结果和理由；申请人会看到，不要写他人的个人信息", attributes={"maxlength": TEXT_MOST}),
    )  # fmt: skip
    note = _note(found) + (f"　负责人退回：{found.note}" if found.note else "")
    return _step(found, "拟写答复", fields, act, note)


def _return(request: BureauRequest, found: ApplicationFacts) -> Step:
    def act(typed: Typed) -> str:
        operations.return_answer(application_id=found.id, by=request.actor, at=timezone.now(), **typed)
        return f"{found.number}的答复已退回。"

    fields = (Field("note", "退回的理由", "textarea", required=True, rows=3, attributes={"maxlength": TEXT_MOST}),)
    return _step(found, "退回答复", fields, act, f"{found.proposed_by}拟写的答复：{found.answer[:300]}")


def _approve(request: BureauRequest, found: ApplicationFacts) -> Step:
    def act(typed: Typed) -> str:
        operations.approve_answer(application_id=found.id, by=request.actor, at=timezone.now())
        return f"{found.number}的答复已批准，申请人凭回执可以看到。"

    return _step(found, "批准答复", (), act, f"{found.proposed_by}拟写的答复：{found.answer}")


MOVES = {
    "accept": ApplicationMove.ACCEPT, "decline": ApplicationMove.DECLINE, "answer": ApplicationMove.PROPOSE,
    "return": ApplicationMove.RETURN, "approve": ApplicationMove.APPROVE,
}  # fmt: skip
FORMS = {"accept": _accept, "decline": _decline, "answer": _answer, "return": _return, "approve": _approve}


@page(Role.HANDLER)
def application_act(request: BureauRequest, application_id: UUID) -> HttpResponse:
    """Open the act that the application asks for, filled in from it; doing the act ends the application."""
    found, now = seen(request, application_id), timezone.now()
    case, code = _case(request, found), files.ACTS.get(ApplyKind(found.kind), "")
    if request.method != "POST" or case is None or not code:
        raise Http404
    here = HttpResponseRedirect(reverse("bureau:application", args=[found.id]))
    try:
        form = files.form_for(case["id"], code, request.actor, now)
        operations.take_up(application_id=found.id, by=request.actor, at=now)
        data = {**form.values, **filled_from(found), **_handed_in(request, found, form.values, code, case["id"], now)}
        cases.save_draft(case_id=case["id"], code=code, data=data, by=request.actor, now=now)
    except (Refused, Invalid) as problem:
        messages.error(request, str(problem))
        return here
    messages.info(request, f"已按{found.number}填好，请核对；办理以后这件申请即告办结。")
    return HttpResponseRedirect(reverse("bureau:act", args=[case["id"], code]))


def filled_from(found: ApplicationFacts) -> dict[str, Any]:
    """The fields of the act that the application answers. Its number stands in the text: by it the act ends the application."""
    said = f"网上申请{found.number}：\n{found.text}"
    when = timezone.localtime(found.received_at)
    moment, day = when.strftime("%Y-%m-%dT%H:%M"), when.date().isoformat()
    return {
        ApplyKind.STATEMENT: {"stated_at": moment, "mode": "online", "speaker": found.applicant, "content": said},
        ApplyKind.HEARING: {"requested_at": moment, "channel": "online", "applicant": found.applicant, "reasons": said},
        ApplyKind.RECUSAL: {"applicant": found.applicant, "reason": said},
        ApplyKind.INSTALMENTS: {"applied_on": day, "hardship": said},
        ApplyKind.ADDRESS: _address(found),
    }.get(ApplyKind(found.kind), {})


def _address(found: ApplicationFacts) -> dict[str, Any]:
    """The confirmed address by its parts; who named an electronic address agreed to be served there."""
    parts = address_parts(found.text)
    agreed = {"electronic": "yes"} if parts.get("electronic_address") else {"electronic": "no"}
    return {"phone": found.phone, "signer": found.applicant, **agreed, **parts}


def _handed_in(
    request: BureauRequest, found: ApplicationFacts, known: dict[str, Any], code: str, case_id: UUID, now: datetime
) -> dict[str, Any]:
    """The files, put into the case file once: the first time that the act is opened from the application."""
    if found.state == ApplicationState.ACTING:
        return {}
    kept = []
    for one in found.files:
        file, content = operations.read_application_file(application_id=found.id, seq=one.seq, by=request.actor, at=now)
        name = f"{found.number}附件{one.seq}-{file.name}"[-120:]
        kept.append(str(cases.add_file(case_id=case_id, name=name, content=content, by=request.actor, now=now).id))
    has_files = (spec := any_act(code)) is not None and spec.field("files") is not None
    return {"files": [*known.get("files", ()), *kept]} if has_files and kept else {}
