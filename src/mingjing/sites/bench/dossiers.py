"""Files: the search over very many documents, and a large file on its way out: export, verification, four-property check."""

import hashlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection

from mingjing.archives import operations as archives
from mingjing.archives.terms import ArchiveItem
from mingjing.cases import operations as cases
from mingjing.cases.queries import calling
from mingjing.cases.queries.calling import Asked
from mingjing.foundation import storage
from mingjing.records import operations as records
from mingjing.records import queries as held
from mingjing.records.terms import RecordingDraft
from mingjing.sites.bench import growing
from mingjing.sites.bench.county import LEAST, OFFICER, SUPERVISOR, Grown
from mingjing.sites.bench.meter import Figure, Meter, calibrate

PER_CASE, QUESTIONS, SEARCH_MS, CHECK_S = 100, 300, 150, 20
MIB = 1024 * 1024
PAPERS, FILM, PIECE = 200, 1900 * MIB, 8 * MIB
HEAD = b"\x00\x00\x00\x18ftypmp42"


def cases_for(documents: int) -> int:
    """How many cases hold so many documents, at `PER_CASE` each."""
    return max(documents // PER_CASE, LEAST * 4)


def papers() -> int:
    """Give every case documents until it holds `PER_CASE`, below the operations and without content; gives back how many there are."""
    model = growing.table("records.Document")
    fresh = "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"
    taken = {
        "id": fresh, "dossier_id": "c.dossier_id", "act_seq": "%s", "title": "'证据材料'", "made_by": "c.organ_id", "made_at": "c.updated_at",
        "number": "'示文书〔2026〕' || c.lead_number || '-' || %s || '号'", "form": "'evidence_list'", "form_version": "1",
        "data": "'{}'", "data_sha256": "''", "pdf_sha256": "''", "pdf_sm3": "''", "void_reason": "''",
        "external": "true" if connection.vendor == "postgresql" else "1",
    }  # fmt: skip
    # Round after round over all cases, as papers come in: those of one case do not lie side by side on the disk.
    with growing.indexed_afterwards(model._meta.db_table), connection.cursor() as cursor:
        for number in range(1, PER_CASE + 1):
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({', '.join(taken)}) SELECT {', '.join(taken.values())} FROM mj_case c",  # noqa: S608 our own names
                [number, str(number)],
            )
    return int(model.objects.count())


def search(meter: Meter, county: Grown, documents: int) -> None:
    """Many different questions of a supervisor and of an officer: name, number of a paper, dates, officer, matter, kind, film."""
    chosen = random.Random(20261130)  # noqa: S311 the same questions every time
    table = growing.table("cases.Case")
    keys = list(table.objects.order_by("id").values_list("id", flat=True)[: QUESTIONS * 20])
    some = list(table.objects.filter(id__in=chosen.sample(keys, min(QUESTIONS, len(keys)))))
    for who, words in ((SUPERVISOR, "监督员，全县"), (OFFICER, "承办人，本机关")):
        actor = county.actor(who)
        calls = [_question(actor, number, row) for number, row in enumerate(some)]
        calling.files(actor, Asked())
        meter.slowest(
            f"调阅检索（{documents:,} 份文书），{words}：{len(calls)} 个不同的条件，第 95 百分位",
            calls,
            target=SEARCH_MS,
        )


def _question(actor: Any, number: int, row: Any) -> Callable[[], Any]:
    opened, part = row.opened_at.date(), growing.table("cases.Part").objects.filter(case_id=row.id).first()
    asked = (
        Asked(q=row.party_name),
        Asked(q=f"示文书〔2026〕{row.lead_number}-{number % PER_CASE + 1}号"),
        Asked(since=opened, until=opened + timedelta(days=31), kind="document"),
        Asked(officer=part.person_id if part else None, films="no"),
        Asked(matter=row.matter_code, since=opened - timedelta(days=90)),
        Asked(q=row.cause[:4], kind="document"),
        Asked(party=row.party_id),
        Asked(q=row.party_name[3:7], organ=row.organ_id, until=opened),
        Asked(matter=row.matter_code),
        Asked(films="yes"),
        Asked(until=opened, organ=row.organ_id),
        Asked(since=opened - timedelta(days=400), kind="recording"),
    )[number % 12]
    return partial(calling.files, actor, asked)


