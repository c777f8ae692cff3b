"""What a key of the API lets in, and what a repeated request means."""

from datetime import date
from uuid import UUID

from mingjing.exchange.terms import LONGEST_DAYS, SCOPE_NAMES, KeyFacts, Scope
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule

_NET = "网络安全法第二十三条"


@rule("XCH-24", cites=_NET, acts=("issue_key",))
def key_is_bounded(name: str, scopes: tuple[str, ...], expires_on: date, on: date) -> tuple[Finding, ...]:
    """接口密钥写明用途，至少一项权限，最长用一年，到期另发。"""
    problems = []
    if not 2 <= len(name.strip()) <= 60:
        problems.append(key_is_bounded.finding("用途要写 2 至 60 个字", next_step="例如：县城管办案系统", field="name"))
    if not scopes or set(scopes) - set(Scope):
        problems.append(key_is_bounded.finding("没有选定权限", next_step="至少选一项", field="scopes"))
    if not 0 <= (expires_on - on).days <= LONGEST_DAYS:
        problems.append(
            key_is_bounded.finding("有效期应在今天以后一年以内", next_step="请改到期日", field="expires_on")
        )
    return tuple(problems)


@rule("XCH-25", cites=_NET, acts=("use_key",))
def key_lets_in(key: KeyFacts, scope: str, on: date) -> tuple[Finding, ...]:
    """已到期、已撤销、本人还没有接受的密钥，以及没有这项权限的密钥，不得使用。"""
    state = key.state(on)
    if state == "revoked":
        return (key_lets_in.finding(f"密钥“{key.name}”已撤销", next_step="请向本机关系统管理员申请新的密钥"),)
    if state == "expired":
        return (
            key_lets_in.finding(
                f"密钥“{key.name}”已于 {key.expires_on} 到期", next_step="请向本机关系统管理员申请新的密钥"
            ),
        )
    if state == "waiting":
        return (
            key_lets_in.finding(
                f"密钥“{key.name}”还没有由所写的人员本人接受", next_step="请本人在办案端“我的待办”里接受"
            ),
        )
    if scope not in key.scopes:
        return (
            key_lets_in.finding(
                f"密钥“{key.name}”没有“{SCOPE_NAMES[Scope(scope)]}”的权限",
                next_step="请向本机关系统管理员申请有这项权限的密钥",
            ),
        )
    return ()


@rule("XCH-27", cites=_NET, acts=("issue_key", "accept_key"))
def another_agrees(issuer_id: UUID | None, person_id: UUID) -> tuple[Finding, ...]:
    """接口密钥由系统管理员发放、由所代表的人员本人接受后才能使用；发放的人和被代表的人不得是同一个人。"""
    if issuer_id != person_id:
        return ()
    step = "请由另一名系统管理员发放，或者选另一名人员"
    return (another_agrees.finding("发放密钥的人不能以自己的名义使用密钥", next_step=step, field="person_id"),)


@rule("XCH-26", cites="RFC 9457", acts=("answer_once",))
def same_request(known_digest: str, digest: str) -> tuple[Finding, ...]:
    """一个 Idempotency-Key 只对应一个请求：内容不同的请求要换一个。"""
    if known_digest == digest:
        return ()
    return (
        same_request.finding(
            "这个 Idempotency-Key 已经用于内容不同的请求", next_step="请换一个新的 Idempotency-Key 再试"
        ),
    )
