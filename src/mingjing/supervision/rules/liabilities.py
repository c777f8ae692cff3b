"""责任追究: what opens an item, who may not judge, what is found of each person, who is heard, what may be imposed, when it ends."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

from mingjing.kernel.findings import Finding
from mingjing.kernel.hashing import canonical
from mingjing.kernel.rulebook import rule
from mingjing.kernel.workdays import Workdays
from mingjing.supervision.terms.liabilities import (
    EXEMPT,
    FAULTS,
    FREE,
    LIABILITY_MOVE_NAMES,
    LIABILITY_MOVES,
    LIABILITY_NAMES,
    NONE,
    Blame,
    HandSource,
    LiabilityMove,
    LiabilityState,
    Measure,
    PersonFacts,
    Proposal,
    Standing,
    StepFacts,
)

_FILE = Path(__file__).parents[1] / "parameters" / "liabilities.yaml"
_N118 = "国办发〔2018〕118号第四部分（十四）"
_LAW = "行政处罚法第七十五条"
_LOCAL = "各地行政执法责任追究办法（条号未核实）"
SHORTEST, SHORTEST_REASON = 4, 10
_LATE_IN = {
    LiabilityState.OPEN: "写明调查结果",
    LiabilityState.EXAMINED: "提出处理意见",
    LiabilityState.PROPOSED: "作出决定",
    LiabilityState.DECIDED: "落实、办结",
}
TERM_OF = {
    LiabilityState.OPEN: "examine_days",
    LiabilityState.PROPOSED: "decide_days",
    LiabilityState.DECIDED: "settle_days",
}


@cache
def told() -> dict[str, Any]:
    """The file of the figures, as people read it."""
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def terms_on(day: date) -> dict[str, Any]:
    """The terms in force on a day; the first ones where the day is before them."""
    found = [one for one in told()["terms"] if one["since"] <= day] or told()["terms"][:1]
    chosen: dict[str, Any] = max(found, key=lambda one: one["since"])
    return chosen


def days(name: str, day: date) -> int:
    """How many days a term has, by the figures of the day on which it begins."""
    return int(terms_on(day)[name]["value"])


@cache
def measures() -> Mapping[str, Measure]:
    """Every way of handling by its code."""
    return {
        one["code"]: Measure(
            one["code"], one["name"], one["since"], one.get("until"), one.get("hands", False), one.get("certificate", False), one["cites"]
        )
        for one in told()["measures"]
    }  # fmt: skip


def hands_over(proposal: Proposal | None) -> bool:
    """Whether something proposed is another body's to impose."""
    return proposal is not None and any(measures()[code].hands for code in proposal.measures if code in measures())


@rule("SUP-110", cites=(_N118, _LOCAL), acts=("open_liability",))
def liability_says(title: str, persons: Sequence[UUID], hand: HandSource | None, today: date) -> tuple[Finding, ...]:
    """责任追究事项写明是什么错误决定、依据哪一份文书、涉及哪些人；来源日期不在将来。"""
    found = []
    if len(title.strip()) < SHORTEST:
        found.append(("没有写明事项", f"请填写（不少于 {SHORTEST} 个字）", "title"))
    if not persons:
        found.append(("没有选择相关人员", "请至少选择一人；查明没有过错的，写进调查结果", "person_ids"))
    if hand is not None and len(hand.document.strip()) < SHORTEST:
        found.append(("没有写明来源文书", f"请填写文书名称和文号（不少于 {SHORTEST} 个字）", "document"))
    if hand is not None and hand.on > today:
        found.append(("来源日期在将来", "请改日期", "on"))
    return tuple(liability_says.finding(fact, next_step=step, field=field) for fact, step, field in found)


@rule("SUP-110", cites=(_N118, _LOCAL), acts=("dismiss_offer",))
def dismissal_says(reason: str) -> tuple[Finding, ...]:
    """发现错误决定而不启动责任追究的，写明理由。"""
    if len(reason.strip()) >= SHORTEST_REASON:
        return ()
    return (
        dismissal_says.finding("没有写明不启动的理由", next_step=f"请填写（不少于 {SHORTEST_REASON} 个字）", field="reason"),
    )  # fmt: skip


