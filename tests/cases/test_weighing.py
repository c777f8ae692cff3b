"""裁量查问: asked of the public table with facts and evidence, kept and told, offered to the report, held against it; one digest everywhere."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.cases.test_benchmarks import day_of, decide, played, publish

from mingjing.cases import operations, queries
from mingjing.cases.models import Act, Case, DiscretionAsked
from mingjing.cases.operations.publishing import paragraphs
from mingjing.cases.queries import agreeing
from mingjing.cases.queries.facts import context, load
from mingjing.cases.rules.weighing import table_is_asked
from mingjing.cases.terms import Proposed
from mingjing.cases.terms.weighing import AskedFacts, Stated
from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.lawbook import operations as lawbook_operations
from mingjing.lawbook import queries as lawbook
from mingjing.lawbook.terms import BenchmarkFacts
from mingjing.ledger import queries as ledger
from mingjing.publicity import queries as published
from mingjing.sites.journeys.player import Player
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
WHEN = day_of("report") - timedelta(hours=1)
NAMES = ("无证上岗人数", "证书情况", "高危岗位", "限期内已改正", "两年内再次违反")
LIGHT = ("1", "未取得资格", "否", "是", "否")


def stated(*texts: str, evidence: tuple[int, ...] = (1,)) -> list[Stated]:
    return [Stated(name, text, evidence if text else ()) for name, text in zip(NAMES, texts, strict=True)]


def ask(shifan: World, player: Player, edition: UUID, *texts: str, who: str = "甲", **more: Any) -> AskedFacts:
    given = {
        "stated": stated(*(texts or LIGHT)),
        "base": None,
        "by": shifan.actor(who, WHEN),
        "now": WHEN,
        "edition_id": str(edition),
        **more,
    }
    return operations.ask_discretion(case_id=player.case_id(), **given)


def report(player: Player, **changed: Any) -> Any:
    at = day_of("report")
    given = {"facts": "一名焊工未取得特种作业操作证上岗作业，事实清楚", "tier": "较轻", "fine": "20000", **changed}
    data = player.data_for("report", at, player.case_id()) | given
    return operations.attempt(
        case_id=player.case_id(),
        code="report",
        data=data,
        by=player.actor(player.team["handlers"][0], at),
        at=at,
        now=at,
    )


@pytest.fixture
def ready(shifan: World) -> tuple[Player, UUID]:
    """A case before its report, with the benchmark of its matter in public."""
    edition = publish(shifan)
    return played(shifan, "report"), edition


def test_asked_it_is_kept_told_and_the_audit_agrees(shifan: World, ready: tuple[Player, UUID]) -> None:
    player, edition = ready
    made = ask(shifan, player, edition)
    assert (made.tier, made.answer["low"], made.answer["high"], made.answer["place"]) == (
        "较轻",
        "20000.00",
        "40000.00",
        1,
    )
    assert ["无证上岗人数", "2名", "较重"] in made.answer["otherwise"]
    (entry,) = ledger.every("case:discretion:asked")
    assert entry.payload["tier"] == "较轻"
    assert queries.discretion_asked(player.case_id()) == (made,)
    assert not list(agreeing.unlike_the_ledger())
    DiscretionAsked.objects.update(answer={**made.answer, "tier": "轻微"})
    assert any("裁量查问与台账登记的不符" in str(one) for one in agreeing.unlike_the_ledger())
    DiscretionAsked.objects.all().delete()
    assert any("1 次裁量查问" in str(one) for one in agreeing.unlike_the_ledger())


def test_one_digest_in_the_lawbook_in_public_in_the_case_and_in_the_decision(
    shifan: World, ready: tuple[Player, UUID]
) -> None:
    player, edition = ready
    made = ask(shifan, player, edition)
    report(player)
    told = published.edition(edition)
    held = lawbook.benchmark(shifan.organs["应急局"], "AQ097-7", WHEN.date())
    assert told is not None and held is not None and held.table is not None
    assert told.values["digest"] == held.sha256 == made.cited["table_sha256"]
    assert len(told.values["cells"]) == len(held.table.rows) and told.values["cells"][1][1] == made.tier
    kept = Act.objects.get(case_id=player.case_id(), code="report").data
    assert kept["weighed"]["sha256"] == kept["benchmark"]["table_sha256"] == held.sha256
    deciding = played(shifan, "decide")
    decide(deciding)
    facts = load(queries.case_row(deciding.case_id()))
    assert facts.decision is not None
    assert any(held.sha256[:16] in line for line in paragraphs(facts, facts.decision))


def test_the_report_starts_with_what_the_table_said(shifan: World, ready: tuple[Player, UUID]) -> None:
    player, edition = ready
    ask(shifan, player, edition)
    form = queries.form_for(player.case_id(), "report", shifan.actor("甲", WHEN), WHEN)
    assert form.known["tier"].value == "较轻"
    assert (
        "无证上岗人数：1名（证据1）" in form.known["discretion_reason"].value
        and "第2行" in form.known["discretion_reason"].value
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"tier": "一般"}, "tier"), ({"fine": "50000"}, "tier"), ({"discretion": "lighter", "fine": "10000", "discretion_reason": "太短"}, "discretion_reason")],
)  # fmt: skip
def test_a_proposal_that_departs_without_reason_is_refused(
    shifan: World, ready: tuple[Player, UUID], changed: Any, field: str
) -> None:
    player, edition = ready
    ask(shifan, player, edition)
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            report(player, **changed)
        assert ("G-42", field) in {(one.rule, one.field) for one in refused.value.findings}


def test_with_its_reason_it_passes_and_without_a_question_it_warns(shifan: World, ready: tuple[Player, UUID]) -> None:
    player, edition = ready
    form = queries.form_for(player.case_id(), "report", shifan.actor("甲", WHEN), WHEN)
    assert "tier" not in form.known
    ask(shifan, player, edition)
    report(player, discretion="lighter", fine="10000", discretion_reason="当事人主动停产整改，消除了隐患，从轻处罚")
    assert Act.objects.filter(case_id=player.case_id(), code="report").exists()


def test_not_found_out_gives_no_tier_and_binds_nothing(shifan: World, ready: tuple[Player, UUID]) -> None:
    player, edition = ready
    made = ask(shifan, player, edition, "1", "未取得资格", "", "", "否")
    assert (made.tier, made.answer["missing"]) == ("", ["高危岗位"])
    report(player)


def test_facts_without_evidence_are_refused_each_time_and_nothing_is_kept(
    shifan: World, ready: tuple[Player, UUID]
) -> None:
    player, edition = ready
    for evidence in ((), (99,), ()):
        with pytest.raises(Refused) as refused:
            ask(shifan, player, edition, stated=stated(*LIGHT, evidence=evidence))
        assert refused.value.rules == {"DIS-01"}
    assert not DiscretionAsked.objects.exists()


def test_an_empty_shell_a_strange_table_and_wrong_facts_are_refused(shifan: World, ready: tuple[Player, UUID]) -> None:
    player, edition = ready
    for more, field in (
        ({"stated": stated("", "", "", "", "")}, "a0"), ({"edition_id": str(uuid4())}, "benchmark"), ({"stated": stated(*LIGHT)[:3]}, "benchmark"),
        ({"stated": stated("很多", *LIGHT[1:])}, "a0"), ({"stated": stated("1", "丢了", *LIGHT[2:])}, "a1"), ({"base": Decimal(-1)}, "base"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            ask(shifan, player, edition, **more)
        assert list(refused.value.errors) == [field]
    with pytest.raises(Invalid):
        operations.ask_discretion(
            case_id=uuid4(),
            edition_id=str(edition),
            stated=stated(*LIGHT),
            base=None,
            by=shifan.actor("甲", WHEN),
            now=WHEN,
        )


@pytest.mark.parametrize("who", ["公", "监", "市甲"])
def test_only_those_who_weigh_ask(shifan: World, ready: tuple[Player, UUID], who: str) -> None:
    player, edition = ready
    if who not in shifan.people:
        pytest.skip("the world has no such person")
    with pytest.raises(Forbidden):
        ask(shifan, player, edition, who=who)


def test_after_the_decision_nothing_is_asked(shifan: World) -> None:
    edition = publish(shifan)
    player = played(shifan, "decide")
    decide(player)
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            ask(shifan, player, edition, now=day_of("decide") + timedelta(days=1))
        assert refused.value.rules == {"DIS-02"}
    assert not DiscretionAsked.objects.exists()


def changed_since(shifan: World, player: Player, fines: dict[str, str]) -> tuple[UUID, BenchmarkFacts, date]:
    """Another table in public, in force since after the act: its edition, the older one, the day of the act."""
    organ, case = shifan.organs["应急局"], load(Case.objects.get(id=player.case_id()))
    day = queries.violation_day_of(case)
    old = lawbook.benchmark(organ, "AQ097-7", WHEN.date())
    assert day is not None and old is not None and old.table is not None
    since = day + timedelta(days=2)
    rows = tuple(replace(row, fine=fines.get(row.tier, row.fine)) for row in old.table.rows)
    by = shifan.actor(shifan.teams["应急局"]["head"], WHEN)
    draft = lawbook_operations.add_benchmark(
        by=by,
        at=WHEN,
        organ_id=organ,
        matter_code="AQ097-7",
        issuer=old.issuer,
        document_number="示应急〔2026〕8号（虚构）",
        valid_from=since,
        table=replace(old.table, rows=rows),
    )
    lawbook_operations.publish_benchmark(by=by, at=WHEN, benchmark_id=draft.benchmark_id, published_on=since)
    return publish(shifan, at=WHEN), old, day


def test_old_and_new_are_both_asked_and_the_lighter_is_named(shifan: World) -> None:
    """The table changes between the act and the report: the old one asks for more, so the new one is the lighter."""
    player = played(shifan, "report")
    edition, old, day = changed_since(shifan, player, {"轻微": "1万元以下", "较轻": "1万元以上4万元以下"})
    made = ask(shifan, player, edition)
    assert (made.answer["low"], made.answer["before"]["low"], made.answer["lighter"]) == ("10000.00", "20000.00", "now")
    assert made.answer["before"]["on"] == day.isoformat() and old.document_number in made.answer["before"]["named"]


def test_where_the_old_is_lighter_the_old_may_be_followed_and_is_written_down(shifan: World) -> None:
    """行政处罚法第三十七条: a new table that asks for more must not be forced upon an act before it."""
    player = played(shifan, "report")
    edition, old, _ = changed_since(shifan, player, {"轻微": "3万元以下", "较轻": "3万元以上4万元以下"})
    made = ask(shifan, player, edition)
    assert (made.answer["low"], made.answer["before"]["low"], made.answer["lighter"]) == (
        "30000.00", "20000.00", "before",
    )  # fmt: skip
    told = queries.discretion_paragraph(made)
    assert old.document_number in told and "2万元以上4万元以下，较轻，适用行为时的裁量基准" in told
    with pytest.raises(Refused) as refused:
        report(player, fine="50000")
    assert "G-42" in refused.value.rules
    report(player, fine="20000")
    assert Act.objects.filter(case_id=player.case_id(), code="report").exists()


@pytest.mark.parametrize("base", ["NaN", "sNaN", "Infinity", "-1", "1e13"])
def test_a_base_that_is_no_sum_is_refused(shifan: World, ready: tuple[Player, UUID], base: str) -> None:
    player, edition = ready
    with pytest.raises(Invalid) as refused:
        ask(shifan, player, edition, base=Decimal(base))
    assert "base" in refused.value.errors


def test_another_table_is_put_to_past_cases(shifan: World, ready: tuple[Player, UUID]) -> None:
    player, edition = ready
    organ = shifan.organs["应急局"]
    held = lawbook.benchmark(organ, "AQ097-7", WHEN.date())
    assert held is not None and held.table is not None
    assert queries.replay(held.table, organ, "AQ097-7").cases == 0
    ask(shifan, player, edition, "2", *LIGHT[1:])
    ask(shifan, player, edition, now=WHEN + timedelta(minutes=1))
    same = queries.replay(held.table, organ, "AQ097-7")
    assert (same.cases, same.same, same.moved, same.open) == (1, 1, 0, 0)
    harder = replace(
        held.table, rows=tuple(replace(row, tier="一般") if row.tier == "较轻" else row for row in held.table.rows)
    )
    moved = queries.replay(harder, organ, "AQ097-7")
    assert moved.moves == (("较轻", "一般", 1),) and moved.shown[0].case_id == player.case_id()
    more = replace(
        held.table, factors=(*held.table.factors, held.table.factors[2].__class__("另有", held.table.factors[2].kind))
    )
    wider = replace(more, rows=tuple(replace(row, cells=(*row.cells, "是")) for row in more.rows))
    assert queries.replay(wider, organ, "AQ097-7").open == 1
    assert queries.replay(held.table, organ, "XX").cases == queries.replay(held.table, uuid4(), "AQ097-7").cases == 0


def test_evidence_that_was_excluded_afterwards_is_named(shifan: World, ready: tuple[Player, UUID]) -> None:
    player, edition = ready
    made = ask(shifan, player, edition, stated=stated(*LIGHT, evidence=(1, 2)))
    assert made.kept()["evidence"] == [1, 2]
    case = load(Case.objects.get(id=player.case_id()))
    data = {"benchmark": dict(made.cited), "weighed": made.kept(), "conclusion": "penalty", "tier": "较轻"}
    act = Proposed("report", day_of("report"), shifan.people["甲"], None, data, day_of("report"))

    def told(facts: Any) -> list[str]:
        return [one.message for one in table_is_asked(facts, act, context(facts.organ, WHEN))]

    assert told(case) == []
    gone = replace(case.acts[-1], code="exclude_evidence", data={"evidence_no": 2})
    assert told(replace(case, acts=(*case.acts, gone))) == ["查问裁量基准所依据的证据2已经排除"]
