"""存入的案卷: what other systems keep here; the list, one file with its materials, a document opened with its purpose."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation import storage
from mingjing.foundation.pages import Field
from mingjing.kernel.days import as_moment
from mingjing.ledger import queries as ledger
from mingjing.records import operations, queries
from mingjing.records.terms import WORKERS, NotFound
from mingjing.records.terms.deposits import ITEM_STATES, DepositFacts
from mingjing.sites.bureau.views.case_files import PURPOSES, SHOWN, sent, usual
from mingjing.sites.bureau.views.gate import BureauRequest, page

PAGE = 50
TONES = {"committed": "warn", "held": "good", "differs": "bad", "absent": "info"}


@page(*WORKERS)
def deposits(request: BureauRequest) -> HttpResponse:
    """The files of other systems in this organ, newest first."""
    word, still_open = request.GET.get("q", "").strip()[:80], request.GET.get("state") == "open"
    found = queries.deposits(
        request.actor.organ_id, word=word, still_open=still_open, after=as_moment(request.GET.get("after", ""), "~"), limit=PAGE + 1
    )  # fmt: skip
    rows = found[:PAGE]
    facts = {
        "rows": rows,
        "next": f"{rows[-1].opened_at.isoformat()}~{rows[-1].id}" if len(found) > PAGE else "",
        "filters": (
            Field("q", "编号或者名称", value=word),
            Field("state", "状态", "select", "open" if still_open else "", choices=[("", "全部"), ("open", "还没有封存的")]),
        ),
        "asked": bool(word or still_open),
    }  # fmt: skip
    return render(request, "bureau/deposits/list.html", facts)


def _found(request: BureauRequest, dossier_id: UUID) -> DepositFacts:
    found = queries.deposit(dossier_id)
    if found is None or found.organ_id != request.actor.organ_id:
        raise Http404
    return found


@page(*WORKERS)
def deposit(request: BureauRequest, dossier_id: UUID) -> HttpResponse:
    """One file: its links, its materials, its seal, who looked."""
    found = _found(request, dossier_id)
    items = queries.deposit_items(found.id)
    events = ledger.whole(f"dossier:{found.id}")
    facts = {
        "one": found,
        "items": items,
        "steps": queries.deposit_steps(items),
        "owed": queries.deposit_gaps(items) if found.sealed_at is None and items else (),
        "states": {key: (word, TONES[key]) for key, word in ITEM_STATES.items()},
        "seal": next((one.payload.get("seal") for one in reversed(events) if one.kind == "ledger:stream:closed"), None),
        "events": len(events),
        "viewings": queries.viewings(found.id),
    }
    return render(request, "bureau/deposits/one.html", facts)


@page(*WORKERS)
def deposit_file(request: BureauRequest, dossier_id: UUID, deposited_id: UUID) -> HttpResponse:
    """One document; opening it asks what for, and is logged (调阅监督)."""
    found = _found(request, dossier_id)
    try:
        file = queries.attachment(found.id, deposited_id)
        if request.method == "POST":
            purpose = PURPOSES.get(request.POST.get("purpose", ""))
            if purpose is None:
                messages.error(request, "请选择调阅用途。")
                return HttpResponseRedirect(reverse("bureau:deposit_file", args=[found.id, file.id]))
            content = storage.read(file.sha256)
            operations.log_view(
                dossier_id=found.id, what="attachment", object_id=file.id, name=file.name, purpose=purpose,
                at=timezone.now(), by=request.actor,
            )  # fmt: skip
            return sent(request, content, file.media_type, file.name, file.sha256, save="_save" in request.POST)
    except (NotFound, storage.Missing) as problem:
        raise Http404(str(problem)) from None
    facts = {
        "one": found,
        "file": file,
        "purposes": PURPOSES,
        "usual": usual(request),
        "shown": file.media_type in SHOWN,
    }
    return render(request, "bureau/deposits/file.html", facts)
