"""裁量查问 of a benchmark by points: kept with points and sum, written into the paragraph, and the report held against the formula."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.cases.test_benchmarks import played, publish
from tests.cases.test_weighing import WHEN, report
from tests.lawbook.weighed import POINTS

from mingjing.cases import operations, queries
from mingjing.cases.models import Act
from mingjing.cases.queries import agreeing
from mingjing.cases.terms.weighing import AskedFacts, Stated
from mingjing.kernel.findings import Refused
from mingjing.lawbook import operations as lawbook_operations
from mingjing.lawbook import queries as lawbook
from mingjing.sites.journeys.player import Player
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(shifan: World) -> tuple[Player, Any]:
    """A case before its report; the benchmark of its matter is by points and public."""
    player = played(shifan, "report")
    organ = shifan.organs["应急局"]
    old = lawbook.benchmark(organ, "AQ097-7", WHEN.date())
    assert old is not None
    by, since = shifan.actor(shifan.teams["应急局"]["head"], WHEN), old.valid_from + timedelta(days=1)
    draft = lawbook_operations.add_benchmark(
        by=by, at=WHEN, organ_id=organ, matter_code="AQ097-7", issuer=old.issuer,
        document_number="示应急〔2026〕8号（虚构）", valid_from=since, table=POINTS,
    )  # fmt: skip
    lawbook_operations.publish_benchmark(by=by, at=WHEN, benchmark_id=draft.benchmark_id, published_on=since)
    edition = publish(shifan, at=WHEN)

    def ask(people: str, risky: str) -> AskedFacts:
        told = [Stated("无证人数", people, (1,) if people else ()), Stated("高危岗位", risky, (1,) if risky else ())]
        return operations.ask_discretion(
            case_id=player.case_id(), edition_id=str(edition), stated=told, base=None, by=shifan.actor("甲", WHEN), now=WHEN
        )  # fmt: skip

    return player, ask


def test_points_and_sum_are_kept_and_written_into_the_paragraph(asked: tuple[Player, Any]) -> None:
    player, ask = asked
    made = ask("1", "是")
    assert (made.tier, made.answer["total"], made.answer["low"], made.answer["high"]) == (
        "较轻", "40", "46800.00", "57200.00",
    )  # fmt: skip
    assert [(one["factor"], one["points"]) for one in made.answer["scored"]] == [("无证人数", "10"), ("高危岗位", "30")]
    told = queries.discretion_paragraph(made)
    assert "按因素赋分（无证人数10分、高危岗位30分），总分40分，对应第2行，本案属于“较轻”" in told
    assert told.endswith("按公式算出的罚款为46,800元以上57,200元以下。")
    assert queries.discretion_asked(player.case_id()) == (made,)
    assert not list(agreeing.unlike_the_ledger())


def test_a_fine_beside_the_formula_is_refused_though_it_lies_in_the_row(asked: tuple[Player, Any]) -> None:
    """The row allows 3.6万元以上不满6万元; the formula gives 52,000, and ten percent more or less."""
    player, ask = asked
    ask("1", "是")
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            report(player, fine="58000")
        assert "G-42" in refused.value.rules
    report(player, fine="52000")
    assert Act.objects.filter(case_id=player.case_id(), code="report").exists()


def test_what_is_not_found_out_gives_no_sum(asked: tuple[Player, Any]) -> None:
    _, ask = asked
    made = ask("1", "")
    assert not made.tier and made.answer["missing"] == ["高危岗位"] and made.answer["total"] == ""
    assert queries.discretion_paragraph(made) == ""


def test_past_cases_are_put_to_a_table_by_points(shifan: World, asked: tuple[Player, Any]) -> None:
    _, ask = asked
    ask("1", "是")
    held = lawbook.benchmark(shifan.organs["应急局"], "AQ097-7", WHEN.date())
    assert held is not None and held.table is not None and held.table.scoring is not None
    assert queries.replay(held.table, shifan.organs["应急局"], "AQ097-7").same == 1
    harder = held.table.scoring.scores[0].__class__("无证人数", "1名", Decimal(60))
    table = replace(held.table, scoring=replace(held.table.scoring, scores=(harder, *held.table.scoring.scores[1:])))
    assert queries.replay(table, shifan.organs["应急局"], "AQ097-7").moves == (("较轻", "严重", 1),)
