"""A decision held against each entry of the catalogue; a catalogue held against the guiding one of the superior organ."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from mingjing.kernel.findings import Finding
from mingjing.kernel.money import short
from mingjing.kernel.rulebook import rule
from mingjing.lawbook.terms import (
    CATEGORY_NAMES,
    PENALTY_NAMES,
    AnsweredGap,
    Condition,
    ConditionKind,
    Fit,
    MajorRowFacts,
    MajorSpec,
    PenaltyKind,
    RowFit,
    Subject,
)

_N118 = "国办发〔2018〕118号（十二）"
SHORTEST = 4
FLAGS = {
    ConditionKind.AFTER_HEARING: "after_hearing",
    ConditionKind.PUBLIC_INTEREST: "public_interest",
    ConditionKind.SOCIAL_RISK: "social_risk",
    ConditionKind.MAJOR_RIGHTS: "major_rights",
    ConditionKind.COMPLEX: "complex",
}
AMOUNTS = {
    ConditionKind.FINE_UNIT_MIN: ("fine", "拟罚款"),
    ConditionKind.FINE_PERSON_MIN: ("fine", "拟罚款"),
    ConditionKind.CONFISCATION_MIN: ("confiscation", "拟没收"),
}


@rule("LAW-06", cites=_N118)
def fits(rows: Iterable[MajorRowFacts], subject: Subject) -> tuple[RowFit, ...]:
    """重大执法决定目录按类别、层级、领域、金额和情形逐条对照：任何一个条件符合的，属于该条；有条件还不清楚的，不作“不属于”。"""
    return tuple(_fit(row, subject) for row in rows)


def _fit(row: MajorRowFacts, subject: Subject) -> RowFit:
    if outside := tuple(_outside(row.spec, subject)):
        return RowFit(row, Fit.NO, outside)
    fit, reasons = any_fits(row.spec.conditions, subject)
    return RowFit(row, fit, reasons)


def any_fits(conditions: Sequence[Condition], subject: Subject) -> tuple[Fit, tuple[str, ...]]:
    """Whether any of some conditions holds, and a sentence for each that says so; at least one is asked."""
    asked = [_asked(one, subject) for one in conditions]
    answers = {fit for fit, _ in asked}
    fit = next(one for one in (Fit.YES, Fit.UNKNOWN, Fit.NO) if one in answers)
    return fit, tuple(text for one, text in asked if one is fit)


def _outside(spec: MajorSpec, subject: Subject) -> Iterator[str]:
    if spec.category != subject.category:
        yield f"类别是{CATEGORY_NAMES.get(spec.category, spec.category)}"
    if spec.levels and subject.level not in spec.levels:
        yield "不是这一条的执法层级"
    if spec.domains and subject.domain not in spec.domains:
        yield "不是这一条的执法领域"


def _asked(one: Condition, subject: Subject) -> tuple[Fit, str]:
    words = one.words
    if one.kind in AMOUNTS:
        return _amount(one, subject, words)
    if one.kind is ConditionKind.PENALTY_KINDS:
        if subject.kinds is None:
            return Fit.UNKNOWN, f"{words}：处罚种类还没有确定"
        return (Fit.NO, f"{words}：拟处罚种类不在其中") if one.kinds.isdisjoint(subject.kinds) else (Fit.YES, words)
    if one.kind is ConditionKind.ALL_ORDINARY:
        known = None if subject.procedure is None else subject.procedure == "ordinary"
    else:
        known = getattr(subject, FLAGS[one.kind])
    if known is None:
        return Fit.UNKNOWN, f"{words}：还不清楚"
    return (Fit.YES, words) if known else (Fit.NO, f"{words}：没有这种情形")


def _amount(one: Condition, subject: Subject, words: str) -> tuple[Fit, str]:
    field, label = AMOUNTS[one.kind]
    wanted = {ConditionKind.FINE_UNIT_MIN: True, ConditionKind.FINE_PERSON_MIN: False}.get(one.kind)
    if wanted is not None and subject.party_is_unit is not None and subject.party_is_unit is not wanted:
        return Fit.NO, f"{words}：当事人是{'个人' if wanted else '单位'}"
    amount: Decimal | None = getattr(subject, field)
    if amount is None:
        return Fit.UNKNOWN, f"{words}：数额还不清楚"
    if one.amount is None or amount < one.amount:
        return Fit.NO, f"{words}：{label} {short(amount)} 元"
    if wanted is not None and subject.party_is_unit is None:
        return Fit.UNKNOWN, f"{words}：不清楚当事人是单位还是个人"
    return Fit.YES, f"{words}：{label} {short(amount)} 元"


def gaps(
    upper: Sequence[MajorRowFacts], own: Sequence[MajorSpec], *, level: str, domain: str
) -> tuple[AnsweredGap, ...]:
    """Where an organ's rows are looser than the superior's that apply to its level and field: both figures in words.

    Any own row of the category counts, whichever it was inherited from; one that takes every ordinary-procedure penalty
    is never looser for penalties.
    """
    mine = [spec for spec in own if _holds_for(spec, level, domain)]
    found = []
    for row in upper:
        if not _holds_for(row.spec, level, domain):
            continue
        same = [each for spec in mine if spec.category == row.spec.category for each in spec.conditions]
        if row.spec.category == "penalty" and any(one.kind is ConditionKind.ALL_ORDINARY for one in same):
            continue
        for place, one in enumerate(row.spec.conditions):
            lacking = _lacking(one, [each for each in same if each.kind is one.kind])
            if lacking:
                found.append(AnsweredGap(f"{row.position}-{place}", row.spec.item, one.words, lacking))
    return tuple(found)


def _holds_for(spec: MajorSpec, level: str, domain: str) -> bool:
    return (not spec.levels or level in spec.levels) and (not spec.domains or domain in spec.domains)


def _lacking(one: Condition, own: Sequence[Condition]) -> str:
    """What the own conditions of the same kind say where they let through what the upper one takes; empty where not."""
    if not own:
        return "没有这一条件"
    if one.kind in AMOUNTS and one.amount is not None:
        strictest = min(own, key=lambda each: each.amount or Decimal(0))
        return strictest.words if (strictest.amount or Decimal(0)) > one.amount else ""
    taken = frozenset[PenaltyKind]().union(*(each.kinds for each in own))
    left = one.kinds - taken
    return f"没有列入{'、'.join(PENALTY_NAMES[kind] for kind in PenaltyKind if kind in left)}" if left else ""


@rule("LAW-07", cites=(_N118, "陕政办发〔2019〕13号9"), acts=("set_catalogue",))
def unanswered(found: Iterable[AnsweredGap], reasons: Mapping[str, str]) -> Iterator[Finding]:
    """下级机关的重大执法决定目录可以比上级指导目录增加、从严；标准比上级宽松的，逐项写明理由，没有理由的不能施行。"""
    for one in found:
        if len(reasons.get(one.key, "").strip()) < SHORTEST:
            yield unanswered.finding(
                f"“{one.item}”比上级宽松：上级是“{one.upper}”，本机关是“{one.own}”",
                next_step=f"请改到不低于上级的标准，或者写明理由（不少于 {SHORTEST} 个字）", field=f"reason-{one.key}",
            )  # fmt: skip


@rule("LAW-08", cites=(_N118, "陕政办发〔2019〕13号9"), acts=("give_guidance", "answer_guidance"))
def guidance_says_something(text: str, *, waiting: bool, answering: bool) -> Iterator[Finding]:
    """上级机关对下级机关的目录提出书面指导意见，下级机关书面答复；上一件没有答复的，不重复提出，答复过的不再答复。"""
    label = "答复" if answering else "指导意见"
    if len(text.strip()) < SHORTEST:
        field = "answer" if answering else "text"
        yield guidance_says_something.finding(
            f"没有写明{label}", next_step=f"请写明{label}（不少于 {SHORTEST} 个字）", field=field
        )
    if answering and not waiting:
        yield guidance_says_something.finding("这件指导意见已经答复过", next_step="请刷新后查看")
    if not answering and waiting:
        yield guidance_says_something.finding("上一件指导意见还没有答复", next_step="请等待下级机关答复")
