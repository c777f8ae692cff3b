"""How long a decision is public, how it ends early, and how it may come back. Facts in, findings out."""

from collections.abc import Collection
from datetime import date

from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding
from mingjing.kernel.money import yuan
from mingjing.kernel.parameters import Figure
from mingjing.kernel.periods import Due, Kind, due
from mingjing.kernel.rulebook import rule
from mingjing.kernel.workdays import Workdays
from mingjing.publicity.rules.clocks import parameters
from mingjing.publicity.terms import (
    CONDITIONS,
    IN_PUBLIC,
    LASTING,
    REASONS,
    REPUBLISH_FROM,
    STATE_NAMES,
    Category,
    Move,
    Reason,
    State,
    Term,
    TermFacts,
)

_N118, _SAMR = "国办发〔2018〕118号第二部分", "市场监督管理行政处罚信息公示规定"
_MILD = frozenset({"warning", "criticism"})
_OWN_TERM = {Category.PENALTY: "penalty", Category.LICENCE: "licence"}


def _figure(facts: TermFacts) -> Figure:
    known = parameters(facts.domain)
    kinds = set(facts.kinds)
    if facts.category == Category.PENALTY and kinds and kinds <= _MILD | {"fine"}:
        low = yuan(facts.fine or "0") <= yuan(str(known.at("term.light_fine", facts.shown_on).value))
        if "fine" not in kinds or low:
            return known.at("term.light", facts.shown_on)
    return known.at("term", facts.shown_on, kind=_OWN_TERM.get(Category(facts.category), "other"))


@rule("PUB-70", cites=(f"{_N118}（六）", f"{_SAMR}第十三条"), acts=(Move.RELEASE, Move.REPUBLISH))
def public_until(facts: TermFacts, calendar: Workdays) -> Term | None:
    """规定了公示期的，自公示之日起算，届满停止公示；限制经营、限制从业更长的，公示到限制期满；没有规定的持续公示。"""
    figure = _figure(facts)
    if not int(figure.value):
        return None
    until = local_day(due(facts.shown_on, figure.period, Kind.AGENCY_DUTY, calendar).due)
    if facts.ban_until and facts.ban_until > until:
        return Term(facts.ban_until, f"公示到限制期满（{figure.cites}）")
    return Term(until, f"公示{figure.period.words}（{figure.cites}）")


@rule("PUB-71", cites=f"{_SAMR}第十三条", acts=(Move.EXPIRE,))
def term_is_over(until: date | None, on: date) -> tuple[Finding, ...]:
    """公示期届满的次日起，平台自动停止公示；没有公示期或者没有届满的，不得以期满为由停止公示。"""
    if until is not None and until < on:
        return ()
    fact = f"公示到 {until.isoformat()}，还没有届满" if until else "这份决定没有规定公示期"
    return (term_is_over.finding(fact, next_step="等公示期届满由平台自动办理；有撤下事由的办理撤下"),)


@rule("PUB-72", cites=f"{_SAMR}第十四条", acts=(Move.REPAIR,))
def repair_is_due(
    facts: TermFacts, ground: str, found: Collection[str], on: date, calendar: Workdays
) -> tuple[Finding, ...]:
    """提前终止公示，须领域有规定、公示满最短时间、义务履行、后果消除、没有再犯、没有列入严重违法失信名单；停产停业等处罚除外。"""
    known, problems = parameters(facts.domain), []
    if not int(known.at("repair.open", on).value):
        problems.append(("这个领域没有提前终止公示的规定", "不予终止，告知当事人；信用公示的修复另行办理"))
    if lasting := set(facts.kinds) & LASTING:
        problems.append((f"有 {len(lasting)} 种处罚（停产停业、限制、降级、关闭、吊销）不得提前终止公示", "不予终止"))
    wait = known.at("repair.wait", on)
    if int(wait.value):
        after = local_day(due(facts.shown_on, wait.period, Kind.AGENCY_DUTY, calendar).due)
        # 满: the last day has passed, as for the end of a term (PUB-71) and of the shortest term of credit (XCH-33).
        if on <= after:
            problems.append((f"公示满 {wait.period.words}是 {after.isoformat()} 终了，还没有满", "满后的第二天起办理"))
    problems += [(f"没有查明“{CONDITIONS[key]}”", "核实后勾选") for key in CONDITIONS if key not in found]
    findings = [repair_is_due.finding(fact, next_step=step) for fact, step in problems]
    if ground not in REASONS[Move.REPAIR]:
        findings.append(repair_is_due.finding("没有选定提前终止的理由", field="ground"))
    return tuple(findings)


@rule("PUB-73", cites="市场监督管理信用修复管理办法", acts=("apply_repair", "decide_repair"))
def repair_answer_by(applied_on: date, domain: str, calendar: Workdays) -> Due:
    """收到提前终止公示的申请，在规定的工作日内作出决定。"""
    return due(applied_on, parameters(domain).at("repair.answer", applied_on).period, Kind.AGENCY_DUTY, calendar)


@rule("PUB-74", cites=("行政处罚法第四十八条", f"{_N118}（二）"), acts=(Move.REPUBLISH,))
def republish_ground(state: str, ground: str, document: str) -> tuple[Finding, ...]:
    """停止公示的决定，只有原来的撤下、期满或者提前终止被依法推翻才能重新公示，并写明依据的文书。"""
    problems = []
    if ground not in REASONS[Move.REPUBLISH]:
        problems.append(republish_ground.finding("没有选定重新公示的理由", field="ground"))
    elif state not in IN_PUBLIC and state not in REPUBLISH_FROM[ground]:
        word, now = REASONS[Move.REPUBLISH][ground].word, STATE_NAMES[State(state)]
        problems.append(
            republish_ground.finding(f"“{word}”不适用于“{now}”的决定", next_step="选择与现状相符的理由", field="ground")
        )
    if len(document.strip()) < 6:
        problems.append(
            republish_ground.finding(
                "没有写明重新公示依据的文书", next_step="写明由谁、以什么文书作出了什么", field="reason"
            )
        )
    return tuple(problems)


@rule("PUB-75", cites=f"{_SAMR}第十三条", acts=(Move.REPUBLISH,))
def term_is_running(until: date | None, on: date) -> tuple[Finding, ...]:
    """公示期自第一次公示之日起连续计算，已经届满的不再重新公示。"""
    if until is None or on <= until:
        return ()
    return (term_is_running.finding(f"公示期已于 {until.isoformat()} 届满", next_step="不再重新公示"),)


@rule("PUB-76", cites=f"{_N118}（二）", acts=tuple(REASONS))
def reason_is_known(reasons: dict[str, Reason], code: str) -> tuple[Finding, ...]:
    """公开、更正、撤下、停止和重新公示，都要从理由表中选定理由，理由连同出处一并公开。"""
    if code in reasons:
        return ()
    return (reason_is_known.finding("没有从理由表中选定理由", next_step="请从列表中选择", field="ground"),)


@rule("PUB-77", cites="市场监督管理信用修复管理办法", acts=("apply_repair", "decide_repair"))
def repair_is_told(text: str, field: str) -> tuple[Finding, ...]:
    """提前终止公示的申请和决定都要写明理由；不予终止的，告知当事人。"""
    if len(text.strip()) >= 6:
        return ()
    return (repair_is_told.finding("没有写明理由", next_step="至少写六个字", field=field),)
