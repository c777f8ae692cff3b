"""纸质件: scans of a case or of a batch, what waits to be matched or compared, what paper is owed."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases.operations import papers as cases
from mingjing.cases.queries.oversight import cases_by_dossier
from mingjing.foundation.storage import Missing
from mingjing.kernel.findings import Invalid, Refused
from mingjing.records import operations, queries
from mingjing.records.terms import NotFound
from mingjing.records.terms.papers import OUTCOMES, PAGE_STATES, PAPER_READERS, SCANNERS, ScanFacts, ScanPageFacts
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.case_files import as_sent
from mingjing.sites.bureau.views.cases_page import seen
from mingjing.sites.bureau.views.gate import BureauRequest, page

_One = TypeVar("_One", ScanFacts, ScanPageFacts)
AT_ONCE = 3
"""How many pages are read while the person waits; the worker reads the rest."""
TABS = {"missing": "缺纸质件", "unmatched": "待对应", "unchecked": "待核对", "scans": "扫描批次"}
WORDS = {"states": PAGE_STATES, "outcomes": OUTCOMES}


@page(*PAPER_READERS)
def papers(request: BureauRequest) -> HttpResponse:
    """The work list of the organ: pages without a document, pages nobody compared, the scans."""
    organ = request.actor.organ_id
    unmatched, unchecked = queries.papers_waiting(organ), queries.papers_unchecked(organ)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "unmatched" if unmatched or not unchecked else "unchecked"
    count, missing = queries.missing_papers(organ)
    rows: tuple[Any, ...] = {"unmatched": unmatched, "unchecked": unchecked, "missing": missing}.get(tab, ())
    scans = queries.scans(organ) if tab == "scans" else ()
    facts = {
        "tab": tab, "tabs": [("missing", TABS["missing"], count), ("unmatched", TABS["unmatched"], len(unmatched)), ("unchecked", TABS["unchecked"], len(unchecked)), ("scans", TABS["scans"], None)],
        "rows": rows, "scans": scans, "names": _cases(request, [*rows, *scans]), "takes": request.actor.has(*SCANNERS), **WORDS,
    }  # fmt: skip
    return render(request, "bureau/papers/papers.html", facts)


def _cases(request: BureauRequest, rows: list[Any]) -> dict[UUID, Any]:
    """The cases behind pages and scans, by dossier, where this person may see them."""
    keys = {one.dossier_id for one in rows if one.dossier_id}
    return cases_by_dossier(request.actor, tuple(keys)) if keys else {}


@page(*SCANNERS)
def papers_take(request: BureauRequest) -> HttpResponse:
    """Take in a batch: pages find their cases by their codes."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("bureau:papers"))

    def take(name: str, content: bytes) -> ScanFacts:
        return operations.take_scan(
            organ_id=request.actor.organ_id, dossier_id=None, name=name, content=content, limit=settings.MINGJING_UPLOAD_LIMIT,
            by=request.actor, at=timezone.now(),
        )  # fmt: skip

    done = _taken(request, take)
    return HttpResponseRedirect(reverse("bureau:scan", args=[done.id]) if done else reverse("bureau:papers"))


@page(*SCANNERS)
def case_papers_take(request: BureauRequest, case_id: UUID) -> HttpResponse:
    """Take in scans of one case."""
    found = seen(request, case_id)
    back = reverse("bureau:case_papers", args=[case_id])
    if request.method != "POST":
        return HttpResponseRedirect(back)
    _taken(request, lambda name, content: cases.take_scan(
        case_id=found.id, name=name, content=content, by=request.actor, now=timezone.now()
    ))  # fmt: skip
    return HttpResponseRedirect(back)


def _taken(request: BureauRequest, take: Any) -> ScanFacts | None:
    """Every file that was sent: taken and its first pages read, or told what is wrong with it."""
    sent, done = request.FILES.getlist("file"), None
    for one in sent:
        try:
            done = take(str(one.name), as_sent(one))
        except Invalid as problem:
            messages.error(request, "；".join(sum(problem.errors.values(), [])))
        except Refused as problem:
            messages.error(request, str(problem))
        else:
            read(request, done)
            messages.success(request, f"已收下“{done.name}”，{done.pages} 页，摘要已记入留痕台账。")
    if not sent:
        messages.error(request, "没有选择文件，请选择后再上传。")
    return done


def read(request: BureauRequest, one: ScanFacts) -> None:
    """Read a few pages at once; the rest waits for the worker."""
    try:
        operations.read_scan(scan_id=one.id, limit=AT_ONCE, by=request.actor, at=timezone.now())
    except Missing as problem:
        messages.error(request, str(problem))


def owned(request: BureauRequest, look: Callable[[UUID], _One], key: UUID) -> _One:
    """A scan, or a page of one, of the own organ. Raises Http404."""
    try:
        found = look(key)
    except NotFound as problem:
        raise Http404(str(problem)) from None
    if found.organ_id != request.actor.organ_id:
        raise Http404
    return found


@page(*PAPER_READERS)
def scan(request: BureauRequest, scan_id: UUID) -> HttpResponse:
    """One scan, page by page; posting reads a few more pages now."""
    found = owned(request, queries.scan, scan_id)
    if request.method == "POST":
        read(request, found)
        return HttpResponseRedirect(reverse("bureau:scan", args=[found.id]))
    rows = queries.scan_pages(found.id)
    facts = {"scan": found, "rows": rows, "names": _cases(request, [*rows, found]), "titles": titles(rows), "takes": request.actor.has(*SCANNERS), **WORDS}  # fmt: skip
    return render(request, "bureau/papers/scan.html", facts)


def titles(rows: tuple[ScanPageFacts, ...]) -> dict[UUID, str]:
    """The documents behind pages, by id."""
    return {key: name for _, key, name, _ in queries.paper_choices({one.dossier_id for one in rows if one.dossier_id})}


@page(*CASE_ROLES)
def case_papers(request: BureauRequest, case_id: UUID) -> HttpResponse:
    """The paper of one case: what is owed, what was scanned, what waits."""
    found = seen(request, case_id)
    rows = queries.papers_of(found.dossier_id)
    own = request.actor.organ_id == found.facts.organ.id
    scans = queries.scans(found.facts.organ.id, dossier_id=found.dossier_id)
    facts = {
        "case": found, "number": found.row["number"] or found.row["lead_number"], "standings": queries.standings((found.dossier_id,)),
        "rows": rows, "titles": titles(rows), "findings": queries.paper_findings(found.dossier_id), "scans": [one for one in scans if one.read < one.pages],
        "takes": own and request.actor.has(*SCANNERS) and found.facts.stage != "archived", "own": own and request.actor.has(*PAPER_READERS), **WORDS,
    }  # fmt: skip
    return render(request, "bureau/papers/case.html", facts)
