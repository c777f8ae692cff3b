"""Interviews: what every one of them must ask."""

from collections.abc import Iterator

from mingjing.cases.terms import CaseFacts, Context, Proposed
from mingjing.cases.terms.asking import musts
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule


@rule("INT-01", cites=("行政处罚法第四十二条", "行政处罚法第四十三条", "行政处罚法第五十五条"), acts=["interview"])
def musts_are_asked(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """询问须问明身份、出示执法证件、告知回避权和权利义务，并由被询问人核对；没有问到的提示，照实记录的不拒绝。"""
    asked = [str(row.get("question", "")) for row in act.data.get("answers", ())]
    if missing := musts().unasked(asked):
        yield musts_are_asked.finding(
            f"询问内容里没有问到：{'、'.join(one.name for one in missing)}",
            weight=Weight.WARN,
            next_step="请补问并照实记录",
            field="answers",
        )
