"""Taking decisions in from outside: one by form or API, many by a sheet. What is public is made as always, by a person."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError

from mingjing.exchange import queries
from mingjing.exchange.access import feeds
from mingjing.exchange.events import Event
from mingjing.exchange.models import Fed, FedFile, Upload
from mingjing.exchange.operations.credit import open_late
from mingjing.exchange.partners.shuanggongshi.entering import reference
from mingjing.exchange.rules import feeding
from mingjing.exchange.terms import Channel, Checked, FedFacts, FileFacts, ParkedFacts
from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid, Refused
from mingjing.kernel.hashing import fingerprint
from mingjing.kernel.money import yuan
from mingjing.kernel.text import clean
from mingjing.kernel.workdays import Workdays
from mingjing.ledger.operations import append
from mingjing.ledger.terms import By
from mingjing.organs import queries as organs
from mingjing.publicity import operations as publicity
from mingjing.publicity import queries as publications
from mingjing.publicity.terms import PENALTY_KINDS, Category, Publishable

KEPT_FOR = timedelta(days=1)
GONE = "没有这份待确认的文件：可能已经登记过，或者超过一天已删除。请看导入记录，需要时重新上传"
_LONGEST_REF = 80


@operation(Event.DECISION_FED)
def feed_decision(
    *,
    decision: Publishable,
    by: Actor,
    at: datetime,
    channel: str = Channel.FORM,
    source_ref: str = "",
    key_id: UUID | None = None,
    sheet: Sequence[Mapping[str, str]] = (),
    calendar: Workdays | None = None,
) -> FedFacts:
    """Enter a decision made elsewhere for publication. The same decision again changes nothing (`fresh` is False).

    `sheet`: its rows of 双公示 by the partner's codes, one for each party, so that it can be handed over once public;
    they may also come later, with the same decision.
    The organ's name, code and domain are those of the register. Raises Invalid, Forbidden, Refused: XCH-18 for a
    reference that stands for another number, XCH-19, XCH-20 for what was taken down, PUB-11 for other content.
    """
    feeds.require(by, decision.organ_id, doing="登记待公示的决定")
    _check_text(decision, source_ref)
    organ = organs.organ(decision.organ_id)
    number = decision.number.strip()
    ref = source_ref.strip() or number
    whole = replace(
        decision, number=number, source_ref=reference(organ.id, number), organ_name=organ.name, organ_code=organ.code,
        domain=organ.domain,
    )  # fmt: skip
    known = Fed.objects.filter(organ_id=organ.id, source_ref=ref).first()
    facts, _, reason = publications.known_numbers(organ.id, [number]).get(number, (None, "", ""))
    found = (
        *feeding.one_reference(ref, known.number if known else "", number),
        *feeding.says_why(whole),
        *feeding.not_taken_down(facts, reason),
    )
    if found:
        raise Refused(*found)
    kind, rows = queries.sheet_rows(organ.id, sheet, whole, at) if sheet else ("", ())
    publication = publicity.schedule(decision=whole, by=by, at=at, calendar=calendar)
    try:
        row, fresh = Fed.objects.get_or_create(
            organ_id=organ.id, number=number,
            defaults={
                "source_ref": ref, "channel": channel, "publication_id": publication.id, "key_id": key_id,
                "decided_on": whole.decided_on, "person_id": by.person_id, "at": at,
            },
        )  # fmt: skip
    except IntegrityError:  # another number took the reference in this very moment
        raise Refused(*feeding.one_reference(ref, "另一个决定", number)) from None
    if rows and not row.rows:
        row.kind, row.rows = kind, [dict(one) for one in rows]
        row.save(update_fields=["kind", "rows"])
        open_late(publication_id=publication.id, by=by, at=at)
    if fresh:
        told = {"publication": str(publication.id), "number": number, "channel": str(channel), "digest": whole.digest()}
        append(kind=Event.DECISION_FED, stream=f"feeding:{organ.id}", at=at, by=by, payload=told)
        emit(Event.DECISION_FED, at=at, organ_id=str(organ.id), **told)
    return row.facts(fresh)


@operation(Event.ROWS_COMPLETED)
def complete_sheet(*, publication_id: UUID, rows: Sequence[Mapping[str, str]], by: Actor, at: datetime) -> int:
    """The rows of 双公示 of a decision that came without: one for each party, by the partner's codes. Gives back how many.

    From then on it stands in the hand-over as one that came by sheet, and its parties in the credit channel. Raises
    Forbidden, Invalid with every problem (field `sheet`, `sheet.0` …) or where it has rows already, Refused as a sheet does.
    """
    row = Fed.objects.select_for_update().filter(publication_id=publication_id).first()
    decision = publications.source(publication_id)
    if row is None or decision is None:
        raise Invalid({"sheet": ["没有登记过这个决定，请从“外部登记”重新进入"]})
    feeds.require(by, row.organ_id, doing="补填双公示数据")
    if row.rows:
        raise Invalid({"sheet": ["这个决定已经有双公示数据，没有重复登记"]})
    if not rows:
        raise Invalid({"sheet": ["没有填写当事人，一个当事人一行"]})
    row.kind, kept = queries.sheet_rows(row.organ_id, rows, decision, at)
    row.rows = [dict(one) for one in kept]
    row.save(update_fields=["kind", "rows"])
    told = {
        "publication": str(publication_id),
        "number": row.number,
        "rows": len(row.rows),
        "sha256": fingerprint(row.rows),
    }
    append(kind=Event.ROWS_COMPLETED, stream=f"feeding:{row.organ_id}", at=at, by=by, payload=told)
    open_late(publication_id=publication_id, by=by, at=at)
    return len(row.rows)


def _check_text(decision: Publishable, source_ref: str) -> None:
    """Raise Invalid where a text holds what nobody typed, or a reference is too long."""
    plain = {key: getattr(decision, key) for key in ("number", "category", "party_kind", "party_id_no", "replaces")}
    texts = decision.parts() | plain | {"source_ref": source_ref}
    texts["known_entities"] = "".join(one.text + one.role for one in decision.known_entities)
    errors = {part: problems[:1] for part, text in texts.items() if (problems := clean(text)[1])}
    errors |= {part: ["不能有换行"] for part in (*plain, "source_ref") if "\n" in texts[part]}
    errors |= feeding.party_unfit(decision) | feeding.penalty_unfit(decision)
    if len(source_ref) > _LONGEST_REF:
        errors["source_ref"] = [f"来源编号最多 {_LONGEST_REF} 个字"]
    errors |= _wrong_weight(decision)
    if errors:
        raise Invalid(errors)


def _wrong_weight(decision: Publishable) -> dict[str, list[str]]:
    """What is wrong with the kinds, the fine and the end of a ban, on which the terms depend; by field."""
    errors: dict[str, list[str]] = {}
    if unknown := [one for one in decision.kinds if one not in PENALTY_KINDS]:
        errors["kinds"] = [f"没有处罚种类“{unknown[0][:20]}”，请用 {'、'.join(PENALTY_KINDS)}"]
    elif decision.kinds and decision.category != Category.PENALTY:
        errors["kinds"] = ["只有行政处罚决定才写处罚种类"]
    if decision.fine:
        try:
            yuan(decision.fine)
        except Invalid as problem:
            errors["fine"] = [text for texts in problem.errors.values() for text in texts]
    if bool(decision.fine) != ("fine" in decision.kinds) and "fine" not in errors:
        errors["fine"] = ["处罚种类里有罚款的写明数额（元），没有罚款的不写"]
    if decision.ban_until and not {"ban", "restrict"} & set(decision.kinds):
        errors["ban_until"] = ["处罚种类里有限制从业、限制开展生产经营活动的，才写限制到哪一天"]
    elif decision.ban_until and decision.ban_until < decision.decided_on:
        errors["ban_until"] = ["限制的最后一日早于决定日期"]
    return errors


@operation(Event.FILE_PARKED)
def park_file(*, organ_id: UUID, name: str, content: bytes, by: Actor, at: datetime) -> tuple[ParkedFacts, Checked]:
    """Keep a file until its person has seen what is in it and confirms. Nothing of it is entered.

    The same file again is the same one. Files a day old are deleted. Raises Forbidden, and Invalid or Refused where the
    file as a whole is none of ours; then nothing is kept.
    """
    feeds.require(by, organ_id, doing="导入双公示表格")
    title = _file_name(name)
    found = queries.checked(organ_id, title, content, at)
    Upload.objects.filter(organ_id=organ_id, at__lt=at - KEPT_FOR).delete()
    row, _ = Upload.objects.get_or_create(
        organ_id=organ_id, person_id=by.person_id, sha256=found.sha256,
        defaults={"name": title, "content": content, "at": at},
    )  # fmt: skip
    return row.facts(), found


def _file_name(name: str) -> str:
    tidy = "".join(one for one in name.replace("\\", "/").rsplit("/", 1)[-1] if one.isprintable())
    return tidy[-200:] or "未命名"


@operation(Event.FILE_DROPPED)
def drop_file(*, upload_id: UUID, by: Actor, at: datetime) -> None:
    """Give up a file that was not confirmed. Giving it up twice is no fault."""
    feeds.require(by, by.organ_id, doing="导入双公示表格")
    Upload.objects.filter(pk=upload_id, organ_id=by.organ_id, person_id=by.person_id).delete()


@operation(Event.FILE_FORGOTTEN)
def forget_files(*, by: By, at: datetime) -> int:
    """Delete every file that nobody confirmed within a day; how many. They hold identity numbers of people."""
    deleted, _ = Upload.objects.filter(at__lt=at - KEPT_FOR).delete()
    return deleted


@operation(Event.FILE_FED)
def feed_file(*, upload_id: UUID, by: Actor, at: datetime, calendar: Workdays | None = None) -> FileFacts:
    """Enter every good decision of a file that its person has looked at; rows with problems stay out.

    One act, one ledger entry with the digest of the file and the counts. Everything is checked once more, so that what
    was entered or taken down meanwhile counts. Raises Forbidden, Invalid for a file that is gone (confirmed already),
    Refused (XCH-10) where nothing in it is new.
    """
    feeds.require(by, by.organ_id, doing="导入双公示表格")
    row = Upload.objects.select_for_update().filter(pk=upload_id, organ_id=by.organ_id, person_id=by.person_id).first()
    if row is None:
        raise Invalid({"file": [GONE]})
    content = bytes(row.content)
    found = queries.checked(by.organ_id, row.name, content, at)
    if not found.entered:
        raise Refused(*feeding.something_new(len(found.entered), _nothing_new(found)))
    file = FedFile.objects.create(
        organ_id=by.organ_id, person_id=by.person_id, person_name=by.name, name=row.name, sha256=found.sha256, kind=found.kind,
        edition=found.edition, rows=len(found.lines), entered=len(found.entered), same=len(found.same), bad=len(found.bad), at=at,
    )  # fmt: skip
    _enter(found, file, by=by, at=at, calendar=calendar)
    row.delete()
    told = {
        "file": str(file.id), "name_sha256": sha256(file.name.encode()).hexdigest(), "sha256": file.sha256, "kind": file.kind,
        "edition": file.edition, "rows": file.rows, "entered": file.entered, "same": file.same, "bad": file.bad,
    }  # fmt: skip
    append(kind=Event.FILE_FED, stream=f"feeding:{by.organ_id}", at=at, by=by, payload=told)
    emit(Event.FILE_FED, at=at, organ_id=str(by.organ_id), **told)
    return file.facts()


def _nothing_new(found: Checked) -> str:
    return f"{len(found.bad)} 行有问题" if found.bad else f"{len(found.same)} 行都已登记过，没有变化"


def _enter(found: Checked, file: FedFile, *, by: Actor, at: datetime, calendar: Workdays | None) -> None:
    for one in found.entered:
        publication = publicity.schedule(decision=one.decision, by=by, at=at, calendar=calendar)
        rows: list[Mapping[str, str]] = [dict(row) for row in one.rows]
        Fed.objects.get_or_create(
            organ_id=by.organ_id, number=publication.number,
            defaults={
                "source_ref": f"sheet:{publication.number}", "channel": Channel.SHEET, "publication_id": publication.id, "file": file,
                "kind": found.kind, "rows": rows, "decided_on": one.decision.decided_on, "person_id": by.person_id, "at": at,
            },
        )  # fmt: skip
