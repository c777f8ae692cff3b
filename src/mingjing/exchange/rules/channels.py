"""The channels' rules: destinations, receipts, clocks, and that every channel shows the same. Facts in, findings out."""

from collections.abc import Iterable, Sequence
from datetime import date
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import urlsplit

from mingjing.exchange.rules.credit import parameters
from mingjing.exchange.terms import ChannelKind, DeliveryAct, DeliveryFacts, DeliveryState, Receipt
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.periods import Due, Kind, due
from mingjing.kernel.rulebook import rule
from mingjing.kernel.workdays import Workdays

_N118, _APL48 = "国办发〔2018〕118号第二部分（二）", "行政处罚法第四十八条第二款"
Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
"""Addresses by which a translator (NAT64) reaches any older address, those inside the wall too."""


@rule("XCH-40", cites=("发改办财金〔2018〕424号", _APL48), acts=("queue",))
def acknowledged_by(act: str, start: date, calendar: Workdays) -> Due:
    """处罚、许可决定自作出之日起七个工作日内推送到其他渠道，其他决定在公开期限内推送；撤下自知道事由之日起、停止公示自停止之日起，三个工作日内推送到并收到回执。"""
    return due(start, parameters().at("push", start, kind=act).period, Kind.AGENCY_DUTY, calendar)


def light(delivery: DeliveryFacts, on: date, calendar: Workdays) -> str:
    """red once the last day is over or an attempt of a removal failed for good, amber when failed or nearly due, else green."""
    if delivery.state in {DeliveryState.ACKNOWLEDGED, DeliveryState.SUPERSEDED}:
        return ""
    if on > delivery.due:
        return "red"
    failed = delivery.state == DeliveryState.FAILED
    if failed and delivery.next_at is None:
        return "red"
    return "amber" if failed or calendar.count(on, delivery.due) <= 1 else "green"


@rule("XCH-41", cites=(_N118, _APL48))
def late_delivery(delivery: DeliveryFacts, on: date) -> tuple[Finding, ...]:
    """推送到其他渠道的公开、撤下信息，超过期限没有回执的，列入逾期；撤下逾期的立即处理。"""
    if delivery.state in {DeliveryState.ACKNOWLEDGED, DeliveryState.SUPERSEDED} or on <= delivery.due:
        return ()
    message = (
        f"{delivery.number}的{delivery.act_name}应在 {delivery.due.isoformat()} 以前由“{delivery.channel.name}”回执，"
        f"现在是“{delivery.state_name}”"
    )
    step = "马上联系对方撤下，并补登回执" if delivery.act == DeliveryAct.REMOVE else "查看失败原因，重新推送"
    return (late_delivery.finding(message, weight=Weight.WARN, next_step=step),)


@rule("XCH-42", cites="网络安全法第二十三条", acts=("open_channel",))
def destination(kind: str, target: str, *, plain_allowed: bool) -> tuple[Finding, ...]:
    """推送的地址由系统管理员固定登记，使用加密连接，不含账号口令、锚点，不由推送内容决定。"""
    if kind != ChannelKind.UPPER:
        return ()
    try:
        parts = urlsplit(target)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    problems = []
    if parts.scheme not in ({"https", "http"} if plain_allowed else {"https"}):
        problems.append("地址应以 https:// 开头")
    if not parts.hostname or parts.username or parts.password or parts.fragment or port == 0:
        problems.append("地址应只有主机、端口和路径，不含账号、口令和锚点")
    if any(ord(letter) < 33 or ord(letter) == 127 for letter in target):
        problems.append("地址里有空格或者不可见的字符")
    return tuple(destination.finding(text, next_step="请向接收平台核对地址", field="target") for text in problems)


@rule("XCH-43", cites="网络安全法第二十三条", acts=("deliver",))
def reachable(addresses: Sequence[Address], allowed: Iterable[Network]) -> tuple[Finding, ...]:
    """推送不得连到本机、内网和保留地址；接收平台确在政务外网、内网的，由系统管理员在设置中写明网段。"""
    nets = tuple(allowed)
    inside = [one for one in addresses if not _outside(one) and not _in(one, nets)]
    if addresses and not inside:
        return ()
    which = "、".join(map(str, inside)) or "（解析不到地址）"
    return (reachable.finding(f"不能连接 {which}", next_step="核对地址；确在内网的，在设置里写明允许的网段"),)


def _outside(address: Address) -> bool:
    """Whether an address leads to the public network, and so does the older one that it wraps."""
    if isinstance(address, IPv6Address):
        if address.is_site_local or address.is_reserved or any(address in net for net in _TRANSLATED):
            return False
        wrapped = address.sixtofour or (IPv4Address(int(address)) if int(address) >> 32 == 0 else None)
        if wrapped is not None and not _outside(wrapped):
            return False
    return address.is_global and not address.is_multicast


def _in(address: Address, nets: Sequence[Network]) -> bool:
    return any(address.version == net.version and address in net for net in nets)


@rule("XCH-44", cites=_N118, acts=("acknowledge", "import_receipts"))
def receipt_fits(delivery: DeliveryFacts, receipt: Receipt) -> tuple[Finding, ...]:
    """回执须写明推送编号、所收内容的摘要和回执编号，摘要与送出的一致。"""
    problems = []
    if receipt.delivery != str(delivery.id):
        problems.append("回执的推送编号不符")
    if not delivery.sha256 or receipt.sha256 != delivery.sha256:
        problems.append("回执的内容摘要与送出的不一致，对方收到的可能不是同一份")
    if not receipt.receipt.strip():
        problems.append("回执没有编号")
    return tuple(receipt_fits.finding(text, next_step="请对方核对后重新出具回执") for text in problems)


@rule("XCH-45", cites=_N118, acts=("retry", "confirm_delivery"))
def by_hand_is_told(text: str, field: str) -> tuple[Finding, ...]:
    """人工重新推送、人工确认渠道已经更新的，写明理由或者凭据。"""
    if len(text.strip()) >= 4:
        return ()
    return (by_hand_is_told.finding("没有写明理由或者凭据", next_step="至少写四个字", field=field),)


@rule("XCH-46", cites=(_N118, _APL48))
def same_everywhere(number: str, shown: int | None, elsewhere: Sequence[DeliveryFacts]) -> tuple[Finding, ...]:
    """各渠道公示同一版本：门户是第几版，其他渠道就是第几版；门户已停止公示的，其他渠道也停止。"""
    # `shown`: the portal's present version, None where nothing is public; `elsewhere`: the newest acknowledged delivery of each channel.
    found = []
    for one in elsewhere:
        there = one.seq if one.act == DeliveryAct.SHOW else None
        if there != shown:
            told = f"第 {there} 版" if there else "没有内容"
            here = f"第 {shown} 版" if shown else "没有内容"
            found.append(
                same_everywhere.finding(
                    f"{number}：门户是{here}，“{one.channel.name}”是{told}",
                    weight=Weight.WARN,
                    next_step="看这个渠道的推送记录",
                )
            )
    return tuple(found)
