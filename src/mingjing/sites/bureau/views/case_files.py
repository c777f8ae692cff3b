"""Documents as PDF and pictures, files of a case handed in and looked at: every look at a file says what for."""

from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.files.base import File
from django.http import (
    FileResponse,
    Http404,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases import operations, queries
from mingjing.cases.operations.exporting import export_case
from mingjing.foundation import typesetting
from mingjing.foundation.people import Role
from mingjing.foundation.storage import Missing
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger.terms import NotLogged
from mingjing.records import queries as records
from mingjing.records.terms import AttachmentFacts, DocumentFacts, NotFound
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.cases_page import seen
from mingjing.sites.bureau.views.gate import BureauRequest, page

SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg"})
PURPOSES = {
    "handle": "办理本案", "review": "法制审核", "hearing": "听证", "approve": "审批决定", "publish": "公示", "archive": "归档查卷",
    "supervise": "执法监督",
}  # fmt: skip
USUAL = (
    (Role.SUPERVISOR, "supervise"), (Role.REVIEWER, "review"), (Role.CHAIR, "hearing"), (Role.HEAD, "approve"),
    (Role.PUBLICIST, "publish"), (Role.ARCHIVIST, "archive"),
)  # fmt: skip


def usual(request: BureauRequest) -> str:
    """What a person of this role most often looks at a file for."""
    return next((key for role, key in USUAL if request.actor.has(role)), "handle")


def _looked_up(
    request: BureauRequest, case_id: UUID, document_id: UUID, how: str, *, glance: bool = False, **which: bool
) -> tuple[DocumentFacts, bytes]:
    """The document, and the look at it logged with the duty of who looks (调阅监督)."""
    purpose = f"{PURPOSES[usual(request)]}（{how}）"
    try:
        queries.visible(case_id, request.actor)
        return operations.view_document(
            case_id=case_id, document_id=document_id, purpose=purpose, by=request.actor, now=timezone.now(),
            glance=glance, **which,
        )  # fmt: skip
    except (queries.CaseNotFound, NotFound, Missing) as problem:
        raise Http404(str(problem)) from None


@page(*CASE_ROLES)
def document(request: BureauRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """A document as PDF: shown in the browser, or saved with `?download=1`."""
    saved, original = "download" in request.GET, "original" in request.GET
    how = "下载文书" if saved else "打开盖章前的文书" if original else "打开文书"
    facts, pdf = _looked_up(request, case_id, document_id, how, original=original, handed=saved)
    name = f"{facts.act_seq:03d}-{facts.title}{'-' + facts.number if facts.number else ''}.pdf"
    return _sent(request, pdf, "application/pdf", name, facts.pdf_sha256, save="download" in request.GET)


@page(*CASE_ROLES)
def document_page(request: BureauRequest, case_id: UUID, document_id: UUID, number: int) -> HttpResponse:
    """A page of a document as a picture."""
    facts, pdf = _looked_up(request, case_id, document_id, "预览文书", glance=True)
    mark = f"{facts.pdf_sha256}-{number}"
    if request.headers.get("If-None-Match") == f'"{mark}"':
        return HttpResponseNotModified()
    try:
        picture = typesetting.preview(pdf, number - 1, dpi=72)
    except IndexError:
        raise Http404 from None
    return _sent(request, picture, "image/png", f"{facts.title}-{number}.png", mark, again=True)


def _sent(
    request: BureauRequest, content: bytes, kind: str, name: str, mark: str, *, save: bool = False, again: bool = False
) -> HttpResponse:
    """The bytes with headers that keep them what they are. Nothing is kept on the desk but what may be asked for again."""
    if request.headers.get("If-None-Match") == f'"{mark}"':
        return HttpResponseNotModified()
    shown = kind in SHOWN and not save
    return HttpResponse(
        content,
        content_type=kind if kind in SHOWN else "application/octet-stream",
        headers={
            "Content-Disposition": f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(name)}",
            "Content-Length": str(len(content)),
            "Cache-Control": f"private, {'no-cache' if again else 'no-store'}",
            "ETag": f'"{mark}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


sent = _sent


def as_sent(one: "File[bytes]") -> bytes:
    """The content, but of a file beyond the limit no more than shows that it is: what nobody keeps fills no memory."""
    return bytes(one.read(settings.MINGJING_UPLOAD_LIMIT + 1))


@page(*CASE_ROLES)
def upload(request: BureauRequest, case_id: UUID) -> HttpResponse:
    """Hand in files."""
    found = seen(request, case_id)
    if request.method != "POST":
        raise Http404
    sent = request.FILES.getlist("file")
    if request.POST.get("marked") == "yes":
        messages.error(request, "有密级标志的材料没有存入本系统。请按保密规定保管原件，在这里登记编号（ARCH-21）。")
        return HttpResponseRedirect(reverse("bureau:archive_apart", args=[case_id]))
    unmarked = request.POST.get("marked") == "no"
    for one in sent:
        try:
            operations.add_file(
                case_id=found.id,
                name=str(one.name),
                content=as_sent(one),
                by=request.actor,
                now=timezone.now(),
                unmarked=unmarked,
            )
        except Invalid as problem:
            messages.error(request, "；".join(sum(problem.errors.values(), [])))
        except Refused as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, f"已加入“{one.name}”，摘要已记入留痕台账。")
    if not sent:
        messages.error(request, "没有选择文件，请选择后再上传。")
    return HttpResponseRedirect(f"{reverse('bureau:case', args=[case_id])}?tab=documents#files")


@page(*CASE_ROLES)
def file(request: BureauRequest, case_id: UUID, file_id: UUID) -> HttpResponse:
    """One file: its facts and who looked at it; opening it asks what for, and is logged (调阅监督)."""
    found = seen(request, case_id, "timeline")
    try:
        facts = records.attachment(found.dossier_id, file_id)
        if request.method == "POST":
            return _opened(request, case_id, facts)
    except (NotFound, Missing) as problem:
        raise Http404(str(problem)) from None
    return render(
        request,
        "bureau/cases/file.html",
        {
            "case": found,
            "number": found.row["number"] or found.row["lead_number"],
            "file": facts,
            "purposes": PURPOSES,
            "usual": usual(request),
            "viewings": [each for each in found.viewings if each.name == facts.name],
            "shown": facts.media_type in SHOWN,
            "sealable": records.may_bear_seals(facts),
        },
    )


def _opened(request: BureauRequest, case_id: UUID, facts: AttachmentFacts) -> HttpResponse:
    purpose = PURPOSES.get(request.POST.get("purpose", ""))
    if purpose is None:
        messages.error(request, "请选择调阅用途。")
        return HttpResponseRedirect(reverse("bureau:case_file", args=[case_id, facts.id]))
    kept, content = operations.view_file(
        case_id=case_id, attachment_id=facts.id, purpose=purpose, by=request.actor, now=timezone.now()
    )
    return _sent(request, content, kept.media_type, kept.name, kept.sha256, save="_save" in request.POST)


@page(*CASE_ROLES)
def export(request: BureauRequest, case_id: UUID) -> HttpResponseBase:
    """The whole case file as a ZIP that can be verified offline; who took it is logged."""
    found = seen(request, case_id)
    if request.method != "POST":
        raise Http404
    try:
        name, content = export_case(case_id=found.id, by=request.actor, now=timezone.now())
    except (Missing, NotLogged) as problem:
        messages.error(request, f"案卷不能导出：{problem}。请联系本机关系统管理员核对存储。")
        return HttpResponseRedirect(reverse("bureau:case", args=[case_id]))
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/zip", headers=headers)
