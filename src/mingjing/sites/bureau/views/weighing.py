"""裁量: a case's facts, each with its evidence, put to the public benchmark; what it said, and everything asked before."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.cases import operations, queries
from mingjing.cases.queries.page import CasePage
from mingjing.cases.terms.weighing import ASKING, Askable, AskedFacts, Stated
from mingjing.foundation.pages import Field
from mingjing.kernel.findings import Invalid
from mingjing.lawbook import queries as lawbook
from mingjing.lawbook.terms import RELIEF_NAMES, Measure
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.benchmarks import asking
from mingjing.sites.bureau.views.cases_page import seen
from mingjing.sites.bureau.views.comparing import weighed_facts
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page


@page(*CASE_ROLES)
def case_weighing(request: BureauRequest, case_id: UUID) -> HttpResponse:
    """The page: choose the table, state the facts with their evidence, read the answer; asked before the decision only."""
    found = seen(request, case_id, "similar")
    mine = request.actor.organ_id == found.facts.organ.id and request.actor.has(*ASKING)
    tables = queries.askable(found.facts, timezone.localdate()) if mine and found.facts.decision is None else ()
    if request.method == "POST" and not tables:
        raise Http404
    wanted = request.POST.get("edition") or request.GET.get("edition", "")
    one = next((each for each in tables if each.cited["id"] == wanted), tables[0] if tables else None)
    back = reverse("bureau:case_weighing", args=[case_id])
    number = str(found.row["number"] or found.row["lead_number"])
    trail = (("案件", reverse("bureau:cases")), (number, reverse("bureau:case", args=[case_id])), ("裁量", ""))
    facts = weighed_facts(found.id)

    def act(typed: Typed) -> str:
        assert one is not None
        made = operations.ask_discretion(
            case_id=case_id, edition_id=one.cited["id"], stated=_stated(one, typed), base=_base(typed.get("base", "")), by=request.actor, now=timezone.now(),
        )  # fmt: skip
        return (
            f"查出的是“{made.tier}”。事实、证据和结果已经留痕。" if made.tier else "已留痕，还不能确定阶次，原因见下。"
        )

    fields = tuple(_fields(found, one, facts["last"])) if one else ()
    return step(request, Step(
        "裁量", trail, fields, act, "查出阶次和幅度", reverse("bureau:case", args=[case_id]) + "?tab=similar", back, template="bureau/cases/weighing.html",
        aliases={"benchmark": "edition"}, facts=facts | {"case": found, "one": one, "tables": tables, "mine": mine, "number": number, "reliefs": RELIEF_NAMES},
    ))  # fmt: skip


def _fields(found: CasePage, one: Askable, last: AskedFacts | None) -> Iterator[Field]:
    """The facts of the table as they were stated last, each with the evidence that proves it."""
    yield Field("edition", type="hidden", value=one.cited["id"])
    held = {each.name: each for each in last.stated} if last else {}
    typed = {f"a{at}": held[factor.name].text for at, factor in enumerate(one.table.factors) if factor.name in held}
    valid = [
        (str(number), f"证据{number} {act.data.get('name', '')}"[:40])
        for number, act, counts in found.facts.evidence
        if counts
    ]
    for place, (field, factor) in enumerate(zip(asking(one.table.factors, typed), one.table.factors, strict=True)):
        yield replace(field, label=factor.name)
        chosen = [str(number) for number in held[factor.name].evidence] if factor.name in held else []
        yield Field(
            f"e{place}",
            f"证明“{factor.name}”的证据",
            "checkboxes",
            chosen,
            choices=valid,
            help="" if valid else "本案还没有采信的证据，请先登记证据",
        )
    if any(share.measure is not Measure.YUAN for share in lawbook.fines(one.table)):
        base = f"{last.base:.2f}" if last and last.base is not None else ""
        yield Field(
            "base",
            "计算罚款的基数",
            "money",
            base,
            help="货值金额、违法所得等，按倍数、比例的罚款由它算出",
            attributes={"maxlength": 16},
        )


def _stated(one: Askable, typed: Typed) -> list[Stated]:
    return [
        Stated(
            factor.name,
            str(typed.get(f"a{at}", "")),
            tuple(int(number) for number in typed.get(f"e{at}", ()) if str(number).isdecimal()),
        )
        for at, factor in enumerate(one.table.factors)
    ]


def _base(text: str) -> Decimal | None:
    try:
        base = Decimal(text.replace(",", "")) if text else None
        if base is not None and not base.is_finite():
            raise InvalidOperation
        return base
    except InvalidOperation as wrong:
        raise Invalid({"base": ["请写数字，单位是元。"]}) from wrong
