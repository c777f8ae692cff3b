"""Counsel in the pool, and a request on a file under review."""

from datetime import date
from typing import Any

from tests.organs.town import AT
from tests.organs.town import draft as organ
from tests.review.desk import MONDAY, Desk

from mingjing.foundation.people import Actor, Role
from mingjing.organs import operations as organs
from mingjing.review import operations
from mingjing.review.terms import CONFLICT_QUESTIONS, AskFacts, CounselDraft, CounselFacts, Involved, PaperFacts

TODAY = date(2026, 9, 21)
FREE = dict.fromkeys(CONFLICT_QUESTIONS, "no")
PAPER = PaperFacts("ab" * 32, "案卷正卷第 12 页")
ADVICE = "拟作的决定适用法律正确，建议补充裁量理由。"
QUESTION = "吊销许可证的决定裁量是否适当？"


def draft(**more: Any) -> CounselDraft:
    """An adviser whose contract runs through the year."""
    given: dict[str, Any] = {
        "name": "顾一", "kind": "adviser", "employer": "河北甲律师事务所", "field": "行政处罚", "certificate": "11308201010000001",
        "valid_until": date(2027, 5, 31), "contract_from": date(2026, 1, 1), "contract_until": date(2026, 12, 31), "price": "30000",
    }  # fmt: skip
    return CounselDraft(**{**given, **more})


def public(**more: Any) -> CounselDraft:
    """A lawyer in public service."""
    free = {"contract_from": None, "contract_until": None, "price": ""}
    return draft(
        **{"name": "公一", "kind": "public", "employer": "示县司法局", "certificate": "公律0001", **free, **more}
    )


def register(desk: Desk, one: CounselDraft | None = None, by: Actor | None = None, **more: Any) -> CounselFacts:
    return operations.register_counsel(draft=one or draft(**more), by=by or desk.head, at=MONDAY)


def asked(desk: Desk, **more: Any) -> AskFacts:
    given = {
        "dossier_id": desk.dossier_id, "question": QUESTION, "materials": ["调查终结报告"], "due_on": date(2026, 9, 24), "by": desk.reviewer,
        "at": MONDAY,
    }  # fmt: skip
    return operations.ask_counsel(**{**given, **more})  # type: ignore[arg-type]


def assigned(desk: Desk, ask: AskFacts, counsel: CounselFacts, **more: Any) -> AskFacts:
    given = {"stated": FREE, "involved": Involved(), "by": desk.head, "at": MONDAY, **more}
    return operations.assign_counsel(ask_id=ask.id, counsel_id=counsel.id, **given)  # type: ignore[arg-type]


def advised(desk: Desk, ask: AskFacts, **more: Any) -> AskFacts:
    given = {"advice": ADVICE, "advised_on": TODAY, "paper": PAPER, "by": desk.reviewer, "at": MONDAY, **more}
    return operations.advise(ask_id=ask.id, **given)  # type: ignore[arg-type]


def bureau_supervisor(desk: Desk) -> Actor:
    """A supervisor of the justice bureau, which is another organ."""
    place = organs.register_organ(draft=organ("示县司法局", "示司", "shi-sf"), by=desk.town.sysadmin, at=AT)
    return desk.town.actor("监一", Role.SUPERVISOR, organ_id=place.id)
