"""What comes next in a penalty on the spot."""

from mingjing.cases.rules.advising import Advice, after_the_decision, recheck_owed, unserved
from mingjing.cases.rules.spot import in_officers_hands, in_organs_hands
from mingjing.cases.terms import CaseFacts, Context


def guide(case: CaseFacts, ctx: Context) -> Advice | None:
    """Decide on the spot, file it with the organ, bring in what was collected, then as after every penalty."""
    waiting = unserved(case)
    if waiting is not None:
        return Advice("serve", f"{waiting.number}等待送达")
    if case.stage == "spot":
        return Advice("decide", "事实确凿、有法定依据、在限额以内的，当场作出决定")
    if case.stage == "served":
        return _served(case, ctx)
    return {
        "closed": Advice("archive", "结案后归档"),
        "not_filed": recheck_owed(case) or Advice("archive", "不当场处罚的材料归档"),
    }.get(case.stage)


def _served(case: CaseFacts, ctx: Context) -> Advice:
    if not case.has("file_with_organ"):
        return Advice("file_with_organ", "当场处罚决定应当报所属机关备案")
    if left := in_officers_hands(case):
        return Advice("hand_in_fine", f"当场收缴的 {left} 元还没有交回")
    if left := in_organs_hands(case):
        return Advice("bank_fine", f"交回的 {left} 元还没有缴付银行")
    return recheck_owed(case) or after_the_decision(case, ctx)
