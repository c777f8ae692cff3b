"""印章管理: the register, the log of uses, from which day documents must bear a seal."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.foundation.sealing import KIND_NAMES
from mingjing.kernel.days import CHINA
from mingjing.organs import operations
from mingjing.organs import queries as organs
from mingjing.organs.queries import seals as seal_register
from mingjing.organs.terms.seals import SEAL_READERS, SEAL_STATES, SEAL_USERS, SealDraft, SealFacts, SealState
from mingjing.records import queries
from mingjing.records.terms import NotFound
from mingjing.records.terms.seals import SealingFacts
from mingjing.sites.bureau.views.filling import Step, Typed, as_day, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.sheets import sheet

PAGE = 50
MOVES = {SealState.STOPPED: "停用", SealState.ACTIVE: "恢复启用", SealState.CANCELLED: "注销"}
HEADINGS = ("盖章时间", "印章", "文书", "文号", "申请人", "盖章人", "核验", "盖章后的文件 SHA-256")
FOUND = {"good": "符合", "unknown": "不能全部判断", "bad": "不符合", "": "没有核验"}


@page(*SEAL_READERS)
def seals(request: BureauRequest) -> HttpResponse:
    """The organ's seals and their uses; a supervisor chooses the organ."""
    organ = asked_organ(request)
    since, until = as_day(request.GET.get("since", "")), as_day(request.GET.get("until", ""))
    offset = offset_of(request)
    used = _uses(request, organ.id, limit=PAGE + 1, offset=offset)
    fields = [Field("since", "从", "date", since), Field("until", "到", "date", until)]
    if request.actor.has(Role.SUPERVISOR):
        fields.insert(
            0, Field("organ", "机关", "select", organ.slug, choices=[(one.slug, one.name) for one in organs.organs()])
        )
    today = timezone.localdate()
    facts = {
        "organ": organ, "seals": seal_register.seals(organ.id), "rules": seal_register.sealing_rules(organ.id), "rule": seal_register.sealing_on(organ.id, today),
        "uses": used[:PAGE], "next": str(offset + PAGE) if len(used) > PAGE else "", "previous": str(max(0, offset - PAGE)) if offset else "",
        "filters": fields, "states": SEAL_STATES, "kinds": KIND_NAMES, "found": FOUND, "today": today, "form_name": form_name,
        "broken": queries.broken_seals(organ.id), "waiting": queries.count_waiting_seals(organ.id),
        "keeps": keeps(request, organ.id), "own": request.actor.organ_id == organ.id,
    }  # fmt: skip
    return render(request, "bureau/seals/seals.html", facts)


