"""An act's form as the organ files it: other names, more fields, more that must be filled in (records/terms/filings.py)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from mingjing.cases.terms import ActSpec
from mingjing.cases.terms.fields import FieldSpec
from mingjing.cases.terms.procedure import every_act
from mingjing.records import queries as records
from mingjing.records.terms.filings import FilingFacts

MARK = "__"


def in_force(spec: ActSpec, organ_id: UUID, on: date) -> Mapping[str, FilingFacts]:
    """The organ's own versions of the forms of an act. One query, none where the act makes no document."""
    return records.in_force(organ_id, spec.forms(), on) if spec.form else {}


def adjusted(spec: ActSpec, organ_id: UUID, on: date) -> ActSpec:
    """The act as the organ's own forms ask for it; the act itself where there are none."""
    return with_forms(spec, in_force(spec, organ_id, on))


def with_forms(spec: ActSpec, found: Mapping[str, FilingFacts]) -> ActSpec:
    """The same with versions that were read before."""
    if not found:
        return spec
    labels: dict[str, str] = {}
    required: set[str] = set()
    added: list[FieldSpec] = []
    for form, filing in found.items():
        labels |= filing.content.labels
        required |= set(filing.content.required)
        added += [
            FieldSpec(f"{form}{MARK}{one.key}", one.label, one.kind, required=one.required, help="本机关增加的栏目")
            for one in filing.content.added
        ]
    fields = tuple(
        replace(one, label=labels.get(one.name, one.label), required=one.required or one.name in required)
        for one in spec.fields
    )
    return replace(spec, fields=(*fields, *added))


def form_fields(form: str) -> Mapping[str, str]:
    """The fields of the act that makes a form, with their names: what an organ may adjust. Empty where no act makes it."""
    for act in every_act():
        if form in act.forms():
            return {one.name: one.label for one in act.fields}
    return {}


def optional_fields(form: str) -> frozenset[str]:
    """Those of them that need not be filled in."""
    for act in every_act():
        if form in act.forms():
            return frozenset(one.name for one in act.fields if not one.required and one.type not in ("table", "bool"))
    return frozenset()
