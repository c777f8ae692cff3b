"""Whether a proposed decision falls under the catalogue of major decisions. Thresholds include the figure."""

from collections.abc import Iterable
from decimal import Decimal

from mingjing.lawbook.terms import (
    CONDITION_NAMES,
    PENALTY_NAMES,
    Condition,
    ConditionKind,
    MajorRowFacts,
    Match,
    PenaltyKind,
    Profile,
)

_TRIGGERS = {
    ConditionKind.PUBLIC_INTEREST: "public_interest",
    ConditionKind.SOCIAL_RISK: "social_risk",
    ConditionKind.MAJOR_RIGHTS: "major_rights",
    ConditionKind.COMPLEX: "complex",
    ConditionKind.AFTER_HEARING: "after_hearing",
}


def match_catalogue(rows: Iterable[MajorRowFacts], profile: Profile) -> tuple[Match, ...]:
    """The rows a decision falls under, with the reasons in Chinese: same category, and any one condition holds.

    Source: 国办发〔2018〕118号（十二）; 行政处罚法第五十八条第一款. An empty answer means: not major by this catalogue.
    """
    of_category = (row for row in rows if row.spec.category == profile.category)
    told = ((row, tuple(_told(one) for one in row.spec.conditions if holds(one, profile))) for row in of_category)
    return tuple(Match(row, reasons) for row, reasons in told if reasons)


def holds(condition: Condition, profile: Profile) -> bool:
    """Whether one condition holds for a decision; an amount that is not known holds for none."""
    match condition.kind:
        case ConditionKind.FINE_UNIT_MIN:
            return profile.party_is_unit and _reaches(profile.fine, condition)
        case ConditionKind.FINE_PERSON_MIN:
            return not profile.party_is_unit and _reaches(profile.fine, condition)
        case ConditionKind.CONFISCATION_MIN:
            return _reaches(getattr(profile, "confiscation", None), condition)
        case ConditionKind.PENALTY_KINDS:
            return not condition.kinds.isdisjoint(profile.kinds)
        case ConditionKind.ALL_ORDINARY:
            return profile.procedure == "ordinary"
        case _:
            return bool(getattr(profile, _TRIGGERS[condition.kind]))


def _reaches(amount: Decimal | None, condition: Condition) -> bool:
    return amount is not None and condition.amount is not None and amount >= condition.amount


def _told(condition: Condition) -> str:
    words = CONDITION_NAMES[condition.kind]
    if condition.amount is not None:
        return words.format(f"{condition.amount.normalize():f}")
    if condition.kinds:
        return words.format("、".join(PENALTY_NAMES[kind] for kind in PenaltyKind if kind in condition.kinds))
    return words
