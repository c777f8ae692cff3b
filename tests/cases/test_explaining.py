"""Why an act has no recording: who may say it, what it must hold, which gap it speaks of."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.records.films import film, said

from mingjing.cases import operations
from mingjing.cases.models import Case, RecordingReason
from mingjing.cases.queries.coverage import owed
from mingjing.cases.queries.facts import load
from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger.models import Entry
from mingjing.sites.journeys.player import Player, read_story
from mingjing.sites.journeys.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-10-24 16:00")


@pytest.fixture(scope="module")
def case_id(shifan: World) -> UUID:
    """A hearing that was to be recorded throughout and was not."""
    story = read_story(Path(__file__).parents[1] / "journeys" / "recording-owed.yaml")
    player = Player(shifan, replace(story, steps=story.steps[:3]))
    assert player.play().good, player.report.text()
    return player.case_id()


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, settings: Any) -> None:
    settings.MINGJING_STORE = tmp_path / "store"


def hearing(case_id: UUID) -> Any:
    return next(one for one in owed(load(Case.objects.get(id=case_id), fresh=True)) if one.code == "hold_hearing")


def told(case_id: UUID, **more: Any) -> dict[str, Any]:
    return {
        "case_id": case_id, "act_seq": hearing(case_id).act_seq, "why": "failure", "text": "听证室设备断电没有录上", "person": "庚某",
        "remedy": "笔录注明并由当事人确认", "now": NOW, **more,
    }  # fmt: skip


def test_the_whole_act_is_explained_once_by_who_records(shifan: World, case_id: UUID) -> None:
    for who in ("己", "监", "市甲"):
        with pytest.raises(Forbidden):
            operations.explain_recording(**told(case_id), by=shifan.actor(who, NOW))
    by = shifan.actor("甲", NOW)
    with pytest.raises(Invalid) as long:
        operations.explain_recording(**told(case_id, text="字" * 501, person="名" * 61), by=by)
    assert long.value.errors == {"text": ["太长，最多 500 个字"], "person": ["太长，最多 60 个字"]}
    for empty in ({"text": ""}, {"person": ""}, {"remedy": ""}, {"why": ""}):
        with pytest.raises(Refused) as refused:
            operations.explain_recording(**told(case_id, **empty), by=by)
        assert refused.value.rules == {"AV-04"}
    assert not RecordingReason.objects.exists()
    assert operations.explain_recording(**told(case_id), by=by).stand == "said"
    for act_seq in (hearing(case_id).act_seq, 1, 99):
        with pytest.raises(Refused) as refused:
            operations.explain_recording(**told(case_id, act_seq=act_seq), by=by)
        assert refused.value.rules == {"AV-06"}
    assert (RecordingReason.objects.count(), Case.objects.get(id=case_id).holes) == (1, "")


def test_of_a_recording_with_gaps_one_gap_is_chosen(shifan: World, case_id: UUID) -> None:
    one, by = hearing(case_id), shifan.actor("甲", NOW)
    middle = one.since + (one.until - one.since) / 2
    draft = said(film(), started_at=one.since, ended_at=middle)
    operations.commit_recording(case_id=case_id, act_seq=one.act_seq, draft=draft, by=by, now=NOW)
    assert hearing(case_id).gaps == ((middle, one.until),)
    for gap in (None, -1, 1):
        with pytest.raises(Invalid) as refused:
            operations.explain_recording(**told(case_id, gap=gap), by=by)
        assert set(refused.value.errors) == {"gap"}
    assert operations.explain_recording(**told(case_id, gap=0), by=by).stand == "filmed"
    kept = RecordingReason.objects.get()
    assert (kept.since, kept.until) == (middle, one.until)
    assert Entry.objects.filter(kind="case:recording:explained").count() == 1
