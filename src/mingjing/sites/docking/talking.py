"""How the agent talks to the platform: one key, commitments, and contents in pieces that may be cut at any point."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

PIECE, TRIES = 4 * 1024 * 1024, 3


class Away(Exception):
    """The platform does not answer, or asks to wait: everything stays, the next run goes on."""


class Refusal(Exception):
    """The platform, or a look at the file, says no. `code` is the HTTP status, 0 for our own."""

    def __init__(self, message: str, code: int = 0) -> None:
        super().__init__(message)
        self.code = code


class Platform:
    """The interface of the platform, with a key."""

    def __init__(self, url: str, key: str) -> None:
        self.base = url.rstrip("/")
        self.key = key
        self.open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[Any, bytes]:
        """Headers and body of the answer. Raises Away, Refusal."""
        named = {
            "Authorization": f"Bearer {self.key}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        request = urllib.request.Request(urllib.parse.urljoin(self.base + "/", path), body, named, method=method)  # noqa: S310
        try:
            with self.open(request, timeout=60) as answer:
                return answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                told = _sentence(error.read())
                if error.code == 409 and "Upload-Offset" in error.headers:
                    return error.headers, b""
                if error.code in (401, 403):
                    raise Away(f"密钥不能用：{told}") from None
                if error.code in (429, 507) or error.code >= 500 and error.code != 507:
                    raise Away(told or f"平台回答 {error.code}") from None
                raise Refusal(told or f"平台回答 {error.code}", error.code) from None
        except (OSError, ValueError, http.client.HTTPException) as failure:
            raise Away(f"连不上平台：{failure}") from None

    def commit(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Commit a recording; the same again is the same."""
        told = json.dumps(facts).encode()
        return dict(json.loads(self.ask("POST", "/api/v1/recordings", told, Content_Type="application/json")[1]))

    def storage(self, code: str, capacity: int, free: int) -> dict[str, Any]:
        """Tell how much storage a device has left."""
        told = json.dumps({"code": code, "capacity": capacity, "free": free}).encode()
        return dict(json.loads(self.ask("POST", "/api/v1/devices/storage", told, Content_Type="application/json")[1]))

    def state(self, sha256: str) -> dict[str, Any]:
        """How far a recording is over there."""
        return dict(json.loads(self.ask("GET", f"/api/v1/recordings?sha256={sha256}")[1]))

    def send(self, path: Path, size: int, recording: str) -> None:
        """Send a content, or what is left of it (tus 1.0). Raises Away, Refusal."""
        named = "recording " + base64.b64encode(recording.encode()).decode()
        tus = {"Tus_Resumable": "1.0.0"}
        told, _ = self.ask("POST", "/api/v1/uploads/", b"", Upload_Length=str(size), Upload_Metadata=named, **tus)
        where, offset = told["Location"], int(told["Upload-Offset"])
        with path.open("rb") as source:
            while offset < size:
                source.seek(offset)
                piece = source.read(min(PIECE, size - offset))
                if not piece:
                    raise Refusal("文件变短了，可能被改动或者存储卡损坏")
                sum_ = base64.b64encode(hashlib.sha256(piece).digest()).decode()
                told = self._piece(where, offset, piece, {"Upload_Checksum": f"sha256 {sum_}", **tus})
                offset = int(told["Upload-Offset"])

    def _piece(self, where: str, offset: int, piece: bytes, named: dict[str, str]) -> Any:
        """A piece that was changed on the way is sent again."""
        kind = "application/offset+octet-stream"
        for last in range(TRIES):
            try:
                return self.ask("PATCH", where, piece, Upload_Offset=str(offset), Content_Type=kind, **named)[0]
            except Refusal as no:
                if no.code != 460 or last == TRIES - 1:
                    raise
        raise AssertionError


def _sentence(body: bytes) -> str:
    """What a refusal says: the sentence, or the problem's errors one by one."""
    text = body.decode("utf-8", "replace")
    try:
        told = json.loads(text)
        each = [
            f"{one['message']}{'，' + one['next_step'] if one.get('next_step') else ''}"
            for one in told.get("errors", ())
        ]
        return "；".join(each) or str(told.get("detail", ""))
    except (ValueError, AttributeError, KeyError, TypeError):
        return text[:200]
