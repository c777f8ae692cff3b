"""The clocks of a case: every deadline with its start, its rule, and how it was reckoned."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from mingjing.cases.rules.clocks_after import after_decision, archive, enforcement, remedies, transfer, withdrawals
from mingjing.cases.rules.days import Reckoned, due_of, reckon, served_on
from mingjing.cases.rules.force import clocks as force
from mingjing.cases.rules.inspecting import clocks as inspections
from mingjing.cases.rules.licence_clocks import clocks as licence
from mingjing.cases.rules.limits import (
    decision_deadline,
    discovered_on,
)
from mingjing.cases.rules.lines import line, met_on
from mingjing.cases.rules.measures import clocks as measures
from mingjing.cases.rules.papers import assistance
from mingjing.cases.rules.recording import clocks as recordings
from mingjing.cases.rules.spot import clocks as spot
from mingjing.cases.terms import ActFacts, CaseFacts, Context, Deadline
from mingjing.kernel.days import ONE
from mingjing.kernel.periods import Pause, Period, Unit

DECISIONS = ("decide", "decide_no_penalty", "decide_not_established")


def _filing(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    lead = case.lead
    if lead and "file_case" in case.procedure.acts:
        found = discovered_on(case) or lead.on
        done = met_on(case, lead, "file_case", "not_file", "transfer")
        yield line(
            "filing",
            "立案期限",
            "G-18",
            "agency_duty",
            found,
            "发现线索",
            due_of(found, "prefile.limit", "agency_duty", ctx),
            holder="handler",
            act="file_case",
            met=done,
            ref=lead.seq,
        )


def _decision(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    filing, limit = case.last("file_case"), decision_deadline(case, ctx)
    if filing and limit:
        done = met_on(case, filing, *DECISIONS, "terminate", "withdraw_filing", "transfer")
        yield line(
            "decision",
            "办案期限",
            "G-30",
            "agency_duty",
            filing.on,
            "立案",
            limit,
            holder="handler",
            act="decide",
            met=done,
            ref=filing.seq,
        )


def _preserved(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    for kept in case.all("preserve"):
        handled = next((each for each in case.all("handle_preserved") if each.data["preserve_seq"] == kept.seq), None)
        yield line(
            "preserve",
            "先行登记保存处理期限",
            "G-08",
            "agency_duty",
            kept.on,
            kept.number,
            due_of(kept.on, "preserve", "agency_duty", ctx),
            holder="handler",
            act="handle_preserved",
            met=handled.on if handled else None,
            ref=kept.seq,
        )


def _correction(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    for order in case.all("order_correction"):
        last = date.fromisoformat(order.data["correct_by"])
        found = Reckoned(last, False, (), "责令的期限", ("行政处罚法第二十八条",))
        yield line(
            "correction",
            "改正期限",
            "G-19",
            "party_right",
            order.on,
            order.number,
            found,
            holder="handler",
            act="recheck",
            met=met_on(case, order, "recheck"),
            ref=order.seq,
        )


def _review(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    for sent in case.all("submit_review"):
        done = met_on(case, sent, "give_opinion", "return_review")
        first, still = _round_began(case, sent)
        yield line(
            "review",
            "法制审核期限",
            "REV-07",
            "agency_duty",
            first.on,
            "送审" if first is sent else "送审，补正材料的时间不计",
            _limit(first, ctx, still),
            holder="reviewer",
            act="give_opinion",
            met=done,
            ref=sent.seq,
        )


def _limit(first: ActFacts, ctx: Context, still: tuple[Pause, ...]) -> Reckoned:
    """By the term that the organ's own list set when it was submitted (L-14), else by the figure."""
    if not (own := first.data.get("term")):
        return due_of(first.on, "review.limit", "agency_duty", ctx, pauses=still)
    period = Period(int(own), Unit.WORKDAY)
    return reckon(first.on, period, "agency_duty", ctx, pauses=still, cites=("本机关送审材料清单",))


def _round_began(case: CaseFacts, sent: ActFacts) -> tuple[ActFacts, tuple[Pause, ...]]:
    """Where a round began, and the days on which material was being supplemented: sent back as incomplete, the clock
    stands still and goes on, it does not begin anew (REV-07)."""
    first, still = sent, []
    answers = case.all("give_opinion", "return_review")
    for before in reversed([each for each in case.all("submit_review") if each.seq < sent.seq]):
        answer = next((each for each in answers if before.seq < each.seq < first.seq), None)
        if answer is None or answer.code != "return_review":
            break
        if first.on > answer.on:
            still.append(Pause(answer.on + ONE, first.on, "补正材料"))
        first = before
    return first, tuple(still)


def _notice(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    for notice in case.all("notify"):
        served = served_on(case, notice, ctx)
        if served is None:
            continue
        said = met_on(case, notice, "state_defence")
        yield line(
            "statement",
            "陈述申辩期限",
            "G-20",
            "party_right",
            served,
            f"{notice.number}送达",
            due_of(served, "statement", "party_right", ctx),
            act="state_defence",
            met=said,
            opens=True,
            ref=notice.seq,
        )
        if notice.data.get("hearing_offered") == "yes":
            asked = met_on(case, notice, "request_hearing")
            yield line(
                "hearing_request",
                "申请听证期限",
                "G-22",
                "party_right",
                served,
                f"{notice.number}送达",
                due_of(served, "hearing.request", "party_right", ctx),
                act="request_hearing",
                met=asked,
                opens=True,
                ref=notice.seq,
            )


def _recusal(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    for asked in case.all("request_recusal"):
        done = next((each.on for each in case.all("decide_recusal") if each.data["request_seq"] == asked.seq), None)
        yield line(
            "recusal",
            "回避决定期限",
            "G-05",
            "agency_duty",
            asked.on,
            "申请回避",
            due_of(asked.on, "recusal", "agency_duty", ctx),
            holder="head",
            act="decide_recusal",
            met=done,
            ref=asked.seq,
        )


CLOCKS: tuple[Callable[[CaseFacts, Context], Iterator[Deadline]], ...] = (
    _filing, _decision, _preserved, measures, _correction, _recusal, assistance, _review, _notice, after_decision, enforcement, force, remedies, withdrawals,
    archive, transfer, recordings, spot, licence, inspections,
)  # fmt: skip


def deadlines(case: CaseFacts, ctx: Context) -> tuple[Deadline, ...]:
    """Every clock of the case, running or finished, in the order of the procedure."""
    return tuple(_as_told(case, line) for clock in CLOCKS for line in clock(case, ctx))


def _as_told(case: CaseFacts, line: Deadline) -> Deadline:
    """A party's right never ends earlier than the party was told before a holiday notice changed the calendar."""
    told = case.told.get((line.code, line.ref))
    return replace(line, due=told) if line.kind == "party_right" and told and told > line.due_on else line


def from_figure(start: date, value: int, unit: str, kind: str, ctx: Context) -> Reckoned:
    """Count a figure given directly; used by screens that explain a period."""
    return reckon(start, Period(value, Unit(unit)), kind, ctx)
