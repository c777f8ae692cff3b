"""What a story expects of a case at a moment, checked one by one: (what, found, good, expected)."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from mingjing.cases import queries
from mingjing.cases.queries.facts import context
from mingjing.cases.queries.judging import Refusal, Surcharge, deadlines, surcharge
from mingjing.cases.terms import CaseFacts, Context, Deadline
from mingjing.ledger import queries as ledger
from mingjing.publicity import queries as published
from mingjing.sites.journeys.story import rules_of

Answer = tuple[str, str, bool, str]


def expectations(facts: CaseFacts, wanted: Mapping[str, Any], at: datetime, cases: Mapping[str, UUID]) -> Iterator[Answer]:  # fmt: skip
    """Every expectation of one step. Keys are checked when the story is read."""
    ctx = context(facts.organ, at)
    for key, value in wanted.items():
        if key == "previous":
            old = cases.get(str(value))
            yield "所承接的原案", str(value), old is not None and facts.previous == old, str(value)
        else:
            yield from _CHECKS[key](facts, value, at, ctx)


def _stage(facts: CaseFacts, value: Any, at: datetime, ctx: Context) -> Iterator[Answer]:
    yield "阶段", facts.stage, facts.stage == value, str(value)


def _line(facts: CaseFacts, code: str, ctx: Context) -> Deadline | None:
    return next((each for each in reversed(deadlines(facts, ctx)) if each.code == code), None)


def _due(facts: CaseFacts, value: Mapping[str, Any], at: datetime, ctx: Context) -> Iterator[Answer]:
    for code, day in value.items():
        line = _line(facts, code, ctx)
        found = _shown(line.due) if line else "没有"
        wanted = _shown(day) if isinstance(day, date) else str(day).replace(" ", "T")
        yield f"期限 {line.name if line else code}", found, found in {wanted, f"{wanted}+08:00"}, wanted


def _shown(day: date | datetime) -> str:
    return day.isoformat(timespec="minutes") if isinstance(day, datetime) else day.isoformat()


def _clock(facts: CaseFacts, value: Mapping[str, Any], at: datetime, ctx: Context) -> Iterator[Answer]:
    for code, state in value.items():
        line = _line(facts, code, ctx)
        seen = line.state(ctx.now).value if line else "没有"
        yield f"时钟 {line.name if line else code}", seen, seen == state, str(state)


def _surcharge(facts: CaseFacts, value: Any, at: datetime, ctx: Context) -> Iterator[Answer]:
    owed = surcharge(facts, at.date(), ctx)
    asked = value if isinstance(value, dict) else {"amount": value}
    for name, wanted in asked.items():
        found = _part(owed, name)
        good = found == (wanted if isinstance(wanted, date) or wanted is None else Decimal(str(wanted)))
        yield f"加处罚款 {_NAMES[name]}", str(found), good, str(wanted)


_NAMES = {"amount": "数额", "from": "起算日", "days": "天数", "daily": "每日", "capped": "封顶日", "owed": "尚欠罚款"}


def _part(owed: Surcharge | None, name: str) -> Any:
    if owed is None:
        return None if name in {"from", "capped"} else Decimal(0)
    found = {
        "amount": owed.amount, "from": owed.from_day, "days": Decimal(owed.days), "daily": owed.daily,
        "capped": owed.capped_on, "owed": owed.owed,
    }  # fmt: skip
    return found[name]


def _number(facts: CaseFacts, value: Mapping[str, Any], at: datetime, ctx: Context) -> Iterator[Answer]:
    for code, number in value.items():
        act = facts.last(code)
        good = bool(act and re.fullmatch(str(number), act.number))
        yield f"文号 {facts.procedure.acts[code].name}", act.number if act else "没有", good, str(number)


def _score(facts: CaseFacts, value: Any, at: datetime, ctx: Context) -> Iterator[Answer]:
    points = queries.score(facts, at).points
    yield "体检得分", str(points), points >= int(value), f"不低于 {value}"


def _vetoes(facts: CaseFacts, value: Any, at: datetime, ctx: Context) -> Iterator[Answer]:
    found = {each.finding.rule for each in queries.score(facts, at).vetoes}
    yield "重大问题", "、".join(sorted(found)) or "无", found == rules_of(value), str(value)


def _findings(facts: CaseFacts, value: Any, at: datetime, ctx: Context) -> Iterator[Answer]:
    found, wanted = {each.finding.rule for each in queries.score(facts, at).lost}, rules_of(value)
    good = wanted <= found if wanted else not found
    yield "监督发现", "、".join(sorted(found)) or "无", good, "、".join(sorted(wanted)) or "无"


def _refusals(facts: CaseFacts, value: Any, at: datetime, ctx: Context) -> Iterator[Answer]:
    rows = Refusal.objects.filter(case_id=facts.id).values_list("rules", flat=True)
    found = {rule for row in rows for rule in row.split(",")}
    yield "留痕的被拒尝试", "、".join(sorted(found)) or "无", rules_of(value) <= found, str(value)


def _ledger(facts: CaseFacts, value: Any, at: datetime, ctx: Context) -> Iterator[Answer]:
    found = "完整" if (report := ledger.audit()).sound else f"{report.found} 处不符"
    yield "台账", found, found == value, str(value)


def _guided(facts: CaseFacts, value: Any, at: datetime, ctx: Context) -> Iterator[Answer]:
    found = "；".join(one.facts.title for one in queries.guided(facts).matches) or "无"
    yield "推送的指导案例", found, str(value) in found, str(value)


def _publication(facts: CaseFacts, value: Any, at: datetime, ctx: Context) -> Iterator[Answer]:
    yield "公示状态", facts.publication_state or "无", (facts.publication_state or "无") == value, str(value)


def _public(facts: CaseFacts, value: Mapping[str, Any], at: datetime, ctx: Context) -> Iterator[Answer]:
    every = published.by_source(str(queries.dossier_of(facts.id)))
    if not every:
        yield "公示", "没有", False, str(value)
        return
    one = every[0]
    for key, found in (("due", one.due), ("withdraw_due", one.call_due)):
        if key in value:
            yield _PUBLIC[key], str(found), str(found) == str(value[key]), str(value[key])
    page = published.decision(one.organ_code, one.number)
    text = "\n".join(page.version.parts.values()) if page and page.version else ""
    for piece in value.get("contains", ()):
        yield "公开文本应有", piece if str(piece) in text else "没有", str(piece) in text, str(piece)
    for piece in value.get("lacks", ()):
        yield "公开文本不得有", piece if str(piece) in text else "没有", str(piece) not in text, f"没有 {piece}"
    if "reason" in value:
        told = " ".join(step.note for step in page.history) if page and page.withdrawn_at else "没有撤下说明"
        yield "撤下说明", told[-60:], str(value["reason"]) in told, str(value["reason"])


_PUBLIC = {"due": "公示期限", "withdraw_due": "撤下期限"}
_CHECKS: dict[str, Callable[[CaseFacts, Any, datetime, Context], Iterator[Answer]]] = {
    "stage": _stage, "due": _due, "clock": _clock, "surcharge": _surcharge, "number": _number, "score": _score,
    "vetoes": _vetoes, "findings": _findings, "publication": _publication, "public": _public, "refusals": _refusals,
    "ledger": _ledger, "guided": _guided,
}  # fmt: skip
