"""The list of decisions and the permanent page of each."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import quote, unquote
from uuid import uuid4

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import ELDER_COOKIE, Field
from mingjing.publicity import queries
from mingjing.publicity.terms import (
    CATEGORY_NAMES,
    CHECK_NAMES,
    MOVE_NAMES,
    TRIGGER_NAMES,
    Category,
    CheckKind,
    Move,
    PublicDecision,
    PublicFile,
    StepFacts,
    Trigger,
    VersionFacts,
    reason,
)
from mingjing.sites.portal.forms import STATES, Asked, asked
from mingjing.sites.portal.views.answering import missing, page, public
from mingjing.sites.portal.views.codes import drawn_code
from mingjing.sites.portal.views.counting import counted
from mingjing.sites.portal.views.pacing import asks, paced

Files = tuple[PublicFile, ...]
_FIRST_YEAR = 2024
_CERTIFICATE = re.compile(r"\w{0,2}[A-Za-z]?-?[0-9][0-9-]{3,19}")
# Pages drawn by other code or with other settings are never given again.
_DRAWN_BY = uuid4().hex


@public
@paced("search", when=asks)
def listing(request: HttpRequest) -> HttpResponse:
    """Decisions, newest first, narrowed by what the address says."""
    organs = dict(counted("organs", queries.organs_in_public))
    wanted = asked(request.GET.dict(), organs)
    shown = queries.page(
        wanted.filters, after=request.GET.get("after", "")[:200], before=request.GET.get("before", "")[:200],
        by_day=True,
    )  # fmt: skip
    facts = {
        "asked": wanted,
        "shown": shown,
        "fields": _fields(wanted, organs),
        "quick": _quick(timezone.localdate()),
        "categories": CATEGORY_NAMES,
        "searched": bool(wanted.chips),
        **(_elsewhere(wanted) if not shown.rows else {}),
    }
    return page(request, "portal/decisions.html", facts)


def _elsewhere(wanted: Asked) -> dict[str, object]:
    """Where nothing public was found: the same words among the withdrawn, and whether they may be a certificate's number."""
    words = wanted.filters.q
    looked = words and not wanted.filters.state
    return {
        "withdrawn": queries.page(replace(wanted.filters, state="withdrawn"), limit=5).rows if looked else (),
        "certificate": words if _CERTIFICATE.fullmatch(words) else "",
    }


def _fields(wanted: Asked, organs: dict[str, str]) -> tuple[Field, ...]:
    chosen = wanted.filters
    kinds = [("", "全部类别"), *((one.value, CATEGORY_NAMES[one]) for one in Category)]
    return (
        Field(
            "q",
            "关键词",
            "search",
            chosen.q,
            attributes={"maxlength": 100, "placeholder": "文号、当事人、违法行为"},
            wide=True,
        ),
        Field("organ", "执法机关", "select", chosen.organ_code, choices=[("", "全部机关"), *organs.items()]),
        Field("category", "执法类别", "select", chosen.category, choices=kinds),
        Field("cause", "案由", "text", chosen.cause, attributes={"maxlength": 60}),
        Field("since", "决定日期从", "date", chosen.since or ""),
        Field("until", "到", "date", chosen.until or ""),
        Field("state", "状态", "select", chosen.state, choices=list(STATES.items())),
    )


def _quick(today: date) -> tuple[tuple[str, str], ...]:
    """本月、本年 and the years before as addresses."""
    month = f"?since={today.replace(day=1)}&until={today}"
    years = range(today.year, max(_FIRST_YEAR, today.year - 4) - 1, -1)
    return (("本月", month), *((f"{year}年", f"?since={year}-01-01&until={year}-12-31") for year in years))


@public
def decision(request: HttpRequest, organ: str, number: str) -> HttpResponse:
    """The permanent page: the decision, or the tombstone of a withdrawn one.

    A page drawn before is given again while its stamp is the same; the stamp is asked of the database every time, so a
    correction or withdrawal shows at once.
    """
    stamp = queries.stamp(organ, number)
    key = f"portal:{_DRAWN_BY}:{request.COOKIES.get(ELDER_COOKIE) == '1'}:{stamp}"
    drawn = caches["pages"].get(key) if stamp else None
    if drawn is not None:
        return HttpResponse(drawn)
    response = _drawn(request, organ, number)
    # What somebody wrote after the `?` stands in links of the page: nobody else is given that.
    if stamp and response.status_code == 200 and not request.META.get("QUERY_STRING"):
        caches["pages"].set(key, response.content, 3600)
    return response


def _drawn(request: HttpRequest, organ: str, number: str) -> HttpResponse:
    found = queries.decision(organ, number)
    return unknown(request, number) if found is None else page(request, *told(found))