def offset_of(request: BureauRequest) -> int:
    """Where the page of the list begins; the first where the address was changed by hand."""
    told = request.GET.get("before", "") or request.GET.get("after", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 9 else 0


def _uses(
    request: BureauRequest, organ_id: UUID, *, seal_id: UUID | None = None, limit: int = PAGE, offset: int = 0
) -> tuple[SealingFacts, ...]:
    since, until = as_day(request.GET.get("since", "")), as_day(request.GET.get("until", ""))
    return queries.seal_uses(
        organ_id, seal_id=seal_id, limit=limit, offset=offset,
        since=datetime.combine(since, time.min, CHINA).astimezone(UTC) if since else None,
        until=datetime.combine(until, time.min, CHINA).astimezone(UTC) + timedelta(days=1) if until else None,
    )  # fmt: skip


def asked_organ(request: BureauRequest) -> Any:
    """The organ asked for, if a supervisor asks; else the person's own."""
    slug = request.GET.get("organ", "")
    if slug and request.actor.has(Role.SUPERVISOR):
        found = next((one for one in organs.organs() if one.slug == slug), None)
        if found is None:
            raise Http404
        return found
    return organs.organ(request.actor.organ_id)


def keeps(request: BureauRequest, organ_id: UUID) -> bool:
    """Whether to offer what only the head of the organ may do."""
    return bool(request.actor.organ_id == organ_id and request.actor.has(Role.HEAD))


def form_name(form: str) -> str:
    """The name of a form, or its id where there is none any more."""
    try:
        return queries.form(form).name
    except NotFound:
        return form


@page(*SEAL_READERS)
def seal_uses_export(request: BureauRequest, kind: str) -> HttpResponse:
    """The log of uses as a table."""
    organ = asked_organ(request)
    rows = [
        [f"{timezone.localtime(one.sealed_at):%Y-%m-%d %H:%M}" if one.sealed_at else "", one.seal_name, one.title, one.number, one.asked_name,
         one.sealed_name, FOUND[one.state], one.sha256]
        for one in _uses(request, organ.id, limit=5000)
    ]  # fmt: skip
    return sheet(kind, f"seal-uses-{organ.slug}", "用印登记", HEADINGS, rows)


def _seen(request: BureauRequest, seal_id: UUID) -> SealFacts:
    found = seal_register.seal(seal_id)
    if found is None or (found.organ_id != request.actor.organ_id and not request.actor.has(Role.SUPERVISOR)):
        raise Http404
    return found


@page(*SEAL_READERS)
def seal(request: BureauRequest, seal_id: UUID) -> HttpResponse:
    """One seal: what is registered, who may use it, its uses."""
    found, offset = _seen(request, seal_id), offset_of(request)
    used = _uses(request, found.organ_id, seal_id=found.id, limit=PAGE + 1, offset=offset)
    facts = {
        "one": found, "uses": used[:PAGE], "next": str(offset + PAGE) if len(used) > PAGE else "",
        "previous": str(max(0, offset - PAGE)) if offset else "", "states": SEAL_STATES, "kinds": KIND_NAMES, "found": FOUND,
        "keeps": keeps(request, found.organ_id), "problem": found.problem_on(timezone.localdate()), "form_name": form_name,
    }  # fmt: skip
    return render(request, "bureau/seals/seal.html", facts)


def trail(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Where a page about seals lies."""
    return (("电子印章", reverse("bureau:seals")), *more)


def _people(request: BureauRequest) -> list[tuple[str, str]]:
    """Who may keep or use a seal: in service, with a role that works on cases, none of the three administrators."""
    holders = organs.role_holders(request.actor.organ_id, timezone.now())
    fit = {one for role in SEAL_USERS for one in holders.get(role, ())}
    unfit = {
        one for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN) for one in holders.get(role, ())
    }
    return [(str(one.id), one.name) for one in organs.people(request.actor.organ_id) if one.id in fit - unfit]


def _who(request: BureauRequest, holder: str = "", users: tuple[str, ...] = ()) -> tuple[Field, ...]:
    people = _people(request)
    return (
        Field("holder", "保管人", "select", holder, required=True, choices=[("", "请选择"), *people]),
        Field(
            "users",
            "使用人",
            "checkboxes",
            users,
            choices=people,
            help="除保管人以外还有谁可以盖这枚章；不选就只有保管人",
        ),
    )


@page(Role.HEAD)
def seal_new(request: BureauRequest) -> HttpResponse:
    """Register a seal."""

    def act(typed: Typed) -> str:
        draft = SealDraft(
            typed["kind"], typed["name"], typed["owner"], UUID(typed["holder"]), tuple(UUID(one) for one in typed["users"]), typed["number"],
            typed["serial"], typed["valid_from"], typed["valid_to"], typed["filing_number"],
        )  # fmt: skip
        return f"“{operations.register_seal(draft=draft, by=request.actor, at=timezone.now()).name}”已登记。"

    own = organs.organ(request.actor.organ_id).name
    fields = (
        Field("kind", "种类", "select", required=True, choices=[("", "请选择"), *KIND_NAMES.items()], help="试点印章用本机关自己的证书，印面标明“试点”，不能当作政务电子印章"),
        Field("name", "印章名称", required=True, example=f"{own}行政处罚专用章", attributes={"maxlength": 80}),
        Field("owner", "所有者", value=own, required=True, attributes={"maxlength": 100}),
        Field("number", "印章编码", required=True, help="政务印章照印章平台的编码；试点印章自己编号", attributes={"maxlength": 80}),
        Field("filing_number", "备案号", help="政务电子印章必填", attributes={"maxlength": 80}),
        Field("serial", "证书序列号", required=True, help="十六进制，照证书“序列号”一项，不写空格和冒号", attributes={"maxlength": 80}),
        Field("valid_from", "有效期起", "date", required=True),
        Field("valid_to", "有效期止", "date", required=True),
        *_who(request),
    )  # fmt: skip
    return step(request, Step("登记电子印章", trail(("登记", "")), fields, act, "登记", reverse("bureau:seals")))


def _own(request: BureauRequest, seal_id: UUID) -> SealFacts:
    found = _seen(request, seal_id)
    if found.organ_id != request.actor.organ_id:
        raise Http404
    return found


@page(Role.HEAD)
def seal_lend(request: BureauRequest, seal_id: UUID) -> HttpResponse:
    """Another keeper, other users."""
    found = _own(request, seal_id)
    here = reverse("bureau:seal", args=[found.id])

    def act(typed: Typed) -> str:
        users = tuple(UUID(one) for one in typed["users"])
        operations.assign_seal(
            seal_id=found.id, holder_id=UUID(typed["holder"]), users=users, by=request.actor, at=timezone.now()
        )
        return f"“{found.name}”的保管人、使用人已更换。"

    fields = _who(request, str(found.holder_id), tuple(str(one) for one in found.users))
    where = trail((found.name, here), ("更换保管人、使用人", ""))
    return step(request, Step(f"更换保管人、使用人：{found.name}", where, fields, act, "更换", here, then=here))


@page(Role.HEAD)
def seal_move(request: BureauRequest, seal_id: UUID) -> HttpResponse:
    """Stop, start again, cancel."""
    found = _own(request, seal_id)
    here = reverse("bureau:seal", args=[found.id])

    def act(typed: Typed) -> str:
        operations.move_seal(
            seal_id=found.id, state=typed["state"], reason=typed["note"], by=request.actor, at=timezone.now()
        )
        return f"“{found.name}”已办理“{MOVES[SealState(typed['state'])]}”。"

    fields = (
        Field(
            "state",
            "怎样处理",
            "select",
            required=True,
            choices=[("", "请选择"), *((str(key), word) for key, word in MOVES.items())],
        ),
        Field("note", "理由", required=True, help="写明原因和批准；注销以后不能再启用", attributes={"maxlength": 200}),
    )
    where = trail((found.name, here), ("停用、启用、注销", ""))
    return step(request, Step(f"停用、启用、注销：{found.name}", where, fields, act, "办理", here, then=here))


@page(Role.HEAD)
def seal_require(request: BureauRequest) -> HttpResponse:
    """From which day which documents must bear a seal."""
    own = [
        (str(one.id), one.name) for one in seal_register.seals(request.actor.organ_id) if one.state == SealState.ACTIVE
    ]
    forms = sorted((each, queries.form(each).name) for each in outgoing())

    def act(typed: Typed) -> str:
        operations.require_seals(
            since=typed["since"], required=typed["required"] == "yes", forms=tuple(typed["forms"]), automatic=tuple(typed["automatic"]),
            seal_id=UUID(typed["seal"]) if typed["seal"] else None, reason=typed["reason"], by=request.actor, at=timezone.now(),
        )  # fmt: skip
        return f"已设定：从 {typed['since']} 起{'须盖章' if typed['required'] == 'yes' else '不再要求盖章'}。"

    note = "从这一天起新做的文书，按这里的要求进入“待盖章”；以前的文书不变。"
    fields = (
        Field("since", "从哪一天起", "date", timezone.localdate(), required=True),
        Field(
            "required",
            "要求",
            "select",
            required=True,
            choices=[("", "请选择"), ("yes", "须盖章"), ("no", "不再要求盖章")],
        ),
        Field("forms", "哪些文书", "checkboxes", (), choices=forms, help="不选就是所有送达当事人的文书"),
        Field(
            "automatic",
            "其中自动盖章的",
            "checkboxes",
            (),
            choices=forms,
            help="做成以后由系统用下面指定的印章盖；不选的由保管人、使用人盖",
        ),
        Field("seal", "自动盖哪枚章", "select", choices=[("", "不自动盖章"), *own]),
        Field(
            "reason", "依据", required=True, example="局办公会 2026 年第 9 次会议决定", attributes={"maxlength": 200}
        ),
    )
    where = trail(("盖章要求", ""))
    return step(request, Step("设定盖章要求", where, fields, act, "设定", reverse("bureau:seals"), note=note))


def outgoing() -> list[str]:
    """The forms of what goes out to parties."""
    return [each for each, _, _, _ in queries.form_texts() if queries.form(each).family == "outgoing"]
