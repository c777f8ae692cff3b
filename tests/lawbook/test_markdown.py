"""Texts that an organ adds itself."""

from datetime import date
from pathlib import Path

import pytest
from tests.lawbook.shelf import ADMIN, AT

from mingjing.kernel.findings import Invalid
from mingjing.lawbook import operations, queries
from mingjing.lawbook.rules.markdown import LIMIT, read
from mingjing.lawbook.rules.numerals import article_key, label_parts
from mingjing.lawbook.rules.validity import effective, gaps

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "laws"
TEXT = """# 示范省行政处罚程序办法

2020年1月2日 示范省人民政府令第1号公布

2026年3月4日 示范省人民政府令第9号修订

<!-- INFO END -->

## 第一章 总 则

第一条 为了规范行政处罚，制定本办法。

第二条 本办法适用于：

（一）处罚；

（二）强制。

第二条之一 听证依照《行政处罚法》第六十四条。

## 第二章 附则

### 第一节 施行

第三条 本办法自2026年5月1日起施行。
"""


def test_title_history_chapters_and_articles_are_read() -> None:
    draft = read(TEXT)
    assert (draft.title, draft.published_on) == ("示范省行政处罚程序办法", date(2026, 3, 4))
    assert [(one.label, one.number, one.sub) for one in draft.articles] == [
        ("第一条", 1, 0), ("第二条", 2, 0), ("第二条之一", 2, 1), ("第三条", 3, 0),
    ]  # fmt: skip
    assert draft.articles[1].text == "本办法适用于：\n（一）处罚；\n（二）强制。"
    assert (draft.articles[0].chapter, draft.articles[3].section) == ("第一章 总则", "第一节 施行")
    assert (draft.level, draft.issuer) == ("地方政府规章", "示范省人民政府")
    assert effective(draft) == (date(2026, 5, 1), True)


def test_the_day_in_the_file_s_name_comes_first() -> None:
    assert read(TEXT, name="办法(2026-04-05).md").published_on == date(2026, 4, 5)


def test_an_amended_text_that_speaks_of_its_first_version_has_no_known_entry() -> None:
    at_once = read(TEXT.replace("自2026年5月1日起", "自公布之日起"))
    assert effective(at_once) == (date(2026, 3, 4), False)
    older = read(TEXT.replace("自2026年5月1日起", "自2020年5月1日起"))
    assert effective(older) == (date(2026, 3, 4), False)
    first = read(
        TEXT.replace("自2026年5月1日起", "自公布之日起").replace("2026年3月4日 示范省人民政府令第9号修订\n", "")
    )
    assert effective(first) == (date(2020, 1, 2), True)


def test_a_day_that_is_none_is_no_entry_into_force() -> None:
    assert read(TEXT.replace("2026年5月1日", "2026年2月30日")).entry_on is None


def test_what_stands_before_the_first_article_is_no_article() -> None:
    draft = read(TEXT.replace("## 第一章 总 则", "## 第一章 总 则\n\n序言一段。"))
    assert draft.articles[0].text == "为了规范行政处罚，制定本办法。"


