"""Sealing and seizure as the case tells it: each measure with its approval, its term, how it ended. No guard here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mingjing.cases.rules.days import Reckoned, due_of
from mingjing.cases.rules.limits import in_force
from mingjing.cases.rules.lines import line
from mingjing.cases.terms import ActFacts, CaseFacts, Context, Deadline, Proposed
from mingjing.cases.terms.facts import CHINA
from mingjing.kernel.days import ONE
from mingjing.kernel.periods import Pause

GOODS = "confiscate_goods"


@dataclass(frozen=True, slots=True)
class Measure:
    """One sealing or seizure: the act, its approval, extensions, and how it ended if it has."""

    act: ActFacts
    approval: ActFacts | None
    extensions: tuple[ActFacts, ...] = ()
    released: ActFacts | None = None
    returned: ActFacts | None = None
    disposed: ActFacts | None = None

    @property
    def open(self) -> bool:
        """Whether nothing ended it yet."""
        return self.released is None and self.disposed is None

    @property
    def unreturned(self) -> bool:
        """Whether it was released and the goods have not been given back."""
        return self.released is not None and self.returned is None

    @property
    def urgent(self) -> bool:
        """Whether it was carried out before it was approved."""
        return bool(self.act.data.get("urgent") == "yes")

    @property
    def name(self) -> str:
        """Its number, or what it is."""
        return self.act.number or "查封（扣押）"


def measures(case: CaseFacts) -> tuple[Measure, ...]:
    """Every sealing and seizure of the case, oldest first."""
    return tuple(_measure(case, act) for act in case.all("seize"))


def measure_of(case: CaseFacts, seq: object) -> Measure | None:
    """The measure an act names, if it is one."""
    return next((each for each in measures(case) if each.act.seq == seq), None)


def open_measures(case: CaseFacts) -> tuple[Measure, ...]:
    """Those that nothing ended yet."""
    return tuple(each for each in measures(case) if each.open)


def _measure(case: CaseFacts, act: ActFacts) -> Measure:
    def of(code: str) -> tuple[ActFacts, ...]:
        return tuple(each for each in case.all(code) if each.data.get("seizure_seq") == act.seq)

    released = next(iter(of("release_measure")), None)
    returns = case.all("return_goods") if released else ()
    approvals = of("approve_measure")
    approval = case.act(act.data.get("approval_seq", 0)) if act.data.get("urgent") != "yes" else None
    return Measure(
        act,
        approval or next(iter(approvals), None),
        of("extend_measure"),
        released,
        next((each for each in returns if released and each.data.get("release_seq") == released.seq), None),
        next(iter(of("dispose_measure")), None),
    )


def begun(act: ActFacts | Proposed) -> datetime:
    """The moment a measure began: what its record says, else when it was entered."""
    told = act.data.get("started_at")
    found = datetime.fromisoformat(str(told)) if told else act.at
    return (found if found.tzinfo else found.replace(tzinfo=CHINA)).astimezone(CHINA)


def makeup_due(act: ActFacts, ctx: Context) -> Reckoned:
    """Until when an urgent measure is to be approved: clock hours from its beginning, holidays or not (行政强制法第十九条)."""
    return due_of(begun(act), "seize.makeup", "agency_duty", ctx)


def expiry(case: CaseFacts, one: Measure, ctx: Context) -> Reckoned:
    """The last day of a measure: the days decided and extended, without the testing the party was told of in writing.

    An organ's duty: it never rolls past a rest day (行政强制法第二十五条).
    """
    start = begun(one.act).date()
    figure = int(ctx.figure("seize", start).value)
    days = int(one.act.data.get("days") or figure) + sum(int(each.data["days"]) for each in one.extensions)
    return due_of(start, "seize", "agency_duty", ctx, pauses=_testing(case, one, ctx), extra=days - figure)


def _testing(case: CaseFacts, one: Measure, ctx: Context) -> tuple[Pause, ...]:
    """The days of testing: from the commission to the result, never longer than the period told to the party."""
    found = []
    for asked in case.all("entrust_appraisal"):
        if asked.data.get("seizure_seq") != one.act.seq or not asked.data.get("told_party"):
            continue
        told = date.fromisoformat(asked.data["reply_by"])
        answer = next((each for each in case.all("tell_appraisal") if each.seq > asked.seq), None)
        result = date.fromisoformat(answer.data["result_on"]) - ONE if answer else told
        last = min(told, result)
        if last >= asked.on:
            found.append(Pause(asked.on, last, f"检测、鉴定期间（{asked.number}）"))
    return tuple(found)


def decided_goods(case: CaseFacts) -> ActFacts | None:
    """The decision in force that confiscates goods, if any."""
    made = case.last("decide")
    return made if made and GOODS in made.data.get("kinds", ()) and in_force(case) else None


def over(case: CaseFacts, one: Measure, on: date, ctx: Context) -> bool:
    """Whether its time is over on a day and no decision to confiscate came in time: then it can only be released."""
    last = expiry(case, one, ctx).due_on
    made = decided_goods(case)
    return on > last and not (made and made.on <= last)


def unapproved(one: Measure, at: datetime, ctx: Context) -> bool:
    """Whether an urgent measure was not approved although the hours for it are over."""
    due = makeup_due(one.act, ctx).due
    assert isinstance(due, datetime)
    return one.urgent and one.approval is None and at > due


def clocks(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    """The term of every measure, the hours to make up an approval, and the return of what was released."""
    for one in measures(case):
        yield from _of(case, one, ctx)


def _of(case: CaseFacts, one: Measure, ctx: Context) -> Iterator[Deadline]:
    ended, made = one.released or one.disposed, decided_goods(case)
    if one.urgent:
        answered = one.approval or one.released
        yield line(
            "makeup", "查封（扣押）补办批准期限", "COE-03", "agency_duty", begun(one.act), one.name, makeup_due(one.act, ctx),
            holder="handler", act="approve_measure", met=answered.at if answered else None, ref=one.act.seq,
        )  # fmt: skip
    met = min((each.on for each in (ended, made) if each), default=None)
    yield line(
        "seizure", "查封（扣押）期限", "COE-09", "agency_duty", begun(one.act).date(), one.name, expiry(case, one, ctx),
        holder="handler", act="dispose_measure" if made else "release_measure", met=met, ref=one.act.seq,
    )  # fmt: skip
    if one.released:
        at_once = Reckoned(one.released.on, False, (), "立即", ("行政强制法第二十八条第二款",))
        yield line(
            "return_goods", "退还查封（扣押）财物", "COE-11", "agency_duty", one.released.on, one.released.number, at_once,
            holder="handler", act="return_goods", met=one.returned.on if one.returned else None, ref=one.released.seq,
        )  # fmt: skip


def next_of(case: CaseFacts, ctx: Context) -> tuple[str, str, date | None] | None:
    """The most urgent thing a measure asks for: act, why, last day. None where nothing presses."""
    for one in measures(case):
        if one.unreturned:
            return "return_goods", f"{one.name}已经解除，应当立即退还财物", None
        if not one.open:
            continue
        if one.urgent and one.approval is None:
            due = makeup_due(one.act, ctx).due
            if unapproved(one, ctx.now, ctx):
                return "release_measure", f"{one.name}没有在二十四小时内获得批准，应当立即解除", None
            return "approve_measure", f"{one.name}应在 {due:%m-%d %H:%M} 前补办批准", due
        if over(case, one, ctx.now.date(), ctx):
            return "release_measure", f"{one.name}期限已于 {expiry(case, one, ctx).due_on} 届满，应当立即解除", None
        if case.decision is not None:
            if decided_goods(case):
                return "dispose_measure", f"处罚决定没收的物品还在{one.name}中，应当处理", None
            return "release_measure", f"已经作出决定，{one.name}不再需要，应当及时解除", None
    return None


def goods(rows: Any) -> tuple[tuple[str, ...], ...]:
    """A list of things to compare: name, model and amount, whatever the order."""
    return tuple(sorted(tuple(str(row.get(key, "")) for key in ("name", "spec", "amount")) for row in rows or ()))
