"""The clocks of a case, the engine that asks the guards, and the dated figures behind them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from tests.cases.rules.made import asked, case, context, key, people
from tests.cases.rules.test_after_decision_rules import BASE, DECIDED, ORDER, PAID, REMEDY, SERVED, URGED, ended, paid

from mingjing.cases.rules import engine
from mingjing.cases.rules.clocks import deadlines, from_figure
from mingjing.cases.rules.limits import decision_deadline, pay_deadline
from mingjing.cases.rules.money import surcharge
from mingjing.cases.terms import State, procedure


def lines(facts, now="2026-10-10"):
    return {line.code: line for line in deadlines(facts, context(now))}


LEAD = ("register_lead", "2026-08-31", {"found_on": "2026-08-31", "source": "inspection"})
FILED = ("file_case", "2026-09-04", {"handlers": people("甲", "乙")})
PAUSE = {"told_party": True}


@pytest.mark.parametrize(
    ("acts", "domain", "due"),
    [
        ([], "emergency", "2026-12-03"),
        ([("suspend", "2026-09-14", PAUSE), ("resume", "2026-09-28")], "emergency", "2026-12-17"),
        ([("suspend", "2026-09-14", {"told_party": False}), ("resume", "2026-09-28")], "emergency", "2026-12-03"),
        ([("entrust_appraisal", "2026-09-10", PAUSE), ("suspend", "2026-09-14", PAUSE), ("tell_appraisal", "2026-09-24"), ("resume", "2026-09-28")], "emergency", "2026-12-21"),
        ([("suspend", "2026-09-14", PAUSE), ("resume", "2026-09-14")], "emergency", "2026-12-03"),
        ([("suspend", "2026-10-01", PAUSE)], "emergency", "2026-12-12"),
        ([("request_hearing", "2026-10-01"), ("hold_hearing", "2026-10-08")], "emergency", "2026-12-03"),
        ([("request_hearing", "2026-10-01"), ("hold_hearing", "2026-10-08")], "market", "2026-12-10"),
        ([("request_hearing", "2026-10-01")], "market", "2026-12-12"),
        ([("extend", "2026-11-02", {"days": 30})], "emergency", "2027-01-02"),
    ],
)  # fmt: skip
def test_ninety_days_less_what_does_not_count(acts, domain, due):
    from dataclasses import replace

    from tests.cases.rules.made import ORGAN

    facts = case(FILED, *acts, organ=replace(ORGAN, domain=domain))
    assert decision_deadline(facts, context("2026-10-10", domain)).due_on.isoformat() == due
    assert decision_deadline(case(), context()) is None


def test_the_clock_of_the_filing():
    assert lines(case(LEAD))["filing"].due == date(2026, 9, 20)
    looked = case(LEAD, ("inspect", "2026-09-02"))
    assert (lines(looked)["filing"].due, lines(looked)["filing"].met) == (date(2026, 9, 22), None)
    assert lines(case(LEAD, FILED))["filing"].met == date(2026, 9, 4)
    again = case(("register_lead", "2027-02-08", {"found_on": "2026-08-31"}), previous=key("old"))
    assert lines(again, "2027-02-08")["filing"].started == date(2027, 2, 8)
    assert "filing" not in lines(case())


def test_preservation_correction_review_and_recusal():
    kept = case(("preserve", "2026-09-24"))
    assert (lines(kept)["preserve"].due, lines(kept)["preserve"].met) == (date(2026, 10, 12), None)
    done = case(("preserve", "2026-09-24"), ("handle_preserved", "2026-10-09", {"preserve_seq": 1}))
    assert lines(done)["preserve"].state(context("2026-10-20").now) is State.MET
    assert lines(case(ORDER))["correction"].due == date(2026, 9, 17)
    assert lines(case(("submit_review", "2026-10-26")))["review"].due == date(2026, 11, 2)
    asked_for = case(("request_recusal", "2026-09-24"))
    assert lines(asked_for)["recusal"].due == date(2026, 9, 30)
    answered = case(("request_recusal", "2026-09-24"), ("decide_recusal", "2026-09-28", {"request_seq": 1}))
    assert lines(answered)["recusal"].met == date(2026, 9, 28)


def test_statement_and_hearing_request():
    notice = ("notify", "2026-09-24", {"hearing_offered": "yes"})
    assert "statement" not in lines(case(notice))
    served = ("serve", "2026-09-24", {"document_seq": 1, "mode": "direct", "served_at": "2026-09-24T15:00+08:00"})
    found = lines(case(notice, served))
    assert found["statement"].due == found["hearing_request"].due == date(2026, 10, 9)
    assert "hearing_request" not in lines(case(("notify", "2026-09-24", {"hearing_offered": "no"}), served))


@pytest.mark.parametrize(
    ("mode", "more", "due"),
    [
        ("direct", {}, "2026-10-09"),
        ("electronic", {"party_proof_at": "2026-09-28T10:00+08:00"}, "2026-10-10"),
        ("electronic", {}, "2026-10-09"),
        ("direct", {"party_proof_at": "2026-09-28T10:00+08:00"}, "2026-10-09"),
        ("announcement", {"announced_on": "2026-09-24"}, "2026-10-30"),
        ("announcement", {}, "2026-10-30"),
    ],
)
def test_the_day_a_service_takes_effect(mode, more, due):
    data = {"document_seq": 1, "mode": mode, "served_at": "2026-09-24T15:00+08:00", **more}
    facts = case(("notify", "2026-09-24", {}), ("serve", "2026-09-24", data))
    assert lines(facts)["statement"].due.isoformat() == due


def test_after_the_decision():
    assert set(lines(case(DECIDED))) == {"service"}
    found = lines(case(*BASE), "2026-11-10")
    assert [found[code].due.isoformat() for code in ("service", "reconsideration", "lawsuit", "pay")] == [
        "2026-11-16", "2027-01-08", "2027-05-10", "2026-11-24",
    ]  # fmt: skip
    assert "pay" not in lines(case(("decide", "2026-11-05", {"kinds": ["warning"]}), SERVED))
    twice = lines(case(*BASE, paid("2026-11-18", "40000"), paid("2026-11-20", "40000")), "2026-11-21")
    assert twice["pay"].met == date(2026, 11, 20)
    assert lines(case(*BASE, paid("2026-11-18", "1")), "2026-11-21")["pay"].met is None


def test_remedies_meet_their_clocks():
    pending = lines(case(*BASE, REMEDY), "2026-12-04")
    assert pending["reconsideration"].met == date(2026, 12, 1) and "lawsuit" not in pending
    assert (pending["answer"].due, pending["answer"].met) == (date(2026, 12, 17), None)
    answered = case(*BASE, REMEDY, ("answer_remedy", "2026-12-15", {"remedy_seq": 3, "submitted_on": "2026-12-15"}))
    assert lines(answered, "2026-12-16")["answer"].met == date(2026, 12, 15)
    over = lines(case(*BASE, REMEDY, ended("2027-01-28")), "2027-01-29")["lawsuit"]
    assert (over.start_text, over.started, over.due) == (
        "示政复决〔2027〕3号送达",
        date(2027, 1, 28),
        date(2027, 2, 12),
    )
    sued = ("receive_remedy", "2027-02-18", {"kind": "lawsuit", "filed_on": "2027-02-10", "received_on": "2027-02-18"})
    suing = lines(case(*BASE, sued), "2027-02-18")["lawsuit"]
    assert (suing.met, suing.due) == (date(2027, 2, 10), date(2027, 5, 10))


def test_enforcement_clocks():
    assert "court" not in lines(case(*BASE), "2026-11-24")
    assert lines(case(*BASE), "2026-11-25")["court"].due == date(2027, 8, 10)
    assert "court" not in lines(case(*PAID), "2026-12-25")
    assert "court" not in lines(case(*BASE, REMEDY), "2026-12-25")
    urged = lines(case(*BASE, *URGED), "2027-05-12")
    assert urged["urge"].due == date(2027, 5, 25)
    assert "urge" not in lines(case(*BASE, URGED[0]), "2027-05-12")


def test_a_changed_fine_is_the_fine_that_binds():
    changed = case(*BASE, ("change_decision", "2026-11-20", {"kind": "changed", "new_fine": "60000"}))
    owed = surcharge(changed, date(2026, 11, 25), context("2026-11-25"))
    assert (owed.fine, owed.amount) == (Decimal(60000), Decimal(1800))
    gone = case(*BASE, ("change_decision", "2026-11-20", {"kind": "revoked"}))
    assert surcharge(gone, date(2026, 11, 25), context("2026-11-25")) is None
    nothing = case(*BASE, ("change_decision", "2026-11-20", {"kind": "changed", "new_fine": "0"}))
    assert pay_deadline(nothing, context()) is None


def test_a_remedy_that_undid_the_decision_starts_three_days():
    facts = case(*BASE, REMEDY, ended("2027-02-01", "revoked"))
    assert lines(facts, "2027-02-02")["withdraw"].due == date(2027, 2, 4)
    done = case(*BASE, REMEDY, ended("2027-02-01", "revoked"), ("change_decision", "2027-02-03", {"kind": "revoked"}))
    assert lines(done, "2027-02-04")["withdraw"].met == date(2027, 2, 3)
    assert "withdraw" not in lines(case(*BASE, REMEDY, ended("2027-02-01")), "2027-02-02")


def test_longer_urging_is_waited_for():
    longer = [("urge", "2027-05-11", {"days": 15}), URGED[1]]
    assert lines(case(*BASE, *longer), "2027-05-12")["urge"].due == date(2027, 6, 1)


def test_an_appraisal_ends_with_its_result():
    told_late = ("tell_appraisal", "2026-09-30", {"result_on": "2026-09-20"})
    facts = case(FILED, ("entrust_appraisal", "2026-09-10", PAUSE), told_late)
    assert decision_deadline(facts, context()).due_on == date(2026, 12, 13)


def test_closing_and_crime_clocks():
    assert lines(case(("close", "2026-11-23")))["archive"].due == date(2026, 12, 23)
    suspect = ("report", "2026-09-18", {"crime_suspected": "yes"})
    assert lines(case(suspect))["crime_decide"].due == date(2026, 9, 21)
    assert "crime_decide" not in lines(case(("report", "2026-09-18", {"crime_suspected": "no"})))
    sent = ("transfer", "2026-09-20 10:10", {"kind": "crime"})
    found = lines(case(suspect, sent))
    assert found["crime_transfer"].due == datetime.fromisoformat("2026-09-21T10:10+08:00")
    assert found["crime_transfer"].met is None and found["crime_decide"].met == date(2026, 9, 20)
    handed = ("transfer", "2026-09-20 10:10", {"kind": "crime", "handed_over_at": "2026-09-20T16:00+08:00"})
    assert lines(case(handed))["crime_transfer"].state(context("2026-09-22").now) is State.MET
    assert "crime_transfer" not in lines(case(("transfer", "2026-09-20", {"kind": "organ"})))


def test_a_figure_given_directly():
    assert from_figure(date(2026, 9, 24), 5, "wd", "party_right", context()).due_on == date(2026, 10, 9)


# The engine


def test_hindrances_are_the_part_that_needs_no_form():
    facts = case(stage="noticed")
    found = {f.rule for f in engine.hindrances(facts, asked("decide"), context())}
    assert {"G-20", "G-26"} <= found and "G-29" not in found


def test_supervision_asks_the_guards_again_with_the_case_as_it_stood():
    facts = case(LEAD, FILED, ("extend", "2026-12-10", {"days": 30}), ("serve", "2026-12-11", {"document_seq": 9}))
    seen = {(b.act.code, b.finding.rule) for b in engine.review_of_acts(facts, context("2026-12-12"))}
    assert ("extend", "G-30") in seen and ("serve", "G-31") in seen
    assert not {rule for code, rule in seen if code == "register_lead"}


def test_every_act_of_the_table_has_guards_that_exist():
    from mingjing.kernel.rulebook import registered

    book = registered()
    for spec in procedure().acts.values():
        assert all(number in book for number in (*spec.ready, *spec.guards) if number != "REV-02"), spec.code
        assert {"STEP-01", "X-01", "G-05"} <= {each.number for each in engine.parts(spec)}


# Dated figures


@pytest.mark.parametrize("name", ["emergency", "market", "general"])
def test_every_dated_figure_is_unknown_one_day_before_it_took_effect(name):
    """每个参数在施行前一日不得适用：没有更早的规定就说没有，有更早的就用更早的。"""
    from datetime import timedelta

    from mingjing.cases.queries.calendar import parameters

    book = parameters(name)
    for layer in book.layers:
        for code, history in layer.histories.items():
            for since, figure in history:
                eve = layer.at(code, since - timedelta(days=1))
                assert layer.at(code, since) is figure and (eve is None or eve.since < since), code
    for code in book.keys():  # noqa: SIM118 the keys of the parameters, which are no mapping
        first = min(figure.since for figure in book.figures(code))
        with pytest.raises(LookupError, match="没有生效的数值"):
            book.at(code, first - timedelta(days=1))
