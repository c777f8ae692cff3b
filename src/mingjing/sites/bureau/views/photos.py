"""The photograph of a certificate: put in and taken down by whoever keeps the register, looked at in the bureau."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from mingjing.foundation import storage
from mingjing.foundation.access import Forbidden
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Finding, Refused
from mingjing.organs import operations, queries
from mingjing.organs.terms import CertificateFacts
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.registers_organs import REASON
from mingjing.sites.bureau.views.registers_people import home, the_person, trail

MOST_BYTES = 6 * 1024 * 1024
"""More is not even read: ORG-10 refuses from five megabytes on."""


def _kept(request: BureauRequest, certificate_id: UUID) -> CertificateFacts:
    facts = queries.certificate(certificate_id)
    if facts is None:
        raise Http404
    if not operations.may_keep(request.actor, facts.organ_id):
        raise Forbidden(f"{request.actor.name}不能登记{facts.organ_name}的证件照片：须由该机关的系统管理员办理。")
    return facts


@page(Role.SYSTEM_ADMIN)
def photo_set(request: BureauRequest, certificate_id: UUID) -> HttpResponse:
    """Put in the photograph of a certificate; nothing of the camera is kept."""
    held = _kept(request, certificate_id)
    person = the_person(held.person_id)
    findings: tuple[Finding, ...] = ()
    if request.method == "POST":
        given: Any = request.FILES.get("photo")
        content = given.read(MOST_BYTES) if given else b""
        try:
            operations.set_photo(certificate_id=held.id, content=content, by=request.actor, at=timezone.now())
        except Refused as problem:
            findings = problem.findings
        else:
            messages.success(request, f"已登记执法证 {held.number} 的照片，公众在证件页上可以看到。")
            return HttpResponseRedirect(home(person))
    field = Field(
        "photo", "照片文件", "file", required=True, errors=tuple(one.message for one in findings),
        help="二寸证件照，JPG 或者 PNG，不超过 5 MB；拍摄时间、地点等信息会去掉", attributes={"accept": "image/jpeg,image/png"},
    )  # fmt: skip
    facts = {
        "step": Step(f"{person.name}的证件照片", trail(person, "证件照片"), (field,), str, "登记照片", home(person),
                     note="照片只在执法证件页上显示，用来核对人和证是不是一致（国办发〔2018〕118号第二部分（五））。"),
        "fields": (field,),
        "findings": findings,
        "extra": (),
        "stale": False,
    }  # fmt: skip
    return render(request, "bureau/step.html", facts, status=409 if findings else 200)


@page(Role.SYSTEM_ADMIN)
def photo_remove(request: BureauRequest, certificate_id: UUID) -> HttpResponse:
    """Take the photograph down, with the reason."""
    held = _kept(request, certificate_id)
    person = the_person(held.person_id)

    def act(typed: Typed) -> str:
        operations.remove_photo(certificate_id=held.id, by=request.actor, at=timezone.now(), **typed)
        return f"已撤下执法证 {held.number} 的照片。"

    return step(request, Step(
        f"撤下{person.name}的证件照片", trail(person, "撤下照片"), (REASON,), act, "撤下照片", home(person),
        note="撤下以后，公众的证件页上显示“未登记照片”。", danger=True,
    ))  # fmt: skip


@page()
def photo(request: BureauRequest, certificate_id: UUID) -> HttpResponse:
    """The picture itself, for people who are signed in; kept by no cache."""
    found = queries.photo(certificate_id)
    if found is None:
        raise Http404
    response = HttpResponse(storage.read(found.sha256), content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    return response
