"""Lawful destruction of a case's file: what the archives ordered, and the case's own rows, in one transaction."""

from datetime import datetime
from uuid import UUID

from mingjing.archives import operations as archives
from mingjing.archives import queries as archived
from mingjing.archives.terms import DisposalFacts
from mingjing.cases.models import (
    Act,
    Case,
    Deadline,
    DiscretionAsked,
    Draft,
    Part,
    Precedent,
    RecordingReason,
    Refusal,
    SuggestionAnswer,
)
from mingjing.foundation import search
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid
from mingjing.parties import operations as parties


@operation("case:file:destroyed")
def destroy_file(*, disposal_id: UUID, by: Actor, now: datetime) -> DisposalFacts:
    """Execute a destruction that two have approved (ARCH-33); the party's registration goes too where nothing else uses it.

    A dossier without a case, of another system, is destroyed the same way. Raises Forbidden, Invalid, Refused.
    """
    asked = archived.disposal(disposal_id)
    file = archived.archived_file(asked.file_id) if asked else None
    if file is None:
        raise Invalid({"destruction": ["没有这项销毁，请从销毁清册重新进入。"]})
    done = archives.execute_destruction(disposal_id=disposal_id, by=by, at=now)
    case = Case.objects.select_for_update().filter(dossier_id=file.dossier_id).first()
    if case is not None:
        _erase(case, by, now)
    return done


def _erase(case: Case, by: Actor, now: datetime) -> None:
    for model in (Deadline, Draft, Part, Refusal, RecordingReason, SuggestionAnswer, DiscretionAsked, Act):
        model._default_manager.filter(case=case).delete()
    Precedent.objects.filter(case_id=case.id).delete()
    search.remove("case", case.id)
    party = case.party_id
    case.delete()
    if not Case.objects.filter(party_id=party).exists():
        parties.erase(party_id=party, by=by, at=now)
