"""What an objection asks of people, to a graded file and to an organ's score alike: to look in time, to answer in time."""

from collections.abc import Sequence
from datetime import date

from mingjing.kernel.findings import Finding
from mingjing.supervision.models import Appraisal, GradedFile
from mingjing.supervision.rules import appraisals, gradings
from mingjing.supervision.terms import Duty

_LOCAL = "（地方做法，未核实）"
_LATE = {
    "graded": ("案卷评查异议 ", gradings.objection_answered_in_time),
    "appraisal": ("考核得分异议 ", appraisals.appraisal_answered_in_time),
}
"""Page → how the duty to answer begins, and the rule of its last day."""


def duty_to_look(one: GradedFile | Appraisal, page: str, what: str, score: str, action: str, said: str) -> Duty:
    """A result that an organ was told and has neither accepted nor objected to; `said`: how its days are counted."""
    return Duty(
        what, one.organ_name, f"{score}，没有确认", action, page, (one.pk,), due=one.object_by, steps=(f"{said}可以提出异议{_LOCAL}",)
    )  # fmt: skip


def duty_to_answer(one: GradedFile | Appraisal, page: str, name: str, days: int) -> Duty:
    """An objection that waits for its answer."""
    said = f"收到异议之日起 {days} 个工作日内答复{_LOCAL}"
    return Duty(
        _LATE[page][0] + name, one.organ_name, "待答复", "去答复", page, (one.pk,), due=one.answer_by, steps=(said,)
    )  # fmt: skip


def late_objections(owed: Sequence[Duty], today: date) -> tuple[tuple[Duty, Finding], ...]:
    """Of what is owed, the objections nobody answered in time (SUP-61, SUP-82). No query."""
    found = []
    for one in owed:
        start, rule = _LATE.get(one.page, ("", None))
        if rule and one.due and one.what.startswith(start):
            found += [(one, late) for late in rule(one.what.removeprefix(start), one.due, today)]
    return tuple(found)
