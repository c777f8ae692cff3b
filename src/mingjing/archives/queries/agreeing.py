"""Whether the register of loans is still what the ledger says."""

from collections.abc import Iterator, Mapping
from typing import Any

from mingjing.archives.events import Event
from mingjing.archives.models import Lending
from mingjing.archives.terms import Place
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import Difference

_LOANS = (
    Event.LEND_ASKED, Event.LEND_GRANTED, Event.LEND_REFUSED, Event.LEND_OUT, Event.LEND_BACK, Event.LEND_RENEWED, Event.LEND_ENDED,
)  # fmt: skip


def lendings_unlike_the_ledger() -> Iterator[Difference]:
    """Loans that differ from the last event about them, or are gone; those of destroyed files are blank, as are their events."""
    told: dict[str, tuple[int, Mapping[str, Any]]] = {}
    for kind in _LOANS:
        for one in ledger.every(kind):
            key = str(one.payload["loan"])
            told[key] = max(told.get(key, (-1, {})), (one.index, one.payload), key=lambda pair: pair[0])
    for row in Lending.objects.select_related("file").iterator():
        said = told.pop(str(row.pk), None)
        if row.file.place != Place.GONE and (said is None or said[1] != row.as_told()):
            yield Difference(f"借阅 {row.catalogue_no} {row.reader_name}", "借阅登记与台账登记的不符")
    yield from (Difference(f"借阅 {key}", "台账记有这项借阅，业务库里没有（被删除）") for key in sorted(told))
