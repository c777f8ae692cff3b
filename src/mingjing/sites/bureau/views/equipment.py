"""记录设备和办案场所: the register, the custody log, and what is wrong with them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field, page_url
from mingjing.organs import queries as organs
from mingjing.records import operations, queries
from mingjing.records.terms import KEEPERS, WORKERS, NotFound
from mingjing.records.terms.devices import (
    DEVICE_KINDS,
    DEVICE_STATES,
    EQUIPMENT_READERS,
    ROOM_KINDS,
    DeviceDraft,
    DeviceFacts,
)
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page

MOVES = {"repair": "送修", "in": "修好入库", "retired": "报废"}


@page(*EQUIPMENT_READERS)
def equipment(request: BureauRequest) -> HttpResponse:
    """The organ's equipment and rooms; a supervisor chooses the organ."""
    organ = _organ(request)
    facts = {
        "organ": organ,
        "choices": [(one.slug, one.name) for one in organs.organs()] if request.actor.has("supervisor") else [],
        "devices": queries.devices(organ.id),
        "rooms": queries.rooms(organ.id),
        "alerts": queries.equipment_alerts(organ.id, timezone.now()),
        "kinds": DEVICE_KINDS,
        "states": DEVICE_STATES,
        "room_kinds": ROOM_KINDS,
        "keeps": _own(request, organ.id) and request.actor.has(*KEEPERS),
        "uses": _own(request, organ.id) and request.actor.has(*WORKERS),
        "now": timezone.now(),
    }
    return render(request, "bureau/equipment/equipment.html", facts)


@page(*EQUIPMENT_READERS)
def equipment_rules(request: BureauRequest) -> HttpResponse:
    """制度参数: every figure of the management rule as the organ has it today, and which rule does what with it (R-10)."""
    organ = _organ(request)
    facts = {
        "organ": organ, "lines": queries.figure_lines(organ.code, timezone.localdate()), "problem": queries.problem_of(organ.code),
        "choices": [(one.slug, one.name) for one in organs.organs()] if request.actor.has("supervisor") else [],
        "text": page_url("portal:lists_of", organ.slug, default=""), "keeping": queries.keeping_remarks(organ.id, timezone.localdate()), "alerts": len(queries.equipment_alerts(organ.id, timezone.now())),
    }  # fmt: skip
    return render(request, "bureau/equipment/rules.html", facts)


def _own(request: BureauRequest, organ_id: UUID) -> bool:
    return bool(request.actor.organ_id == organ_id)


def _organ(request: BureauRequest) -> Any:
    """The organ asked for, if a supervisor asks; else the person's own."""
    slug = request.GET.get("organ", "")
    if slug and request.actor.has("supervisor"):
        found = next((one for one in organs.organs() if one.slug == slug), None)
        if found is None:
            raise Http404
        return found
    return organs.organ(request.actor.organ_id)


def _seen(request: BureauRequest, device_id: UUID) -> DeviceFacts:
    try:
        found = queries.device(device_id)
    except NotFound as problem:
        raise Http404(str(problem)) from None
    if not _own(request, found.organ_id) and not request.actor.has("supervisor"):
        raise Http404
    return found


@page(*EQUIPMENT_READERS)
def device(request: BureauRequest, device_id: UUID) -> HttpResponse:
    """One piece of equipment and its custody log."""
    found = _seen(request, device_id)
    own = _own(request, found.organ_id)
    facts = {
        "one": found,
        "steps": queries.device_steps(found.id),
        "kinds": DEVICE_KINDS,
        "states": DEVICE_STATES,
        "keeps": own and request.actor.has(*KEEPERS),
        "uses": own and request.actor.has(*WORKERS),
        "alerts": queries.device_alerts(found, timezone.now()),
    }
    return render(request, "bureau/equipment/device.html", facts)


