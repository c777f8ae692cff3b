"""The clocks of a licence: the answer, the decision, the certificate, the hearing, the renewal."""

from collections.abc import Iterator
from datetime import timedelta

from mingjing.cases.rules.days import Reckoned, due_of, served_on
from mingjing.cases.rules.licence_days import (
    ACCEPTS,
    DECIDES,
    accepted_on,
    answer_limit,
    binds,
    day_of,
    decision_limit,
    hearing_request_limit,
    is_licence,
    open_renewal,
    received,
    valid_to,
    waits_for_applicant,
)
from mingjing.cases.rules.lines import line, met_on
from mingjing.cases.terms import CaseFacts, Context, Deadline


def clocks(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    """Every clock of an application; none where the case is of another procedure."""
    if not is_licence(case):
        return
    yield from _answer(case, ctx)
    yield from _decide(case, ctx)
    yield from _hearing(case, ctx)
    yield from _issue(case, ctx)
    yield from _renewal(case, ctx)


def _answer(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    came, limit = received(case), answer_limit(case, ctx)
    if came is None or limit is None or waits_for_applicant(case):
        return
    done = met_on(case, came, *ACCEPTS, "supplement", "refuse_acceptance")
    yield line(
        "licence_answer", "受理或者告知补正期限（逾期视为受理）", "LIC-04", "agency_duty", day_of(came, "received_on"), "收到申请材料", limit,
        holder="handler", act="accept", met=done, ref=came.seq,
    )  # fmt: skip


def _decide(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    act, start, limit = case.last(*ACCEPTS), accepted_on(case), decision_limit(case, ctx)
    if act and start and limit:
        words = "受理" if act.code == "accept" else "收到申请材料（逾期视为受理）"
        yield line(
            "licence_decide", "许可决定期限", "LIC-32", "agency_duty", start, words, limit,
            holder="handler", act="grant", met=met_on(case, act, *DECIDES), ref=act.seq,
        )  # fmt: skip


def _hearing(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    told, limit = case.last("ask_third_party"), hearing_request_limit(case, ctx)
    if told and limit and case.served(told):
        yield line(
            "hearing_request", "要求听证期限", "LIC-20", "party_right", served_on(case, told, ctx) or told.on, f"{told.number}送达", limit,
            act="request_hearing", met=met_on(case, told, "request_hearing"), opens=True, ref=told.seq,
        )  # fmt: skip
    for asked in case.all("request_hearing"):
        found = due_of(asked.on, "licence.hearing.hold", "agency_duty", ctx)
        yield line(
            "licence_hearing", "组织听证期限", "LIC-21", "agency_duty", asked.on, "要求听证", found,
            holder="handler", act="arrange_hearing", met=met_on(case, asked, "hold_hearing"), ref=asked.seq,
        )  # fmt: skip


def _issue(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    for made in case.all("grant", "deny"):
        sent = case.served(made)
        found = due_of(made.on, "licence.issue", "agency_duty", ctx)
        name = "颁发、送达许可证件期限" if made.code == "grant" else "送达不予许可决定期限"
        yield line(
            "licence_issue", name, "LIC-42", "agency_duty", made.on, made.number, found,
            holder="handler", act="serve", met=sent.on if sent else None, ref=made.seq,
        )  # fmt: skip


def _renewal(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    asked, last = case.last("apply_renewal"), valid_to(case)
    granted = case.last("grant")
    if granted is None or last is None or not binds(case):
        return
    if asked and (open_renewal(case) or case.last("renew", "deem_renewed")):
        before = valid_to(case.before(asked.seq))
        if before:
            yield line(
                "licence_renew", "决定是否延续期限（逾期视为准予）", "LIC-46", "agency_duty", day_of(asked, "applied_on"), "申请延续",
                Reckoned(before, False, (), "有效期届满前", ("行政许可法第五十条第二款",)), holder="handler", act="renew",
                met=met_on(case, asked, "renew", "deem_renewed"), ref=asked.seq,
            )  # fmt: skip
    if open_renewal(case) is None:
        days = int(ctx.figure("licence.renew.apply", granted.on).value)
        found = Reckoned(last - timedelta(days=days), False, (), f"届满前{days}日", ("行政许可法第五十条第一款",))
        yield line(
            "licence_renewal", "申请延续期限", "LIC-45", "party_right", granted.on, f"有效期至 {last}", found,
            act="apply_renewal", opens=True, ref=granted.seq,
        )  # fmt: skip
