"""The packs of five domains against a table written by hand from rulebook §3.2, on two days each."""

from dataclasses import replace
from datetime import date

import pytest
from tests.cases.rules.made import ORGAN, case, context

from mingjing.cases.queries.calendar import figures, parameters
from mingjing.cases.rules.clocks import deadlines
from mingjing.organs.terms import Domain

# domain → key → what holds on the earlier and on the later day; the unit stands beside the number.
EARLIER, LATER = date(2023, 7, 1), date(2026, 9, 1)
TABLE = {
    "emergency": {
        "prefile.limit": ("15wd", "15wd"), "statement": ("5wd", "5wd"), "hearing.threshold.person": ("20000CNY", "20000CNY"),
        "hearing.threshold.unit": ("50000CNY", "50000CNY"), "publish.penalty": ("7wd", "7wd"), "announce.service": ("30d", "30d"), "archive": ("30d", "30d"),
    },
    "market": {
        "prefile.limit": ("15wd", "15wd"), "prefile.extension": ("15wd", "15wd"), "statement": ("5wd", "5wd"),
        "hearing.threshold.person": ("10000CNY", "10000CNY"), "hearing.threshold.unit": ("100000CNY", "100000CNY"), "review.limit": ("10wd", "10wd"),
        "decision.limit": ("90d", "90d"), "decision.extension": ("30d", "30d"), "announce.service": ("30d", "30d"), "publish.penalty": ("20wd", "20wd"),
        "simple.file": ("7wd", "7wd"), "preserve.report": ("24h", "24h"), "pause.suspension": ("1flag", "1flag"), "pause.hearing": ("1flag", "1flag"),
        "pause.announcement": ("1flag", "1flag"), "pause.appraisal": ("1flag", "1flag"),
    },
    "transport": {
        "simple.file": ("5d", "5d"), "decision.limit": ("90d", "90d"), "decision.extension": ("30d", "30d"), "announce.service": ("60d", "60d"),
        "withdraw": ("3wd", "3wd"), "preserve": ("7wd", "7wd"), "pause.suspension": ("0flag", "0flag"), "pause.appraisal": ("0flag", "0flag"),
        "pause.hearing": ("0flag", "0flag"),
    },
    "agriculture": {
        "prefile.limit": ("7d", "7d"), "prefile.extension": ("7d", "7d"), "statement": ("3wd", "3wd"), "simple.file": ("2d", "2d"), "preserve.report": ("24h", "24h"),
        "review.limit": ("5wd", "5wd"), "review.extension": ("15wd", "15wd"), "decision.extension": ("30d", "30d"), "announce.service": ("60d", "60d"),
    },
    "ecology": {
        "prefile.limit": ("15d", "15d"), "prefile.extension": ("15d", "15d"), "statement": ("5wd", "5wd"), "simple.file": ("3wd", "3wd"), "preserve.report": ("24h", "24h"),
        "collective.fine": ("500000CNY", "500000CNY"), "decision.extension": ("30d", "30d"), "announce.service": ("30d", "30d"),
        "publish.penalty": ("7wd", "7wd"), "archive": ("30d", "30d"), "pause.suspension": ("1flag", "1flag"), "pause.hearing": ("1flag", "1flag"),
        "pause.announcement": ("1flag", "1flag"), "pause.appraisal": ("1flag", "1flag"),
    },
}  # fmt: skip
ROWS = [(domain, key, *both) for domain, keys in TABLE.items() for key, both in keys.items()]


@pytest.mark.parametrize(("domain", "key", "earlier", "later"), ROWS)
def test_a_pack_says_what_the_rulebook_says_on_two_days(domain: str, key: str, earlier: str, later: str) -> None:
    found = [figures(domain, key, on) for on in (EARLIER, LATER)]
    assert [f"{one.value}{one.unit}" for one in found] == [earlier, later]


# The day before a pack took effect the national figure stood.
@pytest.mark.parametrize(
    ("domain", "key", "before", "told"),
    [
        ("transport", "announce.service", date(2022, 1, 1), "60d"),
        ("agriculture", "announce.service", date(2022, 2, 14), "30d"),
        ("agriculture", "prefile.limit", date(2022, 2, 14), "15wd"),
        ("ecology", "prefile.limit", date(2023, 6, 30), "15wd"),
        ("ecology", "pause.hearing", date(2023, 6, 30), "0flag"),
        ("market", "publish.penalty", date(2021, 8, 31), "7wd"),
    ],
)
def test_the_day_before_a_pack_the_national_figure_stood(domain: str, key: str, before: date, told: str) -> None:
    found = figures(domain, key, before)
    assert f"{found.value}{found.unit}" == told


@pytest.mark.parametrize("domain", TABLE)
def test_every_key_of_a_pack_is_a_national_key_with_a_source(domain: str) -> None:
    pack = parameters(domain)
    own = {key for layer in pack.layers if layer.name == domain for key in layer.histories}
    assert own <= set(parameters("").keys())
    told = [one for key in own for one in pack.figures(key) if one.layer == domain]
    assert told
    assert all(one.cites and one.checked for one in told)


def test_a_pack_stands_for_a_domain_that_organs_may_have() -> None:
    assert set(TABLE) <= {one.value for one in Domain}


# Found on 2026-09-01 (a Tuesday): the day by which filing is decided, reckoned by hand; Sunday the 20th is worked.
FILING = {
    "emergency": "2026-09-21", "market": "2026-09-21", "transport": "2026-09-21", "agriculture": "2026-09-08", "ecology": "2026-09-16",
}  # fmt: skip
# A notice served on 2026-09-14 (a Monday): the last day of the statement.
STATEMENT = {
    "emergency": "2026-09-20", "market": "2026-09-20", "transport": "2026-09-20", "agriculture": "2026-09-17", "ecology": "2026-09-20",
}  # fmt: skip
LEAD = ("register_lead", "2026-09-01", {"source": "report", "found_on": "2026-09-01"})
NOTICED = (
    LEAD, ("file_case", "2026-09-04"), ("notify", "2026-09-14", {"hearing_offered": "no"}),
    ("serve", "2026-09-14", {"document_seq": 3, "mode": "direct", "served_at": "2026-09-14T10:00+08:00"}),
)  # fmt: skip


@pytest.mark.parametrize("domain", FILING)
def test_a_case_of_each_domain_runs_on_its_own_clock(domain: str) -> None:
    facts = case(*NOTICED, organ=replace(ORGAN, domain=domain))
    told = {line.code: line.due_on.isoformat() for line in deadlines(facts, context("2026-09-15", domain))}
    assert (told["filing"], told["statement"]) == (FILING[domain], STATEMENT[domain])
