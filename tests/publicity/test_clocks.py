"""PUB-01 and PUB-06: the rulebook's vectors, the day before a rule took effect, traffic lights."""

from datetime import date, datetime
from pathlib import Path

import pytest
from tests.publicity import samples

from mingjing.kernel.days import CHINA
from mingjing.kernel.parameters import NotInForce, Parameters
from mingjing.kernel.workdays import Workdays
from mingjing.publicity.rules import clocks

SOURCE = Path(clocks.__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("decided", "category", "domain", "due"),
    [
        (date(2026, 9, 28), "penalty", "", date(2026, 10, 13)),
        (date(2026, 9, 30), "penalty", "", date(2026, 10, 15)),
        (date(2026, 2, 12), "penalty", "", date(2026, 2, 28)),
        (date(2026, 9, 30), "other", "", date(2026, 11, 3)),
        (date(2026, 9, 30), "coercion", "", date(2026, 11, 3)),
        (date(2026, 9, 28), "licence", "", date(2026, 10, 13)),
        (date(2026, 11, 5), "penalty", "emergency", date(2026, 11, 16)),
        (date(2026, 9, 30), "penalty", "market", date(2026, 11, 3)),
    ],
)
def test_publication_is_counted_from_the_decision_in_working_days(
    decided: date, category: str, domain: str, due: date, calendar: Workdays
) -> None:
    assert clocks.publish_by(decided, category, clocks.parameters(domain), calendar).due == due


def test_withdrawal_counts_make_up_days(calendar: Workdays) -> None:
    assert clocks.withdraw_by(date(2026, 9, 30), calendar, clocks.parameters()).due == date(2026, 10, 10)


def test_a_day_before_the_rules_took_effect_there_is_no_figure(calendar: Workdays) -> None:
    with pytest.raises(NotInForce):
        clocks.publish_by(date(2018, 12, 4), "penalty", clocks.parameters(), calendar)
    with pytest.raises(NotInForce):
        clocks.withdraw_by(date(2021, 7, 14), calendar, clocks.parameters())
    assert clocks.publish_by(date(2021, 8, 31), "penalty", clocks.parameters("market"), calendar).question.period.n == 7


def test_a_year_without_notice_is_provisional(calendar: Workdays) -> None:
    assert clocks.publish_by(date(2026, 12, 30), "penalty", clocks.parameters(), calendar).provisional


@pytest.mark.parametrize(
    ("on", "colour", "left"),
    [
        (date(2026, 11, 10), "green", 4),
        (date(2026, 11, 12), "amber", 2),
        (date(2026, 11, 14), "amber", 1),
        (date(2026, 11, 16), "red", 0),
        (date(2026, 11, 17), "red", -1),
    ],
)
def test_the_light_warns_two_working_days_ahead(on: date, colour: str, left: int, calendar: Workdays) -> None:
    last = date(2026, 11, 16)
    assert clocks.light(on, last, calendar) == colour
    assert clocks.days_left(on, last, calendar) == left


# Figures of what the case room has nothing to do with.
OURS = {
    "visit_code", "register_update", "answer.correction", "answer.question", "answer.complaint", "term.penalty", "term.light", "term.light_fine",
    "term.licence", "term.other", "repair.open", "repair.wait", "repair.answer", "uniform", "rating_figures", "round.open", "round.reply",
    "apply.accept", "apply.settle.statement", "apply.settle.hearing", "apply.settle.recusal", "apply.settle.instalments",
    "apply.settle.address", "apply.settle.reading", "apply.settle.repair",
}  # fmt: skip


@pytest.mark.parametrize("domain", ["", "market", "emergency", "transport", "ecology", "agriculture"])
def test_the_figures_agree_with_those_of_the_case_room(domain: str) -> None:
    folder = SOURCE / "cases" / "parameters"
    if not folder.is_dir():
        pytest.skip("没有案件模块的参数，公示模块单独安装")
    layers = [folder / "national", *([folder / "domains" / domain] if domain else [])]
    theirs, ours = Parameters.load(*layers), clocks.parameters(domain)
    assert not OURS & set(theirs.keys())
    for key in set(ours.keys()) - OURS:
        mine, other = ours.at(key, date(2026, 11, 22)), theirs.at(key, date(2026, 11, 22))
        assert (mine.value, mine.unit) == (other.value, other.unit), key


def test_a_natural_person_is_named_by_surname_unless_told_otherwise() -> None:
    assert clocks.natural_person_name(date(2026, 11, 22)) == "surname"
    assert clocks.natural_person_name(date(2010, 1, 1), "market") == "surname"


@pytest.mark.django_db
def test_late_publication_and_late_withdrawal_are_found_by_their_rules() -> None:
    made = samples.released(at=datetime(2026, 11, 17, 9, 0, tzinfo=CHINA))
    assert [one.rule for one in clocks.late(made, date(2026, 11, 20))] == ["PUB-01"]
    in_time = samples.released(samples.decision(number="示应急罚〔2026〕11号"))
    assert clocks.late(in_time, date(2026, 12, 20)) == ()


@pytest.mark.django_db
def test_what_is_not_public_is_late_only_after_its_last_day() -> None:
    made = samples.scheduled()
    assert clocks.late(made, date(2026, 11, 16)) == ()
    assert "还没有公开" in clocks.late(made, date(2026, 11, 17))[0].message
