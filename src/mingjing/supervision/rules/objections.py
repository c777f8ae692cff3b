"""What SUP-58, SUP-59 and SUP-79, SUP-80 share: an objection is written and in time, an answer is written."""

from datetime import date

SHORTEST = 4
Fault = tuple[str, str, str]
"""The fact, the next step, the field."""


def objection_faults(text: str, last: date, today: date, *, to: str) -> list[Fault]:
    """What is wrong with an objection; `to`: who may be told all the same when it is too late."""
    found = []
    if len(text.strip()) < SHORTEST:
        found.append(("没有写明异议的理由", f"请填写（不少于 {SHORTEST} 个字）", "text"))
    if today > last:
        found.append((f"异议期限已于 {last} 届满", f"可以向{to}另行反映", ""))
    return found


def answer_faults(text: str) -> list[Fault]:
    """What is wrong with an answer."""
    return [] if len(text.strip()) >= SHORTEST else [("没有写明答复", f"请填写（不少于 {SHORTEST} 个字）", "text")]
