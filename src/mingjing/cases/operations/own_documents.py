"""A document of the organ's own form, made in a case beside the acts of its procedure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from mingjing.cases.models import Act
from mingjing.cases.operations.documents import context_of, require_printable
from mingjing.cases.operations.files import case_for, not_archived
from mingjing.cases.operations.lookup import lookup_for
from mingjing.cases.queries.facts import load
from mingjing.cases.queries.own_forms import MARK
from mingjing.cases.terms import ActSpec
from mingjing.cases.terms.fields import FieldSpec, clean
from mingjing.foundation.access import Forbidden
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor, Role
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.ledger import operations as ledger
from mingjing.records import operations as records
from mingjing.records import queries as forms
from mingjing.records.terms import DocumentFacts
from mingjing.records.terms.filings import FilingFacts


def own_fields(filing: FilingFacts) -> tuple[FieldSpec, ...]:
    """The fields of a form the organ added."""
    return tuple(
        FieldSpec(f"{filing.form}{MARK}{one.key}", one.label, one.kind, required=one.required)
        for one in filing.content.added
    )


@operation("case:document:added")
def make_own_document(
    *, case_id: UUID, filing_id: UUID, data: Mapping[str, Any], by: Actor, now: datetime
) -> DocumentFacts:
    """Make a document of a form the organ added by itself. Raises Forbidden, Invalid, NotFound; Refused once archived."""
    case = case_for(case_id, by)
    if by.organ_id != case.organ_id or not by.has(Role.HANDLER, Role.CHAIR):
        raise Forbidden(f"{by.name}不能制作这份文书：须由本机关承办人、听证主持人制作。")
    not_archived(case, "文书")
    filing = forms.filing(filing_id)
    if filing.organ_id != case.organ_id or not filing.own or not filing.in_force(local_day(now)):
        raise Invalid({"form": ["这份文书格式现在不能使用，请从案件的文书页重新选择。"]})
    facts, specs = load(case), own_fields(filing)
    values = clean(specs, data, lookup_for(case.organ_id, case.dossier_id, facts, now, data))
    require_printable(specs, values)
    spec = ActSpec(filing.form, filing.printed, (), Role.HANDLER, specs)
    act = Act(
        case=case, seq=len(facts.acts), code=filing.form, at=now, recorded_at=now, by_id=by.person_id, by_name=by.name, data=values,
        number="", stage_after=facts.stage,
    )  # fmt: skip
    made = records.add_document(
        dossier_id=case.dossier_id, act_seq=act.seq, form_id=filing.form, number="", at=now, by=by,
        data=context_of(case, facts, spec, act), adjusted=filing,
    )  # fmt: skip
    ledger.append(
        kind="record:document:added", stream=records.stream(case.dossier_id), at=now, by=by,
        payload={"documents": [{"id": str(made.id), "form": made.form, "data_sha256": made.data_sha256}]},
    )  # fmt: skip
    return made
