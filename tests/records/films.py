"""Contents that begin like films, and the drafts that commit them."""

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from mingjing.kernel.days import CHINA
from mingjing.records import operations, queries
from mingjing.records.terms import RecordingDraft, RecordingFacts, UploadFacts

AT = datetime(2026, 10, 13, 16, 20, tzinfo=CHINA)
PIECE = 1000


def film(length: int = 3500, mark: bytes = b"") -> bytes:
    """Bytes that begin like an MP4; `mark` makes one unlike another."""
    head = b"\x00\x00\x00\x18ftypmp42" + mark
    return head + bytes(at % 251 for at in range(length - len(head)))


def said(content: bytes, **changes: Any) -> RecordingDraft:
    """What a device commits of this content."""
    facts: dict[str, Any] = {
        "name": "现场检查.mp4", "sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "started_at": AT - timedelta(minutes=20),
        "ended_at": AT - timedelta(minutes=2), "device": "记录仪 3 号", "place": "示范县化工园区1号 二车间", "proves": "动火作业现场情况",
    }  # fmt: skip
    return RecordingDraft(**(facts | changes))


def committed(shifan: Any, content: bytes, key: str = "甲", at: datetime = AT, **changes: Any) -> RecordingFacts:
    """A recording committed by that person."""
    return operations.commit_recording(draft=said(content, **changes), by=shifan.actor(key, at), at=at)


def sent(
    shifan: Any, upload: UploadFacts, content: bytes, key: str = "甲", at: datetime = AT, until: int | None = None
) -> UploadFacts:
    """Send what is left of a content, piece by piece, at most up to a place."""
    last = len(content) if until is None else until
    while upload.offset < last:
        piece = content[upload.offset : min(upload.offset + PIECE, last)]
        upload = operations.receive(
            upload_id=upload.id,
            offset=upload.offset,
            piece=piece,
            checksum=hashlib.sha256(piece).digest(),
            by=shifan.actor(key, at),
            at=at,
        )
    return upload


def held(shifan: Any, content: bytes, key: str = "甲", at: datetime = AT, **changes: Any) -> RecordingFacts:
    """A recording committed and received."""
    one = committed(shifan, content, key, at, **changes)
    begun = operations.begin_upload(recording_id=one.id, length=len(content), by=shifan.actor(key, at), at=at)
    sent(shifan, begun, content, key, at)
    return queries.recording(one.id)


def dossier(shifan: Any, home: str = "应急局", key: str = "甲", at: datetime = AT) -> UUID:
    """A file of the organ."""
    return operations.open_dossier(
        organ_id=shifan.organs[home], title="恒源化工动火作业案", at=at, by=shifan.actor(key, at)
    )
