"""Another system at the gateway: its key, its files, its documents and recordings, its uploads."""

import base64
import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone
from tests.records.films import film

from mingjing.exchange import operations

ALL = ("deposit", "station", "prove")
PDF = b"%PDF-1.7\n" + b"page " * 2000
PIECE = 4096


def key(
    shifan: Any, scopes: tuple[str, ...] = ALL, who: str = "甲", home: str = "应急局", admin: str = "系小管"
) -> str:
    """A key in force, in the name of that person."""
    at = timezone.now()
    made, secret = operations.issue_key(
        organ_id=shifan.organs[home], name="县办案系统", scopes=scopes, person_id=shifan.people[who], by=shifan.actor(admin, at), at=at,
        expires_on=at.date() + timedelta(days=300),
    )  # fmt: skip
    operations.accept_key(key_id=made.id, by=shifan.actor(who, at), at=at)
    return secret


class System:
    """A caller with a key."""

    def __init__(self, secret: str) -> None:
        self.client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret}"})

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1/{path}")

    def post(self, path: str, **body: Any) -> Any:
        return self.client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json")

    def file(self, ref: str = "AJ-1", title: str = "恒源化工动火作业案", **more: Any) -> Any:
        return self.post("deposits", source_ref=ref, title=title, **more)

    def document(self, content: bytes = PDF, ref: str = "WS-1", **changes: Any) -> Any:
        told = {
            "deposit": "AJ-1", "source_ref": ref, "name": "现场检查笔录.pdf", "sha256": digest(content), "size": len(content), "step": "evidence",
            "made_on": "2026-11-05",
        }  # fmt: skip
        return self.post("deposits/documents", **told | changes)

    def recording(self, content: bytes, ref: str = "YX-1", **changes: Any) -> Any:
        return self.post("deposits/recordings", **facts(content) | {"deposit": "AJ-1", "source_ref": ref, "step": "evidence"} | changes)  # fmt: skip

    def begin(self, length: int, **named: str) -> Any:
        told = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in named.items())
        return self.client.post(
            "/api/v1/uploads/",
            headers={"Tus-Resumable": "1.0.0", "Upload-Length": str(length), "Upload-Metadata": told},
        )

    def piece(self, at: str, offset: int, piece: bytes, checksum: bytes | None = None) -> Any:
        sum_ = base64.b64encode(checksum or hashlib.sha256(piece).digest()).decode()
        headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(offset), "Upload-Checksum": f"sha256 {sum_}"}
        return self.client.patch(at, piece, content_type="application/offset+octet-stream", headers=headers)

    def send(self, content: bytes, until: int | None = None, **named: str) -> Any:
        """Send a content, or what is left of it, at most up to a place; the last answer."""
        begun = self.begin(len(content), **named)
        assert begun.status_code == 201, begun.content.decode()
        offset, last, answer = int(begun["Upload-Offset"]), len(content) if until is None else until, begun
        while offset < last:
            answer = self.piece(begun["Location"], offset, content[offset : min(offset + PIECE, last)])
            if answer.status_code != 204:
                break
            offset = int(answer["Upload-Offset"])
        return answer


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def facts(content: bytes, **changes: Any) -> dict[str, Any]:
    """What a recorder says of a recording."""
    now = datetime.now(timezone.get_default_timezone()).replace(microsecond=0)
    return {
        "name": "现场.mp4", "sha256": digest(content), "size": len(content), "started_at": (now - timedelta(minutes=20)).isoformat(),
        "ended_at": (now - timedelta(minutes=2)).isoformat(), "device": "记-01", "clock_offset": 3, "place": "示范县化工园区1号", "proves": "动火作业现场",
    } | changes  # fmt: skip


def movie(seed: int = 0, size: int = 20_000) -> bytes:
    """A film of its own."""
    return film()[:32] + hashlib.sha256(b"%d" % seed).digest() * (size // 32)
