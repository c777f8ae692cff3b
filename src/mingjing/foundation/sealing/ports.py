"""What a seal is asked for and what a sealed file is asked about, whoever makes the seal.

The law of the house: we call a seal service, we never issue seals (电子印章管理办法). A port that is not set up says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol


class Kind(StrEnum):
    """Whose seal it is."""

    GOVERNMENT = "government"
    PILOT = "pilot"


KIND_NAMES: Mapping[str, str] = {Kind.GOVERNMENT: "政务电子印章", Kind.PILOT: "试点印章"}


class Unsealable(Exception):
    """The seal could not be put on; nothing was kept. The message is Chinese and says what to do next."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the face of a seal lies: page from 0, centre and width in points from the lower left corner."""

    page: int
    x: float
    y: float
    width: float

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, bottom, right, top."""
        half = self.width / 2
        return (round(self.x - half), round(self.y - half), round(self.x + half), round(self.y + half))


@dataclass(frozen=True, slots=True)
class Order:
    """One use of a seal. `reference` names this use, so that a service that is asked twice can answer the same."""

    seal_id: str
    number: str
    organ: str
    name: str
    reference: str
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed PDF, and the result of GB/T 38540 as it came where the service gives one apart from the file."""

    pdf: bytes
    result: bytes = b""


class SealService(Protocol):
    """Whoever puts a seal on a PDF."""

    def seal(self, pdf: bytes, order: Order) -> Sealed:
        """The sealed file. Raises Unsealable."""
        ...


class Signer(Protocol):
    """Whoever signs a PDF with a certificate, showing a face at a place."""

    def sign(self, pdf: bytes, *, face: bytes, place: Place, reason: str) -> bytes:
        """The signed file. Raises Unsealable."""
        ...


class State(StrEnum):
    """What a check found."""

    GOOD = "good"
    UNKNOWN = "unknown"
    BAD = "bad"


STATE_NAMES: Mapping[str, str] = {State.GOOD: "符合", State.UNKNOWN: "不能判断", State.BAD: "不符合"}


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a report."""

    key: str
    name: str
    state: str
    told: str


@dataclass(frozen=True, slots=True)
class SealReport:
    """What was found of one sealed file. `subject` and `serial`: of the certificate; `signed_at`: as the file says it."""

    kind: str
    subject: str
    serial: str
    signed_at: str
    checks: tuple[Check, ...] = field(default=())

    @property
    def state(self) -> State:
        """Bad where a line is, unknown where one cannot be told, good only if every line is."""
        states = {one.state for one in self.checks}
        return (
            State.BAD if State.BAD in states or not states else State.UNKNOWN if State.UNKNOWN in states else State.GOOD
        )

    def check(self, key: str) -> Check:
        """The line of that key."""
        return next(one for one in self.checks if one.key == key)

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self) | {"checks": [asdict(one) for one in self.checks], "state": str(self.state)}

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "SealReport":
        """The report that was kept."""
        checks = tuple(Check(**one) for one in told.get("checks", ()))
        return cls(
            told.get("kind", ""), told.get("subject", ""), told.get("serial", ""), told.get("signed_at", ""), checks
        )


class Validator(Protocol):
    """Whoever examines a sealed file at a moment. `result`: what the service gave apart from the file."""

    def examine(self, pdf: bytes, *, now: datetime, serial: str = "", result: bytes = b"") -> Sequence[SealReport]:
        """One report for each seal in the file, none where it has none. Never raises for what the file is."""
        ...
