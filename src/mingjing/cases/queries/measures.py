"""Sealings and seizures of a case as its page shows them: what was taken, until when, how it stands."""

from dataclasses import dataclass
from datetime import date, datetime

from mingjing.cases.queries.facts import context
from mingjing.cases.rules.measures import Measure, begun, decided_goods, expiry, makeup_due, measures, over, unapproved
from mingjing.cases.terms import ActFacts, CaseFacts, Context
from mingjing.cases.terms.display import display


@dataclass(frozen=True, slots=True)
class Taken:
    """One measure. `word` says how it stands, `tone` how it is coloured; `why` what is to be done, if anything."""

    act: ActFacts
    kind: str
    begun: datetime
    things: int
    custody: str
    last: date
    left: int | None
    provisional: bool
    extended: int
    approval: str
    word: str
    tone: str
    why: str


def taken(facts: CaseFacts, now: datetime) -> tuple[Taken, ...]:
    """Every measure of a case, oldest first. No query where there is none."""
    found = measures(facts)
    if not found:
        return ()
    ctx = context(facts.organ, now)
    return tuple(_taken(facts, one, ctx) for one in found)


def _taken(facts: CaseFacts, one: Measure, ctx: Context) -> Taken:
    end = expiry(facts, one, ctx)
    word, tone, why = _standing(facts, one, ctx)
    data = one.act.data
    kept = "，".join(
        str(each) for each in (_said(facts, one, "custody"), data.get("keeper"), data.get("kept_at")) if each
    )
    return Taken(
        act=one.act, kind=_said(facts, one, "kind"), begun=begun(one.act), things=len(data.get("items", ())), custody=kept,
        last=end.due_on, left=(end.due_on - ctx.now.date()).days if one.open else None, provisional=end.provisional,
        extended=sum(int(each.data["days"]) for each in one.extensions), approval=_approval(one, ctx), word=word, tone=tone,
        why=why,
    )  # fmt: skip


def _said(facts: CaseFacts, one: Measure, name: str) -> str:
    spec = facts.procedure.field("seize", name)
    return str(display(spec, one.act.data.get(name))) if spec else ""


def _approval(one: Measure, ctx: Context) -> str:
    if one.approval:
        when = "补办批准" if one.urgent else "事前批准"
        return f"{one.approval.number}　{one.approval.by_name} {one.approval.at:%Y-%m-%d %H:%M} {when}"
    due = makeup_due(one.act, ctx).due
    return f"还没有补办批准，{due:%Y-%m-%d %H:%M} 前办理" if isinstance(due, datetime) else ""


def _standing(facts: CaseFacts, one: Measure, ctx: Context) -> tuple[str, str, str]:
    """Word, tone, and what to do."""
    if one.disposed:
        return f"{one.disposed.on} 已处理", "good", ""
    if one.returned:
        return f"{one.returned.on} 已退还", "good", ""
    if one.unreturned:
        return "已解除，没有退还", "bad", "解除应当立即退还财物（COE-11）"
    if unapproved(one, ctx.now, ctx):
        return "没有获得批准", "bad", "超过二十四小时没有补办批准，应当立即解除（COE-03）"
    if over(facts, one, ctx.now.date(), ctx):
        return "期限已经届满", "bad", "应当立即解除并退还财物（COE-09）"
    if decided_goods(facts):
        return "已决定没收", "warn", "请办理物品处理"
    if one.urgent and one.approval is None:
        return "等待补办批准", "warn", "二十四小时内补办批准，节假日照算（COE-03）"
    return "查封（扣押）中", "info", ""
