"""类案: the table of factors keeps step with the acts; what is found, for whom; the answer is kept and told."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingjing.cases import operations
from mingjing.cases.models import Case, Precedent, SuggestionAnswer
from mingjing.cases.operations.similar import ASKED, DECIDING
from mingjing.cases.queries import agreeing, compare, similar
from mingjing.cases.queries.facts import load
from mingjing.cases.terms.similar import Comparison
from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.ledger.models import Entry
from mingjing.publicity.models import Publication
from mingjing.sites.journeys.player import Player, read_story
from mingjing.sites.journeys.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-24 16:00")
JOURNEYS = Path(__file__).parents[1] / "journeys"
WHY = "当事人主动停产整改，消除了隐患"
FINES = ("10000", "20000", "30000", "40000", "50000")


def played(shifan: World, name: str, until: str = "") -> Player:
    """A story up to the first act of that name, that act included."""
    story = read_story(JOURNEYS / f"{name}.yaml")
    last = next((at for at, one in enumerate(story.steps) if one.get("act") == until), len(story.steps))
    player = Player(shifan, replace(story, steps=story.steps[: last + 1]))
    assert player.play().good, player.report.text()
    return player


@pytest.fixture(scope="module")
def noticed(shifan: World) -> UUID:
    """A case in which a fine of 20,000 is announced to the party."""
    return played(shifan, "basic", "notify").case_id()


@pytest.fixture(scope="module")
def served(shifan: World, noticed: UUID) -> UUID:
    """Another organ's eye falls on this one: decided and public."""
    return played(shifan, "worked-example").case_id()


def row(like: UUID, **more: Any) -> Precedent:
    """A decided case like one that is pending, in the table."""
    facts = load(Case.objects.get(id=like))
    usual: dict[str, Any] = {
        "case_id": uuid4(), "dossier_id": uuid4(), "organ_id": facts.organ.id, "number": "示应急罚〔2026〕80号",
        "decided_on": date(2026, 10, 1), "matter_code": facts.matter["code"], "basis": "；".join(facts.matter["penalises"]),
        "tier": "较轻", "addressee": "unit", "kinds": "fine", "fine": Decimal("20000"), "domain": "emergency",
    }  # fmt: skip
    return Precedent(**(usual | more))


def five(like: UUID, *fines: str, **more: Any) -> None:
    Precedent.objects.bulk_create(row(like, fine=Decimal(one), **more) for one in fines or FINES)


@pytest.fixture
def bare(noticed: UUID) -> UUID:
    """Nothing is decided yet but what the test says."""
    Precedent.objects.all().delete()
    return noticed


def seen(shifan: World, case_id: UUID, who: str = "甲") -> Comparison:
    return compare(load(Case.objects.get(id=case_id)), shifan.actor(who, NOW), NOW)


def numbers(compared: Comparison) -> list[str]:
    return [one.number for one in compared.found]


def test_a_decision_enters_the_table_with_its_act_and_is_public_with_its_publication(shifan: World) -> None:
    player = played(shifan, "basic", "decide")
    kept = Precedent.objects.get(case_id=player.case_id())
    case = Case.objects.get(id=player.case_id())
    assert (kept.number, kept.fine, kept.tier, kept.addressee) == (case.decision_number, case.fine, "较轻", "unit")
    assert (kept.decided_on, kept.organ_id, kept.public) == (case.decided_on, case.organ_id, False)
    for state, public in (("released", True), ("withdrawn", False), ("republished", True), ("exempt", False)):
        operations.note_publication(source_ref=str(case.dossier_id), state=state, by="system")
        assert Precedent.objects.get().public is public


def test_a_revoked_decision_leaves_and_no_penalty_comes_without_a_fine(shifan: World) -> None:
    undone = played(shifan, "attacks-redo").report
    spared = played(shifan, "exit-no-penalty").case_id()
    kept = Precedent.objects.get(case_id=spared)
    assert (kept.fine, kept.kinds) == (None, "")
    for key in undone.cases.values():
        acts = load(Case.objects.get(id=key)).acts
        gone = any(one.code == "change_decision" and one.data["kind"] != "changed" for one in acts)
        assert Precedent.objects.filter(case_id=key).exists() is (
            not gone and any(one.code == "decide" for one in acts)
        )