@rule("SUP-111", cites=(_N118, _LOCAL), acts=("open_liability", "add_person", "transfer_liability"))
def heads_are_judged_above(organ: UUID, examiner: UUID, heads: Collection[UUID], persons: Collection[UUID]) -> tuple[Finding, ...]:  # fmt: skip
    """涉及本机关负责人的，由上级机关或者司法行政部门调查，不由本机关调查。"""
    if organ != examiner or not set(heads) & set(persons):
        return ()
    step = "请改由上级机关或者司法行政部门调查"
    return (heads_are_judged_above.finding("相关人员里有本机关负责人，调查机关还是本机关", next_step=step, field="examiner_id"),)  # fmt: skip


@rule("SUP-111", cites=(_N118, _LOCAL), acts=("open_liability", "examine_liability", "propose_liability", "decide_liability", "return_liability", "close_liability"))  # fmt: skip
def nobody_judges_themselves(by: UUID, concerned: Collection[UUID]) -> tuple[Finding, ...]:
    """事项涉及的人、办理过所涉案件的人，不得登记、调查、决定这件责任追究。"""
    if by not in concerned:
        return ()
    return (
        nobody_judges_themselves.finding("您是相关人员或者办理过所涉案件", next_step="请由没有办理过这件案件的人办理"),
    )  # fmt: skip


@rule("SUP-112", cites=(_N118, _LOCAL), acts=("decide_liability", "return_liability"))
def another_decides(by: UUID, before: Collection[UUID]) -> tuple[Finding, ...]:
    """处理决定由调查人、提出处理意见的人以外的另一人作出。"""
    if by not in before:
        return ()
    return (
        another_decides.finding("调查结果或者处理意见是您提出的", next_step="请由调查机关的另一名负责人或者执法监督员决定"),
    )  # fmt: skip


@rule("SUP-113", cites=(_N118, _LOCAL), acts=("examine_liability", "propose_liability"))
def everybody_is_found_of(blames: Mapping[UUID, Blame], names: Mapping[UUID, str]) -> tuple[Finding, ...]:
    """对每一名相关人员认定有没有过错、是故意还是过失，写明理由；没有过错、依法免责的，写明事实和依据。"""
    found = []
    for person, name in names.items():
        blame = blames.get(person)
        key = person.hex
        if blame is None or blame.fault not in FAULTS:
            found.append((f"没有认定{name}有没有过错", "请选择", f"fault_{key}"))
            continue
        shortest = SHORTEST_REASON if blame.fault in FREE else SHORTEST
        if len(blame.reason.strip()) < shortest:
            found.append((f"没有写明{name}{FAULTS[blame.fault]}的理由", f"请填写（不少于 {shortest} 个字）", f"reason_{key}"))  # fmt: skip
        if blame.fault != NONE and len(blame.basis.strip()) < SHORTEST:
            what = "免责的依据" if blame.fault == EXEMPT else "认定的依据"
            found.append((f"没有写明{name}{what}", f"请填写（不少于 {SHORTEST} 个字）", f"basis_{key}"))
    return tuple(everybody_is_found_of.finding(fact, next_step=step, field=field) for fact, step, field in found)


@rule("SUP-113", cites=(_N118, _LOCAL), acts=("examine_liability",))
def facts_are_found(text: str) -> tuple[Finding, ...]:
    """调查结果写明查明的事实。"""
    if len(text.strip()) >= SHORTEST_REASON:
        return ()
    return (
        facts_are_found.finding(
            "没有写明查明的事实", next_step=f"请填写（不少于 {SHORTEST_REASON} 个字）", field="text"
        ),
    )


