"""Steps at the reading desk: asking, deciding, handing out, taking back, renewing, ending."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from mingjing.archives import operations, queries
from mingjing.archives.terms import (
    CONDITION_NAMES,
    EXTENT_NAMES,
    LENDING_NAMES,
    VOLUME_NAMES,
    ArchivedFacts,
    Borrower,
    Extent,
    LendingFacts,
    LendingKind,
    LentItem,
    Volume,
    Wanted,
)
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid
from mingjing.organs import queries as organs
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.archived import ROLES, held, trail_of
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.lending import KEEPERS, seen_loan

VOLUMES: dict[str, str] = {**{str(key): name for key, name in VOLUME_NAMES.items()}, "added": "补充卷"}
DESK = ("借阅台", "bureau:lendings")


def _days(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0


def _wanted(typed: Typed) -> Wanted:
    return Wanted(typed["kind"], typed["extent"], tuple(typed.get("items") or ()), typed["purpose"], _days(typed["days"]))  # fmt: skip


def _choice(one: LentItem) -> tuple[str, str]:
    number = one.key.split("-")[-1]
    return one.key, f"{VOLUMES[one.volume]} {number}　{one.title}"


def _fields(items: tuple[LentItem, ...] | None) -> tuple[Field, ...]:
    """What is asked for; the lines of the contents only where the person may see them."""
    today = timezone.localdate()
    reading, paper = queries.most_days(LendingKind.READ, today), queries.most_days(LendingKind.PAPER, today)
    extents = [(key, name) for key, name in EXTENT_NAMES.items() if items is not None or key != Extent.NAMED]
    chosen = () if items is None else (
        Field("items", "指定哪些材料", "checkboxes", value=[], choices=[_choice(one) for one in items], wide=True, help="选“指定的材料”时勾选；副卷、补充卷的材料由负责人批准"),
    )  # fmt: skip
    return (
        Field("kind", "方式", "radio", LendingKind.READ, required=True, choices=[(str(key), name) for key, name in LENDING_NAMES.items()]),
        Field("extent", "范围", "radio", Extent.MAIN, required=True, choices=[(str(key), name) for key, name in extents]),
        Field("purpose", "用途", "textarea", required=True, example="办理〔2026〕12 号案件，核对以前的处罚", attributes={"maxlength": 200}, rows=2),
        Field("days", "期限", "number", "7", required=True, unit="天", help=f"电子阅览最长 {reading} 天，纸质件最长 {paper} 天", attributes={"min": 1, "max": max(reading, paper)}),
        *chosen,
    )  # fmt: skip


@page(*ROLES)
def lending_new(request: BureauRequest, archived_id: UUID) -> HttpResponse:
    """Ask to read or borrow a file of one's own organ."""
    file = held(request, archived_id)
    made: list[LendingFacts] = []

    def act(typed: Typed) -> str:
        made.append(operations.ask_loan(file_id=file.id, wanted=_wanted(typed), by=request.actor, at=timezone.now()))
        return "已申请，等档案员或者负责人批准。"

    return step(request, _asking(f"借阅：{file.catalogue_no}", file, _fields(_items(file)), act, made, "借阅"))


def _items(file: ArchivedFacts) -> tuple[LentItem, ...]:
    return () if file.place == "gone" else queries.every_item(file)


def _asking(title: str, file: ArchivedFacts, fields: Any, act: Callable[[Typed], str], made: list[LendingFacts], last: str) -> Step:  # fmt: skip
    return Step(
        title, trail_of(file, last), fields, act, "提出申请", reverse("bureau:archive_file", args=[file.id]),
        then=lambda: reverse("bureau:lending", args=[made[0].id]),
        note=f"{file.title or '（已销毁）'}。本机关的人看正卷，由档案员批准；副卷、补充卷由负责人批准。批准以后每次打开都留痕（ARCH-40、ARCH-41）。",
    )  # fmt: skip


@page(Role.ARCHIVIST)
def lending_outside(request: BureauRequest, archived_id: UUID) -> HttpResponse:
    """Enter an outsider with a letter: court, procuratorate, supervision, another unit that is not on the platform."""
    file = held(request, archived_id)
    made: list[LendingFacts] = []

    def act(typed: Typed) -> str:
        outsider = Borrower(typed["name"], typed["unit"], letter=typed["letter"])
        made.append(operations.ask_loan(
            file_id=file.id, wanted=_wanted(typed), by=request.actor, at=timezone.now(), outsider=outsider
        ))  # fmt: skip
        return "已登记，等负责人批准。"

    who = (
        Field("name", "借阅人", required=True, help="按证件填写", attributes={"maxlength": 60}),
        Field("unit", "单位", required=True, example="示范县人民法院", attributes={"maxlength": 100}),
        Field("letter", "介绍信（公函）编号", required=True, example="示法调〔2026〕8号", attributes={"maxlength": 80}),
    )
    return step(request, _asking(f"外单位借阅：{file.catalogue_no}", file, (*who, *_fields(_items(file))), act, made, "外单位借阅"))  # fmt: skip


