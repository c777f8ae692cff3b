"""Decisions made elsewhere: a sheet uploaded, looked at row by row and confirmed; templates; what came in before."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.exchange import operations, queries
from mingjing.exchange.terms import (
    CHANNEL_NAMES,
    FILE_LIMIT,
    KEY_STATES,
    ROW_LIMIT,
    SHEET_NAMES,
    Channel,
    Checked,
    ParkedFacts,
    SheetKind,
)
from mingjing.foundation.pages import Field, filled
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Finding, Invalid, Refused
from mingjing.sites.bureau.views.exchange import sent
from mingjing.sites.bureau.views.gate import BureauRequest, page

FEEDING = (Role.PUBLICIST, Role.HEAD, Role.HANDLER)
SHOWN = 200
KEY_TONES = {"waiting": "warn", "active": "good"}


@page(*FEEDING)
def feeding(request: BureauRequest) -> HttpResponse:
    """The three ways in, the templates, what waits to be confirmed and what came in before; a POST uploads a file."""
    errors: dict[str, list[str]] = {}
    findings: tuple[Finding, ...] = ()
    if request.method == "POST":
        try:
            return HttpResponseRedirect(reverse("bureau:feeding_file", args=[_parked(request).id]))
        except Invalid as problem:
            errors = problem.errors
        except Refused as problem:
            findings = problem.findings
    status = 422 if errors else 409 if findings else 200
    return render(request, "bureau/feeding/index.html", _facts(request, errors, findings), status=status)


def _parked(request: BureauRequest) -> ParkedFacts:
    file = request.FILES.get("file")
    if file is None:
        raise Invalid({"file": ["没有选择文件，请选择后再上传"]})
    # One byte beyond the limit is enough to say that it is too large.
    content = file.read(FILE_LIMIT + 1)
    parked, _ = operations.park_file(
        organ_id=request.actor.organ_id, name=str(file.name), content=content, by=request.actor, at=timezone.now()
    )
    return parked


def _facts(request: BureauRequest, errors: dict[str, list[str]], findings: tuple[Finding, ...]) -> dict[str, Any]:
    organ_id, person_id = request.actor.organ_id, request.actor.person_id
    today = timezone.localdate()
    note = f"最大 {FILE_LIMIT // 1024 // 1024} MB、{ROW_LIMIT} 行；.xlsx、.xls、.ods、.csv 都可以，版本自动识别"
    accept = ".xlsx,.xls,.ods,.csv"
    field = Field("file", "“双公示”表格", "file", required=True, help=note, attributes={"accept": accept})
    return {
        "fields": filled((field,), {}, errors),
        "findings": findings,
        "templates": [
            (SHEET_NAMES[kind], one.title, reverse("bureau:feeding_template", args=[kind.value, key]))
            for kind in SheetKind
            for key, one in queries.sheet_editions(kind).items()
        ],
        "waiting": queries.waiting_files(organ_id, person_id),
        "rowless": queries.fed_without_rows(organ_id),
        "keys": [
            (one, KEY_STATES[one.state(today)], KEY_TONES[one.state(today)])
            for one in queries.keys_in_name_of(person_id, today)
        ],
        "files": [(one, _title(one.kind, one.edition)) for one in queries.fed_files(organ_id)],
        "fed": [(one, found, CHANNEL_NAMES[Channel(one.channel)]) for one, found in queries.fed_decisions(organ_id)],
    }


def _title(kind: str, edition: str) -> str:
    return f"{SHEET_NAMES[SheetKind(kind)]}，{queries.sheet_editions(kind)[edition].title}"


@page(*FEEDING)
def template(request: BureauRequest, kind: str, edition: str) -> HttpResponse:
    """An empty sheet to fill in."""
    try:
        return sent(*operations.template(kind, edition))
    except Invalid as problem:
        raise Http404 from problem


@page(*FEEDING)
def file(request: BureauRequest, upload_id: UUID) -> HttpResponse:
    """Every row of an uploaded file with its problems; a POST confirms the file or gives it up."""
    try:
        if request.method == "POST":
            return _confirmed(request, upload_id)
        parked, found = _checked(request, upload_id)
    except Invalid as problem:
        gone = tuple(Finding("导入", text) for texts in problem.errors.values() for text in texts)
        return render(request, "bureau/feeding/index.html", _facts(request, {}, gone), status=404)
    return _shown(request, parked, found)


def _checked(request: BureauRequest, upload_id: UUID) -> tuple[ParkedFacts, Checked]:
    kept = queries.parked(upload_id, request.actor.organ_id, request.actor.person_id)
    if kept is None:
        raise Invalid({"file": [operations.GONE]})
    parked, content = kept
    return parked, queries.checked(request.actor.organ_id, parked.name, content, timezone.now())


def _confirmed(request: BureauRequest, upload_id: UUID) -> HttpResponse:
    home = HttpResponseRedirect(reverse("bureau:feeding"))
    act = partial(operations.feed_file, upload_id=upload_id, by=request.actor, at=timezone.now())
    if request.POST.get("drop"):
        operations.drop_file(upload_id=upload_id, by=request.actor, at=timezone.now())
        messages.info(request, "已放弃这份文件，没有登记任何内容。")
        return home
    try:
        done = act()
    except Refused as problem:
        parked, found = _checked(request, upload_id)
        return _shown(request, parked, found, problem.findings, 409)
    rest = f"；{done.bad} 行有问题，没有登记" if done.bad else ""
    same = f"；{done.same} 行以前登记过，没有变化" if done.same else ""
    messages.success(
        request, f"已登记 {done.entered} 件待公示的决定{same}{rest}。请公示员在“执法公示”里拟出脱敏稿、确认、公开。"
    )
    return home


def _shown(
    request: BureauRequest, parked: ParkedFacts, found: Checked, findings: tuple[Finding, ...] = (), status: int = 200
) -> HttpResponse:
    facts = {
        "parked": parked,
        "found": found,
        "title": _title(found.kind, found.edition),
        "findings": findings,
        "bad": found.bad[:SHOWN],
        "good": found.good[:SHOWN],
        "counts": (len(found.lines), len(found.good), len(found.same), len(found.bad), len(found.entered)),
        "shown": SHOWN,
        "penalty": found.kind == SheetKind.PENALTY,
    }
    return render(request, "bureau/feeding/file.html", facts, status=status)


@page(*FEEDING)
def faulty(request: BureauRequest, upload_id: UUID) -> HttpResponse:
    """The faulty rows of an uploaded file as XLSX, with what is wrong beside each."""
    if queries.parked(upload_id, request.actor.organ_id, request.actor.person_id) is None:
        raise Http404
    parked, found = _checked(request, upload_id)
    if not found.bad:
        raise Http404
    return sent(f"{parked.name.rsplit('.', 1)[0]}-有问题的行.xlsx", operations.faulty(found))


# A body that is certainly too large is answered before it is read: the file, and what a form has around it.
feeding.body_limit = FILE_LIMIT + 64 * 1024  # type: ignore[attr-defined]