def _trail(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return (("记录设备", reverse("bureau:equipment")), *more)


@page(*KEEPERS)
def device_new(request: BureauRequest) -> HttpResponse:
    """Register a piece of equipment."""

    def act(typed: Typed) -> str:
        draft = DeviceDraft(typed["kind"], typed["code"], typed["model"], typed["serial"])
        return f"{operations.register_device(draft=draft, by=request.actor, at=timezone.now()).name} 已登记。"

    fields = (
        Field("kind", "种类", "select", required=True, choices=[("", "请选择"), *DEVICE_KINDS.items()]),
        Field("code", "编号", required=True, example="记-03", help="照设备上的标签", attributes={"maxlength": 40}),
        Field("model", "型号", attributes={"maxlength": 80}),
        Field("serial", "出厂编号", attributes={"maxlength": 80}),
    )
    back = reverse("bureau:equipment")
    return step(request, Step("登记记录设备", _trail(("登记", "")), fields, act, "登记", back))


@page(*WORKERS)
def device_take(request: BureauRequest, device_id: UUID) -> HttpResponse:
    """Take a piece of equipment out."""
    found = _seen(request, device_id)
    here = reverse("bureau:device", args=[found.id])

    def act(typed: Typed) -> str:
        taken = operations.take_device(device_id=found.id, by=request.actor, at=timezone.now())
        return f"{taken.name} 已领用，请在 {timezone.localtime(taken.back_by):%Y-%m-%d %H:%M} 以前交回。"

    note = "领用时检查电量、存储和时钟；交回时登记。"
    return step(
        request,
        Step(
            f"领用 {found.name}", _trail((found.name, here), ("领用", "")), (), act, "领用", here, then=here, note=note
        ),
    )


CHECKED = (
    Field("clock_offset", "时钟误差", "number", "0", required=True, unit="秒", help="设备比标准时间快写正数，慢写负数"),
    Field("free", "剩余存储", "number", required=True, unit="%", attributes={"min": 0, "max": 100}),
)


def _whole(text: str) -> int | None:
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 10 else None


def _checked(request: BureauRequest, device_id: UUID, verb: str, note: Callable[..., DeviceFacts]) -> HttpResponse:
    """The form that asks for clock and storage, and the act that notes them."""
    found = _seen(request, device_id)
    here = reverse("bureau:device", args=[found.id])

    def act(typed: Typed) -> str:
        offset, free = _whole(typed["clock_offset"]), _whole(typed["free"])
        note(device_id=found.id, clock_offset=offset, free=free, by=request.actor, at=timezone.now())
        return f"{found.name} 已登记{verb}。"

    trail = _trail((found.name, here), (verb, ""))
    return step(request, Step(f"{verb} {found.name}", trail, CHECKED, act, f"登记{verb}", here, then=here))


@page(*WORKERS)
def device_return(request: BureauRequest, device_id: UUID) -> HttpResponse:
    """Give it back, with clock and storage."""
    return _checked(request, device_id, "交回", operations.return_device)


@page(*WORKERS)
def device_check(request: BureauRequest, device_id: UUID) -> HttpResponse:
    """Note clock and storage."""
    return _checked(request, device_id, "检查", operations.check_device)


@page(*KEEPERS)
def device_move(request: BureauRequest, device_id: UUID) -> HttpResponse:
    """To repair, back from it, or out of the register."""
    found = _seen(request, device_id)
    here = reverse("bureau:device", args=[found.id])

    def act(typed: Typed) -> str:
        operations.move_device(
            device_id=found.id, state=typed["state"], note=typed["note"], by=request.actor, at=timezone.now()
        )
        return f"{found.name} 已登记“{MOVES[typed['state']]}”。"

    fields = (
        Field("state", "怎样处理", "select", required=True, choices=[("", "请选择"), *MOVES.items()]),
        Field("note", "理由", required=True, help="报废的写明批准", attributes={"maxlength": 200}),
    )
    return step(
        request,
        Step(
            f"送修、报废 {found.name}",
            _trail((found.name, here), ("送修、报废", "")),
            fields,
            act,
            "登记",
            here,
            then=here,
        ),
    )


@page(*KEEPERS)
def room_new(request: BureauRequest) -> HttpResponse:
    """Register a room."""

    def act(typed: Typed) -> str:
        given = {key: typed[key] for key in ("kind", "name", "place")}
        made = operations.register_room(
            recorded=typed["recorded"] == "yes", by=request.actor, at=timezone.now(), **given
        )
        return f"“{made.name}”已登记。"

    fields = (
        Field("kind", "种类", "select", required=True, choices=[("", "请选择"), *ROOM_KINDS.items()]),
        Field("name", "名称", required=True, example="第一询问室", attributes={"maxlength": 60}),
        Field("place", "地点", required=True, example="办公楼 2 层 203", attributes={"maxlength": 200}),
        Field(
            "recorded",
            "全程同步录音录像",
            "select",
            required=True,
            choices=[("", "请选择"), ("yes", "有"), ("no", "没有")],
        ),
    )
    return step(
        request, Step("登记办案场所", _trail(("登记场所", "")), fields, act, "登记", reverse("bureau:equipment"))
    )


@page(*KEEPERS)
def room_close(request: BureauRequest, room_id: UUID) -> HttpResponse:
    """Close a room."""
    found = next((one for one in queries.rooms(request.actor.organ_id) if one.id == room_id), None)
    if found is None:
        raise Http404

    def act(typed: Typed) -> str:
        operations.close_room(room_id=found.id, by=request.actor, at=timezone.now())
        return f"“{found.name}”已停用。"

    back = reverse("bureau:equipment")
    note = f"“{found.name}”停用后留在登记簿里，不再计入配备。"
    return step(request, Step("停用场所", _trail(("停用场所", "")), (), act, "停用", back, note=note, danger=True))
