"""通报: what it says, whom it names and whom it must not, who receives and reports, in which order."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from hashlib import sha256
from uuid import UUID

from mingjing.kernel.findings import Finding
from mingjing.kernel.hashing import canonical
from mingjing.kernel.rulebook import rule
from mingjing.supervision.rules.concerns import private_figures
from mingjing.supervision.terms.circulars import (
    ADDRESSED_MOVES,
    ADDRESSED_NAMES,
    ANONYMOUS,
    CIRCULAR_MOVE_NAMES,
    NAMED,
    NAMING,
    Addressed,
    CircularDraft,
    CircularMove,
    CircularStepFacts,
)

_LAW = "行政处罚法第七十五条"
_N118 = "国办发〔2018〕118号第六部分（二十一）"
SHORTEST, SHORTEST_REASON = 4, 10
SAYS = {"title": "标题", "facts": "基本情况", "findings": "存在的问题", "demands": "要求"}


@rule("SUP-119", cites=(_N118, _LAW), acts=("issue_circular",))
def circular_says(draft: CircularDraft, issuer: UUID, today: date) -> tuple[Finding, ...]:
    """通报写明基本情况、存在的问题和要求，发给本区域的机关；报告期限在今天以后；点名的写明理由。"""
    found = [
        (f"没有写明{name}", f"请填写（不少于 {SHORTEST} 个字）", field)
        for field, name in SAYS.items()
        if len(str(getattr(draft, field)).strip()) < SHORTEST
    ]
    if draft.due <= today:
        found.append((f"报告期限 {draft.due} 不在今天以后", "请改期限", "due"))
    if draft.naming not in NAMING:
        found.append(("没有选择是否点名", "请选择", "naming"))
    if draft.naming == NAMED and len(draft.naming_reason.strip()) < SHORTEST_REASON:
        found.append(("没有写明点名的理由", f"请填写（不少于 {SHORTEST_REASON} 个字）", "naming_reason"))
    if not draft.organ_ids:
        found.append(("没有选择通报的机关", "请至少选择一个", "organ_ids"))
    if issuer in draft.organ_ids:
        found.append(("通报的机关里有本机关", "请去掉本机关", "organ_ids"))
    return tuple(circular_says.finding(fact, next_step=step, field=field) for fact, step, field in found)


@rule("SUP-119", cites=("个人信息保护法第二十八条", _N118), acts=("issue_circular",))
def circular_names_nobody(naming: str, known: Collection[str], texts: Mapping[str, str]) -> tuple[Finding, ...]:
    """不点名的通报不得出现所涉单位、人员、当事人的名称；点名不点名都不得有身份证号码、手机号码、银行卡号。"""
    words = [plain for word in known if len(plain := "".join(word.split())) > 1] if naming == ANONYMOUS else []
    found = []
    for field, text in texts.items():
        plain = "".join(text.split())
        found += [
            (f"不点名的通报里有“{word}”", "请隐去，或者改为点名并写明理由", field) for word in words if word in plain
        ]
        found += [(f"通报里有像个人号码的数字（{hit}……）", "请删去个人信息", field) for hit in private_figures(text)]
    return tuple(circular_names_nobody.finding(fact, next_step=step, field=field) for fact, step, field in found)


@rule("SUP-119", cites=(_N118, _LAW), acts=("receive_circular", "report_circular", "return_circular"))
def organs_turn(state: str, move: CircularMove, closed: bool) -> tuple[Finding, ...]:
    """每个机关先签收，再报告落实情况；通报机关可以退回补充；办结以后不再变动。"""
    if not closed and state in ADDRESSED_MOVES[move][0]:
        return ()
    now = "这份通报已经办结" if closed else f"这个机关现在是“{ADDRESSED_NAMES[Addressed(state)]}”"
    return (organs_turn.finding(f"{now}，不能{CIRCULAR_MOVE_NAMES[move]}", next_step="刷新页面，看别人是否已经办过"),)


@rule("SUP-119", cites=(_N118, _LAW), acts=("report_circular", "return_circular", "publish_circular", "close_circular"))
def circular_step_says(move: CircularMove, text: str) -> tuple[Finding, ...]:
    """报告写明落实了什么，退回写明理由，公开写明理由，办结写明结果。"""
    shortest = SHORTEST_REASON if move is CircularMove.REPORT else SHORTEST
    if len(text.strip()) >= shortest:
        return ()
    what = {CircularMove.REPORT: "落实情况", CircularMove.CLOSE: "办结情况"}.get(move, "理由")
    return (circular_step_says.finding(f"没有写明{what}", next_step=f"请填写（不少于 {shortest} 个字）", field="text"),)


@rule("SUP-119", cites=(_N118, _LAW), acts=("publish_circular", "close_circular"))
def circular_still_open(move: CircularMove, closed: bool, published: bool, states: Sequence[str]) -> tuple[Finding, ...]:  # fmt: skip
    """通报只公开一次；全部机关报告以后才办结，办结一次。"""
    found = []
    if closed:
        found.append(("这份通报已经办结", "刷新页面"))
    elif move is CircularMove.PUBLISH and published:
        found.append(("这份通报已经交事前公示", "从“公开的版本”看办理情况"))
    elif move is CircularMove.CLOSE and any(one != Addressed.REPORTED for one in states):
        found.append(("还有机关没有报告", "催报，或者等报告以后办结"))
    return tuple(circular_still_open.finding(fact, next_step=step) for fact, step in found)


@rule("SUP-118", cites=(_N118, _LAW), acts=("clock",))
def circular_answered_in_time(number: str, waiting: Sequence[str], due: date, today: date) -> tuple[Finding, ...]:
    """通报的机关在期限以前签收、报告落实情况，逾期的预警。"""
    if not waiting or today <= due:
        return ()
    fact = f"{number}应在 {due} 以前报告落实情况，还没有报告：{'、'.join(waiting)}"
    return (circular_answered_in_time.finding(fact, next_step="马上报告；通报机关催报").as_warning(),)


def addressed_state(steps: Sequence[CircularStepFacts]) -> str:
    """Where an organ stands: its steps replayed."""
    state = Addressed.SENT
    for one in steps:
        if (move := CircularMove(one.move)) in ADDRESSED_MOVES:
            state = ADDRESSED_MOVES[move][1]
    return state


def circular_digest(draft: CircularDraft, number: str) -> str:
    """SHA-256 over what a circular says."""
    return sha256(canonical({
        "number": number, "title": draft.title, "naming": draft.naming, "naming_reason": draft.naming_reason, "facts": draft.facts,
        "findings": draft.findings, "demands": draft.demands, "due": draft.due.isoformat(), "organs": sorted(map(str, draft.organ_ids)),
        "liability": str(draft.liability_id or ""),
    })).hexdigest()  # fmt: skip


def circular_step_digest(move: str, organ: UUID | None, text: str) -> str:
    """SHA-256 over a step."""
    return sha256(canonical({"move": move, "organ": str(organ or ""), "text": text})).hexdigest()
