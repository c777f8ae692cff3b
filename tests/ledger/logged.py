"""A person, files and events to log."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from mingjing.foundation.people import Actor
from mingjing.ledger import operations
from mingjing.ledger.terms import EntryFacts, ExportFile, ObjectRef

AT = datetime(2026, 10, 28, 1, 30, tzinfo=UTC)
HANDLER = Actor(UUID(int=7), "张三", UUID(int=9), "示范县应急管理局", frozenset({"handler"}))
STREAM = "case:4d5f"


def document(name: str = "行政处罚决定书.pdf", content: bytes = b"%PDF decision") -> ExportFile:
    return ExportFile(name, content, "documents", "application/pdf")


def photo() -> ExportFile:
    return ExportFile("现场照片.jpg", b"\xff\xd8 photo", "evidence", "image/jpeg")


def log(kind: str = "case:act:made", stream: str = STREAM, minutes: int = 0, files=(), **payload) -> EntryFacts:
    objects = [ObjectRef.of(file.name, file.content, file.media_type) for file in files]
    at = AT + timedelta(minutes=minutes)
    return operations.append(kind=kind, stream=stream, at=at, by=HANDLER, payload=payload, objects=objects)
