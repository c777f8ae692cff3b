"""What the forms of execution know already: the duty, the letter, the open decision, the agreement, the cost."""

from mingjing.cases.rules.force import (
    SOURCES,
    again,
    cost_left,
    fulfilled,
    open_executions,
    source_of,
    unpaid_costs,
)
from mingjing.cases.rules.force_agreed import standing
from mingjing.cases.rules.wording import Told, display_of, draws
from mingjing.cases.terms import ActFacts, CaseFacts


def _source(case: CaseFacts) -> ActFacts | None:
    """The newest decision whose duty is not fulfilled; an order to correct before the penalty."""
    orders = [act for code in SOURCES for act in reversed(case.all(code))]
    return next((act for act in orders if source_of(case, act.seq) and not fulfilled(case, act)), None)


@draws("责令改正、处罚决定")
def duty_source(case: CaseFacts, _: Told) -> int | None:
    """The decision that orders what is still to be done."""
    found = _source(case)
    return found.seq if found else None


@draws("责令改正、处罚决定")
def duty_words(case: CaseFacts, _: Told) -> str:
    """What it orders."""
    found = _source(case)
    return str(found.data.get("correction") or found.data.get("other_content") or "") if found else ""


@draws("代履行决定")
def urging_purpose(case: CaseFacts, _: Told) -> str:
    """Urged again where a substitute waits; else it is to be chosen."""
    waiting = [one for one in open_executions(case, "decide_substitute") if not one.at_once]
    return "again" if waiting and again(case, waiting[0]) is None else ""


@draws("催告书")
def last_urging(case: CaseFacts, _: Told) -> int | None:
    """The latest letter of urging."""
    letter = case.last("urge_duty")
    return letter.seq if letter else None


@draws("陈述申辩及复核记录")
def urged_heard(case: CaseFacts, _: Told) -> str:
    """What the party said after urging and what became of it; silent where nothing was recorded."""
    return "\n".join(
        f"当事人提出：{act.data['content']}复核：{display_of(case, act, 'adopted')}。{act.data['reason']}"
        for act in case.all("hear_urged")
    )


def _open(case: CaseFacts, *codes: str) -> int | None:
    return next((one.act.seq for one in open_executions(case, *codes)), None)


@draws("代履行决定")
def open_substitute(case: CaseFacts, _: Told) -> int | None:
    """The oldest substitute performance not carried out."""
    return _open(case, "decide_substitute")


@draws("强制执行决定")
def open_enforcement(case: CaseFacts, _: Told) -> int | None:
    """The oldest decision of force not carried out."""
    return _open(case, "decide_enforcement")


@draws("执行决定")
def open_execution(case: CaseFacts, _: Told) -> int | None:
    """The oldest execution not carried out."""
    return _open(case)


@draws("中止执行决定")
def open_suspension(case: CaseFacts, _: Told) -> int | None:
    """The suspension that lasts."""
    return next((one.suspended.seq for one in open_executions(case) if one.suspended), None)


@draws("执行协议")
def standing_agreement(case: CaseFacts, _: Told) -> int | None:
    """The agreement that binds."""
    one = standing(case)
    return one.act.seq if one else None


@draws("行政强制法第四十二条")
def breach_words(_: CaseFacts, __: Told) -> str:
    """What follows where the agreement is not kept."""
    return "当事人不履行本协议的，本机关恢复强制执行，减免的加处罚款不再减免。"


@draws("代履行记录")
def unpaid_cost(case: CaseFacts, _: Told) -> int | None:
    """The oldest substitute performance whose cost is not paid."""
    return next((act.seq for act in unpaid_costs(case)), None)


@draws("代履行记录")
def cost_due(case: CaseFacts, _: Told) -> str:
    """What is still to be paid of it."""
    return next((f"{cost_left(case, act):.2f}" for act in unpaid_costs(case)), "")
