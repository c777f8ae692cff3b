"""Execution of a case as its page shows it: decisions to execute, agreements, what each waits for."""

from dataclasses import dataclass
from datetime import date, datetime

from mingjing.cases.queries.facts import context
from mingjing.cases.rules.days import served_on
from mingjing.cases.rules.force import Execution, again, cost_left, executions, urging_end, when
from mingjing.cases.rules.force_agreed import Agreement, agreements, last_day, unkept
from mingjing.cases.rules.wording import display_of
from mingjing.cases.terms import ActFacts, CaseFacts, Context


@dataclass(frozen=True, slots=True)
class Carried:
    """One execution or agreement. `word` says how it stands, `tone` how it is coloured; `why` what is to be done, if anything."""

    act: ActFacts
    kind: str
    what: str
    day: date
    day_told: str
    word: str
    tone: str
    why: str


def carried(facts: CaseFacts, now: datetime) -> tuple[Carried, ...]:
    """Every execution and agreement of a case in their order. No query where there is none."""
    executed, agreed = executions(facts), agreements(facts)
    if not executed and not agreed:
        return ()
    ctx = context(facts.organ.domain, now)
    found = [*(_execution(facts, one, ctx) for one in executed), *(_agreement(facts, one, ctx) for one in agreed)]
    return tuple(sorted(found, key=lambda row: row.act.seq))


def _execution(facts: CaseFacts, one: Execution, ctx: Context) -> Carried:
    substitute = one.act.code == "decide_substitute"
    kind = ("立即代履行" if one.at_once else "代履行") if substitute else display_of(facts, one.act, "mode")
    what = str(one.act.data.get("object" if substitute else "content", ""))
    word, tone, why = _standing(facts, one, ctx)
    return Carried(one.act, kind, what, when(one.act, "planned_at").date(), "实施时间", word, tone, why)


def _standing(facts: CaseFacts, one: Execution, ctx: Context) -> tuple[str, str, str]:
    """Word, tone, and what to do."""
    if one.done:
        owed = sum(cost_left(facts, act) for act in one.carried)
        told = f"代履行费用还有 {owed} 元没有缴纳" if owed else ""
        return "已经执行完毕", "warn" if owed else "good", told
    if one.ended:
        return f"已终结：{display_of(facts, one.ended, 'ground')}", "good", ""
    if one.suspended:
        return "已中止", "warn", "中止的情形消失后恢复执行（ENF-27）"
    if served_on(facts, one.act, ctx) is None and not one.at_once:
        return "等待送达", "warn", "决定书送达以后才能实施"
    if one.act.code == "decide_substitute" and not one.at_once:
        end = urging_end(facts, again(facts, one), ctx)
        if end is None:
            return "等待再次催告", "warn", "实施三个工作日以前再次催告并送达（ENF-15）"
        if ctx.now.date() <= end.due_on:
            return "再次催告中", "info", f"期限 {end.due_on} 届满以后实施（ENF-15）"
    return "等待实施", "info", "白天的工作日实施（ENF-25）" if one.act.code == "decide_enforcement" else ""


def _agreement(facts: CaseFacts, one: Agreement, ctx: Context) -> Carried:
    row = unkept(facts, one)
    if one.breached:
        word, tone, why = f"{one.breached.on} 恢复强制执行", "bad", ""
    elif row is None:
        word, tone, why = "已经全部履行", "good", ""
    elif ctx.now.date() > date.fromisoformat(str(row["due_on"])):
        word, tone, why = "到期没有履行", "bad", f"约定 {row['due_on']} 履行，应当恢复强制执行（ENF-20）"
    else:
        word, tone, why = "正在履行", "info", f"下一期 {row['due_on']}"
    return Carried(one.act, "执行协议", str(one.act.data["scope"]), last_day(one), "最后一期", word, tone, why)
