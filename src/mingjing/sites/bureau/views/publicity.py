"""The publicist's desk: what is due, the redaction side by side, release, correction, withdrawal."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases.queries import calendar
from mingjing.foundation.access import Forbidden
from mingjing.foundation.pages import Field, filled
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Finding, Invalid, Refused
from mingjing.publicity import operations, queries
from mingjing.publicity.terms import (
    CATEGORY_NAMES,
    CHECK_NAMES,
    EXEMPTIONS,
    FORMAT_NAMES,
    GROUND_NAMES,
    GROUND_SOURCES,
    IN_PUBLIC,
    MOVE_NAMES,
    MOVES,
    TRIGGER_NAMES,
    CheckKind,
    DraftFacts,
    Ground,
    Move,
    PublicationFacts,
    RepairState,
    SpanFacts,
    State,
    Trigger,
    part_name,
    reason,
)
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.filling import as_place
from mingjing.sites.bureau.views.gate import BureauRequest, page

PAGE = 20
TABS = {
    "todo": ("待办", ()),
    "public": ("已公开", tuple(IN_PUBLIC)),
    "withdrawn": ("已撤下", (State.WITHDRAWN,)),
    "ended": ("期满、提前终止", (State.EXPIRED, State.REPAIRED)),
    "exempt": ("不予公开", (State.EXEMPT,)),
}
PRESSED: dict[str, tuple[Callable[..., Any], str]] = {
    "propose": (operations.propose_redaction, "已按规则找出需要处理的地方，请逐处决定。"),
    "confirm": (operations.confirm, "脱敏稿已确认，可以公开。"),
    "reopen": (operations.reopen, "已退回脱敏稿，可以继续修改。"),
    "release": (operations.release, "已向社会公开。"),
}
_FORM_MOVES = (Move.CORRECT, Move.WITHDRAW, Move.CALL_BACK, Move.REPAIR, Move.REPUBLISH, Move.EXEMPT, Move.RESUME)
_OF_THE_HEAD = {Move.EXEMPT, Move.RESUME, Move.REPUBLISH}
_WORDS = MOVE_NAMES | {Move.REPAIR: "登记提前终止申请"}


@page(*CASE_ROLES)
def listing(request: BureauRequest) -> HttpResponse:
    """What the organ owes, by deadline; and what is public, withdrawn or exempt. A supervisor sees every organ."""
    organ_id = None if request.actor.has(Role.SUPERVISOR) else request.actor.organ_id
    tab = request.GET.get("tab", "todo")
    tab = tab if tab in TABS else "todo"
    found = queries.counts(organ_id)
    waiting = queries.waiting(organ_id, timezone.localdate(), calendar())
    rows = queries.listing(organ_id, TABS[tab][1], before=as_place(request.GET.get("after", "")), limit=PAGE + 1)
    last = rows[PAGE - 1][0] if len(rows) > PAGE else None
    counts = {key: sum(found[state] for state in states) for key, (_, states) in TABS.items()} | {"todo": len(waiting)}
    facts = {
        "tab": tab,
        "states": [(key, word, counts[key]) for key, (word, _) in TABS.items()],
        "waiting": waiting,
        "rows": rows[:PAGE],
        "next": f"{last.decided_on.isoformat()}_{last.id.hex}" if last else "",
        "categories": CATEGORY_NAMES,
        "may_publish": request.actor.has(Role.PUBLICIST),
    }
    return render(request, "bureau/publicity/publications.html", facts)


def seen(request: BureauRequest, publication_id: UUID) -> PublicationFacts:
    """The publication, for people of its organ and supervisors."""
    found = queries.publication(publication_id)
    if found is None:
        raise Http404
    if found.organ_id != request.actor.organ_id and not request.actor.has(Role.SUPERVISOR):
        raise Forbidden(f"{request.actor.name}不能查看{found.organ_name}的公示事项。")
    return found


@page(*CASE_ROLES)
def publication(request: BureauRequest, publication_id: UUID) -> HttpResponse:
    """One publication: its clocks, its history, and the redaction side by side for those who may read the original."""
    return _desk(request, seen(request, publication_id))


def _desk(
    request: BureauRequest, found: PublicationFacts, problem: Refused | Invalid | None = None, status: int = 200
) -> HttpResponse:
    draft = _draft(request, found.id)
    publicist = request.actor.has(Role.PUBLICIST) and request.actor.organ_id == found.organ_id
    head = request.actor.has(Role.HEAD) and request.actor.organ_id == found.organ_id
    may = {move for move, (starts, _) in MOVES.items() if found.state in starts}
    may &= (set(Move) - _OF_THE_HEAD - {Move.EXPIRE} if publicist else set()) | (
        _OF_THE_HEAD | {Move.CALL_BACK} if head else set()
    )
    asked = queries.repairs(found.id)
    if any(one.state == RepairState.OPEN for one in asked):
        may -= {Move.REPAIR}
    typed = request.POST or request.typed or QueryDict()
    owed = queries.owed(found.id, timezone.localdate(), calendar())
    facts = {
        "found": found,
        "may": may,
        "moves": [(move, _WORDS[move]) for move in _FORM_MOVES if move in may],
        "repairs": asked,
        "may_decide": head,
        "history": [_step(step) for step in queries.history(found.id)],
        "late": queries.late_findings(found.id, timezone.localdate()),
        "days": owed.working_days_left if found.open_due and owed else None,
        "exempt_word": EXEMPTIONS.get(found.exempt_ground, ("", ""))[0],
        "trigger_word": TRIGGER_NAMES[Trigger(found.call_trigger)] if found.call_trigger else "",
        "check_name": CHECK_NAMES[CheckKind(found.check_kind)] if found.check_kind else "",
        "draft": draft,
        "sides": list(_sides(draft)) if draft else (),
        "grounds": {one.value: (GROUND_NAMES[one], GROUND_SOURCES[one]) for one in Ground},
        "values": typed,
        "open": sum(span.verdict == "open" for span in draft.spans) if draft else 0,
        "part_name": part_name,
        "problems": findings_of(problem),
        "add_fields": _add_fields(typed),
        "files": operations.read_files(found.id, by=request.actor) if draft else (),
        "formats": FORMAT_NAMES,
    }
    return render(request, "bureau/publicity/publication.html", facts, status=status)


def _draft(request: BureauRequest, publication_id: UUID) -> DraftFacts | None:
    try:
        return operations.read_draft(publication_id, by=request.actor)
    except Forbidden:
        return None


def _step(step: Any) -> dict[str, object]:
    why = reason(step.move, step.code)
    told = f"{why.word}（{why.source}）" if why else ""
    return {
        "at": step.at,
        "title": MOVE_NAMES[Move(step.move)],
        "who": step.person_name,
        "text": "　".join(text for text in (step.note if not why or step.note != why.word else "", told) if text),
        "icon": "check-circle-fill",
        "tone": "quiet",
    }


def findings_of(problem: Refused | Invalid | None) -> tuple[Finding, ...]:
    """What a refusal says, as findings."""
    if isinstance(problem, Invalid):
        return tuple(Finding("填写", text) for texts in problem.errors.values() for text in texts)
    return problem.findings if problem else ()


def _sides(draft: DraftFacts) -> Iterator[dict[str, object]]:
    """Each part with its original cut at the candidates, and what would become public."""
    numbers = {span.id: number for number, span in enumerate(draft.spans, 1)}
    for part, text in draft.originals.items():
        if text:
            spans = [span for span in draft.spans if span.part == part]
            yield {
                "name": part_name(part),
                "pieces": list(pieces(text, spans, numbers)),
                "public": draft.public[part],
            }


def pieces(text: str, spans: list[SpanFacts], numbers: dict[UUID, int]) -> Iterator[tuple[str, SpanFacts | None, int]]:
    """A text cut at its candidates: each piece, the candidate it is (or None) and its number."""
    at = 0
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if span.start < at:
            continue
        if span.start > at:
            yield text[at : span.start], None, 0
        yield text[span.start : span.end], span, numbers[span.id]
        at = span.end
    if at < len(text):
        yield text[at:], None, 0


def _add_fields(typed: QueryDict) -> tuple[Field, ...]:
    fields = (
        Field(
            "text",
            "要删去的文字",
            required=True,
            help="从左侧原文复制；全文各处都会删去",
            attributes={"maxlength": 200},
        ),
        Field(
            "ground",
            "理由",
            "select",
            required=True,
            choices=[("", "请选择"), *((one.value, GROUND_NAMES[one]) for one in Ground)],
        ),
        Field("reason", "说明", attributes={"maxlength": 200}),
    )
    return filled(fields, typed, {})


def back(publication_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("bureau:publication", args=[publication_id]))


@page(Role.PUBLICIST)
def press(request: BureauRequest, publication_id: UUID, move: str) -> HttpResponse:
    """A move that needs nothing but the button: propose, confirm, reopen, release."""
    found = seen(request, publication_id)
    if move not in PRESSED:
        raise Http404
    if request.method != "POST":
        return back(publication_id)
    act, done = PRESSED[move]
    try:
        act(publication_id=publication_id, by=request.actor, at=timezone.now())
    except Refused as problem:
        return _desk(request, found, problem, 409)
    messages.success(request, done)
    return back(publication_id)


@page(Role.PUBLICIST)
def decide(request: BureauRequest, publication_id: UUID) -> HttpResponse:
    """Keep the verdicts of the form; `every` accepts all that are still open. What was typed is shown again."""
    found = seen(request, publication_id)
    if request.method != "POST":
        return back(publication_id)
    try:
        verdicts = _verdicts(request.POST, queries.spans(publication_id))
        if verdicts:
            operations.decide_spans(
                publication_id=publication_id, verdicts=verdicts, by=request.actor, at=timezone.now()
            )
    except (Refused, Invalid) as problem:
        return _desk(request, found, problem, 409 if isinstance(problem, Refused) else 422)
    messages.success(request, f"已记下 {len(verdicts)} 处决定。")
    return back(publication_id)


def _verdicts(typed: QueryDict, spans: tuple[SpanFacts, ...]) -> dict[UUID, tuple[str, str]]:
    """Only what changed. Raises Invalid for a place that is not in the draft any more."""
    known = {str(span.id): span for span in spans}
    sent = {key.removeprefix("verdict-") for key in typed if key.startswith("verdict-")}
    if sent - known.keys():
        raise Invalid({"span": ["脱敏稿已被重新拟出，请按现在的稿子再决定一次"]})
    chosen = {}
    for key, span in known.items():
        verdict = typed.get(f"verdict-{key}", span.verdict)
        reason = typed.get(f"reason-{key}", span.reason).strip()
        if typed.get("every") and verdict == "open":
            verdict = "accepted"
        if (verdict, reason) != (span.verdict, span.reason):
            chosen[span.id] = (verdict, reason)
    return chosen


@page(Role.PUBLICIST)
def add(request: BureauRequest, publication_id: UUID) -> HttpResponse:
    """Mark a text for removal by hand."""
    found = seen(request, publication_id)
    if request.method != "POST":
        return back(publication_id)
    typed = request.POST
    try:
        added = operations.add_span(
            publication_id=publication_id,
            text=typed.get("text", "")[:200],
            ground=typed.get("ground", ""),
            reason=typed.get("reason", "")[:200],
            by=request.actor,
            at=timezone.now(),
        )
    except (Refused, Invalid) as problem:
        return _desk(request, found, problem, 409 if isinstance(problem, Refused) else 422)
    messages.success(request, f"已补划 {len(added)} 处。")
    return back(publication_id)
