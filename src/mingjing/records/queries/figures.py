"""The records room's dated figures, for other rooms and for the page that explains them; an organ may have its own."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from mingjing.kernel.parameters import Figure, Parameters, load_layers
from mingjing.records.rules.recordings import NATIONAL


@lru_cache(maxsize=64)
def _layers(folder: Path | None) -> Parameters:
    return load_layers(*filter(None, (NATIONAL, folder)))


def parameters_of(organ_code: str = "") -> Parameters:
    """The national figures under what an organ has set in its own folder of the installation."""
    folder = Path(settings.MINGJING_PARAMETERS) / organ_code if organ_code else None
    return _layers(folder if folder and folder.is_dir() else None)


def figure_in_force(key: str, on: date, organ_code: str = "") -> Figure:
    """The whole figure: value, unit, source, since when, of which layer."""
    return parameters_of(organ_code).at(key, on)


def figure(key: str, on: date, organ_code: str = "") -> int:
    """The figure of an organ in force on a day."""
    return int(figure_in_force(key, on, organ_code).value)
