"""A decision for whoever it is lodged with (备案): whether it is a major one, whether it was served, what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from mingjing.cases.models import Case
from mingjing.cases.queries.facts import context, load
from mingjing.cases.queries.majority import scope_of
from mingjing.cases.terms import SUMMARY, ActFacts, CaseFacts
from mingjing.records import queries as records

LODGED = ("decide", "decide_no_penalty")
SAID_MAJOR = "法制审核意见认定为重大执法决定"


@dataclass(frozen=True, slots=True)
class ChangeTold:
    """A decision changed, revoked or found unlawful: by which act, on which day, in which document and why."""

    seq: int
    on: date
    kind: str
    document: str
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionTold:
    """A decision that was made. `title`: its cause, without the party; `reasons`: what makes it a major one, empty where nothing does."""

    case_id: UUID
    organ_id: UUID
    number: str
    title: str
    decided_on: date
    served_on: date | None
    reasons: tuple[str, ...]
    changes: tuple[ChangeTold, ...]


@dataclass(frozen=True, slots=True)
class DocumentTold:
    """A document of the file as a list names it; `decision`: whether it is the decision itself."""

    id: str
    label: str
    digest: str
    decision: bool


def decision_told(case_id: UUID, now: datetime) -> DecisionTold | None:
    """The decision of a case held against the triggers and the catalogue of its day; None where there is none yet."""
    row = Case.objects.filter(id=case_id).first()
    facts = load(row, related=False) if row else None
    made = facts.last(*LODGED) if facts else None
    if row is None or facts is None or made is None:
        return None
    served = facts.served(made)
    return DecisionTold(
        row.id, row.organ_id, made.number, row.cause, made.on, served.on if served else None, _reasons(facts, now),
        tuple(_change(one) for one in facts.all("change_decision") if one.seq > made.seq),
    )  # fmt: skip


def _reasons(facts: CaseFacts, now: datetime) -> tuple[str, ...]:
    if facts.procedure.id == SUMMARY:
        return ()  # What may be decided on the spot is no major decision.
    _, asked = scope_of(facts, context(facts.organ, now))
    opinion = facts.last("give_opinion")
    said = opinion is not None and opinion.data.get("is_major") == "yes"
    return (*asked.major, *([SAID_MAJOR] if said else []))


def _change(act: ActFacts) -> ChangeTold:
    said = act.data
    document = " ".join(filter(None, (str(said.get("decided_by") or ""), str(said.get("document_no") or ""))))
    return ChangeTold(act.seq, act.on, str(said.get("kind") or ""), document, str(said.get("reason") or ""))


def documents_told(case_id: UUID) -> tuple[DocumentTold, ...]:
    """Every document of a case that was not voided, in the order of its acts, with its digest now. Three queries."""
    row = Case.objects.filter(id=case_id).first()
    if row is None:
        return ()
    made = row.acts.filter(code__in=LODGED).order_by("seq").last()
    return tuple(
        DocumentTold(
            str(one.id), f"{one.title} {one.number}".strip()[:200], one.pdf_sha256 or one.data_sha256, made is not None and one.act_seq == made.seq
        )
        for one in records.documents(row.dossier_id) if not one.void_reason
    )  # fmt: skip


def party_told(case_id: UUID) -> str | None:
    """The party of a case as it is named now; None where the file was destroyed. One query."""
    return Case.objects.filter(id=case_id).values_list("party_name", flat=True).first()
