"""What a report or a decision cites: articles that stand in the library on the day of the act, or stood at the violation."""

from collections.abc import Iterator

from mingjing.cases.terms import CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule

CITES = ("行政处罚法第四条", "行政处罚法第三十七条", "行政处罚法第三十八条")


@rule("G-15", cites=CITES, acts=["report", "decide"], veto=9)
def basis_is_law_in_force(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """违反的条款和处罚依据应当是法规库中作出之日有效的条文；法律修改的，也可以是违法行为发生时有效的条文；法规库没有收录的法律不核对。"""
    for field in ("breached", "basis"):
        for one in act.data.get("cited_lost", ()):
            if one["citation"] in act.data.get(field, ()):
                yield basis_is_law_in_force.finding(
                    f"法规库中没有 {act.on} 有效的{one['citation']}（这部法律在法规库里最近一次变动：{one['since']}）",
                    next_step="请核对条文号；条文已经修改或者废止的，改用现行的条文，或者违法行为发生时有效的条文",
                    field=field,
                )
