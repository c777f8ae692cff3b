"""The drawings: well-formed, told in words, nothing that runs, labels that cannot break out, bars as long as their figures."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.foundation.charting import WIDE, Bar, bars, columns
from mingjing.publicity.queries import report_charts

SVG = "{http://www.w3.org/2000/svg}"
ROWS = st.lists(
    st.builds(Bar, st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=30), st.none() | st.integers(0, 10**7), st.none() | st.integers(0, 10**7)),
    min_size=1, max_size=13,
)  # fmt: skip


@given(ROWS)
def test_every_drawing_is_safe_and_says_the_same_in_words(rows: list[Bar]) -> None:
    for chart in (
        bars("k", "标题<&", rows, ("本年度", "上一年度")),
        bars("k", "标题", rows),
        columns("k", "标题", rows),
    ):
        tree = ElementTree.fromstring(str(chart.svg))
        assert tree.get("role") == "img"
        titles = {one.get("id"): one.text for one in tree if one.tag in {f"{SVG}title", f"{SVG}desc"}}
        assert set(tree.get("aria-labelledby", "").split()) == set(titles)
        assert titles["k-d"] == chart.words
        for one in tree.iter():
            assert not set(one.keys()) & {"style", "href", "onload", "class"} or one is tree
            assert one.tag.removeprefix(SVG) in {"svg", "title", "desc", "defs", "pattern", "rect", "text", "path"}
        for one in tree.iter(f"{SVG}rect"):
            assert 0 <= float(one.get("width") or 0) <= WIDE
        assert "<script" not in str(chart.svg)


def test_bars_are_as_long_as_their_figures() -> None:
    chart = bars("k", "标题", [Bar("甲", 100), Bar("乙", 50), Bar("丙", 0), Bar("丁", None)])
    drawn = [
        float(found) for found in re.findall(r'<rect x="128" y="\d+" width="([\d.]+)" height="18"', str(chart.svg))
    ]
    assert drawn[0] == pytest.approx(2 * drawn[1])
    assert len(drawn) == 2, "none is no bar, and not known neither"
    assert "丙：0；丁：—" in chart.words


VALUES = {
    "penalties": [["警告", "3", "0.00", "手工填报 3"], ["罚款", "5", "9.00", "平台计算 3，手工填报 2"], ["没收非法财物", "0", "0.00", "平台计算"], ["合计", "8", "9.00", "平台计算 3，手工填报 5"]],
    "months": [[f"{one} 月", "1" if one == 5 else "0"] for one in range(1, 13)],
    "years": [["立案", "—", "6"], ["结案", "4", "2"]],
}  # fmt: skip


def test_a_report_draws_kinds_months_and_the_year_before() -> None:
    kinds, months, years = report_charts(VALUES)
    assert "警告：本平台案件—，手工填报3；罚款：本平台案件3，手工填报2" in kinds.words
    assert "没收" not in kinds.words, "what is none needs no bar; it stands in the table"
    assert "5：1" in months.words
    assert "立案：本年度6，上一年度—；结案：本年度2，上一年度4" in years.words
    assert 'fill="url(#kinds-h)"' in str(kinds.svg), "a pattern, not only a colour"


def test_an_old_edition_without_the_new_columns_is_still_drawn() -> None:
    assert [one.key for one in report_charts({"penalties": [["罚款", "2", "9.00"], ["合计", "2", "9.00"]]})] == [
        "kinds"
    ]
    assert report_charts({}) == ()
