"""What every act on a 责任追究 item writes: the step, the state with its term, the ledger entry, the event."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from mingjing.cases import queries as cases
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.foundation.typesetting import missing_glyphs, unprintable
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.ledger.operations import append
from mingjing.supervision.events import LIABILITY_MOVED, Event
from mingjing.supervision.models import Liability, LiabilityStep
from mingjing.supervision.operations.freezing import typed
from mingjing.supervision.queries.liability_sources import involved
from mingjing.supervision.rules import liabilities as rules
from mingjing.supervision.terms.liabilities import LIABILITY_MOVES, LiabilityFacts, LiabilityMove, LiabilityState

MOST = {"text": 4000, "reason": 2000, "basis": 300, "answer": 2000, "body": 100}


def held(liability_id: UUID) -> Liability:
    """The item, locked until commit. Raises Invalid."""
    row = Liability.objects.select_for_update().filter(pk=liability_id).first()
    if row is None:
        raise Invalid({"liability": ["没有这件责任追究事项，请从列表重新进入"]})
    return row


def concerned(row: Liability) -> frozenset[UUID]:
    """Who must not judge it."""
    return involved(row.case_id, tuple(row.persons.values_list("person_id", flat=True)))


def printable(most: Mapping[str, int], texts: Mapping[str, str], what: str = "责任追究文书") -> None:
    """Raise Invalid, field by field, for what is too long, cannot be kept or cannot be printed.

    `most` knows a field by its name, or by what stands before the first `_` where there is one for each person.
    """
    typed({name: most[name if name in most else name.split("_")[0]] for name in texts}, **texts)
    errors = {
        name: [unprintable(char, what) for char, _ in missing]
        for name, text in texts.items()
        if (missing := missing_glyphs({name: text}))
    }
    if errors:
        raise Invalid(errors)


def step(
    row: Liability, move: LiabilityMove, text: str, *, by: Actor, at: datetime, person_id: UUID | None = None,
    told: Mapping[str, Any] | None = None,
) -> LiabilityFacts:  # fmt: skip
    """Write one step and where the item stands after it."""
    after = LIABILITY_MOVES[move][1]
    if after != row.state:
        row.due = _due(row, after, local_day(at))
    row.state = after
    words, said = text.strip(), dict(told or {})
    made = LiabilityStep(
        liability=row, seq=row.steps.count() + 1, move=move, person_id=person_id, text=words, told=said, by_id=by.person_id,
        by_name=by.name, at=at, digest=rules.liability_step_digest(move, person_id, words, said),
    )  # fmt: skip
    made.ledger_index = log(row, LIABILITY_MOVED[move], by=by, at=at, seq=made.seq, digest=made.digest)
    made.save(force_insert=True)
    row.save()
    return Liability.objects.prefetch_related("steps", "persons").get(pk=row.pk).facts()


def _due(row: Liability, state: str, today: date) -> date | None:
    """The last day of the step that comes next; of the proposal, counted from when everybody could be heard."""
    calendar = cases.calendar()
    if state != LiabilityState.EXAMINED:
        return rules.due_after(state, today, calendar)
    row.hear_by = row.hear_by or rules.heard_until(today, calendar)
    start = max(today, row.hear_by)
    return calendar.after(start, rules.days("decide_days", today))


def log(row: Liability, event: Event, *, by: Actor, at: datetime, **more: object) -> int:
    """State and digests; neither persons nor words."""
    told = {
        "liability_id": str(row.pk),
        "number": row.number,
        "organ_id": str(row.organ_id),
        "state": row.state,
        **more,
    }
    index = append(kind=event, stream=f"liability:{row.pk}", at=at, by=by, payload=told).index
    emit(event, at=at, **told)
    return index
