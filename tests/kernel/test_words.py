"""Words for search, and the text they come from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.kernel.text import clean
from mingjing.kernel.tokens import query_tokens, tokens


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("罚", ["罚"]),
        ("处罚", ["处", "处罚", "罚"]),
        ("行政处罚", ["行", "行政", "政", "政处", "处", "处罚", "罚"]),
        ("处罚，公示", ["处", "处罚", "罚", "公", "公示", "示"]),
        ("USCC 91130821MA0HTEA1XE", ["uscc", "91130821ma0htea1xe"]),
        ("ＡＢ１２", ["ab12"]),
        ("示应急罚〔2026〕9号", ["示", "示应", "应", "应急", "急", "急罚", "罚", "2026", "9", "号"]),
        ("A公司", ["a", "公", "公司", "司"]),
        ("二〇二六々", ["二", "二〇", "〇", "〇二", "二", "二六", "六", "六々", "々"]),
        ("x_y-z", ["x", "y", "z"]),
        ("𠮷野家", ["𠮷", "𠮷野", "野", "野家", "家"]),
        ("Straße Ελλάδα", ["strasse", "ελλάδα"]),
        ("…！\u3000\n", []),
    ],
)
def test_what_is_indexed(text, found):
    assert tokens(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("罚", ["罚"]),
        ("处罚", ["处罚"]),
        ("行政处罚", ["行政", "政处", "处罚"]),
        ("恒源 化", ["恒源", "化"]),
        ("恒源ABC", ["恒源", "abc"]),
        ("\"'*(", []),
    ],
)
def test_what_is_asked_for(text, found):
    assert query_tokens(text) == found


@given(st.text(max_size=40), st.text(alphabet="行政处罚公示A1 ，", min_size=1, max_size=12), st.text(max_size=40))
def test_a_text_is_found_by_any_part_that_ends_at_its_blanks(before, part, after):
    assert set(query_tokens(part)) <= set(tokens(f"{before} {part} {after}"))


@given(st.text(max_size=60))
def test_tokens_hold_nothing_a_query_language_knows(text):
    assert all(token and not set(token) & set(" \"'*():^-\x00") for token in tokens(text) + query_tokens(text))


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("甲\r\n乙\r丙\u2028丁\u2029戊\x85己", "甲\n乙\n丙\n丁\n戊\n己"),
        ("\ufeff甲", "甲"),
        ("甲\t乙\u3000丙", "甲\t乙\u3000丙"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("a\u00a0b", "a\u00a0b"),
        ("", ""),
    ],
)
def test_line_ends_are_made_equal(text, tidy):
    assert clean(text) == (tidy, [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("甲\x00乙", "第1行第2个字是控制字符（U+0000），请删除后重新提交。"),
        ("甲\n乙丙\x07", "第2行第3个字是控制字符（U+0007）"),
        ("甲\x0b", "控制字符（U+000B）"),
        ("\u202e甲", "第1行第1个字是改变文字方向的符号（U+202E）"),
        ("甲\u2066", "改变文字方向的符号（U+2066）"),
        ("甲\u200b乙", "不可见的格式符号（U+200B）"),
        ("甲\ufeff乙", "不可见的格式符号（U+FEFF）"),
        ("甲\U000e0041", "不可见的格式符号（U+E0041）"),
        ("甲\ud800", "残缺的字符（U+D800）"),
    ],
)
def test_invisible_characters_are_refused_with_their_place(text, told):
    tidy, problems = clean(text)
    assert len(problems) == 1 and told in problems[0]
    assert len(tidy) == len(text), "nothing that was typed is lost"


def test_many_invisible_characters_are_counted():
    problems = clean("\u200b" * 8)[1]
    assert len(problems) == 6 and problems[-1] == "另有3处同类字符，请一并删除。"
