"""The credit channel's rules: class and terms by dated tables, the stop, repair and objection. Facts in, findings out."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mingjing.exchange.terms import (
    CLASS_NAMES,
    CONDITIONS,
    CREDIT_MOVES,
    CREDIT_STATES,
    CreditClass,
    CreditFacts,
    CreditMove,
    CreditState,
    CreditTerm,
    RequestFacts,
    RequestKind,
)
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.money import yuan
from mingjing.kernel.parameters import Parameters
from mingjing.kernel.periods import Due, Kind, Period, Unit, due
from mingjing.kernel.rulebook import rule
from mingjing.kernel.workdays import Workdays

_FOLDER = Path(__file__).resolve().parents[1] / "parameters"
_CR36 = "信用修复管理办法（国家发展改革委令第36号）"


@cache
def parameters() -> Parameters:
    """The room's dated figures."""
    return Parameters.load(_FOLDER / "national")


@cache
def tables() -> Mapping[str, Mapping[date, Mapping[str, Any]]]:
    """Domain (or national) → day of effect → class table."""
    read = yaml.safe_load((_FOLDER / "credit.yaml").read_text(encoding="utf-8"))
    return {layer: dated for layer, dated in read.items() if layer != "checked"}


def _table(on: date, domain: str) -> Mapping[str, Any] | None:
    for layer in (domain, "national"):
        dated = tables().get(layer, {})
        since = [day for day in dated if day <= on]
        if since:
            return dated[max(since)]
    return None


@rule("XCH-30", cites=_CR36, acts=(CreditMove.OPEN,))
def classify(kinds: Collection[str], fine: str, table: Mapping[str, Any]) -> str:
    """行政处罚按种类分为轻微、一般、严重三类，有几种的取最重的一类；达到规定数额的罚款按严重。"""
    large = table["large_fine"]
    if large is not None and fine and yuan(fine) >= yuan(str(large)):
        return CreditClass.SERIOUS
    found = [one for one in CreditClass if set(table[one]["kinds"]) & set(kinds)]
    return found[-1] if found else CreditClass.ORDINARY


@rule("XCH-31", cites=_CR36, acts=(CreditMove.OPEN, CreditMove.REINSTATE))
def credit_term(
    decided_on: date, kinds: Collection[str], fine: str, domain: str, calendar: Workdays
) -> CreditTerm | None:
    """信用公示期自认定文书作出之日起算：轻微的一般不公示，一般的三个月至一年，严重的一年至三年，以分类表为准。"""
    table = _table(decided_on, domain)
    if table is None:
        return None
    klass = classify(kinds, fine, table)
    told = table[klass]
    days = {
        name: _months_after(decided_on, told[name], calendar)
        for name in ("shortest", "longest")
        if told["shown"] and told[name]
    }
    return CreditTerm(
        klass, told["shown"], days.get("shortest"), days.get("longest"), table["cites"], table["verified"]
    )


def longest_until(decided_on: date, kinds: Collection[str], fine: str, domain: str, calendar: Workdays) -> date | None:
    """The last day of the longest term of the class, shown or not; None before there was a table, or where no kind is told."""
    table = _table(decided_on, domain)
    if table is None or not kinds:
        return None
    return _months_after(decided_on, table[classify(kinds, fine, table)]["longest"], calendar)


def _months_after(day: date, months: int, calendar: Workdays) -> date:
    return local_day(due(day, Period(months, Unit.MONTH), Kind.AGENCY_DUTY, calendar).due)


@rule("XCH-39", cites="发改办财金〔2018〕424号", acts=(CreditMove.OPEN,))
def one_party(party_name: str, told: int) -> tuple[Finding, ...]:
    """一条信用信息只记一个当事人：一个决定处罚几个当事人的，按双公示数据一人一条，各按自己的处罚分类计期；没有逐人数据的，补填以后列入。"""
    if told or "、" not in party_name:
        return ()
    return (
        one_party.finding("这个决定有几个当事人，没有逐人的数据", next_step="在“外部登记”里一人一行补填双公示数据"),
    )


def standing(term: CreditTerm, on: date) -> str:
    """The state by class and day."""
    if not term.shown:
        return CreditState.HIDDEN
    return CreditState.STOPPED if term.longest and term.longest < on else CreditState.SHOWN


