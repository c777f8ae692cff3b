"""送审材料 of a case: what is there, what is missing and where to make it; a file or a paper handed in once for every round."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases import operations
from mingjing.cases.queries.materials import CATEGORY, demands_of, made_by
from mingjing.cases.terms import CaseFacts, Context, sight
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid
from mingjing.review import queries
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.case_files import as_sent
from mingjing.sites.bureau.views.cases_page import seen
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page


def wanted(request: BureauRequest, facts: CaseFacts, dossier_id: UUID, ctx: Context) -> dict[str, Any]:
    """What the panel of material needs: every demand with the act that makes it, the list in force, who may hand in."""
    found = demands_of(facts, dossier_id, ctx)
    open_here = facts.stage in facts.procedure.sources("submit_review")
    return {
        "demands": [{"one": one, "act": made_by(one, facts.procedure)} for one in found],
        "own_list": queries.material_list(facts.organ.id, CATEGORY, ctx.now.date()),
        "may": open_here and sight.may_do(request.actor, sight.Seen(facts.organ.id, facts.handlers), Role.HANDLER),
    }


@page(*(CASE_ROLES - {Role.ARCHIVIST}))
def case_materials(request: BureauRequest, case_id: UUID) -> HttpResponse:
    """Everything the review wants of this case."""
    found = seen(request, case_id, "review")
    facts = wanted(request, found.facts, found.dossier_id, found.ctx)
    number = found.row["number"] or found.row["lead_number"]
    return render(
        request, "bureau/cases/materials.html", {**facts, "case": found, "number": number, "may_submit": facts["may"]}
    )


@page(Role.HANDLER)
def case_material_new(request: BureauRequest, case_id: UUID) -> HttpResponse:
    """Hand in one material of the organ's list: a file, or the place where the paper lies."""
    found = seen(request, case_id, "review")
    facts = wanted(request, found.facts, found.dossier_id, found.ctx)
    if found.facts.organ.id != request.actor.organ_id:
        raise Http404
    rest = [each["one"].name for each in facts["demands"] if not each["one"].national and each["one"].handed is None]
    asked = request.GET.get("item", "")

    def act(typed: Typed) -> str:
        sent = request.FILES.get("file")
        if sent is not None and not sent.size:
            raise Invalid({"file": ["这个文件是空的，请重新选择。"]})
        made = operations.hand_in_material(
            case_id=case_id, item=typed["item"], place=typed["place"], name=str(sent.name) if sent else "",
            content=as_sent(sent) if sent else b"", by=request.actor, now=timezone.now(),
        )  # fmt: skip
        return f"已提交“{made.item}”，送审和再次送审都照用。"

    fields = (
        Field("item", "材料", "select", asked if asked in rest else "", required=True, choices=[("", "请选择"), *((one, one) for one in rest)], help="" if rest else "本机关清单里没有还要提交的材料"),
        Field("file", "文件", "file", help="归入案卷；纸质材料不用上传"),
        Field("place", "纸质件存放处", example="案卷正卷第 12 页", help="交纸质材料的填写", attributes={"maxlength": 100}),
    )  # fmt: skip
    number = found.row["number"] or found.row["lead_number"]
    back = reverse("bureau:case_materials", args=[case_id])
    trail = (("案件", reverse("bureau:cases")), (number, reverse("bureau:case", args=[case_id])), ("送审材料", back), ("提交", ""))  # fmt: skip
    return step(request, Step("提交送审材料", trail, fields, act, "提交", back))


@page(Role.HANDLER)
def case_material_void(request: BureauRequest, case_id: UUID, material_id: UUID) -> HttpResponse:
    """Make a material that was handed in wrongly void, with the reason."""
    found = seen(request, case_id, "review")
    one = queries.handed(material_id)
    if one is None or one.dossier_id != found.dossier_id or one.organ_id != request.actor.organ_id:
        raise Http404
    back = reverse("bureau:case_materials", args=[case_id])

    def act(typed: Typed) -> str:
        operations.void_material(
            case_id=case_id, material_id=material_id, by=request.actor, now=timezone.now(), **typed
        )
        return "已作废，记录和原因保留；文件仍在案卷里。"

    number = found.row["number"] or found.row["lead_number"]
    fields = (Field("reason", "原因", "textarea", required=True, rows=2, example="传错了文件", attributes={"maxlength": 200}),)  # fmt: skip
    trail = (("案件", reverse("bureau:cases")), (number, reverse("bureau:case", args=[case_id])), ("送审材料", back), ("作废", ""))  # fmt: skip
    note = "作废以后这一份不再算已经提交，记录和原因保留，文件仍在案卷里；需要的，重新提交。"
    return step(request, Step(f"作废“{one.item}”", trail, fields, act, "作废", back, note=note, danger=True))
