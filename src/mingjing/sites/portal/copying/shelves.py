"""The list of decisions for a server that cannot ask: by month, organ, category and state, in numbered pages."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone

from mingjing.kernel.batches import in_batches
from mingjing.organs import queries as organs_room
from mingjing.publicity import queries
from mingjing.publicity.terms import CATEGORY_NAMES, Category, DecisionRow, Filters
from mingjing.sites.portal.copying.addresses import STATE_SHELVES, file_of, shelf
from mingjing.sites.portal.copying.folder import Folder
from mingjing.sites.portal.copying.terms import State
from mingjing.sites.portal.forms import STATES

PAGE = 100
Months = tuple[tuple[date, int, str], ...]
Draw = Callable[[str, Mapping[str, object], str], None]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One way to go through the decisions: `kind` month (all of them), organ, category or state, and its key."""

    kind: str
    key: str
    title: str
    filters: Filters

    def address(self, month: date, page: int = 1) -> str:
        """The address of a page of one month."""
        named = f"{month:%Y-%m}"
        return shelf(self.kind, self.key or named, named if self.key else "", page)


class Shelves:
    """Writes every shelf. `draw(template, facts, address)` writes one page."""

    def __init__(self, folder: Folder, state: State, draw: Draw, *, anew: bool) -> None:
        self.folder, self.state, self.draw, self.anew = folder, state, draw, anew

    def write(self) -> None:
        """The front page of the list, the years, and every shelf with its months."""
        every = _shelves()
        whole = queries.months(every[0].filters)
        for one in every:
            months = whole if not one.key else queries.months(one.filters)
            if one.key:
                facts = {"shelf": one, "years": _years(months, one), "total": sum(count for _, count, _ in months)}
                self.draw("portal/copy_shelf.html", facts, shelf(one.kind, one.key))
            for month, count, changed in months:
                self._month(one, month, count, changed)
        self._front(every, whole)

    def _front(self, every: list[Shelf], whole: Months) -> None:
        years = _years(whole, every[0])
        facts = {
            "years": years,
            "latest": queries.latest(50),
            "total": sum(count for _, count, _ in whole),
            "categories": CATEGORY_NAMES,
            "shelves": {
                kind: [(one.title, shelf(kind, one.key)) for one in every if one.kind == kind]
                for kind in ("organ", "category", "state")
            },
        }
        self.draw("portal/copy_decisions.html", facts, "/gs/")
        for year in years:
            told = _whole_year(year, whole, every[0], timezone.localdate())
            self.draw("portal/copy_year.html", {"year": year, "months": told}, shelf("year", str(year)))

    def _month(self, one: Shelf, month: date, count: int, changed: str) -> None:
        first, pages = one.address(month), -(-count // PAGE)
        same = not self.anew and self.state.shelves.get(first) == changed
        self.state.shelves[first] = changed
        if same and self.folder.keep([file_of(one.address(month, at)) for at in range(1, pages + 1)]):
            return
        rows = queries.month_rows(one.filters, month)
        for at, some in enumerate(in_batches(rows, PAGE), start=1):
            self.draw("portal/copy_month.html", _facts(one, month, at, some, len(rows)), one.address(month, at))


def _facts(one: Shelf, month: date, at: int, rows: tuple[DecisionRow, ...], total: int) -> dict[str, object]:
    pages = -(-total // PAGE)
    return {
        "shelf": one,
        "up": shelf(one.kind, one.key) if one.key else "/gs/",
        "month": f"{month.year}年{month.month}月",
        "rows": rows,
        "total": total,
        "at": at,
        "pages": pages,
        "previous": one.address(month, at - 1) if at > 1 else "",
        "next": one.address(month, at + 1) if at < pages else "",
        "categories": CATEGORY_NAMES,
    }


def _shelves() -> list[Shelf]:
    """All decisions; then each organ that is registered or has something public, each category, each state."""
    names = {one.code: one.name for one in organs_room.organs(timezone.localdate())} | dict(queries.organs_in_public())
    told: Iterator[Shelf] = (Shelf("organ", code, names[code], Filters(organ_code=code)) for code in sorted(names))
    return [
        Shelf("month", "", "全部执法决定", Filters()),
        *told,
        *(Shelf("category", one.value, CATEGORY_NAMES[one], Filters(category=one.value)) for one in Category),
        *(Shelf("state", key, STATES[key], Filters(state=key)) for key in STATE_SHELVES),
    ]


def _years(months: Months, one: Shelf) -> Mapping[int, list[tuple[str, int, str]]]:
    """Year → its months with anything public, newest first: (name, decisions, address)."""
    return {
        year: [(f"{month.month}月", count, one.address(month)) for month, count, _ in some]
        for year, some in groupby(months, key=lambda told: told[0].year)
    }


def _whole_year(year: int, months: Months, one: Shelf, today: date) -> list[tuple[str, int, str]]:
    """Every month of a year up to today, also those in which nothing was made public: that, too, is told (本月无)."""
    counts = {month: count for month, count, _ in months}
    every = [date(year, at, 1) for at in range(12, 0, -1) if date(year, at, 1) <= max(today, *counts)]
    return [(f"{at.month}月", counts.get(at, 0), one.address(at) if at in counts else "") for at in every]
