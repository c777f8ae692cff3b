"""Citations of law: found in running text, spelled out, and written back in the one correct form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.kernel.citations import Citation, find_all, parse
from mingjing.kernel.findings import Invalid
from mingjing.kernel.numerals import number, numeral


def places(text: str) -> list[str]:
    return [str(found.citation) for found in find_all(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("《行政处罚法》第五十八条第一款第（二）项", Citation("行政处罚法", 58, 1, 2)),
        ("《安全生产法》第九十七条第（七）项", Citation("安全生产法", 97, None, 7)),
        ("《刑法》第一百二十条之一第二款", Citation("刑法", 120, 2, branch=1)),
        ("《行政强制法》第二条第二款第（一）项第3目", Citation("行政强制法", 2, 2, 1, 3)),
        ("本法第三十条", Citation("本法", 30)),
        ("第三十条", Citation("", 30)),
    ],
)
def test_the_correct_form_is_read_and_written(text, found):
    assert parse(text) == found
    assert str(found) == text


@pytest.mark.parametrize(
    ("text", "correct"),
    [
        (" 行政处罚法第58条第1款第(2)项 ", "《行政处罚法》第五十八条第一款第（二）项"),
        ("《民法典》第一千二百六十条", "《民法典》第一千二百六十条"),
        ("中华人民共和国安全生产法第九十七条第七项", "《中华人民共和国安全生产法》第九十七条第（七）项"),
        ("《公示规定》（市场监管总局令第45号） 第八条", "《公示规定》第八条"),
        ("裁量办法（试行）第三条", "《裁量办法（试行）》第三条"),
        ("《行政处罚法》第五十七条（一）", "《行政处罚法》第五十七条第（一）项"),
        ("《档案法》第一百〇二条", "《档案法》第一百零二条"),
    ],
)
def test_other_ways_of_writing_are_understood(text, correct):
    assert str(parse(text)) == correct


@pytest.mark.parametrize(
    "text",
    [
        "",
        "行政处罚法",
        "依照《行政处罚法》第五条",
        "《行政处罚法》第五条的规定",
        "《行政处罚法》第五条、第六条",
        "第零条",
        "《行政处罚法》第12345条",
        "第一款",
        "二（六）",
    ],
)
def test_anything_else_is_no_citation(text):
    with pytest.raises(Invalid, match="不是一处法律引用，应写成《法律名称》"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "依照《行政处罚法》第四十四条、第四十五条和《安全生产法》第九十七条第（七）项的规定",
            ["《行政处罚法》第四十四条", "《行政处罚法》第四十五条", "《安全生产法》第九十七条第（七）项"],
        ),
        ("第五十三条至第五十五条", ["第五十三条", "第五十四条", "第五十五条"]),
        (
            "行政处罚法第五十七条第一款第（一）、（三）项",
            ["《行政处罚法》第五十七条第一款第（一）项", "《行政处罚法》第五十七条第一款第（三）项"],
        ),
        (
            "行政处罚法第五十七条第一款第（一）项至第（三）项",
            [f"《行政处罚法》第五十七条第一款第（{n}）项" for n in "一二三"],
        ),
        ("《甲法》第五条第一款、第三款", ["《甲法》第五条第一款", "《甲法》第五条第三款"]),
        ("《甲法》第五条第一款第（二）项、第三款", ["《甲法》第五条第一款第（二）项", "《甲法》第五条第三款"]),
        ("《甲法》第五条第（一）（二）项", ["《甲法》第五条第（一）项", "《甲法》第五条第（二）项"]),
        ("《甲法》第五条第（一）项第1目和第2目", ["《甲法》第五条第（一）项第1目", "《甲法》第五条第（一）项第2目"]),
        ("《甲法》第五条至第三条", ["《甲法》第五条", "《甲法》第三条"]),
        ("《甲法》第五条至第九百条", ["《甲法》第五条", "《甲法》第九百条"]),
        ("《甲法》第五条之一至第五条之三", ["《甲法》第五条之一", "《甲法》第五条之三"]),
        ("《甲法》第五条至第二款", ["《甲法》第五条", "《甲法》第五条第二款"]),
        ("《甲法》第五条第一款至第七条", ["《甲法》第五条第一款", "《甲法》第七条"]),
        ("违反了本法第三十条和安全生产法第二十七条", ["本法第三十条", "《安全生产法》第二十七条"]),
        ("根据安全生产违法行为行政处罚办法第三十三条，第三十四条，（二）不予处罚", ["三十三", "三十四"]),
        ("《甲法》第五条之规定", ["《甲法》第五条"]),
        ("《甲法》第五条之一般情形", ["《甲法》第五条"]),
        ("《甲法》第零条、第五条", ["第五条"]),
        ("《甲法》第五条之零", ["第五条"]),
        ("《甲法》规定，第五条", ["第五条"]),
        ("违反规定第五条", ["第五条"]),
        ("《甲法》（二）第一款", []),
        ("没有引用", []),
    ],
)
def test_running_text(text, found):
    written = places(text)
    if text.startswith("根据"):
        found = [f"《安全生产违法行为行政处罚办法》第{n}条" for n in found]
    if text.endswith("之零"):
        found = []
    assert written == found


def test_each_citation_knows_where_it_stands():
    text = "依照《行政处罚法》第四十四条、第四十五条的规定"
    assert [text[found.start : found.end] for found in find_all(text)] == ["《行政处罚法》第四十四条", "第四十五条"]
    bare = "当事人违反安全生产法第三十条第一款"
    assert [bare[found.start : found.end] for found in find_all(bare)] == ["安全生产法第三十条第一款"]


CITATIONS = st.builds(
    Citation,
    st.sampled_from(["行政处罚法", "中华人民共和国安全生产法", "本法", ""]),
    st.integers(1, 1300),
    st.none() | st.integers(1, 20),
    st.none() | st.integers(1, 20),
    st.none(),
    st.none() | st.integers(1, 9),
)


@given(CITATIONS)
def test_what_is_written_is_read_back(citation):
    assert parse(str(citation)) == citation


@given(st.text(alphabet="《》第条款项目之（）()一二十百58、和至 法规定本依照", max_size=60))
def test_no_text_breaks_the_reader(text):
    for found in find_all(text):
        assert 0 <= found.start < found.end <= len(text)
        assert str(found.citation)


def test_numerals_go_both_ways():
    assert all(number(numeral(n)) == n for n in range(1, 10_000))


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (58, "五十八"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1260, "一千二百六十"),
    ],
)
def test_numerals_are_written_as_in_the_law(n, text):
    assert numeral(n) == text


@pytest.mark.parametrize(("text", "n"), [("58", 58), ("５８", 58), ("一百〇一", 101), ("一百十", 110), ("一十", 10)])
def test_other_numerals_are_understood(text, n):
    assert number(text) == n


@pytest.mark.parametrize("text", ["", "零", "0", "10000", "9" * 5000, "五八", "十十", "百", "五十八条", "-3"])
def test_what_is_no_number(text):
    with pytest.raises(ValueError, match="number"):
        number(text)


@pytest.mark.parametrize("n", [0, -1, 10_000])
def test_no_article_has_this_number(n):
    with pytest.raises(ValueError, match="number"):
        numeral(n)
