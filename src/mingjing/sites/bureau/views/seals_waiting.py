"""待盖章: what waits for a seal and why; put it on, or take the asking back."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases.queries import auditing
from mingjing.foundation.access import Forbidden
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.organs import queries as organs
from mingjing.organs.queries import seals as seal_register
from mingjing.organs.terms.seals import SEAL_READERS, SEAL_USERS
from mingjing.records import operations, queries
from mingjing.records.terms import NotFound
from mingjing.records.terms.seals import SEALING_STAGES, SealingFacts
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.seals_register import asked_organ, offset_of, trail

PAGE = 50
ASKERS = (Role.HANDLER, Role.HEAD, Role.ARCHIVIST)


@page(*SEAL_READERS)
def sealing(request: BureauRequest) -> HttpResponse:
    """What waits, longest first."""
    organ, word = asked_organ(request), request.GET.get("q", "").strip()[:80]
    offset = offset_of(request)
    rows = queries.waiting_seals(organ.id, word=word, limit=PAGE + 1, offset=offset)
    fields = [Field("q", "文书或文号", "search", word)]
    if request.actor.has(Role.SUPERVISOR):
        fields.insert(
            0, Field("organ", "机关", "select", organ.slug, choices=[(one.slug, one.name) for one in organs.organs()])
        )
    facts = {
        "organ": organ, "rows": rows[:PAGE], "total": queries.count_waiting_seals(organ.id), "filters": fields, "word": word,
        "next": str(offset + PAGE) if len(rows) > PAGE else "", "previous": str(max(0, offset - PAGE)) if offset else "",
        "cases": auditing.cases_of({one.dossier_id for one in rows}), "stages": SEALING_STAGES,
        "mine": usable(request) if request.actor.organ_id == organ.id else (), "asks": request.actor.has(*ASKERS) and request.actor.organ_id == organ.id,
    }  # fmt: skip
    return render(request, "bureau/seals/waiting.html", facts)


def usable(request: BureauRequest) -> tuple[tuple[str, str], ...]:
    """The seals that this person may put on now."""
    today = timezone.localdate()
    held = seal_register.seals_of(request.actor.organ_id, request.actor.person_id)
    return tuple(
        (str(one.id), one.name) for one in held if not seal_register.seal_use_findings(one, request.actor, today)
    )


def _seen(request: BureauRequest, sealing_id: UUID) -> SealingFacts:
    try:
        found = queries.sealing(sealing_id)
    except NotFound as problem:
        raise Http404(str(problem)) from None
    if found.organ_id != request.actor.organ_id:
        raise Http404
    return found


def _where(request: BureauRequest, found: SealingFacts) -> str:
    """Back to the document where the way led from there, else to the list."""
    case_id = auditing.cases_of({found.dossier_id}).get(found.dossier_id)
    if request.GET.get("from") == "paper" and case_id:
        return reverse("bureau:case_paper", args=[case_id[0], found.document_id])
    return reverse("bureau:sealing")


@page(*SEAL_USERS)
def sealing_put(request: BureauRequest, sealing_id: UUID) -> HttpResponse:
    """Put a seal on; whoever keeps none is told who does."""
    found, choices = _seen(request, sealing_id), usable(request)
    if not choices:
        raise Forbidden(
            "您不是任何一枚启用印章的保管人或者使用人，不能盖章。请由登记的保管人、使用人盖，或者请本机关负责人把您登记为使用人。"
        )

    def act(typed: Typed) -> str:
        done = operations.put_seal(
            sealing_id=found.id, seal_id=UUID(typed["seal"]), by=request.actor, at=timezone.now()
        )
        return f"《{done.title}》{done.number}已盖“{done.seal_name}”，原来的文件保留不变。"

    first = choices[0][0] if len(choices) == 1 else ""
    fields = (Field("seal", "用哪枚章", "select", first, required=True, choices=[("", "请选择"), *choices]),)
    note = f"盖章的文书：{found.title} {found.number}。盖章以后不能撤回，用印记入留痕台账。"
    back = _where(request, found)
    return step(
        request,
        Step(
            "盖章",
            trail(("待盖章", reverse("bureau:sealing")), ("盖章", "")),
            fields,
            act,
            "盖章",
            back,
            then=back,
            note=note,
        ),
    )


@page(*ASKERS)
def sealing_drop(request: BureauRequest, sealing_id: UUID) -> HttpResponse:
    """Take the asking back."""
    found = _seen(request, sealing_id)

    def act(typed: Typed) -> str:
        operations.drop_sealing(sealing_id=found.id, reason=typed["reason"], by=request.actor, at=timezone.now())
        return f"《{found.title}》的盖章申请已撤回。"

    fields = (Field("reason", "为什么不盖", required=True, attributes={"maxlength": 200}),)
    back = _where(request, found)
    note = f"撤回《{found.title}》{found.number}的盖章申请；以后可以再申请。"
    where = trail(("待盖章", reverse("bureau:sealing")), ("撤回", ""))
    return step(request, Step("撤回盖章申请", where, fields, act, "撤回", back, then=back, note=note, danger=True))
