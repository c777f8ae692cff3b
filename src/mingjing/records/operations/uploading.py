"""Contents on their way in: begun, received piece by piece, held once the last byte has come.

A piece is written and synced before its offset is kept: whatever dies in between, the next piece begins where the kept
offset stands and writes over what lies behind it.
"""

import hashlib
import mimetypes
import threading
from collections import OrderedDict
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from mingjing.foundation import storage
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid
from mingjing.kernel.hashing import Sums
from mingjing.ledger import operations as ledger
from mingjing.ledger.terms import SYSTEM, By
from mingjing.records.access import may_deposit, may_hear
from mingjing.records.events import Event
from mingjing.records.models import DepositItem, Dossier, Recording, Upload
from mingjing.records.operations.dossiers import attach
from mingjing.records.operations.recordings import held_content, locked, refuse, still_open, stream_of
from mingjing.records.queries.recordings import upload_facts
from mingjing.records.rules import recordings as rules
from mingjing.records.rules.deposits import deposit_is_open, document_is_what_was_committed
from mingjing.records.rules.files import media_type, problem
from mingjing.records.terms import NotFound, RecordingState, UploadFacts
from mingjing.records.terms.recordings import BadChecksum, WrongOffset

KEPT_FOR = timedelta(days=30)
"""How long an unfinished draft is kept: a broken link on a trip must not lose what came."""
LARGEST = 64 * 1024**3
"""The longest recording that is taken, in bytes."""
_RUNNING = 64
_running: "OrderedDict[tuple[UUID, int], Sums]" = OrderedDict()
_guard = threading.Lock()


@operation(Event.UPLOAD_BEGUN)
def begin_upload(*, recording_id: UUID, length: int, by: Actor, at: datetime) -> UploadFacts:
    """Begin or go on with the upload of a committed recording; `length` in bytes.

    Asked again with the same length, the same upload goes on. Raises NotFound, Forbidden, and Invalid where the content
    is held already, another length is on its way, or the store is too small; Refused (REC-17) once its file is sealed.
    """
    row = locked(recording_id)
    may_hear.require(by, row, doing="上传音像记录")
    if row.held_at is not None:
        raise Invalid({"file": ["这段记录已经入库，不用再传"]})
    still_open(row.dossier_id)
    if not 0 < length <= LARGEST:
        raise Invalid({"file": [f"文件应当在 1 字节到 {LARGEST // 1024**3} GB 之间，请分段记录后再传"]})
    return _begun({"recording": row}, length, at)


@operation(Event.ITEM_BEGUN)
def begin_item_upload(*, item_id: UUID, length: int, by: Actor, at: datetime) -> UploadFacts:
    """The same for a document of another system's file. Raises NotFound, Forbidden, Invalid; Refused (REC-63)."""
    row = DepositItem.objects.select_for_update().select_related("deposit").filter(id=item_id).first()
    if row is None:
        raise NotFound("没有这份材料，请先登记。")
    may_deposit.require(by, row.deposit.organ_id, doing="上传文书")
    if row.attachment_id is not None:
        raise Invalid({"file": ["这份文书已经入库，不用再传"]})
    _still_open_deposit(row)
    if length != row.size:
        raise Invalid({"file": [f"登记的长度是 {row.size:,} 字节，要传的是 {length:,} 字节；请传登记时的原文件"]})
    return _begun({"item": row}, length, at)


def _still_open_deposit(row: DepositItem) -> None:
    dossier = Dossier.objects.select_for_update().get(id=row.deposit_id)
    refuse(deposit_is_open(dossier.sealed_at is not None))


def _begun(what: dict[str, Any], length: int, at: datetime) -> UploadFacts:
    """The upload of a content, or the one that goes on already. Raises Invalid."""
    known = Upload.objects.filter(**what).first()
    if known is not None:
        if known.length != length:
            raise Invalid(
                {
                    "file": [
                        f"这段记录正在上传的是 {known.length:,} 字节的文件，选的是 {length:,} 字节的；请选择原来的文件，或者先取消原来的上传"
                    ]
                }
            )
        return upload_facts(known)
    if storage.free() < length:
        raise Invalid(
            {"file": ["存储空间不足，这段记录放不下。内容还在设备里，请不要删除，并联系本机关系统管理员扩容后再传"]}
        )
    made = Upload.objects.create(**what, length=length, begun_at=at, expires_at=at + KEPT_FOR)
    return upload_facts(made)


@operation(Event.RECEIVED)
def receive(*, upload_id: UUID, offset: int, piece: bytes, checksum: bytes, by: Actor, at: datetime) -> UploadFacts:
    """Take the next piece. `offset` is where it begins, `checksum` its SHA-256.

    Raises NotFound, Forbidden, WrongOffset with the place to go on from, BadChecksum, Invalid for a disguised file or one that is too
    long, storage.Full. The last piece makes the content held: compared with the commitment, logged, kept by its digest (REC-12).
    """  # fmt: skip
    row = _upload(upload_id, by)
    if offset != row.offset:
        raise WrongOffset(row.offset)
    if hashlib.sha256(piece).digest() != checksum:
        raise BadChecksum("这一段在路上变了，请重发这一段")
    if offset + len(piece) > row.length:
        raise Invalid({"file": ["收到的比登记的总长还多，请取消后重新选择文件上传"]})
    if offset == 0 and piece:
        _looks_right(row, piece)
    storage.write_draft(str(row.id), offset, piece)
    sums = _summed(row.id, offset, piece)
    row.offset = offset + len(piece)
    row.expires_at = at + KEPT_FOR
    row.save(update_fields=["offset", "expires_at"])
    facts = upload_facts(row)
    if row.offset == row.length:
        _hold(row, sums, by=by, at=at)
    return facts