@rule("SUP-114", cites=(_N118, _LOCAL), acts=("propose_liability",))
def everybody_was_heard(persons: Sequence[PersonFacts], hear_by: date, today: date) -> tuple[Finding, ...]:
    """提出处理意见以前听取本人的陈述申辩：本人说过、写明放弃，或者陈述申辩的期限已经届满。"""
    waiting = [one.name for one in persons if one.standing.defence is None]
    if not waiting or today > hear_by:
        return ()
    step = f"等本人陈述、申辩或者写明放弃；{hear_by} 届满以后可以提出"
    return (everybody_was_heard.finding(f"还没有听取{'、'.join(waiting)}的陈述申辩", next_step=step),)


@rule("SUP-114", cites=(_N118, _LOCAL), acts=("propose_liability",))
def every_defence_is_answered(persons: Sequence[PersonFacts], proposals: Mapping[UUID, Proposal]) -> tuple[Finding, ...]:  # fmt: skip
    """本人作了陈述申辩的，处理意见写明采纳没有、为什么。"""
    return tuple(
        every_defence_is_answered.finding(
            f"没有写明{one.name}的陈述申辩采纳没有", next_step=f"请填写（不少于 {SHORTEST} 个字）", field=f"answer_{one.id.hex}"
        )
        for one in persons
        if one.standing.defence is not None and one.standing.defence.text
        if len(getattr(proposals.get(one.id), "answer", "").strip()) < SHORTEST
    )  # fmt: skip


@rule("SUP-114", cites=(_N118, _LOCAL), acts=("defend_liability",))
def defence_says(text: str, waived: bool, already: bool, hear_by: date | None, today: date) -> tuple[Finding, ...]:
    """本人在期限内陈述、申辩一次，或者写明放弃。"""
    found = []
    if already:
        found.append(("您已经陈述、申辩或者放弃过", "刷新页面", ""))
    elif hear_by is not None and today > hear_by:
        found.append((f"陈述申辩的期限 {hear_by} 已经届满", "请联系调查机关", ""))
    elif waived == bool(text.strip()):
        fact = "又写了陈述申辩，又选了放弃" if waived else "没有写陈述申辩"
        found.append((fact, "请写明意见，或者留空并选择放弃", "text"))
    elif not waived and len(text.strip()) < SHORTEST:
        found.append(("陈述申辩太短", f"请填写（不少于 {SHORTEST} 个字）", "text"))
    return tuple(defence_says.finding(fact, next_step=step, field=field) for fact, step, field in found)


@rule("SUP-115", cites=(_N118, _LOCAL), acts=("propose_liability",))
def measures_fit_the_finding(proposals: Mapping[UUID, Proposal], names: Mapping[UUID, str], today: date) -> tuple[Finding, ...]:  # fmt: skip
    """有过错的选择当日可用的处理方式，移送的写明移送到哪个机关；没有过错、依法免责的不作处理。"""
    found = []
    for person, one in proposals.items():
        name, key = names.get(person, ""), person.hex
        known = [measures()[code] for code in one.measures if code in measures() and measures()[code].open_on(today)]
        if len(known) != len(one.measures):
            found.append((f"{name}的处理方式里有今天不能选用的", "请重新选择", f"measures_{key}"))
        if one.blame.fault in FREE and one.measures:
            found.append(
                (f"{name}{FAULTS[one.blame.fault]}，不作处理", "请去掉处理方式，或者改认定", f"measures_{key}")
            )
        if one.blame.fault not in FREE and one.blame.fault in FAULTS and not one.measures:
            found.append((f"没有写明怎样处理{name}", "请至少选择一种", f"measures_{key}"))
        hands = any(each.hands for each in known)
        if hands != (len(one.body.strip()) >= SHORTEST):
            fact = f"没有写明{name}移送到哪个机关" if hands else f"{name}没有选择移送，写了收件机关"
            found.append((fact, f"请填写机关名称（不少于 {SHORTEST} 个字）" if hands else "请去掉收件机关，或者选择移送", f"body_{key}"))  # fmt: skip
    return tuple(measures_fit_the_finding.finding(fact, next_step=step, field=field) for fact, step, field in found)


