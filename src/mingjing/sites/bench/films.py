"""Audio-video: taking it in with both digests, many uploads that break and go on, the first bytes of a long film."""

import hashlib
import os
import threading
import time
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation import storage
from mingjing.records import operations, queries
from mingjing.records.terms import RecordingDraft
from mingjing.records.terms.recordings import WrongOffset
from mingjing.sites.bench import growing
from mingjing.sites.bench.county import USERNAME
from mingjing.sites.bench.machine import child, peak
from mingjing.sites.bench.meter import Figure, Meter, calibrate
from mingjing.sites.bench.reading import signed_in

MIB = 1024 * 1024
INGEST, PIECE, WHOLE = 80, 4 * MIB, 256 * MIB
SERVED = 8
"""How many requests a worker answers at the same moment; the others wait at its door."""
SENDERS, EACH, STEP, UPLOAD_MIB = 100, 4 * MIB, MIB, 300
LONG, PLAY_MS = 4 * 1024 * MIB, 300
HEAD = b"\x00\x00\x00\x18ftypmp42"


def films(meter: Meter) -> None:
    """Every figure of this part."""
    ingest(meter)
    beside = calibrate()
    told = child("films")
    assert told["whole"] == SENDERS
    meter.note(Figure(f"同时上传 {SENDERS} 段（每段 {EACH // MIB} MB，各断两次再接上，全部核对一致，同时应答 {SERVED} 个）：进程内存峰值", told["mib"], "MiB", UPLOAD_MIB))  # fmt: skip
    meter.note(Figure(f"同时上传 {SENDERS} 段：合计速度（墙钟）", told["speed"], "MB/秒", calibration=beside))
    play(meter)


def _actor() -> Any:
    from mingjing.organs import queries as organs

    account = growing.table("organs.Account").objects.get(username=USERNAME)
    return organs.actor_for_account(account.pk, timezone.now())


def _begun(content: bytes, by: Any, at: datetime) -> Any:
    draft = RecordingDraft("现场.mp4", hashlib.sha256(content).hexdigest(), len(content), at - timedelta(hours=2), at - timedelta(hours=1))  # fmt: skip
    one = operations.commit_recording(draft=draft, by=by, at=at)
    return operations.begin_upload(recording_id=one.id, length=len(content), by=by, at=at)


def ingest(meter: Meter) -> None:
    """One film in pieces, each with its checksum: CPU of the receiving process, digests, disk and database included."""
    content, by, at = HEAD + os.urandom(WHOLE - len(HEAD)), _actor(), timezone.now()
    begun, beside = _begun(content, by, at), calibrate()
    pieces = [content[here : here + PIECE] for here in range(0, WHOLE, PIECE)]
    sums = [hashlib.sha256(piece).digest() for piece in pieces]
    start = time.process_time()
    for number, piece in enumerate(pieces):
        operations.receive(upload_id=begun.id, offset=number * PIECE, piece=piece, checksum=sums[number], by=by, at=at)
    spent = time.process_time() - start
    name = f"音像入库（{WHOLE // MIB} MB，每段 {PIECE // MIB} MB：分段摘要、SHA-256、SM3、落盘、台账）"
    meter.note(Figure(name, WHOLE / MIB / spent, "MB/秒·核", INGEST, floor=True, calibration=beside))


def senders() -> dict[str, float]:
    """In a process of its own: many threads send at once, lose the link twice, ask where to go on."""
    by, at = _actor(), timezone.now()
    contents = [HEAD + b"%08d" % number + hashlib.sha256(b"%d" % number).digest() * (EACH // 32) for number in range(4)]
    begun = []
    for number in range(SENDERS):
        content = HEAD + b"%08d" % number + contents[number % 4][len(HEAD) + 8 :]
        begun.append((_begun(content, by, at), number))
    start = time.perf_counter()
    threads = [threading.Thread(target=_send, args=(one, number, contents[number % 4], by, at)) for one, number in begun]  # fmt: skip
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    spent = time.perf_counter() - start
    held = [queries.recording(one.recording_id) for one, _ in begun]
    whole = sum(one.held_sha256 == one.sha256 for one in held)
    return {"mib": peak(), "whole": whole, "speed": sum(one.held_size for one in held) / MIB / spent}


_door = threading.Semaphore(SERVED)


def _send(begun: Any, number: int, like: bytes, by: Any, at: datetime) -> None:
    length, offset, cut = begun.length, 0, {1, 3}
    while offset < length:
        if offset // STEP in cut:  # the answer was lost: asked from an old place, the server says where to go on
            cut.discard(offset // STEP)
            offset = 0
        with _door:
            piece = like[offset : offset + STEP]
            if not offset:
                piece = HEAD + b"%08d" % number + piece[len(HEAD) + 8 :]
            sum_ = hashlib.sha256(piece).digest()
            try:
                offset = operations.receive(
                    upload_id=begun.id, offset=offset, piece=piece, checksum=sum_, by=by, at=at
                ).offset
            except WrongOffset as wrong:
                offset = wrong.offset
    connection.close()


def play(meter: Meter) -> None:
    """The first answer of the player for a place deep in a film of 4 GB, by a signed-in person who said what for."""
    at, by, browser = timezone.now(), _actor(), signed_in()
    content = HEAD + os.urandom(PIECE)
    begun = _begun(content, by, at)
    operations.receive(upload_id=begun.id, offset=0, piece=content, checksum=hashlib.sha256(content).digest(), by=by, at=at)  # fmt: skip
    one = queries.recording(begun.recording_id)
    path = storage.folder().path(one.held_sha256)
    path.chmod(0o640)
    os.truncate(path, LONG)  # sparse: as long as a real one, without its bytes
    browser.post(reverse("bureau:recording_play", args=[one.id]), {"purpose": "handle"})
    where, spent = reverse("bureau:recording_content", args=[one.id]), []
    for place in range(5, 25):
        start = time.perf_counter()
        since = LONG // 30 * place
        answer: Any = browser.get(where, headers={"Range": f"bytes={since}-{since + MIB - 1}"})
        assert answer.status_code == 206, answer.status_code
        next(iter(answer.streaming_content))
        spent.append((time.perf_counter() - start) * 1000)
    path.unlink()
    meter.note(Figure("播放：4 GB 文件从中间开始，到第一批字节（墙钟，中位数）", median(spent), "ms", PLAY_MS, calibration=calibrate()))  # fmt: skip
