"""送审材料清单: what each organ wants handed in for review, drafted by legal staff, set by the head, sent to the public."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid
from mingjing.lawbook.terms import CATEGORY_NAMES, Condition, ConditionKind
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts
from mingjing.review import operations, queries
from mingjing.review.terms import MANNERS, ListDraft, ListFacts, ListItem, ListState, Manner
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.major_drafting import AMOUNTS, SIMPLE, conditions_of, kinds_field
from mingjing.sites.bureau.views.sheets import sheet

READERS = frozenset({Role.HANDLER, Role.EXAMINER, Role.REVIEWER, Role.HEAD, Role.SUPERVISOR})
HOME = "送审材料清单"
SPARE, LONGEST = 3, 60
HEADINGS = ("材料", "什么情形需要", "怎样提供", "说明", "来源")
TEXTS = ("name", "note", "form", *AMOUNTS)
TONES = {ListState.DRAFT: "warn", ListState.SET: "good", ListState.DROPPED: "quiet"}


def home(organ: OrganFacts | None = None) -> str:
    """The lists of the own organ, or of another that is supervised."""
    return reverse("bureau:material_lists") + (f"?organ={organ.slug}" if organ else "")


def _organ(request: BureauRequest) -> OrganFacts:
    slug = request.GET.get("organ", "")[:60]
    if not (slug and request.actor.has(Role.SUPERVISOR)):
        return organs.organ(request.actor.organ_id)
    found = organs.organ_by_slug(slug)
    if found is None:
        raise Http404
    return found


@page(*READERS)
def material_lists(request: BureauRequest) -> HttpResponse:
    """Category by category: the version in force, what waits for the head, the versions before."""
    organ, today = _organ(request), timezone.localdate()
    every = queries.material_lists(organ.id)
    mine = organ.id == request.actor.organ_id
    rows = [
        {
            "key": key, "name": name, "minimum": len(queries.minimum(key, organ.id, today)),
            "now": next((one for one in every if one.category == key and _holds(one, today)), None),
            "coming": next((one for one in every if one.category == key and one.valid_from and one.valid_from > today), None),
            "draft": next((one for one in every if one.category == key and one.state == ListState.DRAFT), None),
        }
        for key, name in CATEGORY_NAMES.items()
    ]  # fmt: skip
    filters = (
        (Field("organ", "机关", "select", organ.slug, choices=[(one.slug, one.name) for one in organs.organs()]),)
        if request.actor.has(Role.SUPERVISOR)
        else ()
    )
    facts = {
        "organ": organ, "rows": rows, "filters": filters, "term": queries.term_told(organ.id, today), "today": today,
        "past": [one for one in every if one.state == ListState.DROPPED or (one.valid_to and one.valid_to <= today)],
        "may_draft": mine and operations.may_draft_list(request.actor, organ.id),
    }  # fmt: skip
    return render(request, "bureau/reviewers/lists.html", facts)


def _holds(one: ListFacts, today: Any) -> bool:
    begun = one.state == ListState.SET and one.valid_from is not None and one.valid_from <= today
    return begun and (one.valid_to is None or one.valid_to > today)


def _one(request: BureauRequest, list_id: UUID) -> ListFacts:
    """A version this person may see. Raises Http404."""
    found = queries.one_list(list_id)
    if found is None or not (found.organ_id == request.actor.organ_id or request.actor.has(Role.SUPERVISOR)):
        raise Http404
    return found


@page(*READERS)
def material_list(request: BureauRequest, list_id: UUID) -> HttpResponse:
    """One version: every material, how and how long, who drafted and set it, how what is public stands to it."""
    found, today = _one(request, list_id), timezone.localdate()
    mine = found.organ_id == request.actor.organ_id
    drafted = mine and found.state == ListState.DRAFT
    standing = queries.public_standing(found.organ_id, queries.LIST_KIND, found.public_code)
    facts = {
        "found": found, "organ": organs.organ(found.organ_id), "rows": queries.list_rows(found, today), "today": today, "tone": TONES[ListState(found.state)],
        "term": found.term or queries.term_told(found.organ_id, today), "standing": standing, "holds": _holds(found, today),
        "may_set": drafted and operations.may_set_list(request.actor, found.organ_id),
        "may_draft": drafted and operations.may_draft_list(request.actor, found.organ_id),
        "may_publish": mine and found.state == ListState.SET and not (found.valid_to and found.valid_to <= today)
        and operations.may_hand_over(request.actor, found.organ_id),
    }  # fmt: skip
    return render(request, "bureau/reviewers/list.html", facts)


@page(*READERS)
def material_list_export(request: BureauRequest, list_id: UUID, kind: str) -> HttpResponse:
    """One version as a table."""
    return sheet(
        kind,
        "review-materials",
        HOME,
        HEADINGS,
        [list(row) for row in queries.list_rows(_one(request, list_id), timezone.localdate())],
    )


@page(Role.REVIEWER)
def material_list_new(request: BureauRequest, category: str) -> HttpResponse:
    """Draft the next version: what the last one says is filled in; the minimum is always asked for and stands above."""
    if category not in CATEGORY_NAMES:
        raise Http404
    organ, today = organs.organ(request.actor.organ_id), timezone.localdate()
    every = [one for one in queries.material_lists(organ.id) if one.category == category]
    before = next((one for one in every if one.state != ListState.DROPPED), None)
    least, most = queries.bounds(organ.id, today)
    typed = request.POST if request.method == "POST" else request.typed or QueryDict()
    fields = (
        Field("basis", "依据", required=True, value=before.basis if before else "", example="示应急〔2026〕5号", help="规定送审材料的文件名称或者文号", attributes={"maxlength": 200}),
        Field("manner", "送审方式", "radio", before.manner if before else str(Manner.ONLINE), required=True, choices=[(one.value, MANNERS[one]) for one in Manner]),
        Field("term", "审核期限（工作日）", "number", (before.term or "") if before else "", help=f"留空为默认的 {queries.term_told(organ.id, today)} 个工作日；可以定 {least} 至 {most} 个工作日", attributes={"min": least, "max": most}),
        *_items(before.items if before else (), typed, penalty=category == "penalty"),
    )  # fmt: skip
    made: list[ListFacts] = []

    def act(values: Typed) -> str:
        draft = ListDraft(
            category, _typed_items(request.POST), values["manner"], _term(values["term"]), values["basis"]
        )
        made.append(operations.draft_list(draft=draft, by=request.actor, at=timezone.now()))
        return "已起草，等负责人确定。"

    always = "、".join(queries.minimum(category, organ.id, today).values())
    name = CATEGORY_NAMES[category]
    return step(request, Step(
        f"起草{name}送审材料清单", (("法制审核", ""), (HOME, home()), (name, ""), ("起草", "")), fields, act, "交负责人确定", home(),
        then=lambda: reverse("bureau:material_list", args=[made[0].id]),
        note=f"最低送审材料一律照送，不能去掉：{always}。在下面写本机关另外要求的；任何一个条件符合就需要，不写条件的一律需要。",
    ))  # fmt: skip


def _term(text: str) -> int | None:
    """Working days as typed; nothing typed is the default. Raises Invalid."""
    if not text.strip():
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 4):
        raise Invalid({"term": ["请写工作日的天数，例如 5；按默认期限的留空。"]})
    return int(text)


def _items(items: tuple[ListItem, ...], typed: QueryDict, *, penalty: bool) -> Iterator[Field]:
    """The fields of every item, and of some empty ones; after a refusal as many as were typed and some more."""
    used = max((place for place in range(_count(typed)) if _used(typed, place)), default=-1) + 1
    total = min(max(len(items), used) + SPARE, LONGEST + SPARE)
    yield Field("count", type="hidden", value=total)
    forms = [("", "上传文件或者提交纸质件"), *sorted(queries.known_forms().items(), key=lambda pair: pair[1])]
    for place in range(total):
        one = items[place] if place < len(items) else ListItem("")
        held = {each.kind: each for each in one.conditions}
        part = f"第 {place + 1} 项" + ("" if one.name else "（空白的不计）")
        yield Field(f"name-{place}", "材料", value=one.name, part=part, attributes={"maxlength": 100})
        yield Field(
            f"form-{place}", "怎样提供", "select", one.form, choices=forms, help="选平台文书的，做了这份文书就算提交"
        )
        yield Field(f"note-{place}", "说明", value=one.note, example="复印件加盖公章", attributes={"maxlength": 200})
        # Amounts and kinds of penalty are conditions of penalties only.
        for name, (kind, label) in AMOUNTS.items() if penalty else ():
            amount = held[kind].amount if kind in held else None
            value = f"{amount:f}" if amount is not None else ""
            yield Field(f"{name}-{place}", label, "money", value, attributes={"maxlength": 16})
        chosen = held[ConditionKind.PENALTY_KINDS].kinds if ConditionKind.PENALTY_KINDS in held else ()
        flags = [each for each in SIMPLE if each in held]
        yield from kinds_field(f"kinds-{place}", f"flags-{place}", chosen, flags)[0 if penalty else 1 :]
        if one.name:
            yield Field(f"drop-{place}", "删除这一项", "checkbox")


def _count(typed: QueryDict) -> int:
    text = typed.get("count", "")
    return min(int(text), LONGEST + SPARE) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _used(typed: QueryDict, place: int) -> bool:
    return any(typed.get(f"{name}-{place}", "").strip() for name in TEXTS)


def _typed_items(typed: QueryDict) -> tuple[ListItem, ...]:
    """The items as typed. Raises Invalid naming the field of an amount that is none."""
    errors: dict[str, list[str]] = {}
    found = []
    for place in range(_count(typed)):
        if typed.get(f"drop-{place}") or not _used(typed, place):
            continue
        asked: tuple[Condition, ...] = tuple(conditions_of(typed, "", errors, f"-{place}"))
        found.append(ListItem(
            typed.get(f"name-{place}", "").strip(), asked, typed.get(f"form-{place}", ""), typed.get(f"note-{place}", "").strip()
        ))  # fmt: skip
    if errors:
        raise Invalid(errors)
    return tuple(found)


@page(Role.REVIEWER, Role.HEAD)
def material_list_move(request: BureauRequest, list_id: UUID, move: str) -> HttpResponse:
    """Set a draft, give it up, or send a version that was set to the public."""
    found = _one(request, list_id)
    make = {"set": _setting, "drop": _dropping, "publish": _publishing}.get(move)
    may = operations.may_set_list if move == "set" else operations.may_hand_over
    if make is None or not may(request.actor, found.organ_id):
        raise Http404
    return step(request, make(request, found, reverse("bureau:material_list", args=[list_id])))


def _trail(found: ListFacts, back: str, word: str) -> tuple[tuple[str, str], ...]:
    return ("法制审核", ""), (HOME, home()), (found.category_name, back), (word, "")


def _setting(request: BureauRequest, found: ListFacts, back: str) -> Step:
    def act(typed: Typed) -> str:
        made = operations.set_list(
            list_id=found.id, valid_from=typed["valid_from"], by=request.actor, at=timezone.now()
        )
        return f"已确定第{made.number}版，自 {made.valid_from} 起送审照此核对；向社会公开请“送公示”。"

    fields = (
        Field("valid_from", "施行日期", "date", timezone.localdate(), required=True, help="现行的一版到这一天为止"),
    )
    return Step(
        f"确定{found.category_name}送审材料清单", _trail(found, back, "确定"), fields, act, "确定", back,
        note=f"{found.drafted_by_name}起草，{len(found.items)} 项材料，{found.manner_name}。最低送审材料一律照送。",
    )  # fmt: skip


def _dropping(request: BureauRequest, found: ListFacts, back: str) -> Step:
    def act(typed: Typed) -> str:
        operations.drop_list(list_id=found.id, by=request.actor, at=timezone.now(), **typed)
        return "草稿已作废，记录和原因保留。"

    fields = (Field("reason", "原因", "textarea", required=True, rows=2, example="与本系统新规定不一致，重新起草", attributes={"maxlength": 200}),)  # fmt: skip
    return Step(f"作废{found.category_name}清单草稿", _trail(found, back, "作废"), fields, act, "作废", back, note="作废以后不能恢复，记录和原因保留；要重新规定，另起草一份。", danger=True)  # fmt: skip


def _publishing(request: BureauRequest, found: ListFacts, back: str) -> Step:
    again = queries.public_standing(found.organ_id, queries.LIST_KIND, found.public_code).public is not None

    def act(typed: Typed) -> str:
        operations.hand_over_list(list_id=found.id, by=request.actor, at=timezone.now(), reason=typed.get("reason", ""))
        return "已送公示，由公示人员审核、发布以后公开。"

    fields = (Field("reason", "修改理由", "textarea", required=True, rows=2, example="清单第2版施行", attributes={"maxlength": 200}),) if again else ()  # fmt: skip
    return Step(
        f"{found.category_name}送审材料清单送公示", _trail(found, back, "送公示"), fields, act, "送公示", back, aliases={"basis": "reason"},
        note="公开最低送审材料和本机关增加的材料、送审方式、审核期限，并指向公开的法制审核流程图。采集和审核不是同一个人。",
    )  # fmt: skip
