"""The acts on a plan of a random draw: draw up, approve, freeze, enter the public number, draw, dispatch, replace, stop."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.inspections import operations, queries
from mingjing.inspections.terms import KEEPERS, SWAP_NAMES, SWAPS, PlanDraft, PlanFacts, Source
from mingjing.sites.bureau.views.draws import seen
from mingjing.sites.bureau.views.filling import Step, Typed, step, wholes
from mingjing.sites.bureau.views.gate import BureauRequest, page

HOME = "随机抽查"
NUMBERS = ("year", "wanted", "ratio", "team")


def trail(found: PlanFacts | None, title: str) -> tuple[tuple[str, str], ...]:
    """Where a form lies."""
    here = ((found.number, reverse("bureau:draw", args=[found.id])),) if found else ()
    return ((HOME, reverse("bureau:draws")), *here, (title, ""))


@page(*KEEPERS)
def draw_new(request: BureauRequest) -> HttpResponse:
    """Draw up a plan."""
    made: list[PlanFacts] = []

    def act(typed: Typed) -> str:
        made.append(operations.make_plan(draft=_draft(typed), by=request.actor, at=timezone.now()))
        return f"已拟定 {made[0].number}。接着登记企业名单和人员名单，由负责人批准。"

    return step(request, Step(
        "拟定抽查计划", trail(None, "拟定抽查计划"), _fields(request, None), act, "保存", reverse("bureau:draws"),
        then=lambda: reverse("bureau:draw", args=[made[0].id]),
        note="抽查事项、数量和公布日期随计划公开。名单冻结、公布摘要以后才抽取，谁都能重算（国办发〔2015〕58号）。",
    ))  # fmt: skip


@page(*KEEPERS)
def draw_amend(request: BureauRequest, plan_id: UUID) -> HttpResponse:
    """Change a plan before it is approved."""
    found = kept(request, plan_id)

    def act(typed: Typed) -> str:
        operations.amend_plan(plan_id=plan_id, draft=_draft(typed), by=request.actor, at=timezone.now())
        return f"{found.number} 已修改。"

    back = reverse("bureau:draw", args=[plan_id])
    return step(request, Step("修改抽查计划", trail(found, "修改"), _fields(request, found), act, "保存", back))


def _fields(request: BureauRequest, found: PlanFacts | None) -> tuple[Field, ...]:
    today = timezone.localdate()
    items = [
        (str(one.entry_id), f"{one.name}（{one.code}）") for one in queries.drawable(request.actor.organ_id, today)
    ]
    chosen = [one["entry"] for one in found.items] if found else []
    none = "只列出本机关公开的事项" if items else "本机关还没有公开的抽查事项，先到“事前公示”发布"
    return (
        Field("title", "计划名称", value=found.title if found else "", required=True, wide=True, example=f"{today.year} 年危险化学品企业双随机抽查", attributes={"maxlength": 120}),
        Field("year", "年度", "number", found.year if found else today.year, required=True, attributes={"maxlength": 4, "inputmode": "numeric"}),
        Field("announced_on", "公布日期", "date", found.announced_on if found else today, required=True, help="计划向社会公布的日期"),
        Field("items", "抽查事项", "checkboxes", chosen, required=True, choices=items, help=none, wide=True),
        Field("scope", "抽查范围", value=found.scope if found else "", wide=True, example="示范县内取得危险化学品经营许可的企业", attributes={"maxlength": 300}),
        Field("wanted", "抽取数量", "number", (found.wanted or "") if found else "", unit="家", help="数量和比例写一个", attributes={"inputmode": "numeric"}),
        Field("ratio", "抽取比例", "number", (found.ratio or "") if found else "", unit="%", help="按冻结时的企业数计算，不足一家的进一", attributes={"inputmode": "numeric"}),
        Field("team", "每家选派", "number", found.team if found else 2, required=True, unit="人", help="不少于两人", attributes={"inputmode": "numeric"}),
    )  # fmt: skip


def _draft(typed: Typed) -> PlanDraft:
    """What was typed. Raises Invalid for a number that is none."""
    numbers = wholes({name: typed[name] or "0" for name in NUMBERS}, NUMBERS)
    items = tuple(UUID(one) for one in typed["items"])
    return PlanDraft(typed["title"], items=items, announced_on=typed["announced_on"], scope=typed["scope"], **numbers)


def kept(request: BureauRequest, plan_id: UUID) -> PlanFacts:
    """A plan of the own organ, for who fills its lists and draws. Raises Http404, Forbidden."""
    found = seen(request, plan_id)
    operations.keeps_draws.require(request.actor, found.organ_id, doing="办理抽查计划")
    return found


@page(*KEEPERS)
def draw_freeze(request: BureauRequest, plan_id: UUID) -> HttpResponse:
    """Freeze the lists and publish their hashes."""
    found = kept(request, plan_id)
    counts, before = queries.pool_counts(plan_id), next(iter(queries.freezes(plan_id)), None)

    def act(typed: Typed) -> str:
        source = Source(typed["what"], typed["where"], typed["on"])
        done = operations.freeze(
            plan_id=plan_id, source=source, reason=typed.get("reason", ""), by=request.actor, at=timezone.now()
        )
        return f"已冻结 {done.parties} 家企业、{done.officers} 名人员，摘要已在门户公布。{done.source.on.isoformat()} 以后录入公开随机数。"

    fields = [
        Field("what", "公开随机数", required=True, example="中国体育彩票超级大乐透第 26140 期开奖号码", help="以后公布、谁都查得到、谁也定不了的数", wide=True, attributes={"maxlength": 120}),
        Field("where", "在哪里公布", required=True, example="中国体彩网 www.lottery.gov.cn", wide=True, attributes={"maxlength": 200}),
        Field("on", "哪一天的", "date", required=True, help="今天以后"),
    ]  # fmt: skip
    if before:
        fields.append(
            Field(
                "reason",
                "重新冻结的理由",
                required=True,
                wide=True,
                help="随计划公开；以前的冻结也一直看得到",
                attributes={"maxlength": 300},
            )
        )
    back = reverse("bureau:draw", args=[plan_id])
    note = (
        f"名单里有 {counts.parties} 家企业、{counts.officers} 名人员。冻结时按执法证名录核对人员，排除本年度检查次数到上限的企业，"
        "然后公布名单的摘要和种子的摘要；以后名单改一个字，摘要就对不上。"
    )
    return step(
        request, Step("冻结名单，公布摘要", trail(found, "冻结名单"), fields, act, "冻结并公布", back, note=note)
    )


@page(*KEEPERS)
def draw_number(request: BureauRequest, plan_id: UUID) -> HttpResponse:
    """Enter the public number that was named at the freeze, twice."""
    found = kept(request, plan_id)
    frozen = next(iter(queries.freezes(plan_id)), None)
    if frozen is None:
        raise Http404

    def act(typed: Typed) -> str:
        told = {"value": typed["value"], "again": typed["again"], "on": typed["on"]}
        operations.tell_entropy(plan_id=plan_id, by=request.actor, at=timezone.now(), **told)
        return "公开随机数已录入并公布，可以抽取了。"

    source, back = frozen.source, reverse("bureau:draw", args=[plan_id])
    fields = (
        Field("on", "哪一天的", "date", source.on, required=True),
        Field("value", "公开随机数", required=True, help="照公布的原样，包括空格、标点", example="06 11 18 23 25 + 03 07", attributes={"maxlength": 200, "autocomplete": "off"}),
        Field("again", "再录一遍", required=True, help="录入以后不能再改", attributes={"maxlength": 200, "autocomplete": "off"}),
    )  # fmt: skip
    note = f"冻结时指定：{source.what}，{source.on.isoformat()}，在{source.where}公布。"
    return step(request, Step("录入公开随机数", trail(found, "录入公开随机数"), fields, act, "录入", back, note=note))


@page(Role.HEAD)
def draw_stop(request: BureauRequest, plan_id: UUID) -> HttpResponse:
    """Stop a plan, with the reason."""
    found = seen(request, plan_id)
    operations.approves_draws.require(request.actor, found.organ_id, doing="停止抽查计划")

    def act(typed: Typed) -> str:
        operations.stop_plan(plan_id=plan_id, reason=typed["reason"], by=request.actor, at=timezone.now())
        return f"{found.number} 已停止。"

    fields = (
        Field(
            "reason",
            "理由",
            required=True,
            wide=True,
            help="批准过的计划，理由随计划公开",
            attributes={"maxlength": 300},
        ),
    )
    note = f"停止 {found.number} 以后不能再抽取，需要检查的另拟计划。"
    back = reverse("bureau:draw", args=[plan_id])
    return step(request, Step("停止计划", trail(found, "停止"), fields, act, "停止", back, note=note, danger=True))


# Move → (who, title, button, what follows, the act, what was done).
Act = Callable[..., Any]
PLAIN: dict[str, tuple[bool, str, str, Act, str]] = {
    "approve": (True, "批准计划", "批准以后计划向社会公开，可以冻结名单。", operations.approve_plan, "已批准，计划已经公开。"),
    "issue": (True, "派发", "派发以后，抽中的人员在“我的待办”里看到自己的检查。", operations.issue_draw, "已派发到抽中的人员。"),
    "officers": (False, "取执法证有效的人员", "按执法人员名录更新人员名单；已经选了不参加原因的保持不变。", operations.take_officers, "人员名单已更新。"),
    "hold": (False, "抽取", "由冻结的名单和公开随机数算出结果，只抽取一次，立即公开。", operations.hold_draw, "已抽取，结果已经公开。请负责人派发。"),
}  # fmt: skip


@page(*KEEPERS, Role.HEAD)
def draw_move(request: BureauRequest, plan_id: UUID, move: str) -> HttpResponse:
    """Approve, take the officers, draw, dispatch: each asked once more."""
    if move not in PLAIN:
        raise Http404
    by_head, title, follows, operation, done = PLAIN[move]
    found = seen(request, plan_id)
    (operations.approves_draws if by_head else operations.keeps_draws).require(
        request.actor, found.organ_id, doing=title
    )

    def act(_: Typed) -> str:
        operation(plan_id=plan_id, by=request.actor, at=timezone.now())
        return f"{found.number}：{done}"

    back = reverse("bureau:draw", args=[plan_id])
    note = f"{found.title}：{follows}"
    return step(request, Step(title, trail(found, title), (), act, title, back, note=note, danger=True))


@page(Role.HEAD)
def draw_swap(request: BureauRequest, plan_id: UUID, place_id: UUID, swap: str) -> HttpResponse:
    """Replace a drawn enterprise or officer by the next of the recorded order."""
    found, held = seen(request, plan_id), queries.draw_of(plan_id)
    operations.approves_draws.require(request.actor, found.organ_id, doing="替换")
    here = queries.place(place_id)
    if here is None or held is None or here.draw_id != held.id or swap not in SWAPS:
        raise Http404

    def act(typed: Typed) -> str:
        told = {"out": typed.get("out") or here.code, "reason": typed["reason"], "note": typed["note"]}
        done = operations.replace(drawn_id=place_id, kind=swap, by=request.actor, at=timezone.now(), **told)
        return f"第 {done.place} 个：{done.out} 已换为 {done.come}，替换已经公开。"

    reasons = [("", "请选择"), *((one.value, SWAP_NAMES[one]) for one in SWAPS[swap])]
    people = [(one["number"], f"{one['name']}（{one['number']}）") for one in here.officers]
    fields = (
        *((Field("out", "换下谁", "select", required=True, choices=[("", "请选择"), *people]),) if swap == "officer" else ()),
        Field("reason", "原因", "select", required=True, choices=reasons, help="原因随抽取文件公开"),
        Field("note", "说明", wide=True, help="不公开", attributes={"maxlength": 200}),
    )  # fmt: skip
    title = "替换对象" if swap == "party" else "替换人员"
    note = f"第 {here.place} 个，{here.name}。换上的是抽取时排定的候补次序里的下一个，不能指定。"
    back = reverse("bureau:draw", args=[plan_id])
    return step(request, Step(title, trail(found, title), fields, act, title, back, note=note))
