"""What an organ wants handed in for review, what of it is there, and how long a review may take there (L-14)."""

from collections.abc import Collection, Iterator
from datetime import date
from functools import cache
from uuid import UUID

from django.db.models import Q

from mingjing.lawbook import queries as lawbook
from mingjing.lawbook.terms import Fit
from mingjing.organs import queries as organs
from mingjing.records import queries as records
from mingjing.review.models import HandedIn, MaterialList
from mingjing.review.queries.majority import known_of, subject_of
from mingjing.review.rules import figures
from mingjing.review.terms import (
    DecisionProfile,
    Demand,
    HandedFacts,
    ListFacts,
    ListItem,
    ListState,
    Material,
)

ALWAYS, HEARD, MINIMUM = "一律需要", "经过听证的", "最低送审材料"


def material_list(organ_id: UUID, category: str, on: date) -> ListFacts | None:
    """The organ's list for a category in force on a day. One query."""
    rows = MaterialList.objects.filter(organ_id=organ_id, category=category, state=ListState.SET, valid_from__lte=on)
    row = rows.filter(Q(valid_to=None) | Q(valid_to__gt=on)).order_by("-number").first()
    return row.facts() if row else None


def material_lists(organ_id: UUID) -> tuple[ListFacts, ...]:
    """Every version of every list of an organ, by category, the newest first. One query."""
    return tuple(row.facts() for row in MaterialList.objects.filter(organ_id=organ_id))


def one_list(list_id: UUID) -> ListFacts | None:
    """One version of a list."""
    row = MaterialList.objects.filter(id=list_id).first()
    return row.facts() if row else None


def lists_waiting(organ_id: UUID) -> tuple[ListFacts, ...]:
    """Drafts that wait for the head. One query."""
    return tuple(row.facts() for row in MaterialList.objects.filter(organ_id=organ_id, state=ListState.DRAFT))


def handed_in(dossier_id: UUID) -> tuple[HandedFacts, ...]:
    """What was handed in by itself and stands. One query."""
    return tuple(row.facts() for row in HandedIn.objects.filter(dossier_id=dossier_id, void_reason=""))


def handed(material_id: UUID) -> HandedFacts | None:
    """One material that was handed in by itself."""
    row = HandedIn.objects.filter(id=material_id).first()
    return row.facts() if row else None


def own_term(organ_id: UUID, category: str, on: date) -> int | None:
    """Working days of a review by the organ's own list; None where it has set none. One query."""
    held = material_list(organ_id, category, on)
    return held.term if held else None


def term_told(organ_id: UUID, on: date) -> int:
    """Working days of a review where the organ has set none."""
    return figures.limit(organs.local_parameters(figures.parameters, organs.organ(organ_id)), on).n


def bounds(organ_id: UUID, on: date) -> tuple[int, int]:
    """The least and the most working days that an organ may set."""
    return figures.term_bounds(organs.local_parameters(figures.parameters, organs.organ(organ_id)), on)


@cache
def known_forms() -> dict[str, str]:
    """Every document of the platform: code → name."""
    return {code: name for code, name, _, _ in records.form_texts()}


def minimum(category: str, organ_id: UUID, on: date) -> dict[str, str]:
    """Kind → name of what must always be handed in, with what a hearing adds (REV-10)."""
    asked = DecisionProfile(
        organ_id, category, party_is_unit=True, after_hearing=True, domain=organs.organ(organ_id).domain
    )
    return figures.mandatory(asked, on)


def own_mandatory(profile: DecisionProfile, on: date) -> dict[str, str]:
    """Name → name of what the organ's list wants for a proposed decision on a day (REV-10)."""
    held = material_list(profile.organ_id, profile.category, on)
    return {one.name: one.name for one in held.items if _fit(one, profile)[0] is Fit.YES} if held else {}


def demands(
    profile: DecisionProfile, on: date, materials: Collection[Material] = (), given: Collection[HandedFacts] = ()
) -> tuple[Demand, ...]:
    """Every material of minimum and list for a proposed decision, and what of it is among `materials` and `given`."""
    found = {kind: [one.title for one in materials if one.kind == kind] for kind in {one.kind for one in materials}}
    by_item = {one.item: one for one in given}
    return tuple(
        Demand(
            kind, name, national, fit, told, form, note,
            held=(*found.get(kind, ()), *([told_of(by_item[kind])] if kind in by_item else ())), handed=by_item.get(kind),
        )
        for kind, name, national, fit, told, form, note in (*_minimum(profile, on), *_own(profile, on))
    )  # fmt: skip


def told_of(one: HandedFacts) -> str:
    """A handed-in material as one line."""
    return f"{one.item}：{one.file_name}" if one.file_name else f"{one.item}（纸质，{one.place}）"


_Row = tuple[str, str, bool, Fit, str, str, str]


def _minimum(profile: DecisionProfile, on: date) -> Iterator[_Row]:
    asked = known_of(profile)
    heard = Fit.UNKNOWN if "after_hearing" in asked.unknown else Fit.YES if asked.after_hearing else Fit.NO
    plain = figures.mandatory(DecisionProfile(asked.organ_id, asked.category, True, domain=asked.domain), on)
    for kind, name in minimum(asked.category, asked.organ_id, on).items():
        always = kind in plain
        yield kind, name, True, Fit.YES if always else heard, ALWAYS if always else HEARD, "", ""


def _own(profile: DecisionProfile, on: date) -> Iterator[_Row]:
    held = material_list(profile.organ_id, profile.category, on)
    for one in held.items if held else ():
        fit, _ = _fit(one, profile)
        yield one.name, one.name, False, fit, when_told(one), one.form, one.note


def when_told(one: ListItem) -> str:
    """When an item is wanted, in words."""
    return "；或者".join(each.words for each in one.conditions) or ALWAYS


def list_rows(one: ListFacts, on: date) -> list[tuple[str, str, str, str, str]]:
    """Name, when, how it is handed in, note and origin of every material of a version, the minimum of the day first."""
    forms, least = known_forms(), minimum(one.category, one.organ_id, on)
    return [
        (name, HEARD if kind == "hearing" else ALWAYS, "随案卷提供", "", MINIMUM) for kind, name in least.items()
    ] + [
        (
            item.name,
            when_told(item),
            f"本平台文书《{forms[item.form]}》" if item.form in forms else "上传文件或者提交纸质件",
            item.note,
            "本机关增加",
        )
        for item in one.items
    ]


def _fit(one: ListItem, profile: DecisionProfile) -> tuple[Fit, tuple[str, ...]]:
    if not one.conditions:
        return Fit.YES, ()
    return lawbook.conditions_fit(one.conditions, subject_of(known_of(profile)))
