"""The newest hits, block by block: the same rows in the same order whatever the size of the blocks."""

from datetime import date, timedelta
from uuid import UUID, uuid5

import pytest

from mingjing.foundation import search, search_stores

pytestmark = pytest.mark.django_db
ROOT, ORGANS = UUID(int=7), (UUID(int=1), UUID(int=2))
DAY = date(2026, 1, 15)


def name(number: int) -> UUID:
    return uuid5(ROOT, str(number))


@pytest.fixture(params=[0, 5, 5000])
def indexed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty texts; every second of one organ, every fifth with a rare word, a month's days apart."""
    monkeypatch.setattr(search_stores, "BLOCK", 4)
    monkeypatch.setattr(search_stores, "STEPS", (1, 2, 3))
    monkeypatch.setattr(search_stores, "RARE", request.param)
    entries = [
        search.Entry(
            name(one),
            f"示范{'罕见' if one % 5 == 0 else '常见'}公司",
            "罚款",
            DAY + timedelta(days=10 * one),
            ORGANS[one % 2],
        )
        for one in range(60)
    ]
    search.index_many("newest", entries)
    search.index_many(
        "other", [search.Entry(uuid5(name(one), "o"), "示范罕见公司", "罚款", DAY, ORGANS[0]) for one in range(9)]
    )


@pytest.mark.parametrize("limit", [1, 3, 7, 60, 100])
@pytest.mark.parametrize(("word", "every"), [("公司", 1), ("罕见", 5), ("没有", 0), ("示范 罚款", 1)])
def test_the_newest_come_first_however_many_blocks_it_takes(indexed: None, word: str, every: int, limit: int) -> None:
    wanted = [name(one) for one in reversed(range(60)) if every and one % every == 0][:limit]
    assert list(search.newest("newest", word, limit)) == wanted


def test_organ_and_days_narrow_before_the_limit(indexed: None) -> None:
    odd = [name(one) for one in reversed(range(60)) if one % 2]
    assert list(search.newest("newest", "公司", 5, organ_id=ORGANS[1])) == odd[:5]
    since, until = DAY + timedelta(days=100), DAY + timedelta(days=205)
    assert list(search.newest("newest", "公司", 50, since=since, until=until)) == [
        name(one) for one in reversed(range(10, 21))
    ]
    assert list(search.newest("newest", "罕见", 50, organ_id=ORGANS[0], since=DAY, until=DAY)) == [name(0)]
    assert search.newest("newest", "公司", 5, since=date(2035, 1, 1)) == ()


def test_what_is_indexed_again_stays_in_its_place(indexed: None) -> None:
    search.index("newest", name(3), "示范罕见公司", "改过", DAY, organ_id=ORGANS[1])
    assert list(search.newest("newest", "罕见", 60))[-2:] == [name(3), name(0)]
    assert list(search.newest("newest", "罚款 罕见", 60))[-1] == name(0)
