"""Attachments at the publicist's desk: added, looked at page by page beside the public copy, marked, confirmed, left out."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field, filled
from mingjing.foundation.people import Role
from mingjing.foundation.storage import Missing
from mingjing.kernel.findings import Invalid, Refused
from mingjing.publicity import operations
from mingjing.publicity.terms import (
    FORMAT_NAMES,
    GROUND_NAMES,
    GROUND_SOURCES,
    MOVES,
    FileFacts,
    Ground,
    Move,
    PageView,
    SpanFacts,
)
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views import publicity
from mingjing.sites.bureau.views.case_files import as_sent
from mingjing.sites.bureau.views.filling import Step, step
from mingjing.sites.bureau.views.gate import BureauRequest, page

_SIDES = ("left", "top", "right", "bottom")
_ASK = "请选择"


@page(Role.PUBLICIST)
def attach(request: BureauRequest, publication_id: UUID) -> HttpResponse:
    """Add a file to a decision; leads to its first page."""
    found = publicity.seen(request, publication_id)
    here = f"{reverse('bureau:publication', args=[publication_id])}#files"
    if request.method != "POST":
        return HttpResponseRedirect(here)
    sent = request.FILES.get("file")
    if sent is None:
        messages.error(request, "没有选择文件，请选择后再添加。")
        return HttpResponseRedirect(here)
    try:
        made = operations.attach_file(
            publication_id=found.id, name=str(sent.name), content=as_sent(sent), by=request.actor, at=timezone.now()
        )
    except Invalid as problem:
        messages.error(request, f"“{sent.name}”没有添加：{'；'.join(sum(problem.errors.values(), []))}")
        return HttpResponseRedirect(here)
    messages.success(request, f"已添加为附件{made.seq}，规则找出 {len(made.marks)} 处。请逐页对照、决定并确认。")
    return _to(made.id, 1)


def _to(file_id: UUID, number: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("bureau:attached_page", args=[file_id, number]))


@page(*CASE_ROLES)
def show(request: BureauRequest, attached_id: UUID, number: int) -> HttpResponse:
    """One page of a file: the original on the left, the public copy on the right."""
    return _drawn(request, attached_id, number)


def _drawn(
    request: BureauRequest, file_id: UUID, number: int, problem: Refused | Invalid | None = None
) -> HttpResponse:
    view, boxes = _looked_at(request, file_id, number)
    found = publicity.seen(request, view.file.publication_id)
    may = (
        request.actor.has(Role.PUBLICIST)
        and request.actor.organ_id == found.organ_id
        and found.state in MOVES[Move.FILES][0]
        and not view.file.dropped
    )
    numbers = {mark.id: at for at, mark in enumerate(view.marks, 1)}
    typed = request.POST or request.typed or QueryDict()
    errors = problem.errors if isinstance(problem, Invalid) else {}
    facts = {
        "found": found,
        "file": view.file,
        "view": view,
        "here": view.file.pages[number - 1],
        "may": may,
        "boxes": [(mark, numbers[mark.id], box) for mark in view.marks for box in boxes.get(mark.id, ())],
        "pieces": _pieces(view),
        "kind": FORMAT_NAMES[view.file.kind],
        "grounds": {one.value: (GROUND_NAMES[one], GROUND_SOURCES[one]) for one in Ground},
        "values": typed,
        "open": sum(mark.verdict == "open" for mark in view.marks),
        "state": operations.page_state(view.file, number),
        "problems": publicity.findings_of(problem),
        "text_fields": filled(_text_fields(), typed, errors),
        "box_fields": filled(_box_fields(), typed, errors),
    }
    status = 200 if problem is None else 422 if isinstance(problem, Invalid) else 409
    return render(request, "bureau/publicity/file.html", facts, status=status)


def _looked_at(
    request: BureauRequest, file_id: UUID, number: int
) -> tuple[PageView, dict[UUID, list[tuple[int, int, int, int]]]]:
    try:
        return operations.read_page(file_id, number, by=request.actor)
    except (Invalid, LookupError, Missing) as problem:
        raise Http404(str(problem)) from None


def _known(request: BureauRequest, file_id: UUID) -> FileFacts:
    try:
        return operations.read_file(file_id, by=request.actor)
    except Invalid as problem:
        raise Http404(str(problem)) from None


def _pieces(view: PageView) -> list[tuple[str, SpanFacts | None, int]]:
    """The text of the page cut at its marks, as the page of the decision's own text cuts it."""
    spans = [
        SpanFacts(
            mark.id, "", mark.start, mark.end, mark.text, mark.ground, mark.why, mark.replacement, mark.origin,
            mark.certain, mark.verdict, mark.reason, mark.decided_by,
        )
        for mark in view.marks if not mark.box
    ]  # fmt: skip
    numbers = {mark.id: at for at, mark in enumerate(view.marks, 1)}
    return list(publicity.pieces(view.original, spans, numbers))


