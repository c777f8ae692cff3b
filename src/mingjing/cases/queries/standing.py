"""What stands on the day of an act and is kept with it, so that a rule answers the same for ever."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from mingjing.cases.queries.benchmarks import public_for
from mingjing.cases.queries.inspecting import checks_kept
from mingjing.cases.queries.owing import duty_kept
from mingjing.cases.queries.weighing import violation_day_of, weighed_for
from mingjing.cases.rules.discretion import violation_ended
from mingjing.cases.terms import ActSpec, CaseFacts
from mingjing.lawbook import queries as lawbook
from mingjing.organs import queries as organs

FILING = "file_case"
CITING, CITED = "G-15", ("breached", "basis")


def kept_with(case: CaseFacts, spec: ActSpec, values: Mapping[str, Any], on: date) -> dict[str, Any]:
    """The benchmarks in public and what their table said (G-42), whether the matter has moved to another organ (G-01), what is to be recorded (AV-02), which citations do not stand (G-15)."""
    moved = _moved(case, values, on) if not spec.sources or spec.code == FILING else {}
    return (
        public_for(case, spec, on)
        | weighed_for(case, spec)
        | moved
        | duty_kept(case, spec, values, on)
        | _lost(case, spec, values, on)
        | checks_kept(case, spec, values, on)
    )


def _moved(case: CaseFacts, values: Mapping[str, Any], on: date) -> dict[str, Any]:
    code = str((values.get("matter") or case.matter).get("code", ""))
    lost = organs.functions_lost(case.organ.id, on)
    gone = next((one for one in lost if one.takes("matter", code)), None)
    if gone is None:
        return {}
    told = {"since": gone.effective_on.isoformat(), "receiver": gone.receiver_name, "document": gone.document}
    return {"function_moved": told}


def _lost(case: CaseFacts, spec: ActSpec, values: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Citations of a law that the library holds, of articles in force neither on the day nor at the violation (行政处罚法第三十七条).

    Two queries where an act cites, up to six where something is amiss.
    """
    if CITING not in spec.guards:
        return {}
    cited = [text for name in CITED for text in values.get(name) or ()]
    now = lawbook.standings(cited, on)
    gone = [text for text in cited if text in now and not now[text].sha256]
    # A report says itself when the violation ended, or that it goes on; a decision rests on the report.
    day = violation_ended(values) if {"continuing", "violation_on"} & values.keys() else violation_day_of(case)
    if day is not None and day < on:
        before = lawbook.standings(gone, day)
        gone = [text for text in gone if not (text in before and before[text].sha256)]
    told = [{"citation": text, "since": now[text].since.isoformat()} for text in dict.fromkeys(gone)]
    return {"cited_lost": told} if told else {}
