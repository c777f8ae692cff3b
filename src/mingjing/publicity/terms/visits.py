"""A visit to an enterprise (入企检查): who came, what may be inspected on which basis, how it ended, how it was rated."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from mingjing.foundation.people import Role
from mingjing.publicity.terms.checks import CHECK_NAMES, CheckKind, results_named

CHECK_LISTS = ("random_check", "joint_check", "matter")
"""The kinds of public lists that name what an organ may inspect."""
VISITORS = (Role.HANDLER,)
"""Who goes out and registers a visit."""
VISIT_READERS = (Role.HANDLER, Role.EXAMINER, Role.REVIEWER, Role.PUBLICIST, Role.HEAD, Role.SUPERVISOR)
"""Who of an organ sees its visits."""


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """What the officer enters on arrival. `officers` are the ids of those who came; `place` as typed.

    `kind`: how the enterprise was chosen (CheckKind); `task` and `draw`: numbers of the plan or task and of the record of
    the draw, empty where there was none. `dressed`: yes or no, `undressed`: why not in uniform. `latitude` and `longitude` (degrees, WGS 84 as the phone gives them) stay empty unless the officer shared them.
    """

    entry_id: UUID
    enterprise: str
    enterprise_code: str
    place: str
    purpose: str
    officers: tuple[UUID, ...]
    approval: str = ""
    kind: str = ""
    task: str = ""
    draw: str = ""
    dressed: str = ""
    undressed: str = ""
    latitude: str = ""
    longitude: str = ""


@dataclass(frozen=True, slots=True)
class VisitOfficer:
    """An officer of a visit: the name and the certificate that was shown."""

    person_id: UUID
    name: str
    certificate: str


@dataclass(frozen=True, slots=True)
class CheckItem:
    """A published item that may be inspected, as its list says it on that day."""

    entry_id: UUID
    edition_id: UUID
    kind: str
    code: str
    name: str
    basis: tuple[str, ...]
    content: tuple[str, ...]
    ratio: str


def check_item(
    entry_id: UUID, edition_id: UUID, kind: str, code: str, name: str, values: Mapping[str, Any]
) -> CheckItem:
    """An edition of one of the lists as what may be inspected: of a matter (权责事项) it is the matter itself."""
    basis = values.get("basis") or [*values.get("violates", ()), *values.get("penalises", ())]
    content = values.get("content") or [f"有没有“{name}”的情形"]
    return CheckItem(
        entry_id, edition_id, kind, code, name, tuple(dict.fromkeys(map(str, basis))), tuple(map(str, content)),
        str(values.get("ratio", "")),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A visit as its organ and, with the code, the enterprise sees it. `nth` counts the organ's visits there this year."""

    id: UUID
    number: str
    organ_id: UUID
    organ_name: str
    organ_code: str
    enterprise: str
    enterprise_code: str
    place: str
    position: str
    purpose: str
    approval: str
    item: CheckItem
    officers: tuple[VisitOfficer, ...]
    nth: int
    opened_at: datetime
    opened_by: UUID
    opened_name: str
    confirmed_at: datetime | None
    closed_at: datetime | None
    closed_name: str
    result: str
    note: str
    code_until: date | None
    rated: bool
    ledger_index: int
    kind: str = ""
    task: str = ""
    draw: str = ""
    dressed: str = ""
    undressed: str = ""

    @property
    def dress(self) -> str:
        """Whether the prescribed uniform is worn, in Chinese; empty where none is prescribed."""
        return {"yes": "已按规定着装、佩戴标识", "no": f"没有着装：{self.undressed}"}.get(self.dressed, "")

    @property
    def result_name(self) -> str:
        """The results in Chinese; empty while the visit goes on."""
        return results_named(self.result)

    @property
    def kind_name(self) -> str:
        """How the enterprise was chosen, in Chinese; empty for visits from before that was asked."""
        return CHECK_NAMES[CheckKind(self.kind)] if self.kind else ""

    @property
    def is_random(self) -> bool:
        """Whether a random draw led here, so that the result becomes public."""
        return self.kind == CheckKind.RANDOM


@dataclass(frozen=True, slots=True)
class RatingFigures:
    """How the enterprises rated an organ's visits: the number of ratings, and of each score from 1 to 5.

    `few`: too few for the organ itself to see the scores (PUB-65); they are not here then.
    """

    organ_id: UUID
    organ_name: str
    count: int
    scores: tuple[int, int, int, int, int]
    few: bool = False

    @property
    def mean(self) -> str:
        """The average with one decimal; a dash where nobody rated, or too few did."""
        if not self.count or self.few:
            return "—"
        total = sum(score * how_many for score, how_many in enumerate(self.scores, start=1))
        return f"{total / self.count:.1f}"


@dataclass(frozen=True, slots=True)
class RatingText:
    """What an enterprise wrote, for the supervisor alone."""

    number: str
    organ_name: str
    score: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class VisitCount:
    """A public figure: how many visits an organ began in a month (YYYY-MM). No enterprise is named."""

    month: str
    organ_name: str
    organ_code: str
    count: int
