"""Two versions of a law side by side: the pieces give both texts back, whatever was written; articles find each other by their words."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.bureau.case_desk import NOW, clock, enter
from tests.lawbook.shelf import TODAY

from mingjing.lawbook import queries
from mingjing.lawbook.models import LawVersion
from mingjing.lawbook.rules.versions import compared, pieces
from mingjing.lawbook.terms import ArticleFacts, Form, LawFacts, Status
from mingjing.lawbook.terms.versions import Change
from mingjing.sites.journeys.world import World

LAW = LawFacts(
    uuid4(),
    uuid4(),
    "示范条例",
    "示范条例",
    "",
    "",
    "",
    "",
    TODAY,
    TODAY,
    True,
    None,
    next(iter(Status)),
    "",
    0,
    "",
    "",
)


def article(number: int, text: str) -> ArticleFacts:
    return ArticleFacts(uuid4(), LAW, f"第{number}条", next(iter(Form)), number, 0, "", "", text, "", "")


def told(old: list[str], new: list[str]) -> list[tuple[str, str, str]]:
    sides = [[article(at, text) for at, text in enumerate(side, start=1)] for side in (old, new)]
    return [
        (one.change.value, one.old.label if one.old else "", one.new.label if one.new else "")
        for one in compared(*sides)
    ]


A, B, C = (
    "生产经营单位应当设置安全生产管理机构。",
    "从业人员应当接受安全生产教育和培训，掌握本职工作所需的知识。",
    "违反本条例规定的，责令限期改正，处一万元以下罚款。",
)


def test_articles_find_each_other_by_their_words() -> None:
    assert told([A, B, C], [A, B, C]) == [
        ("same", "第1条", "第1条"),
        ("same", "第2条", "第2条"),
        ("same", "第3条", "第3条"),
    ]
    assert told([A, C], [A, B, C]) == [("same", "第1条", "第1条"), ("added", "", "第2条"), ("moved", "第2条", "第3条")]
    assert told([A, B, C], [A, C]) == [
        ("same", "第1条", "第1条"),
        ("removed", "第2条", ""),
        ("moved", "第3条", "第2条"),
    ]
    changed = C.replace("一万元", "三万元")
    assert told([A, B, C], [A, changed]) == [
        ("same", "第1条", "第1条"),
        ("removed", "第2条", ""),
        ("changed", "第3条", "第2条"),
    ]
    assert told([], [A]) == [("added", "", "第1条")] and told([A], []) == [("removed", "第1条", "")]


@given(old=st.text(alphabet="甲乙丙，。 12a\n", max_size=40), new=st.text(alphabet="甲乙丙，。 12a\n", max_size=40))
def test_the_pieces_give_both_texts_back(old: str, new: str) -> None:
    found = list(pieces(old, new))
    assert "".join(one.text for one in found if one.old) == old and "".join(one.text for one in found if one.new) == new


@given(
    st.lists(st.sampled_from([A, B, C, "废止。"]), max_size=6),
    st.lists(st.sampled_from([A, B, C, "废止。"]), max_size=6),
)
def test_every_article_of_both_versions_stands_once(old: list[str], new: list[str]) -> None:
    found = told(old, new)
    assert [one for _, one, _ in found if one] == [f"第{n}条" for n in range(1, len(old) + 1)]
    assert [one for _, _, one in found if one] == [f"第{n}条" for n in range(1, len(new) + 1)]


@pytest.mark.django_db
def test_the_page_shows_two_versions_or_says_there_is_one(shifan: World) -> None:
    held = queries.law("安全生产法", NOW.date())
    assert held is not None
    address = f"/bureau/laws/{held.law.version_id}/compare/"
    with clock(NOW):
        client = enter(shifan, "甲")
        assert "法规库里只有这一个版本" in client.get(address).content.decode()
        other = _earlier(held.law.version_id)
        page = client.get(address).content.decode()
        assert (
            "<del>" in page
            and "<ins>" in page
            and "逐条对照" in client.get(f"/bureau/laws/{held.law.version_id}/").content.decode()
        )
        assert "只变条号" not in page or client.get(f"{address}?every=1").status_code == 200
        assert (
            client.get(f"{address}?with=没有").status_code == 200
            and client.get(f"/bureau/laws/{uuid4()}/compare/").status_code == 404
        )
    assert queries.law_changes(held, held.law.version_id) is None
    assert queries.law_changes(held, uuid4()) is None
    found = queries.law_changes(held, other)
    assert found is not None and found[0].law.version_id == other
    assert [one.change for one in found[2] if one.change is not Change.SAME] == [Change.CHANGED, Change.ADDED]


def _earlier(version_id: UUID) -> UUID:
    """A made-up earlier version: the last article is not there yet, the first reads otherwise."""
    row = LawVersion.objects.get(pk=version_id)
    articles = list(row.articles.order_by("position"))
    row.pk, row._state.adding, row.published_on, row.effective_from, row.effective_to = (
        uuid4(),
        True,
        date(2002, 6, 29),
        date(2002, 11, 1),
        row.effective_from,
    )
    row.save()
    for one in articles[:-1]:
        one.pk, one._state.adding, one.version = uuid4(), True, row
        if one.position == articles[0].position:
            one.text = one.text.replace("安全生产", "生产安全", 1)
        one.save()
    assert replace(LAW).law_id == LAW.law_id
    return row.pk
