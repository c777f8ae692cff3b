"""What is done to a lodging: reported with its files, registered, returned, questioned, found not owed, a change noted."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.lodgings import HOME, READERS, holds_office, may, seen
from mingjing.sites.bureau.views.schemes import plain_text
from mingjing.supervision import operations, queries
from mingjing.supervision.terms.lodgings import LODGING_MOVE_NAMES, LodgingDraft, LodgingFacts, LodgingMove

OUTSIDE = "outside"


@page(*READERS)
def lodging_move(request: BureauRequest, lodging_id: UUID, move: str) -> HttpResponse:
    """Report, register, return, question, waive or note."""
    found = seen(request, lodging_id)
    what = LodgingMove(move) if move in set(LodgingMove) else None
    # What is sent twice reaches the operation, which says how the lodging stands now.
    allowed = holds_office if request.method == "POST" else may
    if what is None or not allowed(request, found, what):
        raise Http404
    make = _reporting if what is LodgingMove.REPORT else _saying
    return step(request, make(request, found, what))


def _frame(found: LodgingFacts, what: LodgingMove) -> tuple[str, tuple[tuple[str, str], ...], str]:
    back, word = reverse("bureau:lodging", args=[found.id]), LODGING_MOVE_NAMES[what]
    trail = (("监督统计", ""), (HOME, reverse("bureau:lodgings")), (found.decision_no, back), (word, ""))
    return f"{word}：{found.decision_no}", trail, back


def _reporting(request: BureauRequest, found: LodgingFacts, what: LodgingMove) -> Step:
    offered = queries.receivers(found.organ_id, found.term.to, timezone.now())
    every, last = queries.lodgeable(found.case_id), found.report

    def act(typed: Typed) -> str:
        outside = typed["to_id"] == OUTSIDE
        draft = LodgingDraft(
            None if outside else UUID(typed["to_id"]), typed["to_name"] if outside else "", tuple(typed.get("file_ids", ())),
            tuple(plain_text(typed["more"]).splitlines()), plain_text(typed["text"]),
        )  # fmt: skip
        done = operations.report_lodging(lodging_id=found.id, draft=draft, by=request.actor, at=timezone.now())
        return f"已向{done.to_name}报送备案，等登记。" if done.to_id else f"已记下向{done.to_name}报送备案；收到回执以后登记。"  # fmt: skip

    first = str(found.to_id) if found.to_id else OUTSIDE if last else str(offered[0][0]) if offered else OUTSIDE
    chosen = [one.id for one in last.files] if last else [one.id for one in every if one.decision]
    changes = [one.text for one in found.steps if one.move == LodgingMove.CHANGE]
    fields = (
        Field("to_id", "备案机关", "select", first, required=True, choices=[*((str(key), name) for key, name in offered), (OUTSIDE, "平台外的机关（在下面写明名称）")]),
        Field("to_name", "平台外的备案机关", "text", found.to_name if last and not found.to_id else "", help="选了平台外的机关才填", attributes={"maxlength": 100}),
        Field("file_ids", "报送的文书", "checkboxes", chosen, choices=[(one.id, one.label) for one in every], help="决定书必须选上；文书的摘要一并记下"),
        Field("more", "另附的材料", "textarea", "\n".join(last.told.get("more", ())) if last else "", rows=2, help="不在案卷里的纸质材料，一行一份", attributes={"maxlength": 2000}),
        Field("text", "说明", "textarea", last.text if last else "；".join(changes), rows=3, help="还没有送达就报送的、决定已经变更撤销的，在这里写明", attributes={"maxlength": 4000}),
    )  # fmt: skip
    title, trail, back = _frame(found, what)
    note = f"{found.term.words}（{found.term.cites}）。"
    return Step(title, trail, fields, act, "报送备案", back, note=note, aliases={"note": "text"})


_Do = Callable[..., LodgingFacts]
_ACTS: dict[LodgingMove, tuple[_Do, str, str, str]] = {
    LodgingMove.REGISTER: (operations.register_lodging, "备注", "平台编一个备案编号", "已登记备案。"),
    LodgingMove.RETURN: (operations.return_lodging, "退回的理由", "写明缺什么、哪里要改", "已退回补正。"),
    LodgingMove.FIND: (operations.find_problem, "发现的问题和要求", "写明问题在哪里、要求查什么改什么；向作出决定的机关发一份督办单", "已提出，督办单已发出。"),
    LodgingMove.WAIVE: (operations.waive_lodging, "不需要备案的理由", "写明本地规定怎样讲", "已认定不需要备案。"),
    LodgingMove.NOTE: (operations.note_change, "备注", "看过变更、撤销的内容以后确认", "已记下知悉。"),
}  # fmt: skip
_DATED = {LodgingMove.RETURN: "补正期限", LodgingMove.FIND: "报告期限"}


def _saying(request: BureauRequest, found: LodgingFacts, what: LodgingMove) -> Step:
    do, label, help_, done = _ACTS[what]
    outside = what is LodgingMove.REGISTER and found.to_id is None
    if outside:
        label, help_ = "回执的文号或者日期", f"{found.to_name}的备案回执"

    def act(typed: Typed) -> str:
        given = {"due": typed["due"]} if what in _DATED else {}
        do(lodging_id=found.id, text=plain_text(typed["text"]), by=request.actor, at=timezone.now(), **given)
        return done

    needed = outside or what not in {LodgingMove.REGISTER, LodgingMove.NOTE}
    fields = [Field("text", label, "textarea", required=needed, rows=4, help=help_, attributes={"maxlength": 4000})]
    if what in _DATED:
        fields.append(Field("due", _DATED[what], "date", required=True))
    title, trail, back = _frame(found, what)
    last = next((one.text for one in reversed(found.steps) if one.move == LodgingMove.CHANGE), "")
    note = last if what is LodgingMove.NOTE else found.title
    return Step(title, trail, tuple(fields), act, LODGING_MOVE_NAMES[what], back, note=note, aliases={"asks": "text", "subject": "text", "basis": "text"})  # fmt: skip
