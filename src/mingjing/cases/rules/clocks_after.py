"""The clocks after the decision: service, payment, enforcement, remedies, archive, transfer."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from mingjing.cases.rules.days import due_of, handed_on, served_on
from mingjing.cases.rules.limits import (
    answer_deadline,
    court_window,
    effective_fine,
    pay_deadline,
    pending_remedy,
    remedy_expiry,
    review_goes_first,
    urge_wait,
)
from mingjing.cases.rules.lines import line, met_on
from mingjing.cases.terms import ActFacts, CaseFacts, Context, Deadline

DECISIONS = ("decide", "decide_no_penalty", "decide_not_established")


def after_decision(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    """Service, the party's remedies, payment."""
    decision = case.decision
    if decision is None:
        return
    served, service = served_on(case, decision, ctx), case.served(decision)
    if not case.procedure.acts[decision.code].handed:
        yield _service(decision, service, ctx)
    if served is None:
        return
    yield line(
        "reconsideration",
        "申请行政复议期限",
        "G-39",
        "party_right",
        served,
        f"{decision.number}送达",
        due_of(served, "review.apply", "party_right", ctx),
        met=_asked_on(case, "reconsideration"),
        ref=decision.seq,
    )
    yield from _lawsuit(case, decision, served, ctx)
    limit = pay_deadline(case, ctx)
    if limit:
        yield line(
            "pay",
            "缴纳罚款期限",
            "G-34",
            "party_right",
            served,
            f"{decision.number}送达",
            limit,
            holder="handler",
            act="record_payment",
            met=_paid_on(case),
            ref=decision.seq,
        )


def _service(decision: ActFacts, service: ActFacts | None, ctx: Context) -> Deadline:
    return line(
        "service",
        "送达期限",
        "G-31",
        "agency_duty",
        decision.on,
        f"{decision.number}作出",
        due_of(decision.on, "service", "agency_duty", ctx),
        holder="handler",
        act="serve",
        met=handed_on(service, ctx) if service else None,
        ref=decision.seq,
    )


def _asked_on(case: CaseFacts, kind: str) -> date | None:
    asked = [each for each in case.all("receive_remedy") if each.data["kind"] == kind]
    return date.fromisoformat(asked[0].data["filed_on"]) if asked else None


def _lawsuit(case: CaseFacts, decision: ActFacts, served: date, ctx: Context) -> Iterator[Deadline]:
    """Six months from service, or fifteen days from the result of a reconsideration; none while that pends."""
    sued, pending, ended = _asked_on(case, "lawsuit"), pending_remedy(case), case.last("end_remedy")
    if pending and pending.data["kind"] == "reconsideration":
        return
    if review_goes_first(case, ctx) and not (sued or ended):
        return
    limit = due_of(served, "sue", "party_right", ctx) if sued else remedy_expiry(case, ctx)
    assert limit is not None, "served, nothing pending: the limit is known"
    after = ended is not None and sued is None
    told = f"{ended.data['document_no']}送达" if ended and after else f"{decision.number}送达"
    start = date.fromisoformat(ended.data["result_on"]) if ended and after else served
    yield line(
        "lawsuit", "提起行政诉讼期限", "G-39", "party_right", start, told, limit, met=sued, ref=decision.seq,
    )  # fmt: skip


def _paid_on(case: CaseFacts) -> date | None:
    decision, total = case.last("decide"), Decimal(0)
    for payment in case.all("record_payment"):
        total += Decimal(payment.data["fine_paid"])
        if decision and total >= effective_fine(case):
            return date.fromisoformat(payment.data["paid_on"])
    return None


