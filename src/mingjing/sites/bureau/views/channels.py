"""Where published decisions must also stand: every channel, what is on its way, what failed, and the hand that helps."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases.queries import calendar
from mingjing.exchange import operations, queries
from mingjing.exchange.terms import (
    BY_PERSON,
    KEYED,
    KIND_NAMES,
    UNSETTLED,
    ChannelFacts,
    ChannelKind,
    DeliveryAct,
    DeliveryFacts,
)
from mingjing.foundation.access import Forbidden
from mingjing.foundation.pages import Field, filled
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Finding, Invalid, Refused
from mingjing.organs import queries as organs
from mingjing.sites.bureau.views.filling import Step, Typed, read, step
from mingjing.sites.bureau.views.gate import BureauRequest, page

READERS = (Role.PUBLICIST, Role.HEAD, Role.SUPERVISOR)
SHOWN = 30
_URGENCY = ("red", "amber", "green")


@page(*READERS, Role.SYSTEM_ADMIN)
def channels(request: BureauRequest) -> HttpResponse:
    """The channels; for publicists, heads and supervisors also publications × channels, trouble first."""
    supervises = request.actor.has(Role.SUPERVISOR)
    keeps = request.actor.has(Role.SYSTEM_ADMIN)
    organ_id = None if supervises or keeps else request.actor.organ_id
    today, reads = timezone.localdate(), request.actor.has(*READERS)
    found = queries.channels(organ_id)
    open_ = queries.deliveries(organ_id, tuple(UNSETTLED), today, limit=SHOWN, calendar=calendar()) if reads else ()
    facts = {
        "channels": found,
        "today": today,
        "keyed": KEYED,
        "by_person": BY_PERSON,
        "open": sorted(open_, key=lambda one: (_URGENCY.index(one.light), one.act != DeliveryAct.REMOVE, one.due)),
        "matrix": queries.matrix(organ_id, today, limit=SHOWN, calendar=calendar()) if reads else (),
        "columns": [one for one, _ in found if one.is_on(today)],
        "reads": reads,
        "acts": request.actor.has(Role.PUBLICIST, Role.HEAD) and not supervises,
        "keeps": keeps,
        "names": {one.id: one.name for one in organs.organs()} if organ_id is None else {},
    }
    return render(request, "bureau/channels/channels.html", facts)


def _own(request: BureauRequest, channel: ChannelFacts | None) -> ChannelFacts:
    if channel is None:
        raise Http404
    if channel.organ_id != request.actor.organ_id:
        raise Forbidden(f"{request.actor.name}不能办理其他机关的公示渠道。")
    return channel


def _trail(word: str) -> tuple[tuple[str, str], ...]:
    return (("公示渠道", reverse("bureau:channels")), (word, ""))


@page(Role.SYSTEM_ADMIN)
def channel_new(request: BureauRequest) -> HttpResponse:
    """Open a channel; a key that was made is shown on the answer of this form and never again."""
    kinds = [("", "请选择"), *((one.value, KIND_NAMES[one]) for one in ChannelKind)]
    bodies = [("", "请选择"), *((str(one.id), one.name) for one in organs.organs(timezone.localdate()))]
    fields = (
        Field("organ_id", "执法机关", "select", required=True, choices=bodies),
        Field("kind", "种类", "select", required=True, choices=kinds),
        Field("name", "名称", required=True, example="省行政执法公示平台", attributes={"maxlength": 60}),
        Field("target", "接口地址或者地点", help="接口写完整地址，以 https:// 开头；公示栏写在哪里", attributes={"maxlength": 300}),
        Field("since", "开通日期", "date", timezone.localdate(), required=True),
    )  # fmt: skip
    findings: tuple[Finding, ...] = ()
    errors: dict[str, list[str]] = {}
    status = 200
    if request.method == "POST":
        values, errors = read(fields, request.POST)
        status = 422
        if not errors:
            try:
                channel, key = operations.open_channel(
                    organ_id=UUID(values.pop("organ_id")), by=request.actor, at=timezone.now(), **values
                )
            except Invalid as problem:
                errors = problem.errors
            except Refused as problem:
                findings, status = problem.findings, 409
            else:
                return _opened(request, channel, key)
    facts = {
        "step": Step("开通公示渠道", _trail("开通公示渠道"), fields, lambda typed: "", "开通", reverse("bureau:channels")),
        "fields": filled(fields, request.POST or request.typed or {}, errors),
        "extra": [],
        "findings": findings,
    }  # fmt: skip
    return render(request, "bureau/step.html", facts, status=status)


def _opened(request: BureauRequest, channel: ChannelFacts, key: str) -> HttpResponse:
    if not key:
        messages.success(request, f"“{channel.name}”已开通，现在公示着的决定也会推送。")
        return HttpResponseRedirect(reverse("bureau:channels"))
    response = render(request, "bureau/channels/key.html", {"channel": channel, "key": key})
    response["Cache-Control"] = "no-store"
    return response


@page(Role.SYSTEM_ADMIN)
def channel_close(request: BureauRequest, channel_id: UUID) -> HttpResponse:
    """Switch a channel off; what it received is still taken back where a decision is withdrawn."""
    found = queries.channel(channel_id)
    if found is None:
        raise Http404
    name = found.name

    def act(typed: Typed) -> str:
        operations.close_channel(channel_id=channel_id, by=request.actor, at=timezone.now(), **typed)
        return f"“{name}”今天以后不再推送。"

    fields = (Field("reason", "停用的理由", required=True, attributes={"maxlength": 200}),)
    note = f"停用“{name}”：不再推送新的公示；已经推送过去的决定以后撤下的，仍会推送撤下。停用后不能再启用。"
    return step(
        request,
        Step("停用公示渠道", _trail("停用公示渠道"), fields, act, "停用", reverse("bureau:channels"), note=note, danger=True),
    )  # fmt: skip


def _delivery(request: BureauRequest, delivery_id: UUID) -> DeliveryFacts:
    found = queries.delivery(delivery_id)
    _own(request, found.channel if found else None)
    assert found is not None
    return found


@page(Role.PUBLICIST, Role.HEAD)
def delivery(request: BureauRequest, delivery_id: UUID) -> HttpResponse:
    """Help a delivery on by hand: send it again, or confirm that a person has put it up or taken it down."""
    found = _delivery(request, delivery_id)
    person = found.channel.kind in BY_PERSON

    def act(typed: Typed) -> str:
        if person:
            operations.confirm_delivery(delivery_id=delivery_id, by=request.actor, at=timezone.now(), **typed)
            return f"{found.number}：“{found.channel.name}”已{found.act_name}。"
        operations.retry(delivery_id=delivery_id, by=request.actor, at=timezone.now(), **typed)
        return f"{found.number}：马上重新推送到“{found.channel.name}”。"

    field = (
        Field(
            "proof", "凭据", required=True, example="11-10 大厅照片，或者更新副本的记录", attributes={"maxlength": 120}
        )
        if person
        else Field("reason", "重新推送的理由", required=True, example="对方已经修好接口", attributes={"maxlength": 200})
    )
    word = "确认渠道已经更新" if person else "重新推送"
    which = f"第 {found.seq} 版　" if found.seq else ""
    note = f"{found.number}　{found.act_name}　{which}到“{found.channel.name}”。现在：{found.state_name}"
    note += f"，试过 {found.attempts} 次，最近一次：{found.failure}" if found.failure else ""
    title = f"{word}：{found.number}"
    return step(request, Step(title, _trail(word), (field,), act, word, reverse("bureau:channels"), note=note))


@page(Role.PUBLICIST, Role.HEAD)
def channel_receipts(request: BureauRequest, channel_id: UUID) -> HttpResponse:
    """Take in a file of receipts that was carried back; what does not fit is said line by line."""
    found = _own(request, queries.channel(channel_id))
    errors: dict[str, list[str]] = {}
    problems: tuple[str, ...] = ()
    settled, done = 0, False
    if request.method == "POST":
        sent = request.FILES.get("file")
        try:
            if sent is None:
                raise Invalid({"file": ["请选择回执文件"]})
            settled, problems = operations.import_receipts(
                channel_id=channel_id,
                content=sent.read(6 * 1024 * 1024),
                by=request.actor,
                at=timezone.now(),
            )
            done = True
        except Invalid as problem:
            errors = problem.errors
    facts = {
        "channel": found,
        "field": Field("file", "回执文件", "file", required=True, errors=tuple(errors.pop("file", ())), attributes={"accept": ".json"}),
        "errors": [text for texts in errors.values() for text in texts],
        "problems": problems,
        "settled": settled,
        "done": done,
    }  # fmt: skip
    return render(
        request, "bureau/channels/receipts.html", facts, status=200 if done or request.method == "GET" else 422
    )
