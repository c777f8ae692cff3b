"""Local figures: the files of a province, a place or an organ in the installation, and what is wrong with them."""

from dataclasses import dataclass, field
from datetime import date

from mingjing.kernel.findings import Finding
from mingjing.kernel.parameters import Figure, Layer, Parameters

PROVINCES, ORGANS = "provinces", "organs"
LARGEST = 65_536
"""The largest file of local figures, in bytes."""
LONGEST = 999
"""The longest local time limit, in whatever unit: a mistyped one must not lead to dates that no calendar has."""


@dataclass(frozen=True, slots=True)
class OverlayFile:
    """One file: its layer (`provinces/13`, `provinces/13/market`, `organs/示应急`), name and text.

    `unread` says why the text could not be read; then the text is empty.
    """

    place: str
    name: str
    text: str
    unread: str = ""

    @property
    def below_domain(self) -> bool:
        """Whether the layer holds for every domain of a place, so that a domain's pack goes before it."""
        return self.place.startswith(PROVINCES) and self.place.count("/") == 1


@dataclass(frozen=True, slots=True)
class OverlayProblem:
    """What is wrong, where: layer, file, line (0: the whole file), key (empty: the whole file)."""

    place: str
    file: str
    line: int
    key: str
    finding: Finding

    @property
    def where(self) -> str:
        """provinces/13/hearing.yaml 第 3 行 statement."""
        line = f" 第 {self.line} 行" if self.line else ""
        return f"{self.place}/{self.file}{line}{' ' + self.key if self.key else ''}"


@dataclass(frozen=True, slots=True)
class Laid:
    """Figures with the local layers laid over them; keys with a blocking problem were left out, every problem is told."""

    parameters: Parameters
    problems: tuple[OverlayProblem, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class FiguresDraft:
    """What is typed to load local figures: for whom (`organ`, or a region code of 2, 4 or 6 digits, `…/domain`), as which file."""

    scope: str
    name: str
    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A file as it would hold: its layer, the figures laid over all below, and marks that do not refuse."""

    place: str
    name: str
    text: str
    layer: Layer
    laid: Laid

    def below(self, key: str, on: date) -> Figure | None:
        """What the layers below say of a key on a day."""
        layers = self.laid.parameters.layers
        place = next((no for no, layer in enumerate(layers) if layer.name == self.place), len(layers))
        return next((one for layer in reversed(layers[:place]) if (one := layer.at(key, on))), None)
