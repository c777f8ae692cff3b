"""Who may move a publication on, and when not. Facts in, findings out."""

from collections.abc import Iterable, Mapping
from datetime import date

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.publicity.rules.patterns import under_age
from mingjing.publicity.rules.redaction import leaks
from mingjing.publicity.terms import (
    EXEMPTIONS,
    MOVE_NAMES,
    MOVES,
    NEVER,
    STATE_NAMES,
    TRIGGER_NAMES,
    Move,
    Publishable,
    State,
    Trigger,
    Verdict,
    part_name,
)

_N118 = "国办发〔2018〕118号第二部分"


@rule("PUB-02", cites=f"{_N118}（二）", acts=(Move.CONFIRM, Move.RELEASE))
def human_confirmation(verdicts: Iterable[str]) -> tuple[Finding, ...]:
    """每一处拟脱敏内容都由人逐处决定，并由公示员确认，方可公开。"""
    waiting = sum(verdict == Verdict.OPEN for verdict in verdicts)
    if not waiting:
        return ()
    return (
        human_confirmation.finding(
            f"还有 {waiting} 处拟脱敏内容没有决定", next_step="逐处选择“删去”或者“保留”，再确认脱敏稿"
        ),
    )


@rule("PUB-03", cites=f"{_N118}（二）", acts=(Move.CONFIRM, Move.RELEASE, Move.CORRECT))
def clean_scan(
    public: Mapping[str, str], *, removed: Iterable[str], kept: Iterable[str], natural: bool, on: date
) -> tuple[Finding, ...]:
    """公开文本不得残留身份号码、联系方式、账号、住址以及已决定删去的内容。"""
    left = leaks(public, removed=removed, kept=kept, natural=natural, on=on)
    return tuple(
        clean_scan.finding(
            f"公开文本的{part_name(part)}里还有不应公开的内容：{why}", next_step="退回脱敏稿，补划后再公开", field=part
        )
        for part, why in left
    )


@rule(
    "PUB-04", cites="内蒙古自治区行政执法公示、执法全过程记录、重大执法决定法制审核办法第十一条", acts=(Move.RELEASE,)
)
def never_publish(grounds: Iterable[str]) -> tuple[Finding, ...]:
    """有法定不公开情形的执法决定不得公开。"""
    return tuple(
        never_publish.finding(
            f"不得公开：{NEVER[ground][0]}（{NEVER[ground][1]}）", next_step="报行政机关负责人批准不予公开"
        )
        for ground in grounds
        if ground in NEVER and ground != "minor"
    )


@rule("PUB-05", cites=("未成年人保护法第一百零三条", "个人信息保护法第二十八条"), acts=(Move.RELEASE,))
def minor(decision: Publishable) -> tuple[Finding, ...]:
    """当事人是未成年人的执法决定不得公开；文中的未成年人信息一律删去。"""
    # By the number alone: a child is no less a child where the form calls the party a household or a unit.
    young = under_age(decision.party_id_no, decision.decided_on)
    if not (decision.minor or young or "minor" in decision.never_publish):
        return ()
    return (minor.finding("不得公开：当事人是未成年人", next_step="报行政机关负责人批准不予公开"),)


@rule("PUB-07", cites=("行政处罚法第四十八条第二款", f"{_N118}（六）"), acts=(Move.WITHDRAW, Move.CALL_BACK))
def withdrawal_reason(trigger: str, reason: str) -> tuple[Finding, ...]:
    """撤下公开的决定，须有变更、撤销、确认违法、确认无效或者重作之一，并公开说明理由。"""
    problems = []
    if trigger not in TRIGGER_NAMES:
        names = "、".join(TRIGGER_NAMES[one] for one in Trigger)
        problems.append(withdrawal_reason.finding(f"没有写明撤下的事由（{names}）", field="trigger"))
    if len(reason.strip()) < 6:
        problems.append(
            withdrawal_reason.finding(
                "没有写明向社会公开的理由", next_step="写明由谁、以什么文书作出了什么", field="reason"
            )
        )
    return tuple(problems)