@rule("SUP-116", cites=(_N118, _LOCAL), acts=("add_person", "transfer_liability", "examine_liability", "defend_liability", "propose_liability", "return_liability", "decide_liability", "tell_person", "send_person", "record_answer", "report_result", "close_liability"))  # fmt: skip
def liability_move_allowed(state: str, move: LiabilityMove) -> tuple[Finding, ...]:
    """责任追究按“调查、听取陈述申辩、提出处理意见、决定、告知、移送和落实、办结”依次办理；办结以后不再变动，有新的情况另行登记。"""
    if state in LIABILITY_MOVES[move][0]:
        return ()
    fact = f"这件责任追究现在是“{LIABILITY_NAMES[LiabilityState(state)]}”，不能{LIABILITY_MOVE_NAMES[move]}"
    return (liability_move_allowed.finding(fact, next_step="刷新页面，看别人是否已经办过"),)


@rule("SUP-116", cites=(_N118, _LOCAL), acts=("add_person", "transfer_liability", "return_liability", "decide_liability", "tell_person", "send_person", "record_answer", "report_result", "close_liability"))  # fmt: skip
def liability_step_says(move: LiabilityMove, text: str) -> tuple[Finding, ...]:
    """增加人员、改由其他机关调查、退回、决定、告知、移送、反馈、落实、办结都写明内容。"""
    if len(text.strip()) >= SHORTEST:
        return ()
    what = {
        LiabilityMove.TELL: "怎样告知", LiabilityMove.SEND: "移送了哪些材料", LiabilityMove.ANSWER: "收件机关的反馈", LiabilityMove.REPORT: "落实结果",
        LiabilityMove.CLOSE: "办结情况", LiabilityMove.DECIDE: "决定的理由",
    }.get(move, "理由")  # fmt: skip
    return (
        liability_step_says.finding(f"没有写明{what}", next_step=f"请填写（不少于 {SHORTEST} 个字）", field="text"),
    )


@rule("SUP-116", cites=(_N118, _LOCAL), acts=("tell_person", "send_person", "record_answer", "report_result"))
def persons_turn(one: PersonFacts, move: LiabilityMove, on: date, decided: date, today: date) -> tuple[Finding, ...]:
    """决定以后先告知本人；决定移送的才移送，移送以后才登记反馈；落实结果在告知以后登记；每一步只登记一次，日期不在决定以前、不在将来。"""
    now, found = one.standing, []
    done = {LiabilityMove.TELL: now.told, LiabilityMove.SEND: now.sent, LiabilityMove.ANSWER: now.answered, LiabilityMove.REPORT: now.reported}[move]  # fmt: skip
    if done is not None:
        found.append((f"{one.name}的“{LIABILITY_MOVE_NAMES[move]}”已经登记过", "刷新页面", ""))
    if move is not LiabilityMove.TELL and now.told is None:
        found.append((f"还没有告知{one.name}", "请先登记告知", ""))
    if move is LiabilityMove.SEND and not hands_over(now.proposal):
        found.append((f"决定没有移送{one.name}", "不用移送", ""))
    if move is LiabilityMove.ANSWER and now.sent is None:
        found.append((f"{one.name}还没有移送", "请先登记移送", ""))
    if not decided <= on <= today:
        found.append((f"日期 {on} 不在决定之日 {decided} 和今天之间", "请改日期", "on"))
    return tuple(persons_turn.finding(fact, next_step=step, field=field) for fact, step, field in found)


@rule("SUP-117", cites=(_N118, _LOCAL), acts=("close_liability",))
def liability_is_whole(persons: Sequence[PersonFacts]) -> tuple[Finding, ...]:
    """每一名相关人员都有结论、已经告知，有处理的登记了落实结果，移送的已经移送，才能办结；移送以后有没有反馈在办结情况里写明。"""
    found = []
    for one in persons:
        now = one.standing
        if now.proposal is None:
            found.append(f"{one.name}没有结论")
            continue
        if now.told is None:
            found.append(f"没有告知{one.name}")
        if hands_over(now.proposal) and now.sent is None:
            found.append(f"{one.name}没有移送")
        own = [code for code in now.proposal.measures if code in measures() and not measures()[code].hands]
        if own and now.reported is None:
            found.append(f"没有登记{one.name}的落实结果")
    return tuple(liability_is_whole.finding(fact, next_step="请先办理这一步") for fact in found)


