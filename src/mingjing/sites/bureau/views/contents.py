"""存储核对: when everything was read last, how much of it in time, what is at fault; for the system and the audit administrator."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mingjing.foundation.pages import page_url
from mingjing.foundation.people import Role
from mingjing.records import queries
from mingjing.records.terms.fixity import FITS
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.sheets import sheet

READERS = (Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN)
SHOWN = 200
HEADINGS = ("内容", "SHA-256", "字节数", "结果", "何时发现", "上次核对")


@page(*READERS)
def contents(request: BureauRequest) -> HttpResponse:
    """How the scheduled reading of the store stands."""
    now = timezone.now()
    facts = {
        "standing": queries.fixity(now),
        "faults": queries.faults(SHOWN),
        "words": FITS,
        "days": queries.fixity_days(),
        "remarks": queries.fixity_remarks(now, limit=0),
        "shown": SHOWN,
        "audit": page_url("bureau:audit", default="") if request.actor.has(Role.AUDIT_ADMIN) else "",
    }
    return render(request, "bureau/keepers/contents.html", facts)


@page(*READERS)
def contents_export(request: BureauRequest, kind: str) -> HttpResponse:
    """What is at fault, as a table."""
    rows = [
        [one.what, one.sha256, str(one.size), FITS[one.state], _moment(one.found_at), _moment(one.checked_at)]
        for one in queries.faults(limit=100_000)
    ]
    return sheet(kind, f"contents-{timezone.localdate()}", "存储核对异常", HEADINGS, rows)


def _moment(at: object) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""  # type: ignore[arg-type]
