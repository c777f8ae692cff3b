"""Signing on a screen: the document as it is now, a field to write in, or the refusal with its witness."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases import operations as cases
from mingjing.foundation import storage
from mingjing.foundation.pages import Field, filled
from mingjing.kernel.findings import Finding, Invalid, Refused
from mingjing.records import operations, queries
from mingjing.records.terms import NotFound
from mingjing.records.terms.seals import SIGNATURE_TAKERS, SIGNER_ROLES, SignatureDraft
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.filling import Typed, read
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.seals import the_paper

LARGEST = 400_000
FIELDS = (
    Field("role", "签名人身份", "select", required=True, choices=[("", "请选择"), *SIGNER_ROLES.items()]),
    Field(
        "name", "签名人姓名", required=True, help="照身份证件写", attributes={"maxlength": 60, "autocomplete": "off"}
    ),
    Field("refused", "拒绝签名（不写字，登记理由和见证人）", "checkbox"),
    Field("reason", "拒绝签名的理由", help="拒绝签名时必填", attributes={"maxlength": 200}),
    Field("witness", "见证人姓名", help="拒绝签名时必填", attributes={"maxlength": 60}),
)


@page(*SIGNATURE_TAKERS)
def document_sign(request: BureauRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """Hand the screen to whoever signs."""
    found, one = the_paper(request, case_id, document_id)
    if found.facts.organ.id != request.actor.organ_id:
        raise Http404
    if request.method != "POST":
        return _drawn(request, found, one, request.typed or QueryDict(), {}, (), 200)
    values, errors = read(FIELDS, request.POST)
    strokes = strokes_of(request.POST.get("strokes", ""))
    if errors:
        return _drawn(request, found, one, request.POST, errors, (), 422)
    draft = _draft(values, strokes, request)
    try:
        made = operations.sign_by_hand(
            dossier_id=found.dossier_id, document_id=one.id, draft=draft, by=request.actor, at=timezone.now()
        )
    except Invalid as problem:
        return _drawn(request, found, one, request.POST, problem.errors, (), 422)
    except Refused as problem:
        return _drawn(request, found, one, request.POST, {}, problem.findings, 409)
    messages.success(
        request, f"{made.told}{made.name}{'拒绝签名，已登记' if made.refused else '已签名'}，记入留痕台账。"
    )
    return HttpResponseRedirect(reverse("bureau:case_paper", args=[case_id, one.id]) + "#signatures")


def _draft(values: Typed, strokes: tuple[Any, ...], request: BureauRequest) -> SignatureDraft:
    refused = values["refused"] == "1"
    return SignatureDraft(
        values["role"], values["name"], request.POST.get("shown", "")[:64], () if refused else strokes, refused, values["reason"],
        values["witness"], device_of(request.headers.get("User-Agent", "")),
    )  # fmt: skip


def strokes_of(text: str) -> tuple[tuple[tuple[int, int, int, int], ...], ...]:
    """The strokes as they came from the screen; none for anything that is not such a list."""
    try:
        told = json.loads(text) if len(text) <= LARGEST else []
        return tuple(tuple(_point(point) for point in stroke) for stroke in told if stroke)
    except (ValueError, TypeError, RecursionError):
        return ()


def _point(told: Sequence[Any]) -> tuple[int, int, int, int]:
    x, y, pressure, at = told
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in (x, y, pressure, at)):
        raise TypeError("whole numbers only")
    return (x, y, pressure, at)


def device_of(agent: str) -> str:
    """What kind of device it says it is, and its own words."""
    kind = "平板" if "iPad" in agent or "Tablet" in agent else "手机" if "Mobile" in agent else "电脑"
    plain = "".join(sign for sign in agent if sign.isprintable())
    return f"{kind}：{plain}"[:120]


def _drawn(
    request: BureauRequest,
    found: Any,
    one: Any,
    typed: QueryDict,
    errors: Mapping[str, Sequence[str]],
    refusals: Sequence[Finding],
    status: int,
) -> HttpResponse:
    facts, _ = cases.view_document(
        case_id=found.id,
        document_id=one.id,
        purpose="办理本案（请人签名）",
        by=request.actor,
        now=timezone.now(),
        glance=True,
    )
    sealing = queries.sealing_of(one.id)
    shown = sealing.sha256 if sealing and sealing.sealed else queries.document(found.dossier_id, one.id).pdf_sha256
    names = {each.name for each in FIELDS}
    extra = [text for name, texts in errors.items() if name not in names for text in texts]
    return render(
        request,
        "bureau/seals/sign.html",
        {
            "case": found, "number": found.row["number"] or found.row["lead_number"], "d": one, "shown": shown,
            "pages": range(1, facts.pages + 1), "fields": filled(FIELDS, typed, errors), "extra": extra, "findings": refusals,
            "strokes": typed.get("strokes", "")[:LARGEST], "given": queries.signatures(one.id),
        },
        status=status,
    )  # fmt: skip


@page(*CASE_ROLES)
def signature_picture(request: BureauRequest, case_id: UUID, document_id: UUID, signature_id: UUID) -> HttpResponse:
    """One signature as a picture."""
    _, one = the_paper(request, case_id, document_id)
    try:
        found = queries.signature(one.id, signature_id)
        content = storage.read(found.picture_sha256)
    except (NotFound, storage.Missing) as problem:
        raise Http404(str(problem)) from None
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="image/png", headers=headers)


@page(*CASE_ROLES)
def signature_sheet(request: BureauRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """The page of signatures as PDF; who looked is logged like a look at the document."""
    found, one = the_paper(request, case_id, document_id)
    now = timezone.now()
    try:
        sheet = operations.set_sheet(dossier_id=found.dossier_id, document_id=one.id, at=now, by=request.actor)
        content = storage.read(sheet.sha256)
    except (NotFound, storage.Missing) as problem:
        raise Http404(str(problem)) from None
    operations.log_view(
        dossier_id=found.dossier_id,
        what="document",
        object_id=one.id,
        name=f"{one.title}签名页",
        purpose="打开签名页",
        at=now,
        by=request.actor,
    )
    headers = {
        "Content-Disposition": f'inline; filename="signatures-{one.id}.pdf"', "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }  # fmt: skip
    return HttpResponse(content, content_type="application/pdf", headers=headers)
