"""The ledger's state: size, roots, signed checkpoint, and the place of one entry. No content is shown."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.ledger import queries
from mingjing.ledger.terms import AuditReport, EntryFacts, KeyMissing, NotLogged, PolicyBroken
from mingjing.sites.bureau.views.gate import BureauRequest, page

ON_PAGE = 20_000
CHECKERS = (Role.AUDIT_ADMIN, Role.SUPERVISOR)


@page()
def ledger(request: BureauRequest) -> HttpResponse:
    """The newest signed head; those who may can have every entry recomputed."""
    word = request.GET.get("q", "").strip()[:20]
    remembered = request.POST.get("remembered", "")[:5000].replace("\r\n", "\n")
    facts: dict[str, object] = {
        "filters": (Field("q", "台账序号", "search", word),),
        "word": word,
        "remembered": remembered,
    }
    try:
        head = queries.checkpoint()
        facts |= {
            "head": head,
            "key": queries.public_key(),
            "found": _entry(word),
            "report": _report(request, head.size, remembered),
        }
        facts["health"] = queries.health(timezone.now())
        facts |= _witnessed()
    except (KeyMissing, PolicyBroken) as problem:
        facts |= {"problem": str(problem), "health": queries.health(timezone.now())}
    return render(request, "bureau/ledger.html", {**facts, "may_check": request.actor.has(*CHECKERS), "most": ON_PAGE})


def _witnessed() -> dict[str, object]:
    """Who vouches for the log beside ourselves. Raises PolicyBroken."""
    quorum = queries.trusted().words()
    return {
        "witnesses": queries.witnesses(),
        "quorum": quorum,
        "one_sided": queries.one_sided(),
        "cosigned": queries.cosigned(),
        "policy_file": settings.MINGJING_WITNESS_POLICY,
    }


def _entry(word: str) -> EntryFacts | None:
    try:
        return queries.entry(int(word)) if word.isascii() and word.isdigit() and len(word) < 19 else None
    except NotLogged:
        return None


def _report(request: BureauRequest, size: int, remembered: str) -> AuditReport | None:
    """A full audit, where asked for by one who may and where the log is small enough for a page."""
    asked = request.method == "POST" and request.actor.has(*CHECKERS)
    return queries.audit(remembered) if asked and size <= ON_PAGE else None
