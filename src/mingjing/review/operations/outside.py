"""A draft made in another system comes in, is revised, gets files, is withdrawn. Its review is the room's own."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from mingjing.foundation import typesetting
from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.kernel.hashing import canonical
from mingjing.lawbook.terms import CATEGORY_NAMES
from mingjing.ledger.operations import append
from mingjing.organs import queries as organs
from mingjing.organs.terms import DOMAIN_NAMES
from mingjing.records import operations as records
from mingjing.review import access, events
from mingjing.review.models import OutsideDraft, OutsideFile, OutsideVersion
from mingjing.review.models.outside import told_of_content
from mingjing.review.operations.keeping import last_round, plain_text, refuse
from mingjing.review.queries.outside import draft_facts, draft_kinds, version_in_force
from mingjing.review.rules import (
    change_findings,
    draft_file_findings,
    draft_findings,
    same_draft_findings,
    stage_of,
    withdrawn_findings,
)
from mingjing.review.terms import DraftContent, DraftFacts, DraftFileFacts, DraftStage, HandlerNamed, Stage, State

SHORT = 200
TEXTS = {
    "title": ("送审事项", 2, 200), "party": ("当事人", 2, 120), "facts": ("事实", 4, 5000), "basis": ("依据", 4, 5000),
    "proposal": ("拟作决定", 4, 5000),
}  # fmt: skip
SAID = {"source_system": "来源系统", "content": "内容"}
PLACES = {"source_system": "来源系统", "source_ref": "来源编号"}


@operation(events.DRAFT_MADE)
def make_draft(
    *, content: DraftContent, source_system: str, source_ref: str, by: Actor, at: datetime
) -> DraftFacts:  # fmt: skip
    """登记一份外部送审稿；同一来源编号、同样内容再登记就是原来那一份。

    Raises Refused (REV-50, REV-51), Invalid, Forbidden. 国办发〔2018〕118号第四部分.
    """
    access.require(access.may_submit, by, by.organ_id, doing="登记外部送审稿")
    system = plain_text(source_system, "source_system", shortest=2, longest=60)
    reference = plain_text(source_ref, "source_ref", shortest=1, longest=80)
    _printable({"source_system": system, "source_ref": reference})
    told = told_of_content(_tidy(content))
    if (known := _known(reference, system, told, by)) is not None:
        return known
    try:
        with transaction.atomic():
            row = _opened(told["title"], system, reference, by, at)
    except IntegrityError:  # another call was a moment earlier
        if (known := _known(reference, system, told, by)) is None:
            raise
        return known
    _trail(events.DRAFT_MADE, row, row.as_told(), by, at)
    _write(row, told, "", by, at)
    return draft_facts(row, fresh=True)


def _opened(title: str, system: str, reference: str, by: Actor, at: datetime) -> OutsideDraft:
    """The draft without a text; its first version gives it one."""
    place = records.open_dossier(organ_id=by.organ_id, title=title, at=at, by=by)
    return OutsideDraft.objects.create(
        dossier_id=place, organ_id=by.organ_id, organ_name=by.organ_name, source_system=system, source_ref=reference, version=0,
        made_by=by.person_id, made_by_name=by.name, made_at=at, via=by.via,
    )  # fmt: skip


def _known(reference: str, system: str, told: dict[str, Any], by: Actor) -> DraftFacts | None:
    """The draft that is here under this number. Raises Refused (REV-51) where it is another."""
    row = OutsideDraft.objects.filter(organ_id=by.organ_id, source_ref=reference).first()
    if row is None:
        return None
    same = {"source_system": row.source_system == system, "content": _as_sent(version_in_force(row)) == _as_sent(told)}
    refuse(same_draft_findings(reference, [SAID[name] for name, is_same in same.items() if not is_same]))
    return draft_facts(row)


def _as_sent(told: Mapping[str, Any]) -> dict[str, Any]:
    """Without the persons that certificates lead to: a certificate registered meanwhile makes no other draft of it."""
    return {**told, "handlers": [{**one, "person": ""} for one in told["handlers"]]}


@operation(events.DRAFT_REVISED)
def revise_draft(*, draft_id: UUID, content: DraftContent, reason: str, by: Actor, at: datetime) -> DraftFacts:
    """修改送审稿的内容，写明原因；以前各稿保留。通过以后修改的须重新送审。Raises Refused (REV-50, REV-52), Invalid, Forbidden."""
    row = held_draft(draft_id)
    access.require(access.may_submit, by, row.organ_id, doing="修改外部送审稿")
    told = told_of_content(_tidy(content))
    refuse(change_findings(row.stage, draft_facts(row).stage_name, same=told == version_in_force(row)))
    _write(row, told, plain_text(reason, "reason", longest=SHORT), by, at)
    restage(row)
    return draft_facts(row)


@operation(events.DRAFT_FILED)
def add_draft_file(*, draft_id: UUID, kind: str, name: str, content: bytes, by: Actor, at: datetime) -> DraftFileFacts:
    """提交送审稿的一个文件，写明是哪一种材料；同一种材料、同样内容再提交没有影响。

    Raises Refused (REV-52, REV-53), Invalid, Forbidden. 国办发〔2018〕118号（十四）.
    """
    row = held_draft(draft_id)
    access.require(access.may_submit, by, row.organ_id, doing="提交送审材料")
    same = row.files.filter(kind=kind, sha256=sha256(content).hexdigest(), void_reason="")
    # A kind with a NUL is no kind, and PostgreSQL cannot even be asked for it.
    if kind.isprintable() and (here := same.first()) is not None:
        return here.facts()
    facts = draft_facts(row)
    refuse(change_findings(row.stage, facts.stage_name))
    standing = row.files.filter(void_reason="").count()
    refuse(draft_file_findings(kind, draft_kinds(facts.content.profile, local_day(at)), standing))
    kept = records.add_file(
        dossier_id=row.dossier_id, name=name, content=content, at=at, by=by, limit=settings.MINGJING_UPLOAD_LIMIT
    )
    made = OutsideFile.objects.create(
        draft=row, kind=kind, file_id=kept.id, name=kept.name, media_type=kept.media_type, size=kept.size, sha256=kept.sha256,
        added_by=by.person_id, added_by_name=by.name, added_at=at,
    )  # fmt: skip
    _trail(events.DRAFT_FILED, row, made.as_told(), by, at)
    _redigest(row)
    return made.facts(fresh=True)


@operation(events.DRAFT_FILE_VOIDED)
def void_draft_file(*, file_id: UUID, reason: str, by: Actor, at: datetime) -> DraftFileFacts:
    """作废送审稿的一个文件，写明原因；已经送审的各轮不变。Raises Refused (REV-52), Invalid, Forbidden."""
    found = OutsideFile.objects.filter(id=file_id).values_list("draft_id", flat=True).first()
    if found is None:
        raise Invalid({"file_id": ["没有这个文件，请从送审稿重新进入。"]})
    row = held_draft(found)
    access.require(access.may_submit, by, row.organ_id, doing="作废送审材料")
    one = row.files.get(id=file_id)
    if one.void_reason:
        raise Invalid({"reason": ["这个文件已经作废。"]})
    refuse(change_findings(row.stage, draft_facts(row).stage_name))
    one.void_reason, one.void_by = plain_text(reason, "reason", longest=SHORT), by.person_id
    one.save(update_fields=["void_reason", "void_by"])
    _trail(events.DRAFT_FILE_VOIDED, row, {"file": str(one.id), "reason": one.void_reason}, by, at)
    _redigest(row)
    return one.facts()


@operation(events.DRAFT_WITHDRAWN)
def withdraw_draft(*, draft_id: UUID, reason: str, by: Actor, at: datetime) -> DraftFacts:
    """撤回送审稿，写明原因；正在进行的审核随之结束。Raises Refused (REV-54), Invalid, Forbidden."""
    row = held_draft(draft_id)
    access.require(access.may_submit, by, row.organ_id, doing="撤回外部送审稿")
    refuse(withdrawn_findings(row.stage))
    row.withdraw_reason = plain_text(reason, "reason", longest=SHORT)
    row.withdrawn_by, row.withdrawn_by_name, row.withdrawn_at = by.person_id, by.name, at
    last = last_round(row.dossier_id)
    if last is not None and last.facts().is_open:
        last.pauses.filter(until=None).update(until=at)
        last.state = State.WITHDRAWN
        last.save(update_fields=["state"])
    row.stage = DraftStage.WITHDRAWN
    row.save()
    told = {"draft": str(row.id), "reason": row.withdraw_reason, "person": str(by.person_id)}
    _trail(events.DRAFT_WITHDRAWN, row, told, by, at)
    return draft_facts(row)


def held_draft(draft_id: UUID) -> OutsideDraft:
    """The draft, locked until commit. Raises Invalid."""
    row = OutsideDraft.objects.select_for_update().filter(id=draft_id).first()
    if row is None:
        raise Invalid({"draft_id": ["没有这份送审稿，请从列表重新进入。"]})
    return row


def restage(row: OutsideDraft) -> None:
    """Set where the draft stands by its last round, and what the last pass was given for."""
    last = last_round(row.dossier_id)
    facts = last.facts() if last else None
    here = stage_of(facts)
    row.cleared = facts.digest if facts and here is Stage.AGREED else ""
    if here is Stage.AGREED and row.cleared != row.digest:
        row.stage = DraftStage.STALE
    elif row.stage != DraftStage.WITHDRAWN:
        row.stage = DraftStage(str(here)) if here else DraftStage.MADE
    row.save(update_fields=["stage", "cleared"])


def digest_of(told: dict[str, Any], files: Iterable[tuple[str, str, str]]) -> str:
    """SHA-256 over the text and over kind, name and digest of every file that stands, whatever their order."""
    return sha256(canonical({"content": told, "files": sorted(map(list, files))})).hexdigest()


def _standing(row: OutsideDraft) -> Iterable[tuple[str, str, str]]:
    """Kind, name and digest of every file that was not voided."""
    return row.files.filter(void_reason="").values_list("kind", "name", "sha256")


def _redigest(row: OutsideDraft) -> None:
    row.digest = digest_of(version_in_force(row), _standing(row))
    row.save(update_fields=["digest"])
    restage(row)


def _write(row: OutsideDraft, told: dict[str, Any], reason: str, by: Actor, at: datetime) -> None:
    row.version += 1
    made = OutsideVersion.objects.create(
        draft=row,
        number=row.version,
        content=told,
        reason=reason,
        written_by=by.person_id,
        written_by_name=by.name,
        written_at=at,
    )
    row.category, row.title, row.party = told["category"], told["title"], told["party"]
    row.digest = digest_of(told, _standing(row))
    row.save(update_fields=["version", "category", "title", "party", "digest"])
    _trail(events.DRAFT_REVISED, row, made.as_told(), by, at)


def _tidy(content: DraftContent) -> DraftContent:
    """The content as it is kept. Raises Invalid, naming every field that is wrong; Refused (REV-50)."""
    errors: dict[str, list[str]] = {}
    texts: dict[str, str] = {}
    for name, (label, shortest, longest) in TEXTS.items():
        typed = getattr(content, name).replace("\r\n", "\n")
        try:
            texts[name] = plain_text(typed, name, shortest=shortest, longest=longest)
        except Invalid as problem:
            errors |= problem.errors
            continue
        errors |= _unprinted(name, label, texts[name])
    handlers = tuple(_named(one, errors) for one in content.handlers)
    if errors:
        raise Invalid(errors)
    numbered = organs.certificates_by_number(one.certificate for one in handlers)
    known = {one.name: numbered.get(one.certificate) for one in handlers if one.certificate}
    strangers = {
        one.name: one.certificate
        for one in handlers
        if one.certificate and ((found := known[one.name]) is None or found.person_name != one.name)
    }
    refuse(draft_findings(replace(content, handlers=handlers), CATEGORY_NAMES, DOMAIN_NAMES, strangers))
    owners = {name: held.person_id for name, held in known.items() if held}
    return replace(
        content, title=texts["title"], party=texts["party"], facts=texts["facts"], basis=texts["basis"], proposal=texts["proposal"],
        handlers=tuple(replace(one, person_id=owners.get(one.name)) for one in handlers),
    )  # fmt: skip


def _named(one: HandlerNamed, errors: dict[str, list[str]]) -> HandlerNamed:
    try:
        name = plain_text(one.name, "handlers", shortest=2, longest=50)
        certificate = plain_text(one.certificate, "handlers", shortest=1, longest=40) if one.certificate.strip() else ""
    except Invalid as problem:
        errors |= {"handlers": [f"承办人“{one.name[:20]}”：{text}" for text in problem.errors["handlers"]]}
        return one
    errors |= _unprinted("handlers", "承办人", name)
    return HandlerNamed(name, certificate)


def _printable(texts: Mapping[str, str]) -> None:
    """Raise Invalid for what the opinion could not be printed with: there would never be one."""
    errors: dict[str, list[str]] = {}
    for name, text in texts.items():
        errors |= _unprinted(name, PLACES[name], text)
    if errors:
        raise Invalid(errors)


def _unprinted(name: str, label: str, text: str) -> dict[str, list[str]]:
    missing = typesetting.missing_glyphs({name: text})
    return {name: [typesetting.unprintable(char, label) for char, _ in missing]} if missing else {}


def _trail(kind: str, row: OutsideDraft, told: dict[str, Any], by: Actor, at: datetime) -> None:
    append(kind=kind, stream=f"review-draft:{row.dossier_id}", at=at, by=by, payload=told)
    emit(kind, at=at, dossier=str(row.dossier_id), draft=str(row.id), organ=str(row.organ_id))
