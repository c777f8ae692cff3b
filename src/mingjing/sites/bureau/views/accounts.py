"""Accounts: the list, opening, a new one-time password, locking, unlocking, ending."""

import secrets
from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.access import Forbidden
from mingjing.foundation.pages import Field, filled
from mingjing.foundation.people import ROLE_NAMES, Role
from mingjing.kernel.findings import Invalid
from mingjing.organs import operations, queries
from mingjing.organs.terms import AccountFacts, OrganFacts, PersonFacts
from mingjing.sites.bureau.terms import ADMINISTRATORS
from mingjing.sites.bureau.views.filling import Step, Typed, read, step
from mingjing.sites.bureau.views.gate import BureauRequest, page, remember
from mingjing.sites.bureau.views.registers import leaf
from mingjing.sites.bureau.views.registers_organs import REASON, looked_after
from mingjing.sites.bureau.views.registers_people import home, kept_person, the_person, trail

# No signs that look like one another.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
OTHERS = "三员的账号由安全管理员解除，安全管理员的由另一名安全管理员或者审计管理员解除，其他人员的由系统管理员解除，都不能给自己解除。"
STATES = {
    "open": ("可以登录", "good"), "first": ("待首次改密", "info"), "locked": ("已锁定", "warn"), "ended": ("已销号", "quiet"), "none": ("没有账号", "quiet"),
}  # fmt: skip
# Act → (title, button, what follows, what was done).
WAITS = "这是三员的账号：密码交给本人后还不能登录，要由安全管理员（安全管理员的账号由另一名安全管理员或者审计管理员）向本人核实后解除锁定。"
MOVES = {
    "lock": ("锁定账号", "锁定", "锁定后不能登录，已经登录的立即退出；以后可以解除。角色不变。", "已锁定账号"),
    "unlock": ("解除锁定", "解除", "解除后可以用原来的密码登录。", "已解除锁定"),
    "end": ("销号", "销号", "销号后永远不能再启用，用户名也不再给别人用；办过的都保留。人员离岗请登记离岗，不用单独销号。", "已销号"),
}  # fmt: skip


@page(*ADMINISTRATORS)
def accounts(request: BureauRequest) -> HttpResponse:
    """The accounts of one organ, people without one included."""
    every = looked_after(request)
    chosen = next((one for one in every if one.slug == request.GET.get("organ")), None) or queries.organ(
        request.actor.organ_id
    )
    state, word = request.GET.get("state", ""), request.GET.get("q", "").strip()[:50]
    rows = _rows(chosen)
    counts = {key: sum(1 for row in rows if row["state"] == key) for key in STATES}
    found = [row for row in rows if state in ("", row["state"]) and word in f"{row['name']} {row['username']}"]
    shown, after, before = leaf(found, request.GET.get("after", "") or request.GET.get("before", ""))
    facts = {
        "rows": shown, "total": len(found), "after": after, "before": before, "state": state, "organ": chosen,
        "tabs": (("", "全部", len(rows)), *((key, STATES[key][0], counts[key]) for key in STATES)),
        "filters": (
            Field("organ", "执法机关", "select", chosen.slug, choices=[(one.slug, one.name) for one in every]),
            Field("q", "姓名或用户名", "search", word),
        ),
        "active": (("q", f"含“{word}”"),) if word else (),
        "keeps": operations.may_keep(request.actor, chosen.id),
    }  # fmt: skip
    return render(request, "bureau/keepers/accounts.html", facts)


def _rows(organ: OrganFacts) -> list[dict[str, Any]]:
    held = {one.person_id: one for one in queries.accounts(organ.id)}
    people = {one.id: one for one in queries.people(organ.id)}
    people |= queries.persons(held.keys() - people.keys())
    roles = {one: actor.roles for one, actor in queries.actors(people, timezone.now()).items()}
    return [
        _row(one, held.get(one.id), "、".join(ROLE_NAMES[role] for role in Role if role in roles.get(one.id, ())))
        for one in sorted(people.values(), key=lambda one: (one.name, str(one.id)))
    ]


def _row(person: PersonFacts, account: AccountFacts | None, roles: str) -> dict[str, Any]:
    state = state_of(account)
    return {
        "id": person.id, "name": person.name, "unit": person.unit, "roles": roles, "state": state,
        "username": account.username if account else "", "word": STATES[state][0], "tone": STATES[state][1],
    }  # fmt: skip


def state_of(account: AccountFacts | None) -> str:
    """The state of an account in one word of STATES."""
    if account is None:
        return "none"
    if account.ended_at:
        return "ended"
    if not account.is_active:
        return "locked"
    return "first" if account.must_change_password else "open"


