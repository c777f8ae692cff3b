"""When the long periods of a case end: filing found, ninety days, payment, remedies, urging, the court, answers."""

from datetime import date
from decimal import Decimal

from mingjing.cases.rules.days import Reckoned, as_told, due_of, served_on, service_day
from mingjing.cases.terms import ActFacts, CaseFacts, Context
from mingjing.kernel.days import ONE
from mingjing.kernel.periods import Pause

TOLD = {"suspend": "pause.suspension", "entrust_appraisal": "pause.appraisal"}


def pauses(case: CaseFacts, ctx: Context, on: date) -> tuple[tuple[date, date | None, str], ...]:
    """Closed intervals not counted in the decision period, each with its document; open ones end at None.

    Which grounds count is a dated figure of the domain (pause.*), as in force on the day of filing. Appraisal and
    suspension count only where the party was told in writing. Overlaps are merged by the reckoner.
    """
    counts = {key for key in PAUSES if int(ctx.figure(key, on).value)}
    found: list[tuple[date, date | None, str]] = []
    for act in case.acts:
        spec = case.procedure.acts[act.code]
        if spec.pauses and act.data.get("told_party") and TOLD.get(act.code) in counts:
            end = _next(case, act, spec.pauses["ends_with"])
            found.append((act.on, _ended(end) if end else None, act.number or spec.pauses["name"]))
    if "pause.hearing" in counts:
        for request in case.all("request_hearing"):
            end = _next(case, request, "hold_hearing", "withdraw_hearing")
            found.append((request.on, end.on if end else None, "听证期间"))
    if "pause.announcement" in counts:
        for service in case.all("serve"):
            if service.data.get("mode") == "announcement" and service.data.get("announced_on"):
                begun = date.fromisoformat(service.data["announced_on"])
                found.append((begun, service_day(service, ctx), f"公告送达（{service.number}）"))
    return tuple(found)


PAUSES = ("pause.suspension", "pause.appraisal", "pause.hearing", "pause.announcement")


def _next(case: CaseFacts, after: ActFacts, *codes: str) -> ActFacts | None:
    return next((each for each in case.acts if each.seq > after.seq and each.code in codes), None)


def _ended(act: ActFacts) -> date:
    """When an interval ended: an appraisal with its result, not with the day the party happened to be told."""
    result = act.data.get("result_on")
    return min(act.on, date.fromisoformat(result)) if result else act.on


def _closed(case: CaseFacts, ctx: Context, on: date) -> tuple[Pause, ...]:
    """The intervals as the reckoner takes them: from the first day to the day before the end."""
    today = ctx.now.date()
    lasted = ((start, (end or today) - ONE, document) for start, end, document in pauses(case, ctx, on))
    return tuple(Pause(start, last, document) for start, last, document in lasted if last >= start)


def decision_deadline(case: CaseFacts, ctx: Context) -> Reckoned | None:
    """Ninety days from filing, plus approved extensions, less the intervals not counted (行政处罚法第六十条)."""
    filing = case.last("file_case")
    if filing is None:
        return None
    extra = sum(int(each.data["days"]) for each in case.all("extend"))
    return due_of(filing.on, "decision.limit", "agency_duty", ctx, pauses=_closed(case, ctx, filing.on), extra=extra)


def instalments(case: CaseFacts) -> tuple[tuple[date, Decimal], ...]:
    """The approved plan of payment, by day."""
    granted = case.last("grant_instalments")
    rows = granted.data["instalments"] if granted else ()
    return tuple(sorted((date.fromisoformat(row["due_on"]), Decimal(row["amount"])) for row in rows))


def settled_before_plan(case: CaseFacts) -> Decimal:
    """What was paid of the fine before the plan in force was approved: its instalments are what was left."""
    granted = case.last("grant_instalments")
    before = [each for each in case.all("record_payment") if granted and each.seq < granted.seq]
    return sum((Decimal(each.data["fine_paid"]) for each in before), Decimal(0))


def in_force(case: CaseFacts) -> bool:
    """Whether the decision still binds: neither revoked nor void (行政处罚法第七十五条)."""
    changed = case.last("change_decision")
    return not (changed and changed.data.get("kind") in {"revoked", "void"})


def effective_fine(case: CaseFacts) -> Decimal:
    """The fine as it binds now: as decided, or as changed since; 0 where none binds."""
    decision = case.last("decide")
    if decision is None or not in_force(case):
        return Decimal(0)
    changed = [each.data["new_fine"] for each in case.all("change_decision") if each.data.get("new_fine") is not None]
    return Decimal(str(changed[-1] if changed else decision.data.get("fine") or 0))


def effective_confiscation(case: CaseFacts) -> Decimal:
    """What is confiscated as it binds now: as decided, or as changed since; 0 where nothing binds."""
    decision = case.last("decide")
    if decision is None or not in_force(case):
        return Decimal(0)
    changed = [a.data["new_confiscation"] for a in case.all("change_decision") if a.data.get("new_confiscation")]
    return Decimal(str(changed[-1] if changed else decision.data.get("confiscation") or 0))


