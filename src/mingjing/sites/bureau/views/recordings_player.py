"""One recording: its marks, who saw it, its notes; played after the purpose was said, sent by ranges."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.archives import queries as archives
from mingjing.cases import operations as cases
from mingjing.cases.queries.oversight import cases_by_dossier
from mingjing.foundation import storage
from mingjing.foundation.people import Actor
from mingjing.foundation.ranging import ranged
from mingjing.kernel.findings import Invalid
from mingjing.records import operations, queries
from mingjing.records.terms import COLLECTORS, NotFound, RecordingFacts
from mingjing.records.terms.derived import AGREEMENTS, COPIES
from mingjing.records.terms.keeping import KeptBy
from mingjing.records.terms.transcripts import MARK, SOURCES
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.case_files import PURPOSES, usual
from mingjing.sites.bureau.views.gate import BureauRequest, page

OPEN_FOR = timedelta(hours=4)
"""How long a stated purpose holds for one viewing."""
_PLAYING = "playing"


def seen(recording_id: UUID, actor: Actor) -> tuple[RecordingFacts, Mapping[str, Any] | None]:
    """The recording and its case, if this person may see them. Raises Http404: a stranger learns nothing."""
    try:
        found = queries.recording(recording_id)
    except NotFound as problem:
        raise Http404(str(problem)) from None
    if found.dossier_id is None:
        if not queries.may_see_waiting(found, actor):
            raise Http404
        return found, None
    case = cases_by_dossier(actor, (found.dossier_id,)).get(found.dossier_id)
    if case is None and not _deposited(found, actor):
        raise Http404
    return found, case


def _deposited(found: RecordingFacts, actor: Actor) -> bool:
    """Whether it lies in a file that another system keeps here, of this person's organ."""
    assert found.dossier_id is not None
    return queries.may_see_waiting(found, actor) and queries.deposit(found.dossier_id) is not None


@page(*CASE_ROLES)
def recording(request: BureauRequest, recording_id: UUID) -> HttpResponse:
    """One recording."""
    found, case = seen(recording_id, request.actor)
    return render(
        request,
        "bureau/recordings/recording.html",
        {
            "one": found,
            "now": timezone.now(),
            "case": case,
            "deposited": case is None and found.dossier_id is not None,
            "number": (case["number"] or case["lead_number"]) if case else "",
            "notes": queries.notes(found.id),
            "copies": queries.copies(found.id),
            "copy_words": (COPIES, AGREEMENTS),
            "viewings": queries.viewings_of(found.id),
            "findings": [str(each) for each in queries.remarks(found)],
            "late": _late(found, timezone.now()),
            "purposes": PURPOSES,
            "usual": usual(request),
            "playing": _playing(request, found.id),
            "watermark": f"{request.actor.name} {timezone.localtime():%Y-%m-%d %H:%M}",
            "collects": request.actor.has(*COLLECTORS) and request.actor.organ_id == found.organ_id,
            "own": request.actor.organ_id == found.organ_id,
            "transcripts": queries.transcripts(found.id),
            "transcript_words": (MARK, SOURCES),
            "keeping": queries.keeping(found, _term(found)),
            "since": max(0, _number(request.GET.get("at", ""))),
        },
    )


def _term(found: RecordingFacts) -> KeptBy | None:
    """What the term of its file says, once the file is put away."""
    file = archives.archived(found.dossier_id) if found.dossier_id else None
    return KeptBy(file.retain_until, f"案卷保管期限：{file.retention_name}（{file.catalogue_no}）") if file else None


def _late(one: RecordingFacts, now: datetime) -> str:
    """How late the content came, or is."""
    by = (one.held_at or now) - one.due_at
    if by <= timedelta() or one.state == "absent":
        return ""
    days, hours = divmod(int(by.total_seconds() // 3600), 24)
    return f"{'迟' if one.held_at else '已逾期'} {f'{days} 天 ' if days else ''}{hours} 小时"


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else -1


def _playing(request: BureauRequest, recording_id: UUID) -> bool:
    until = request.session.get(_PLAYING, {}).get(str(recording_id), "")
    return bool(until) and datetime.fromisoformat(until) > timezone.now()


@page(*CASE_ROLES)
def play(request: BureauRequest, recording_id: UUID) -> HttpResponse:
    """Say what for; then it plays, or is saved, in this session."""
    found, case = seen(recording_id, request.actor)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("bureau:recording", args=[found.id]))
    purpose, saved = PURPOSES.get(request.POST.get("purpose", ""), ""), "_save" in request.POST
    given: dict[str, Any] = {"recording_id": found.id, "purpose": purpose, "by": request.actor, "saved": saved}
    try:
        if case is None:
            operations.play(at=timezone.now(), **given)
        else:
            cases.play_recording(case_id=case["id"], now=timezone.now(), **given)
    except NotFound as problem:
        raise Http404(str(problem)) from None
    now = timezone.now()
    open_ = {
        key: until for key, until in request.session.get(_PLAYING, {}).items() if datetime.fromisoformat(until) > now
    }
    request.session[_PLAYING] = open_ | {str(found.id): (now + OPEN_FOR).isoformat()}
    if saved:
        return HttpResponseRedirect(f"{reverse('bureau:recording_content', args=[found.id])}?download=1")
    return HttpResponseRedirect(f"{reverse('bureau:recording', args=[found.id])}#player")


@page(*CASE_ROLES)
def content(request: BureauRequest, recording_id: UUID) -> HttpResponseBase:
    """The bytes, or the asked range of them, while the stated purpose holds (RFC 9110 §14)."""
    found, _ = seen(recording_id, request.actor)
    if not found.playable or not _playing(request, found.id):
        messages.error(request, "请先选择调阅用途，再播放或者下载。")
        return HttpResponseRedirect(reverse("bureau:recording", args=[found.id]))
    given = {"media_type": found.media_type, "name": found.name}
    try:
        return ranged(request, found.held_sha256, saved="download" in request.GET, **given)
    except storage.Missing as problem:
        raise Http404(str(problem)) from None


@page(*CASE_ROLES)
def note(request: BureauRequest, recording_id: UUID) -> HttpResponse:
    """Note something at a moment of the recording."""
    found, case = seen(recording_id, request.actor)
    here = reverse("bureau:recording", args=[found.id])
    if request.method != "POST":
        return HttpResponseRedirect(here)
    given: dict[str, Any] = {
        "recording_id": found.id, "second": _second(request.POST.get("second", "")), "text": request.POST.get("text", ""), "by": request.actor,
    }  # fmt: skip
    try:
        if case is None:
            operations.add_note(at=timezone.now(), **given)
        else:
            cases.note_recording(case_id=case["id"], now=timezone.now(), **given)
    except Invalid as problem:
        messages.error(request, "；".join(sum(problem.errors.values(), [])))
    else:
        messages.success(request, "已标注。")
    return HttpResponseRedirect(f"{here}#notes")


def _second(text: str) -> int:
    """`75` or `1:15` or `1:02:03` as seconds; -1 for what is no moment."""
    parts = text.strip().split(":")
    if not 1 <= len(parts) <= 3 or not all(part.isdecimal() and len(part) < 7 for part in parts):
        return -1
    total = 0
    for part in parts:
        total = total * 60 + int(part)
    return total
