"""The plain words of a holiday notice: read as the office of the State Council writes them, doubts told."""

from datetime import date
from importlib.resources import files

import pytest

from mingjing.kernel.notice_words import HolidayRow, read_words, write_notice
from mingjing.kernel.notices import parse_notice

WORDS = """国务院办公厅关于2026年
部分节假日安排的通知
国办发明电〔2025〕7号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
国务院办公厅
2025年11月4日
"""


def test_the_notice_of_2026_reads_as_it_is_kept() -> None:
    kept = parse_notice((files("mingjing.kernel") / "calendars" / "2026.yaml").read_text(encoding="utf-8"))
    found = read_words(WORDS)
    assert found.problems == [] and found.year == 2026
    assert (found.document, found.number, found.issued) == (kept.document, kept.number, kept.issued)
    written = write_notice(
        year=2026, document=found.document, number=found.number, issued=date(2025, 11, 4), checked=kept.checked,
        url="", rows=found.rows,
    )  # fmt: skip
    assert parse_notice(written) == kept


def test_one_line_without_a_head_is_read_for_the_year_given() -> None:
    words = WORDS[WORDS.index("一、元旦") :].replace("\n", "")
    assert [row.name for row in read_words(words, 2026).rows] == [
        "元旦",
        "春节",
        "清明节",
        "劳动节",
        "端午节",
        "中秋节",
        "国庆节",
    ]


@pytest.mark.parametrize(
    ("words", "row"),
    [
        ("元旦：2023年12月30日至2024年1月1日放假，共3天。", HolidayRow("元旦", date(2023, 12, 30), date(2024, 1, 1))),
        ("元旦：12月30日至1月1日放假", HolidayRow("元旦", date(2023, 12, 30), date(2024, 1, 1))),
        ("中秋节、国庆节: 10月1日(周二)放假。", HolidayRow("中秋节、国庆节", date(2024, 10, 1), date(2024, 10, 1))),
    ],
)
def test_other_ways_of_writing(words: str, row: HolidayRow) -> None:
    found = read_words(words, 2024)
    assert found.rows == [row] and not found.problems


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "没有读出节日"),
        ("随便写的话，没有日期。", "没有读出节日"),
        ("元旦：放假。", "“元旦”没有读出放假的日期"),
        ("元旦：1月1日（周三）至3日放假，共3天。", "“元旦”中的“1月1日（周三）”与日历不符：2026年1月1日（周四）"),
        ("元旦：1月1日至3日放假，共2天。", "原文写共2天，按起止日期是3天"),
        ("春节：2月30日至31日放假。", "“2月30日”不是日历上的日期"),
        ("春节：日至日放假。", "没有读出放假的日期"),
    ],
)
def test_what_does_not_fit_is_told(words: str, told: str) -> None:
    assert any(told in one for one in read_words(words, 2026).problems)


def test_without_a_year_nothing_is_guessed() -> None:
    found = read_words("元旦：1月1日放假。")
    assert found.rows == [] and "没有读出年份" in found.problems[0]


def test_a_very_long_text_is_cut() -> None:
    assert read_words("元旦：" + "1月1日" * 100_000, 2026).rows == []


def test_an_address_must_be_one() -> None:
    text = WORDS and write_notice(
        year=2026, document="通知", number="号", issued=date(2025, 11, 4), checked=date(2025, 11, 5),
        url="javascript:alert(1)", rows=read_words(WORDS).rows,
    )  # fmt: skip
    with pytest.raises(Exception, match="网址"):
        parse_notice(text)
    assert parse_notice(text.replace("javascript:alert(1)", "https://www.gov.cn/a")).url == "https://www.gov.cn/a"
