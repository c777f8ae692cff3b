"""Cases of the other procedures in the example county: told by working days before today, played through the operations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from mingjing.kernel.workdays import Workdays
from mingjing.sites.journeys.county import Diary

Step = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Beside:
    """One case: who, what, how many working days ago it began, and its steps, each on which working day at what hour."""

    organ: str
    party: str
    matter: str
    ago: int
    steps: tuple[tuple[int, str, Step], ...]
    tale: str = ""


_SPOT: Step = {"act": "register_spot"}
_WARNED: Step = {"act": "decide", "with": {"kinds": ["warning"]}}
PLAN = (
    Beside("市监局", "老张", "SP126-6", 1, ((0, "10:10", _SPOT), (0, "10:30", _WARNED))),
    Beside(
        "应急局", "通达", "AQ097-7", 3,
        (
            (0, "15:00", _SPOT),
            (0, "15:20", {"act": "decide", "with": {"kinds": ["warning", "fine"], "fine": 1000}}),
            (1, "09:10", {"act": "file_with_organ"}),
        ),
    ),
    Beside(
        "应急局", "安居", "AQ097-7", 12,
        (
            (0, "09:40", _SPOT),
            (0, "10:00", {"act": "decide", "with": {"kinds": ["fine"], "fine": 100, "received": "refused", "refusal_note": "负责人看过后拒绝签字，现场有录像。"}}),
            (0, "10:05", {"act": "record_payment", "with": {"fine_paid": 100, "mode": "officer", "ground": "small", "official_receipt": True}}),
            (1, "09:00", {"act": "file_with_organ"}),
            (1, "09:30", {"act": "hand_in_fine", "with": {"amount": 100}}),
            (2, "14:00", {"act": "bank_fine", "with": {"amount": 100}}),
            (3, "10:00", {"publish": True}),
            (6, "10:00", {"act": "close", "with": {"ground": "performed"}}),
            (10, "10:00", {"act": "archive"}),
        ),
    ),
    Beside(
        "市监局", "顺风", "JG042", 5,
        ((0, "11:00", _SPOT), (0, "11:20", {"act": "end_spot", "with": {"ground": "educated"}})),
    ),
)  # fmt: skip


def stories(today: date, calendar: Workdays, plan: Iterable[Beside] = PLAN) -> list[dict[str, Any]]:
    """The journeys of these cases, ending before today."""
    return [_story(told, today, calendar) for told in plan]


def _story(told: Beside, today: date, calendar: Workdays) -> dict[str, Any]:
    start = today
    for _ in range(told.ago):
        start = calendar.before(start)
    diary = Diary(start, calendar)
    return {
        "journey": f"{told.party}：{told.matter}", "organ": told.organ, "party": told.party, "matter": told.matter,
        "tale": told.tale or told.matter,
        "steps": [{"at": diary.at(day, clock), **step} for day, clock, step in told.steps],
    }  # fmt: skip
