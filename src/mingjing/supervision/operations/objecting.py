"""What an objection and its answer write, to a graded file and to an organ's score alike."""

from collections.abc import Callable
from datetime import date, datetime

from mingjing.cases import queries as cases
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding
from mingjing.kernel.workdays import Workdays
from mingjing.supervision.models.objections import Objectionable
from mingjing.supervision.operations.freezing import refuse, typed
from mingjing.supervision.rules.gradings import text_digest

MOST = {"text": 4000}
InTime = Callable[[str, date, date], tuple[Finding, ...]]
DueAfter = Callable[[date, str, Workdays], date]


def write_objection(
    row: Objectionable, text: str, in_time: InTime, due_after: DueAfter, *, by: Actor, at: datetime
) -> str:
    """Judge an objection by its rule and write it into the row; the digest of its words. Raises Invalid, Refused."""
    typed(MOST, text=text)
    assert row.object_by is not None
    refuse(in_time(text, row.object_by, local_day(at)))
    row.objection, row.objected_name, row.objected_at = text.strip(), by.name, at
    row.answer_by = due_after(local_day(at), "answer_days", cases.calendar())
    return text_digest(row.objection)


def write_answer(row: Objectionable, text: str, *, by: Actor, at: datetime) -> str:
    """Write an answer that was judged into the row; the digest of its words."""
    row.answer, row.answered_name, row.answered_at = text.strip(), by.name, at
    return text_digest(row.answer)
