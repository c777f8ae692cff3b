"""The officer's own certificate on a phone and on paper: shown with a code that changes every minute."""

from io import BytesIO
from typing import Any

import segno
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from markupsafe import Markup

from mingjing.foundation.pages import page_url
from mingjing.organs import operations, queries
from mingjing.sites.bureau.views.gate import BureauRequest, page


@page()
def card(request: BureauRequest) -> HttpResponse:
    """我的执法证: what to hold out to the party (行政处罚法第五十五条)."""
    return render(request, "bureau/card.html", _facts(request))


@page()
def card_code(request: BureauRequest) -> HttpResponse:
    """Only the code, asked for anew before it goes stale."""
    return render(request, "bureau/_card_code.html", _facts(request))


@page()
def card_print(request: BureauRequest) -> HttpResponse:
    """The same on paper: its code leads to the certificate's public page, which tells how it stands now."""
    facts = _facts(request)
    if facts["certificate"]:
        facts["svg"] = drawn(_address(facts["certificate"].number))
    return render(request, "bureau/card_print.html", facts)


def _facts(request: BureauRequest) -> dict[str, Any]:
    now, person = timezone.now(), request.actor.person_id
    held = queries.certificates([person]).get(person, ())
    own = next((one for one in held if one.valid_at(now)), None) or next(iter(held), None)
    facts: dict[str, Any] = {
        "certificate": own,
        "problem": own.problem_at(now) if own else "",
        "person": queries.person(person),
        "photo": own is not None and queries.photo(own.id) is not None,
    }
    if own and not facts["problem"] and _address(own.number):
        shown = operations.shown_code(number=own.number, by=request.actor, at=now)
        facts |= {"svg": drawn(f"{_address(own.number)}?t={shown.step}&c={shown.code}"), "seconds": shown.seconds}
        facts["counts"] = queries.shown_counts(own.id, timezone.localdate(now).replace(day=1))
    return facts


def _address(number: str) -> str:
    path = page_url("portal:certificate", number, default="")
    return f"{settings.MINGJING_PORTAL_URL}{path}" if path else ""


def drawn(text: str, title: str = "执法证二维码") -> Markup:
    """A QR code as a drawing for a page."""
    made = BytesIO()
    segno.make(text, error="m", micro=False).save(
        made, kind="svg", scale=5, border=2, xmldecl=False, svgns=True, omitsize=True, title=title
    )
    return Markup(made.getvalue().decode())  # noqa: S704  drawn by segno, no typed text in it
