"""The reviewer's page of a draft made elsewhere: draft and files on the left, the eight checks on the right."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid
from mingjing.review import operations, queries
from mingjing.review.terms import CHECK_QUESTIONS, MAJOR_QUESTION, RESULT_NAMES, Answer, Check, DraftStage
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.outside import about, seen_draft
from mingjing.sites.bureau.views.outside_forms import HOME, LONG
from mingjing.sites.bureau.views.review_inside import asked_inside, in_draft

YES_NO = (("yes", "是"), ("no", "否"))


@page(Role.REVIEWER)
def outside_review(request: BureauRequest, outside_id: UUID) -> HttpResponse:
    """Look at the draft beside the checks and give the opinion."""
    found = seen_draft(request, outside_id)
    back = reverse("bureau:outside_draft", args=[found.id])
    # The supervisor who also reviews sees foreign drafts, and reviews only those of the own organ.
    if found.organ_id != request.actor.organ_id or (
        request.method != "POST" and not request.typed and found.stage != DraftStage.OPEN
    ):
        messages.info(request, "这份送审稿现在不等审核意见，请看下面的情况。")
        return HttpResponseRedirect(back)
    rounds = queries.rounds(found.dossier_id)
    statement = queries.statement("opinion", timezone.localdate())

    def act(typed: Typed) -> str:
        if typed["result"] == "incomplete":
            operations.return_draft(draft_id=found.id, missing=typed["problems"], by=request.actor, at=timezone.now())
            return "已退回补正，审核期限停止计算，补齐后继续。"
        _answered(typed)
        made = operations.opine_on_draft(
            draft_id=found.id, answers=[_answer(check, typed) for check in Check], is_major=typed["is_major"] == "yes",
            not_major_reason=typed["not_major_reason"], result=typed["result"], problems=typed["problems"], statement=statement,
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
        return f"已出具审核意见：{made.result_name}。意见书可以打印。"

    shown = about(found, rounds) | {
        "round": rounds[-1] if rounds else None, "before": rounds[-2] if len(rounds) > 1 else None, "today": timezone.localdate(),
        "compared": queries.comparison(found.content.profile, timezone.localdate()), "compared_on": timezone.localdate(),
        "counsel": queries.advice_on(found.dossier_id), "asks": False,
        **asked_inside(request.actor, in_draft(request.actor, found), rounds[-1] if rounds else None),
    }  # fmt: skip
    trail = (("法制审核", reverse("bureau:reviews")), (HOME, reverse("bureau:outside_drafts")), (found.source_ref, back), ("出具意见", ""))  # fmt: skip
    return step(request, Step(
        f"法制审核：{found.content.title}", trail, _fields(statement), act, "出具审核意见", back, aliases={"missing": "problems"},
        template="bureau/outside/review.html", facts=shown,
    ))  # fmt: skip


def _fields(statement: str) -> tuple[Field, ...]:
    results = [
        ("incomplete", "材料不全，退回补正（不出具意见）"),
        *((str(one), name) for one, name in RESULT_NAMES.items()),
    ]
    return (
        *(Field(str(check), text, "radio", choices=YES_NO) for check, text in CHECK_QUESTIONS.items()),
        Field("is_major", MAJOR_QUESTION, "radio", choices=YES_NO),
        Field("not_major_reason", "不属于重大执法决定的理由", "textarea", rows=2, help="填“否”的必填", attributes={"maxlength": 2000}),
        Field("problems", "存在的问题和修改意见；退回补正的，需补充的材料", "textarea", rows=5, help="八项里填“否”的、结论不是同意的必填", attributes=LONG),
        Field("result", "审核结论", "radio", required=True, choices=results),
        Field("stated", f"责任声明：{statement}", "checkbox"),
    )  # fmt: skip


def _answered(typed: Typed) -> None:
    """Raise Invalid, naming every question that was left out."""
    asked: dict[str, Any] = {**{str(check): "请回答这一项。" for check in Check}, "is_major": "请回答这一项。"}
    errors = {name: [text] for name, text in asked.items() if typed[name] not in {"yes", "no"}}
    if typed.get("stated") != "1":
        errors["stated"] = ["请确认责任声明后再出具意见。"]
    if typed["result"] not in {str(one) for one in RESULT_NAMES}:
        errors["result"] = ["请选择审核结论。"]
    if errors:
        raise Invalid(errors)


def _answer(check: Check, typed: Typed) -> Answer:
    passed = typed[str(check)] == "yes"
    return Answer(str(check), passed, "" if passed else typed["problems"])