def told(found: PublicDecision, files: Mapping[int, Files] | None = None) -> tuple[str, dict[str, Any]]:
    """The template of a decision's page, or of its tombstone, and what stands in it.

    `files`: place of a version in the ledger → its attachments, where they were read for many decisions at once.
    """
    index = found.version.ledger_index if found.version else -1
    read = queries.public_files_of([index]) if files is None else files
    facts = {
        "found": found,
        "row": found.row,
        "uscc": found.uscc,
        "digest": found.version.sha256 if found.version else "",
        "category": CATEGORY_NAMES[Category(found.row.category)],
        "check_name": CHECK_NAMES[CheckKind(found.row.check_kind)] if found.row.check_kind else "",
        "history": _history(found),
        "files": read.get(index, ()) if found.version else (),
        "trigger": TRIGGER_NAMES[Trigger(found.withdrawn_trigger)] if found.withdrawn_trigger else "",
        "permanent": f"{settings.MINGJING_PORTAL_URL}{found.row.address}",
        "permanent_shown": unquote(f"{settings.MINGJING_PORTAL_URL}{found.row.address}"),
    }
    return "portal/tombstone.html" if found.row.is_gone else "portal/decision.html", facts


def tombstone(request: HttpRequest, found: PublicDecision, status: int = 200) -> HttpResponse:
    """What is left of a withdrawn decision."""
    return page(request, *told(found), status=status)


def _history(found: PublicDecision) -> list[dict[str, object]]:
    looks = {
        Move.RELEASE: ("megaphone", "good"),
        Move.CORRECT: ("pencil", "info"),
        Move.WITHDRAW: ("slash-circle", "warn"),
        Move.EXPIRE: ("clock", "quiet"),
        Move.REPAIR: ("check-circle-fill", "quiet"),
        Move.REPUBLISH: ("megaphone", "good"),
    }
    return [
        {
            "at": step.at,
            "title": MOVE_NAMES[Move(step.move)],
            "text": _why(step),
            "icon": looks[Move(step.move)][0],
            "tone": looks[Move(step.move)][1],
            "index": step.ledger_index,
        }
        for step in found.history
    ]


def _why(step: StepFacts) -> str:
    """The note of a move, then its reason and the source of the reason."""
    why = reason(step.move, step.code)
    told = f"{why.word}（{why.source}）" if why else ""
    return "　".join(text for text in (step.note if not why or step.note != why.word else "", told) if text)


@public
def version(request: HttpRequest, organ: str, number: str, seq: int) -> HttpResponse:
    """An old version of a decision that is still public, marked as old."""
    found = queries.version(organ, number, seq)
    if found is None:
        return unknown(request, number)
    facts = told_version((organ, number), found, queries.public_files_of([found.ledger_index]))
    return page(request, "portal/version.html", facts)


def told_version(where: tuple[str, str], old: VersionFacts, files: Mapping[int, Files]) -> dict[str, Any]:
    """What stands in the page of an old version; `where`: code of the organ and number."""
    organ, number = where
    return {
        "version": old,
        "files": () if old.hidden else files.get(old.ledger_index, ()),
        "organ": organ,
        "number": number,
        "address": reverse("portal:decision", args=[organ, number]),
    }


@public
def proof(request: HttpRequest, organ: str, number: str) -> HttpResponse:
    """The proof file of the present public text (or `?v=` of an old one that may still be shown)."""
    asked_for = request.GET.get("v", "")
    seq = int(asked_for) if asked_for.isascii() and asked_for.isdigit() and len(asked_for) < 5 else None
    made = queries.proof_file(organ, number, seq)
    if made is None:
        return unknown(request, number)
    name, content = made
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename=\"proof.mjproof.json\"; filename*=UTF-8''{quote(name)}"
    return response


@public
def qr(request: HttpRequest, organ: str, number: str) -> HttpResponse:
    """The QR code of the permanent address, for paper."""
    found = queries.decision(organ, number)
    if found is None:
        return unknown(request, number)
    return HttpResponse(drawn_code(f"{settings.MINGJING_PORTAL_URL}{found.row.address}"), content_type="image/svg+xml")


def unknown(request: HttpRequest, number: str) -> HttpResponse:
    """404: nothing of this number is public."""
    steps = (
        ("用文号或者当事人名称查找", f"{reverse('portal:decisions')}?q={quote(number[:60])}"),
        ("查看全部公示", reverse("portal:decisions")),
    )
    return missing(request, "没有公示过这份执法决定：文号可能写错，或者还在公示期限内、依法不予公开", steps)
