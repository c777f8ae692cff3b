"""Words for penalties on the spot and for fines that officers collected."""

from decimal import Decimal

from mingjing.cases.rules.spot import in_officers_hands, in_organs_hands, remedies_words
from mingjing.cases.rules.wording import Told, draws
from mingjing.cases.terms import CaseFacts
from mingjing.cases.terms.display import display


@draws("本机关信息")
def remedies_spot(case: CaseFacts, told: Told) -> str:
    """Reconsideration first, then the court."""
    return remedies_words(case, told.ctx)


@draws("当场处罚决定")
def spot_summary(case: CaseFacts, _: Told) -> str:
    """What was punished on the spot, and how."""
    made = case.last("decide")
    if made is None:
        return ""
    spec = case.procedure.acts["decide"]
    kinds, fine = spec.field("kinds"), made.data.get("fine")
    names = display(kinds, made.data.get("kinds", ())) if kinds else ""
    told = "、".join(names) if isinstance(names, list) else str(names)
    return f"{case.party['name']}{case.matter.get('name', '')}，{made.number}，给予{told}{f'{Decimal(str(fine))}元' if fine else ''}。"


@draws("当场收缴的罚款")
def to_hand_in(case: CaseFacts, _: Told) -> str:
    """What the officers still hold."""
    left = in_officers_hands(case)
    return str(left) if left else ""


@draws("交回的罚款")
def to_bank(case: CaseFacts, _: Told) -> str:
    """What the organ still holds."""
    left = in_organs_hands(case)
    return str(left) if left else ""