def test_made_again_the_table_is_the_same_and_the_audit_agrees(shifan: World, served: UUID) -> None:
    played(shifan, "exit-no-penalty", "close")
    before = sorted(map(str, Precedent.objects.values_list()))
    assert len(before) >= 2
    Precedent.objects.filter(case_id=served).delete()
    five(served)
    assert operations.rebuild_precedents(by="system", now=NOW) == len(before)
    assert sorted(map(str, Precedent.objects.values_list())) == before
    assert Entry.objects.filter(kind="case:precedents:rebuilt").count() == 1
    assert not list(agreeing.unlike_the_ledger())


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"fine": Decimal(1)}, "类案库的内容与各步骤不符"), ({"tier": "x"}, "类案库的内容"), ({"public": False}, "类案库的内容"),
        ({"organ_id": uuid4()}, "类案库的内容"), (None, "类案库里没有这件案件"),
    ],
)  # fmt: skip
def test_the_audit_names_a_row_that_was_changed_behind_our_back(
    shifan: World, served: UUID, change: Any, fault: str
) -> None:
    held = Precedent.objects.filter(case_id=served)
    if change is None:
        held.delete()
    else:
        assert held.update(**change)
    assert fault in "".join(map(str, agreeing.unlike_the_ledger()))


def test_the_audit_names_a_row_of_a_case_without_a_decision(shifan: World, noticed: UUID) -> None:
    row(noticed, case_id=noticed).save()
    assert "类案库里多出这件案件" in "".join(map(str, agreeing.unlike_the_ledger()))


def test_the_same_tier_is_compared_and_the_whole_offence_beside_it(shifan: World, bare: UUID) -> None:
    five(bare)
    five(bare, "900000", "910000", tier="较重")
    five(bare, "70000", addressee="person")
    found = seen(shifan, bare)
    assert (found.narrow.cases, found.narrow.least, found.narrow.median, found.narrow.most) == (5, 10000, 30000, 50000)
    assert (found.wide.cases, found.wide.most) == (8, 910000)
    assert (found.place, found.outside) == ("在同类的中间一段", "")
    assert [one.factors.tier for one in found.found][:5] == ["较轻"] * 5
    assert found.found[-1].unlike, "the last differs"
    assert all("同一违法行为" in one.like[0] for one in found.found)


def test_what_lies_outside_is_said_and_too_old_or_too_few_are_not_asked(shifan: World, bare: UUID) -> None:
    five(bare, "1", "2", "3", "4", decided_on=date(2026, 1, 5))
    five(bare, "1", "1", "1", "1", "1", decided_on=date(2021, 11, 23))
    few = seen(shifan, bare)
    assert few.thin and not few.outside and few.narrow.fined == 4
    five(bare, "5", decided_on=date(2021, 11, 24))
    assert "偏离同类：拟罚款 20,000.00 元，比同类都高" in seen(shifan, bare).outside


def test_other_offences_come_only_by_the_same_penalty_article_and_last(shifan: World, bare: UUID) -> None:
    five(bare, "10000", matter_code="B", number="别罪同条")
    five(bare, "10000", matter_code="B", basis="第一条", number="别罪别条")
    five(bare, "10000", tier="", number="同罪", decided_on=date(2022, 1, 1))
    assert numbers(seen(shifan, bare)) == ["同罪", "别罪同条"]


