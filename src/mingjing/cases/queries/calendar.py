"""The calendar in force: the shipped years and those loaded by a person. The figures in force, by domain."""

from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache, partial
from importlib.resources import files
from pathlib import Path

from mingjing.cases.models import CalendarYear
from mingjing.kernel.findings import Finding, Refused
from mingjing.kernel.parameters import Figure, NotInForce, Parameters, load_layers
from mingjing.kernel.workdays import Workdays, national, parse_notice
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts


@lru_cache(maxsize=8)
def _with(texts: tuple[str, ...]) -> Workdays:
    found = national()
    for text in texts:
        found = found.with_year(parse_notice(text))
    return found


def calendar() -> Workdays:
    """The working-day calendar with every loaded notice. One cheap query; the calendar itself is cached by content."""
    return _with(tuple(CalendarYear.objects.order_by("year").values_list("text", flat=True)))


@cache
def parameters(domain: str) -> Parameters:
    """The national figures of the review and case rooms under the overlays of a domain, where they have one."""
    rooms = [Path(str(files(room) / "parameters")) for room in ("mingjing.review", "mingjing.cases")]
    national = [room / "national" for room in rooms]
    overlays = [room / "domains" / domain for room in rooms]
    return load_layers(*national, *(folder for folder in overlays if folder.is_dir()))


def parameters_of(organ: OrganFacts) -> Parameters:
    """The same for an organ, under the local figures of its places and its own."""
    return organs.local_parameters(parameters, organ)


@cache
def _figure(domain: str, key: str, on: date) -> Figure:
    return parameters(domain).at(key, on)


def figures(domain: str, key: str, on: date) -> Figure:
    """The figure of `key` on a day in a domain. Raises Refused where no figure was in force on that day."""
    return _told(lambda: _figure(domain, key, on))


def figures_of(organ: OrganFacts) -> Callable[[str, date], Figure]:
    """How an organ's figures are asked for: key and day. Raises as `figures`."""
    known = parameters_of(organ)
    if known is parameters(organ.domain):
        return partial(figures, organ.domain)
    return lambda key, on: _told(lambda: known.at(key, on))


def _told(ask: Callable[[], Figure]) -> Figure:
    try:
        return ask()
    except NotInForce as problem:
        raise Refused(Finding("PARAM-01", str(problem), next_step="请核对日期")) from None
