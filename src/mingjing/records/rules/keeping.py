"""How long recordings are kept: list line, archive, the organ's least; and what may not go before."""

from collections.abc import Sequence
from datetime import date

from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.parameters import Parameters
from mingjing.kernel.period_terms import Period, Unit, ahead
from mingjing.kernel.rulebook import rule
from mingjing.records.rules.recordings import parameters
from mingjing.records.terms.keeping import Keeping, KeptBy, ListLine

_KEPT = "国办发〔2018〕118号第三部分（九）"
_N118 = "国办发〔2018〕118号第三部分（八）"
MOST_NAMED = 3


@rule("REC-81", cites=(_N118, _KEPT))
def list_keeps_enough(lines: Sequence[ListLine], on: date, figures: Parameters | None = None) -> tuple[Finding, ...]:
    """音像记录事项清单每一行写明的保存月数，不少于机关规定的最低月数；少了的，审核、发布清单时提示。"""
    least = int((figures or parameters()).at("keep", on).value)
    return tuple(
        list_keeps_enough.finding(
            f"{one.source}“{one.act}”只保存 {one.months} 个月，少于规定的 {least} 个月", weight=Weight.WARN,
            next_step="请修改清单的保存月数；没有改的，音像仍按规定的月数保存", field="retention_months",
        )
        for one in lines
        if one.months < least
    )  # fmt: skip


@rule("REC-82", cites=(_KEPT, "行政处罚法第四十七条"))
def recording_is_kept(
    ended_on: date, line: ListLine | None, archive: KeptBy | None, figures: Parameters | None = None
) -> Keeping:
    """音像记录从采集结束之日起保存，到清单规定的月数、机关规定的最低月数、案卷保管期限中最晚的一个为止。"""
    least = int((figures or parameters()).at("keep", ended_on).value)
    every = [KeptBy(_after(ended_on, least), f"机关规定的最低月数：{least} 个月")]
    if line is not None:
        every.insert(0, KeptBy(_after(ended_on, line.months), f"{line.source}“{line.act}”：{line.months} 个月"))
    if archive is not None:
        every.append(archive)
    last = max(every, key=lambda one: one.until or date.max)
    return Keeping(last.until, last.why, tuple(every))


def _after(day: date, months: int) -> date:
    return ahead(day, Period(months, Unit.MONTH))


@rule("REC-83", cites=(_KEPT, "行政处罚法第四十七条"), acts=("propose_destruction", "execute_destruction"))
def destruction_waits(kept: Sequence[tuple[str, Keeping]], on: date) -> tuple[Finding, ...]:
    """案卷因保管期限届满销毁的，里面每一段音像都应当过了清单规定的保存期；没有过的不得销毁，写明是哪一行规定的。"""
    early = [(name, one) for name, one in kept if one.until is None or one.until >= on]
    return tuple(
        destruction_waits.finding(
            f"音像“{name}”要保存到 {one.until or '永久'}（{one.why}）",
            next_step="过了保存期再提出；清单写错了月数的，先改清单并重新发布",
        )
        for name, one in early[:MOST_NAMED]
    )
