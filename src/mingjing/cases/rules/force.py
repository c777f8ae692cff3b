"""Execution by the organ as the case tells it: the duty, urgings, decisions to execute and how each stands. No guard here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from mingjing.cases.rules.days import Reckoned, as_told, due_of, served_on
from mingjing.cases.rules.force_agreed import standing, unkept
from mingjing.cases.rules.limits import in_force, urge_wait
from mingjing.cases.rules.lines import line
from mingjing.cases.rules.notice import money
from mingjing.cases.terms import ActFacts, CaseFacts, Context, Deadline, Proposed
from mingjing.cases.terms.facts import CHINA

CARRIED = {"decide_substitute": "perform_substitute", "decide_enforcement": "execute_force"}
SOURCES = ("order_correction", "decide")
WAITS = {"again": "substitute.urge", "force": "urge.before.force"}
MONEY = "auction"


@dataclass(frozen=True, slots=True)
class Execution:
    """One decision to execute: by substitute or by force; what was carried out, and what stopped or ended it."""

    act: ActFacts
    carried: tuple[ActFacts, ...] = ()
    suspended: ActFacts | None = None
    ended: ActFacts | None = None

    @property
    def done(self) -> bool:
        """Whether it was carried out whole."""
        return any(each.data.get("completed") == "yes" for each in self.carried)

    @property
    def open(self) -> bool:
        """Whether something is left to do on it."""
        return not self.done and self.ended is None

    @property
    def at_once(self) -> bool:
        """Whether it is a substitute performance without urging (行政强制法第五十二条)."""
        return bool(self.act.data.get("urgent") == "yes")

    @property
    def name(self) -> str:
        """Its number, or what it is."""
        return self.act.number or "执行决定"


def executions(case: CaseFacts) -> tuple[Execution, ...]:
    """Every decision to execute, oldest first."""
    return tuple(_execution(case, act) for act in case.all(*CARRIED))


def _execution(case: CaseFacts, act: ActFacts) -> Execution:
    carried = tuple(each for each in case.all(CARRIED[act.code]) if each.data.get("decision_seq") == act.seq)
    resumed = {each.data.get("suspension_seq") for each in case.all("resume_execution")}
    stopped = [each for each in case.all("suspend_execution") if each.data.get("target_seq") == act.seq]
    ended = next((each for each in case.all("end_execution") if each.data.get("target_seq") == act.seq), None)
    return Execution(act, carried, next((each for each in stopped if each.seq not in resumed), None), ended)


def execution_of(case: CaseFacts, seq: object) -> Execution | None:
    """The execution an act names, if it is one."""
    return next((each for each in executions(case) if each.act.seq == seq), None)


def open_executions(case: CaseFacts, *codes: str) -> tuple[Execution, ...]:
    """Those on which something is left to do."""
    return tuple(each for each in executions(case) if each.open and (not codes or each.act.code in codes))


def source_of(case: CaseFacts, seq: object) -> ActFacts | None:
    """The decision that orders the duty: an order to correct, or the penalty decision while it binds."""
    found = next((act for act in case.all(*SOURCES) if act.seq == seq), None)
    return None if found is None or (found.code == "decide" and not in_force(case)) else found


def fulfilled(case: CaseFacts, source: ActFacts) -> bool:
    """Whether the party did what it was ordered to: the last re-check of an order, the record of a decision."""
    if source.code == "decide":
        return any(each.seq > source.seq for each in case.all("record_execution"))
    last = next((each for each in reversed(case.all("recheck")) if each.seq > source.seq), None)
    return last is not None and last.data.get("corrected") == "corrected"


def ordered_until(source: ActFacts) -> date:
    """The last day an order left the party; of a penalty decision the day it was made."""
    told = source.data.get("correct_by") if source.code == "order_correction" else None
    return date.fromisoformat(str(told)) if told else source.on


def urging(case: CaseFacts, purpose: str, seq: object) -> ActFacts | None:
    """The latest letter of urging for a purpose about a duty."""
    found = (each for each in reversed(case.all("urge_duty")) if each.data.get("purpose") == purpose)
    return next((each for each in found if each.data.get("duty_seq") == seq), None)


def urging_end(case: CaseFacts, letter: ActFacts | None, ctx: Context) -> Reckoned | None:
    """The last day of the party under a letter; None while it is not served.

    Never before the day written in it; before force ten working days from service, before a substitute performs three
    (行政强制法第三十五条、第五十一条、第六十九条).
    """
    served = served_on(case, letter, ctx)
    if letter is None or served is None:
        return None
    told = date.fromisoformat(str(letter.data["due_on"]))
    written = Reckoned(max(told, served), False, (), "催告书写明的期限", ("行政强制法第三十五条",))
    key = WAITS.get(str(letter.data.get("purpose")))
    if key is None:
        return written
    found = as_told(case, "duty_urge", letter.seq, due_of(served, key, "party_right", ctx))
    return found if found.due_on >= written.due_on else written


def force_wait(case: CaseFacts, act: Proposed | ActFacts, ctx: Context) -> tuple[ActFacts | None, Reckoned | None]:
    """The letter that must lapse before force, and when it does: of money the letter about the fine."""
    if act.data.get("mode") == MONEY:
        return case.last("urge"), urge_wait(case, ctx)
    letter = urging(case, "force", act.data.get("duty_seq"))
    return letter, urging_end(case, letter, ctx)


def accepted(case: CaseFacts, letter: ActFacts) -> ActFacts | None:
    """The statement after a letter that the organ found right, if any."""
    heard = case.all("hear_urged")
    return next((a for a in heard if a.data.get("urging_seq") == letter.seq and a.data.get("adopted") == "yes"), None)


def when(act: ActFacts | Proposed, name: str) -> datetime:
    """A moment of a form in China; the moment of the act where it is empty."""
    told = act.data.get(name)
    found = datetime.fromisoformat(str(told)) if told else act.at
    return (found if found.tzinfo else found.replace(tzinfo=CHINA)).astimezone(CHINA)


def cost_left(case: CaseFacts, performed: ActFacts) -> Decimal:
    """What the party still owes of a substitute performance, yuan; 0 where it does not bear the cost."""
    if performed.data.get("bearer") != "party":
        return Decimal(0)
    paid = [each for each in case.all("record_substitute_cost") if each.data.get("perform_seq") == performed.seq]
    return money(performed.data, "cost") - sum((money(each.data, "amount") for each in paid), Decimal(0))


def unpaid_costs(case: CaseFacts) -> tuple[ActFacts, ...]:
    """Substitute performances whose cost the party still owes."""
    return tuple(each for each in case.all("perform_substitute") if cost_left(case, each) > 0)


def clocks(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    """The term of every letter, the next stage of an agreement, the notice after an immediate performance, costs."""
    for letter in case.all("urge_duty"):
        if found := urging_end(case, letter, ctx):
            following = "decide_enforcement" if letter.data.get("purpose") == "force" else "decide_substitute"
            act = "perform_substitute" if letter.data.get("purpose") == "again" else following
            yield line(
                "duty_urge", "催告履行期限", "ENF-10", "party_right", served_on(case, letter, ctx) or letter.on,
                f"{letter.number}送达", found, act=act, opens=True, ref=letter.seq,
            )  # fmt: skip
    for posted in case.all("announce_demolition"):
        last = Reckoned(date.fromisoformat(posted.data["due_on"]), False, (), "公告的期限", ("行政强制法第四十四条",))
        yield line(
            "demolition", "自行拆除期限", "ENF-23", "party_right", date.fromisoformat(posted.data["posted_on"]), posted.number, last,
            act="decide_enforcement", opens=True, ref=posted.seq,
        )  # fmt: skip
    yield from _agreed(case)
    yield from _told_afterwards(case, ctx)
    yield from _costs(case)


def _agreed(case: CaseFacts) -> Iterator[Deadline]:
    one = standing(case)
    row = unkept(case, one) if one else None
    if one and row:
        last = Reckoned(date.fromisoformat(row["due_on"]), False, (), "协议的期限", ("行政强制法第四十二条",))
        yield line(
            "agreement", "执行协议的履行期限", "ENF-20", "party_right", one.act.on, one.name, last, holder="handler",
            act="breach_agreement", ref=one.act.seq,
        )  # fmt: skip


def _told_afterwards(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    """The party of an immediate performance is told at once, by the decision (行政强制法第五十二条)."""
    for one in executions(case):
        if one.at_once and one.carried:
            day = one.carried[0].on
            at_once = Reckoned(day, False, (), "立即", ("行政强制法第五十二条",))
            yield line(
                "told_after", "立即代履行后通知当事人", "ENF-14", "agency_duty", day, one.name, at_once, holder="handler",
                act="serve", met=served_on(case, one.act, ctx), ref=one.act.seq,
            )  # fmt: skip


def _costs(case: CaseFacts) -> Iterator[Deadline]:
    for each in case.all("perform_substitute"):
        if each.data.get("bearer") != "party" or not each.data.get("pay_by"):
            continue
        last = Reckoned(
            date.fromisoformat(each.data["pay_by"]), False, (), "写明的期限", ("行政强制法第五十一条第二款",)
        )
        paid = [one for one in case.all("record_substitute_cost") if one.data.get("perform_seq") == each.seq]
        met = date.fromisoformat(paid[-1].data["paid_on"]) if paid and cost_left(case, each) <= 0 else None
        yield line(
            "substitute_cost", "代履行费用缴纳期限", "ENF-17", "party_right", each.on, "代履行", last, holder="handler",
            act="record_substitute_cost", met=met, ref=each.seq,
        )  # fmt: skip


def next_of(case: CaseFacts, ctx: Context) -> tuple[str, str, date | None] | None:
    """The next thing execution asks for: act, why, last day. None where nothing is under way."""
    for one in open_executions(case):
        if one.suspended:
            return "resume_execution", f"{one.name}已经中止，中止的情形消失后恢复", None
        if found := _carry(case, one, ctx):
            return found
    agreed = standing(case)
    row = unkept(case, agreed) if agreed else None
    if agreed and row:
        last = date.fromisoformat(row["due_on"])
        if ctx.now.date() > last:
            return "breach_agreement", f"{agreed.name}约定 {last} 的履行没有做到，应当恢复强制执行", None
        return "record_payment" if row.get("amount") else "recheck", f"{agreed.name}约定的履行", last
    return next((("record_substitute_cost", "代履行费用还没有缴清", None) for _ in unpaid_costs(case)), None)


def _carry(case: CaseFacts, one: Execution, ctx: Context) -> tuple[str, str, date | None] | None:
    day = when(one.act, "planned_at").date()
    if one.act.code == "decide_enforcement" or one.at_once:
        return CARRIED[one.act.code], f"{one.name}等待实施", day
    end = urging_end(case, again(case, one), ctx)
    if end is None:
        return "urge_duty", f"{one.name}实施三个工作日以前，再次催告", None
    if ctx.now.date() <= end.due_on:
        return "", "等待催告的期限届满", end.due_on
    return CARRIED[one.act.code], f"{one.name}等待实施", day


def again(case: CaseFacts, one: Execution) -> ActFacts | None:
    """The letter of urging after a decision of substitute performance."""
    letter = urging(case, "again", one.act.data.get("duty_seq"))
    return letter if letter and letter.seq > one.act.seq else None
