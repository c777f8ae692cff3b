"""From rows to frozen facts: one place where a case is read for the rules."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from mingjing.cases.models import Act, Case
from mingjing.cases.queries.calendar import calendar, figures_of
from mingjing.cases.queries.owing import films_of, reasons_of
from mingjing.cases.terms import INSPECTION, ActFacts, CaseFacts, Context, RelatedCase, ReplacedDecision, procedure
from mingjing.cases.terms.facts import CHINA
from mingjing.organs import queries as organs
from mingjing.organs.terms import CertificateFacts, OrganFacts


def act_facts(row: Act) -> ActFacts:
    """A row as a fact."""
    return ActFacts(
        seq=row.seq, code=row.code, at=row.at.astimezone(CHINA), recorded_at=row.recorded_at, by=row.by_id, by_name=row.by_name,
        drafted_by=row.drafted_by, data=row.data, number=row.number, document_id=row.document_id,
        stage_after=row.stage_after, ledger_index=row.ledger_index,
    )  # fmt: skip


def people_of(acts: Iterable[ActFacts], more: Iterable[object] = ()) -> frozenset[UUID]:
    """Every person named as officer, handler or signer in the acts: those whose certificates matter."""
    named: set[UUID] = set()
    for data in [*(act.data for act in acts), *more]:
        if isinstance(data, dict):
            for key in ("officers", "handlers", "signers"):
                named |= {UUID(person["id"]) for person in data.get(key, ()) if isinstance(person, dict)}
    return frozenset(named)


def load(case: Case, *, related: bool = True, fresh: bool = False) -> CaseFacts:
    """Read a case for the rules: acts, certificates of the people named, other cases on the same party, recordings.

    `fresh`: recordings and reasons may have come that the row does not count yet.
    """
    acts = tuple(act_facts(row) for row in case.acts.all())
    return CaseFacts(
        id=case.id,
        organ=organs.organ(case.organ_id),
        procedure=procedure(case.procedure, case.procedure_version),
        stage=case.stage,
        party=case.party,
        matter=case.matter,
        acts=acts,
        certificates=certificates(people_of(acts)),
        related=related_cases(case) if related else (),
        publication_state=case.publication,
        previous=case.previous_id,
        told={(row.code, row.ref): row.notified_due for row in case.deadlines.all() if row.notified_due},
        replaced=replaced(case.previous_id) if case.previous_id else None,
        origin=origin_of(case.previous_id) if case.previous_id else (),
        films=films_of(case.dossier_id) if case.films or fresh else (),
        reasons=reasons_of(case) if case.av_said or fresh else (),
    )


def replaced(case_id: UUID) -> ReplacedDecision | None:
    """The revoked decision of an earlier case, and whether it fell for its procedure only."""
    acts = Act.objects.filter(case_id=case_id)
    decision = acts.filter(code="decide").last()
    change = acts.filter(code="change_decision").last()
    if decision is None or change is None:
        return None
    data = decision.data
    return ReplacedDecision(
        number=decision.number, facts=str(data.get("facts", "")), reason=str(data.get("discretion_reason", "")),
        kinds=frozenset(data.get("kinds", ())), fine=str(data.get("fine") or ""),
        procedural=change.data.get("procedural") == "yes",
    )  # fmt: skip


def origin_of(case_id: UUID) -> tuple[ActFacts, ...]:
    """The acts of the inspection that a case was handed over from; nothing where the earlier case was none."""
    rows = Act.objects.filter(case_id=case_id, case__procedure=INSPECTION)
    return tuple(act_facts(row) for row in rows)


def certificates(people: frozenset[UUID]) -> dict[UUID, tuple[CertificateFacts, ...]]:
    """Certificates by person, in one query; none asked where nobody is named."""
    return organs.certificates(people) if people else {}


def with_people(facts: CaseFacts, values: Mapping[str, Any]) -> CaseFacts:
    """The same case with the certificates of the people that a form names for the first time."""
    fresh = people_of((), [values]) - facts.certificates.keys()
    return replace(facts, certificates={**facts.certificates, **certificates(fresh)}) if fresh else facts


RELATED = (
    "id", "organ_id", "decision_number", "number", "lead_number", "matter_code", "stage", "filed_on", "violation_from",
    "violation_to", "outcome", "fine", "decided_on",
)  # fmt: skip


def related_cases(case: Case) -> tuple[RelatedCase, ...]:
    """Other cases on the same party that were filed, newest first; at most fifty of those that can matter to the guards:
    the same matter anywhere, and whatever another organ has. A party with many cases does not push the one out."""
    mine = Q(organ_id=case.organ_id) & ~Q(matter_code=case.matter_code)
    others = Case.objects.filter(party_id=case.party_id, filed_on__isnull=False).exclude(mine)
    others = others.exclude(id=case.id).order_by("-opened_at")
    # Of a whole row only these columns are read: each of fifty cases would bring its party and matter with it.
    rows = others.values_list(*RELATED, named=True)[:50]
    return tuple(
        RelatedCase(
            id=row.id, organ_id=row.organ_id, organ_name="本县另一机关" if row.organ_id != case.organ_id else "本机关",
            number=row.decision_number or row.number or row.lead_number, matter_code=row.matter_code, stage=row.stage,
            filed_on=row.filed_on, violation_from=row.violation_from, violation_to=row.violation_to,
            outcome=row.outcome, fine=str(row.fine or ""), decided_on=row.decided_on,
        )
        for row in rows
    )  # fmt: skip


def context(organ: OrganFacts, now: datetime) -> Context:
    """Figures and calendar for a case of an organ at a moment."""
    return Context(calendar=calendar(), figures=figures_of(organ), now=now.astimezone(CHINA))
