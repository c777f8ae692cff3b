"""LAW-28: a guiding case is pushed to the case, followed or not with the reason, kept in the ledger and held against it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.archives.filed import undone
from tests.journeys.test_at_once import played

from mingjing.cases import operations
from mingjing.cases.models import Case, GuidingNote
from mingjing.cases.queries import agreeing
from mingjing.cases.queries.facts import load
from mingjing.cases.queries.guiding_cases import guided
from mingjing.cases.terms.guiding_cases import GuidingNoteFacts
from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.lawbook import operations as lawbook
from mingjing.lawbook.terms import GuidingFacts
from mingjing.ledger import queries as ledger
from mingjing.records import operations as records
from mingjing.sites.journeys import guiding
from mingjing.sites.journeys.player import Player
from mingjing.sites.journeys.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-09-25 10:00")
WHY = "同为临时顶岗、当日停止作业"
HERE = Path(__file__).parents[1] / "journeys"


@pytest.fixture
def case_id(shifan: World) -> UUID:
    player: Player = played(shifan, "basic.yaml", "2026-09-24 16:00")
    return player.case_id()


@pytest.fixture
def out(shifan: World, case_id: UUID) -> GuidingFacts:
    """A guiding case of the very offence of the case."""
    matter = Case.objects.get(id=case_id).matter
    spec = replace(
        guiding.WELDERS, offences=(matter["name"],), violates=tuple(matter["violates"]), penalises=tuple(matter["penalises"])
    )  # fmt: skip
    return guiding.released(shifan, spec, NOW)


def note(shifan: World, of: UUID, out: GuidingFacts, who: str = "甲", **more: Any) -> GuidingNoteFacts:
    given = {
        "case_id": of,
        "guiding_id": out.id,
        "followed": "yes",
        "reason": f" {WHY} ",
        "by": shifan.actor(who, NOW),
        "now": NOW,
    }
    return operations.note_guiding_case(**{**given, **more})


def refused(words: str, act: Callable[[], Any]) -> None:
    with pytest.raises(Refused, match=words) as problem:
        act()
    assert problem.value.rules == {"LAW-28"}


def test_it_is_pushed_noted_shown_and_kept(shifan: World, case_id: UUID, out: GuidingFacts) -> None:
    facts = load(Case.objects.get(id=case_id), related=False)
    with CaptureQueriesContext(connection) as asked:
        beside = guided(facts)
    assert len(asked) <= 4 and [one.facts.id for one in beside.matches] == [out.id]
    assert beside.matches[0].shared.offence and beside.unnoted == 1 and beside.last(out.id) is None
    said = note(shifan, case_id, out)
    assert (said.word, said.reason, said.by_name, said.called) == ("参照", WHY, "张三", out.called)
    beside = guided(facts)
    assert beside.last(out.id) == said and beside.unnoted == 0
    told = ledger.whole(records.stream(Case.objects.get(id=case_id).dossier_id))[-1]
    assert told.kind == "case:guiding_case:noted" and told.payload["digest"] == out.digest
    assert list(agreeing.unlike_the_ledger()) == []


def test_it_is_refused_empty_repeated_or_of_another_guiding_case(
    shifan: World, case_id: UUID, out: GuidingFacts
) -> None:
    refused("没有写明参照还是不参照", lambda: note(shifan, case_id, out, followed=""))
    refused("没有写明理由", lambda: note(shifan, case_id, out, reason="  "))
    refused("没有推送到本案", lambda: note(shifan, case_id, out, guiding_id=uuid4()))
    note(shifan, case_id, out)
    refused("您已经写过", lambda: note(shifan, case_id, out, followed="no"))
    assert note(shifan, case_id, out, who="乙", followed="no").word == "不参照"
    with pytest.raises(Invalid):
        note(shifan, case_id, out, reason="长" * 501)
    with pytest.raises(Invalid):
        note(shifan, case_id, out, case_id=uuid4())


def test_one_that_ended_is_pushed_and_noted_no_more(shifan: World, case_id: UUID, out: GuidingFacts) -> None:
    lawbook.end_guiding_case(guiding_id=out.id, reason="不再适用", by=shifan.actor("监", NOW), at=NOW)
    refused("已经停止参照", lambda: note(shifan, case_id, out))


def test_after_the_decision_nothing_is_noted(shifan: World) -> None:
    player = played(shifan, "basic.yaml", "2027-12-31 00:00")
    case = Case.objects.get(id=player.case_id())
    spec = replace(guiding.WELDERS, offences=(case.matter["name"],))
    out = guiding.released(shifan, spec, NOW)
    refused("决定已经作出", lambda: note(shifan, case.id, out))


@pytest.mark.parametrize("who", ["丁", "己", "公", "档", "市甲", "监"])
def test_only_who_handles_cases_of_the_organ_notes(shifan: World, case_id: UUID, out: GuidingFacts, who: str) -> None:
    with pytest.raises(Forbidden):
        note(shifan, case_id, out, who=who)


def test_the_audit_finds_a_note_changed_forged_or_gone(shifan: World, case_id: UUID, out: GuidingFacts) -> None:
    note(shifan, case_id, out)
    for change in ({"reason": "另一个理由"}, {"followed": False}, {"digest": "0" * 64}):
        with undone():
            GuidingNote.objects.update(**change)
            assert any("对指导案例的说明" in one.message for one in agreeing.unlike_the_ledger())
    with undone():
        row = GuidingNote.objects.get()
        row.pk, row.act_seq = None, row.act_seq + 1
        row.save(force_insert=True)
        assert any("对指导案例的说明" in one.message for one in agreeing.unlike_the_ledger())
    with undone():
        GuidingNote.objects.all().delete()
        assert any("被删除" in one.message for one in agreeing.unlike_the_ledger())
