"""询问提纲: the organ's lists of questions, kept here, put into the interview form there."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from mingjing.cases.terms.asking import musts
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.records import operations, queries
from mingjing.records.terms import NotFound
from mingjing.records.terms.filings import DRAFTERS
from mingjing.records.terms.questions import QuestionSet
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page


@page(*DRAFTERS)
def question_sets(request: BureauRequest) -> HttpResponse:
    """Every list of the organ."""
    return render(
        request,
        "bureau/forms/questions.html",
        {"rows": queries.question_sets(request.actor.organ_id), "musts": musts()},
    )


def _form(request: BureauRequest, kept: QuestionSet | None) -> HttpResponse:
    heads = request.actor.has(Role.HEAD)

    def act(typed: Typed) -> str:
        done = operations.keep_questions(
            name=typed["name"], cause=typed["cause"], questions=typed["questions"].splitlines(), retired=typed.get("retired") == "yes",
            by=request.actor, at=timezone.now(), set_id=kept.id if kept else None,
        )  # fmt: skip
        waits = "负责人发布以后，询问时才列出。" if done.retired else "询问时即可选用。"
        return f"“{done.name}”已保存，{len(done.questions)} 个问题，{waits}"

    fields = (
        Field("name", "名称", value=kept.name if kept else "", required=True, example="特种作业人员询问提纲", attributes={"maxlength": 60}),
        Field("cause", "适用的案由", value=kept.cause if kept else "", help="写案由里的词，例如“特种作业”；各类案件通用的留空", attributes={"maxlength": 120}),
        Field("questions", "问题", "textarea", "\n".join(kept.questions) if kept else "", required=True, help="一行一个问题；必须问到的，在行首写“★”", rows=12, attributes={"maxlength": 12000}),
        *((Field("retired", "使用", "select", "yes" if kept and kept.retired else "no", choices=[("no", "发布，询问时列出"), ("yes", "停用")]),) if heads else ()),
    )  # fmt: skip
    back = reverse("bureau:question_sets")
    title = f"修改“{kept.name}”" if kept else "新编询问提纲"
    note = "" if heads else "保存以后由负责人发布；正在使用的，修改之后要重新发布才会列出。"
    return step(request, Step(title, (("询问提纲", back), (title, "")), fields, act, "保存", back, note=note))


@page(*DRAFTERS)
def question_set_new(request: BureauRequest) -> HttpResponse:
    """A new list."""
    return _form(request, None)


@page(*DRAFTERS)
def question_set(request: BureauRequest, set_id: UUID) -> HttpResponse:
    """Change a list."""
    try:
        return _form(request, queries.question_set(set_id, request.actor.organ_id))
    except NotFound as problem:
        raise Http404(str(problem)) from None


@page(Role.HEAD)
@require_POST
def question_set_release(request: BureauRequest, set_id: UUID) -> HttpResponse:
    """The head releases a list as it stands: from now on it is offered beside the interview."""
    try:
        kept = queries.question_set(set_id, request.actor.organ_id)
    except NotFound as problem:
        raise Http404(str(problem)) from None
    done = operations.keep_questions(
        name=kept.name, cause=kept.cause, questions=kept.questions, retired=False, by=request.actor, at=timezone.now(),
        set_id=kept.id,
    )  # fmt: skip
    messages.success(request, f"“{done.name}”已发布，询问时即可选用。")
    return HttpResponseRedirect(reverse("bureau:question_sets"))