def test_missing_numbers_are_found() -> None:
    assert gaps(read(TEXT.replace("第三条 本办法", "第五条 本办法"))) == (3, 4)
    assert gaps(read(TEXT)) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("第一条 没有标题。", "没有标题"),
        ("# 甲办法\n\n第一条 没有日期。", "没有版本日期"),
        ("# 甲办法\n\n2026年13月1日 公布\n\n第一条 文。", "没有这一天"),
        ("# 甲办法\n\n2026年1月1日 公布\n\n没有条文。", "没有读到条文"),
        ("# " + "长" * 201 + "\n\n2026年1月1日 公布\n\n第一条 文。", "标题超过200字"),
        ("# 甲办法\n\n2026年1月1日 公布\n\n第一条 文\x00。", "控制字符"),
        ("# 甲办法\n\n2026年1月1日 公布\n\n第一条 文\u202e。", "改变文字方向"),
        ("长" * (LIMIT + 1), "文本过大"),
        ("", "没有标题"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        read(text)


def test_a_paragraph_that_begins_with_an_article_is_no_new_article() -> None:
    draft = read(TEXT.replace("（二）强制。", "第五条规定的情形除外。"))
    assert [one.label for one in draft.articles] == ["第一条", "第二条", "第二条之一", "第三条"]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        (58, (58, 0)), ("58", (58, 0)), ("第五十八条", (58, 0)), ("五十八", (58, 0)), (" 120之一 ", (120, 1)),
        ("第一千二百四十二条", (1242, 0)), ("0", None), (-1, None), ("", None), ("甲", None), ("9" * 30, None),
        ("第条", None), ("'; --", None), ("百十", None),
    ],
)  # fmt: skip
def test_an_article_may_be_typed_in_many_ways(typed: int | str, key: tuple[int, int] | None) -> None:
    assert article_key(typed) == key


def test_labels_that_are_none() -> None:
    assert label_parts("条目一") is None
    assert label_parts("第百十条") is None


@pytest.mark.django_db
def test_a_text_is_added_found_linked_and_searched(shelf) -> None:
    facts, warnings = operations.add_law(by=ADMIN, at=AT, text=TEXT, name="办法.md")
    assert (facts.article_count, warnings) == (4, ())
    found = queries.article("示范省行政处罚程序办法", "2之一")
    assert found
    (link,) = queries.resolve(found.text)
    assert link.article
    assert link.article.citation == "《行政处罚法》第六十四条"
    assert queries.search("示范省 听证")[0].article == found


@pytest.mark.django_db
def test_the_same_text_again_changes_nothing_and_another_of_that_day_is_refused() -> None:
    first, _ = operations.add_law(by=ADMIN, at=AT, text=TEXT)
    again, _ = operations.add_law(by=ADMIN, at=AT, text=TEXT)
    assert again == first
    with pytest.raises(Invalid, match="文本不同"):
        operations.add_law(by=ADMIN, at=AT, text=TEXT.replace("强制", "许可"))


@pytest.mark.django_db
def test_a_newer_version_ends_the_older_and_takes_its_place_in_the_search() -> None:
    operations.add_law(by=ADMIN, at=AT, text=TEXT)
    newer = (
        TEXT.replace("2026年3月4日", "2026年9月1日").replace("2026年5月1日", "2026年10月1日").replace("强制", "许可")
    )
    operations.add_law(by=ADMIN, at=AT, text=newer)
    reading = queries.law("示范省行政处罚程序办法", date(2026, 9, 30))
    assert reading
    assert reading.law.effective_to == date(2026, 10, 1)
    assert [one.published_on for one in reading.versions] == [date(2026, 9, 1), date(2026, 3, 4)]
    assert [hit.article.law.published_on for hit in queries.search("示范省 第二条 处罚")] == [date(2026, 9, 1)] * 2


@pytest.mark.django_db
def test_gaps_are_told() -> None:
    _, warnings = operations.add_law(by=ADMIN, at=AT, text=TEXT.replace("第三条 本办法", "第五条 本办法"))
    assert "缺第3、4条" in warnings[0]


@pytest.mark.django_db
def test_every_shared_text_can_be_added() -> None:
    if not SHARED.is_dir():
        pytest.skip("没有共享资料 shared/laws，跳过")
    for path in sorted(SHARED.glob("*.md")):
        facts, warnings = operations.add_law(by=ADMIN, at=AT, text=path.read_text(encoding="utf-8"), name=path.name)
        assert warnings == (), path.name
        assert facts.article_count >= 7, path.name
    holidays = queries.law("全国年节及纪念日放假办法")
    assert holidays
    assert [one.published_on for one in holidays.versions] == [date(2024, 11, 10), date(2013, 12, 11)]
    assert queries.check().differences == ()
