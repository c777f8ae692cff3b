"""One document of a case: what it is now, its seal and the report on it, its signatures, and what can be done next."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.people import Role
from mingjing.foundation.sealing import KIND_NAMES, STATE_NAMES, SealReport, Unsealable, report_pdf
from mingjing.foundation.typesetting import MissingGlyphs
from mingjing.records import operations, queries
from mingjing.records.terms import DocumentFacts, NotFound
from mingjing.records.terms.certificates import CERTIFICATE_SIGNERS
from mingjing.records.terms.seals import SEALING_STAGES, SIGNATURE_TAKERS, SealingFacts
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.cases_page import seen
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.seals_register import FOUND
from mingjing.sites.bureau.views.seals_waiting import ASKERS, usable


def the_paper(request: BureauRequest, case_id: UUID, document_id: UUID) -> tuple[Any, DocumentFacts]:
    """The case and one of its documents, for those who may see it. Raises Http404."""
    found = seen(request, case_id, "documents")
    one = next((each for each in found.documents if each.id == document_id), None)
    if one is None:
        raise Http404
    return found, one


@page(*CASE_ROLES)
def paper(request: BureauRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """A document with its seal and its signatures."""
    found, one = the_paper(request, case_id, document_id)
    own, closed = request.actor.organ_id == found.facts.organ.id, found.facts.stage == "archived"
    sealing = queries.sealing_of(one.id)
    act = next((each for each in found.facts.acts if each.seq == one.act_seq), None)
    signings = queries.person_signings(one.id)
    sealing_open = sealing is None or sealing.stage not in ("sealed", "working")
    facts = {
        "signings": signings, "certifies": own and not closed and not one.void_reason and sealing_open
        and request.actor.has(*CERTIFICATE_SIGNERS) and request.actor.person_id not in {each.person_id for each in signings},
        "case": found, "number": found.row["number"] or found.row["lead_number"], "d": one, "act": act, "sealing": sealing,
        "signatures": queries.signatures(one.id), "sheet": queries.sheet_of(one.id), "stages": SEALING_STAGES, "kinds": KIND_NAMES,
        "closed": closed, "asks": own and not closed and sealing is None and not one.void_reason and request.actor.has(*ASKERS),
        "drops": own and not closed and request.actor.has(*ASKERS), "mine": usable(request) if own and not closed else (),
        "takes": own and not closed and not one.void_reason and request.actor.has(*SIGNATURE_TAKERS),
    }  # fmt: skip
    return render(request, "bureau/seals/paper.html", facts)


@page(*ASKERS)
def seal_ask(request: BureauRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """Ask for a seal on a document."""
    found, one = the_paper(request, case_id, document_id)
    if request.method != "POST" or found.facts.organ.id != request.actor.organ_id:
        raise Http404
    operations.ask_seal(dossier_id=found.dossier_id, document_id=one.id, by=request.actor, at=timezone.now())
    messages.success(request, f"《{one.title}》已申请盖章，保管人、使用人在“待盖章”里办理。")
    return HttpResponseRedirect(reverse("bureau:case_paper", args=[case_id, one.id]))


def _sealed(request: BureauRequest, case_id: UUID, document_id: UUID) -> tuple[Any, DocumentFacts, SealingFacts]:
    found, one = the_paper(request, case_id, document_id)
    sealing = queries.sealing_of(one.id)
    if sealing is None or not sealing.sealed:
        raise Http404
    return found, one, sealing


@page(*CASE_ROLES)
def seal_report(request: BureauRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """What was found of the seal; posting examines it again."""
    found, one, sealing = _sealed(request, case_id, document_id)
    here = reverse("bureau:seal_report", args=[case_id, one.id])
    if request.method == "POST":
        if request.actor.has(Role.SUPERVISOR) and request.actor.organ_id != found.facts.organ.id:
            raise Http404
        try:
            again = operations.check_seal(sealing_id=sealing.id, by=request.actor, at=timezone.now())
        except (Unsealable, NotFound) as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, f"已重新核验：{FOUND[again.state]}。")
        return HttpResponseRedirect(here)
    facts = {
        "case": found, "number": found.row["number"] or found.row["lead_number"], "d": one, "sealing": sealing,
        "report": SealReport.of(sealing.report), "facts": about(one, sealing), "state_names": STATE_NAMES,
        "again": request.actor.organ_id == found.facts.organ.id,
    }  # fmt: skip
    return render(request, "bureau/seals/report.html", facts)


def about(one: DocumentFacts, sealing: SealingFacts) -> list[tuple[str, str]]:
    """What the report is about, as pairs."""
    report = SealReport.of(sealing.report)
    return [
        ("文书", f"{one.title} {one.number}".strip()), ("印章", f"{sealing.seal_name}（{KIND_NAMES.get(sealing.kind, sealing.kind)}）"),
        ("盖章时间", f"{timezone.localtime(sealing.sealed_at):%Y-%m-%d %H:%M:%S}" if sealing.sealed_at else ""),
        ("盖章人", sealing.sealed_name), ("证书", report.subject), ("证书序列号", report.serial), ("格式", report.kind),
        ("盖章前文件 SHA-256", sealing.source_sha256), ("盖章后文件 SHA-256", sealing.sha256), ("盖章后文件 SM3", sealing.sm3),
        ("核验时间", f"{timezone.localtime(sealing.checked_at):%Y-%m-%d %H:%M:%S}" if sealing.checked_at else ""),
        ("结论", FOUND[sealing.state]),
    ]  # fmt: skip


@page(*CASE_ROLES)
def seal_report_file(request: BureauRequest, case_id: UUID, document_id: UUID, kind: str) -> HttpResponse:
    """The report as JSON or PDF."""
    _, one, sealing = _sealed(request, case_id, document_id)
    if kind == "json":
        told = {"facts": dict(about(one, sealing)), "report": sealing.report}
        content, media = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode(), "application/json"
    elif kind == "pdf":
        try:
            content = report_pdf(
                SealReport.of(sealing.report), about(one, sealing), sealing.checked_at or timezone.now()
            )
        except MissingGlyphs as problem:
            messages.error(request, f"报告排不出来：{problem}。请先用 JSON。")
            return HttpResponseRedirect(reverse("bureau:seal_report", args=[case_id, one.id]))
        media = "application/pdf"
    else:
        raise Http404
    headers = {
        "Content-Disposition": f'attachment; filename="seal-report-{one.id}.{kind}"', "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }  # fmt: skip
    return HttpResponse(content, content_type=media, headers=headers)