@page(Role.SYSTEM_ADMIN)
def account_new(request: BureauRequest, person_id: UUID) -> HttpResponse:
    """Open an account; its one-time password is shown on the answer and nowhere again."""
    person = kept_person(request, person_id)
    fields = (
        Field(
            "username", "用户名", "text", required=True, help="小写字母开头，小写字母、数字、点、下划线、连字符，3 至 40 个",
            example="zhangsan", attributes={"autocomplete": "off", "autocapitalize": "none"},
        ),
    )  # fmt: skip
    note = WAITS if operations.keeper_roles(person.id, timezone.now()) else ""
    note += "开通后显示一次性密码，只显示这一次，请当面交给本人；首次登录须改成自己的密码。角色由安全管理员授予，没有角色的账号什么也办不了。"
    shown = Step("开通账号", trail(person, "开通账号"), fields, _nothing, "开通", home(person), note=note)
    if request.method != "POST":
        return step(request, shown)
    typed, errors = read(fields, request.POST)
    password = one_time()
    try:
        if errors:
            raise Invalid(errors)
        facts = operations.open_account(
            person_id=person.id, username=typed["username"], password=password, by=request.actor, at=timezone.now()
        )
    except Invalid as problem:
        return _again(request, shown, problem)
    return _told(request, person, facts, password)


@page(Role.SYSTEM_ADMIN)
def account_reset(request: BureauRequest, account_id: UUID) -> HttpResponse:
    """Give a new one-time password."""
    account = _account(account_id)
    person = kept_person(request, account.person_id)
    note = f"原密码立即作废。新的一次性密码只显示一次，{person.name}下次登录须改成自己的密码。请先确认是本人要求的。"
    note += WAITS if operations.keeper_roles(person.id, timezone.now()) else ""
    fields = (replace(REASON, example="本人忘记密码，已当面核实"),)
    shown = Step(
        "重置密码", trail(person, "重置密码"), fields, _nothing, "重置密码", home(person), note=note, danger=True
    )
    if request.method != "POST":
        return step(request, shown)
    typed, errors = read(fields, request.POST)
    password = one_time()
    try:
        if errors:
            raise Invalid(errors)
        facts = operations.reset_password(
            account_id=account.id, password=password, reason=typed["reason"], by=request.actor, at=timezone.now()
        )
    except Invalid as problem:
        return _again(request, shown, problem)
    return _told(request, person, facts, password)


@page(*ADMINISTRATORS)
def account_move(request: BureauRequest, account_id: UUID, move: str) -> HttpResponse:
    """Lock, unlock or end an account; one of the three is unlocked by another of them."""
    account = _account(account_id)
    person = the_person(account.person_id)
    if move != "unlock":
        person = kept_person(request, account.person_id)
    elif not operations.may_unlock(request.actor, person.id, person.organ_id, timezone.now()):
        raise Forbidden(f"{request.actor.name}不能解除{person.name}账号的锁定：{OTHERS}")
    if move not in MOVES:
        raise Http404
    title, button, note, done = MOVES[move]
    if move == "unlock" and operations.keeper_roles(person.id, timezone.now()):
        note = f"解除前请当面或者打电话向{person.name}核实：是不是本人要求开通或者重置密码，一次性密码是不是已经交到本人手里。"
    acts = {"lock": operations.lock_account, "unlock": operations.unlock_account, "end": operations.close_account}

    def act(typed: Typed) -> str:
        acts[move](account_id=account.id, reason=typed["reason"], by=request.actor, at=timezone.now())
        return f"{done} {account.username}（{person.name}），理由和时间记入台账。"

    return step(request, Step(
        f"{title} {account.username}", trail(person, title), (REASON,), act, button, home(person), note=note, danger=move != "unlock",
    ))  # fmt: skip


def waiting(organ_ids: Collection[UUID], request: BureauRequest) -> list[tuple[PersonFacts, AccountFacts]]:
    """Accounts of the three that are locked and that this administrator may unlock."""
    now = timezone.now()
    shut = {one.person_id: one for one in queries.accounts_of(organ_ids) if not one.is_active and not one.ended_at}
    held = {one for one, actor in queries.actors(shut, now).items() if actor.has(*ADMINISTRATORS)}
    return [
        (person, shut[one])
        for one, person in queries.persons(held).items()
        if operations.may_unlock(request.actor, one, person.organ_id, now)
    ]


def one_time() -> str:
    """A password that can be read out: four groups of four."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def _account(account_id: UUID) -> AccountFacts:
    found = queries.account(account_id)
    if found is None:
        raise Http404
    return found


def _nothing(typed: Typed) -> str:
    return ""


def _again(request: BureauRequest, shown: Step, problem: Invalid) -> HttpResponse:
    names = {one.name for one in shown.fields}
    extra = [text for name, texts in problem.errors.items() if name not in names for text in texts]
    facts = {"step": shown, "fields": filled(shown.fields, request.POST, problem.errors), "extra": extra}
    return render(request, "bureau/step.html", facts, status=422)


def _told(request: BureauRequest, person: PersonFacts, facts: AccountFacts, password: str) -> HttpResponse:
    """The one page that shows the password; the same form sent again leads to the person instead."""
    remember(request, reverse("bureau:officer", args=[person.id]))
    return render(
        request,
        "bureau/keepers/password_once.html",
        {"person": person, "account": facts, "password": password, "waits": "" if facts.is_active else WAITS},
    )