def _grounds() -> list[tuple[str, str]]:
    return [("", _ASK), *((one.value, GROUND_NAMES[one]) for one in Ground)]


def _text_fields() -> tuple[Field, ...]:
    return (
        Field(
            "text", "要删去的文字", required=True, help="从原文复制；附件各页都会删去", attributes={"maxlength": 200}
        ),
        Field("ground", "理由", "select", required=True, choices=_grounds()),
        Field("reason", "说明", attributes={"maxlength": 200}),
    )


def _box_fields() -> tuple[Field, ...]:
    words = {"left": "左边", "top": "上边", "right": "右边", "bottom": "下边"}
    edge = {"min": 0, "max": 100, "step": 0.1, "required": True}
    return (
        *(Field(side, words[side], "number", required=True, unit="%", attributes=edge) for side in _SIDES),
        Field("ground", "理由", "select", required=True, choices=_grounds()),
        Field("reason", "说明", attributes={"maxlength": 200}),
    )


@page(*CASE_ROLES)
def picture(request: BureauRequest, attached_id: UUID, number: int, side: str) -> HttpResponse:
    """A page as a picture, for those who may read the original; kept by no cache."""
    if side not in {"original", "public"}:
        raise Http404
    try:
        content = operations.page_picture(attached_id, number, by=request.actor, public=side == "public")
    except (Invalid, LookupError, Missing) as problem:
        raise Http404(str(problem)) from None
    return HttpResponse(
        content,
        content_type="image/png",
        headers={
            "Cache-Control": "private, no-store",
            "Content-Disposition": "inline",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _act(
    request: BureauRequest, file_id: UUID, number: int, act: Callable[[], FileFacts], done: Callable[[FileFacts], str]
) -> HttpResponse:
    """One act on a page: refused, the page says why above what was typed; done, it is shown as it is now."""
    publicity.seen(request, _known(request, file_id).publication_id)
    if request.method != "POST":
        return _to(file_id, number)
    try:
        made = act()
    except (Refused, Invalid) as problem:
        return _drawn(request, file_id, number, problem)
    messages.success(request, done(made))
    return _to(file_id, number)


@page(Role.PUBLICIST)
def decide(request: BureauRequest, attached_id: UUID, number: int) -> HttpResponse:
    """Keep the verdicts of the form; `every` removes all that are still open on this page."""

    def act() -> FileFacts:
        view, _ = _looked_at(request, attached_id, number)
        verdicts = _verdicts(request.POST, view)
        if not verdicts:
            return view.file
        return operations.decide_marks(file_id=attached_id, verdicts=verdicts, by=request.actor, at=timezone.now())

    return _act(request, attached_id, number, act, lambda _: "已记下本页的决定。")


def _verdicts(typed: QueryDict, view: PageView) -> dict[UUID, tuple[str, str]]:
    known = {str(mark.id) for mark in view.marks}
    if {key.removeprefix("verdict-") for key in typed if key.startswith("verdict-")} - known:
        raise Invalid({"mark": ["本页的标记已被重新查找，请按现在的样子再决定一次"]})
    chosen = {}
    for mark in view.marks:
        verdict = typed.get(f"verdict-{mark.id}", mark.verdict)
        reason = typed.get(f"reason-{mark.id}", mark.reason).strip()
        if typed.get("every") and verdict == "open":
            verdict = "accepted"
        if (verdict, reason) != (mark.verdict, mark.reason):
            chosen[mark.id] = (verdict, reason)
    return chosen


@page(Role.PUBLICIST)
def add(request: BureauRequest, attached_id: UUID, number: int) -> HttpResponse:
    """Mark a text by hand, wherever it stands in the file."""
    typed = request.POST

    def act() -> FileFacts:
        return operations.add_mark(
            file_id=attached_id, text=typed.get("text", "")[:200], ground=typed.get("ground", ""),
            reason=typed.get("reason", "")[:200], by=request.actor, at=timezone.now(),
        )  # fmt: skip

    return _act(request, attached_id, number, act, lambda _: "已补划，附件各页都会删去。")


@page(Role.PUBLICIST)
def box(request: BureauRequest, attached_id: UUID, number: int) -> HttpResponse:
    """Mark a box on the page, drawn or typed in per cent of its width and height."""
    typed = request.POST

    def act() -> FileFacts:
        return operations.add_box(
            file_id=attached_id, page=number, box=_box(typed), ground=typed.get("ground", ""),
            reason=typed.get("reason", "")[:200], by=request.actor, at=timezone.now(),
        )  # fmt: skip

    return _act(request, attached_id, number, act, lambda _: "已画框，框内的内容会从公开副本里删去。")


def _box(typed: QueryDict) -> tuple[int, int, int, int]:
    values, errors = [], {}
    for side in _SIDES:
        text = typed.get(side, "").strip()[:8]
        whole, _, part = text.partition(".")
        if not (whole.isascii() and whole.isdigit() and (not part or part.isascii() and part.isdigit())):
            errors[side] = ["写 0 到 100 之间的数，例如 12.5"]
            continue
        values.append(round(float(text) * 100))
    if errors:
        raise Invalid(errors)
    left, top, right, bottom = values
    return left, top, right, bottom


@page(Role.PUBLICIST)
def confirm(request: BureauRequest, attached_id: UUID, number: int) -> HttpResponse:
    """A person has compared this page; leads on to the next that nobody has confirmed."""
    publicity.seen(request, _known(request, attached_id).publication_id)
    if request.method != "POST":
        return _to(attached_id, number)
    try:
        made = operations.confirm_page(
            file_id=attached_id,
            page=number,
            seen=request.POST.get("seen", "")[:64],
            by=request.actor,
            at=timezone.now(),
        )
    except (Refused, Invalid) as problem:
        return _drawn(request, attached_id, number, problem)
    messages.success(request, f"第 {number} 页已确认。")
    if made.unconfirmed:
        return _to(attached_id, next((one for one in made.unconfirmed if one > number), made.unconfirmed[0]))
    messages.success(request, f"附件{made.seq}的每一页都已确认。")
    return HttpResponseRedirect(f"{reverse('bureau:publication', args=[made.publication_id])}#files")


@page(Role.PUBLICIST)
def propose(request: BureauRequest, attached_id: UUID, number: int) -> HttpResponse:
    """Let the rules look again."""

    def act() -> FileFacts:
        return operations.propose_file_marks(file_id=attached_id, by=request.actor, at=timezone.now())

    return _act(request, attached_id, number, act, lambda made: f"已按规则重新查找，未决定的有 {made.open} 处。")


@page(Role.PUBLICIST)
def drop(request: BureauRequest, attached_id: UUID, number: int) -> HttpResponse:
    """Leave the file out, with a reason."""
    file = _known(request, attached_id)
    found = publicity.seen(request, file.publication_id)
    here = reverse("bureau:attached_page", args=[attached_id, number])

    def act(values: dict[str, str]) -> str:
        operations.drop_file(file_id=attached_id, reason=values["reason"], by=request.actor, at=timezone.now())
        return f"附件{file.seq}已不列入公开，原件和理由留在本机关备查。"

    desk = reverse("bureau:publication", args=[found.id])
    return step(
        request,
        Step(
            title=f"不公开附件{file.seq}",
            trail=(("执法公示", reverse("bureau:publications")), (found.number, desk), (f"附件{file.seq}", here), ("不公开", "")),
            fields=(Field("reason", "理由", "textarea", required=True, example="与决定无关，误传", attributes={"maxlength": 500}),),
            act=act,
            button="不公开这个附件",
            back=here,
            then=f"{desk}#files",
            note="附件不公开以后不能恢复，要公开须重新添加。决定已经公开的，办理更正后生效。",
            danger=True,
        ),
    )  # fmt: skip