@rule("PUB-08", cites=f"{_N118}（二）", acts=tuple(Move))
def move_allowed(state: str, move: Move) -> tuple[Finding, ...]:
    """公示按“待公示、已拟脱敏、已确认、已公开、已更正或者已撤下”依次办理，不能跳步，也不能重复。"""
    starts, _ = MOVES[move]
    if state in starts:
        return ()
    wanted = "、".join(STATE_NAMES[one] for one in State if one in starts)
    return (
        move_allowed.finding(
            f"现在是“{STATE_NAMES[State(state)]}”，不能{MOVE_NAMES[move]}：要先到“{wanted}”",
            next_step="刷新页面，看别人是否已经办过",
        ),
    )


@rule(
    "PUB-09",
    cites=("国办发〔2018〕118号第二部分（二）", "市场监督管理行政处罚信息公示规定第十二条"),
    acts=(Move.CORRECT,),
)
def correction_reason(reason: str, changed: bool) -> tuple[Finding, ...]:
    """更正公开信息要写明理由，旧版本保留，并注明更正日期。"""
    problems = []
    if len(reason.strip()) < 4:
        problems.append(
            correction_reason.finding("没有写明更正的理由", next_step="写明哪里不准确、依据什么更正", field="reason")
        )
    if not changed:
        problems.append(correction_reason.finding("更正后的内容与现在公开的一样", next_step="改好内容再提交"))
    return tuple(problems)


@rule("PUB-10", cites=f"{_N118}（六）", acts=(Move.EXEMPT,))
def exemption_ground(ground: str, basis: str) -> tuple[Finding, ...]:
    """不予公开须有法定事由，写明依据，并由行政机关负责人批准。"""
    problems = []
    if ground not in EXEMPTIONS:
        problems.append(exemption_ground.finding("没有选定法定的不公开事由", field="ground"))
    if len(basis.strip()) < 4:
        problems.append(exemption_ground.finding("没有写明不予公开的依据和理由", field="basis"))
    return tuple(problems)


@rule("PUB-11", cites="行政处罚法第四十八条", acts=("schedule",))
def one_number_once(known_digest: str, digest: str) -> tuple[Finding, ...]:
    """一个文号只公示一个决定；重新作出的决定用新文号。"""
    if not known_digest or known_digest == digest:
        return ()
    return (
        one_number_once.finding(
            "这个文号已经登记过另一份内容不同的决定", next_step="核对文号；重新作出的决定要编新文号"
        ),
    )


@rule("PUB-12", cites="市场监督管理行政处罚信息公示规定第七条", acts=(Move.RELEASE,))
def equals_served_text(then: tuple[str, str], now: tuple[str, str]) -> tuple[Finding, ...]:
    """除依法删去的内容外，公开的文本与送达当事人的文本一致，也与公示员确认的文本一致。"""
    # Digests of the served text and of the confirmed text, as registered then and as they are now.
    if then == now:
        return ()
    which = "送达文本与登记时的摘要不符" if then[0] != now[0] else "公开文本与确认时的摘要不符"
    return (equals_served_text.finding(which, next_step="停止公开，报告信息管理员核对台账"),)


@rule("PUB-13", cites="行政处罚法第四十八条第二款", acts=(Move.RELEASE, Move.CONFIRM))
def not_called_back(trigger: str) -> tuple[Finding, ...]:
    """已被变更、撤销、确认违法、确认无效或者要求重作的决定，不得再公开。"""
    if trigger not in TRIGGER_NAMES:
        return ()
    return (not_called_back.finding(TRIGGER_NAMES[Trigger(trigger)], next_step="报行政机关负责人批准不予公开"),)


@rule("PUB-14", cites=("个人信息保护法第二十八条", "未成年人保护法第一百零三条"), acts=(Move.DECIDE,))
def verdict_allowed(verdict: str, reason: str, certain: bool) -> tuple[Finding, ...]:
    """保留一处拟脱敏内容要写明理由；校验相符的身份号码和未成年人信息不得保留。"""
    if verdict != Verdict.REJECTED:
        return ()
    if certain:
        return (verdict_allowed.finding("这一处是身份号码或者未成年人信息，不能保留", next_step="选择“删去”"),)
    if len(reason.strip()) < 2:
        return (
            verdict_allowed.finding(
                "保留这一处没有写理由", next_step="写明为什么可以公开，例如“机关办公电话”", field="reason"
            ),
        )
    return ()
