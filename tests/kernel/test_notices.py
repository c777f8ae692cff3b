"""A holiday notice that a person typed: every mistake has its own Chinese sentence."""

import re

import pytest

from mingjing.kernel.findings import Invalid
from mingjing.kernel.notices import parse_notice

GOOD = """
year: 2027
source: {document: 国务院办公厅关于2027年部分节假日安排的通知, number: 国办发明电〔2026〕9号, issued: 2026-11-05}
checked: 2026-11-22
holidays:
  - {name: 元旦, from: 2027-01-01, to: 2027-01-03}
  - {name: 劳动节, from: 2027-05-01, to: 2027-05-05, make_up: [2027-05-08]}
  - {name: 国庆节, from: 2027-10-01, to: 2027-10-07, make_up: [2027-09-26]}
"""


def problems(text: str) -> list[str]:
    with pytest.raises(Invalid) as refused:
        parse_notice(text)
    assert list(refused.value.errors) == ["notice"]
    return refused.value.errors["notice"]


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("year: 2027", "year: 2028", "2027年1月1日（元旦）不属于2028年的放假安排"),
        ("year: 2027", "year: 二〇二七", "year 应为"),
        ("year: 2027", "year: true", "year 应为"),
        ("year: 2027", "year: 1949", "year 应为"),
        ("checked: 2026-11-22", "checked: 明天", "checked 应为"),
        ("checked: 2026-11-22", "checked: 2026-11-22 08:00:00", "checked 应为"),
        ("checked: 2026-11-22", "checked: 2026-10-22", "核对日期2026年10月22日早于成文日期"),
        ("checked: 2026-11-22", "checked: 2026-11-22\nnote: x", "不认识的一项“note”"),
        ("issued: 2026-11-05", "issued: 2029-11-05", "晚于2027年年底"),
        ("issued: 2026-11-05", "issued: 昨天", "成文日期 issued 应为日期"),
        ("number: 国办发明电〔2026〕9号", "number: ' '", "缺少文号 number"),
        ("document: 国务院办公厅关于2027年部分节假日安排的通知, ", "", "缺少通知名称 document"),
        ("issued:", "page: 1, issued:", "source 有不认识的一项“page”"),
        ("name: 元旦", "nam: 元旦", "第1项没有节日名称"),
        ("make_up: [2027-05-08]", "makeup: [2027-05-08]", "第2项“劳动节”有不认识的一项“makeup”"),
        ("[2027-05-08]", "2027-05-08", "make_up 应为日期的列表"),
        ("[2027-05-08]", "[五月八日]", "make_up 应为日期的列表"),
        ("[2027-05-08]", "[2027-05-07]", "2027年5月7日（周五）本来就是工作日，不能列为劳动节的调休上班日"),
        ("[2027-05-08]", "[2027-05-08, 2027-05-08]", "调休上班日2027年5月8日重复列出"),
        ("[2027-05-08]", "[2027-05-02]", "2027年5月2日既列为放假日又列为劳动节的调休上班日"),
        ("[2027-05-08]", "[2026-05-09]", "2026年5月9日（劳动节）不属于2027年"),
        ("[2027-05-08]", "[2028-01-01]", "2028年1月1日（劳动节）不属于2027年"),
        ("from: 2027-10-01, to: 2027-10-07", "from: 2027-10-02, to: 2027-10-07", "缺少法定节日2027年10月1日（国庆节）"),
        ("from: 2027-05-01, to: 2027-05-05", "from: 2027-05-01, to: 2027-05-01", "缺少法定节日2027年5月2日（劳动节）"),
        ("to: 2027-01-03", "to: 2026-12-31", "结束日2026年12月31日早于开始日2027年1月1日"),
        ("to: 2027-01-03", "to: 2027-02-03", "连续放假超过15天"),
        ("to: 2027-01-03", "to: 2027-01-32", "写法读不懂"),
        ("to: 2027-01-03", "to: 三日", "放假起止 from、to 应为日期"),
        ("from: 2027-01-01, ", "", "放假起止 from、to 应为日期"),
        ("from: 2027-01-01", "from: 2027-01-01 08:00:00", "放假起止 from、to 应为日期"),
        ("name: 国庆节, from: 2027-10-01", "name: 国庆节, from: [", "写法读不懂（第8行附近）"),
    ],
)
def test_a_mistake_is_named(old, new, sentence):
    assert any(sentence in found for found in problems(changed(old, new))), problems(changed(old, new))


def test_a_day_off_twice_is_named():
    double = GOOD + "  - {name: 中秋节, from: 2027-10-07}\n"
    assert problems(double) == ["放假日2027年10月7日重复列出（中秋节）"]


@pytest.mark.parametrize("text", ["", "- 2027", "放假", "42"])
def test_something_else_than_a_notice(text):
    assert problems(text) == ["放假通知应写明 year、source、checked、holidays 四项"]


def test_an_empty_notice_names_all_that_is_missing():
    found = " ".join(problems("{}"))
    assert all(re.search(word, found) for word in ("year", "checked", "source"))


@pytest.mark.parametrize("value", ["[]", "元旦", "{}"])
def test_a_notice_without_festivals(value):
    head = GOOD.split("holidays:")[0]
    assert problems(f"{head}holidays: {value}") == ["holidays 应逐行列出通知中的节日"]


@pytest.mark.parametrize("text", ["[" * 5000, "year: " + "9" * 5000, "!!python/object:os.system {}", "\x00"])
def test_hostile_text_is_only_unreadable(text):
    assert "写法读不懂" in problems(text)[0]


def test_a_very_long_text_is_not_read():
    assert "过长" in problems(GOOD + "#" * 70_000)[0]


def test_all_mistakes_are_told_at_once():
    text = changed("[2027-05-08]", "[2027-05-07]").replace("[2027-09-26]", "[2027-09-27]")
    assert len(problems(text)) == 2
