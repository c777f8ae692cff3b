"""Found by sound and gathered under a credit code (PUB-85): only organisations, only what is public now."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.publicity import samples

from mingjing.foundation.models import SearchEntry
from mingjing.kernel.days import CHINA
from mingjing.publicity import operations, queries
from mingjing.publicity.models import Publication
from mingjing.publicity.rules.subjects import subject_code
from mingjing.publicity.terms import SOUND_KIND, Category, Filters

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 11, 12, 15, 0, tzinfo=CHINA)


def withdraw(publication_id: Any) -> None:
    operations.withdraw(
        publication_id=publication_id, trigger="revoked", reason="复议决定撤销本决定", by=samples.PUBLICIST, at=LATER
    )


@pytest.mark.parametrize(
    ("natural", "code", "text", "expected"),
    [
        (False, samples.USCC, f"代码：{samples.USCC}。", samples.USCC),
        (False, samples.USCC.lower(), f"代码：{samples.USCC}。", samples.USCC),
        (True, samples.USCC, f"代码：{samples.USCC}。", ""),
        (False, samples.USCC, "代码没有写在公开的文本里。", ""),
        (False, "91130821MA0HTEA1XX", "91130821MA0HTEA1XX", ""),
        (False, samples.WELDER_ID, samples.WELDER_ID, ""),
        (False, "", "", ""),
    ],
)
def test_only_the_public_code_of_a_unit_gathers(natural: bool, code: str, text: str, expected: str) -> None:
    assert subject_code(natural, code, text) == expected


def test_a_unit_has_a_page_and_a_person_has_none() -> None:
    samples.released()
    samples.released(samples.natural())
    found = queries.subject(samples.USCC)
    assert found is not None
    assert (found.name, found.total, found.first, dict(found.categories)) == (
        "示范县恒源化工有限公司", 1, samples.DECIDED, {"penalty": 1},
    )  # fmt: skip
    assert [row.number for row in queries.page(Filters(uscc=samples.USCC)).rows] == [samples.NUMBER]
    assert queries.subject("130821197001011235") is None
    assert queries.subject("") is None
    assert Publication.objects.get(number="示应急罚〔2026〕10号").party_uscc == ""


def test_before_the_release_and_after_the_withdrawal_nothing_is_gathered() -> None:
    waiting = samples.confirmed()
    assert queries.subject(samples.USCC) is None
    made = operations.release(publication_id=waiting.id, by=samples.PUBLICIST, at=samples.NOW)
    assert queries.subject(samples.USCC) is not None
    withdraw(made.id)
    assert queries.subject(samples.USCC) is None
    assert Publication.objects.get(pk=made.id).party_uscc == ""
    assert not queries.page(Filters(uscc=samples.USCC, state="withdrawn")).rows


def test_a_correction_that_takes_the_code_out_gathers_no_more() -> None:
    made = samples.released()
    operations.correct(
        publication_id=made.id, reason="删去不应写的代码", paragraphs=["当事人：示范县恒源化工有限公司。"], by=samples.PUBLICIST, at=LATER,
    )  # fmt: skip
    assert queries.subject(samples.USCC) is None


@pytest.mark.parametrize("letters", ["hengyuan", "hyhg", "hengyu", "tezhongzuoye", "tzzy"])
def test_a_decision_is_found_by_sound_until_it_is_withdrawn(letters: str) -> None:
    made = samples.released()
    assert [row.id for row in queries.decisions_sounding(letters)] == [made.id]
    withdraw(made.id)
    assert queries.decisions_sounding(letters) == ()
    assert not SearchEntry.objects.filter(kind=SOUND_KIND).exists(), "the index itself holds nothing any more"


@pytest.mark.parametrize(
    "letters", ["lihangong", "lhg", "wangxiaohan", "wxh", "zhaojubao", "zjb", "zhangdamin", "zdm", "damin"]
)
def test_what_was_removed_cannot_be_found_by_its_sound(letters: str) -> None:
    samples.released()
    samples.released(samples.natural())
    assert queries.decisions_sounding(letters) == ()


def test_the_sounds_kept_of_a_person_are_of_the_cause_only() -> None:
    made = samples.released(samples.natural())
    kept = SearchEntry.objects.get(kind=SOUND_KIND, object_id=made.id)
    assert "zhang" not in kept.title.split()
    assert "mou" not in kept.title.split()
    assert kept.body == ""


def test_the_number_is_found_however_it_is_typed() -> None:
    made = samples.released()
    for typed in (
        "示应急罚〔2026〕9号",
        "示应急罚[2026]9号",
        "示应急罚（2026）9号",
        "示应急罚 ２０２６ 9号",
        "示应急罚20269号"[:4] + "【2026】9号",
    ):
        assert [row.id for row in queries.numbered(typed)] == [made.id], typed
    for typed in ("示应急罚〔2026〕99号", "示应急罚", "", "9", "号"):
        assert queries.numbered(typed) == (), typed
    withdraw(made.id)
    assert queries.numbered(samples.NUMBER) == ()


def test_what_was_published_before_an_upgrade_is_indexed_anew() -> None:
    made, natural = samples.released(), samples.released(samples.natural())
    gone = samples.withdrawn(samples.decision(number="示应急罚〔2026〕3号"))
    SearchEntry.objects.filter(kind=SOUND_KIND).delete()
    Publication.objects.update(party_uscc="")
    stamp = queries.stamp("示应急", samples.NUMBER)
    after = operations.index_anew(by="system")
    assert after is not None
    assert operations.index_anew(by="system", after=after) is None
    assert operations.index_entries_anew(by="system") == 0
    assert [row.id for row in queries.decisions_sounding("hengyuan")] == [made.id]
    assert set(SearchEntry.objects.filter(kind=SOUND_KIND).values_list("object_id", flat=True)) == {made.id, natural.id}
    assert gone.id not in {row.id for row in queries.page(Filters(uscc=samples.USCC)).rows}
    assert queries.stamp("示应急", samples.NUMBER) == stamp, "the public page did not change"
    again = operations.index_anew(by="system")
    assert again == after, "done again, it does the same"


def test_every_month_has_its_line() -> None:
    samples.released()
    samples.released(samples.natural(), at=datetime(2026, 9, 30, 23, 59, tzinfo=CHINA))
    samples.withdrawn(samples.decision(number="示应急罚〔2026〕3号"))
    told = queries.twelve_months(date(2026, 11, 29), "示应急")
    assert [one.first for one in told] == [date(2026, m, 1) for m in range(11, 0, -1)] + [date(2025, 12, 1)]
    assert {one.first.month: one.total for one in told if one.total} == {11: 1, 9: 1}
    assert set(told[0].counts) == set(Category)
    assert all(not one.total for one in queries.twelve_months(date(2026, 11, 29), "没有这个机关"))
    assert [one.first for one in queries.twelve_months(date(2026, 1, 31))][:2] == [date(2026, 1, 1), date(2025, 12, 1)]


def test_the_month_of_a_list_begins_and_ends_at_midnight_in_china() -> None:
    samples.released(at=datetime(2026, 10, 31, 23, 59, 59, tzinfo=CHINA))
    samples.released(samples.natural(), at=datetime(2026, 11, 1, 0, 0, tzinfo=CHINA))
    assert [row.party for row in queries.page(Filters(month=date(2026, 10, 9))).rows] == ["示范县恒源化工有限公司"]
    assert [row.party for row in queries.page(Filters(month=date(2026, 11, 30))).rows] == ["张某"]


def test_questions_are_few() -> None:
    for number in range(11, 19):
        samples.released(samples.decision(number=f"示应急罚〔2026〕{number}号"))
    for ask, most in (
        (lambda: queries.decisions_sounding("xianxianxianxian"), 6),
        (lambda: queries.decisions_sounding("hengyuan"), 6),
        (lambda: queries.numbered("示应急罚〔2026〕12号"), 2),
        (lambda: queries.subject(samples.USCC), 2),
        (lambda: queries.twelve_months(date(2026, 11, 29)), 1),
    ):
        with CaptureQueriesContext(connection) as told:
            ask()
        assert len(told) <= most
