"""Custody: handing over, taking, giving back, the public archive, what is held apart."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from mingjing.archives import operations, queries
from mingjing.archives.terms import SECRECY_NAMES, STATE_SECRETS, HandoverFacts, HandoverState
from mingjing.cases import operations as cases
from mingjing.cases.queries import visible
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.organs import queries as organs
from mingjing.sites.bureau.views.archived import ROLES, held, pdf, sent, trail_of
from mingjing.sites.bureau.views.cases_page import seen
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page

GIVERS = (Role.HANDLER, Role.ARCHIVIST, Role.HEAD)


def _case(request: BureauRequest, case_id: UUID) -> Any:
    seen(request, case_id)
    case = visible(case_id, request.actor)
    if case.organ_id != request.actor.organ_id:
        raise Http404
    return case


@page(*GIVERS)
def archive_hand_over(request: BureauRequest, case_id: UUID) -> HttpResponse:
    """A handler hands a closed file over to the archive staff."""
    case = _case(request, case_id)
    back = reverse("bureau:case", args=[case_id])
    returned = queries.returned(case.dossier_id)

    def act(typed: Typed) -> str:
        pages = int(typed["paper_pages"]) if typed["paper_pages"].isdecimal() and len(typed["paper_pages"]) < 7 else -1
        cases.hand_over(case_id=case_id, paper_pages=pages, note=typed["note"], by=request.actor, now=timezone.now())
        return "已移交档案室，等档案员清点接收。"

    fields = (
        Field("paper_pages", "纸质材料页数", "number", "0", required=True, unit="页", help="没有纸质材料的填 0", attributes={"min": 0, "max": 100000}),
        Field("note", "移交说明", "textarea", help="纸质件存放处、缺失材料的原因", attributes={"maxlength": 500}),
    )  # fmt: skip
    number = case.number or case.lead_number
    return step(request, Step(
        f"移交归档：{number}", (("案件", reverse("bureau:cases")), (number, back), ("移交归档", "")), fields, act, "移交", back,
        note=f"上次退回：{returned}" if returned else "档案员清点后接收，或者写明理由退回。电子材料由系统清点。",
    ))  # fmt: skip


@page(*ROLES)
def handover(request: BureauRequest, handover_id: UUID) -> HttpResponse:
    """One handing over."""
    one = _handover(request, handover_id)
    file = queries.archived(one.dossier_id)
    waiting = one.state == HandoverState.OFFERED
    facts = {
        "one": one, "file": file, "waiting": waiting,
        "may": waiting and request.actor.has(Role.ARCHIVIST) and (one.to == "house" or one.offered_by != request.actor.person_id),
        "own": waiting and one.to == "staff" and one.offered_by == request.actor.person_id,
    }  # fmt: skip
    return render(request, "bureau/archives/handover.html", facts)


def _handover(request: BureauRequest, handover_id: UUID) -> HandoverFacts:
    one = queries.handover(handover_id)
    if one is None or one.organ_id != request.actor.organ_id:
        raise Http404
    return one


@page(Role.ARCHIVIST)
def handover_settle(request: BureauRequest, handover_id: UUID, move: str) -> HttpResponse:
    """Take what was handed over, or give it back."""
    one = _handover(request, handover_id)
    if move not in {"receive", "return"}:
        raise Http404
    takes, house = move == "receive", one.to == "house"
    back = reverse("bureau:handover", args=[one.id])

    def act(typed: Typed) -> str:
        given: Any = {"handover_id": one.id, "by": request.actor, "at": timezone.now()}
        if takes:
            operations.receive(opinion=typed["reason"], receipt_no=typed.get("receipt_no", ""), **given)
            return "已登记接收。"
        operations.give_back(reason=typed["reason"], **given)
        return "已退回，移交人会看到理由。"

    fields = [Field(
        "reason", "接收意见" if takes else "退回理由", "textarea", "清点无误" if takes else "", required=not takes,
        help="核对过的件数、页数、外观" if takes else "缺什么、怎样补", attributes={"maxlength": 500},
    )]  # fmt: skip
    if takes and house:
        fields.insert(0, Field("receipt_no", "档案馆回执编号", "text", required=True, attributes={"maxlength": 80}))
    word = "登记接收" if takes else "退回"
    note = f"{one.title}：电子 {one.electronic} 件、纸质 {one.paper_pages} 页，{one.offered_name}移交。"
    return step(
        request,
        Step(
            f"{word}：{one.title}",
            (("档案", reverse("bureau:archives")), ("移交", back), (word, "")),
            fields,
            act,
            word,
            back,
            note=note,
        ),
    )


@page(*ROLES)
def handover_pdf(request: BureauRequest, handover_id: UUID) -> HttpResponse:
    """The list with both persons."""
    one = _handover(request, handover_id)
    name = organs.organ(one.organ_id).name
    return pdf(f"{one.to_name}清单.pdf", operations.handover_paper(one, queries.archived(one.dossier_id), name))


@require_POST
@page(Role.ARCHIVIST)
def handover_package(request: BureauRequest, handover_id: UUID) -> HttpResponseBase:
    """Take the package of a transfer out; logged."""
    one = _handover(request, handover_id)
    file = queries.archived(one.dossier_id)
    if file is None or not one.package_sha256 or file.place == "gone":
        raise Http404
    return sent(request, file, one.package_sha256, f"{file.catalogue_no}-移交.zip")


@page(Role.ARCHIVIST)
def archive_to_house(request: BureauRequest, archived_id: UUID) -> HttpResponse:
    """Offer a filed file to the public archive."""
    file = held(request, archived_id)
    back = reverse("bureau:archive_file", args=[file.id])
    made: list[HandoverFacts] = []

    def act(typed: Typed) -> str:
        made.append(operations.offer_to_house(
            file_id=file.id, receiver=typed["receiver"], note=typed["note"], by=request.actor, at=timezone.now()
        ))  # fmt: skip
        return "已检测并生成移交包，等档案馆接收后登记回执。"

    fields = (
        Field("receiver", "接收的档案馆", "text", required=True, example="示范县档案馆", attributes={"maxlength": 100}),
        Field("note", "移交说明", "textarea", attributes={"maxlength": 500}),
    )
    return step(request, Step(
        f"移交档案馆：{file.catalogue_no}", trail_of(file, "移交档案馆"), fields, act, "检测并生成移交包", back,
        then=lambda: reverse("bureau:handover", args=[made[0].id]),
        note="先做四性检测，通过后生成移交包：含封存记录、全部过程证明、检测报告和补充卷。材料多时要等一会儿。",
    ))  # fmt: skip


@page(*GIVERS)
def archive_apart(request: BureauRequest, case_id: UUID) -> HttpResponse:
    """Register something classified of a case, by its number."""
    case = _case(request, case_id)
    back = reverse("bureau:case", args=[case_id])

    def act(typed: Typed) -> str:
        cases.hold_apart(
            case_id=case_id, number=typed["number"], secrecy=typed["secrecy"], kept_at=typed["kept_at"], by=request.actor, now=timezone.now(),
        )  # fmt: skip
        return "已登记。本系统只记编号、密级和保管处。"

    fields = (
        Field("number", "编号", "text", required=True, help="只写编号，不写题名和内容", attributes={"maxlength": 60}),
        Field("secrecy", "密级", "select", required=True, choices=[("", "请选择"), *((one, SECRECY_NAMES[one]) for one in STATE_SECRETS)]),
        Field("kept_at", "保管处", "text", required=True, example="保密室 3 号柜", attributes={"maxlength": 100}),
    )  # fmt: skip
    number = case.number or case.lead_number
    return step(request, Step(
        f"另行保管：{number}", (("案件", reverse("bureau:cases")), (number, back), ("另行保管", "")), fields, act, "登记", back,
        note="涉密材料不得存入本系统（ARCH-21）。原件按保密规定保管，这里只登记编号，以便归档时对照。",
    ))  # fmt: skip
