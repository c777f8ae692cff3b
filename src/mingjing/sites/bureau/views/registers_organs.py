"""Keeping the register of organs: adding, changing, retiring."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.access import Forbidden
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.organs import operations, queries
from mingjing.organs.terms import (
    DOMAIN_NAMES,
    LEVEL_NAMES,
    ORGAN_KIND_NAMES,
    Domain,
    Level,
    OrganDraft,
    OrganFacts,
    OrganKind,
)
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page

REASON = Field("reason", "理由或者依据", "text", required=True, wide=True, example="示机编〔2026〕3 号")
SLUG = "小写字母开头，网址里用，登记后不再改"
Trail = tuple[tuple[str, str], ...]


@page(Role.SYSTEM_ADMIN)
def organ_new(request: BureauRequest) -> HttpResponse:
    """Register an organ below one that this administrator keeps."""
    every = looked_after(request)
    made: list[OrganFacts] = []
    top = operations.may_keep(request.actor, None)

    def act(typed: Typed) -> str:
        draft = OrganDraft(**_as_draft(typed))
        made.append(operations.register_organ(draft=draft, by=request.actor, at=timezone.now()))
        return f"已登记{made[0].name}。接着登记它的人员，开通账号。"

    fields = (
        *_identity(None), _parent(every, None, top), _principal(None), *_details(None),
        Field("slug", "地址名", "text", required=True, help=SLUG, example="yjj"),
        Field("effective_from", "生效日期", "date", required=True),
    )  # fmt: skip
    back = reverse("bureau:organs")
    return step(request, Step(
        "登记执法机关", (("执法机关", back), ("登记执法机关", "")), fields, act, "登记", back,
        then=lambda: reverse("bureau:organ", args=[made[0].slug]),
        note="登记后在门户公示（国办发〔2018〕118号（四））。名称、机关代字、地址名和统一社会信用代码都不能与已登记的重复。",
    ))  # fmt: skip


@page(Role.SYSTEM_ADMIN)
def organ_change(request: BureauRequest, slug: str) -> HttpResponse:
    """Change what is registered; the form carries the mark of the state it shows."""
    facts = kept_organ(request, slug)
    every = tuple(one for one in queries.organs() if one.id != facts.id)
    top = facts.parent_id is None

    def act(typed: Typed) -> str:
        reason, seen = typed.pop("reason"), typed.pop("seen")
        wanted = _as_draft(typed)
        changes: dict[str, object] = {name: value for name, value in wanted.items() if value != getattr(facts, name)}
        operations.amend_organ(
            organ_id=facts.id, changes=changes, reason=reason, by=request.actor, at=timezone.now(), seen=seen
        )
        return f"已变更{facts.name}的登记：{len(changes)} 项，变更前后都记入台账。"

    fields = (
        *_identity(facts), _parent(every, facts, top), _principal(facts), *_details(facts),
        Field("effective_from", "生效日期", "date", facts.effective_from, required=True),
        Field("effective_to", "失效日期", "date", facts.effective_to, help="不填就是一直有效；最后一天仍算有效"),
        REASON, Field("seen", type="hidden", value=facts.mark),
    )  # fmt: skip
    return step(request, Step(
        f"变更{facts.name}的登记", _trail(facts, "变更登记"), fields, act, "变更", _home(facts), aliases={"changes": "记录"},
    ))  # fmt: skip


@page(Role.SYSTEM_ADMIN)
def organ_retire(request: BureauRequest, slug: str) -> HttpResponse:
    """Set the last day on which the organ may act."""
    facts = kept_organ(request, slug)

    def act(typed: Typed) -> str:
        operations.amend_organ(
            organ_id=facts.id, changes={"effective_to": typed["effective_to"]}, reason=typed["reason"],
            by=request.actor, at=timezone.now(), seen=typed["seen"],
        )  # fmt: skip
        return f"{facts.name}自 {typed['effective_to']} 之后不再执法，门户同时标明。"

    fields = (
        Field("effective_to", "最后一天", "date", timezone.localdate(), required=True, help="这一天仍可执法"),
        REASON, Field("seen", type="hidden", value=facts.mark),
    )  # fmt: skip
    note = "失效以后不能再以这个机关的名义立案、作出决定；已有的案件和公示都保留。机关合并、撤销的，请先办结或者移交在办案件。"
    return step(request, Step(
        f"{facts.name}失效", _trail(facts, "登记失效"), fields, act, "登记失效", _home(facts), note=note, danger=True
    ))  # fmt: skip


def looked_after(request: BureauRequest) -> tuple[OrganFacts, ...]:
    """The organs this administrator looks after, by name."""
    known = operations.reach(request.actor)
    return tuple(one for one in queries.organs() if known is None or one.id in known)


def kept_organ(request: BureauRequest, slug: str) -> OrganFacts:
    """The organ of an address, for those who keep its register. Raises Http404, Forbidden."""
    facts = queries.organ_by_slug(slug)
    if facts is None:
        raise Http404
    require_keeping(request, facts)
    return facts


def require_keeping(request: BureauRequest, facts: OrganFacts) -> None:
    """Raises Forbidden where the organ lies outside what this administrator keeps."""
    if not operations.may_keep(request.actor, facts.id):
        raise Forbidden(f"{request.actor.name}不能登记{facts.name}的事项：须由该机关或者其上级机关的系统管理员办理。")


def _home(facts: OrganFacts) -> str:
    return reverse("bureau:organ", args=[facts.slug])


def _trail(facts: OrganFacts, here: str) -> Trail:
    return (("执法机关", reverse("bureau:organs")), (facts.name, _home(facts)), (here, ""))


def _identity(facts: OrganFacts | None) -> tuple[Field, ...]:
    def text(name: str, default: str = "") -> Any:
        return getattr(facts, name, default)

    return (
        Field("name", "机关名称", "text", text("name"), required=True, example="示范县应急管理局"),
        Field("code", "机关代字", "text", text("code"), required=True, help="文书编号用", example="示应急"),
        Field("uscc", "统一社会信用代码", "text", text("uscc"), help="18 位，系统核对校验位"),
        Field("level", "层级", "select", text("level", "county"), required=True, choices=[(one.value, LEVEL_NAMES[one]) for one in Level]),
        Field("kind", "主体类型", "select", text("kind"), required=True, choices=[(one.value, ORGAN_KIND_NAMES[one]) for one in OrganKind]),
        Field("domain", "执法领域", "select", text("domain"), required=True, choices=[(one.value, DOMAIN_NAMES[one]) for one in Domain]),
    )  # fmt: skip


def _parent(every: tuple[OrganFacts, ...], facts: OrganFacts | None, top: bool) -> Field:
    none = [("", "没有上级机关")] if top else []
    chosen = facts.parent_id if facts else (every[0].id if every else "")
    return Field(
        "parent_id", "上级机关", "select", chosen or "", choices=[*none, *((str(one.id), one.name) for one in every)]
    )


def _principal(facts: OrganFacts | None) -> Field:
    names = [("", "不是受委托执法"), *((str(one.id), one.name) for one in queries.organs() if one != facts)]
    return Field(
        "principal_id", "委托机关", "select", (facts.principal_id if facts else "") or "", choices=names,
        help="受委托执法的组织才填（行政处罚法第二十条）",
    )  # fmt: skip


def _details(facts: OrganFacts | None) -> tuple[Field, ...]:
    def text(name: str, label: str, **more: Any) -> Field:
        return Field(name, label, more.pop("type", "text"), getattr(facts, name, ""), **more)

    return (
        text("region", "行政区域", required=True), text("region_code", "行政区划代码"), text("government", "本级人民政府", required=True),
        text("address", "办公地址"), text("phone", "联系电话", type="tel"),
        text("supervision", "监督渠道", help="投诉举报的电话、信箱或者网址，门户公示", example="0000-12345"),
        text("reconsideration_body", "行政复议机关", help="写进文书的救济告知"), text("court", "管辖法院", help="写进文书的救济告知"),
        text("bank", "罚款代收银行"), text("bank_account_name", "罚款账户名称"), text("bank_account", "罚款账号"),
        text("basis", "执法依据", type="textarea", help="授权组织须写明授权的法律、法规"),
    )  # fmt: skip


def _as_draft(typed: Typed) -> dict[str, Any]:
    ids = {name: UUID(typed[name]) if typed[name] else None for name in ("parent_id", "principal_id")}
    kept = {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in typed.items()}
    return kept | ids | {"uscc": typed["uscc"].upper()}
