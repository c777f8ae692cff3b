"""One round of background work. Each part is idempotent and bounded; a failure in one does not stop the others."""

import logging
from collections.abc import Callable

from django.utils import timezone

from mingjing.cases import operations as cases
from mingjing.foundation import outbox
from mingjing.ledger import operations as ledger

log = logging.getLogger(__name__)
RENDERS = 5


def tick() -> dict[str, int]:
    """Hear waiting events, render a few documents, bring the signed checkpoint up to the entries."""
    parts: dict[str, Callable[[], int]] = {
        "events": lambda: outbox.hear_waiting(50),
        "documents": lambda: cases.render_waiting(limit=RENDERS, now=timezone.now(), by="system"),
        "ledger": lambda: ledger.integrate().size,
    }
    return {name: _done(name, part) for name, part in parts.items()}


def _done(name: str, part: Callable[[], int]) -> int:
    try:
        return part()
    except Exception:
        log.exception("tick: %s failed", name)
        return 0
