"""Audio-video of the example county: a film filed under an inspection, one that waits for its file, one not sent yet."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING

from mingjing.cases import operations as cases
from mingjing.cases.queries.recordings import filmed_act, span_of
from mingjing.records import operations
from mingjing.records.terms import RecordingDraft, RecordingFacts
from mingjing.records.terms.devices import DeviceDraft

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from mingjing.cases.terms import ActFacts
    from mingjing.foundation.people import Actor
    from mingjing.sites.journeys.world import World


def make(world: "World", now: datetime) -> None:
    """The handler of the emergency bureau brings in three films; all three are the same few seconds, marked as a demonstration."""
    by = world.actor(world.teams["应急局"]["handlers"][0], now)
    found = filmed_act(by)
    if found is not None:
        case_id, seq, place, since, until = found
        one = _draft(b"1", since, until - timedelta(minutes=25), place, "出示证件、告知权利和现场检查的经过")
        filed = cases.commit_recording(case_id=case_id, act_seq=seq, draft=one, by=by, now=now)
        _send(filed, b"1", by, now)
        cases.note_recording(case_id=case_id, recording_id=filed.id, second=2, text="出示执法证件", by=by, now=now)
    waiting = _draft(b"2", now - timedelta(hours=3), now - timedelta(hours=2), "示范县产业大道19号", "")
    _send(operations.commit_recording(draft=waiting, by=by, at=now), b"2", by, now)
    late = _draft(b"3", now - timedelta(hours=30), now - timedelta(hours=29), "示范县化工园区3号", "")
    operations.commit_recording(draft=late, by=by, at=now - timedelta(hours=28))


def equip(world: "World", now: datetime) -> None:
    """Every organ has three body cameras and a room; one camera of the first organ is out, another's clock drifts."""
    for place, home in enumerate(world.teams):
        keeper = world.actor(world.teams[home]["archivist"], now)
        made = [
            operations.register_device(
                draft=DeviceDraft("body", f"记-{number:02}", "示范型"), by=keeper, at=now - timedelta(days=30)
            )
            for number in (1, 2, 3)
        ]
        operations.register_room(
            kind="interview", name="第一询问室", place="办公楼 2 层 203", recorded=place != 1, by=keeper, at=now
        )
        user = world.actor(world.teams[home]["handlers"][0], now)
        operations.check_device(
            device_id=made[1].id, clock_offset=75 if place == 0 else 0, free=62, by=user, at=now - timedelta(days=1)
        )
        operations.check_device(device_id=made[2].id, clock_offset=1, free=88, by=user, at=now - timedelta(days=1))
        if place == 0:
            operations.take_device(device_id=made[0].id, by=user, at=now - timedelta(hours=5))


def _content(mark: bytes) -> bytes:
    """A short film; what differs is behind its end, where players do not look."""
    return (files("mingjing.sites.journeys") / "film.webm").read_bytes() + mark


def _draft(mark: bytes, since: datetime, until: datetime, place: str, proves: str) -> RecordingDraft:
    content = _content(mark)
    return RecordingDraft(
        name=f"现场检查{mark.decode()}.webm", sha256=hashlib.sha256(content).hexdigest(), size=len(content), started_at=since, ended_at=until,
        place=place, proves=proves, device="执法记录仪 记-03",
    )  # fmt: skip


def _send(one: RecordingFacts, mark: bytes, by: "Actor", now: datetime) -> None:
    content = _content(mark)
    begun = operations.begin_upload(recording_id=one.id, length=len(content), by=by, at=now)
    checksum = hashlib.sha256(content).digest()
    operations.receive(upload_id=begun.id, offset=0, piece=content, checksum=checksum, by=by, at=now)


def film_act(
    case_id: "UUID", act: "ActFacts", names: "Sequence[str]", by: "Actor", now: datetime, part: float = 1
) -> None:
    """File the film of a step of a story: from its beginning to its end, or the first part of it; committed and sent at once."""
    span = span_of(act, names)
    since, until = span or (act.at - timedelta(minutes=5), act.at)
    until = since + (until - since) * part
    mark = f"{case_id}-{act.seq}-{part}".encode()
    place = str(act.data.get("place") or "执法现场")
    draft = replace(_draft(mark, since, until, place, "办理的经过"), name=f"第{act.seq}步.webm")
    one = cases.commit_recording(case_id=case_id, act_seq=act.seq, draft=draft, by=by, now=now)
    _send(one, mark, by, now)