@rule("XCH-32", cites=_CR36, acts=(CreditMove.STOP,))
def longest_is_over(item: CreditFacts, on: date) -> tuple[Finding, ...]:
    """最长公示期届满，不论是否修复，平台自动停止公示。"""
    if item.longest is not None and item.longest < on:
        return ()
    until = item.longest.isoformat() if item.longest else "没有规定的一天"
    return (longest_is_over.finding(f"最长公示期到 {until}，还没有届满", next_step="等期满由平台自动办理"),)


@rule("XCH-33", cites=_CR36, acts=(CreditMove.REPAIR,))
def repair_is_due(item: CreditFacts, found: Collection[str], on: date) -> tuple[Finding, ...]:
    """信用修复，须最短公示期届满、义务全部履行、公开作出信用承诺，并具备法律、行政法规规定的其他条件。"""
    problems = []
    if item.shortest is None or on <= item.shortest:
        until = item.shortest.isoformat() if item.shortest else "（没有登记）"
        problems.append(
            repair_is_due.finding(f"最短公示期到 {until}，还没有届满", next_step="期满后再办理，或者不予修复")
        )
    problems += [
        repair_is_due.finding(f"没有查明“{CONDITIONS[key]}”", next_step="核实后勾选，或者不予修复", field=key)
        for key in CONDITIONS
        if key not in found
    ]
    return tuple(problems)


@rule("XCH-34", cites=_CR36, acts=("ask_credit", "answer_credit"))
def request_by(kind: str, applied_on: date, calendar: Workdays) -> Due:
    """收到信用修复申请、信用异议，在规定的工作日内作出决定。"""
    return due(applied_on, parameters().at("credit", applied_on, kind=kind).period, Kind.AGENCY_DUTY, calendar)


@rule("XCH-35", cites=_CR36, acts=("ask_credit", "answer_credit"))
def is_told(text: str, field: str) -> tuple[Finding, ...]:
    """信用修复、异议的申请和决定都要写明理由，并告知申请人。"""
    if len(text.strip()) >= 6:
        return ()
    return (is_told.finding("没有写明理由", next_step="至少写六个字", field=field),)


@rule("XCH-36", cites=_CR36, acts=tuple(CreditMove))
def move_allowed(state: str, move: CreditMove) -> tuple[Finding, ...]:
    """信用信息按“公示中、期满停止、已修复、已撤销”办理，不能跳步，也不能重复。"""
    word, starts, _ = CREDIT_MOVES[move]
    if state in starts:
        return ()
    return (
        move_allowed.finding(
            f"现在是“{CREDIT_STATES[CreditState(state)]}”，不能办理“{word}”", next_step="刷新页面，看是否已经办过"
        ),
    )


@rule("XCH-37", cites=(_CR36, "发改办财金〔2018〕424号"), acts=("ask_credit",))
def may_be_asked(item: CreditFacts, kind: str) -> tuple[Finding, ...]:
    """信用修复只对正在公示的信用信息办理；异议可以对任何没有撤销的信用信息提出。"""
    wanted = {CreditState.SHOWN} if kind == RequestKind.REPAIR else set(CreditState) - {CreditState.CANCELLED}
    if item.state in wanted:
        return ()
    return (
        may_be_asked.finding(
            f"这条信用信息是“{item.state_name}”（{CLASS_NAMES[CreditClass(item.klass)]}），不需要办理",
            next_step="告知申请人",
        ),
    )


@rule("XCH-38", cites=_CR36, acts=("answer_credit",))
def late_request(request: RequestFacts, on: date) -> tuple[Finding, ...]:
    """超过期限没有决定的信用修复申请、异议，列入逾期。"""
    done = local_day(request.decided_at) if request.decided_at else None
    if (done or on) <= request.due:
        return ()
    how = f"{done.isoformat()} 才决定" if done else "还没有决定"
    message = f"{request.item.number}的{request.kind_name}应在 {request.due.isoformat()} 以前决定，{how}"
    return (late_request.finding(message, weight=Weight.WARN, next_step="" if done else "马上决定"),)
