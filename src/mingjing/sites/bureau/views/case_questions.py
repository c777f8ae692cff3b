"""Question sets beside the interview form: offered by cause, put in by a button, the use kept."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages

from mingjing.cases.queries.page import FormPage, dossier_of
from mingjing.records import operations, queries
from mingjing.records.terms import NotFound
from mingjing.sites.bureau.views.gate import BureauRequest

ASKING = "interview"


def asked_of(request: BureauRequest, form: FormPage) -> dict[str, Any]:
    """The lists offered beside an interview, and those used before; nothing for other acts."""
    if form.spec.code != ASKING:
        return {}
    return {
        "question_sets": queries.questions_for(request.actor.organ_id, str(form.facts.matter.get("name", ""))),
        "questions_used": queries.questions_used(dossier_of(form.facts.id)),
    }


def with_questions(request: BureauRequest, form: FormPage, data: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What was typed, with the questions of the chosen list below; those already asked are not put in twice."""
    try:
        key = UUID(request.POST["_questions"])
        if form.spec.code != ASKING:
            return data
        one = operations.use_questions(set_id=key, dossier_id=dossier_of(form.facts.id), by=request.actor, at=now)
    except (ValueError, NotFound):
        messages.error(request, "没有这份询问提纲，请重新选择。")
        return data
    rows = list(data.get("answers") or [])
    asked = {str(row.get("question", "")) for row in rows}
    fresh = [{"question": each} for each in one.questions if each not in asked]
    messages.success(request, f"已加进“{one.name}”的 {len(fresh)} 个问题，请照实际问答填写。")
    return {**data, "answers": [*rows, *fresh]}
