"""Question sets beside the interview form: what must be asked first, lists by cause, put in by a button, the use kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages

from mingjing.cases.queries.page import FormPage, dossier_of
from mingjing.cases.terms.asking import musts
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import registered
from mingjing.records import operations, queries
from mingjing.records.terms import NotFound
from mingjing.sites.bureau.views.gate import BureauRequest

ASKING = "interview"
GENERAL = "must"
"""What the button of the general list sends."""


def asked_of(request: BureauRequest, form: FormPage, values: Mapping[str, Any]) -> dict[str, Any]:
    """The lists offered beside an interview, what is not asked yet, and the lists used before; nothing for other acts."""
    if form.spec.code != ASKING:
        return {}
    asked = _questions(values)
    return {
        "musts": musts(),
        "unasked": {one.key for one in musts().unasked(asked)},
        "asked": set(asked),
        "anyway": bool(request.POST.get("_anyway")),
        "question_sets": queries.questions_for(request.actor.organ_id, _cause(form)),
        "questions_used": queries.questions_used(dossier_of(form.facts.id)),
    }


def with_questions(request: BureauRequest, form: FormPage, data: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What was typed, with the questions of the chosen list below; those already asked are not put in twice."""
    if form.spec.code != ASKING:
        return data
    if request.POST["_questions"] == GENERAL:
        return _with(request, data, "必问的问题", [one.question for one in musts().unasked(_questions(data))])
    try:
        key = UUID(request.POST["_questions"])
        one = operations.use_questions(set_id=key, dossier_id=dossier_of(form.facts.id), by=request.actor, at=now)
    except (ValueError, NotFound):
        messages.error(request, "没有这份询问提纲，请重新选择。")
        return data
    asked = set(_questions(data))
    return _with(request, data, f"“{one.name}”", [each for each in one.plain if each not in asked])


def forgotten(request: BureauRequest, form: FormPage, data: Mapping[str, Any]) -> tuple[Finding, ...]:
    """What an interview leaves out, said once before it is entered; the officer may go on, and the record is as it was."""
    if form.spec.code != ASKING or request.POST.get("_anyway"):
        return ()
    if not (asked := _questions(data)):
        return ()
    found = [one.name for one in musts().unasked(asked)]
    for one in queries.questions_for(request.actor.organ_id, _cause(form)):
        if set(one.plain) & set(asked):
            found += [f"“{each}”（{one.name}）" for each in one.musts if each not in asked]
    if not found:
        return ()
    told = f"必问的没有问到：{'、'.join(found)}"
    step = "请补问；确实没有问的，勾选“照实记录”后再办理"
    (rule,) = registered()["INT-01"]
    return (rule.finding(told, weight=Weight.WARN, next_step=step, field="answers"),)


def _questions(data: Mapping[str, Any]) -> list[str]:
    """The questions typed so far."""
    return [str(row.get("question", "")).strip() for row in data.get("answers") or () if isinstance(row, Mapping)]


def _cause(form: FormPage) -> str:
    return str(form.facts.matter.get("name", ""))


def _with(request: BureauRequest, data: dict[str, Any], name: str, fresh: list[str]) -> dict[str, Any]:
    """Put questions below those that stand there; rows that are empty are left out."""
    rows = [row for row in data.get("answers") or [] if any(str(each).strip() for each in row.values())]
    messages.success(request, f"已加进{name}的 {len(fresh)} 个问题，请照实际问答填写。")
    return {**data, "answers": [*rows, *({"question": each} for each in fresh)]}
