"""Handing over the certificate."""

from collections.abc import Iterator

from mingjing.cases.rules.days import due_of, handed_on
from mingjing.cases.rules.licence_days import DECIDES
from mingjing.cases.terms import CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule


@rule("LIC-42", cites="行政许可法第四十四条", acts=["serve"])
def certificate_in_ten_days(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """自作出准予许可决定之日起十个工作日内颁发、送达许可证件。"""
    made = case.act(int(act.data.get("document_seq") or 0))
    if made is None or made.code not in DECIDES:
        return
    limit = due_of(made.on, "licence.issue", "agency_duty", ctx).due_on
    if handed_on(act, ctx) > limit:
        yield certificate_in_ten_days.finding(f"应当在 {limit} 前颁发、送达，已逾期", weight=Weight.WARN)
