"""Sign-ins that failed and names that are shut for a while (django-axes), for the security administrator."""

from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog
from axes.utils import reset
from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min, Q, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.organs import operations, queries
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.registers import leaf
from mingjing.sites.bureau.views.registers_organs import REASON

MOST = 1000


@page(Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
def sign_ins(request: BureauRequest) -> HttpResponse:
    """What failed, newest first, and what is shut now."""
    word = request.GET.get("q", "").strip()[:50]
    shown, after, before = leaf(
        failures(request, MOST, word), request.GET.get("after", "") or request.GET.get("before", "")
    )
    facts = {
        "rows": shown, "after": after, "before": before, "locked": shut(request), "limit": settings.AXES_FAILURE_LIMIT,
        "filters": (Field("q", "用户名或地址", "search", word),), "may": request.actor.has(Role.SECURITY_ADMIN),
    }  # fmt: skip
    return render(request, "bureau/keepers/sign_ins.html", facts)


@page(Role.SECURITY_ADMIN)
def sign_in_release(request: BureauRequest) -> HttpResponse:
    """Let a name try again before the time is over."""

    def act(typed: Typed) -> str:
        with transaction.atomic():
            operations.release_sign_in(
                username=typed["username"], reason=typed["reason"], by=request.actor, at=timezone.now()
            )
            reset(username=typed["username"])
        return f"已解除 {typed['username']} 的登录限制，可以马上再试。"

    name = Field("username", "用户名", "text", request.GET.get("username", "")[:40], required=True)
    back = reverse("bureau:sign_ins")
    note = "请先向本人核实是不是自己输错。不是本人的，不要解除，先请系统管理员重置密码。"
    crumbs = (("登录失败", back), ("解除登录限制", ""))
    return step(request, Step("解除登录限制", crumbs, (name, REASON), act, "解除", back, note=note))


def shut(request: BureauRequest) -> list[dict[str, Any]]:
    """Names that may not try now, with the address they failed from and until when."""
    cool = timedelta(hours=float(settings.AXES_COOLOFF_TIME))
    rows = (
        AccessAttempt.objects.filter(_seen(request), attempt_time__gt=timezone.now() - cool)
        .values("username", "ip_address")
        .annotate(count=Sum("failures_since_start"), first=Min("attempt_time"), last=Max("attempt_time"))
        .filter(count__gte=settings.AXES_FAILURE_LIMIT)
        .order_by("-last")
    )
    return [{**row, "until": row["last"] + cool} for row in rows[:100]]


def failures(request: BureauRequest, limit: int, word: str = "") -> list[dict[str, Any]]:
    """Failed sign-ins, newest first."""
    rows = AccessFailureLog.objects.filter(_seen(request)).order_by("-attempt_time", "-id")
    if word:
        rows = rows.filter(username__contains=word) | rows.filter(ip_address=word if _address(word) else None)
    return [dict(row) for row in rows.values("username", "ip_address", "attempt_time", "locked_out")[:limit]]


def _seen(request: BureauRequest) -> Q:
    """Every name for those who look after all organs; for others the names of the accounts below them."""
    known = operations.reach(request.actor)
    return Q() if known is None else Q(username__in=[one.username for one in queries.accounts_of(known)])


def _address(word: str) -> bool:
    return bool(word) and all(sign in "0123456789abcdef.:" for sign in word)
