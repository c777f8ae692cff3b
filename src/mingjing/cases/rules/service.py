"""Service of documents."""

from collections.abc import Iterator
from datetime import datetime

from mingjing.cases.rules.days import due_of, handed_on
from mingjing.cases.terms import CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule

DECISIONS = ("decide", "decide_no_penalty", "decide_not_established")


@rule("G-31", cites="行政处罚法第六十一条第一款", acts=["serve"], points=2)
def decision_served_in_time(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """决定书宣告后当场交付；当事人不在场的，七个工作日内送达，公告送达的在七个工作日内发布公告。"""
    served = case.act(act.data.get("document_seq", 0))
    if served is None or served.code not in DECISIONS:
        return
    limit = due_of(served.on, "service", "agency_duty", ctx).due_on
    if handed_on(act, ctx) > limit:
        yield decision_served_in_time.finding(f"决定书应于 {limit} 前送达，已逾期", weight=Weight.WARN)
    if served.code == "decide" and not act.data.get("publication_told"):
        yield decision_served_in_time.finding(
            "没有书面告知当事人决定将依法公开", weight=Weight.WARN, field="publication_told"
        )


@rule("G-31", cites="行政处罚法第六十一条", acts=["serve"])
def served_once(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """一份文书有效送达一次，送达不早于文书作出。"""
    document = case.act(act.data.get("document_seq", 0))
    if document is None or not case.procedure.acts[document.code].servable:
        yield served_once.finding("选择的文书不需要送达", field="document_seq")
    elif case.served(document):
        yield served_once.finding(
            f"{document.number}已经送达", next_step="请刷新页面查看送达回证", field="document_seq"
        )
    else:
        days = {
            key: str(act.data[key])[:10] for key in ("served_at", "announced_on", "party_proof_at") if act.data.get(key)
        }
        for field, day in days.items():
            moment = act.data[field] if field == "served_at" else ""
            if day < document.on.isoformat() or (moment and datetime.fromisoformat(moment) < _minute(document.at)):
                yield served_once.finding(
                    f"送达时间早于文书作出的时间 {document.at:%Y-%m-%d %H:%M}", next_step="请核对送达时间", field=field
                )
        if str(act.data.get("party_proof_at", "9999")) < str(act.data.get("served_at", "")):
            yield served_once.finding(
                "当事人证明的到达时间早于系统记录，不能据此提前起算", next_step="请核对", field="party_proof_at"
            )


def _minute(moment: datetime) -> datetime:
    """Forms keep minutes; what was made and served within one is not too early."""
    return moment.replace(second=0, microsecond=0)


@rule("G-32", cites="行政处罚法第六十一条第二款", acts=["serve"], veto=14)
def electronic_service_needs_consent(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """当事人同意并签订确认书的，才能采用传真、电子邮件等方式送达。"""
    consent = case.last("confirm_address")
    given = case.of_present_party(consent) and consent is not None and consent.data.get("electronic") == "yes"
    if act.data.get("mode") == "electronic" and not given:
        yield electronic_service_needs_consent.finding(
            "当事人没有签订同意电子送达的确认书", next_step="请先办理送达地址确认，或者改用其他方式", field="mode"
        )


@rule("G-32", cites="行政处罚法第六十一条第二款", acts=["confirm_address"])
def electronic_consent_has_an_address(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """同意电子送达的，写明电子送达地址。"""
    if act.data.get("electronic") == "yes" and not act.data.get("electronic_address"):
        yield electronic_consent_has_an_address.finding("没有填写电子送达地址", field="electronic_address")


@rule("G-31", cites="民事诉讼法第九十五条", acts=["serve"], veto=14)
def announcement_is_last_resort(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """受送达人下落不明，或者用其他方式无法送达的，才能公告送达；自发布之日起经过法定期间视为送达。"""
    if act.data.get("mode") == "announcement" and not (
        act.data.get("announcement_ground") and act.data.get("announced_on")
    ):
        yield announcement_is_last_resort.finding(
            "公告送达没有写明理由或者发布日期", next_step="请补充", field="announcement_ground"
        )
