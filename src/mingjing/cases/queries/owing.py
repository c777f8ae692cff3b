"""What is recorded and what is owed in audio-video: the duty on the day of an act, films, reasons."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from mingjing.cases.models import Case, RecordingReason
from mingjing.cases.rules.recording import decided_kinds, list_is_whole, told_of
from mingjing.cases.terms import ActSpec, CaseFacts
from mingjing.cases.terms.recording import KEPT, Duty, Film, Level, Reason, mapping
from mingjing.kernel.findings import Finding
from mingjing.lawbook import queries as lawbook
from mingjing.records import queries as records


def duty_kept(case: CaseFacts, spec: ActSpec, values: Mapping[str, Any], on: date) -> dict[str, Any]:
    """What the act keeps of the organ's list in force that day; nothing for acts of which no recording is owed."""
    told = told_of(spec.code, values, decided_kinds(case))
    return {} if told is None else {KEPT: _duty(case.organ.id, case.organ.code, told, values, on).as_json()}


def _duty(organ_id: UUID, organ_code: str, told: Mapping[str, Any], values: Mapping[str, Any], on: date) -> Duty:
    """The organ's row, never below what is owed in case-handling premises; without a row the national minimum."""
    listed = lawbook.recording_list(organ_id, on)
    rows = [found for name in told["rows"] if listed and (found := listed.av_item(name))]
    gap, letters, hours = (records.figure(key, on, organ_code) for key in ("gap", "reason_letters", "upload"))
    inside = "premises" in told and _inside(organ_id, str(values.get(told["premises"], "")))
    least, instead = Level(told["least"]), str(told.get("instead", ""))
    if not rows or listed is None:
        level = Level.FULL if inside else least
        return Duty(
            level,
            told["rows"][0],
            source="国家的最低要求",
            premises=inside,
            instead=instead,
            gap=gap,
            letters=letters,
            hours=hours,
        )
    spec = rows[0].spec
    level = Level.FULL if spec.full_process or inside or least is Level.FULL else least
    return Duty(
        level, spec.act, listed=True, link=spec.link, method=spec.method, start=spec.start, end=spec.end,
        source=f"{listed.title}第 {listed.version} 版", premises=inside, instead=instead, gap=gap, letters=letters, hours=hours,
    )  # fmt: skip


def _inside(organ_id: UUID, place: str) -> bool:
    """Whether a place is one of the organ's rooms for handling cases."""
    return any(one.closed_at is None and one.name in place for one in records.rooms(organ_id))


def films_of(dossier_id: UUID) -> tuple[Film, ...]:
    """The recordings filed in a dossier, as the rules see them. One query."""
    return tuple(
        Film(one.id, one.act_seq, one.started_at, one.ended_at, one.state, one.committed_at, one.name)
        for one in records.recordings(dossier_id)
    )


def reasons_of(case: Case) -> tuple[Reason, ...]:
    """The reasons given for what is not recorded, oldest first. One query."""
    return tuple(row.facts() for row in RecordingReason.objects.filter(case=case))


def list_remarks(organ_id: UUID, on: date) -> tuple[Finding, ...]:
    """What is wrong with the organ's recording list today (AV-07)."""
    found: tuple[Finding, ...] = list_is_whole(unlisted(organ_id, on))
    return found


def unlisted(organ_id: UUID, on: date) -> tuple[str, ...] | None:
    """Acts of the procedure that the organ's list in force has no row for (R-09); None where it has no list at all."""
    listed = lawbook.recording_list(organ_id, on)
    if listed is None:
        return None
    lines = [each for told in mapping()["acts"].values() for each in told]
    lacking = (each["rows"][0] for each in lines if not any(listed.av_item(name) for name in each["rows"]))
    return tuple(dict.fromkeys(lacking))