def test_of_another_organ_only_what_is_public_now_is_shown(shifan: World, served: UUID) -> None:
    """The other organ's handler sees the public decision without the inside of the file; what is withdrawn is gone at once."""
    case = Case.objects.get(id=served)
    facts = load(case)
    probe = replace(facts, id=uuid4(), acts=tuple(one for one in facts.acts if one.code not in {"decide", "serve"}))

    def look(who: str) -> Comparison:
        return compare(probe, shifan.actor(who, NOW), NOW)

    [one] = look("市甲").found
    assert (one.own, one.number) == (False, case.decision_number)
    assert one.address == Publication.objects.get(source_ref=str(case.dossier_id)).address
    assert any("没有公开，没有比较" in why for why in one.unlike)
    assert not any("危害后果" in why.split("没有公开")[-1] for why in (*one.like, *one.unlike))
    for who in ("甲", "丁", "己", "监"):
        [own] = look(who).found
        assert own.own and not own.address
    Publication.objects.filter(source_ref=str(case.dossier_id)).update(state="withdrawn")
    assert not look("市甲").found, "the table has not heard of it yet, the public room has"
    Precedent.objects.update(public=False)
    hidden = look("市甲")
    assert (hidden.wide.cases, hidden.narrow.cases, hidden.found) == (0, 0, ())
    assert look("监").wide.cases == look("甲").wide.cases == 1


def test_a_case_is_not_compared_with_itself(shifan: World, served: UUID) -> None:
    found = seen(shifan, served)
    assert case_number(served) not in numbers(found)
    assert found.wide.cases == Precedent.objects.filter(matter_code=found.present.matter_code).count() - 1


def case_number(case_id: UUID) -> str:
    return Case.objects.get(id=case_id).decision_number


def test_questions_asked_stay_few_however_many_cases(shifan: World, bare: UUID) -> None:
    facts, who = load(Case.objects.get(id=bare)), shifan.actor("甲", NOW)
    with CaptureQueriesContext(connection) as none:
        compare(facts, who, NOW)
    for number in range(150):
        five(bare, "1000", tier="较轻" if number % 2 else "一般", number=f"第{number}号", public=bool(number % 3))
    with CaptureQueriesContext(connection) as many:
        assert len(compare(facts, who, NOW).found) == 10
    assert len(many) <= len(none) <= 10


@pytest.fixture
def suggested(bare: UUID) -> UUID:
    """The announced fine of 20,000 lies above all of five."""
    five(bare, "1000", "1100", "1200", "1300", "1400")
    return bare


def answered(case_id: UUID, by: Any, taken: str = "no", reason: str = WHY) -> Any:
    return operations.answer_suggestion(case_id=case_id, taken=taken, reason=reason, by=by, now=NOW)


def test_an_answer_is_kept_with_what_was_suggested_and_told_to_the_ledger(shifan: World, suggested: UUID) -> None:
    assert seen(shifan, suggested).owes_a_reason
    said = answered(suggested, shifan.actor("甲", NOW), reason=f" {WHY} ")
    assert (said.taken, said.reason, said.by_name, said.at) == (False, WHY, "张三", NOW)
    assert said.suggested["same_tier"] == {
        "cases": "5", "fined": "5", "least": "1000.00", "low": "1100.00", "median": "1200.00", "high": "1300.00", "most": "1400.00",
    }  # fmt: skip
    assert said.suggested["fine"] == "20000.00" and said.suggested["outside"] is True
    assert len(said.suggested["cases"]) == 5
    [entry] = ledger.every("case:suggestion:answered")
    assert (entry.payload["reason"], entry.payload["taken"], entry.payload["suggested"]) == (WHY, "no", said.suggested)
    found = seen(shifan, suggested)
    assert found.outside and not found.owes_a_reason
    answered(suggested, shifan.actor("丁", NOW), taken="yes")
    assert [one.by_name for one in seen(shifan, suggested).said] == ["张三", "赵六"]


def test_sim_02_refuses_an_empty_shell_a_repetition_and_what_is_too_early_or_too_late(
    shifan: World, suggested: UUID
) -> None:
    by = shifan.actor("甲", NOW)
    for taken, reason in (("", ""), ("no", ""), ("yes", "不够"), ("maybe", WHY)):
        with pytest.raises(Refused) as refused:
            answered(suggested, by, taken, reason)
        assert refused.value.rules == {"SIM-02"}
    with pytest.raises(Invalid):
        answered(suggested, by, reason="字" * 501)
    with pytest.raises(Invalid):
        answered(uuid4(), by)
    assert not SuggestionAnswer.objects.exists()
    answered(suggested, by)
    with pytest.raises(Refused) as refused:
        answered(suggested, by, "yes", WHY)
    assert refused.value.rules == {"SIM-02"} and SuggestionAnswer.objects.count() == 1


