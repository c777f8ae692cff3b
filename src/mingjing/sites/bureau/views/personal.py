"""A document signed with one's own certificate, and the report on every signature and seal on its file as it is now."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.sealing import STATE_NAMES, SealReport, Unsealable
from mingjing.kernel.findings import Invalid
from mingjing.records import operations, queries
from mingjing.records.terms import DocumentFacts
from mingjing.records.terms.certificates import CERTIFICATE_SIGNERS
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.certificates import sent_file
from mingjing.sites.bureau.views.file_seals import of_reports, report_sent, verdict, when
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.seals import the_paper


@page(*CERTIFICATE_SIGNERS)
def certificate_sign(request: BureauRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """Sign with one's own certificate; the file and its password are used once and kept nowhere."""
    found, one = the_paper(request, case_id, document_id)
    if found.facts.organ.id != request.actor.organ_id:
        raise Http404
    here = reverse("bureau:case_paper", args=[case_id, one.id])

    def act(typed: Typed) -> str:
        p12 = sent_file(request, "请选择您的证书文件（P12、PFX）。")
        password = request.POST.get("password", "")
        if len(password) > 200:
            raise Invalid({"password": ["口令太长，请核对。"]})
        done = operations.sign_with_certificate(
            dossier_id=found.dossier_id,
            document_id=one.id,
            p12=p12,
            password=password,
            by=request.actor,
            at=timezone.now(),
        )
        return f"您已用证书 {done.serial} 签了《{one.title}》，原来的文件保留不变。"

    fields = (
        Field("file", "证书文件", "file", help="您本人的 P12 或者 PFX 文件；只用这一次，系统不保存"),
        Field(
            "password", "口令", "password", help="打开证书文件的口令，系统不保存", attributes={"autocomplete": "off"}
        ),
    )
    mine = queries.certificates_of(request.actor.person_id)
    told = "、".join(each.serial for each in mine if not each.problem_at(timezone.now()))
    known = f"您登记的证书：{told}。" if told else "您还没有登记可以用的证书，请先由本机关负责人在“签名证书”里登记。"
    note = f"签《{one.title}》{one.number}。{known}先签名，后盖章；签名不能撤回，记入留痕台账。"
    cases = reverse("bureau:case", args=[case_id])
    number = found.row["number"] or found.row["lead_number"]
    where = (("案件", reverse("bureau:cases")), (number, cases), (one.title, here), ("证书签名", ""))
    return step(request, Step("用证书签名", where, fields, act, "签名", here, note=note))


def _signed(request: BureauRequest, case_id: UUID, document_id: UUID) -> tuple[Any, DocumentFacts, dict[str, str]]:
    """The case, the document, and its file as it is now: sealed, else signed. Raises Http404 where it is neither."""
    found, one = the_paper(request, case_id, document_id)
    given, sealing = queries.person_signings(one.id), queries.sealing_of(one.id)
    if not given:
        raise Http404
    held = sealing if sealing and sealing.sealed else given[-1]
    return found, one, {"name": held.file_name, "sha256": held.sha256, "sm3": held.sm3, "size": str(held.size)}


def _reports(document_id: UUID, sha256: str, now: datetime) -> tuple[SealReport, ...]:
    """Each signature with the name of the person that the register has for its certificate. Raises Unsealable."""
    return queries.signatures_told(document_id, sha256, now)


@page(*CASE_ROLES)
def signing_report(request: BureauRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """Every signature and seal on the document's file, line by line, examined now."""
    found, one, file = _signed(request, case_id, document_id)
    now, problem = timezone.now(), ""
    try:
        reports = _reports(one.id, file["sha256"], now)
    except Unsealable as why:
        reports, problem = (), str(why)
    facts = {
        "case": found, "number": found.row["number"] or found.row["lead_number"], "problem": problem, "fits": True, "at": now,
        "file": file | {"size": int(file["size"])}, "state_names": STATE_NAMES, "back": reverse("bureau:case_paper", args=[case_id, one.id]),
        "reports": [(each, when(each), *verdict(each)) for each in reports],
        "saved": {kind: reverse("bureau:signing_report_file", args=[case_id, one.id, kind]) for kind in ("pdf", "json")},
    }  # fmt: skip
    return render(request, "bureau/seals/file.html", facts)


@page(*CASE_ROLES)
def signing_report_file(request: BureauRequest, case_id: UUID, document_id: UUID, kind: str) -> HttpResponse:
    """The report as JSON or PDF."""
    _, one, file = _signed(request, case_id, document_id)
    now, back = timezone.now(), reverse("bureau:signing_report", args=[case_id, one.id])
    try:
        reports = _reports(one.id, file["sha256"], now)
    except Unsealable as why:
        messages.error(request, str(why))
        return HttpResponseRedirect(back)
    told = [("文书", f"{one.title} {one.number}".strip()), ("文件", file["name"]), ("SHA-256", file["sha256"]), ("SM3", file["sm3"])]  # fmt: skip
    return report_sent(request, f"signatures-{one.id}", kind, reports, told + of_reports(reports, now), now, back)
