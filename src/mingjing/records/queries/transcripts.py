"""Reads of transcripts."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from mingjing.kernel.hashing import Sums
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import Difference, ObjectRef
from mingjing.records.events import Event
from mingjing.records.models import Recording, Transcript
from mingjing.records.rules import transcripts as rules
from mingjing.records.terms import NotFound
from mingjing.records.terms.transcripts import Hit, Line, TranscriptFacts, TranscriptFile, line_of

VTT, TEXT = "text/vtt", "text/plain"
STEM = 60
"""How much of a recording's name its transcript carries on."""


def transcripts(recording_id: UUID) -> tuple[TranscriptFacts, ...]:
    """Every version, the newest first. One query."""
    return tuple(row.facts() for row in Transcript.objects.filter(recording_id=recording_id).order_by("-version"))


def transcript(recording_id: UUID, version: int) -> TranscriptFacts:
    """One version. Raises NotFound."""
    row = Transcript.objects.filter(recording_id=recording_id, version=version).first()
    if row is None:
        raise NotFound("这段记录没有这一版文字稿。")
    return row.facts()


def transcript_typed(one: TranscriptFacts) -> str:
    """The lines as people type them, to begin the next version from."""
    return rules.typed(one.lines)


def transcript_files(dossier_id: UUID) -> tuple[TranscriptFile, ...]:
    """The newest transcript of each recording of a dossier, as WebVTT and as text, in order of time. One query."""
    rows = _newest().filter(recording__dossier_id=dossier_id).select_related("recording")
    found = rows.order_by("recording__started_at", "recording_id")
    return tuple(each for row in found for each in _files(row))


def _files(row: Transcript) -> Iterator[TranscriptFile]:
    one = row.recording
    for named, word in zip(objects_of(one, row), ("字幕", "文本"), strict=True):
        yield TranscriptFile(
            one.id, one.act_seq, named.name, f"音像文字稿（人工整理，{word}）：{one.proves or one.name}", named.media_type, named.sha256,
            named.sm3, named.size, row.at,
        )  # fmt: skip


def objects_of(one: Recording, row: Transcript) -> list[ObjectRef]:
    """How the ledger names the two files of a version."""
    stem = f"{Path(one.name).stem[:STEM]}-文字稿第{row.version}版"
    return [
        ObjectRef(f"{stem}.vtt", row.vtt_sha256, row.vtt_sm3, row.vtt_size, VTT),
        ObjectRef(f"{stem}.txt", row.text_sha256, row.text_sm3, row.text_size, TEXT),
    ]


def _newest() -> "QuerySet[Transcript]":
    later = Transcript.objects.filter(recording_id=OuterRef("recording_id"), version__gt=OuterRef("version"))
    return Transcript.objects.filter(~Exists(later))


def saying(word: str) -> Any:
    """The ids of the files in whose recordings a word is said, as a question to be put inside another."""
    rows = _newest().filter(said__icontains=word, recording__dossier__isnull=False)
    return rows.order_by().values("recording__dossier_id")


def said_in(dossiers: Collection[UUID], word: str, each: int = 3) -> dict[UUID, tuple[Hit, ...]]:
    """Where in the recordings of these files a word is said, at most so many moments of a recording. One query."""
    rows = _newest().filter(said__icontains=word, recording__dossier_id__in=list(dossiers)).select_related("recording")
    found: dict[UUID, tuple[Hit, ...]] = {}
    for row in rows.order_by("recording__started_at", "recording_id"):
        one = row.recording
        hits = [line for line in map(line_of, row.lines) if _says(line, word)][:each]
        more = tuple(
            Hit(one.id, one.dossier_id, one.proves or one.name, one.started_at, line, row.version) for line in hits
        )
        if one.dossier_id:
            found[one.dossier_id] = found.get(one.dossier_id, ()) + more
    return found


def _says(line: Line, word: str) -> bool:
    return word.lower() in line.text.lower()


def transcripts_unlike_the_ledger() -> Iterator[Difference]:
    """What of the transcripts is not what the ledger says."""
    told = {(one.payload["recording"], one.payload["version"]): one for one in ledger.every(Event.TRANSCRIBED)}
    held = {(str(row.recording_id), row.version): row for row in Transcript.objects.select_related("recording")}
    for key in sorted(told.keys() - held.keys()):
        yield Difference(f"文字稿“{told[key].objects[0]['name']}”", "业务库里没有（被删除）")
    for key, row in held.items():
        said, named = told.get(key), objects_of(row.recording, row)
        if said is None or [one["sha256"] for one in said.objects] != _digests(row):
            yield Difference(f"文字稿“{named[0].name}”", "与台账登记的不符")


def _digests(row: Transcript) -> list[str]:
    """The digests of the two files, made anew from what is stored."""
    title, lines = rules.title_of(row.recording.name, row.version, row.person_name), row.facts().lines
    return [Sums.of([made.encode()]).sha256 for made in (rules.as_vtt(title, lines), rules.as_text(title, lines))]


def transcripts_of(one: Recording) -> list[ObjectRef]:
    """What the ledger names of the transcripts of a recording that is filed: every version."""
    return [named for row in Transcript.objects.filter(recording=one) for named in objects_of(one, row)]
