"""Penalties that were decided, for whoever hands them on. Changed or revoked ones are told by their publication."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from mingjing.cases.models import Act, Case
from mingjing.cases.terms import procedure
from mingjing.cases.terms.decided import PenaltyDecided


def penalties_decided(organ_id: UUID, since: date, until: date) -> tuple[PenaltyDecided, ...]:
    """The penalties an organ decided between two days, both included, in order of decision. Two queries."""
    cases = {
        case.pk: case
        for case in Case.objects.filter(organ_id=organ_id, decided_on__gte=since, decided_on__lte=until).order_by(
            "decided_on", "decision_number"
        )
    }
    acts = {act.case_id: act for act in Act.objects.filter(case_id__in=list(cases), code="decide").order_by("seq")}
    return tuple(_facts(case, acts[key]) for key, case in cases.items() if key in acts)


def _facts(case: Case, act: Act) -> PenaltyDecided:
    data, party = act.data, case.party
    kinds = tuple(data.get("kinds", ()))
    field = procedure(case.procedure, case.procedure_version).field("decide", "kinds")
    names = field.options if field else {}
    return PenaltyDecided(
        case_id=case.pk, dossier_id=case.dossier_id, organ_id=case.organ_id, number=act.number,
        decided_on=case.decided_on or act.at.date(), party=party, cause=case.cause, basis=tuple(data.get("basis", ())),
        kinds=kinds, kind_names=tuple(names.get(kind, kind) for kind in kinds),
        fine=_yuan(data.get("fine")) if "fine" in kinds else None, confiscation=_yuan(data.get("confiscation")),
        other=str(data.get("other_content") or ""),
    )  # fmt: skip


def _yuan(text: object) -> Decimal | None:
    return Decimal(str(text)) if text not in {None, ""} else None
