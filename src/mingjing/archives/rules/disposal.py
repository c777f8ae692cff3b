"""Appraisal, legal hold and destruction. Pure."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from mingjing.archives.terms import Disposal, DisposalAsked, Ground, Place, Retention
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import Rule, rule

CITES = ("档案法", "机关档案管理规定", "个人信息保护法第四十七条")
SHORTEST = 4
APPRAISED = 10
APPROVERS = 2


@rule("ARCH-29", cites=("档案法", "行政复议法", "行政诉讼法"))
def hold_is_explained(*, reason: str, basis: str, gone: bool) -> Iterator[Finding]:
    """复议、诉讼、监察、审计、信访等需要留存的，写明理由和依据设置冻结；冻结期间任何人不得销毁；解除也写明理由。"""
    if gone:
        yield hold_is_explained.finding("这册案卷已经销毁", next_step="请看销毁清册")
    if len(reason.strip()) < SHORTEST:
        yield hold_is_explained.finding("没有写明理由", next_step="请写明谁要求、为什么", field="reason")
    if not basis.strip():
        yield hold_is_explained.finding("没有写明依据", next_step="请写文号或者案号", field="basis")


@rule("ARCH-30", cites=CITES)
def may_be_proposed(asked: DisposalAsked) -> Iterator[Finding]:
    """保管期限届满并经鉴定、执行生效的决定或者依法删除个人信息的，才可以提出销毁；永久保管的、冻结的、还在公示的、不在本机关的不得销毁。"""
    yield from _in_the_way(may_be_proposed, asked)
    if asked.open_disposal:
        yield may_be_proposed.finding("这册案卷已经提出过销毁，还没有办结", next_step="请先办结上一次")
    if asked.ground not in set(Ground):
        yield may_be_proposed.finding("没有选择销毁的理由", next_step="请从列表中选择", field="ground")
    if asked.ground == Ground.SCHEDULE:
        yield from _out_of_time(asked)
    if not asked.basis.strip():
        yield may_be_proposed.finding("没有写明依据", next_step="请写明鉴定会议、决定书或者申请的文号", field="basis")
    if len(asked.appraisal.strip()) < APPRAISED:
        yield may_be_proposed.finding("没有写明鉴定意见", next_step="请写明逐件看过什么、为什么不再需要（至少十个字）", field="appraisal")  # fmt: skip


def _in_the_way(of: Rule, asked: DisposalAsked) -> Iterator[Finding]:
    """What keeps a file from being destroyed, when it is proposed and again when it is executed."""
    if asked.place != Place.STAFF:
        yield of.finding("案卷不在本机关档案室，或者已经销毁", next_step="请看移交登记和销毁清册")
    if asked.handing_over:
        yield of.finding("案卷正在移交档案馆，等待接收", next_step="请先办结移交")
    if asked.holds:
        yield of.finding(f"案卷上有 {asked.holds} 项冻结", next_step="冻结解除以后才能销毁")
    if asked.open_supplements:
        yield of.finding("还有补充归档没有办结", next_step="请先办结补充归档")
    if asked.showing:
        yield of.finding(f"决定还在公示：{'、'.join(asked.showing[:3])}", next_step="公示期满或者撤下以后才能销毁")


def _out_of_time(asked: DisposalAsked) -> Iterator[Finding]:
    if asked.retention == Retention.PERMANENT or asked.retain_until is None:
        yield may_be_proposed.finding("永久保管的案卷不得因期满销毁", next_step="请核对保管期限", field="ground")
    elif asked.retain_until >= asked.on:
        yield may_be_proposed.finding(
            f"保管期限到 {asked.retain_until} 才届满", next_step="届满以后经鉴定再提出", field="ground"
        )


@rule("ARCH-32", cites=CITES)
def approver_is_another(
    *, state: str, proposer: UUID, approvers: Sequence[UUID], by: UUID, opinion: str
) -> Iterator[Finding]:
    """销毁由两人分别批准，两人不同，都不是提出人；每人写明意见。"""
    if state != Disposal.PROPOSED:
        yield approver_is_another.finding("这项销毁不在等待批准", next_step="请刷新页面查看结果")
    if by == proposer:
        yield approver_is_another.finding("提出人不能批准自己提出的销毁", next_step="请另两位有批准权的人员办理")
    if by in approvers:
        yield approver_is_another.finding(
            "您已经批准过，第二位批准人须是另一个人", next_step="请另一位有批准权的人员办理"
        )
    if len(opinion.strip()) < SHORTEST:
        yield approver_is_another.finding("没有写明意见", next_step="请写明同意或者不同意的理由", field="opinion")


@rule("ARCH-33", cites=CITES)
def may_be_executed(
    *, state: str, proposer: UUID, approvers: Sequence[UUID], asked: DisposalAsked
) -> Iterator[Finding]:
    """两人批准之后才能执行销毁，执行前再查一遍冻结、公示和移交；销毁只执行一次，销毁后留下加盐承诺、序号和销毁证明。"""
    if state == Disposal.DESTROYED:
        yield may_be_executed.finding("已经销毁，不再重复", next_step="请下载销毁证明")
        return
    others = set(approvers) - {proposer}
    if state != Disposal.APPROVED or len(others) < APPROVERS:
        yield may_be_executed.finding(f"还没有两人批准（现有 {len(others)} 人）", next_step="请先办理批准")
    yield from _in_the_way(may_be_executed, asked)
