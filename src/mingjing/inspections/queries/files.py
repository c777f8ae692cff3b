"""The one file of a draw that anybody replays, and the script that does it."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from mingjing.foundation import storage
from mingjing.inspections.models import Draw
from mingjing.inspections.rules import mingjing_redraw
from mingjing.kernel.days import local_day


def draw_file(draw_id: UUID) -> dict[str, Any] | None:
    """Everything that decided a draw and what came of it; None for one that was not held. Raises Missing."""
    made = Draw.objects.select_related("freeze").filter(pk=draw_id).exclude(at=None).first()
    if made is None:
        return None
    frozen = made.freeze
    return {
        "format": mingjing_redraw.ALGORITHM, "draw": made.number, "held_on": local_day(made.at).isoformat() if made.at else "",
        "pool_sha256": frozen.sha256, "pool_sm3": frozen.sm3, "freeze": json.loads(storage.read(frozen.sha256)),
        "seed": frozen.seed, "final_seed": made.final_seed,
        "entropy": {
            "what": frozen.source_what, "where": frozen.source_where, "on": frozen.source_on.isoformat(), "value": made.value,
        },
        "result": json.loads(storage.read(made.result_sha256)),
        "substitutions": [
            {"seq": one.seq, "kind": one.kind, "place": one.place, "out": one.out, "in": one.come, "reason": one.reason,
             "on": local_day(one.at).isoformat()}
            for one in made.swaps.order_by("seq")
        ],
        "ledger": {"frozen": frozen.ledger_index, "drawn": made.ledger_index},
    }  # fmt: skip


def redraw_script() -> bytes:
    """The script that needs nothing but Python."""
    return Path(mingjing_redraw.__file__).read_bytes()
