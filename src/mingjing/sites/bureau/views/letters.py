"""Letters of the public: what waits for this person's answer, by its last day; and the answer."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.publicity import operations, queries
from mingjing.publicity.terms import LETTER_MOST, OUTCOME_NAMES, LetterKind, LetterState, Outcome
from mingjing.sites.bureau.views.filling import Step, Typed, as_place, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.supervision import queries as supervision

ANSWERING = (Role.PUBLICIST, Role.HEAD, Role.SUPERVISOR)
PAGE = 20
TABS = {LetterState.RECEIVED: "待答复", LetterState.ANSWERED: "已答复"}


@page(*ANSWERING)
def letters(request: BureauRequest) -> HttpResponse:
    """Letters that wait, the most urgent first; and those that were answered."""
    tab = LetterState(request.GET["tab"]) if request.GET.get("tab") in set(LetterState) else LetterState.RECEIVED
    today = timezone.localdate()
    found = queries.letters(request.actor, tab, after=as_place(request.GET.get("after", "")), limit=PAGE + 1)
    counted = queries.letter_counts(request.actor)
    last = found[PAGE - 1] if len(found) > PAGE else None
    facts = {
        "rows": [(one, (one.due - today).days) for one in found[:PAGE]],
        "tabs": [(key, word, counted.get(key, 0)) for key, word in TABS.items()],
        "tab": tab,
        "next": f"{last.due.isoformat()}_{last.id.hex}" if last else "",
        "waiting": tab == LetterState.RECEIVED,
    }
    return render(request, "bureau/publicity/letters.html", facts)


@page(*ANSWERING)
def letter(request: BureauRequest, letter_id: UUID) -> HttpResponse:
    """One letter and its answer."""
    found = operations.read_letter(letter_id, by=request.actor)
    if found is None:
        raise Http404
    facts = {
        "found": found,
        "days": (found.due - timezone.localdate()).days,
        "may_order": found.kind == LetterKind.COMPLAINT and request.actor.has(Role.SUPERVISOR),
        "orders": supervision.orders_of_letter(found.id, request.actor),
        "today": timezone.localdate(),
    }
    return render(request, "bureau/publicity/letter.html", facts)


@page(*ANSWERING)
def letter_answer(request: BureauRequest, letter_id: UUID) -> HttpResponse:
    """Answer it."""
    found = operations.read_letter(letter_id, by=request.actor)
    if found is None:
        raise Http404

    def act(typed: Typed) -> str:
        operations.answer_letter(letter_id=letter_id, by=request.actor, at=timezone.now(), **typed)
        return f"{found.number}已答复，来信人凭回执可以看到。"

    choices = [("", "请选择"), *((one.value, OUTCOME_NAMES[one]) for one in Outcome)]
    fields = (
        Field("outcome", "处理结果", "select", required=True, choices=choices),
        Field(
            "answer",
            "答复",
            "textarea",
            required=True,
            rows=6,
            help="来信人会看到，不要写他人的个人信息",
            attributes={"maxlength": LETTER_MOST["answer"]},
        ),
    )
    trail = (
        ("来信", reverse("bureau:letters")),
        (found.number, reverse("bureau:letter", args=[letter_id])),
        ("答复", ""),
    )
    told = "；".join(f"{one.number} {one.state_name}" for one in supervision.orders_of_letter(found.id, request.actor))
    note = f"{found.kind_name}：{found.text[:200]}{'……' if len(found.text) > 200 else ''}"
    note += f"　督办：{told}。" if told else ""
    return step(request, Step(
        f"答复 {found.number}", trail, fields, act, "答复", reverse("bureau:letter", args=[letter_id]),
        then=reverse("bureau:letters"), note=note,
    ))  # fmt: skip
