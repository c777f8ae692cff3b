"""The children of a region and their sum, frozen and as the cases say now."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts
from mingjing.supervision.models import Outsider, Report
from mingjing.supervision.queries.figures import checked_sheets, counted, of_sheet
from mingjing.supervision.queries.reports import digest_of
from mingjing.supervision.rules.annual import tables
from mingjing.supervision.rules.counting import counting
from mingjing.supervision.rules.rollups import add_up, left_out
from mingjing.supervision.terms import Annual, Child, Scope


@dataclass(frozen=True, slots=True)
class Rollup:
    """A region's year: its children, those that reported counted again, and the sum of what they reported."""

    region: str
    year: int
    children: tuple[Child, ...]
    pairs: tuple[tuple[str, Annual, Annual], ...]
    total: Annual

    @property
    def reported(self) -> tuple[Child, ...]:
        """The children that reported."""
        return tuple(one for one in self.children if one.figures)

    @property
    def late(self) -> tuple[str, ...]:
        """The names of those that did not."""
        return tuple(one.name for one in self.children if not one.figures)


def roll_up(organ_id: UUID, region: str, year: int) -> Rollup:
    """The sum of a region: its organs, its organs outside the platform, and the regions below it."""
    every = organs.organs()
    own = [one for one in every if one.region == region and _in_year(one, year)]
    organ_children = _organs(own, year)
    children = (*organ_children, *_outsiders(region, year), *_regions(regions_below(region, every), year))
    now = counted([one for one in own if any(each.id == one.id and each.figures for each in organ_children)], year)
    pairs = tuple((one.name, one.figures, now[one.id]) for one in organ_children if one.figures)
    rules = counting(year, region)
    held = [one.figures for one in children if one.figures]
    summed = add_up(tables((), rules), held)
    total = Annual(
        organ_id, region, year, rules.number, summed, rules.severity,
        months=tuple(map(sum, zip(*(one.months for one in held if one.months), strict=True))),
        sources=tuple(dict.fromkeys((*(source for one in held for source in one.sources), *left_out(summed, children)))),
    )  # fmt: skip
    return Rollup(region, year, children, pairs, total)


def regions_below(region: str, every: tuple[OrganFacts, ...]) -> tuple[str, ...]:
    """The regions of which some organ has its superior in this one: the counties of a city."""
    here = {one.id for one in every if one.region == region}
    return tuple(sorted({one.region for one in every if one.parent_id in here and one.region != region}))


def _in_year(organ: OrganFacts, year: int) -> bool:
    return organ.effective_from <= date(year, 12, 31) and (
        organ.effective_to is None or organ.effective_to >= date(year, 1, 1)
    )


def _organs(own: list[OrganFacts], year: int) -> tuple[Child, ...]:
    rows = Report.objects.select_related("edition", "receipt").filter(scope=Scope.ANNUAL, year=year)
    newest = {row.organ_id: row for row in rows.filter(organ_id__in=[one.id for one in own]).order_by("seq")}
    return tuple(_child("organ", one.id, one.name, newest.get(one.id)) for one in own)


def _child(kind: str, child_id: UUID, name: str, row: Report | None) -> Child:
    if row is None:
        return Child(kind, child_id, name, None)
    return Child(kind, child_id, name, row.facts().figures, row.digest, row.digest == digest_of(row))


def _outsiders(region: str, year: int) -> tuple[Child, ...]:
    every = tuple(Outsider.objects.filter(region=region))
    sheets = checked_sheets([one.pk for one in every], year)
    return tuple(
        Child("outside", one.pk, one.name, of_sheet(sheet), sheet.digest)
        if (sheet := sheets.get(one.pk))
        else Child("outside", one.pk, one.name, None)
        for one in every
    )


def _regions(below: tuple[str, ...], year: int) -> tuple[Child, ...]:
    rows = Report.objects.select_related("edition", "receipt").filter(scope=Scope.ROLLUP, region__in=below, year=year)
    newest = {row.region: row for row in rows.order_by("seq")}
    return tuple(
        _child("region", newest[one].organ_id if one in newest else UUID(int=0), one, newest.get(one)) for one in below
    )
