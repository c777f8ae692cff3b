"""The rotating code of a shown certificate: a photographed code goes stale."""

from mingjing.kernel.rulebook import rule

STEP = 60
"""Seconds for which one code stands."""
GRACE = 1
"""How many steps a code is still taken for fresh afterwards: scanning takes time."""


@rule("ORG-05", cites=("行政处罚法第五十五条", "国办发〔2018〕118号第二部分（五）"), acts=("show",))
def is_fresh(now: int, step: int) -> bool:
    """执法人员出示的证件二维码每分钟更换一次；扫到的码已经更换的，提示可能是翻拍。"""
    return 0 <= now - step <= GRACE
