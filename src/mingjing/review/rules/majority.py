"""When a decision may be said not to be a major one."""

from collections.abc import Iterator

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.review.terms import SHORTEST_REASON, Comparison


@rule("REV-25", cites="国办发〔2018〕118号（十二）", acts=("give_opinion", "say_not_major"))
def not_major_findings(found: Comparison, reason: str, field: str = "reason") -> Iterator[Finding]:
    """认定不属于重大执法决定的，应当写明理由；已经符合法定情形或者目录条目的，不得认定为不属于；不清楚的事项不作“没有”。"""
    if found.major:
        yield not_major_findings.finding(
            f"已经符合：{'；'.join(found.major)[:300]}，不能认定为不属于重大执法决定",
            next_step="请按重大执法决定送法制审核", field="is_major" if field != "reason" else "",
        )  # fmt: skip
    if len(reason.strip()) < SHORTEST_REASON:
        unclear = f"，并说明不清楚的事项（{'；'.join(found.unknown)[:200]}）" if found.unknown else ""
        yield not_major_findings.finding(
            "没有写明为什么不属于重大执法决定",
            next_step=f"请写明理由（不少于 {SHORTEST_REASON} 个字）{unclear}",
            field=field,
        )
