"""Who may hold which roles, and how many reviewers an organ needs."""

from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal

from mingjing.foundation.people import ROLE_NAMES, Role
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.organs.terms import ADMINISTRATORS


@rule("ORG-01", cites="GB/T 22239—2019 8.1.5")
def incompatible(name: str, held: Iterable[str], wanted: str) -> tuple[Finding, ...]:
    """系统管理员、安全管理员、审计管理员互不兼任，也不兼任任何执法岗位。"""
    others = set(held) - {wanted}
    clash = others if wanted in ADMINISTRATORS else others & ADMINISTRATORS
    if not clash:
        return ()
    names = "、".join(ROLE_NAMES[Role(role)] for role in sorted(clash))
    message = f"{name}现任{names}，不能再任{ROLE_NAMES[Role(wanted)]}"
    return (incompatible.finding(message, next_step="请另选一人，或先免去其现任角色", field="role"),)


@rule("L-02", cites="国办发〔2018〕118号（十一）")
def required_reviewers(officers: int, share: Decimal) -> int:
    """法制审核人员原则上不少于本机关执法人员总数的百分之五，不足一人的按一人计。"""
    return int((officers * share).to_integral_value(ROUND_CEILING))
