"""The drafting page of the catalogue of major decisions: entry by entry, inherited ones filled in, looser ones asked for a reason."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid
from mingjing.lawbook import operations, queries
from mingjing.lawbook.terms import (
    CATEGORY_NAMES,
    CONDITION_NAMES,
    PENALTY_NAMES,
    AnsweredGap,
    Condition,
    ConditionKind,
    MajorRowFacts,
    MajorSpec,
    PenaltyKind,
)
from mingjing.organs import queries as organs
from mingjing.organs.terms import DOMAIN_NAMES, LEVEL_NAMES, Domain, Level
from mingjing.sites.bureau.views.filling import Step, Typed, as_day, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.major_catalogue import home

SPARE, LONGEST = 3, 300
AMOUNTS = {
    "unit": (ConditionKind.FINE_UNIT_MIN, "对单位罚款达到"),
    "person": (ConditionKind.FINE_PERSON_MIN, "对个人罚款达到"),
    "goods": (ConditionKind.CONFISCATION_MIN, "没收价值达到"),
}
SIMPLE = tuple(
    one for one in ConditionKind if one not in {kind for kind, _ in AMOUNTS.values()} | {ConditionKind.PENALTY_KINDS}
)
TEXTS = ("item", "unit", "person", "goods", "basis")
MANY = ("kinds", "flags")


@page(Role.REVIEWER, Role.HEAD, Role.PUBLICIST)
def major_catalogue_new(request: BureauRequest) -> HttpResponse:
    """Set a new version of the own catalogue: what applies today is filled in, the superior's entries among it."""
    organ, today = organs.organ(request.actor.organ_id), timezone.localdate()
    newest, (_, rows) = queries.catalogue(organ.id), queries.applying(organ.id, today)
    if newest and newest.valid_from > today:
        rows = newest.rows
    typed = request.POST if request.method == "POST" else request.typed or QueryDict()
    asked = _gaps(organ.id, typed) if typed else ()
    fields = (
        Field("title", "名称", required=True, value=newest.title if newest else f"{organ.name}重大行政执法决定法制审核目录", attributes={"maxlength": 120}),
        Field("document_number", "文号", value="", example="示应急〔2026〕9号", attributes={"maxlength": 80}),
        Field("valid_from", "施行日期", "date", required=True, help="以前的一版到这一天为止"),
        *((Field("guiding", "作为下级机关的指导目录", "checkbox", "1" if newest and newest.guiding else ""),) if organs.guided(organ.id) else ()),
        *_reasons(asked),
        *_entries(rows, typed),
    )  # fmt: skip

    def act(values: Typed) -> str:
        made = operations.set_catalogue(
            by=request.actor, at=timezone.now(), organ_id=organ.id, title=values["title"], document_number=values["document_number"],
            valid_from=values["valid_from"], guiding=bool(values.get("guiding")), rows=_specs(request.POST, strict=True),
            reasons={name.removeprefix("reason-"): text for name, text in values.items() if name.startswith("reason-")},
        )  # fmt: skip
        return f"已编制《{made.title}》第{made.version}版，自 {made.valid_from} 起施行；向社会公开请在“事前公示清单”里提取。"

    return step(request, Step(
        "修订重大执法决定目录" if newest else "编制重大执法决定目录", (("重大执法决定目录", home()), ("编制", "")), fields, act, "核对、施行", home(),
        note="任何一个条件符合的，属于该项。可以比上级指导目录增加、从严；比上级宽松的，系统列出双方标准，逐项写明理由后才能施行（LAW-07）。",
        pairs=True,
    ))  # fmt: skip


def _reasons(asked: Sequence[AnsweredGap]) -> Iterator[Field]:
    for place, one in enumerate(asked):
        yield Field(
            f"reason-{one.key}", f"“{one.item}”比上级宽松的理由", "textarea", rows=2, wide=True,
            help=f"上级：{one.upper}；本机关：{one.own}", part="比上级指导目录宽松之处" if place == 0 else "", attributes={"maxlength": 1000},
        )  # fmt: skip


def _entries(rows: Sequence[MajorRowFacts], typed: QueryDict) -> Iterator[Field]:
    """The fields of every entry, and of some empty ones; after a refusal as many as were typed and some more."""
    used = max((place for place in range(_count(typed)) if _typed(typed, place)), default=-1) + 1
    total = max(len(rows), used) + SPARE
    yield Field("count", type="hidden", value=total)
    for place in range(total):
        row = rows[place] if place < len(rows) else None
        yield from _entry(f"r{place}-", place, row)


