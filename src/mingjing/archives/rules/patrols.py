"""The nightly audit: how old the last pass may be, and how a finding is settled. Pure."""

from collections.abc import Iterator
from datetime import date

from mingjing.archives.terms import PatrolFacts
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule

CITES = ("国办发〔2018〕118号第三部分（九）", "数据安全法第二十七条")
SHORTEST = 4


@rule("ARCH-51", cites=CITES)
def audited_in_time(last_ended: date | None, first: date | None, on: date, days: int) -> Iterator[Finding]:
    """台账和业务数据每夜分片自查，一遍查完不超过规定的天数；超过的，提醒检查后台进程。"""
    since = last_ended or first
    if since is not None and (on - since).days > days:
        told = f"上一遍自查 {last_ended} 查完" if last_ended else "还没有查完过一遍"
        yield audited_in_time.finding(
            f"{told}，已经 {(on - since).days} 天（应在 {days} 天以内）", weight=Weight.WARN,
            next_step="请系统管理员确认后台进程（mingjing work）夜间在运行",
        )  # fmt: skip


@rule("ARCH-52", cites=CITES)
def nothing_differs(one: PatrolFacts) -> Iterator[Finding]:
    """自查发现业务数据、台账与登记不符的，立即预警；写明怎样处置以后才消除。"""
    if one.open_finding:
        yield nothing_differs.finding(
            f"夜间自查发现 {one.found} 处不符，首处：{one.differences[0][0]}：{one.differences[0][1]}"
            if one.differences else f"夜间自查发现 {one.found} 处不符",
            weight=Weight.WARN, next_step="请保全数据库，查明原因，再登记处置情况",
        )  # fmt: skip


@rule("ARCH-53", cites=CITES)
def settled_rightly(one: PatrolFacts, note: str) -> Iterator[Finding]:
    """处置情况由审计管理员或者执法监督员登记，写明查明的原因和处理；自查结果本身不能改动。"""
    if not one.found:
        yield settled_rightly.finding("这一遍没有发现不符", next_step="不需要处置")
    elif one.ended_at is None:
        yield settled_rightly.finding("这一遍还没有查完", next_step="查完以后再登记处置")
    elif one.settled_at is not None:
        yield settled_rightly.finding(f"{one.settled_name}已经登记处置", next_step="请刷新页面查看")
    if len(note.strip()) < SHORTEST:
        yield settled_rightly.finding("没有写明处置情况", next_step="请写明原因和处理（至少四个字）", field="note")
