"""Random checks: announced with the draw, ended with a result of the table, public after a person released it (P-21)."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.exchange.test_feeding import AT as FED_AT
from tests.exchange.test_feeding import enter, one, release
from tests.organs.test_overlays import figure, write
from tests.publicity.test_visits import AT, arrived, item, left

from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Refused
from mingjing.publicity import operations, queries
from mingjing.publicity.models import Publication, Visit
from mingjing.publicity.queries.agreeing import unlike_the_ledger
from mingjing.publicity.queries.agreeing_visits import visits_unlike_the_ledger
from mingjing.publicity.rules import checks as rules
from mingjing.publicity.terms import Filters, PublicationFacts, VisitFacts, result_table, results_named

pytestmark = pytest.mark.django_db
DRAWN = {"kind": "random", "task": "示应急抽〔2026〕2号", "draw": "CQ-2026-0031"}
RESULTS = "发现问题已责令改正、未按规定公示应当公示的信息"
CHECK = {
    "category": "inspection", "check_kind": "random", "number": "示应急检〔2026〕8号", "outcome": "未发现问题", "cause": "危险化学品企业抽查",
    "result": "未发现问题", "basis": (), "violation": "",
}  # fmt: skip


@pytest.fixture
def public(shifan: Any) -> Any:
    return item(shifan)


def ended(shifan: Any, public: Any, **changes: Any) -> VisitFacts:
    told = {
        "result": "correct,unlisted",
        "note": "灭火器过期 2 具，值班员于值班 13712345678 在场，七日内更换",
        **changes,
    }
    return left(shifan, arrived(shifan, public, **DRAWN), **told)


def publication(visit: VisitFacts) -> PublicationFacts:
    return queries.by_source(f"visit:{visit.id}")[0]


def test_a_random_check_enters_publicity_when_it_ends(shifan: Any, public: Any) -> None:
    visit = arrived(shifan, public, **DRAWN)
    assert (visit.kind_name, visit.task, visit.draw, visit.is_random) == ("随机抽查", *list(DRAWN.values())[1:], True)
    assert not Publication.objects.exists()
    left(shifan, visit, result="correct,unlisted", note="七日内更换灭火器")
    made = publication(visit)
    # Twenty working days from Tuesday 2026-10-13: Tuesday 10 November.
    assert (made.number, made.category, made.check_kind, made.due) == (
        visit.number,
        "inspection",
        "random",
        date(2026, 11, 10),
    )
    kept = Publication.objects.get().source.decision()
    assert (kept.party_name, kept.unit_code, kept.outcome) == (visit.enterprise, visit.enterprise_code, RESULTS)
    assert any(DRAWN["task"] in line and DRAWN["draw"] in line for line in kept.full_text)
    assert kept.basis == visit.item.basis
    assert not list(visits_unlike_the_ledger()) and not list(unlike_the_ledger())


@pytest.mark.parametrize("kind", ["special", "triggered"])
def test_other_inspections_stay_between_organ_and_enterprise(shifan: Any, public: Any, kind: str) -> None:
    left(shifan, arrived(shifan, public, kind=kind))
    assert not Publication.objects.exists()


@pytest.mark.parametrize(
    ("told", "fields"),
    [({"kind": ""}, {"check_kind"}), ({"kind": "lottery"}, {"check_kind"}), ({"kind": "random"}, {"task", "draw"}),
     ({"kind": "random", "task": "2号", "draw": "　 "}, {"draw"})],
)  # fmt: skip
def test_an_arrival_says_how_the_enterprise_was_chosen(shifan: Any, public: Any, told: Any, fields: set[str]) -> None:
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            arrived(shifan, public, **told)
        assert refused.value.rules == {"PUB-90"}
        assert {one.field for one in refused.value.findings} == fields
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    "result", ["", ",", "fine", "clean,correct", "correct,correct", "shut,unreach,inactive,hide,refuse"]
)
def test_a_check_cannot_end_without_results_of_the_table(shifan: Any, public: Any, result: str) -> None:
    visit = arrived(shifan, public, **DRAWN)
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            left(shifan, visit, result=result, note="说明写清楚了")
        assert refused.value.rules <= {"PUB-53", "PUB-91"}
    assert Visit.objects.get().closed_at is None and not Publication.objects.exists()
    assert left(shifan, visit, result="unreach").result_name == "通过登记的住所或者经营场所无法联系"


@pytest.mark.parametrize("result", ["correct", "handle", "refuse", "unlisted", "hide"])
def test_what_was_found_is_written_down(shifan: Any, public: Any, result: str) -> None:
    with pytest.raises(Refused) as refused:
        left(shifan, arrived(shifan, public, **DRAWN), result=result)
    assert refused.value.rules == {"PUB-53"} and refused.value.findings[0].field == "note"


def test_it_ends_and_enters_once(shifan: Any, public: Any) -> None:
    visit = ended(shifan, public)
    with pytest.raises(Refused):
        left(shifan, visit)
    with pytest.raises(Forbidden):
        operations.close_visit(visit_id=visit.id, result="clean", note="", by=shifan.actor("市甲", AT), at=AT)
    assert Publication.objects.count() == 1


def test_nothing_is_public_before_a_person_releases_it_and_people_are_hidden(shifan: Any, public: Any) -> None:
    visit = ended(shifan, public)
    random = Filters(check="random")
    assert not queries.page(random).rows
    release(publication(visit).id, shifan, AT + timedelta(days=1))
    row = queries.page(random).rows[0]
    assert (row.party, row.outcome, row.cause) == (visit.enterprise, RESULTS, "危险化学品企业抽查")
    shown = queries.decision(row.organ_code, row.number)
    assert shown is not None and shown.version is not None
    assert "13712345678" not in "".join(shown.version.text)
    assert queries.page(Filters(check="random", outcome="未按规定公示应当公示的信息")).rows
    assert not queries.page(Filters(check="random", outcome="未发现问题")).rows
    assert not queries.page(Filters(check="special")).rows


def test_a_withdrawn_result_leaves_the_list(shifan: Any, public: Any) -> None:
    visit, later = ended(shifan, public), AT + timedelta(days=1)
    release(publication(visit).id, shifan, later)
    operations.withdraw(
        publication_id=publication(visit).id, trigger="revoked", reason="复查认定检查结果有误，予以撤销", by=shifan.actor("公", later), at=later,
    )  # fmt: skip
    assert not queries.page(Filters(check="random")).rows
    assert [one.outcome for one in queries.page(Filters(check="random", state="withdrawn")).rows] == [""]


def test_a_late_result_is_named_until_it_is_public(shifan: Any, public: Any) -> None:
    visit = ended(shifan, public)
    due = publication(visit).due
    assert not queries.unpublished_checks(None, due)
    ((late, finding),) = queries.unpublished_checks(None, due + timedelta(days=1))
    assert (late.number, finding.rule, late.publication_id) == (visit.number, "PUB-93", publication(visit).id)
    assert queries.unpublished_checks(visit.organ_id, due + timedelta(days=1))
    assert not queries.unpublished_checks(uuid4(), due + timedelta(days=1))
    release(publication(visit).id, shifan, AT + timedelta(days=60))
    assert not queries.unpublished_checks(None, due + timedelta(days=90))


def test_a_result_exempted_by_the_head_is_not_late(shifan: Any, public: Any) -> None:
    visit = ended(shifan, public)
    head = shifan.actor(shifan.teams["应急局"]["head"], AT)
    operations.exempt(
        publication_id=publication(visit).id, ground="trade_secret", basis="主要内容涉及商业秘密", by=head, at=AT
    )
    assert not queries.unpublished_checks(None, date(2027, 1, 4))


def test_a_closed_check_that_never_entered_is_named_by_alert_and_audit(shifan: Any, public: Any) -> None:
    visit = left(shifan, arrived(shifan, public, kind="special"))
    Visit.objects.update(kind="random")
    ((late, finding),) = queries.unpublished_checks(None, date(2026, 11, 11))
    assert (late.number, late.publication_id, late.due) == (visit.number, None, date(2026, 11, 10))
    assert "没有登记公示" in finding.message
    assert any("没有登记公示" in one.message for one in visits_unlike_the_ledger())


def test_another_way_of_choosing_is_found_by_the_audit(shifan: Any, public: Any) -> None:
    ended(shifan, public)
    Publication.objects.update(check_kind="special")
    assert [each.message for each in unlike_the_ledger()] == ["检查方式与登记公示时的不符"]
    Visit.objects.update(task="补写的编号")
    assert list(visits_unlike_the_ledger())


def test_results_from_elsewhere_come_into_the_same_list(shifan: Any) -> None:
    fed = enter(shifan, one(shifan, **CHECK))
    assert queries.unpublished_checks(None, date(2027, 1, 4))[0][0].number == fed.number
    release(fed.publication_id, shifan)
    assert [row.number for row in queries.page(Filters(check="random")).rows] == [fed.number]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [({"category": "licence"}, "PUB-92"), ({"check_kind": "lottery"}, "PUB-92"), ({"outcome": "基本合格"}, "PUB-91"), ({"outcome": "、"}, "PUB-91"),
     ({"outcome": "未发现问题、发现问题待后续处理"}, "PUB-91")],
)  # fmt: skip
def test_a_fed_result_says_what_the_table_has(shifan: Any, changes: dict[str, Any], rule: str) -> None:
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            enter(shifan, one(shifan, **(CHECK | changes)))
        assert refused.value.rules == {rule}
    assert not Publication.objects.exists()


def test_the_digest_of_other_decisions_is_what_it_was(shifan: Any) -> None:
    assert "check_kind" not in one(shifan).as_json()
    assert one(shifan, **CHECK).as_json()["check_kind"] == "random"
    assert FED_AT


def test_the_table_is_dated_sourced_and_unverified() -> None:
    table = result_table(date(2015, 1, 1))
    assert table is result_table(date(2026, 1, 1)) and not table.verified and "58号" in table.cites
    assert results_named("clean,gone") == "未发现问题、gone"
    assert len({one.name for one in table.results.values()}) == len(table.results)
    assert not [a for a in table.results.values() for b in table.results.values() if a is not b and a.name in b.name]


def test_only_a_closed_visit_has_a_result(shifan: Any, public: Any) -> None:
    with pytest.raises(ValueError, match="still goes on"):
        rules.result_of(arrived(shifan, public, **DRAWN), "")


def test_a_check_that_never_entered_publicity_is_late_by_the_organs_own_figure(
    shifan: Any, public: Any, tmp_path: Path, settings: Any
) -> None:
    settings.MINGJING_PARAMETERS = tmp_path
    visit = ended(shifan, public)
    Publication.objects.filter(pk=publication(visit).id).update(number="另一件")

    def lost(on: date) -> list[date]:
        return [one.due for one, _ in queries.unpublished_checks(None, on) if one.publication_id is None]

    assert lost(date(2026, 11, 10)) == []
    assert lost(date(2026, 11, 11)) == [date(2026, 11, 10)]
    write(tmp_path, "organs/示应急", figure("publish.other", 5, "wd"))
    assert lost(date(2026, 10, 21)) == [date(2026, 10, 20)], "five working days after Tuesday the 13th"
