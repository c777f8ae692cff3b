"""A witness that fetches by itself: it reads checkpoint and tiles, cosigns, and brings the cosignature back."""

from __future__ import annotations

import base64
import urllib.error
import urllib.request
from collections.abc import Callable

from mingjing.ledger.verifier.merkle_paths import note_parts, told
from mingjing.ledger.verifier.saying import Bad
from mingjing.ledger.witness.cosigning import Answer, add_checkpoint, written_request
from mingjing.ledger.witness.folder import Folder
from mingjing.ledger.witness.tiles import TIMEOUT, Fetch, NotThere, Reader, fetcher

Bring = Callable[[str, str], str]
NOTE_LIMIT = 65536


def pull(folder: Folder, url: str, now: int, fetch: Fetch | None = None, bring: Bring | None = None) -> list[str]:
    """Cosign both trees of the log at this address; one Chinese line each. Raises Bad, NotThere for what went wrong."""
    reading, said = fetch or fetcher(url), []
    for tree, path in (("sha256", "checkpoint"), ("sm3", "sm3/checkpoint")):
        try:
            note = reading(path)[:NOTE_LIMIT].decode("utf-8", "replace")
        except NotThere:
            if tree == "sha256":
                raise
            continue
        text, _ = note_parts(note)
        origin, size, _ = told(text)
        if origin.endswith("/sm3") is not (tree == "sm3"):
            raise Bad(f"{path} 的名称是 {origin[:100]}，与它所在的位置不符")
        answer = _cosigned(folder, origin, size, note, reading, tree, now)
        if answer.status != 200:
            raise Bad(f"不能见证 {origin} 的 {size} 条：{_why(answer, size)}")
        (bring or brought)(f"{url.rstrip('/')}/cosignatures", f"{text}\n{answer.body}")
        said.append(f"已见证 {origin} 到 {size} 条，签名已送回。")
    return said


def _cosigned(folder: Folder, origin: str, size: int, note: str, reading: Fetch, tree: str, now: int) -> Answer:
    seen = folder.seen(origin)
    old = seen.size if seen else 0
    if old > size:
        return Answer(409, f"{old}\n")
    steps = Reader(reading, tree, size).growth(old) if 0 < old < size else []
    return add_checkpoint(folder, written_request(old, [base64.b64encode(s).decode() for s in steps], note), now)


def _why(answer: Answer, size: int) -> str:
    if answer.status != 409:
        return answer.body.strip()
    if int(answer.body) > size:
        return f"上次见证时已有 {answer.body.strip()} 条，台账变短了（被退回或截断）"
    return "条数相同而根不同，台账被改写"


def brought(url: str, note: str) -> str:
    """Hand a cosigned note over. Raises NotThere."""
    request = urllib.request.Request(url, data=note.encode(), headers={"Content-Type": "text/plain; charset=utf-8"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            return str(answer.read(4096).decode("utf-8", "replace"))
    except urllib.error.HTTPError as failure:
        raise NotThere(f"{url} 不收签名：{failure.code} {failure.read(500).decode('utf-8', 'replace')}") from None
    except (OSError, ValueError) as failure:
        raise NotThere(f"连不上 {url}：{getattr(failure, 'reason', failure)}") from None
