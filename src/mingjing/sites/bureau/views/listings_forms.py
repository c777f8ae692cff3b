"""Forms of the public lists: a new entry, a new edition, a revision; and the moves that need a reason or a button."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.access import Forbidden
from mingjing.foundation.pages import Field
from mingjing.organs import queries as organs
from mingjing.publicity import operations, queries
from mingjing.publicity.terms import ARTICLES, ENTRY_MOVES, FIGURES, EditionFacts, EntryMove, FieldSpec, KindSpec
from mingjing.records import queries as records
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.listings import PART_OF, seen, the_kind
from mingjing.sites.figures import figures

REASON = Field(
    "reason", "理由", "textarea", required=True, rows=2, example="依据新修改的法律，抽查内容增加一项", help="公众会看到"
)
# Move → (button, what follows, whether a reason is asked for, whether it takes something away).
MOVES: dict[str, tuple[str, str, bool, bool]] = {
    "check": ("审核通过", "请与依据逐项核对。采集人不能审核自己采集的内容。", False, False),
    "return": ("退回", "退回后由采集人修改，再送审核。", True, False),
    "release": (
        "发布",
        "发布后公众立即可以看到，原来公开的版本转为历史版本；施行日期在以后的，到那一天才施行，在此以前原来的版本仍是现行的。"
        "采集人、审核人、发布人一并记入台账。",
        False,
        False,
    ),
    "retire": ("停止公开", "停止公开后，门户只留下名称、日期和理由，检索不到内容。", True, True),
    "drop": ("作废", "作废的版本不能恢复，只能重新采集。", True, True),
}


def _trail(kind: KindSpec, *last: str) -> tuple[tuple[str, str], ...]:
    here = (("事前公示", reverse("bureau:lists")), (kind.title, reverse("bureau:list_kind", args=[kind.key])))
    return (*here, *((one, "") for one in last))


def _field(one: FieldSpec, value: Any) -> Field:
    text = "\n".join(value) if isinstance(value, list | tuple) else value or ""
    kind = {
        "lines": "textarea",
        "articles": "textarea",
        "citations": "textarea",
        "workdays": "number",
        "date": "date",
    }.get(one.type, "text")
    return Field(
        one.key, one.label, kind, text, required=one.required, help=one.help, example=one.example,
        unit="个工作日" if one.type == "workdays" else "", rows=20 if one.type == "articles" else 3, attributes=_attributes(one, kind),
    )  # fmt: skip


def _attributes(one: FieldSpec, kind: str) -> dict[str, int]:
    if one.type == ARTICLES:
        return {"maxlength": 20_000}
    return {"min": 1} if kind == "number" else {}


def _fields(kind: KindSpec, before: EditionFacts | None, *, code: bool, reason: bool) -> tuple[Field, ...]:
    values = before.values if before else {}
    head = (
        Field("name", "名称", value=before.name if before else "", required=True, attributes={"maxlength": 200}),
        Field(
            "valid_from",
            "施行日期",
            "date",
            before.valid_from if before and not reason else timezone.localdate(),
            required=True,
        ),
    )
    number = (
        Field(
            "code",
            "编号",
            required=True,
            example="SJ-004",
            help="字母、数字和横线，定下后不能改",
            attributes={"maxlength": 40},
        ),
    )
    body = tuple(_field(one, values.get(one.key)) for one in kind.fields if one.type != "table")
    return (*(number if code else ()), *head, *body, *((REASON,) if reason else ()))


def _told(typed: Typed, kind: KindSpec, organ_id: UUID) -> tuple[str, dict[str, Any], date]:
    """Name, values and day of a form; what the marks of a text stand for comes from the parameters, never from the form."""
    values = {one.key: typed[one.key] for one in kind.fields if one.key in typed}
    values |= {key: value.isoformat() for key, value in values.items() if isinstance(value, date)}
    if kind.drafts:
        known = figures(organs.organ(organ_id), kind.key, timezone.localdate())
        values[FIGURES] = queries.figure_rows(values.get(ARTICLES, ""), known)
    return typed["name"], values, typed["valid_from"]


def _refuse_drawn(kind: KindSpec) -> None:
    if kind.draws:
        raise Forbidden(f"{kind.title}取自本平台的清单，请改好清单后在这里提取，不用重复填写。")


@page(*CASE_ROLES)
def new(request: BureauRequest, kind: str) -> HttpResponse:
    """Collect a new entry."""
    spec = the_kind(kind)
    _refuse_drawn(spec)
    staffed = queries.staffed(request.actor.organ_id, kind)
    operations.may_work(staffed, "collect").require(request.actor, request.actor.organ_id, doing=f"采集{spec.title}")

    def act(typed: Typed) -> str:
        name, values, day = _told(typed, spec, request.actor.organ_id)
        made = operations.collect_entry(
            organ_id=request.actor.organ_id, kind=kind, code=typed["code"], name=name, values=values, valid_from=day,
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
        return f"已采集“{made.name}”，等待审核。"

    return step(request, Step(
        f"新增{spec.title}", _trail(spec, "新增"), _fields(spec, None, code=True, reason=False), act, "送审核",
        reverse("bureau:list_kind", args=[kind]), note=spec.intro,
    ))  # fmt: skip


@page(*CASE_ROLES)
def again(request: BureauRequest, edition_id: UUID) -> HttpResponse:
    """Collect a new edition of what is public; the public one stays until the new one is released."""
    found = seen(request, edition_id)
    spec = queries.staffed(found.organ_id, found.kind)
    _refuse_drawn(spec)
    operations.may_work(spec, "collect").require(request.actor, found.organ_id, doing=f"修改{spec.title}")

    def act(typed: Typed) -> str:
        name, values, day = _told(typed, spec, found.organ_id)
        made = operations.collect_entry(
            organ_id=found.organ_id, kind=found.kind, code=found.code, name=name, values=values, valid_from=day,
            reason=typed["reason"], by=request.actor, at=timezone.now(),
        )  # fmt: skip
        return f"已采集“{made.name}”第 {made.seq} 版，等待审核；发布以前，公众看到的仍是原来的版本。"

    return step(request, Step(
        f"修改“{found.name}”", _trail(spec, found.name, "新的一版"), _fields(spec, found, code=False, reason=True), act,
        "送审核", reverse("bureau:edition", args=[edition_id]), then=reverse("bureau:list_kind", args=[found.kind]),
        note="这里采集新的一版，不改动已经公开的版本。", aliases={"code": "name"},
    ))  # fmt: skip


@page(*CASE_ROLES)
def revise(request: BureauRequest, edition_id: UUID) -> HttpResponse:
    """Change an edition that waits to be checked or was returned."""
    found = seen(request, edition_id)
    spec = queries.staffed(found.organ_id, found.kind)
    _refuse_drawn(spec)
    operations.may_work(spec, "collect").require(request.actor, found.organ_id, doing=f"修改{spec.title}")
    fields = _fields(spec, found, code=False, reason=False)
    if found.seq > 1:
        fields = (*fields, Field("reason", "理由", "textarea", found.reason, required=True, rows=2, help="公众会看到"))

    def act(typed: Typed) -> str:
        name, values, day = _told(typed, spec, found.organ_id)
        operations.revise_entry(
            edition_id=edition_id, name=name, values=values, valid_from=day, reason=typed.get("reason", ""),
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
        return "已修改，等待审核。"

    return step(request, Step(
        f"修改“{found.name}”", _trail(spec, found.name, "修改"), fields, act, "送审核",
        reverse("bureau:edition", args=[edition_id]), note=f"退回理由：{found.returned_reason}" if found.returned_reason else "",
    ))  # fmt: skip


@page(*CASE_ROLES)
def move(request: BureauRequest, edition_id: UUID, move: str) -> HttpResponse:
    """Check, return, release, stop, drop."""
    found = seen(request, edition_id)
    if move not in MOVES:
        raise Http404
    button, note, asks, danger = MOVES[move]
    part = operations.may_work(queries.staffed(found.organ_id, found.kind), PART_OF[EntryMove(move)])
    part.require(request.actor, found.organ_id, doing=f"{button}{found.spec.title}")
    acts: dict[str, Callable[..., EditionFacts]] = {
        "check": operations.check_entry, "return": operations.return_entry, "release": operations.release_entry,
        "retire": operations.retire_entry, "drop": operations.drop_entry,
    }  # fmt: skip

    def act(typed: Typed) -> str:
        acts[move](edition_id=edition_id, by=request.actor, at=timezone.now(), **typed)
        return f"“{found.name}”第 {found.seq} 版：{button}已办理。"

    if found.state not in ENTRY_MOVES[EntryMove(move)][0]:
        note = ""
    elif move in ("check", "release") and found.spec.draws == "recording":
        note += "".join(f"　注意：{one}" for one in records.keeping_remarks(found.organ_id, timezone.localdate()))
    return step(request, Step(
        f"{button}：{found.name}", _trail(found.spec, found.name, button), (REASON,) if asks else (), act, button,
        reverse("bureau:edition", args=[edition_id]), note=note, danger=danger,
    ))  # fmt: skip