def _upload(upload_id: UUID, by: Actor) -> Upload:
    """The upload, held until the act is done. Raises NotFound, Forbidden."""
    # Only the row of the upload itself is held: what it belongs to may be null, which PostgreSQL does not lock.
    row = Upload.objects.select_for_update(of=("self",)).select_related("recording", "item__deposit").filter(id=upload_id).first()  # fmt: skip
    if row is None:
        raise NotFound("没有这次上传，或者已经收完。请刷新页面后再看。")
    if row.recording is not None:
        may_hear.require(by, row.recording, doing="上传音像记录")
    else:
        may_deposit.require(by, _item(row).deposit.organ_id, doing="上传文书")
    return row


def _item(upload: Upload) -> DepositItem:
    assert upload.item is not None
    return upload.item


def _looks_right(upload: Upload, piece: bytes) -> None:
    """A film that is none is said at its first piece, not after four gigabytes."""
    row = upload.recording
    if row is None:
        if wrong := problem(_item(upload).name, piece, max(len(piece), 1)):
            raise Invalid({"file": [wrong]})
        return
    kind = media_type(piece)
    ending = row.name.rsplit(".", 1)[-1].lower()
    if kind.split("/")[0] not in {"video", "audio", "image"}:
        raise Invalid(
            {
                "file": [
                    f"“{row.name}”的内容不是 .{ending} 音像文件，可能是改名的文件或者设备没有正常收尾；请从设备重新导出原始文件"
                ]
            }
        )
    row.media_type = "audio/mp4" if ending == "m4a" else kind
    row.save(update_fields=["media_type"])


def _summed(upload_id: UUID, offset: int, piece: bytes) -> Sums | None:
    """The running digests with a piece more, kept once the piece is; None where this process knows none up to there.

    Only what is committed is kept: a piece that was undone and came again as another must not have been counted.
    """
    with _guard:
        known = _running.get((upload_id, offset))
    if known is None and offset:
        return None
    sums = known.copy() if known else Sums()
    sums.update(piece)
    transaction.on_commit(partial(_carry_on, (upload_id, offset), (upload_id, offset + len(piece)), sums))
    return sums


def _carry_on(before: tuple[UUID, int], after: tuple[UUID, int], sums: Sums) -> None:
    with _guard:
        _running.pop(before, None)
        _running[after] = sums
        while len(_running) > _RUNNING:
            _running.popitem(last=False)


def _hold(upload: Upload, sums: Sums | None, *, by: Actor, at: datetime) -> None:
    """The content is here: kept under its digest, compared with what was committed, logged.

    Digests that were not carried along are read anew: lost ones cost time only.
    """
    draft = str(upload.id)
    sums = sums or Sums.of(storage.read_draft(draft))
    if upload.recording is None:
        _hold_document(upload, _item(upload), sums, by=by, at=at)
    else:
        _hold_recording(locked(upload.recording.id), draft, sums, by=by, at=at)
    _forget(upload)


def _hold_document(upload: Upload, item: DepositItem, sums: Sums, *, by: Actor, at: datetime) -> None:
    """A document that is not what was committed is not taken (REC-66): the draft stays until the upload is broken off."""
    _still_open_deposit(item)
    refuse(document_is_what_was_committed(item.sha256, item.size, sums.sha256, sums.size))
    kept = storage.keep_draft(str(upload.id), sums.sha256, sums.sm3)
    with storage.open_(kept.sha256) as content:
        kind = media_type(content.read(16)) or mimetypes.guess_type(item.name)[0] or "application/octet-stream"
    item.attachment = attach(item.deposit_id, item.name, kind, kept, payload={"item": str(item.id)}, by=by, at=at)
    item.reason = ""
    item.save(update_fields=["attachment", "reason"])


def _hold_recording(row: Recording, draft: str, sums: Sums, *, by: Actor, at: datetime) -> None:
    still_open(row.dossier_id)
    kept = storage.keep_draft(draft, sums.sha256, sums.sm3)
    differs = rules.is_what_was_committed(row.sha256, row.size, kept.sha256, kept.size)
    row.state = RecordingState.DIFFERS if differs else RecordingState.HELD
    row.held_at, row.held_sha256, row.held_sm3, row.held_size = at, kept.sha256, kept.sm3, kept.size
    row.save(update_fields=["state", "held_at", "held_sha256", "held_sm3", "held_size"])
    payload = {
        "recording": str(row.id), "committed": row.sha256, "committed_size": row.size, "same": not differs,
        "late_seconds": max(0, int((at - row.due_at).total_seconds())),
    }  # fmt: skip
    ledger.append(kind=Event.HELD, stream=stream_of(row), at=at, by=by, payload=payload, objects=held_content(row))


@operation(Event.SWEPT)
def drop_stale(*, at: datetime, by: By = SYSTEM, limit: int = 100) -> int:
    """Remove drafts that nobody went on with until their day; what was committed stays and is still owed."""
    rows = list(Upload.objects.select_for_update().filter(expires_at__lt=at)[:limit])
    names = [str(row.id) for row in rows]
    Upload.objects.filter(id__in=[row.id for row in rows]).delete()
    for name in names:
        transaction.on_commit(partial(storage.drop_draft, name))
    return len(names)


@operation(Event.UPLOAD_DROPPED)
def drop_upload(*, upload_id: UUID, by: Actor, at: datetime) -> None:
    """Break off an upload, so that another file can be chosen. What was committed stays. Raises NotFound, Forbidden."""
    _forget(_upload(upload_id, by))


def _forget(upload: Upload) -> None:
    transaction.on_commit(partial(storage.drop_draft, str(upload.id)))
    upload.delete()