@page(*CASE_ROLES)
def lending_elsewhere(request: BureauRequest) -> HttpResponse:
    """Ask for a file of another organ of the platform, by its number; its head decides."""
    made: list[LendingFacts] = []
    others = [(str(one.id), one.name) for one in organs.organs() if one.id != request.actor.organ_id]

    def act(typed: Typed) -> str:
        file = queries.file_numbered(UUID(typed["organ"]), typed["catalogue_no"])
        if file is None:
            raise Invalid({"catalogue_no": ["这个机关没有这个档号，请核对；档号可以向该机关档案室询问"]})
        made.append(operations.ask_loan(file_id=file.id, wanted=_wanted(typed), by=request.actor, at=timezone.now()))
        return "已申请，等该机关负责人批准。"

    where = (
        Field("organ", "保管机关", "select", required=True, choices=[("", "请选择"), *others]),
        Field("catalogue_no", "档号", required=True, help="写完整的档号", attributes={"maxlength": 60}),
    )
    return step(request, Step(
        "借阅别的机关的档案", ((DESK[0], reverse(DESK[1])), ("别的机关", "")), (*where, *_fields(None)), act, "提出申请", reverse(DESK[1]),
        then=lambda: reverse("bureau:lending", args=[made[0].id]),
        note="由保管机关的负责人批准（ARCH-41）。批准以前看不到题名和目录；批准以后只能看批准的范围，每次打开都留痕。",
    ))  # fmt: skip


@page(*CASE_ROLES)
def lending_move(request: BureauRequest, lending_id: UUID, move: str) -> HttpResponse:
    """One step of a loan."""
    one, _ = seen_loan(request, lending_id)
    made = MOVES.get(move)
    if made is None or (move != "end" and not (request.actor.organ_id == one.organ_id and request.actor.has(*KEEPERS))):
        raise Http404
    if move == "out" and request.method != "POST" and not one.paper:
        return HttpResponseRedirect(reverse("bureau:lending", args=[one.id]))
    title, fields, act, note, danger = made(request, one)
    here = reverse("bureau:lending", args=[one.id])
    trail = ((DESK[0], reverse(DESK[1])), (one.catalogue_no, here), (title, ""))
    return step(request, Step(f"{title}：{one.catalogue_no}", trail, fields, act, title, here, then=here, note=note, danger=danger))  # fmt: skip


Made = tuple[str, tuple[Field, ...], Callable[[Typed], str], str, bool]


def _told(one: LendingFacts) -> str:
    letter = f"，{one.reader.letter}" if one.reader.letter else ""
    return f"{one.reader.unit} {one.reader.name}{letter}，{one.kind_name}，{one.extent_name}，{one.days} 天。用途：{one.purpose}"


def _grant(request: BureauRequest, one: LendingFacts) -> Made:
    def act(typed: Typed) -> str:
        operations.grant_loan(lending_id=one.id, opinion=typed["opinion"], by=request.actor, at=timezone.now())
        return "已批准，等档案员登记借出。" if one.paper else "已批准，借阅人现在可以阅览。"

    return (
        "批准",
        (Field("opinion", "意见", "textarea", "同意", attributes={"maxlength": 300}),),
        act,
        _told(one),
        False,
    )


def _refuse(request: BureauRequest, one: LendingFacts) -> Made:
    def act(typed: Typed) -> str:
        operations.refuse_loan(lending_id=one.id, opinion=typed["opinion"], by=request.actor, at=timezone.now())
        return "已登记不同意，申请人会看到理由。"

    field = Field("opinion", "理由", "textarea", required=True, attributes={"maxlength": 300})
    return "不同意", (field,), act, _told(one), False


def _out(request: BureauRequest, one: LendingFacts) -> Made:
    def act(typed: Typed) -> str:
        done = operations.hand_out(lending_id=one.id, by=request.actor, at=timezone.now())
        return f"已登记借出，请在 {done.until} 以前归还。"

    return "登记借出", (), act, f"{_told(one)}。当面清点页数后登记；期限从今天起算。", False


def _back(request: BureauRequest, one: LendingFacts) -> Made:
    def act(typed: Typed) -> str:
        done = operations.take_back(
            lending_id=one.id, condition=typed["condition"], note=typed["note"], by=request.actor, at=timezone.now()
        )
        return f"已登记：{done.condition_name}。"

    fields = (
        Field("condition", "检查结果", "radio", required=True, choices=[(str(key), name) for key, name in CONDITION_NAMES.items()]),
        Field("note", "情况", "textarea", help="破损、缺页、遗失的写明哪一件、第几页、怎样处理", attributes={"maxlength": 300}),
    )  # fmt: skip
    return "归还检查", fields, act, f"{one.reader.unit} {one.reader.name}归还。逐页清点，对照卷内目录和页数。", False


def _renew(request: BureauRequest, one: LendingFacts) -> Made:
    most = queries.lending_figure("renew_days", timezone.localdate())

    def act(typed: Typed) -> str:
        done = operations.renew_loan(
            lending_id=one.id, days=_days(typed["days"]), reason=typed["reason"], by=request.actor, at=timezone.now()
        )
        return f"已续借，到 {done.until}。"

    fields = (
        Field("days", "续借", "number", str(min(7, most)), required=True, unit="天", help=f"最长 {most} 天", attributes={"min": 1, "max": most}),
        Field("reason", "理由", "textarea", required=True, attributes={"maxlength": 300}),
    )  # fmt: skip
    return "续借", fields, act, f"现在到 {one.until}，已续借 {len(one.renewals)} 次。", False


def _end(request: BureauRequest, one: LendingFacts) -> Made:
    def act(typed: Typed) -> str:
        operations.end_loan(lending_id=one.id, reason=typed["reason"], by=request.actor, at=timezone.now())
        return "已办结，不能再看。"

    asked = one.state == "asked"
    field = Field("reason", "理由", "textarea", required=True, attributes={"maxlength": 300})
    note = "撤回以后需要的，重新申请。" if asked else "从现在起不能再看；看过的记录保留。"
    return "撤回申请" if asked else "提前收回", (field,), act, note, True


MOVES: dict[str, Callable[[BureauRequest, LendingFacts], Made]] = {
    "grant": _grant, "refuse": _refuse, "out": _out, "back": _back, "renew": _renew, "end": _end,
}  # fmt: skip
assert set(VOLUMES) == {*map(str, Volume), "added"}
