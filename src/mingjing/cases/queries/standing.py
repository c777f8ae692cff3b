"""What stands on the day of an act and is kept with it, so that a rule answers the same for ever."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from mingjing.cases.queries.benchmarks import public_for
from mingjing.cases.queries.owing import duty_kept
from mingjing.cases.queries.weighing import weighed_for
from mingjing.cases.terms import ActSpec, CaseFacts
from mingjing.organs import queries as organs

OPENING = frozenset({"register_lead", "file_case"})


def kept_with(case: CaseFacts, spec: ActSpec, values: Mapping[str, Any], on: date) -> dict[str, Any]:
    """The benchmarks in public and what their table said (G-42), whether the matter has moved to another organ (G-01), what is to be recorded (AV-02)."""
    moved = _moved(case, values, on) if spec.code in OPENING else {}
    return public_for(case, spec, on) | weighed_for(case, spec) | moved | duty_kept(case, spec, values, on)


def _moved(case: CaseFacts, values: Mapping[str, Any], on: date) -> dict[str, Any]:
    code = str((values.get("matter") or case.matter).get("code", ""))
    lost = organs.functions_lost(case.organ.id, on)
    gone = next((one for one in lost if one.takes("matter", code)), None)
    if gone is None:
        return {}
    told = {"since": gone.effective_on.isoformat(), "receiver": gone.receiver_name, "document": gone.document}
    return {"function_moved": told}
