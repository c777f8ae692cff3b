"""The register of parties, for people who work on cases; numbers of citizens are masked."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.parties import operations, queries
from mingjing.parties.terms import ID_TYPE_NAMES, KIND_NAMES, IdType, PartyDraft, PartyFacts, PartyKind
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page

KEEPERS = (Role.HANDLER, Role.EXAMINER, Role.SUPERVISOR)
DETAILS = (
    Field("kind", "类别", "select", choices=(("", "请选择"), *KIND_NAMES.items())),
    Field("name", "名称（姓名）", attributes={"maxlength": 200}, help="与营业执照、身份证件一致"),
    Field(
        "id_type", "证件种类", "select",
        choices=(("", "按类别：单位为统一社会信用代码，个人为身份证"), *((key, ID_TYPE_NAMES[key]) for key in IdType)),
    ),
    Field("id_number", "证件号码", attributes={"maxlength": 40}),
    Field("address", "住所（住址）", attributes={"maxlength": 300}),
    Field("phone", "联系电话", "tel", attributes={"maxlength": 40}),
    Field("representative", "法定代表人（负责人、经营者）", attributes={"maxlength": 60}),
    Field("representative_post", "职务", attributes={"maxlength": 60}),
    Field("birth_on", "出生日期", "date", help="没有身份证号码的自然人填写"),
)  # fmt: skip
REASON = Field(
    "reason",
    "更正原因",
    required=True,
    wide=True,
    attributes={"maxlength": 200},
    example="营业执照 2026-09-20 变更了名称",
)


@page(*CASE_ROLES)
def parties(request: BureauRequest) -> HttpResponse:
    """Parties by name or number."""
    word = request.GET.get("q", "").strip()[:60]
    facts = {
        "word": word,
        "parties": queries.find(word, 50),
        "filters": (Field("q", "名称、姓名，信用代码（前六位以上）或完整的证件号码", "search", word, wide=True),),
        "may_keep": request.actor.has(*KEEPERS),
    }
    return render(request, "bureau/parties.html", facts)


@page(*CASE_ROLES)
def party(request: BureauRequest, party_id: UUID) -> HttpResponse:
    """One party and every version of its registration."""
    versions = queries.versions(party_id)
    if not versions:
        raise Http404
    facts = {
        "party": versions[-1],
        "versions": versions[::-1],
        "hide": versions[-1].kind == PartyKind.CITIZEN,
        "may_keep": request.actor.has(*KEEPERS),
    }
    return render(request, "bureau/party.html", facts)


@page(*KEEPERS)
def party_new(request: BureauRequest) -> HttpResponse:
    """Register a party."""
    made: list[PartyFacts] = []

    def act(typed: Typed) -> str:
        known = queries.existing(typed["kind"], typed["id_number"]) if typed["id_number"] else None
        made.append(known or operations.register(draft=drafted(typed), by=request.actor, at=timezone.now()))
        return f"这个号码已经登记过（{known.name}），没有另行登记。" if known else f"已登记{made[0].name}。"

    home = reverse("bureau:parties")
    fields = tuple(replace(one, required=one.name in {"kind", "name"}) for one in DETAILS)
    return step(request, Step(
        "登记当事人", (("当事人", home), ("登记", "")), fields, act, "登记", home,
        then=lambda: reverse("bureau:party", args=[made[0].id]),
    ))  # fmt: skip


@page(*KEEPERS)
def party_amend(request: BureauRequest, party_id: UUID) -> HttpResponse:
    """Amend what is registered of a party; the version before is kept."""
    versions = queries.versions(party_id)
    if not versions:
        raise Http404
    one = versions[-1]

    def act(typed: Typed) -> str:
        changes = {field.name: typed[field.name] for field in fields if field.name in given}
        if hide and not typed["id_number"]:
            changes.pop("id_number")
        done = operations.amend(
            party_id=one.id, changes=changes, reason=typed["reason"], by=request.actor, at=timezone.now(),
            version=int(typed["version"]) if typed["version"].isdecimal() else 0,
        )  # fmt: skip
        return f"已更正登记，现在是第 {done.version} 版。办理中的案件要用新登记的，请在案件里办理“变更当事人”。"

    home = reverse("bureau:party", args=[one.id])
    hide = one.kind == PartyKind.CITIZEN
    given = {name: "" if value is None else str(value) for name, value in asdict(one).items()}
    fields = tuple(replace(field, value=given[field.name]) for field in DETAILS if field.name != "kind")
    if hide:
        kept = f"现在是 {one.masked_id}；不改就留空"
        fields = tuple(replace(each, value="", help=kept) if each.name == "id_number" else each for each in fields)
    seen = Field("version", type="hidden", value=str(one.version))
    note = "原来的登记作为旧版本保留，已经办理的案件仍按当时的登记；换成另一个人或者另一个单位的，请另行登记。"
    return step(request, Step(
        f"更正{one.name}的登记", (("当事人", reverse("bureau:parties")), (one.name, home), ("更正登记", "")),
        (*fields, REASON, seen), act, "更正登记", home, note=note, aliases={"changes": "name"},
    ))  # fmt: skip


def drafted(typed: Mapping[str, Any]) -> PartyDraft:
    """The registration as it was typed."""
    return PartyDraft(**{one.name: typed[one.name] for one in DETAILS} | {"birth_on": typed["birth_on"] or None})
