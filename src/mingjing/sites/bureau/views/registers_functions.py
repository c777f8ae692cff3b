"""Recording that functions of an organ change (机构职能调整), and withdrawing a mistaken record."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.organs import operations, queries
from mingjing.organs.terms import FUNCTION_MOVE_NAMES, FunctionDraft, FunctionMove, OrganFacts
from mingjing.publicity import queries as lists
from mingjing.publicity.terms import kinds
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.registers_organs import kept_organ

ITEM_LISTS = ("matter", "random_check", "joint_check", "guide")
NOTE = (
    "生效之日起，原机关不能再以划转、取消的事项立案、检查、列入公开的清单（ORG-22）；受影响的公开内容在门户标明“机构职能已调整，正在更新”，"
    "并列在机关的事前公示工作台，直到新的一版发布。机关更名、合并、撤销的，还要在“变更登记”“失效”里办理主体登记。"
)


@page(Role.SYSTEM_ADMIN)
def functions_new(request: BureauRequest, slug: str) -> HttpResponse:
    """Record a change of functions of an organ that this administrator keeps."""
    facts = kept_organ(request, slug)
    items = _items(facts)

    def act(typed: Typed) -> str:
        chosen = {value: item for value, item in items.items() if value in typed["items"]}
        draft = FunctionDraft(
            organ_id=facts.id, move=typed["move"], title=typed["title"], number=typed["number"],
            effective_on=typed["effective_on"], receiver_id=UUID(typed["receiver_id"]) if typed["receiver_id"] else None,
            items=tuple(chosen.values()), new_name=typed["new_name"], reason=typed["reason"].replace("\r\n", "\n"),
        )  # fmt: skip
        made = operations.record_functions(draft=draft, by=request.actor, at=timezone.now())
        count = len(lists.displaced(facts.id, None))
        return f"已登记{FUNCTION_MOVE_NAMES[FunctionMove(made.move)]}，{made.effective_on} 起生效；{facts.name}有 {count} 项公开内容要更新。"

    others = [(str(one.id), one.name) for one in queries.organs() if one.id != facts.id]
    fields = (
        Field("move", "调整方式", "select", required=True, choices=[(one.value, FUNCTION_MOVE_NAMES[one]) for one in FunctionMove]),
        Field("effective_on", "生效日期", "date", required=True),
        Field("title", "依据文件", "text", required=True, example="关于调整示范县应急管理局职能的通知"),
        Field("number", "文号", "text", required=True, example="示编〔2026〕12号"),
        Field("receiver_id", "承接机关", "select", choices=[("", "没有承接机关"), *others], help="划转、合并的必填"),
        Field("new_name", "新的机关名称", "text", help="更名的必填"),
        Field("items", "划转或者取消的事项", "checkboxes", choices=[(value, f"{kinds()[item[0]].title}　{item[1]}　{item[2]}") for value, item in items.items()],
              help="取自本机关公开的清单；合并、撤销、更名的不用选" if items else "本机关还没有公开的事项，先在“事前公示”里公布"),
        Field("reason", "说明", "textarea", required=True, help="调整了什么，在办案件怎样衔接", rows=3),
    )  # fmt: skip
    return step(request, Step(
        f"登记{facts.name}的职能调整", _trail(facts, "职能调整"), fields, act, "登记", _home(facts), note=NOTE,
        aliases={"change": "number"},
    ))  # fmt: skip


@page(Role.SYSTEM_ADMIN)
def functions_withdraw(request: BureauRequest, slug: str, change_id: UUID) -> HttpResponse:
    """Withdraw a record that was mistaken; it stays readable."""
    facts = kept_organ(request, slug)
    change = next((one for one in queries.function_changes(facts.id, withdrawn=True) if one.id == change_id), None)
    if change is None or change.organ_id != facts.id:
        raise Http404

    def act(typed: Typed) -> str:
        operations.withdraw_functions(
            change_id=change.id, reason=typed["reason"].replace("\r\n", "\n"), by=request.actor, at=timezone.now()
        )
        return f"已撤回{change.document}的职能调整，原来的标注和限制不再适用。"

    fields = (Field("reason", "撤回的理由", "textarea", required=True, rows=2),)
    return step(request, Step(
        f"撤回职能调整：{change.document}", _trail(facts, "撤回职能调整"), fields, act, "撤回", _home(facts), danger=True,
        note="只用于登记有误；文件本身改变的，另登记一条。",
    ))  # fmt: skip


def _items(facts: OrganFacts) -> dict[str, tuple[str, str, str]]:
    """What the organ has in public and may lose, by the value of its box."""
    found = [one for kind in ITEM_LISTS for one in lists.public_entries(kind, facts.code)]
    return {f"{one.kind}:{one.code}": (one.kind, one.code, one.name) for one in found}


def _home(facts: OrganFacts) -> str:
    return reverse("bureau:organ", args=[facts.slug])


def _trail(facts: OrganFacts, here: str) -> tuple[tuple[str, str], ...]:
    return (("执法机关", reverse("bureau:organs")), (facts.name, _home(facts)), (here, ""))