@rule("SUP-118", cites=(_LOCAL,), acts=("clock",))
def liability_in_time(number: str, state: str, due: date | None, today: date) -> tuple[Finding, ...]:
    """责任追究的调查、提出意见、决定、落实各在期限以前办理，逾期的预警；期限是本平台默认值，未核实。"""
    if due is None or today <= due or state not in _LATE_IN:
        return ()
    fact = f"{number}应在 {due} 以前{_LATE_IN[LiabilityState(state)]}，还没有办"
    return (liability_in_time.finding(fact, next_step="调查机关马上办理").as_warning(),)


def due_after(state: str, start: date, calendar: Workdays) -> date | None:
    """Until when the step that a state waits for is done: working days after it began; None where no term runs."""
    name = TERM_OF.get(LiabilityState(state))
    return calendar.after(start, days(name, start)) if name else None


def heard_until(start: date, calendar: Workdays) -> date:
    """The last day on which the persons may state and defend: working days after they can read what was found."""
    return calendar.after(start, days("hear_days", start))


def standing_of(person: UUID, steps: Sequence[StepFacts]) -> Standing:
    """How far one person's matter is: the steps replayed."""
    now, key = Standing(), str(person)
    for one in steps:
        said = one.told.get("persons", {}).get(key)
        if one.move == LiabilityMove.EXAMINE and said:
            now = replace(now, blame=Blame(**said))
        elif one.move == LiabilityMove.PROPOSE and said:
            now = replace(now, proposal=_proposal(said))
        elif one.move == LiabilityMove.RETURN:
            now = replace(now, proposal=None)
        elif one.person_id == person and one.move in _OWN:
            own: dict[str, Any] = {_OWN[LiabilityMove(one.move)]: one}
            now = replace(now, **own)
    return now


_OWN = {
    LiabilityMove.DEFEND: "defence", LiabilityMove.TELL: "told", LiabilityMove.SEND: "sent", LiabilityMove.ANSWER: "answered",
    LiabilityMove.REPORT: "reported",
}  # fmt: skip


def _proposal(said: Mapping[str, Any]) -> Proposal:
    blame = Blame(said["fault"], said["reason"], said["basis"])
    return Proposal(blame, tuple(said["measures"]), said["body"], said["answer"])


def shown_to_themselves(one: PersonFacts, state: str) -> PersonFacts:
    """A person's own part: what is proposed becomes theirs to read when it has been decided."""
    if state in {LiabilityState.DECIDED, LiabilityState.CLOSED}:
        return one
    return replace(one, standing=replace(one.standing, proposal=None))


def decided_on(steps: Sequence[StepFacts]) -> StepFacts | None:
    """The step that decided."""
    return next((one for one in reversed(steps) if one.move == LiabilityMove.DECIDE), None)


def opened_digest(row: Any, persons: Sequence[UUID], examiner: UUID) -> str:
    """SHA-256 over what an item says when it is opened, or why it was not: before persons or examiners changed."""
    return sha256(canonical({
        "number": row.number, "title": row.title, "source": row.source_key, "document": row.document, "on": row.on.isoformat(),
        "organ": str(row.organ_id), "case": str(row.case_id or ""), "examiner": str(examiner), "reason": row.reason,
        "persons": sorted(map(str, persons)),
    })).hexdigest()  # fmt: skip


def liability_step_digest(move: str, person: UUID | None, text: str, told_: Mapping[str, Any]) -> str:
    """SHA-256 over a step: whom it is about, the words, what was entered."""
    said = {"move": move, "person": str(person or ""), "text": text, "told": dict(told_)}
    return sha256(canonical(said)).hexdigest()
