"""The early end of publicity: the publicist registers what a party asks, the head decides in time."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.publicity import operations, queries
from mingjing.publicity.terms import CONDITIONS, TEXT_MOST, ApplicationFacts, Move
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.publicity import seen
from mingjing.sites.bureau.views.publicity_moves import choices_of


def _trail(number: str, publication_id: UUID, word: str) -> tuple[tuple[str, str], ...]:
    here = reverse("bureau:publication", args=[publication_id])
    return (("执法公示", reverse("bureau:publications")), (number, here), (word, ""))


@page(Role.PUBLICIST)
def repair(request: BureauRequest, publication_id: UUID) -> HttpResponse:
    """Register an application; the clock of the decision starts on the day it was made."""
    found = seen(request, publication_id)
    asked = _applied(request, publication_id)

    def act(typed: Typed) -> str:
        made = operations.apply_repair(publication_id=publication_id, by=request.actor, at=timezone.now(), **typed)
        return f"{found.number}：申请已登记，{made.due:%Y-%m-%d} 以前要作出决定。"

    fields = (
        Field("applicant", "申请人", value=asked.applicant if asked else "", required=True, help="只在办案端可见", attributes={"maxlength": 120}),
        Field("applied_on", "申请日期", "date", timezone.localdate(asked.received_at) if asked else timezone.localdate(), required=True),
        Field("claim", "申请的理由和材料", "textarea", f"网上申请{asked.number}：\n{asked.text}" if asked else "", required=True, attributes={"maxlength": TEXT_MOST + 100}, example="罚款已缴清，两名焊工已取证，附缴款凭证和证书"),
    )  # fmt: skip
    here = reverse("bureau:publication", args=[publication_id])
    note = (
        "当事人履行了义务、消除了后果的，可以申请提前终止公示；由负责人核实后决定。信用平台上的公示另行办理信用修复。"
    )
    trail = _trail(found.number, publication_id, "登记提前终止申请")
    return step(request, Step(f"登记提前终止申请：{found.number}", trail, fields, act, "登记", here, note=note))


def _applied(request: BureauRequest, publication_id: UUID) -> ApplicationFacts | None:
    """The online application that the form is opened from; its number in the claim ends it with the head's decision."""
    try:
        key = UUID(request.GET.get("application", ""))
    except ValueError:
        return None
    found = operations.read_application(key, by=request.actor)
    return found if found and found.publication_id == publication_id and found.is_open else None


@page(Role.HEAD)
def repair_decide(request: BureauRequest, repair_id: UUID) -> HttpResponse:
    """Grant or refuse; what is missing is named by the rule, what was typed stays."""
    asked = queries.repair(repair_id)
    if asked is None:
        raise Http404
    seen(request, asked.publication_id)

    def act(typed: Typed) -> str:
        granted = typed["answer"] == "granted"
        done = operations.decide_repair(
            repair_id=repair_id,
            granted=granted,
            reason=typed["reason"],
            ground=typed["ground"] or "performed",
            conditions=[key for key in CONDITIONS if typed[key]],
            by=request.actor,
            at=timezone.now(),
        )
        return f"{done.number}：{done.state_name}。"

    answers = [("", "请选择"), ("granted", "准予提前终止"), ("refused", "不予提前终止")]
    fields = (
        Field("answer", "决定", "select", required=True, choices=answers),
        Field("ground", "准予的理由", "select", "performed", choices=choices_of(Move.REPAIR)),
        *(Field(key, f"查明：{word}", "checkbox") for key, word in CONDITIONS.items()),
        Field("reason", "决定的理由", "textarea", required=True, help="告知当事人，不向社会公开"),
    )
    here = reverse("bureau:publication", args=[asked.publication_id])
    note = f"{asked.applicant}于 {asked.applied_on:%Y-%m-%d} 申请：{asked.claim[:300].rstrip('。')}。应在 {asked.due:%Y-%m-%d} 以前决定。"
    trail = _trail(asked.number, asked.publication_id, "决定提前终止申请")
    return step(request, Step(f"决定提前终止申请：{asked.number}", trail, fields, act, "作出决定", here, note=note))
