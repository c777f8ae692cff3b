"""Whether items of 责任追究 and circulars are still what the ledger says."""

from collections.abc import Iterator
from uuid import UUID

from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import Difference
from mingjing.supervision.events import CIRCULAR_MOVED, LIABILITY_MOVED, Event
from mingjing.supervision.models import Circular, Liability
from mingjing.supervision.rules import liabilities as rules
from mingjing.supervision.rules.circulars import circular_digest, circular_step_digest
from mingjing.supervision.terms.circulars import CircularMove
from mingjing.supervision.terms.liabilities import LIABILITY_MOVES, LiabilityMove, LiabilityState

_BEGINS = {Event.LIABILITY_OPENED: LiabilityState.OPEN, Event.LIABILITY_DISMISSED: LiabilityState.DISMISSED}


def liabilities_unlike_the_ledger() -> Iterator[Difference]:
    """What differs, item by item."""
    held: set[str] = set()
    for row in Liability.objects.prefetch_related("steps", "persons").iterator(chunk_size=50):
        held.add(f"liability:{row.pk}")
        if not _is_whole(row):
            yield Difference(row.number, "责任追究的登记或者办理与台账登记的不符")
    for stream in sorted(ledger.streams("liability:") - held):
        yield Difference(stream, "台账里有，业务库里没有（被删除）")


def _is_whole(row: Liability) -> bool:
    """Whether opening and steps have the digests that were logged, and state, persons and examiner are where the steps led."""
    steps = list(row.steps.all())
    logged = [(one.kind, one.payload["digest"], one.index) for one in ledger.whole(f"liability:{row.pk}")]
    if not logged or logged[0][0] not in _BEGINS:
        return False
    joined = {one.person_id for one in steps if one.move == LiabilityMove.ADD}
    moved = [one.told for one in steps if one.move == LiabilityMove.TRANSFER]
    first = UUID(moved[0]["from"]) if moved else row.examiner_id
    last = UUID(moved[-1]["to"]) if moved else row.examiner_id
    persons = [one.person_id for one in row.persons.all()]
    opened = rules.opened_digest(row, [one for one in persons if one not in joined], first)
    kept = [(logged[0][0], opened, row.ledger_index)]
    kept += [
        (LIABILITY_MOVED[LiabilityMove(one.move)], rules.liability_step_digest(one.move, one.person_id, one.text, one.told), one.ledger_index)
        for one in steps
    ]  # fmt: skip
    state = LIABILITY_MOVES[LiabilityMove(steps[-1].move)][1] if steps else _BEGINS[Event(logged[0][0])]
    return kept == logged and row.state == state and last == row.examiner_id and joined <= set(persons)


def circulars_unlike_the_ledger() -> Iterator[Difference]:
    """What differs, circular by circular."""
    held: set[str] = set()
    for row in Circular.objects.prefetch_related("steps").iterator(chunk_size=50):
        held.add(f"circular:{row.pk}")
        logged = [(one.kind, one.payload["digest"]) for one in ledger.whole(f"circular:{row.pk}")]
        kept = [(Event.CIRCULAR_ISSUED, circular_digest(row.draft(), row.number))]
        steps = list(row.steps.all())
        kept += [(CIRCULAR_MOVED[CircularMove(one.move)], circular_step_digest(one.move, one.organ_id, one.text)) for one in steps]  # fmt: skip
        closed = any(one.move == CircularMove.CLOSE for one in steps)
        published = any(one.move == CircularMove.PUBLISH for one in steps)
        if kept != logged or (row.closed, row.edition_id is not None) != (closed, published):
            yield Difference(row.number, "通报的内容或者办理与台账登记的不符")
    for stream in sorted(ledger.streams("circular:") - held):
        yield Difference(stream, "台账里有，业务库里没有（被删除）")
