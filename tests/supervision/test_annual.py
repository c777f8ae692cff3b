"""行政执法统计年报: counting against a reckoning by hand, every figure with its cases, frozen when signed, public when released."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.security.hostile import JOURNEYS, browser
from tests.security.town import play

from mingjing.foundation.access import Forbidden
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.lawbook.terms import PenaltyKind
from mingjing.organs import queries as organs
from mingjing.publicity import operations as publicity
from mingjing.sites.journeys.player import read_story
from mingjing.supervision import operations, queries
from mingjing.supervision.rules import annual as rules
from mingjing.supervision.rules.counting import counting, read
from mingjing.supervision.rules.counting import told as counting_file
from mingjing.supervision.terms import Annual, Cell, Table, Told

NATIONAL = counting(2026)
A, B, C = (UUID(int=n) for n in (1, 2, 3))
NEXT = datetime(2027, 1, 11, 10, 0, tzinfo=CHINA)


def told(case: UUID, code: str, day: int = 1, **data: Any) -> Told:
    return Told(case, f"案{case.int}", code, date(2026, 3, day), data)


def figure(acts: list[Told], key: str) -> Cell:
    found = Annual(uuid4(), "示范局", 2026, "x", rules.tables(acts, NATIONAL)).cell(key)
    assert found is not None
    return found


YEAR = [
    told(A, "file_case", 1), told(B, "file_case", 2), told(C, "file_case", 3), told(C, "withdraw_filing", 4),
    told(A, "submit_review", 5), told(A, "give_opinion", 6, result="return"), told(A, "submit_review", 7), told(A, "give_opinion", 8, result="agree"),
    told(B, "submit_review", 8), told(B, "give_opinion", 9, result="disagree"),
    told(A, "state_defence", 9), told(A, "state_defence", 10), told(A, "hold_hearing", 11),
    told(A, "decide", 12, kinds=["warning", "fine", "stop"], fine="50000.00"), told(B, "decide", 13, kinds=["fine", "confiscate_gains"], fine="100.50", confiscation="899.50"),
    told(A, "receive_remedy", 20, kind="reconsideration"), told(A, "end_remedy", 25, remedy_kind="reconsideration", result="revoked"),
    told(B, "receive_remedy", 21, kind="lawsuit"), told(B, "end_remedy", 26, remedy_kind="lawsuit", result="upheld"),
    told(B, "transfer", 27, kind="crime"), told(A, "close", 28),
]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "count", "amount"),
    # Reckoned by hand from the list above.
    [
        ("kind-stop", 1, "50000.00"), ("kind-fine", 0, "0"), ("kind-confiscate_gains", 1, "1000.00"), ("penalties", 2, "51000.00"),
        ("file_case", 3, None), ("withdraw_filing", 1, None), ("decide", 2, None), ("transfer", 1, None), ("crime", 1, None), ("close", 1, None),
        ("reviewed", 2, None), ("opinions", 3, None), ("returned", 2, None), ("mended", 1, None), ("defences", 1, None), ("hearings", 1, None),
        ("reconsideration-asked", 1, None), ("reconsideration-wrong", 1, None), ("lawsuit-ended", 1, None), ("lawsuit-wrong", 0, None),
    ],
)  # fmt: skip
def test_each_figure_is_what_a_clerk_would_count(key: str, count: int, amount: str | None) -> None:
    found = figure(YEAR, key)
    assert found.count == count
    assert found.amount == (None if amount is None else Decimal(amount))


def test_a_decision_made_again_counts_once_with_its_last_figures() -> None:
    acts = [told(A, "decide", 1, kinds=["fine"], fine="100"), told(A, "decide", 2, kinds=["fine"], fine="80")]
    assert (figure(acts, "penalties").count, figure(acts, "penalties").amount) == (1, Decimal(80))


def test_a_penalty_of_no_known_kind_is_counted_as_other() -> None:
    assert figure([told(A, "decide", 1, kinds=[])], "kind-other").count == 1


def test_every_kind_of_penalty_has_a_place_in_the_order() -> None:
    assert set(NATIONAL.order) == set(PenaltyKind)
    assert NATIONAL.verified is False


def test_a_later_version_and_a_regions_own_order_count_otherwise_and_say_so() -> None:
    """The file as somebody would extend it: another order for 乙县, a new version from 2027 on."""
    file = dict(counting_file())
    other = {"number": "乙县-1", "from": 2019, "verified": True, "cites": "乙县", "order": ["fine", "warning"]}
    later = {**file["counting"][0], "number": "2027-1", "from": 2027, "corrected": ["revoked"]}
    file |= {
        "severity": {**file["severity"], "乙县": [other]},
        "regions": {"乙县": "乙县"},
        "counting": [*file["counting"], later],
    }
    here, there, new = read(file, 2026), read(file, 2026, "乙县"), read(file, 2027)
    assert (here.number, there.number, new.number) == ("2026-1", "2026-1", "2027-1")
    assert (here.severity, there.severity) == ("次序2026-1", "乙县-1")
    both = told(A, "decide", kinds=["warning", "fine"])
    assert (rules.heaviest(both, here), rules.heaviest(both, there)) == ("fine", "warning")
    with pytest.raises(LookupError):
        read(file, 2018)


KINDS = st.lists(st.sampled_from(list(PenaltyKind)), min_size=0, max_size=4, unique=True)


@given(st.lists(st.tuples(KINDS, st.integers(0, 10**9), st.integers(0, 10**9)), max_size=12))
def test_the_lines_add_up_whatever_was_decided(decisions: list[tuple[list[PenaltyKind], int, int]]) -> None:
    acts = [
        told(UUID(int=n), "decide", 1, kinds=[str(k) for k in kinds], fine=str(fine), confiscation=str(taken))
        for n, (kinds, fine, taken) in enumerate(decisions)
    ]
    made = Annual(uuid4(), "示范局", 2026, "x", rules.tables(acts, NATIONAL))
    assert not rules.adds_up(made)
    assert made.cell("penalties").count == len(decisions)  # type: ignore[union-attr]
    assert made.cell("penalties").amount == sum(fine + taken for _, fine, taken in decisions)  # type: ignore[union-attr]


def test_a_sum_that_is_wrong_is_refused() -> None:
    line, total = Cell("a", "甲", 1, ()), Cell("t", "合计", 2, ())
    bad = Annual(uuid4(), "示范局", 2026, "x", (Table("x", "表", (line,), total),))
    assert [one.rule for one in rules.adds_up(bad)] == ["SUP-02"]


@pytest.mark.parametrize(("today", "over"), [(date(2026, 12, 31), False), (date(2027, 1, 1), True)])
def test_a_year_is_signed_when_it_is_over(today: date, over: bool) -> None:
    assert (not rules.year_is_over(2026, today)) == over


def test_the_report_is_due_on_the_last_of_january_even_on_a_sunday() -> None:
    assert queries.due_of(2026) == date(2027, 1, 31)
    assert date(2027, 1, 31).isoweekday() == 7


@pytest.fixture(scope="module")
def played(shifan: Any, django_db_blocker: Any) -> Any:
    """One case of 2026, decided and public."""
    with django_db_blocker.unblock():
        steps = [dict(step) for step in read_story(JOURNEYS / "basic.yaml").steps if "act" in step or "publish" in step]
        play(shifan, [one for one in steps if str(one["at"])[:10] <= "2026-10-20"], party="恒源")
    return shifan


@pytest.mark.django_db
def test_the_year_is_read_in_few_queries_and_opens_its_cases(played: Any, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        made = queries.annual(played.organs["应急局"], 2026)
    decided = made.cell("penalties")
    assert decided is not None and decided.count == 1
    assert decided.cases[0][1].startswith("示应急罚〔2026〕")
    before = queries.annual(played.organs["应急局"], 2025)
    assert before.number("penalties") is None, "a year before the platform is not known, which is not none"
    assert before.months == ()
    assert queries.annual(played.organs["市监局"], 2026).cell("file_case").count == 0  # type: ignore[union-attr]


@pytest.mark.django_db
def test_a_signed_year_is_frozen_checked_and_made_public(played: Any, client: Client) -> None:
    organ, by = played.organs["应急局"], played.actor("公", NEXT)
    made = operations.sign_annual(organ_id=organ, year=2026, text="全年平稳。\n下一步加强检查。", by=by, at=NEXT)
    assert client.get("/sq/示应急/annual/2026/").status_code == 404
    publicity.check_entry(edition_id=made.id, by=played.actor("丁", NEXT), at=NEXT)
    publicity.release_entry(edition_id=made.id, by=played.actor("己", NEXT), at=NEXT)
    page = client.get("/sq/示应急/annual/2026/").content.decode()
    for word in ("全年平稳", "罚款", "被申请行政复议", "统计口径"):
        assert word in page
    with pytest.raises(Refused) as refused:
        operations.sign_annual(organ_id=organ, year=2026, text="改一改", by=by, at=NEXT)
    assert refused.value.rules == {"PUB-27"}
    assert operations.sign_annual(organ_id=organ, year=2026, text="改一改", reason="数字有误", by=by, at=NEXT).seq == 2


@pytest.mark.django_db
def test_before_its_end_or_without_words_a_year_is_not_signed(played: Any) -> None:
    organ, now = played.organs["应急局"], datetime(2026, 12, 31, 10, tzinfo=CHINA)
    with pytest.raises(Refused) as refused:
        operations.sign_annual(organ_id=organ, year=2026, text="总体情况", by=played.actor("公", now), at=now)
    assert refused.value.rules == {"SUP-03"}
    for text in ("  ", "有字\n（请补充：主要做法）", "\u202e倒写", "字" * 2001, "生僻字\U0003134a"):
        with pytest.raises(Invalid) as invalid:
            operations.sign_annual(organ_id=organ, year=2026, text=text, by=played.actor("公", NEXT), at=NEXT)
        assert set(invalid.value.errors) == {"text"}
    for year in (2018, 2028):
        with pytest.raises(Invalid):
            operations.sign_annual(organ_id=organ, year=year, text="总体情况", by=played.actor("公", NEXT), at=NEXT)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["甲", "档", "监", "市公", "市己", "系小管"])
def test_nobody_else_signs(played: Any, key: str) -> None:
    with pytest.raises(Forbidden):
        operations.sign_annual(
            organ_id=played.organs["应急局"], year=2026, text="总体情况", by=played.actor(key, NEXT), at=NEXT
        )


@pytest.mark.django_db
def test_the_sum_of_the_organs_is_the_county(played: Any, django_assert_max_num_queries: Any) -> None:
    page = browser(played.people["监"]).get("/bureau/annual/?year=2026").content.decode()
    assert "全部机关汇总" in page
    every = organs.organs()
    with django_assert_max_num_queries(7):
        rolled = queries.counted(every, 2026)
    assert sum(figures.number("file_case") or 0 for figures in rolled.values()) == 1
    one = browser(played.people["监"]).get("/bureau/annual/?year=2026&organ=yjj&cell=penalties").content.decode()
    assert "示应急罚" in one
    assert browser(played.people["监"]).get("/bureau/annual/?organ=nobody").status_code == 404


@pytest.mark.django_db
def test_the_page_of_an_organ_shows_its_own_only(played: Any) -> None:
    page = browser(played.people["市公"]).get("/bureau/annual/?year=2026&organ=yjj&cell=penalties").content.decode()
    assert "示应急罚" not in page
    assert "示范县市场监督管理局" in page
    for year in ("abc", "99999", "1", "-5", "２０２６"):
        assert browser(played.people["公"]).get(f"/bureau/annual/?year={year}").status_code == 200
    form = browser(played.people["公"]).post("/bureau/annual/2026/sign/", {"text": "总体情况"})
    assert form.status_code in {302, 409}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "sees"),
    [("公", True), ("丁", True), ("己", True), ("监", True), ("甲", False), ("市公", False), ("系小管", False)],
)
def test_figures_are_for_the_organ_and_its_supervisor(played: Any, key: str, sees: bool) -> None:
    assert operations.sees_figures(played.actor(key, NEXT), played.organs["应急局"]) == sees
