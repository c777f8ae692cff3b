"""Appraisal and destruction: holds, proposals, approvals, execution, the register and the certificate."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.archives import operations, queries
from mingjing.archives.terms import DISPOSAL_NAMES, GROUND_NAMES, Disposal, DisposalFacts
from mingjing.cases import operations as cases
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid
from mingjing.organs import queries as organs
from mingjing.sites.bureau.views.archived import KEEPERS, held, pdf, trail_of
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page

APPRAISERS = (Role.ARCHIVIST, Role.HEAD)
APPROVERS = (Role.HEAD, Role.REVIEWER)
PAGE = 30


@page(*KEEPERS)
def disposals(request: BureauRequest) -> HttpResponse:
    """The register of destructions (销毁清册), those that wait first by tab."""
    asked = request.GET
    tab = asked.get("tab", "") if asked.get("tab", "") in DISPOSAL_NAMES else ""
    after = int(asked["after"]) if asked.get("after", "").isdecimal() and len(asked["after"]) < 7 else 0
    rows = queries.disposals(request.actor.organ_id, (tab,) if tab else (), after=after, limit=PAGE + 1)
    facts = {
        "rows": rows[:PAGE], "tab": tab, "tabs": [("", "全部", None), *((key, word, None) for key, word in DISPOSAL_NAMES.items())],
        "next": str(after + PAGE) if len(rows) > PAGE else "",
    }  # fmt: skip
    return render(request, "bureau/archives/disposals.html", facts)


def _one(request: BureauRequest, disposal_id: UUID) -> DisposalFacts:
    found = queries.disposal(disposal_id)
    if found is None or found.organ_id != request.actor.organ_id:
        raise Http404
    return found


@page(*KEEPERS)
def disposal(request: BureauRequest, disposal_id: UUID) -> HttpResponse:
    """One destruction with everything that was said."""
    one = _one(request, disposal_id)
    me = request.actor.person_id
    file = queries.archived_file(one.file_id)
    facts = {
        "one": one, "file": file, "holds": [each for each in queries.holds(one.file_id) if each.lifted_at is None],
        "may_approve": one.state == Disposal.PROPOSED and request.actor.has(*APPROVERS) and me != one.proposed_by
        and all(each.person_id != me for each in one.approvals),
        "may_reject": one.state in (Disposal.PROPOSED, Disposal.APPROVED) and request.actor.has(*APPROVERS) and me != one.proposed_by,
        "may_execute": one.state == Disposal.APPROVED and request.actor.has(*APPRAISERS),
    }  # fmt: skip
    return render(request, "bureau/archives/disposal.html", facts)


@page(*APPRAISERS)
def archive_propose(request: BureauRequest, archived_id: UUID) -> HttpResponse:
    """Propose to destroy a file after appraisal."""
    file = held(request, archived_id)
    back = reverse("bureau:archive_file", args=[file.id])
    made: list[DisposalFacts] = []

    def act(typed: Typed) -> str:
        made.append(operations.propose_destruction(
            file_id=file.id, ground=typed["ground"], basis=typed["basis"], appraisal=typed["appraisal"], by=request.actor,
            at=timezone.now(),
        ))  # fmt: skip
        return "已提出，等两位批准人分别批准。"

    fields = (
        Field("ground", "理由", "select", required=True, choices=[("", "请选择"), *GROUND_NAMES.items()]),
        Field("basis", "依据", "text", required=True, wide=True, example="鉴定会议纪要〔2066〕3号", attributes={"maxlength": 300}),
        Field("appraisal", "鉴定意见", "textarea", required=True, rows=6, attributes={"maxlength": 2000},
              help="逐件看过什么、为什么不再需要；这段话留在销毁清册和销毁证明里，不要写当事人的姓名、证件号码"),
    )  # fmt: skip
    until = f"保管期限到 {file.retain_until}。" if file.retain_until else "永久保管，不能因期满销毁。"
    return step(request, Step(
        f"提出销毁：{file.catalogue_no}", trail_of(file, "提出销毁"), fields, act, "提出", back,
        then=lambda: reverse("bureau:disposal", args=[made[0].id]),
        note=f"{until}批准人是本机关负责人、法制审核人中的两人，都不能是提出人。",
    ))  # fmt: skip


@page(*APPROVERS)
def disposal_decide(request: BureauRequest, disposal_id: UUID, move: str) -> HttpResponse:
    """Approve a destruction, or say no."""
    one = _one(request, disposal_id)
    if move not in {"approve", "reject"}:
        raise Http404
    agrees = move == "approve"
    back = reverse("bureau:disposal", args=[one.id])

    def act(typed: Typed) -> str:
        done = (operations.approve_destruction if agrees else operations.reject_destruction)(
            disposal_id=one.id, opinion=typed["opinion"], by=request.actor, at=timezone.now()
        )
        if not agrees:
            return "已登记不同意，这册案卷不销毁。"
        return "两人已批准，可以执行。" if done.state == Disposal.APPROVED else "已批准，还要另一人批准。"

    word = "批准" if agrees else "不同意"
    fields = (Field("opinion", "意见", "textarea", required=True, help="至少四个字", attributes={"maxlength": 300}),)
    return step(request, Step(
        f"{word}销毁：{one.catalogue_no}", (("销毁清册", reverse("bureau:disposals")), (one.catalogue_no, back), (word, "")), fields, act,
        word, back, note=f"{one.ground_name}。依据：{one.basis}。鉴定意见：{one.appraisal[:300]}",
    ))  # fmt: skip


@page(*APPRAISERS)
def disposal_execute(request: BureauRequest, disposal_id: UUID) -> HttpResponse:
    """Execute a destruction that two have approved."""
    one = _one(request, disposal_id)
    back = reverse("bureau:disposal", args=[one.id])

    def act(typed: Typed) -> str:
        if typed["number"] != one.catalogue_no:
            raise Invalid({"number": [f"输入的档号与“{one.catalogue_no}”不一致，没有销毁。"]})
        cases.destroy_file(disposal_id=one.id, by=request.actor, now=timezone.now())
        return "已销毁。后台正在清除存储和数据库里的旧内容，完成后写入销毁证明。"

    fields = (
        Field("number", f"输入档号“{one.catalogue_no}”以确认", "text", required=True, attributes={"maxlength": 60}),
    )
    return step(request, Step(
        f"执行销毁：{one.catalogue_no}", (("销毁清册", reverse("bureau:disposals")), (one.catalogue_no, back), ("执行", "")), fields, act,
        "销毁，不能恢复", back, danger=True,
        note="案件、文书、附件、音像、归档包、公示内容、过程记录的明文和盐全部销毁，不能恢复；台账只留加盐承诺和序号。",
    ))  # fmt: skip


@page(*KEEPERS)
def disposal_pdf(request: BureauRequest, disposal_id: UUID) -> HttpResponse:
    """The certificate of a destruction."""
    one = _one(request, disposal_id)
    if one.state != Disposal.DESTROYED:
        raise Http404
    return pdf(f"{one.catalogue_no}-销毁证明.pdf", operations.certificate(one, organs.organ(one.organ_id).name))


@page(*KEEPERS)
def archive_hold(request: BureauRequest, archived_id: UUID) -> HttpResponse:
    """Put a file under a legal hold."""
    file = held(request, archived_id)
    back = reverse("bureau:archive_file", args=[file.id])

    def act(typed: Typed) -> str:
        operations.set_hold(
            file_id=file.id, reason=typed["reason"], basis=typed["basis"], by=request.actor, at=timezone.now()
        )
        return "已冻结，解除以前不能销毁。"

    fields = (
        Field("reason", "理由", "textarea", required=True, help="谁要求、为什么，例如行政诉讼、审计", attributes={"maxlength": 300}),
        Field("basis", "依据", "text", required=True, example="〔2026〕行初 12 号", attributes={"maxlength": 200}),
    )  # fmt: skip
    return step(
        request, Step(f"冻结：{file.catalogue_no}", trail_of(file, "冻结"), fields, act, "冻结", f"{back}#holds")
    )


@page(Role.HEAD)
def archive_hold_lift(request: BureauRequest, archived_id: UUID, hold_id: int) -> HttpResponse:
    """Lift a legal hold."""
    file = held(request, archived_id)
    found = next((one for one in queries.holds(file.id) if one.id == hold_id), None)
    if found is None:
        raise Http404
    back = reverse("bureau:archive_file", args=[file.id])

    def act(typed: Typed) -> str:
        operations.lift_hold(
            file_id=file.id, hold_id=hold_id, reason=typed["reason"], by=request.actor, at=timezone.now()
        )
        return "已解除冻结。"

    fields = (Field("reason", "解除的理由", "textarea", required=True, attributes={"maxlength": 300}),)
    return step(request, Step(
        f"解除冻结：{file.catalogue_no}", trail_of(file, "解除冻结"), fields, act, "解除", f"{back}#holds",
        note=f"冻结理由：{found.reason}。依据：{found.basis}。",
    ))  # fmt: skip