def enforcement(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    """Urging and the court."""
    limit, window = pay_deadline(case, ctx), court_window(case, ctx)
    if limit and window and _paid_on(case) is None and ctx.now.date() > limit.due_on:
        decision = case.decision
        assert decision is not None
        expiry = remedy_expiry(case, ctx)
        done = met_on(case, decision, "apply_court")
        yield line(
            "court",
            "申请法院强制执行期限",
            "G-38",
            "agency_duty",
            expiry.due_on if expiry else decision.on,
            "复议诉讼期限届满",
            window,
            holder="handler",
            act="apply_court",
            met=done,
            ref=decision.seq,
        )
    letter, waited = case.last("urge"), urge_wait(case, ctx)
    if letter and waited:
        yield line(
            "urge",
            "催告履行期限",
            "ENF-02",
            "party_right",
            served_on(case, letter, ctx) or letter.on,
            f"{letter.number}送达",
            waited,
            act="apply_court",
            opens=True,
            ref=letter.seq,
        )


def remedies(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    """Answers owed in reconsideration and lawsuits."""
    for remedy in case.all("receive_remedy"):
        limit = answer_deadline(case, remedy.seq, ctx)
        assert limit is not None, "the clock of a remedy that was received"
        done = next(
            (
                date.fromisoformat(a.data["submitted_on"])
                for a in case.all(*ANSWERS.values())
                if a.data["remedy_seq"] == remedy.seq
            ),
            None,
        )
        yield line(
            "answer",
            "答复（答辩）期限",
            "REM-02",
            "agency_duty",
            date.fromisoformat(remedy.data["received_on"]),
            "收到副本",
            limit,
            holder="handler",
            act=ANSWERS[remedy.data["kind"]],
            met=done,
            ref=remedy.seq,
        )


ANSWERS = {"reconsideration": "answer_remedy", "lawsuit": "answer_lawsuit"}
UNDONE = {"changed", "revoked", "unlawful", "void", "redo"}


def withdrawals(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    """A remedy that undid the decision must be registered and the decision taken down within three working days."""
    for ended in case.all("end_remedy"):
        if ended.data["result"] in UNDONE:
            done = met_on(case, ended, "change_decision")
            yield line(
                "withdraw",
                "登记变更撤销、撤回公开的期限",
                "G-33",
                "agency_duty",
                known := min(ended.on, date.fromisoformat(ended.data["result_on"])),
                "决定被复议、诉讼改变",
                due_of(known, "withdraw", "agency_duty", ctx),
                holder="handler",
                act="change_decision",
                met=done,
                ref=ended.seq,
            )


def archive(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    """Archiving after closing."""
    closed = case.last("close")
    if closed:
        yield line(
            "archive",
            "归档期限",
            "ARCH-01",
            "agency_duty",
            closed.on,
            "结案",
            due_of(closed.on, "archive", "agency_duty", ctx),
            holder="archivist",
            act="archive",
            met=met_on(case, closed, "archive"),
            ref=closed.seq,
        )


def _handed_over(case: CaseFacts, sent: ActFacts) -> datetime | None:
    """When the letter reached the police, where that was entered as a service instead of in the letter itself."""
    service = case.served(sent)
    return datetime.fromisoformat(service.data["served_at"]) if service else None


def transfer(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    """A suspected crime on its way to the police."""
    sent, report = case.last("transfer"), case.last("report")
    if report and report.data.get("crime_suspected") == "yes":
        yield line(
            "crime_decide",
            "决定移送期限",
            "G-41",
            "agency_duty",
            report.on,
            "认为涉嫌犯罪",
            due_of(report.on, "crime.decide", "agency_duty", ctx),
            holder="head",
            act="transfer",
            met=met_on(case, report, "transfer", "approve_crime_transfer"),
            ref=report.seq,
        )
    approved = case.last("approve_crime_transfer")
    began = approved if approved and approved.data["head_decision"] == "yes" else None
    crime = sent if sent and sent.data["kind"] == "crime" else None
    if start := began or crime:
        handed = crime.data.get("handed_over_at") if crime else None
        met = datetime.fromisoformat(handed) if handed else _handed_over(case, crime) if crime else None
        yield line(
            "crime_transfer",
            "移交公安机关期限",
            "G-41",
            "agency_duty",
            start.at,
            "批准移送",
            due_of(start.at, "crime.transfer", "agency_duty", ctx),
            holder="handler",
            act="transfer",
            met=met,
            ref=start.seq,
        )
