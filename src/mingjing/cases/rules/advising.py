"""What every guide says in the same way: documents that wait for service, orders to be looked after, the review, unpaid fines."""

from dataclasses import dataclass
from datetime import date

from mingjing.cases.rules.force import next_of as force_next
from mingjing.cases.rules.limits import court_window, in_force, instalments, pay_deadline, remedy_expiry, urge_wait
from mingjing.cases.rules.money import surcharge
from mingjing.cases.rules.review import digest, rounds
from mingjing.cases.terms import ActFacts, CaseFacts, Context


@dataclass(frozen=True, slots=True)
class Advice:
    """`act` is empty where there is nothing to do but wait; `until` is the day the waiting ends."""

    act: str
    why: str
    until: date | None = None


MUST_SERVE = {
    "notify",
    "arrange_hearing",
    "decide",
    "decide_no_penalty",
    "decide_not_established",
    "urge",
    "order_correction",
    "preserve",
    "seize",
    "extend_measure",
    "release_measure",
    "dispose_measure",
    "urge_duty",
    "decide_substitute",
    "decide_enforcement",
    "breach_agreement",
}


def unserved(case: CaseFacts) -> ActFacts | None:
    """The latest document that must reach the party and has not."""
    latest: dict[str, ActFacts] = {act.code: act for act in case.acts if act.code in MUST_SERVE}
    return next((act for act in latest.values() if not case.served(act) and act.stage_after == case.stage), None)


def recheck_owed(case: CaseFacts, why: str = "") -> Advice | None:
    """An order to correct is looked after whatever becomes of the case: it is no penalty and does not end with it."""
    ordered = case.last("order_correction")
    if ordered is None or case.has("recheck"):
        return None
    last = ordered.data["correct_by"]
    return Advice("recheck", f"{why}改正期限 {last}，届满后复查", date.fromisoformat(last))


def review_owed(case: CaseFacts) -> Advice | None:
    """What the review needs; None where the last pass fits the file."""
    every = rounds(case)
    last = every[-1] if every else None
    if last is None:
        return Advice("submit_review", "等待送法制审核")
    if not last.result:
        return Advice("give_opinion", f"第 {last.number} 轮法制审核等待意见")
    if last.result != "agree":
        return Advice("submit_review", f"第 {last.number} 轮审核退回，按意见办理后重新送审")
    if last.digest != digest(case):
        return Advice("submit_review", "审核通过后案卷有变化，需重新送审")
    return None


def after_the_decision(case: CaseFacts, ctx: Context) -> Advice:
    """Payment or enforcement, publication, closing."""
    if under_way := force_next(case, ctx):
        return Advice(*under_way)
    owed = surcharge(case, ctx.now.date(), ctx)
    if owed and owed.owed:
        limit = pay_deadline(case, ctx)
        return _enforced(case, ctx) or Advice(
            "record_payment", f"罚款还有 {owed.owed} 元没有缴纳", limit.due_on if limit else None
        )
    if case.has("decide") and not case.has("change_decision") and not case.publication_is_settled:
        return Advice("", "等待公示员公开决定")
    return Advice("close", "履行完毕，可以结案" if in_force(case) else "决定已不再有效，核对后可以结案")


def _enforced(case: CaseFacts, ctx: Context) -> Advice | None:
    """What follows where the fine is not paid: once nothing can be contested any more, the party is urged, then the court."""
    expiry, waited, today = remedy_expiry(case, ctx), urge_wait(case, ctx), ctx.now.date()
    running = [expiry.due_on, *(day for day, _ in instalments(case))] if expiry else []
    if not running or today <= max(running) or case.has("apply_court"):
        return None
    if waited is None:
        return Advice("urge", "复议、诉讼期限已经届满，罚款没有缴清，应当催告")
    window = court_window(case, ctx)
    if today <= waited.due_on or window is None:
        return None
    return Advice("apply_court", "催告后仍没有缴清，可以申请法院强制执行", window.due_on)
