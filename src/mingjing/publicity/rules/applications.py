"""Applications of parties online: what may be applied for now, in what time the organ moves, and what it must say."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.periods import Due, Kind, due
from mingjing.kernel.rulebook import rule
from mingjing.kernel.workdays import Workdays
from mingjing.publicity.rules.clocks import parameters
from mingjing.publicity.terms.applications import (
    APPLICATION_MOVE_NAMES,
    APPLICATION_MOVES,
    APPLICATION_STATES,
    MUST_ACCEPT,
    ApplicationMove,
    ApplicationState,
    DeclineGround,
)

_N118 = "国办发〔2018〕118号第二部分（五）"
SHORTEST = 6


@rule("PUB-110", cites=("行政处罚法第七条", _N118), acts=("receive_application",))
def may_be_applied_for(kind: str, allowed: Collection[str]) -> tuple[Finding, ...]:
    """网上只能申请这件事现在的阶段允许申请的事项；其他的，凭文书到机关窗口提出。"""
    if kind in allowed:
        return ()
    return (
        may_be_applied_for.finding(
            "这件事现在的阶段不能申请这一项", next_step="请回到“我要申请”，从列出的事项中选择", field="kind"
        ),
    )


@rule("PUB-111", cites=("行政处罚法第四十五条", "行政处罚法第六十四条"), acts=("receive_application",))
def in_time(last_day: date | None, on: date) -> tuple[Finding, ...]:
    """当事人的申请应当在告知的期限内提出；逾期提出的照样收下并注明，由机关决定是否受理，并说明理由。"""
    if last_day is None or on <= last_day:
        return ()
    message = f"申请的最后一天是 {last_day.isoformat()}，{on.isoformat()} 提出已经逾期"
    return (in_time.finding(message, weight=Weight.WARN, next_step="请写明没有按期提出的原因；由机关决定是否受理"),)


@rule("PUB-112", cites=_N118, acts=("clock", "receive_application"))
def accept_by(received_on: date, calendar: Workdays) -> Due:
    """收到网上申请，在规定的工作日内决定受理或者不予受理。"""
    return due(received_on, parameters().at("apply.accept", received_on).period, Kind.AGENCY_DUTY, calendar)


@rule("PUB-113", cites=_N118, acts=("clock", "accept_application"))
def settle_by(accepted_on: date, kind: str, calendar: Workdays) -> Due:
    """受理的网上申请，在规定的工作日内办结并告诉申请人结果。"""
    figure = parameters().at("apply.settle", accepted_on, kind=kind)
    return due(accepted_on, figure.period, Kind.AGENCY_DUTY, calendar)


@rule("PUB-114", cites=_N118, acts=tuple(ApplicationMove))
def application_moves(state: str, move: str) -> tuple[Finding, ...]:
    """一件网上申请先受理、后办理，受理一次，办结一次。"""
    sources, _ = APPLICATION_MOVES[ApplicationMove(move)]
    if state in sources:
        return ()
    now, word = APPLICATION_STATES[ApplicationState(state)], APPLICATION_MOVE_NAMES[ApplicationMove(move)]
    return (application_moves.finding(f"这件申请现在是“{now}”，不能{word}", next_step="刷新页面，看现在的情况"),)


@rule("PUB-115", cites=("行政处罚法第四十五条", "行政处罚法第六十四条"), acts=("decline_application",))
def decline_says(kind: str, late: bool, ground: str, reason: str) -> tuple[Finding, ...]:
    """不予受理应当写明理由；按期提出的陈述申辩和听证申请，不得以逾期或者不属于可以申请的事项为由不予受理。"""
    found = []
    if ground not in set(DeclineGround):
        found.append(decline_says.finding("没有选定不予受理的理由", field="ground"))
    if ground == DeclineGround.LATE and not late:
        found.append(decline_says.finding("这件申请是按期提出的，不能以逾期为由不予受理", field="ground"))
    if ground == DeclineGround.NOT_THIS and kind in MUST_ACCEPT and not late:
        message = "按期提出的陈述申辩和听证申请是当事人的权利，不能说不属于可以申请的事项"
        found.append(decline_says.finding(message, next_step="请受理", field="ground"))
    if len(reason.strip()) < SHORTEST:
        found.append(
            decline_says.finding(
                "没有写明不予受理的具体理由",
                next_step=f"写明事实和依据，申请人会看到（不少于 {SHORTEST} 个字）",
                field="reason",
            )
        )
    return tuple(found)


@rule("PUB-116", cites=_N118, acts=("propose_answer", "return_answer", "close_application"))
def outcome_says(answer: str) -> tuple[Finding, ...]:
    """对网上申请的答复、退回，应当写明内容。"""
    if len(answer.strip()) >= SHORTEST:
        return ()
    message = "没有写明内容"
    return (outcome_says.finding(message, next_step=f"写明结果和理由（不少于 {SHORTEST} 个字）", field="answer"),)


@rule("PUB-117", cites=_N118, acts=("approve_answer",))
def not_own_answer(drafter: UUID | None, approver: UUID) -> tuple[Finding, ...]:
    """对网上申请的书面答复由承办人拟写、负责人审批，拟写的人不得审批自己拟写的答复。"""
    if drafter != approver:
        return ()
    return (not_own_answer.finding("这份答复是您自己拟写的", next_step="请由另一位负责人审批"),)


def late_application(number: str, due_on: date, state: str) -> Finding:
    """PUB-112 and PUB-113 asked as a clock: a warning that names number and day."""
    waiting = state == ApplicationState.RECEIVED
    asked = accept_by if waiting else settle_by
    what = "决定是否受理" if waiting else "办结"
    found: Finding = asked.finding(
        f"网上申请{number}应在 {due_on.isoformat()} 以前{what}", weight=Weight.WARN, next_step="马上办理"
    )
    return found
