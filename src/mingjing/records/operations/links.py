"""A file consulted from outside: asked, decided, linked, opened, revoked. Every opening is logged."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import operations as ledger
from mingjing.ledger.terms import SYSTEM, By
from mingjing.records.access import may_ask_reading, may_decide_reading, may_end_reading
from mingjing.records.events import Event
from mingjing.records.models import Attachment, Document, Dossier, Grant, GrantItem, GrantOpening, Recording, Viewing
from mingjing.records.operations.dossiers import stream
from mingjing.records.operations.recordings import refuse
from mingjing.records.queries.figures import parameters_for
from mingjing.records.rules import links as rules
from mingjing.records.terms import NotFound, RecordingState
from mingjing.records.terms.links import GrantFacts, GrantState, ItemFacts, Material, Reader, token_digest

TOKEN_BYTES = 24
Chosen = Collection[tuple[str, UUID]]


@operation(Event.READING_ASKED)
def ask_reading(
    *, dossier_id: UUID, chosen: Chosen, reader: Reader, purpose: str, days: int, most: int, by: Actor, at: datetime
) -> GrantFacts:
    """Enter that somebody from outside wants to consult things of a file; granted at once where all were made for the party.

    Raises Forbidden, NotFound for what is not of this file, Refused (READ-01, READ-02).
    """
    dossier = Dossier.objects.filter(id=dossier_id).first()
    if dossier is None:
        raise NotFound("没有这个案卷。")
    may_ask_reading.require(by, dossier.organ_id, doing="提供查阅")
    refuse(rules.reader_is_known(reader, purpose, days, most, local_day(at), parameters_for(dossier.organ_id)))
    items, forms, kinds, outgoing = _things(dossier_id, chosen)
    refuse(rules.only_what_may_be_shown(items, forms, kinds))
    row = Grant.objects.create(
        dossier=dossier, organ_id=dossier.organ_id, reader=reader.name.strip(), standing=reader.standing,
        checked=reader.checked.strip(), purpose=purpose.strip(), days=days, most=most, asked_by=by.name,
        asked_by_id=by.person_id, asked_at=at,
    )  # fmt: skip
    GrantItem.objects.bulk_create(
        GrantItem(grant=row, place=one.place, kind=one.kind, object_id=one.object_id, name=one.name) for one in items
    )
    if rules.needs_no_head(items, outgoing):
        _grant(row, by, at)
    told = {"reader": row.reader, "standing": row.standing, "purpose": row.purpose, "state": row.state}
    _log(row, Event.READING_ASKED, by, at, told | {"items": [[one.kind, str(one.object_id)] for one in items]})
    return row.facts()


def _things(dossier_id: UUID, chosen: Chosen) -> tuple[list[ItemFacts], list[str], list[str], list[UUID]]:
    """What was chosen, in the order of the file; the forms of documents, the kinds of files, what was made for the party."""
    wanted = {kind: {key for each, key in chosen if each == kind} for kind in Material}
    documents = list(Document.objects.filter(dossier_id=dossier_id, id__in=wanted[Material.DOCUMENT]))
    files = list(Attachment.objects.filter(dossier_id=dossier_id, id__in=wanted[Material.ATTACHMENT]))
    films = list(
        Recording.objects.filter(
            dossier_id=dossier_id, id__in=wanted[Material.RECORDING], state__in=(RecordingState.HELD, RecordingState.DIFFERS)
        )
    )  # fmt: skip
    named: list[tuple[str, UUID, str]] = [
        *((Material.DOCUMENT, row.id, f"{row.title} {row.number}".strip()) for row in documents),
        *((Material.ATTACHMENT, row.id, row.name) for row in files),
        *((Material.RECORDING, row.id, row.proves or row.name) for row in films),
    ]
    if len(named) != len(set(chosen)):
        raise NotFound("选择的材料里有不是本案的，或者还没有入库的，请刷新后重新选择。")
    items = [ItemFacts(place, kind, key, name[:200]) for place, (kind, key, name) in enumerate(named, start=1)]
    outgoing = [row.id for row in documents if row.external]
    return items, [row.form for row in documents], [row.media_type for row in files], outgoing


@operation(Event.READING_DECIDED)
def decide_reading(*, grant_id: UUID, granted: bool, note: str, by: Actor, at: datetime) -> GrantFacts:
    """Decide whether somebody may consult what was asked for. Raises Forbidden, NotFound, Invalid, Refused (READ-03)."""
    row = _locked(grant_id)
    may_decide_reading.require(by, row.organ_id, doing="决定查阅")
    if row.state != GrantState.ASKED:
        raise Invalid({"state": ["这一件已经决定，请刷新页面查看。"]})
    refuse(rules.who_decides(row.asked_by_id, by.person_id, granted, note))
    row.note = _short(note)
    if granted:
        _grant(row, by, at)
    else:
        row.state, row.decided_by, row.decided_at = GrantState.REFUSED, by.name, at
        row.save()
    _log(row, Event.READING_DECIDED, by, at, {"state": row.state, "note": row.note})
    return row.facts()


def _grant(row: Grant, by: Actor, at: datetime) -> None:
    row.state, row.decided_by, row.decided_at = GrantState.GRANTED, by.name, at
    row.expires_at = at + timedelta(days=row.days)
    row.save()


@operation(Event.READING_LINKED)
def issue_link(*, grant_id: UUID, by: Actor, at: datetime) -> tuple[GrantFacts, str]:
    """Make the link of a grant: its token is told once and kept as a digest; a further one ends the one before.

    Raises Forbidden, NotFound, Refused where the grant does not stand (READ-04).
    """
    row = _locked(grant_id)
    may_end_reading.require(by, row.organ_id, doing="生成查阅链接")
    refuse(rules.link_holds(row.facts().stands(at), True))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row.token_sha256, row.linked_at = token_digest(token), at
    row.save(update_fields=["token_sha256", "linked_at"])
    _log(row, Event.READING_LINKED, by, at, {})
    return row.facts(), token


@operation(Event.READING_OPENED)
def open_item(*, token: str, place: int, at: datetime, by: By = SYSTEM) -> tuple[GrantFacts, ItemFacts]:
    """Let the bearer of a link see one thing once more; counted and logged as a look of the reader (R-15).

    Raises Refused (READ-04), the same for whatever is wrong.
    """
    row = Grant.objects.select_for_update().filter(token_sha256=token_digest(token)).first() if token else None
    item = row.items.filter(place=place).first() if row else None
    if row is None or item is None:
        raise Refused(*rules.link_holds(False, False))
    refuse(rules.link_holds(row.facts().stands(at), True))
    row.opened += 1
    item.openings += 1
    row.save(update_fields=["opened"])
    item.save(update_fields=["openings"])
    GrantOpening.objects.create(grant=row, place=place, at=at)
    purpose = f"{row.purpose}（凭链接查阅）"[:200]
    Viewing.objects.create(
        dossier_id=row.dossier_id, what=item.kind, object_id=item.object_id, name=item.name, person_id=row.id,
        person_name=f"{row.reader[:50]}（查阅人）", purpose=purpose, at=at,
    )  # fmt: skip
    ledger.append(
        kind="record:object:viewed", stream=stream(row.dossier_id), at=at, by=by,
        payload={"what": item.kind, "object": str(item.object_id), "purpose": purpose, "grant": str(row.id)},
    )  # fmt: skip
    return row.facts(), item.facts()


@operation(Event.READING_REVOKED)
def revoke_reading(*, grant_id: UUID, reason: str, by: Actor, at: datetime) -> GrantFacts:
    """End a grant at once. Raises Forbidden, NotFound, Invalid, Refused (READ-05)."""
    row = _locked(grant_id)
    may_end_reading.require(by, row.organ_id, doing="撤销查阅")
    if row.state not in {GrantState.ASKED, GrantState.GRANTED}:
        raise Invalid({"state": ["这一件已经结束，不必撤销。"]})
    refuse(rules.revoking_is_explained(reason))
    row.state, row.note, row.token_sha256 = GrantState.REVOKED, _short(reason), ""
    row.save(update_fields=["state", "note", "token_sha256"])
    _log(row, Event.READING_REVOKED, by, at, {"reason": row.note})
    return row.facts()


def _locked(grant_id: UUID) -> Grant:
    row = Grant.objects.select_for_update().filter(id=grant_id).first()
    if row is None:
        raise NotFound("没有这一件查阅，请从案件重新进入。")
    return row


def _short(text: str) -> str:
    if len(text.strip()) > 300:
        raise Invalid({"note": ["太长，最多 300 个字"], "reason": ["太长，最多 300 个字"]})
    return text.strip()


def _log(row: Grant, kind: str, by: Actor, at: datetime, payload: dict[str, Any]) -> None:
    ledger.append(kind=kind, stream=stream(row.dossier_id), at=at, by=by, payload=payload | {"grant": str(row.id)})
