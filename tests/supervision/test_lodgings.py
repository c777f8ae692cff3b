"""重大执法决定备案: which local rule counts, days against an oracle, opened by the case itself, every move refused five ways."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.security.hostile import JOURNEYS
from tests.security.town import play
from tests.supervision.test_concerns import refused

from mingjing.cases.models import Act, Case
from mingjing.foundation import outbox
from mingjing.foundation.access import Forbidden
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid
from mingjing.kernel.workdays import national
from mingjing.ledger import queries as ledger
from mingjing.sites.bureau.views.overdue import owed
from mingjing.sites.journeys.story import read_story
from mingjing.supervision import operations, queries
from mingjing.supervision.models import Lodging, LodgingStep, Order
from mingjing.supervision.queries.lodgings import lodgings_unlike_the_ledger
from mingjing.supervision.rules import lodgings as rules
from mingjing.supervision.terms.lodgings import (
    JUSTICE,
    LODGING_MOVES,
    MADE,
    SERVED,
    SUPERIOR,
    LodgingDraft,
    LodgingFacts,
    LodgingMove,
    LodgingState,
    LodgingTerm,
)

AT = datetime(2026, 12, 7, 10, 0, tzinfo=CHINA)
ROWS: list[dict[str, Any]] = [
    {"since": date(2020, 1, 1), "owed": True, "term": {"value": 15, "unit": "wd"}, "begins": SERVED, "to": JUSTICE, "source": "甲", "verified": False},
    {"since": date(2020, 1, 1), "level": "county", "owed": True, "term": {"value": 30, "unit": "wd"}, "begins": SERVED, "to": JUSTICE, "source": "乙", "verified": False},
    {"since": date(2020, 1, 1), "domain": "emergency", "owed": True, "term": {"value": 10, "unit": "d"}, "begins": MADE, "to": SUPERIOR, "source": "丙", "verified": False},
    {"since": date(2023, 1, 1), "domain": "emergency", "owed": True, "term": {"value": 7, "unit": "d"}, "begins": MADE, "to": SUPERIOR, "source": "丁", "verified": True},
    {"since": date(2024, 1, 1), "region": "某县", "owed": False},
]  # fmt: skip


@pytest.mark.parametrize(
    ("region", "domain", "level", "on", "source"),
    [
        ("示范县", "market", "city", "2026-01-01", "甲"), ("示范县", "market", "county", "2026-01-01", "乙"),
        # The domain goes before the level, and the newer of two equal ones counts from its day on.
        ("示范县", "emergency", "county", "2022-12-31", "丙"), ("示范县", "emergency", "county", "2023-01-01", "丁"),
        ("某县", "emergency", "county", "2023-12-31", "丁"), ("某县", "emergency", "county", "2024-01-01", None),
        ("示范县", "market", "city", "2019-12-31", None),
    ],
)  # fmt: skip
def test_the_most_special_local_rule_of_the_day_counts(
    region: str, domain: str, level: str, on: str, source: str | None
) -> None:
    found = rules.lodging_term(region, domain, level, date.fromisoformat(on), ROWS)
    assert (found.source if found else None) == source


def term(**more: Any) -> LodgingTerm:
    given = {"days": 15, "unit": "wd", "begins": SERVED, "to": JUSTICE, "source": "某办法", "verified": False, "since": date(2020, 1, 1)}  # fmt: skip
    return LodgingTerm(**(given | more))


def test_days_are_counted_from_the_day_after() -> None:
    # Over National Day 2026 (1 to 7 October free, 20 September and 10 October worked) by hand: 21, 22, 23, 24, 28, 29, 30
    # September, then 8, 9, 10 October are ten working days after 20 September (25 September is 中秋节, 26 and 27 are free).
    calendar = national()
    by_hand = [one for one in (date(2026, 9, 21) + timedelta(days=n) for n in range(60)) if calendar.is_workday(one)]
    due = rules.lodge_by(term(days=10), date(2026, 9, 1), date(2026, 9, 20), calendar)
    assert due == by_hand[9] and due is not None and due > date(2026, 10, 7)
    assert rules.lodge_by(term(), date(2026, 9, 1), None, calendar) is None
    # Natural days do not roll past a rest day: 10 days after Wednesday 25 November 2026 is a Saturday.
    natural = term(days=10, unit="d", begins=MADE)
    assert rules.lodge_by(natural, date(2026, 11, 25), None, calendar) == date(2026, 12, 5)
    assert term().words == "自送达之日起15个工作日内报本级司法行政机关备案" and term().cites == "某办法，未核实"


def test_the_shipped_rules_say_where_they_come_from() -> None:
    for one in rules.told()["rules"]:
        assert one["source"] and isinstance(one["verified"], bool) and one["term"]["unit"] in {"wd", "d"}
    found = rules.lodging_term("示范县", "emergency", "county", date(2026, 10, 1))
    assert found is not None and (found.days, found.unit, found.begins, found.to) == (10, "d", MADE, SUPERIOR)
    other = rules.lodging_term("示范县", "market", "county", date(2026, 10, 1))
    assert other is not None and (other.days, other.unit, other.begins, other.to) == (15, "wd", SERVED, JUSTICE)


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def county(shifan: Any) -> Any:
    steps = [dict(step) for step in read_story(JOURNEYS / "basic.yaml").steps if "act" in step or "publish" in step]
    play(shifan, steps, party="恒源")
    return shifan


def case() -> Case:
    return Case.objects.get(decision_number__gt="")


def opened(county: Any) -> LodgingFacts:
    key = operations.reckon_lodging(case_id=case().pk, by="system", at=AT)
    assert key is not None
    return seen(county, key, "己")


def seen(county: Any, key: UUID, who: str) -> LodgingFacts:
    found = queries.lodging(key, county.actor(who, AT))
    assert found is not None
    return found


def files(one: LodgingFacts) -> tuple[str, ...]:
    return tuple(each.id for each in queries.lodgeable(one.case_id) if each.decision)


def report(county: Any, one: LodgingFacts, who: str = "丁", at: datetime = AT, **more: Any) -> LodgingFacts:
    given = {"to_id": county.organs["司法局"], "to_name": "", "file_ids": files(one)} | more
    return operations.report_lodging(lodging_id=one.id, draft=LodgingDraft(**given), by=county.actor(who, at), at=at)


def say(county: Any, one: LodgingFacts, move: str, who: str = "监", text: str = "材料没有问题", **more: Any) -> LodgingFacts:  # fmt: skip
    act = {"register": operations.register_lodging, "return": operations.return_lodging, "find": operations.find_problem, "waive": operations.waive_lodging, "note": operations.note_change}[move]  # fmt: skip
    given = {"due": date(2026, 12, 20)} if move in {"return", "find"} else {}
    return act(lodging_id=one.id, text=text, by=county.actor(who, AT), at=AT, **(given | more))


def test_a_major_decision_opens_it_by_itself(county: Any) -> None:
    outbox.hear_waiting()
    one = Lodging.objects.get()
    found = seen(county, one.pk, "己")
    told = case()
    served = Act.objects.filter(case_id=told.pk, code="serve").order_by("seq")
    assert found.decision_no == told.decision_number and found.decided_on == told.decided_on and found.reasons
    assert found.served_on is not None and found.served_on in {act.at.astimezone(CHINA).date() for act in served}
    assert found.due == found.first_due and found.due is not None and found.state == LodgingState.OWED
    before = LodgingStep.objects.count()
    for _ in range(2):
        assert operations.reckon_lodging(case_id=told.pk, by="system", at=AT) == one.pk
    assert Lodging.objects.count() == 1 and LodgingStep.objects.count() == before and not list(lodgings_unlike_the_ledger())  # fmt: skip


def test_no_case_no_decision_no_local_rule_opens_nothing(county: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert operations.reckon_lodging(case_id=uuid4(), by="system", at=AT) is None
    LodgingStep.objects.all().delete()
    Lodging.objects.all().delete()
    monkeypatch.setattr(rules, "told", lambda: {"rules": [{"since": date(2019, 1, 1), "owed": False}]})
    assert operations.reckon_lodging(case_id=case().pk, by="system", at=AT) is None
    assert not Lodging.objects.exists()


def test_a_decision_goes_its_way(county: Any) -> None:
    one = opened(county)
    done = report(county, one, more=("现场照片光盘一张", " "), note="一并附审核意见")
    assert (done.state, done.to_name, done.reported_on) == ("reported", "示范县司法局", AT.date())
    assert done.report is not None and done.report.told["more"] == ["现场照片光盘一张"] and done.report.files[0].digest
    back = say(county, one, "return", text="没有附法制审核意见书")
    assert (back.state, back.due, back.first_due) == ("returned", date(2026, 12, 20), one.first_due)
    report(county, one, "己")
    kept = say(county, one, "register", text="")
    assert kept.state == "registered" and kept.number == "示司备〔2026〕1号"
    asked = say(county, one, "find", text="罚款数额与裁量基准不符，请说明")
    order = Order.objects.get()
    assert asked.state == "found" and order.case_id == one.case_id and asked.steps[-1].told["order_no"] == order.number
    assert order.organ_id == one.organ_id and not list(lodgings_unlike_the_ledger())
    assert "决定书文号" in str(queries.lodging_paper(kept).data) and one.decision_no in str(queries.lodging_paper(kept).data)  # fmt: skip


def test_a_report_is_refused(county: Any) -> None:
    one = opened(county)
    assert refused(lambda: report(county, one, file_ids=())) == {"SUP-133"}
    assert refused(lambda: report(county, one, file_ids=(*files(one), str(uuid4())))) == {"SUP-133"}
    assert refused(lambda: report(county, one, to_id=None, to_name=" 局 ")) == {"SUP-133"}
    assert refused(lambda: report(county, one, to_id=one.organ_id)) == {"SUP-134"}
    assert refused(lambda: report(county, one, to_id=county.organs["市监局"])) == {"SUP-134"}
    Lodging.objects.update(served_on=None)
    assert refused(lambda: report(county, one)) == {"SUP-139"}
    assert report(county, one, note="公告送达还没有届满").state == "reported"
    assert refused(lambda: report(county, one, note="公告送达还没有届满")) == {"SUP-132"}
    for more in ({"note": "长" * 4001}, {"note": "坏\x00字"}, {"to_id": None, "to_name": "局" * 101}):
        with pytest.raises(Invalid):
            report(county, one, **more)
    with pytest.raises(Invalid):
        operations.report_lodging(lodging_id=uuid4(), draft=LodgingDraft(None, "某市局", ()), by=county.actor("己", AT), at=AT)  # fmt: skip


def test_only_those_concerned_may(county: Any) -> None:
    one = opened(county)
    for who in ("甲", "市己", "监", "系小管", "公"):
        with pytest.raises(Forbidden):
            report(county, one, who)
    report(county, one)
    for move, people in (("register", ("己", "丁", "甲", "市己", "公")), ("return", ("己", "市己")), ("find", ("己", "丁", "市己")), ("waive", ("己", "丁", "市己"))):  # fmt: skip
        for who in people:
            with pytest.raises(Forbidden):
                say(county, one, move, who)
    for who in ("甲", "市己", "系小管", "公"):
        by = county.actor(who, AT)
        assert queries.lodging(one.id, by) is None and not queries.lodgings(by, list(LodgingState))
        assert not queries.lodging_counts(by) and not queries.late_lodgings(by, date(2027, 12, 31))
    for who in ("己", "丁", "监"):
        assert queries.lodging(one.id, county.actor(who, AT)) is not None


def test_every_move_is_refused_where_it_does_not_belong(county: Any) -> None:
    one = opened(county)
    held: dict[str, Any] = {
        "report": lambda: report(county, one), "register": lambda: say(county, one, "register"), "return": lambda: say(county, one, "return"),
        "find": lambda: say(county, one, "find"), "waive": lambda: say(county, one, "waive"),
    }  # fmt: skip
    Lodging.objects.update(to_id=county.organs["司法局"])
    for state in LodgingState:
        Lodging.objects.update(state=state)
        for move, act in held.items():
            if state not in LODGING_MOVES[LodgingMove(move)][0]:
                assert "SUP-132" in refused(act), (state, move)
    Lodging.objects.update(state=LodgingState.REPORTED)
    for move in ("return", "find"):
        assert refused(lambda move=move: say(county, one, move, text=" 短 ")) == {"SUP-135"}  # type: ignore[misc]
    assert refused(lambda: say(county, one, "return", due=AT.date())) == {"SUP-136"}
    assert refused(lambda: say(county, one, "return", due=None)) == {"SUP-136"}
    with pytest.raises(Invalid):
        say(county, one, "find", due=None)
    assert refused(lambda: say(county, one, "find", due=AT.date())) == {"SUP-31"} and not Order.objects.exists()
    assert refused(lambda: say(county, one, "note")) == {"SUP-132"}


def test_a_receiver_outside_the_platform_sends_a_receipt_on_paper(county: Any) -> None:
    one = opened(county)
    done = report(county, one, to_id=None, to_name="某市应急管理局")
    assert (done.to_id, done.to_name) == (None, "某市应急管理局")
    with pytest.raises(Forbidden):
        say(county, one, "register", "监", text="某应急备〔2026〕3号")
    assert refused(lambda: say(county, one, "register", "己", text="")) == {"SUP-135"}
    kept = say(county, one, "register", "己", text="某应急备〔2026〕3号")
    assert kept.state == "registered" and kept.number == "" and not list(lodgings_unlike_the_ledger())


def test_what_is_overdue_stands_in_the_work_lists(county: Any) -> None:
    one = opened(county)
    assert one.due is not None
    for day, late in ((one.due, False), (one.due + timedelta(days=1), True)):
        now = datetime(day.year, day.month, day.day, 9, tzinfo=CHINA)
        for who in ("监", "己"):
            lines = [line for line in owed(county.actor(who, now), now) if line.rule == "SUP-137"]
            assert bool(lines) is late, (day, who)
        pages = {who: [duty for duty in queries.duties(county.actor(who, now), day) if duty.page == "lodging"] for who in ("己", "监", "甲")}  # fmt: skip
        assert len(pages["己"]) == 1 and pages["己"][0].due == one.due and not pages["甲"]
        assert [duty.action for duty in pages["监"]] == (["看备案"] if late else [])
    report(county, one)
    (asked,) = [duty for duty in queries.duties(county.actor("监", AT), AT.date()) if duty.page == "lodging"]
    assert asked.action == "去登记" and not queries.late_lodgings(county.actor("监", AT), date(2027, 12, 31))


def test_figures_are_of_organs_and_years(county: Any) -> None:
    one = opened(county)
    by, year = county.actor("监", AT), one.decided_on.year
    (row,) = queries.lodging_figures(by, year)
    assert (row.owed, row.in_time, row.late, row.waiting) == (1, 0, 0, 1)
    assert one.first_due is not None
    early = datetime(one.first_due.year, one.first_due.month, one.first_due.day, 9, tzinfo=CHINA)
    report(county, one, at=early)
    say(county, one, "register")
    (row,) = queries.lodging_figures(by, year)
    assert (row.owed, row.in_time, row.late, row.waiting, row.registered, row.found) == (1, 1, 0, 0, 1, 0)
    assert queries.lodging_row(row)[1:] == ["1", "1", "0", "0", "1", "0", "0", "0"] and not queries.lodging_figures(by, year - 1)  # fmt: skip


def test_waived_is_not_owed(county: Any) -> None:
    one = opened(county)
    assert refused(lambda: say(county, one, "waive", text="无")) == {"SUP-135"}
    assert say(county, one, "waive", text="本县办法只要求五万元以上的").state == "waived"
    (row,) = queries.lodging_figures(county.actor("监", AT), one.decided_on.year)
    assert (row.owed, row.waived, row.waiting) == (0, 1, 0)


@pytest.mark.parametrize("change", ["decision_no", "reasons", "state", "due", "number", "changed", "step", "gone"])
def test_what_was_changed_behind_the_ledger_is_found(county: Any, change: str) -> None:
    one = opened(county)
    report(county, one)
    say(county, one, "register")
    assert not list(lodgings_unlike_the_ledger()) and ledger.whole(f"lodging:{one.id}")
    rows = Lodging.objects.filter(pk=one.id)
    if change == "step":
        LodgingStep.objects.filter(move="report").update(text="改过")
    elif change == "gone":
        LodgingStep.objects.all().delete()
        rows.delete()
    else:
        rows.update(**{change: {"decision_no": "改", "reasons": [], "state": "owed", "due": date(2030, 1, 1), "number": "改", "changed": True}[change]})  # fmt: skip
    assert len(list(lodgings_unlike_the_ledger())) == 1


def test_the_party_is_read_from_the_case_and_gone_with_it(county: Any) -> None:
    one = opened(county)
    done = report(county, one)
    party = case().party_name
    assert party and party not in f"{one.title}{one.reasons}"
    assert party in str(queries.lodging_paper(done).data)
    gone = replace(done, case_id=uuid4())
    assert party not in str(queries.lodging_paper(gone).data) and queries.lodgeable(gone.case_id) == ()
    assert operations.reckon_lodging(case_id=gone.case_id, by="system", at=AT) is None
