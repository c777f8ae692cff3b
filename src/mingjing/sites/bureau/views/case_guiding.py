"""In a case: whether a guiding case is followed, and why."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.cases import operations, queries
from mingjing.cases.terms.guiding_cases import NOTING
from mingjing.foundation.pages import Field
from mingjing.sites.bureau.views.cases_page import seen
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.similar import number_of


@page(*NOTING)
def case_guiding_note(request: BureauRequest, case_id: UUID, guiding_id: UUID) -> HttpResponse:
    """Write that a guiding case is followed or not."""
    found = seen(request, case_id, "similar")
    pushed = {one.facts.id: one for one in queries.guided(found.facts).matches}
    if request.actor.organ_id != found.facts.organ.id or guiding_id not in pushed:
        raise Http404
    one = pushed[guiding_id]
    back = f"{reverse('bureau:case_similar', args=[case_id])}#guiding"
    trail = (
        ("案件", reverse("bureau:cases")),
        (number_of(found), reverse("bureau:case", args=[case_id])),
        ("类案", back),
        ("参照指导案例", ""),
    )

    def act(typed: Typed) -> str:
        said = operations.note_guiding_case(
            case_id=case_id, guiding_id=guiding_id, followed=typed["followed"], reason=typed["reason"], by=request.actor, now=timezone.now()
        )  # fmt: skip
        return f"已写明“{said.word}”，和理由一起记入留痕台账，审核人、负责人看得到。"

    fields = (
        Field("followed", "结论", "select", required=True, choices=[("", "请选择"), ("yes", "参照"), ("no", "不参照")]),
        Field(
            "reason", "理由", "textarea", required=True, help="本案与它相同或者不同之处", attributes={"maxlength": 500}
        ),
    )
    return step(request, Step(
        f"是否参照：{one.facts.title}", trail, fields, act, "登记", back,
        note=f"{one.facts.called}，推送的原因：{'；'.join(one.shared.why)}。说明不阻止办理，随案卷留痕。",
    ))  # fmt: skip
