"""类案: the cases most like one with the reasons, what others received as a drawing and a table, and what is answered."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases import operations, queries
from mingjing.cases.queries.page import CasePage
from mingjing.cases.terms.similar import ANSWERING, KINDS, NO_PENALTY, Comparison
from mingjing.foundation.charting import Chart, box
from mingjing.foundation.pages import Field
from mingjing.kernel.money import show
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.cases_page import seen
from mingjing.sites.bureau.views.comparing import beside_others
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.sheets import sheet

HEADINGS = ("文号", "决定日期", "来源", "处罚种类", "罚款（元）", "裁量阶次", "像在哪里", "不像在哪里")
NAMES = (("least", "最低"), ("low", "下四分位"), ("median", "中位数"), ("high", "上四分位"), ("most", "最高"))


def number_of(found: CasePage) -> str:
    """How a case is called."""
    return str(found.row["number"] or found.row["lead_number"])


@page(*CASE_ROLES)
def case_similar(request: BureauRequest, case_id: UUID) -> HttpResponse:
    """The page of its own."""
    found = seen(request, case_id, "similar")
    beside = beside_others(request, found.facts)
    compared: Comparison = beside["compared"]
    of = compared.narrow if compared.narrow.cases else compared.wide
    facts = beside | {
        "case": found, "number": number_of(found), "compared": compared, "chart": drawn(compared),
        "kinds": [(KINDS.get(kind, NO_PENALTY), many) for kind, many in of.kinds], "may_answer": may_answer(request, found, compared),
    }  # fmt: skip
    return render(request, "bureau/cases/similar.html", facts)


def drawn(compared: Comparison) -> Chart | None:
    """The five figures of the same tier, else of the same offence, with the proposed fine; nothing where there are no fines."""
    of, name = (compared.narrow, "同一阶次") if compared.narrow.fined else (compared.wide, "同一违法行为")
    if not of.fined:
        return None
    figures = [(word, getattr(of, key)) for key, word in NAMES]
    mark = ("本案", compared.present.fine) if compared.present.fine is not None else None
    return box("similar", f"{name} {of.fined} 件的罚款（元）", figures, mark, " 元")


def may_answer(request: BureauRequest, found: CasePage, compared: Comparison) -> bool:
    """Whether this person may say something about the present proposal, and has not yet."""
    mine = request.actor.organ_id == found.facts.organ.id and request.actor.has(*ANSWERING)
    spoken = any(one.by_id == request.actor.person_id for one in compared.answered)
    return mine and bool(compared.seq) and found.facts.decision is None and not spoken


@page(*CASE_ROLES)
def case_similar_export(request: BureauRequest, case_id: UUID, kind: str) -> HttpResponse:
    """The same cases as a table."""
    found = seen(request, case_id, "similar")
    compared = queries.compare(found.facts, request.actor, timezone.now())
    lines = [
        [
            one.number, one.decided_on.isoformat(), "本机关" if one.organ_id == found.facts.organ.id else "其他机关", one.penalty,
            "" if one.factors.fine is None else show(one.factors.fine),
            one.factors.tier if one.own else "", "；".join(one.like), "；".join(one.unlike),
        ]
        for one in compared.found
    ]  # fmt: skip
    return sheet(kind, "similar", "类案", HEADINGS, lines)


@page(*ANSWERING)
def case_similar_answer(request: BureauRequest, case_id: UUID) -> HttpResponse:
    """Say whether the suggestion is taken, and why not."""
    found = seen(request, case_id, "similar")
    if request.actor.organ_id != found.facts.organ.id:
        raise Http404
    compared = queries.compare(found.facts, request.actor, timezone.now())
    back = reverse("bureau:case_similar", args=[case_id])
    trail = (
        ("案件", reverse("bureau:cases")),
        (number_of(found), reverse("bureau:case", args=[case_id])),
        ("类案", back),
        ("说明", ""),
    )

    def act(typed: Typed) -> str:
        operations.answer_suggestion(
            case_id=case_id,
            taken=typed.get("taken", ""),
            reason=typed.get("reason", ""),
            by=request.actor,
            now=timezone.now(),
        )
        return "已说明，当时的类案建议和您的说明一起记入留痕台账。"

    fields = (
        Field("taken", "类案建议", "select", required=True, choices=[("", "请选择"), ("yes", "采纳：按同类处理"), ("no", "不采纳")]),
        Field(
            "reason", "理由", "textarea", required=bool(compared.outside),
            help=f"不采纳、偏离同类的必填，写明事实、情节上的差别和依据，不少于 {compared.letters} 个字", attributes={"maxlength": 500},
        ),
    )  # fmt: skip
    told = compared.outside or f"同一违法行为、同一阶次 {compared.narrow.cases} 件"
    return step(
        request,
        Step("对类案建议的说明", trail, fields, act, "登记说明", back, note=f"{told}。说明不阻止办理，随案卷留痕。"),
    )
