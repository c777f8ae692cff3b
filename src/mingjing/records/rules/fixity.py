"""Kept contents are read again by schedule; what is at fault is told, and only the very content may be put back."""

from datetime import datetime, timedelta

from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule
from mingjing.records.rules.recordings import parameters
from mingjing.records.terms.fixity import FAULTS, FITS, ContentFacts, FixityFacts

_KEPT = ("国办发〔2018〕118号第三部分（九）", "行政处罚法第四十七条")


def period(at: datetime) -> timedelta:
    """Within which everything is to be read once."""
    return timedelta(days=int(parameters().at("fixity", local_day(at)).value))


@rule("REC-67", cites=_KEPT)
def content_is_whole(one: ContentFacts) -> tuple[Finding, ...]:
    """存储的文书、音像定期重新计算摘要，缺失的、被改动的立即预警。"""
    if one.state not in FAULTS:
        return ()
    message = f"{one.what} {one.sha256[:12]}… {FITS[one.state]}"
    step = "不要重新启动或者清理存储，报告档案员，从备份放回：mingjing store restore 备份文件夹"
    return (content_is_whole.finding(message, weight=Weight.WARN, next_step=step),)


@rule("REC-68", cites=_KEPT)
def everything_is_read(standing: FixityFacts) -> tuple[Finding, ...]:
    """全部内容在规定的周期内至少重新核对一遍。"""
    left = standing.contents - standing.read
    if not left:
        return ()
    message = f"有 {left} 份内容超过 {standing.period.days} 天没有核对"
    step = "请确认后台进程（mingjing work）一直运行；刚装上的，第一遍核对完成前会有这一条"
    return (everything_is_read.finding(message, weight=Weight.WARN, next_step=step),)


@rule("REC-69", cites=_KEPT, acts=("restore_content",))
def what_comes_back_is_the_same(sha256: str, given: str) -> tuple[Finding, ...]:
    """从备份放回的内容，摘要与登记的一致才放回，放回的留痕；原来被改动的另行留存。"""
    if sha256 == given:
        return ()
    return (
        what_comes_back_is_the_same.finding(
            f"这份内容的摘要是 {given[:12]}…，要放回的是 {sha256[:12]}…",
            field="file",
            next_step="请换一份更早的备份再试",
        ),
    )
