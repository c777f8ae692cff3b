"""What a matter and its discretion benchmark must satisfy before they may be used."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.money import show
from mingjing.kernel.rulebook import rule
from mingjing.lawbook.terms import ADDRESSEE_NAMES, Addressee, MatterSpec, Range, Tier


@rule("LAW-01", cites=("行政处罚法第四条", "国办发〔2018〕118号（四）"))
def cites_law_in_force(missing: Sequence[str]) -> tuple[Finding, ...]:
    """执法事项的违反条款和处罚依据应当是法规库中当日有效的条文。"""
    return tuple(
        cites_law_in_force.finding(
            f"法规库中没有当日有效的{citation}",
            next_step="请核对条文号，或者先补充这部法规（mingjing lawbook add）",
            field="penalises",
        )
        for citation in missing
    )


@rule("LAW-02", cites=("行政处罚法第三十四条", "国办发〔2022〕27号"))
def tiers_within_statute(matter: MatterSpec, tiers: Sequence[Tier]) -> tuple[Finding, ...]:
    """裁量阶次的罚款幅度应当在法定幅度之内。"""
    return tuple(
        tiers_within_statute.finding(
            _outside(tier, matter.fine(tier.addressee)), next_step="请修改该阶次的幅度", field="tiers"
        )
        for tier in tiers
        if tier.fine and not ((outer := matter.fine(tier.addressee)) and tier.fine.within(outer))
    )


def _outside(tier: Tier, outer: Range | None) -> str:
    who = ADDRESSEE_NAMES[tier.addressee]
    if outer is None:
        return f"“{tier.name}”对{who}定了罚款，但法律没有给出对{who}的固定罚款幅度"
    return f"“{tier.name}”对{who}罚款{_shown(_yuan(tier))}，超出法定幅度{_shown(outer)}"


def _yuan(tier: Tier) -> Range:
    """The range of a tier that has one."""
    assert tier.fine is not None  # noqa: S101 only tiers with a range come here
    return tier.fine


def _shown(fine: Range) -> str:
    return f"{show(fine.low)}元至{show(fine.high)}元"


@rule("LAW-03", cites="国办发〔2022〕27号")
def tiers_meet(matter: MatterSpec, tiers: Sequence[Tier]) -> tuple[Finding, ...]:
    """裁量阶次之间不得重叠、不得留空，并应当覆盖法定幅度。"""
    return tuple(finding for who, own in _by_addressee(tiers) for finding in _meeting(matter.fine(who), who, own))


def _meeting(outer: Range | None, who: Addressee, tiers: Sequence[Tier]) -> Iterator[Finding]:
    for lower, upper in pairwise(tiers):
        if lower.name == upper.name:
            yield _tiers(f"对{ADDRESSEE_NAMES[who]}有两个“{lower.name}”阶次")
        elif _yuan(upper).low < _yuan(lower).high and _yuan(lower).low <= _yuan(upper).high:
            yield _tiers(f"“{lower.name}”{_shown(_yuan(lower))}与“{upper.name}”{_shown(_yuan(upper))}重叠")
        elif _yuan(upper).low > _yuan(lower).high:
            yield _tiers(
                f"“{lower.name}”与“{upper.name}”之间{_shown(Range(_yuan(lower).high, _yuan(upper).low))}没有阶次"
            )
    if outer and (_yuan(tiers[0]).low > outer.low or _yuan(tiers[-1]).high < outer.high):
        covered = _shown(Range(_yuan(tiers[0]).low, _yuan(tiers[-1]).high))
        yield _tiers(f"各阶次只覆盖{covered}，法定幅度为{_shown(outer)}").as_warning()


def _tiers(message: str) -> Finding:
    return tiers_meet.finding(message, next_step="请使相邻阶次首尾相接", field="tiers")


@rule("LAW-04", cites=("行政处罚法第五条第二款", "国办发〔2022〕27号"))
def heavier_is_not_lighter(tiers: Sequence[Tier]) -> tuple[Finding, ...]:
    """情节较重的阶次，罚款幅度不得轻于情节较轻的阶次。"""
    return tuple(
        heavier_is_not_lighter.finding(
            f"“{upper.name}”{_shown(_yuan(upper))}轻于“{lower.name}”{_shown(_yuan(lower))}",
            next_step="请对调幅度或者改正阶次名称",
            field="tiers",
        )
        for _, own in _by_addressee(tiers)
        for lower, upper in pairwise(own)
        if _yuan(upper).low < _yuan(lower).low or _yuan(upper).high < _yuan(lower).high
    )


def _by_addressee(tiers: Iterable[Tier]) -> Iterator[tuple[Addressee, list[Tier]]]:
    listed = sorted(tiers, key=lambda tier: tier.rank)
    for who in Addressee:
        if own := [tier for tier in listed if tier.addressee is who and tier.fine]:
            yield who, own


@rule("LAW-05", cites=("行政处罚法第五条第三款", "行政处罚法第三十四条"))
def published_before_valid(published_on: str, valid_from: str) -> tuple[Finding, ...]:
    """裁量基准应当向社会公布；未经公布的，不得作为处罚的依据，施行不得早于公布。"""
    if valid_from >= published_on:
        return ()
    message = f"裁量基准自{valid_from}施行，早于公布日{published_on}"
    return (published_before_valid.finding(message, next_step="请推迟施行日期", field="valid_from"),)


def problems(matter: MatterSpec, tiers: Sequence[Tier]) -> tuple[Finding, ...]:
    """Everything that is wrong with a benchmark's tiers; warnings last."""
    found = (
        *tiers_within_statute(matter, tiers),
        *heavier_is_not_lighter(tiers),
        *tiers_meet(matter, tiers),
    )
    return tuple(sorted(found, key=lambda finding: finding.weight is not Weight.BLOCK))