def large(meter: Meter, county: Grown, film: int = FILM) -> None:
    """A played case with 200 papers and a film more: written out, verified by the offline program, checked."""
    by, now, key = county.actor(OFFICER), county.now, county.played("collect_evidence")
    row = growing.table("cases.Case").objects.get(id=key)
    items = _fill(row, by, now, film)
    start, beside = time.perf_counter(), calibrate()
    name, content = cases.export_case(case_id=key, by=by, now=now)
    spent = time.perf_counter() - start
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        size, disk = _copied(content, path)
        title = f"{PAPERS} 份材料、{size:,.0f} MB 的案卷"
        meter.note(Figure(f"磁盘：写下同样多的字节并落盘（{size:,.0f} MB，墙钟）", size / disk, "MB/秒"))
        meter.note(Figure(f"{title}：导出（取证明、读出、写成 ZIP，墙钟）", size / spent, "MB/秒", calibration=beside))
        start = time.perf_counter()
        command = [sys.executable, "-m", "mingjing", "verify", str(path)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 our own program
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        meter.note(Figure(f"{title}：离线全部核验（另一个进程，墙钟）", size / (time.perf_counter() - start), "MB/秒", calibration=calibrate()))  # fmt: skip
    start, beside = time.process_time(), calibrate()
    report = archives.check(dossier_id=row.dossier_id, items=items, note="测量", at=now)
    assert len(report.checks) >= len(items) // 10
    meter.note(Figure(f"四性检测（{len(items)} 份材料，{len(report.checks)} 项）", time.process_time() - start, "秒", CHECK_S, calibration=beside))  # fmt: skip


def _fill(row: Any, by: Any, now: Any, film: int) -> list[ArchiveItem]:
    """Papers by the way a handler takes, and the film in pieces: random bytes, so that nothing is gained by packing."""
    items, base = [], _printed(row, by, now)
    for number in range(PAPERS):
        kept = records.add_file(
            dossier_id=row.dossier_id,
            name=f"{number:03d}.pdf",
            content=base + f"\n% {number}\n".encode(),
            at=now,
            by=by,
            limit=10**9,
        )
        items.append(ArchiveItem(
            number + 1, "evidence", f"证据{number}", now.date(), pages=1, name=kept.name, sha256=kept.sha256, sm3=kept.sm3,
            size=kept.size, media_type=kept.media_type,
        ))  # fmt: skip
    act = growing.table("cases.Act").objects.filter(case_id=row.id, code="inspect").latest("seq")
    pieces = [HEAD + os.urandom(PIECE - len(HEAD)), *(os.urandom(PIECE) for _ in range(3))]
    order = [0, *(number % 3 + 1 for number in range(film // PIECE - 1))]
    whole = hashlib.sha256()
    for one in order:
        whole.update(pieces[one])
    draft = RecordingDraft("现场.mp4", whole.hexdigest(), len(order) * PIECE, act.at - timedelta(minutes=30), act.at)
    draft = replace(draft, place="执法现场", proves="现场检查的经过", device="执法记录仪")
    made = cases.commit_recording(case_id=row.id, act_seq=act.seq, draft=draft, by=by, now=now)
    begun = records.begin_upload(recording_id=made.id, length=draft.size, by=by, at=now)
    sums = [hashlib.sha256(piece).digest() for piece in pieces]
    for place, one in enumerate(order):
        records.receive(upload_id=begun.id, offset=place * PIECE, piece=pieces[one], checksum=sums[one], by=by, at=now)
    return items


def _printed(row: Any, by: Any, now: Any) -> bytes:
    """A paper of the case itself: the export renders what still waits."""
    cases.export_case(case_id=row.id, by=by, now=now)[1].close()
    return storage.read(next(one.pdf_sha256 for one in held.documents(row.dossier_id) if one.pdf_sha256))


def _copied(content: Any, path: Path) -> tuple[float, float]:
    """Write the export down and wait for the disk: size in MiB and seconds."""
    start, size = time.perf_counter(), 0
    with content, path.open("wb") as to:
        while piece := content.read(PIECE):
            size += to.write(piece)
        to.flush()
        os.fsync(to.fileno())
    return size / MIB, time.perf_counter() - start
