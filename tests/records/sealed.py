"""A document of a file, a pilot seal of the organ, and the people who use it."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from tests.records.films import AT, dossier
from tests.sealing.made import set_up
from tests.typesetting.samples import rich

from mingjing.organs import operations as organs
from mingjing.organs.terms.seals import SealDraft, SealFacts
from mingjing.records import operations
from mingjing.records.terms import DocumentFacts


def draft(shifan: Any, **changes: Any) -> SealDraft:
    """What the head registers of the pilot seal; 甲 may use it, the archivist keeps it."""
    facts: dict[str, Any] = {
        "kind": "pilot", "name": "示范县应急管理局（试点章）", "owner": "示范县应急管理局", "holder_id": shifan.people["档"],
        "users": (shifan.people["甲"],), "number": "SD-001", "serial": "5EA1", "valid_from": date(2026, 1, 1),
        "valid_to": date(2028, 1, 1),
    }  # fmt: skip
    return SealDraft(**(facts | changes))


def registered(shifan: Any, *, ready: bool = True, **changes: Any) -> SealFacts:
    """A registered seal, with its certificate file unless told otherwise."""
    made = organs.register_seal(draft=draft(shifan, **changes), by=shifan.actor("己", AT), at=AT)
    if ready:
        set_up(Path(settings.MINGJING_KEYS), made.id)
    return made


def document(shifan: Any, form: str = "correction_order", dossier_id: UUID | None = None) -> DocumentFacts:
    """A document in a file of the organ."""
    data = {name: value for name, value in rich(form).items() if name not in {"verify", "progress", "form"}}
    return operations.add_document(
        dossier_id=dossier_id or dossier(shifan), act_seq=3, form_id=form, number="示应急责改〔2026〕3号", data=data, at=AT,
        by=shifan.actor("甲", AT),
    )  # fmt: skip


def asked(shifan: Any, one: DocumentFacts, key: str = "甲") -> Any:
    """Asked to be sealed."""
    return operations.ask_seal(dossier_id=one.dossier_id, document_id=one.id, by=shifan.actor(key, AT), at=AT)


def sealed(shifan: Any, one: DocumentFacts, seal: SealFacts, key: str = "档") -> Any:
    """Asked and sealed."""
    waiting = asked(shifan, one)
    return operations.put_seal(sealing_id=waiting.id, seal_id=seal.id, by=shifan.actor(key, AT), at=AT)
