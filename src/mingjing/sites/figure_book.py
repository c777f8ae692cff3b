"""The figures in force for an organ on a day: what, since when, whence, what they override, and what is wrong with local files."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mingjing.cases.queries.calendar import parameters as case_figures
from mingjing.kernel.parameters import Figure, NotInForce, Parameters, UnknownParameter
from mingjing.organs import queries as organs
from mingjing.organs.terms import DOMAIN_NAMES, OrganFacts
from mingjing.organs.terms.overlays import ORGANS, PROVINCES, OverlayProblem
from mingjing.publicity import queries as publicity
from mingjing.records import queries as records
from mingjing.sites.figures import in_words

CASES, PUBLIC, RECORDED = "办案与审核", "公示", "音像记录"
STRICTER = {"less": "越小越严", "more": "越大越严", "fixed": "不能改", "": "待核对"}
# Read without regard to the organ: texts, what the platform's own clocks and registers go by.
_NOT_LOCAL = (
    "annual_report", "city_rollup", "quarterly", "reviewer_ratio", "training", "review.materials", "review.statement", "review.cut_off",
    "review.training_hours",
)  # fmt: skip

Room = tuple[str, Parameters, frozenset[str]]


_AFTER = {"n": "", "quarter": "个季度", "month-end": "月末", "time": ""}


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One key on a day: the figure in force (None: none yet), and those of the layers below that it overrides."""

    key: str
    title: str
    room: str
    figure: Figure | None
    overrides: tuple[Figure, ...]
    stricter: str
    local: bool

    @property
    def words(self) -> str:
        """15个工作日."""
        return said(self.figure)

    @property
    def layer_name(self) -> str:
        """国家, 市场监督管理, 本地（provinces/13）."""
        return layer_name(self.figure.layer) if self.figure else ""


@dataclass(frozen=True, slots=True)
class FigureBook:
    """Every key of every room for an organ on a day, with what is wrong in its local files."""

    rows: tuple[FigureRow, ...]
    problems: tuple[OverlayProblem, ...]


def local_keys() -> frozenset[str]:
    """The keys that a place or an organ may set."""
    return frozenset(key for key in case_figures("").keys() if not _is(key, _NOT_LOCAL))  # noqa: SIM118


def _is(key: str, names: tuple[str, ...]) -> bool:
    return any(key == name or key.startswith(f"{name}.") for name in names)


def base_of(organ: OrganFacts) -> Parameters:
    """The figures of an organ's domain without local ones."""
    return case_figures(organ.domain)


def figure_book(organ: OrganFacts, on: date) -> FigureBook:
    """Everything that holds for an organ on a day."""
    laid = organs.laid_over(base_of(organ), organ, local_keys())
    return FigureBook(tuple(row for room in _rooms(organ, laid.parameters) for row in _rows(*room, on)), laid.problems)


def domain_book(domain: str, on: date) -> FigureBook:
    """What holds in a domain before anything local."""
    rooms: tuple[Room, ...] = (
        (CASES, case_figures(domain), frozenset()),
        (PUBLIC, publicity.figures_in(domain), _cases_keys()),
    )
    return FigureBook(tuple(row for room in rooms for row in _rows(*room, on)), ())


def history_of(organ: OrganFacts, key: str) -> tuple[str, str, tuple[tuple[Figure, ...], ...]]:
    """Title, direction and, layer by layer from the most general, the dated figures of a key. Empty where nobody has it."""
    laid = organs.laid_over(base_of(organ), organ, local_keys())
    for _, known, _ in _rooms(organ, laid.parameters):
        layers = [tuple(one for _, one in layer.histories.get(key, ()) if one) for layer in known.layers]
        if any(layers):
            return known.title(key), known.stricter(key), tuple(one for one in layers if one)
    return "", "", ()


def _cases_keys() -> frozenset[str]:
    return frozenset(case_figures("").keys())


def _rooms(organ: OrganFacts, laid: Parameters) -> tuple[Room, ...]:
    """Each room's figures, and the keys that another room has told already."""
    known = _cases_keys()
    return (
        (CASES, laid, frozenset()),
        (PUBLIC, publicity.figures_in(organ.domain), known),
        (RECORDED, records.parameters_of(organ.code), frozenset()),
    )


def _rows(room: str, known: Parameters, told: frozenset[str], on: date) -> Iterator[FigureRow]:
    may = local_keys()
    for key in known.keys():  # noqa: SIM118
        if key not in told:
            found = _at(known, key, on)
            yield FigureRow(
                key, known.title(key), room, found, _below(known, key, on, found), known.stricter(key), room == CASES and key in may
            )  # fmt: skip


def _at(known: Parameters, key: str, on: date) -> Figure | None:
    try:
        return known.at(key, on)
    except (NotInForce, UnknownParameter):
        return None


def _below(known: Parameters, key: str, on: date, found: Figure | None) -> tuple[Figure, ...]:
    """What the layers below say of it on that day, nearest first."""
    place = next((no for no, layer in enumerate(known.layers) if found and layer.at(key, on) is found), 0)
    return tuple(one for layer in reversed(known.layers[:place]) if (one := layer.at(key, on)))


def said(figure: Figure | None) -> str:
    """A figure as people read it; of text values the text."""
    if figure is None:
        return "尚未规定"
    if figure.unit == "flag" and figure.value in (0, 1):
        return "是" if figure.value else "否"
    if figure.unit == "flag":
        return str(figure.value)
    if figure.unit == "ratio":
        return f"{(Decimal(str(figure.value)) * 100).normalize():f}%"
    if figure.unit == "CNY":
        return f"{figure.value:,}元"
    after = _AFTER.get(figure.unit)
    return in_words(figure) if after is None else f"{figure.value}{after}"


def layer_name(layer: str) -> str:
    """The layer in words."""
    if layer == "national":
        return "国家"
    if layer.startswith((PROVINCES, ORGANS)):
        return f"本地（{layer}）"
    return DOMAIN_NAMES.get(layer, layer)  # type: ignore[call-overload, no-any-return]
