"""When a disagreement may be settled, how a consultation is put on record, and how an organ settles what is left open."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.review.terms import SETTLEMENT_NAMES, DisputeFacts, Settlement

_CITES = ("国办发〔2018〕118号（十三）", "内蒙古自治区人民政府令第244号第三十二条")


@rule("REV-09", cites=_CITES)
def settlement_findings(dispute: DisputeFacts) -> tuple[Finding, ...]:
    """审核意见有分歧的，双方应当写明意见、理由和依据并先行协商；报请负责人决定或者集体讨论时须附双方意见和协商记录。"""
    found = []
    if not dispute.open:
        found.append(settlement_findings.finding("这一分歧已经处理", next_step="请查看处理结果"))
    if dispute.reviewing is None:
        found.append(settlement_findings.finding("还没有审核机构的意见、理由和依据", next_step="请审核机构先填写"))
    if not dispute.consulted:
        found.append(settlement_findings.finding("没有协商记录", next_step="请承办人或者审核人先记录协商情况"))
    return tuple(found)


@rule("REV-23", cites=_CITES)
def consultation_findings(dispute: DisputeFacts, day: date, raised_on: date, today: date) -> tuple[Finding, ...]:
    """分歧的协商在双方都写明意见之后进行，只记录一次；协商日期不早于提出分歧之日，不晚于记录当日。"""
    found = []
    if dispute.consulted or not dispute.open:
        found.append(consultation_findings.finding("这一分歧的协商已经记录", next_step="请报请处理"))
    if dispute.reviewing is None:
        found.append(consultation_findings.finding("还没有审核机构的意见、理由和依据", next_step="请审核机构先填写"))
    if day < raised_on:
        found.append(
            consultation_findings.finding(
                f"协商日期早于提出分歧之日（{raised_on}）", next_step="请核对日期", field="consulted_on"
            )
        )
    if day > today:
        found.append(
            consultation_findings.finding("协商日期在今天之后", next_step="请协商之后再记录", field="consulted_on")
        )
    return tuple(found)


@rule("REV-24", cites=_CITES)
def route_findings(
    dispute: DisputeFacts, settlement: str, route: str, meeting: str, by: UUID, parties: Collection[UUID]
) -> tuple[Finding, ...]:
    """协商一致的按协商结果处理；不一致的，按本机关确定的方式由负责人决定或者集体讨论决定，集体讨论写明时间、参加人员和各自意见；提出、答复和出具意见的人不处理自己的分歧。"""
    found = []
    owed = str(Settlement.CONSULTED) if dispute.agreed else route
    if settlement != owed:
        why = "协商记录写明双方已经一致" if dispute.agreed else "本机关确定的处理方式"
        found.append(
            route_findings.finding(
                f"{why}，应当选择“{SETTLEMENT_NAMES[Settlement(owed)]}”", next_step="请改选", field="settlement"
            )
        )
    elif owed == Settlement.COLLECTIVE and not meeting.strip():
        found.append(
            route_findings.finding(
                "集体讨论没有写明时间、参加人员和各自意见", next_step="请填写集体讨论情况", field="meeting"
            )
        )
    if by in parties:
        found.append(route_findings.finding("您是分歧的一方，不能处理这一分歧", next_step="请由本机关其他负责人处理"))
    return tuple(found)
