"""What a report or a decision cites must stand in the library (G-15): on the day, or at the violation; unknown laws are left alone."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cases.rules.made import asked, case, part, told
from tests.cases.test_benchmarks import day_of, decide, played

from mingjing.cases import operations, queries
from mingjing.cases.models import Act, Refusal
from mingjing.cases.queries.facts import load
from mingjing.cases.queries.standing import kept_with
from mingjing.cases.terms import procedure
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Refused
from mingjing.lawbook import operations as lawbook
from mingjing.lawbook.models import LawVersion
from mingjing.sites.journeys.player import Player
from mingjing.sites.journeys.world import World

TITLE = "示范县焊接作业管理办法"
OLD = f"# {TITLE}\n\n2020年1月1日 示范县人民政府公布\n\n第一条 虚构条文甲。\n\n第二条 虚构条文乙。\n\n第三条 虚构条文丙。本办法自2020年1月1日起施行。\n"
NEW = f"# {TITLE}\n\n2026年9月10日 示范县人民政府公布\n\n第一条 虚构条文丁。本办法自2026年9月15日起施行。\n"
GOOD = ["《安全生产法》第九十七条第（七）项"]


def report(player: Player, **changed: Any) -> Any:
    at = day_of("report")
    data = player.data_for("report", at, player.case_id()) | {"tier": "较轻", "fine": "20000"} | changed
    return operations.attempt(
        case_id=player.case_id(), code="report", data=data, by=player.actor("甲", at), at=at, now=at
    )


def refused(player: Player, **changed: Any) -> str:
    with pytest.raises(Refused) as found:
        report(player, **changed)
    assert found.value.rules == {"G-15"}
    return str(found.value)


@pytest.fixture
def ready(shifan: World) -> Player:
    return played(shifan, "report")


@pytest.fixture
def amended(shifan: World, ready: Player) -> Player:
    """The violation was on 2 September; on 15 September the second and third article are gone."""
    by, at = shifan.actor(shifan.teams["应急局"]["head"], day_of("report")), datetime(2026, 9, 15, 9, tzinfo=CHINA)
    for text in (OLD, NEW):
        lawbook.add_law(by=by, at=at, text=text, source="虚构")
    return ready


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["breached", "basis"])
def test_an_article_that_never_was_is_refused_each_time_and_the_attempt_is_kept(ready: Player, field: str) -> None:
    for _ in range(2):
        message = refused(ready, **{field: [*GOOD, "《安全生产法》第九百条"]})
        assert "没有 2026-09-18 有效的《安全生产法》第九百条" in message and "第九十七条" not in message
    assert not Act.objects.filter(case_id=ready.case_id(), code="report").exists()
    assert [one.rules for one in Refusal.objects.filter(case_id=ready.case_id())] == ["G-15", "G-15"]
    report(ready)


@pytest.mark.django_db
def test_an_article_that_is_gone_is_good_only_for_what_was_done_while_it_stood(amended: Player) -> None:
    gone = f"《{TITLE}》第二条"
    message = refused(amended, basis=[*GOOD, gone], violation_on="2026-09-16", violation_ended_on="2026-09-16")
    assert gone in message and "2026-09-15" in message
    assert refused(amended, basis=[*GOOD, gone], continuing="yes", violation_ended_on="")
    report(amended, basis=[*GOOD, gone, f"《{TITLE}》第一条"])
    kept = Act.objects.get(case_id=amended.case_id(), code="report").data
    assert "cited_lost" not in kept


@pytest.mark.django_db
def test_a_law_the_library_never_held_and_a_document_are_left_alone(ready: Player) -> None:
    report(ready, basis=[*GOOD, "《示范省没有收录的条例》第五条", "示应急〔2026〕5号"])


@pytest.mark.django_db
def test_a_law_that_ended_before_the_violation_is_refused_in_the_decision_too(shifan: World) -> None:
    player = played(shifan, "decide")
    LawVersion.objects.filter(law__short_title="安全生产法").update(effective_to="2026-08-01")
    with pytest.raises(Refused) as found:
        decide(player)
    assert "G-15" in found.value.rules and "最近一次变动：2026-08-01" in str(found.value)


@pytest.mark.django_db
def test_a_law_that_ended_after_the_violation_still_carries_the_decision(shifan: World) -> None:
    player = played(shifan, "decide")
    LawVersion.objects.filter(law__short_title="安全生产法").update(effective_to="2026-10-01")
    decide(player)


@pytest.mark.django_db
@pytest.mark.parametrize(("cited", "most"), [(GOOD * 20, 2), (["《安全生产法》第九百条"], 6), ([], 0)])
def test_few_questions_however_many_citations(ready: Player, cited: list[str], most: int) -> None:
    facts, spec = load(queries.case_row(ready.case_id())), procedure().acts["report"]
    day = day_of("report").date()
    others = {"breached": [], "basis": []}
    with CaptureQueriesContext(connection) as without:
        kept_with(facts, spec, others, day)
    with CaptureQueriesContext(connection) as seen:
        kept_with(facts, spec, others | {"basis": cited}, day)
    assert len(seen) - len(without) <= most
    other = procedure().acts["collect_evidence"]
    assert "cited_lost" not in kept_with(facts, other, {"basis": ["《安全生产法》第九百条"]}, day + timedelta(days=1))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"basis": ["甲"], "cited_lost": [{"citation": "甲", "since": "2021-09-01"}]}, "没有 2026-10-10 有效的甲"),
        ({"breached": ["甲"], "cited_lost": [{"citation": "甲", "since": "2021-09-01"}]}, "2021-09-01"),
        ({"basis": ["乙"], "cited_lost": [{"citation": "甲", "since": "2021-09-01"}]}, ""),
        ({"basis": ["甲"]}, ""),
        ({}, ""),
    ],
)
def test_the_rule_reads_what_was_kept(data: dict[str, Any], message: str) -> None:
    for code in ("report", "decide"):
        found = told(part("G-15", "basis_is_law_in_force"), case(), asked(code, **data))
        assert any(message in one for one in found) if message else not found
