"""The records room's dated figures, for other rooms and for the page that explains them; an organ may have its own.

An organ's own lie in the installation: `MINGJING_PARAMETERS/<organ code>/*.yaml`, written as the national ones are. A file
that cannot be read changes nothing: the national figures stand, and the page says what is wrong.
"""

import logging
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from mingjing.kernel.findings import Invalid
from mingjing.kernel.parameters import Figure, Parameters, load_layers
from mingjing.kernel.rulebook import registered
from mingjing.organs import queries as organs
from mingjing.records.rules.recordings import NATIONAL, parameters
from mingjing.records.terms.figures import AFTER, USED_BY

log = logging.getLogger(__name__)


def _folder(organ_code: str) -> Path | None:
    root = Path(settings.MINGJING_PARAMETERS)
    here = root / organ_code if organ_code and Path(organ_code).name == organ_code else None
    return here if here is not None and here.is_dir() else None


@lru_cache(maxsize=64)
def _layers(folder: Path, changed: tuple[tuple[str, int], ...]) -> Parameters:
    return load_layers(NATIONAL, folder)


def _changed(folder: Path) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((path.name, path.stat().st_mtime_ns) for path in folder.glob("*.yaml")))


def parameters_of(organ_code: str = "") -> Parameters:
    """The national figures under what an organ has set in its own folder of the installation."""
    folder = _folder(organ_code)
    try:
        return parameters() if folder is None else _layers(folder, _changed(folder))
    except (Invalid, OSError) as problem:
        log.error("the figures of %s cannot be read: %s", organ_code, problem)  # noqa: TRY400
        return parameters()


def parameters_for(organ_id: UUID) -> Parameters:
    """The same by the organ's id; nothing is asked where no organ has figures of its own."""
    if not Path(settings.MINGJING_PARAMETERS).is_dir():
        return parameters()
    return parameters_of(organs.organ(organ_id).code)


def problem_of(organ_code: str) -> str:
    """What is wrong with an organ's own figures; empty where nothing is."""
    folder = _folder(organ_code)
    try:
        if folder is not None:
            _layers(folder, _changed(folder))
    except (Invalid, OSError) as problem:
        return str(problem)
    return ""


def figure_in_force(key: str, on: date, organ_code: str = "") -> Figure:
    """The whole figure: value, unit, source, since when, of which layer."""
    return parameters_of(organ_code).at(key, on)


def figure(key: str, on: date, organ_code: str = "") -> int:
    """The figure of an organ in force on a day."""
    return int(figure_in_force(key, on, organ_code).value)


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure of the management rule: what it is, how it reads, whose it is, which rules use it and what they say."""

    title: str
    figure: Figure
    own: bool
    national: str
    rules: tuple[tuple[str, str], ...]
    after: str = ""


def figure_lines(organ_code: str, on: date) -> tuple[FigureLine, ...]:
    """Every figure of the room as an organ has it on a day."""
    known, book = parameters_of(organ_code), registered()
    lines = []
    for key, numbers in USED_BY.items():
        found = known.at(key, on)
        said = tuple((number, book[number][0].sentence) for number in numbers if number in book)
        lines.append(
            FigureLine(
                known.title(key),
                found,
                found.layer != "national",
                str(parameters().at(key, on).value),
                said,
                AFTER[key],
            )
        )
    return tuple(lines)