def pay_deadline(case: CaseFacts, ctx: Context) -> Reckoned | None:
    """Fifteen natural days from receipt; with instalments, the first instalment's day (行政处罚法第六十七条)."""
    decision = case.last("decide")
    served = served_on(case, decision, ctx)
    if decision is None or served is None or not effective_fine(case):
        return None
    plain = as_told(case, "pay", decision.seq, due_of(served, "pay", "party_right", ctx))
    plan = instalments(case)
    if not plan:
        return plain
    return Reckoned(plan[0][0], plain.provisional, plain.steps, "分期", ("行政处罚法第六十六条第二款",))


def pending_remedy(case: CaseFacts) -> ActFacts | None:
    """The reconsideration or lawsuit that has no result yet."""
    ended = {each.data["remedy_seq"] for each in case.all("end_remedy")}
    return next((each for each in case.all("receive_remedy") if each.seq not in ended), None)


def remedy_expiry(case: CaseFacts, ctx: Context) -> Reckoned | None:
    """When neither reconsideration nor lawsuit is open any more; None while one pends or nothing is served.

    Six months from service (行政诉讼法第四十六条); after a reconsideration fifteen days from its decision (第四十五条); after
    a lawsuit the day its result took effect. A reconsideration that was withdrawn leaves the six months as they were.
    """
    served = served_on(case, case.decision, ctx)
    decision = case.decision
    if served is None or decision is None or pending_remedy(case):
        return None
    if review_goes_first(case, ctx):
        plain = as_told(case, "reconsideration", decision.seq, due_of(served, "review.apply", "party_right", ctx))
    else:
        plain = as_told(case, "lawsuit", decision.seq, due_of(served, "sue", "party_right", ctx))
    ended = case.last("end_remedy")
    remedy = case.act(ended.data["remedy_seq"]) if ended else None
    if ended is None or remedy is None:
        return plain
    day = date.fromisoformat(ended.data["result_on"])
    if remedy.data["kind"] == "lawsuit":
        return Reckoned(day, False, (), "裁判生效", ("行政诉讼法第四十五条、第四十六条",))
    if ended.data["result"] == "withdrawn":
        return plain if plain.due_on >= day else Reckoned(day, False, (), "撤回复议申请", plain.cites)
    return due_of(day, "sue.after_review", "party_right", ctx)


def review_goes_first(case: CaseFacts, ctx: Context) -> bool:
    """Whether the party must ask for reconsideration before it may sue: of a penalty on the spot (行政复议法第二十三条第一款第一项)."""
    decision = case.last("decide")
    if decision is None or not case.procedure.acts["decide"].handed:
        return False
    return bool(ctx.figure("review.first.spot", decision.on).value)


def urge_wait(case: CaseFacts, ctx: Context) -> Reckoned | None:
    """Ten working days from the service of the urging letter (行政强制法第五十四条)."""
    letter = case.last("urge")
    served = served_on(case, letter, ctx)
    if letter is None or served is None:
        return None
    least = int(ctx.figure("urge.before.court", served).value)
    extra = max(int(letter.data.get("days", least)) - least, 0)
    return as_told(case, "urge", letter.seq, due_of(served, "urge.before.court", "party_right", ctx, extra=extra))


def court_window(case: CaseFacts, ctx: Context) -> Reckoned | None:
    """Three months from the end of the remedies, or from the end of the instalments if later (行政处罚法第七十二条第二款)."""
    expiry, plan = remedy_expiry(case, ctx), instalments(case)
    if expiry is None:
        return None
    start = max([expiry.due_on, *(day for day, _ in plan)])
    return due_of(start, "court.apply", "agency_duty", ctx)


def answer_deadline(case: CaseFacts, seq: int, ctx: Context) -> Reckoned | None:
    """Ten (five) working days for reconsideration, fifteen natural days for a lawsuit, from receipt of the copy."""
    remedy = case.act(seq)
    if remedy is None or remedy.code != "receive_remedy":
        return None
    simple = "review.answer.simplified" if remedy.data.get("simplified") == "yes" else "review.answer"
    key = "sue.answer" if remedy.data["kind"] == "lawsuit" else simple
    return due_of(date.fromisoformat(remedy.data["received_on"]), key, "agency_duty", ctx)


def discovered_on(case: CaseFacts) -> date | None:
    """The day the violation came to light: as the lead says, or the inspection that found it.

    A case opened again after a revocation counts from the day it was opened: the violation itself was known before.
    """
    lead = case.lead
    if lead is None:
        return None
    looked = next((each.on for each in case.all("inspect") if each.stage_after == "lead"), None)
    told = lead.on if case.previous and not case.origin else date.fromisoformat(lead.data["found_on"])
    if lead.data.get("source") != "inspection":
        return told
    return max(told, looked) if looked else told