def _entry(at: str, place: int, row: MajorRowFacts | None) -> Iterator[Field]:
    spec = row.spec if row else MajorSpec("penalty", "", (), (), (), ())
    held = {one.kind: one for one in spec.conditions}
    origin = spec.origin or (row.row_id if row and row.origin else None)
    part = f"第 {place + 1} 项" + (f"（继承自{row.origin}）" if row and row.origin else "" if row else "（空白的不计）")
    yield Field(f"{at}category", "类别", "select", spec.category, choices=list(CATEGORY_NAMES.items()), part=part)
    yield Field(f"{at}item", "决定事项", value=spec.item, attributes={"maxlength": 200})
    for name, (kind, label) in AMOUNTS.items():
        amount = held[kind].amount if kind in held else None
        yield Field(
            f"{at}{name}", label, "money", f"{amount:f}" if amount is not None else "", attributes={"maxlength": 16}
        )
    kinds = held[ConditionKind.PENALTY_KINDS].kinds if ConditionKind.PENALTY_KINDS in held else ()
    yield from kinds_field(f"{at}kinds", f"{at}flags", kinds, [one for one in SIMPLE if one in held])
    for name, label, chosen, offered, help_ in (
        ("levels", "执法层级", spec.levels, {one: LEVEL_NAMES[one] for one in Level}, "不选为各级"),
        ("domains", "执法领域", spec.domains, {one: DOMAIN_NAMES[one] for one in Domain}, "不选为各领域"),
    ):
        choices = [(one.value, word) for one, word in offered.items()]
        yield Field(f"{at}{name}", label, "checkboxes", [str(one) for one in chosen], choices=choices, help=help_)
    for name, label, value in (
        ("basis", "依据", spec.basis),
        ("materials", "送审材料", spec.materials),
        ("points", "审核重点", spec.points),
    ):
        yield Field(f"{at}{name}", label, "textarea", "\n".join(value), rows=2, help="一行一项")
    yield Field(f"{at}origin", type="hidden", value=str(origin or ""))
    if row:
        yield Field(f"{at}drop", "删除这一项", "checkbox")


def kinds_field(
    kinds: str, flags: str, chosen: Iterable[PenaltyKind], held: Sequence[ConditionKind]
) -> tuple[Field, Field]:
    """The two fields of conditions that are ticked: kinds of penalty, and circumstances."""
    names = [(one.value, PENALTY_NAMES[one]) for one in PenaltyKind]
    told = [(one.value, CONDITION_NAMES[one]) for one in SIMPLE]
    return (
        Field(kinds, "处罚种类", "checkboxes", sorted(map(str, chosen)), choices=names),
        Field(flags, "情形", "checkboxes", [str(one) for one in held], choices=told),
    )


def _count(typed: QueryDict) -> int:
    text = typed.get("count", "")
    return min(int(text), LONGEST + SPARE) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _typed(typed: QueryDict, place: int) -> bool:
    at = f"r{place}-"
    return any(typed.get(at + name, "").strip() for name in TEXTS) or any(typed.getlist(at + name) for name in MANY)


def _gaps(organ_id: UUID, typed: QueryDict) -> tuple[AnsweredGap, ...]:
    """What would be looser by what is typed so far, on the day typed."""
    day: date | None = as_day(typed.get("valid_from", ""))
    return queries.looser(organ_id, _specs(typed, strict=False), day) if day else ()


def _specs(typed: QueryDict, *, strict: bool) -> list[MajorSpec]:
    """The entries as typed. Raises Invalid naming the field of an amount that is none; not `strict`, it is left out."""
    errors: dict[str, list[str]] = {}
    found = []
    for place in range(_count(typed)):
        at = f"r{place}-"
        if typed.get(f"{at}drop") or not _typed(typed, place):
            continue
        lines = {
            name: tuple(filter(None, map(str.strip, typed.get(at + name, "").splitlines())))
            for name in ("basis", "materials", "points")
        }
        conditions = tuple(conditions_of(typed, at, errors))
        origin = typed.get(f"{at}origin", "")
        found.append(MajorSpec(
            typed.get(f"{at}category", ""), typed.get(f"{at}item", "").strip(), conditions, lines["basis"], lines["materials"], lines["points"],
            tuple(typed.getlist(f"{at}levels")), tuple(typed.getlist(f"{at}domains")), _uuid(origin),
        ))  # fmt: skip
    if len(found) > LONGEST:
        errors["title"] = [f"一份目录最多 {LONGEST} 项，现在有 {len(found)} 项，请合并或者删去。"]
    if errors and strict:
        raise Invalid(errors)
    return found


def conditions_of(typed: QueryDict, at: str, errors: dict[str, list[str]], end: str = "") -> Iterator[Condition]:
    """The conditions typed in the fields whose names begin with `at` and end with `end`; `errors` names amounts that are none."""
    for name, (kind, _) in AMOUNTS.items():
        if text := typed.get(at + name + end, "").strip().replace(",", ""):
            try:
                amount: Any = Decimal(text)
                if not amount.is_finite() or not 0 <= amount < Decimal(10) ** 12 or amount != round(amount, 2):
                    raise InvalidOperation
                yield Condition(kind, amount)
            except InvalidOperation:
                errors[at + name + end] = ["请写不小于 0 的数，单位是元，最多两位小数。"]
    if kinds := frozenset(PenaltyKind(one) for one in typed.getlist(f"{at}kinds{end}") if one in set(PenaltyKind)):
        yield Condition(ConditionKind.PENALTY_KINDS, kinds=kinds)
    for flag in SIMPLE:
        if flag in typed.getlist(f"{at}flags{end}"):
            yield Condition(flag)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
