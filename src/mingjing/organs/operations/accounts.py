"""Accounts are opened and closed, passwords changed."""

import re
from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from mingjing.foundation.access import Forbidden
from mingjing.foundation.operations import operation
from mingjing.kernel.findings import Invalid
from mingjing.organs import access
from mingjing.organs.models import Account
from mingjing.organs.operations.keeping import (
    keep,
    keeper_roles,
    not_a_keeper,
    not_oneself,
    reason_given,
    the_person,
    trail,
)
from mingjing.organs.terms import AccountFacts, By

_USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,39}")


@operation("organ:account:opened")
def open_account(*, person_id: UUID, username: str, password: str, by: By, at: datetime) -> AccountFacts:
    """开通账号，首次登录须改密码；三员的账号另由一名管理员核实后才能登录。Raises Invalid, Forbidden."""
    person = the_person(person_id)
    access.require(access.keeps_registers, by, person.organ_id, doing="开通账号")
    facts = make_account(person_id, username, password, by=by, at=at)
    return _held_back(_account(facts.id)) if keeper_roles(person_id, at) else facts


def make_account(person_id: UUID, username: str, password: str, *, by: By, at: datetime) -> AccountFacts:
    """Open an account without asking who may; `open_account` and `found` ask first."""
    person = the_person(person_id)
    if not _USERNAME.fullmatch(username):
        raise Invalid({"username": ["用户名以小写字母开头，由 3 至 40 个小写字母、数字、点、下划线或连字符组成。"]})
    if Account.objects.filter(person=person).exists():
        raise Invalid({"person_id": [f"{person.name}已经有账号，请停用或重置，不要另开。"]})
    row = Account(person=person, username=username, opened_at=at)
    _set(row, password)
    keep(row)
    trail("organ:account:opened", organ_id=person.organ_id, at=at, by=by, person=str(person.id), username=username)
    return row.facts()


@operation("organ:account:password_changed")
def change_password(*, account_id: UUID, current: str, new: str, by: By, at: datetime) -> AccountFacts:
    """本人修改密码。Raises Invalid (wrong current password, weak new one), Forbidden."""
    row = _account(account_id)
    if by == "system" or by.person_id != row.person_id:
        raise Forbidden("只能由本人修改密码；忘记密码的，请联系系统管理员重置。")
    if not row.check_password(current):
        raise Invalid({"current": ["原密码不正确。"]})
    if current == new:
        raise Invalid({"new": ["新密码不能与原密码相同。"]})
    _set(row, new, field="new")
    row.must_change_password = False
    row.save(update_fields=["password", "must_change_password"])
    trail("organ:account:password_changed", organ_id=by.organ_id, at=at, by=by, person=str(row.person_id))
    return row.facts()


@operation("organ:account:password_reset")
def reset_password(*, account_id: UUID, password: str, reason: str, by: By, at: datetime) -> AccountFacts:
    """系统管理员重置密码，并要求下次登录时修改；三员的账号同时锁定，由另一名管理员核实后解除。

    Raises Invalid (ended, oneself, no reason, a weak password), Forbidden."""
    row = _account(account_id)
    access.require(access.keeps_registers, by, row.person.organ_id, doing="重置密码")
    _not_ended(row)
    not_oneself(by, row.person_id, "重置密码")
    text = reason_given(reason)
    _set(row, password)
    row.must_change_password = True
    row.save(update_fields=["password", "must_change_password"])
    payload = {"person": str(row.person_id), "reason": text}
    trail("organ:account:password_reset", organ_id=row.person.organ_id, at=at, by=by, **payload)
    return _held_back(row) if keeper_roles(row.person_id, at) else row.facts()


