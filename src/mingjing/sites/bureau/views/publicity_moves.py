"""Moves of a publication that need a form: withdrawal and its trigger, correction, exemption and its end."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from mingjing.foundation.pages import Field, filled
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Finding, Invalid, Refused
from mingjing.publicity import operations, queries
from mingjing.publicity.terms import (
    EXEMPTIONS,
    MOVE_NAMES,
    PART_NAMES,
    REASONS,
    REPUBLISH_FROM,
    STATE_NAMES,
    TRIGGER_NAMES,
    Move,
    PublicationFacts,
    State,
    Trigger,
)
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.publicity import back, seen


def _form(
    request: BureauRequest,
    found: PublicationFacts,
    move: Move,
    fields: tuple[Field, ...],
    act: Callable[[QueryDict], Any],
    consequence: str,
) -> HttpResponse:
    """A move with a form: drawn, tried, drawn again with what was typed and why not."""
    problem: Refused | Invalid | None = None
    typed = request.POST or request.typed or QueryDict()
    if request.method == "POST":
        try:
            act(request.POST)
            messages.success(request, f"{found.number}：{MOVE_NAMES[move]}已办理。")
            return back(found.id)
        except (Refused, Invalid) as refused:
            problem = refused
    errors = problem.errors if isinstance(problem, Invalid) else {}
    beside = {one.name for one in fields if one.type != "hidden"}
    others = [Finding("填写", text) for name, texts in errors.items() if name not in beside for text in texts]
    facts = {
        "found": found,
        "word": MOVE_NAMES[move],
        "consequence": consequence,
        "fields": filled(fields, typed, errors) if typed else fields,
        "problems": problem.findings if isinstance(problem, Refused) else others,
        "danger": move in {Move.WITHDRAW, Move.EXEMPT},
        "state_name": STATE_NAMES[State(found.state)],
    }
    status = 200 if problem is None else 409 if isinstance(problem, Refused) else 422
    return render(request, "bureau/publicity/move.html", facts, status=status)


def _triggers(chosen: str = "") -> Field:
    choices = [("", "请选择"), *((one.value, TRIGGER_NAMES[one]) for one in Trigger)]
    return Field("trigger", "事由", "select", chosen, required=True, choices=choices)


@page(Role.PUBLICIST)
def withdraw(request: BureauRequest, publication_id: UUID) -> HttpResponse:
    """Take down, with the reason the public will read."""
    found = seen(request, publication_id)
    fields = (
        _triggers(found.call_trigger),
        Field("known_on", "知道事由的日期", "date", timezone.localdate(), required=True),
        Field("reason", "向社会公开的理由", "textarea", required=True, example="示范县人民政府以示政复决〔2026〕1号决定撤销本决定", help="公众会看到这段话，不要写个人信息"),
    )  # fmt: skip

    def act(typed: QueryDict) -> None:
        operations.withdraw(
            publication_id=publication_id,
            trigger=typed.get("trigger", ""),
            reason=_text(typed, "reason", 2000),
            known_on=_day(typed.get("known_on", "")),
            by=request.actor,
            at=timezone.now(),
        )

    text = "撤下后，门户的页面、列表、检索、订阅、下载和证明都不再有原来的内容，只留下文号、日期和撤下的理由。"
    return _form(request, found, Move.WITHDRAW, fields, act, text)


@page(Role.PUBLICIST, Role.HEAD, Role.HANDLER, Role.REVIEWER)
def call_back(request: BureauRequest, publication_id: UUID) -> HttpResponse:
    """Register what obliges the organ to take the decision down; the three-day clock starts."""
    found = seen(request, publication_id)
    fields = (
        _triggers(),
        Field("known_on", "知道事由的日期", "date", timezone.localdate(), required=True),
        Field("note", "文书名称和文号", required=True, example="示政复决〔2026〕1号行政复议决定书"),
    )

    def act(typed: QueryDict) -> None:
        operations.call_back(
            publication_id=publication_id,
            trigger=typed.get("trigger", ""),
            note=_text(typed, "note", 500),
            known_on=_day(typed.get("known_on", "")),
            by=request.actor,
            at=timezone.now(),
        )

    text = "登记后，三个工作日内要撤下并公开说明理由；尚未公开的，不能再公开。"
    return _form(request, found, Move.CALL_BACK, fields, act, text)


@page(Role.HEAD)
def exempt(request: BureauRequest, publication_id: UUID) -> HttpResponse:
    """The head approves that a decision is not published."""
    found = seen(request, publication_id)
    choices = [("", "请选择"), *((key, f"{word}（{source}）") for key, (word, source) in EXEMPTIONS.items())]
    fields = (
        Field("ground", "法定事由", "select", required=True, choices=choices),
        Field("basis", "依据和理由", "textarea", required=True),
    )

    def act(typed: QueryDict) -> None:
        operations.exempt(
            publication_id=publication_id,
            ground=typed.get("ground", ""),
            basis=_text(typed, "basis", 2000),
            by=request.actor,
            at=timezone.now(),
        )

    return _form(request, found, Move.EXEMPT, fields, act, "批准后，这份决定不向社会公开；事由和批准人记入台账。")


@page(Role.HEAD)
def resume(request: BureauRequest, publication_id: UUID) -> HttpResponse:
    """The ground for not publishing has gone."""
    found = seen(request, publication_id)
    fields = (Field("reason", "事由为什么已经消失", "textarea", required=True),)

    def act(typed: QueryDict) -> None:
        operations.resume(
            publication_id=publication_id, reason=_text(typed, "reason", 2000), by=request.actor, at=timezone.now()
        )

    return _form(request, found, Move.RESUME, fields, act, "恢复后，重新拟出脱敏稿、确认并公开。")


@page(Role.HEAD)
def republish(request: BureauRequest, publication_id: UUID) -> HttpResponse:
    """What ended the publicity was itself undone: the head makes the decision public again."""
    found = seen(request, publication_id)
    fitting = [(key, word) for key, word in choices_of(Move.REPUBLISH) if found.state in REPUBLISH_FROM.get(key, ())]
    fields = (
        Field("ground", "理由", "select", required=True, choices=[("", "请选择"), *fitting]),
        Field("reason", "依据的文书", "textarea", required=True, example="示范县人民法院以（2026）示行初1号行政判决撤销示政复决〔2026〕1号", help="公众会看到这段话，不要写个人信息"),
    )  # fmt: skip

    def act(typed: QueryDict) -> None:
        operations.republish(
            publication_id=publication_id,
            ground=typed.get("ground", ""),
            reason=_text(typed, "reason", 2000),
            by=request.actor,
            at=timezone.now(),
        )

    text = "重新公示用停止公示以前的最后一版，编为新版本；原来停止公示的经过、现在的理由都留在“公示经过”里。"
    return _form(request, found, Move.REPUBLISH, fields, act, text)


def choices_of(move: Move) -> list[tuple[str, str]]:
    """The reasons of a move for a list to choose from."""
    return [(key, f"{why.word}（{why.source}）") for key, why in REASONS[move].items()]


@page(Role.PUBLICIST)
def correct(request: BureauRequest, publication_id: UUID) -> HttpResponse:
    """A new public version; the old one is kept and dated."""
    found = seen(request, publication_id)
    shown = queries.decision(found.organ_code, found.number)
    if shown is None or shown.version is None:
        messages.warning(request, "只有公开着的决定才能更正。")
        return back(publication_id)
    parts = shown.version.parts
    fields = (
        *(
            Field(part, PART_NAMES[part], "textarea", parts.get(part, ""), rows=2)
            for part in PART_NAMES
            if part != "reason"
        ),
        Field("paragraphs", "正文", "textarea", "\n".join(shown.version.paragraphs), rows=12, help="一行一段"),
        Field("ground", "更正的事由", "select", "error", required=True, choices=choices_of(Move.CORRECT)),
        Field("reason", "更正的理由", required=True, help="公众会看到这段话，不要写个人信息"),
        Field("hide_old", "旧版本含有不应公开的内容，不再展示", "checkbox"),
        Field("seen", type="hidden", value=shown.version.seq),
    )

    def act(typed: QueryDict) -> None:
        operations.correct(
            publication_id=publication_id,
            reason=_text(typed, "reason", 2000),
            changes={
                part: str(typed[part]).replace("\r\n", "\n")
                for part in PART_NAMES
                if part in typed and part != "reason"
            },
            paragraphs=str(typed["paragraphs"]).splitlines() if "paragraphs" in typed else None,
            hide_old=bool(typed.get("hide_old")),
            ground=typed.get("ground") or "error",
            seen=_number(typed.get("seen", "")),
            by=request.actor,
            at=timezone.now(),
        )

    text = "这里改的是公开文本，不改动送达的决定书和案卷。更正后旧版本保留，并注明日期和理由。"
    return _form(request, found, Move.CORRECT, fields, act, text)


def _text(typed: QueryDict, name: str, most: int) -> str:
    """What was typed, never cut in silence. Raises Invalid."""
    text = typed.get(name, "")
    if len(text) > most:
        raise Invalid({name: [f"最多 {most} 个字，现在是 {len(text)} 个字，请删减"]})
    return text


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid({"known_on": ["请写日期，例如 2026-11-22"]}) from None
