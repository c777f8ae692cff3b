"""Supervision orders (督办单): what one says, to whom, in which order it is answered, and who never appears in it."""

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256

from mingjing.kernel.findings import Finding
from mingjing.kernel.hashing import canonical
from mingjing.kernel.rulebook import rule
from mingjing.supervision.terms import (
    ORDER_MOVE_NAMES,
    ORDER_MOVES,
    ORDER_NAMES,
    OWES_ANSWER,
    OrderDraft,
    OrderMove,
    OrderState,
)

_LAW = "行政处罚法第七十五条"
_PETITION = "信访工作条例（条号未核实）"
SHORTEST = 4
SAYS = {"subject": "督办事项", "asks": "督办要求", "basis": "督办依据"}


@rule("SUP-30", cites=_LAW, acts=("issue_order",))
def order_says(draft: OrderDraft) -> tuple[Finding, ...]:
    """督办单写明督办的事项、要求和依据。"""
    return tuple(
        order_says.finding(f"没有写明{name}", next_step=f"请填写{name}（不少于 {SHORTEST} 个字）", field=field)
        for field, name in SAYS.items()
        if len(str(getattr(draft, field)).strip()) < SHORTEST
    )


@rule("SUP-31", cites=_LAW, acts=("issue_order", "return_order"))
def order_due_is_ahead(due: date, today: date) -> tuple[Finding, ...]:
    """督办单的报告期限在发出、退回之日以后，给机关留出办理的时间。"""
    if due > today:
        return ()
    return (order_due_is_ahead.finding(f"报告期限 {due} 不在今天以后", next_step="请改期限", field="due"),)


@rule("SUP-32", cites=_LAW, acts=("issue_order",))
def order_goes_to_another(organ: object, issuer: object) -> tuple[Finding, ...]:
    """督办单发给被监督的执法机关，不发给督办机关自己。"""
    if organ != issuer:
        return ()
    return (order_goes_to_another.finding("被督办的机关就是本机关", next_step="请选择另一机关", field="organ_id"),)


@rule("SUP-33", cites=_LAW, acts=("answer_order", "return_order", "close_order"))
def order_move_allowed(state: str, move: OrderMove) -> tuple[Finding, ...]:
    """督办单按“发出、报告、退回或者办结”依次办理；办结以后不再变动，有新的情况另发一份。"""
    if state in ORDER_MOVES[move][0]:
        return ()
    fact = f"督办单现在是“{ORDER_NAMES[OrderState(state)]}”，不能{ORDER_MOVE_NAMES[move]}"
    return (order_move_allowed.finding(fact, next_step="刷新页面，看别人是否已经办过"),)


@rule("SUP-34", cites=_LAW, acts=("answer_order", "return_order", "close_order"))
def order_step_says(move: OrderMove, text: str) -> tuple[Finding, ...]:
    """报告写明查明的情况和处理结果；退回、办结写明理由。"""
    shortest, what = (6, "查明的情况和处理结果") if move is OrderMove.ANSWER else (SHORTEST, "理由")
    if len(text.strip()) >= shortest:
        return ()
    return (order_step_says.finding(f"没有写明{what}", next_step=f"请填写（不少于 {shortest} 个字）", field="text"),)


@rule("SUP-35", cites=_LAW, acts=("clock",))
def order_answered_in_time(number: str, state: str, due: date, today: date) -> tuple[Finding, ...]:
    """被督办的机关在报告期限届满以前报告办理情况。"""
    if state not in OWES_ANSWER or today <= due:
        return ()
    fact = f"{number}应在 {due} 以前报告办理情况，还没有报告"
    return (order_answered_in_time.finding(fact, next_step="被督办机关马上报告；督办机关催办").as_warning(),)


@rule("SUP-36", cites=(_PETITION, _LAW), acts=("issue_order", "return_order", "close_order"))
def complainant_is_not_named(words: Sequence[str], texts: Mapping[str, str]) -> tuple[Finding, ...]:
    """督办单、退回和办结的理由不得写入投诉人的姓名、联系方式，也不附来信。"""
    known = [plain for word in words if len(plain := "".join(word.split())) > 1]
    step = "请删去投诉人的姓名、联系方式，只写事项"
    return tuple(
        complainant_is_not_named.finding("内容里有投诉人的姓名或者联系方式", next_step=step, field=field)
        for field, text in texts.items()
        if any(word in "".join(text.split()) for word in known)
    )


@rule("SUP-37", cites=_LAW, acts=("issue_order",))
def order_rests_on_what_concerns_the_organ(
    organ: object, case_organ: object, letter_organ: object
) -> tuple[Finding, ...]:
    """督办单关联的案件、投诉举报，应当是被督办机关的。"""
    found = []
    if case_organ is not None and case_organ != organ:
        found.append(("关联的案件不是这个机关办理的", "case_id"))
    if letter_organ is not None and letter_organ != organ:
        found.append(("关联的投诉举报说的不是这个机关", "letter_id"))
    return tuple(
        order_rests_on_what_concerns_the_organ.finding(fact, next_step="请核对被督办的机关", field=field)
        for fact, field in found
    )


def order_digest(draft: OrderDraft, number: str) -> str:
    """SHA-256 over what an order says."""
    told = {
        "number": number, "organ": str(draft.organ_id), "subject": draft.subject, "asks": draft.asks, "basis": draft.basis,
        "due": draft.due.isoformat(), "case": str(draft.case_id or ""), "letter": str(draft.letter_id or ""),
    }  # fmt: skip
    return sha256(canonical(told)).hexdigest()


def step_digest(move: str, text: str, due: date | None, wrong: bool = False) -> str:
    """SHA-256 over what a step says. `wrong` is told where it holds only: earlier steps keep their digests."""
    told = {"move": move, "text": text, "due": due.isoformat() if due else ""} | ({"wrong": "yes"} if wrong else {})
    return sha256(canonical(told)).hexdigest()