@operation("organ:account:closed")
def close_account(*, account_id: UUID, reason: str, by: By, at: datetime) -> AccountFacts:
    """销号：账号永远不再启用，用户名不再给别人用。Raises Invalid, Forbidden."""
    row = _account(account_id)
    access.require(access.keeps_registers, by, row.person.organ_id, doing="销号")
    _not_ended(row)
    text = reason_given(reason)
    not_oneself(by, row.person_id, "销号")
    not_a_keeper(row.person, at, "销号")
    row.is_active, row.ended_at = False, at
    row.save(update_fields=["is_active", "ended_at"])
    trail("organ:account:closed", organ_id=row.person.organ_id, at=at, by=by, person=str(row.person_id), reason=text)
    return row.facts()


@operation("organ:account:locked")
def lock_account(*, account_id: UUID, reason: str, by: By, at: datetime) -> AccountFacts:
    """锁定账号，暂时不能登录，已经登录的立即退出。Raises Invalid (locked or ended already, oneself), Forbidden."""
    row = _account(account_id)
    access.require(access.keeps_registers, by, row.person.organ_id, doing="锁定账号")
    _not_ended(row)
    not_oneself(by, row.person_id, "锁定账号")
    if not row.is_active:
        raise Invalid({"记录": ["这个账号已经锁定，无须再次锁定。"]})
    return _switched(row, False, reason, by, at)


@operation("organ:account:unlocked")
def unlock_account(*, account_id: UUID, reason: str, by: By, at: datetime) -> AccountFacts:
    """解除锁定；三员的账号由安全管理员解除，安全管理员的由另一名安全管理员或者审计管理员解除。

    Raises Invalid (not locked, ended, its person retired, oneself), Forbidden."""
    row = _account(account_id)
    rule = access.unlocks(keeper_roles(row.person_id, at))
    access.require(rule, by, row.person.organ_id, doing="解除锁定")
    _not_ended(row)
    not_oneself(by, row.person_id, "解除锁定")
    the_person(row.person_id)
    if row.is_active:
        raise Invalid({"记录": ["这个账号没有锁定，无须解除。"]})
    return _switched(row, True, reason, by, at)


@operation("organ:account:released")
def release_sign_in(*, username: str, reason: str, by: By, at: datetime) -> AccountFacts:
    """解除因连续输错密码而暂停的登录。A security administrator does it. Raises Invalid, Forbidden."""
    row = Account.objects.select_related("person").filter(username=username).first()
    if row is None:
        raise Invalid({"username": ["没有这个账号，无须解除。"]})
    access.require(access.keeps_roles, by, row.person.organ_id, doing="解除登录限制")
    text = reason_given(reason)
    payload = {"person": str(row.person_id), "username": username, "reason": text}
    trail("organ:account:released", organ_id=row.person.organ_id, at=at, by=by, **payload)
    return row.facts()


def _switched(row: Account, active: bool, reason: str, by: By, at: datetime) -> AccountFacts:
    text = reason_given(reason)
    row.is_active = active
    row.save(update_fields=["is_active"])
    kind = "organ:account:unlocked" if active else "organ:account:locked"
    trail(kind, organ_id=row.person.organ_id, at=at, by=by, person=str(row.person_id), reason=text)
    return row.facts()


def _held_back(row: Account) -> AccountFacts:
    """Two hands for one of the three: who made the password does not open the door (三员分立)."""
    row.is_active = False
    row.save(update_fields=["is_active"])
    return row.facts()


def _not_ended(row: Account) -> None:
    if row.ended_at is not None:
        raise Invalid({"记录": ["这个账号已经销号，不能再办理。"]})


def _account(account_id: UUID) -> Account:
    row = Account.objects.select_related("person").select_for_update(of=("self",)).filter(id=account_id).first()
    if row is None:
        raise Invalid({"account_id": ["没有这个账号。"]})
    return row


def _set(row: Account, password: str, *, field: str = "password") -> None:
    try:
        validate_password(password, row)
    except ValidationError as problem:
        raise Invalid({field: list(problem.messages)}) from None
    row.set_password(password)
