"""A document is asked to be sealed: by a person, or by itself where its organ requires it; and the asking is taken back."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from mingjing.foundation.access import Forbidden
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Refused
from mingjing.ledger import operations as ledger
from mingjing.ledger.terms import By
from mingjing.organs.operations import seal_stream
from mingjing.organs.queries import seals as seal_register
from mingjing.records.events import Event
from mingjing.records.models import Document, Dossier, Sealing
from mingjing.records.operations.refusing import refuse
from mingjing.records.queries.dossiers import document_facts
from mingjing.records.rules import seals as rules
from mingjing.records.terms import NotFound
from mingjing.records.terms.dossiers import stream
from mingjing.records.terms.seals import OPEN_STAGES, SealingFacts, SealingStage


@operation(Event.SEAL_ASKED)
def ask_seal(*, dossier_id: UUID, document_id: UUID, by: Actor, at: datetime) -> SealingFacts:
    """申请盖章。Raises NotFound, Forbidden; Refused (REC-40). 国办发〔2025〕33号。"""
    row = the_document(dossier_id, document_id)
    own(row.dossier.organ_id, by, "为这份文书申请盖章")
    found = Sealing.objects.filter(document=row, stage__in=OPEN_STAGES).first()
    refuse(
        rules.seal_may_be_asked(document_facts(row), found.stage if found else "", row.dossier.sealed_at is not None)
    )
    return _asked(row, by, at, None)


def owe_seal(row: Document, by: Actor, at: datetime) -> None:
    """A new document that must bear a seal waits for it from the moment it is made, in the act's own transaction."""
    told = seal_register.sealing_on(by.organ_id, local_day(at))
    if told is not None and told.owed(row.form, row.external):
        _asked(row, by, at, told.seal_id if row.form in told.automatic else None)


def _asked(row: Document, by: Actor, at: datetime, seal_id: UUID | None) -> SealingFacts:
    made = Sealing(
        dossier_id=row.dossier_id, document=row, organ_id=by.organ_id, automatic=seal_id is not None, seal_id=seal_id,
        asked_at=at, asked_by=by.person_id, asked_name=by.name,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused(*rules.seal_may_be_asked(document_facts(row), SealingStage.WAITING, False)) from None
    noted(Event.SEAL_ASKED, made, by, at, automatic=made.automatic)
    return made.facts()


@operation(Event.SEAL_DROPPED)
def drop_sealing(*, sealing_id: UUID, reason: str, by: Actor, at: datetime) -> SealingFacts:
    """撤回盖章申请。Raises NotFound, Forbidden; Refused (REC-42)."""
    row = locked(sealing_id)
    own(row.organ_id, by, "撤回盖章申请")
    refuse(rules.dropping_is_explained(row.facts(), reason))
    row.stage, row.dropped_reason = SealingStage.DROPPED, reason.strip()[:200]
    row.save(update_fields=["stage", "dropped_reason"])
    noted(Event.SEAL_DROPPED, row, by, at, reason=row.dropped_reason)
    return row.facts()


def own(organ_id: UUID, by: Actor, doing: str) -> None:
    """Raise Forbidden for people of another organ."""
    if by.organ_id != organ_id:
        raise Forbidden(f"只有本机关人员可以{doing}。请换用本机关的账号。")


def hold(dossier_id: UUID) -> None:
    """Lock a dossier: whoever closes it waits, and nothing of what is done here comes after the closing."""
    Dossier.objects.select_for_update().filter(id=dossier_id).first()


def the_document(dossier_id: UUID, document_id: UUID) -> Document:
    """A document of this dossier, both locked, the dossier first. Raises NotFound."""
    hold(dossier_id)
    rows = Document.objects.select_related("dossier").select_for_update(of=("self",))
    row = rows.filter(dossier_id=dossier_id, id=document_id).first()
    if row is None:
        raise NotFound("案卷中没有这份文书。")
    return row


def locked(sealing_id: UUID) -> Sealing:
    """A sealing and its dossier, both locked, the dossier first. Raises NotFound."""
    dossier_id = Sealing.objects.filter(id=sealing_id).values_list("dossier_id", flat=True).first()
    if dossier_id is None:
        raise NotFound("没有这项盖章，请从“待盖章”重新进入。")
    hold(dossier_id)
    rows = Sealing.objects.select_related("document", "dossier").select_for_update(of=("self",))
    return rows.get(id=sealing_id)


def noted(kind: str, row: Sealing, by: By, at: datetime, **more: object) -> None:
    """Log what happened in the file's chain; where the file is closed, in the chain of the organ's seals."""
    payload = {"document": str(row.document_id), "sealing": str(row.pk), **more}
    chain = stream(row.dossier_id) if row.dossier.sealed_at is None else seal_stream(row.organ_id)
    ledger.append(kind=kind, stream=chain, at=at, by=by, payload=payload)