def test_sim_02_refuses_before_anything_is_proposed_and_after_the_decision(shifan: World, served: UUID) -> None:
    early = played(shifan, "basic", "file_case").case_id()
    for key in (early, served):
        with pytest.raises(Refused) as refused:
            answered(key, shifan.actor("甲", NOW))
        assert refused.value.rules == {"SIM-02"}


@pytest.mark.parametrize("who", ["戊", "公", "档", "监", "市甲", "市己"])
def test_only_who_weighs_the_case_answers(shifan: World, suggested: UUID, who: str) -> None:
    with pytest.raises(Forbidden):
        answered(suggested, shifan.actor(who, NOW))
    assert not SuggestionAnswer.objects.exists()


@pytest.mark.parametrize("change", ["reason", "taken", "suggested", "gone"])
def test_the_audit_finds_a_changed_answer(shifan: World, noticed: UUID, change: str) -> None:
    answered(noticed, shifan.actor("甲", NOW))
    assert not list(agreeing.unlike_the_ledger())
    rows = SuggestionAnswer.objects.all()
    if change == "gone":
        rows.delete()
    else:
        rows.update(**{change: {"reason": "换了一个说法", "taken": True, "suggested": {}}[change]})
    assert "对类案建议的说明" in "".join(map(str, agreeing.unlike_the_ledger()))


def test_every_act_that_moves_the_row_is_read_when_it_is_made_again() -> None:
    assert {"decide", "decide_no_penalty", "change_decision"} <= DECIDING
    assert {"report", "notify"} | DECIDING - {"change_party"} == set(ASKED)


@pytest.mark.parametrize("who", ["甲", "监"])
def test_of_very_many_the_latest_count_and_a_rare_tier_reaches_further_back(
    shifan: World, bare: UUID, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    monkeypatch.setattr(similar, "MOST", 4)
    for day in range(1, 11):  # common ones of another tier, one a day, fines rising
        five(bare, str(1000 * day), tier="一般", decided_on=date(2026, 9, day))
    five(bare, "20000", decided_on=date(2024, 5, 1))
    told = seen(shifan, bare, who)
    assert (told.wide.cases, told.wide.since) == (5, date(2026, 9, 6))
    assert (told.wide.least, told.wide.most) == (Decimal(6000), Decimal(10_000))
    assert (told.narrow.cases, told.narrow.since, told.narrow.median) == (1, None, Decimal(20_000))
    for day in range(1, 7):
        five(bare, "30000", decided_on=date(2025, 1, day))
    told = seen(shifan, bare, who)
    assert (told.narrow.cases, told.narrow.since, told.narrow.median) == (5, date(2025, 1, 2), Decimal(30_000))


def test_few_are_all_counted_and_no_day_is_told(shifan: World, bare: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similar, "MOST", 5)
    five(bare)
    told = seen(shifan, bare)
    assert (told.wide.cases, told.wide.since, told.narrow.cases, told.narrow.since) == (5, None, 5, None)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the plans of SQLite")
@pytest.mark.parametrize("who", ["甲", "监"])
def test_a_distribution_is_read_from_an_index_alone(
    shifan: World, bare: UUID, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    monkeypatch.setattr(similar, "MOST", 2)
    five(bare)
    with CaptureQueriesContext(connection) as noted:
        seen(shifan, bare, who)
    wanted = [one["sql"] for one in noted.captured_queries if "COUNT(*)" in one["sql"] or " OFFSET " in one["sql"]]
    assert len([one for one in wanted if "mj_case_precedent" in one]) == 4
    for sql in wanted:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = str([row[3] for row in cursor.fetchall()])
        assert "SEARCH mj_case_precedent USING COVERING INDEX mj_precedent_spread" in plan, plan
