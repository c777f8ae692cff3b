"""Bad input by file: each malformed, oversized, misarranged or spoilt file and cell has one defined answer."""

import os
import struct
import zipfile
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange import books
from tests.exchange.books import LICENCE, PENALTY
from tests.exchange.test_feeding import AT, PERSON, look, sheet, why

from mingjing.exchange.partners.shuanggongshi import reading
from mingjing.exchange.rules.cells import day_in, value_of
from mingjing.exchange.terms import FILE_LIMIT, ROW_LIMIT, Cell, Column
from mingjing.kernel.findings import Invalid, Refused

FINE = Column("CF_NR_FK", "罚款金额（万元）", "fine", 21)
CODE = Column("CF_XDR_SHXYM", "统一社会信用代码", "uscc", 18)
TABLE = books.lines("penalty", "2019", [PENALTY])
pytestmark = pytest.mark.django_db


def said(content: bytes) -> str:
    """The sentence that a whole file is refused with."""
    with pytest.raises(Invalid) as refused:
        reading.read(content)
    assert list(refused.value.errors) == ["file"]
    return refused.value.errors["file"][0]


def packed(**files: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name.replace("_", "/"), content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "空的"), (b"PK\x03\x04 not a zip", "打不开"), (books.xlsx(TABLE)[:3000], "打不开"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "打不开"),
        (packed(a=b"x"), "打不开"), (b"\x89PNG\r\n\x1a\n\0\0", "不是表格|编码"), (b"%PDF-1.7 hello", "不是表格"), (b"<html><table></table></html>", "不是表格"),
        (os.urandom(5000), "不是表格|编码|分列|引号"), ("一句话".encode(), "分列"), (b"a,b\0,c", "不是表格"),
        (b"x" * (FILE_LIMIT + 1), "最多 10 MB"),
    ],
    ids=["empty", "no zip", "cut off", "no xls", "other zip", "png", "pdf", "html", "noise", "prose", "nul", "large"],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_in_a_sentence(content: bytes, word: str) -> None:
    assert any(one in said(content) for one in word.split("|"))


def test_a_bomb_is_refused_by_its_announced_size_and_by_its_real_one() -> None:
    bomb = packed(xl_worksheets_sheet1=b"0" * (201 * 1024 * 1024))
    assert len(bomb) < FILE_LIMIT
    assert "解压后" in said(bomb)
    # The same with a lie about its size: the reading process may take a gibibyte and no more.
    at = bomb.index(b"PK\x01\x02")
    lying = bytearray(bomb)
    struct.pack_into("<I", lying, at + 24, 10)
    assert "打不开" in said(bytes(lying))


def test_one_cell_far_away_does_not_fill_the_memory() -> None:
    table = [list(row) for row in TABLE]
    content = books.xlsx(table)
    far = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(far, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            if name.endswith("sheet1.xml"):
                body = body.replace(
                    b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                )
            new.writestr(name, body)
    assert any(word in said(far.getvalue()) for word in ("行", "打不开"))


def test_too_many_rows_are_refused_before_they_are_judged() -> None:
    assert f"最多 {ROW_LIMIT} 行" in said(books.xlsx([TABLE[0], *[TABLE[1]] * (ROW_LIMIT + 20)]))
    assert f"最多 {ROW_LIMIT} 行" in said(books.text([TABLE[0], *[TABLE[1]] * (ROW_LIMIT + 20)]))


def test_one_more_row_than_allowed_is_refused(shifan: Any) -> None:
    with pytest.raises(Invalid) as refused:
        look(shifan, books.text([TABLE[0], *[TABLE[1]] * (ROW_LIMIT + 1)]))
    assert f"{ROW_LIMIT + 1} 行" in str(refused.value)


@pytest.mark.parametrize(
    "content",
    [
        books.xlsx(TABLE), books.ods(TABLE), books.text(TABLE), books.text(TABLE, "utf-8-sig"), books.text(TABLE, "gb18030"), books.text(TABLE, "utf-16"),
        books.text(TABLE, delimiter="\t"), books.text(TABLE, delimiter=";"), books.xlsx(books.lines("penalty", "2019", [PENALTY], codes=True)),
        books.xlsx([["2026年双公示报送表"], ["填报单位：示范县应急管理局"], *TABLE]),
        books.xlsx([["", ""], *TABLE], merged=["A1:D1"]),
        books.xlsx([TABLE[0], books.lines("penalty", "2019", [], codes=True)[0], TABLE[1]]),
        books.xlsx([*TABLE, [""] * 30, [""] * 30]), books.xlsx(TABLE, more={"填写说明": [["说明"]]}),
        books.xlsx([[f"{at + 1}. {name} *" for at, name in enumerate(TABLE[0])], TABLE[1]]),
        books.xlsx([[name.replace("（", "(").replace("）", ")\n") for name in TABLE[0]], TABLE[1]]),
        books.xlsx([list(reversed(row)) for row in TABLE]),
    ],
    ids=["xlsx", "ods", "utf8", "bom", "gb18030", "utf16", "tabs", "semicolons", "codes", "titles", "merged title", "two headers", "blank rows",
         "more sheets", "marks", "widths", "order"],
)  # fmt: skip
def test_every_usual_arrangement_is_read_alike(shifan: Any, content: bytes) -> None:
    found = look(shifan, content)
    assert (found.kind, found.edition, len(found.good), len(found.bad)) == ("penalty", "2019", 1, 0)
    assert found.entered[0].rows[0]["uscc"] == books.USCC
    assert found.entered[0].rows[0]["fine"] == "0.200000"


def renamed(old: str, new: str) -> list[list[Any]]:
    return [[new if cell == old else cell for cell in TABLE[0]], TABLE[1]]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("法定代表人证件号码", "CF_FR_SFZH"), ("法定代表人", "CF_FDDB"), ("法定代表人", "CF_FR"), ("处罚机关", "CF_XZJG"), ("处罚内容", "处罚结果"),
        ("行政相对人代码_1（统一社会信用代码）", "行政相对人代码_3 （统一社会信用代码）"), ("行政处罚决定书文号", "处罚决定书文号"), ("处罚有效期", "CF_YXQ"),
    ],
)  # fmt: skip
def test_aliases_lead_to_the_same_column(shifan: Any, old: str, new: str) -> None:
    assert len(look(shifan, books.xlsx(renamed(old, new))).good) == 1


def test_wrong_columns_are_named(shifan: Any) -> None:
    for content, words in (
        (books.xlsx([["姓名", "电话", "地址", "备注"], ["张三", "1", "2", "3"]]), ("没有认得的列名",)),
        (books.xlsx(renamed("处罚依据", "别的")), ("缺少必填列", "处罚依据")),
        (books.xlsx([[*TABLE[0], "违法事实"], [*TABLE[1], "又一列"]]), ("有两列都是", "违法事实")),
    ):
        with pytest.raises(Refused) as refused:
            look(shifan, content)
        assert refused.value.rules == {"XCH-11"}
        assert all(word in str(refused.value) for word in words)
    found = look(shifan, books.xlsx([[*TABLE[0], "我们自己的列"], [*TABLE[1], "x"]]))
    assert found.unknown == ("我们自己的列",)
    assert len(found.good) == 1


def test_merged_data_cells_two_sheets_and_an_empty_table_are_refused(shifan: Any) -> None:
    with pytest.raises(Refused) as refused:
        look(shifan, books.xlsx([*TABLE, TABLE[1]], merged=["N2:N3"]))
    assert refused.value.rules == {"XCH-12"}
    assert "N2:N3" in str(refused.value)
    for content, word in (
        (books.xlsx(TABLE, more={"许可": books.lines("licence", "2019", [LICENCE])}), "几张"),
        (books.xlsx([TABLE[0]]), "没有数据"),
    ):
        with pytest.raises(Invalid) as wrong:
            look(shifan, content)
        assert word in str(wrong.value)


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        ({"party_name": ""}, {"XCH-01"}), ({"basis": ""}, {"XCH-01"}), ({"kinds": "罚款;吊销许可证件"}, {"XCH-02"}), ({"fine": ""}, {"XCH-02"}),
        ({"representative": ""}, {"XCH-02"}), ({"facts": "字" * 5001}, {"XCH-03"}), ({"uscc": "91130821MA0HTEA1XF"}, {"XCH-04"}),
        ({"rep_id_number": "130821198503071233"}, {"XCH-04"}), ({"uscc": "9.11308E+17"}, {"XCH-13", "XCH-04"}),
        ({"tax_no": 13082119850307.0}, {"XCH-13"}), ({"registration": "1.30821E+14"}, {"XCH-13"}), ({"uscc": books.USCC + "(1/1)"}, {"XCH-13", "XCH-04", "XCH-03"}),
        ({"uscc": "代码" + books.USCC}, {"XCH-13", "XCH-04", "XCH-03"}), ({"uscc": "undefined"}, {"XCH-13", "XCH-02"}), ({"decided_on": "去年"}, {"XCH-14"}),
        ({"decided_on": "2026/11/21"}, {"XCH-14"}), ({"decided_on": "2026-02-30"}, {"XCH-14"}), ({"valid_to": "2026/11/04"}, {"XCH-14"}),
        ({"fine": "两千"}, {"XCH-15"}), ({"fine": "0.0000001"}, {"XCH-15"}), ({"fine": "-1"}, {"XCH-15"}), ({"fine": "100000000"}, {"XCH-15"}),
        ({"organ": "示范县市场监督管理局"}, {"XCH-16"}), ({"organ_uscc": "91130821MA0HTEA1XE"}, {"XCH-16"}), ({"party_class": "公司"}, {"XCH-21"}),
        ({"party_name": "恒源*公司"}, {"XCH-21"}), ({"party_name": books.USCC}, {"XCH-21"}), ({"rep_id_type": "户口本"}, {"XCH-21"}),
        ({"kinds": "罚金"}, {"XCH-22", }), ({"uscc": "0" * 17 + "X"}, {"XCH-23", "XCH-02"}), ({"uscc": "0" * 18}, {"XCH-23", "XCH-02", "XCH-04"}),
        ({"number": "示应急罚/2026/9"}, {"填写"}), ({"cause": "字" * 201}, {"填写"}), ({"facts": "看不见\u202e的"}, {"填写"}),
    ],
)  # fmt: skip
def test_each_faulty_cell_is_found_by_its_rule(shifan: Any, change: dict[str, Any], rules: set[str]) -> None:
    found = look(shifan, sheet(PENALTY | change))
    # A spoilt code is mostly also too long, wrong by its check digit, or absent.
    assert (rules - {"XCH-02", "XCH-03", "XCH-04"} or rules) <= why(found)[0]
    assert not found.entered
    for one in found.lines[0].problems:
        assert one.message
        assert one.next_step


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"licence_kind": "一般"}, "XCH-22"), ({"state": "3"}, "XCH-22"), ({"certificate_no": ""}, "XCH-22"), ({"valid_from": "2030/01/01"}, "XCH-14"),
        ({"content": ""}, "XCH-01"), ({"title": ""}, "XCH-01"), ({"id_type": "", "party_class": "自然人", "uscc": ""}, "XCH-02"),
    ],
)  # fmt: skip
def test_each_faulty_licence_is_found(shifan: Any, change: dict[str, Any], rule: str) -> None:
    assert rule in why(look(shifan, sheet(LICENCE | change, kind="licence")))[0]


def test_a_trader_without_a_code_needs_its_registration(shifan: Any) -> None:
    trader = PENALTY | {
        "party_name": "老张家小吃店",
        "party_class": "个体工商户",
        "uscc": "0" * 17 + "x",
        "number": "示应急罚〔2026〕905号",
    }
    assert why(look(shifan, sheet(trader))) == [{"XCH-02"}]
    found = look(shifan, sheet(trader | {"registration": 130821600123456.0}))
    assert not found.bad
    assert (found.entered[0].rows[0]["uscc"], found.entered[0].rows[0]["registration"]) == (
        "0" * 17 + "X",
        "130821600123456",
    )


def test_several_kinds_and_free_ones_are_taken(shifan: Any) -> None:
    for kinds, written in (
        ("警告、罚款", "警告;罚款"),
        ("警告；罚款", "警告;罚款"),
        ("罚款;其他-责令改正、公示", "罚款;其他-责令改正、公示"),
    ):
        assert look(shifan, sheet(PENALTY | {"kinds": kinds})).entered[0].rows[0]["kinds"] == written


def test_a_person_and_a_formula_like_text_stay_texts(shifan: Any) -> None:
    found = look(shifan, sheet(PERSON | {"party_name": "=cmd|' /C calc'!A0", "remark": "@SUM(1)"}))
    assert found.entered[0].decision.party_name.startswith("=cmd")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (Cell("2026/11/05"), date(2026, 11, 5)), (Cell("2026-11-5"), date(2026, 11, 5)), (Cell("2026年11月5日"), date(2026, 11, 5)), (Cell("20261105"), date(2026, 11, 5)),
        (Cell("2026.11.05"), date(2026, 11, 5)), (Cell("２０２６-11-05"), date(2026, 11, 5)), (Cell("2026-11-05 00:00:00"), date(2026, 11, 5)),
        # Excel counts days from the last but one of 1899: 45000 is 2023-03-15.
        (Cell("45000", "number"), date(2023, 3, 15)), (Cell("46331", "number"), date(2026, 11, 5)), (Cell("2026-11-05", "day"), date(2026, 11, 5)),
        (Cell("46331"), None), (Cell("2026-02-29"), None), (Cell("05/11/2026"), None), (Cell("2026-11-05 10:30"), None),
    ],
)  # fmt: skip
def test_days_are_read_in_every_usual_way(cell: Cell, day: date | None) -> None:
    assert day_in(cell) == day


@given(st.integers(min_value=0, max_value=10**14 - 1))
def test_no_fen_is_lost_on_the_way_in(fen: int) -> None:
    text = f"{fen // 10**6}.{fen % 10**6:06}"
    assert value_of(FINE, Cell(text)) == (text, ())


@given(st.floats(min_value=0, max_value=99_999_999, allow_nan=False))
def test_a_number_of_excel_is_never_rounded_silently(amount: float) -> None:
    text, found = value_of(FINE, Cell(f"{amount:.15g}", "number"))
    assert found or float(text) == float(f"{amount:.15g}")


@pytest.mark.parametrize("noise", [b"\xff\xfe", b"\x00" * 50, "，".encode() * 50, b'"' * 99, b",\n" * 99])
def test_noise_never_crashes(shifan: Any, noise: bytes) -> None:
    with pytest.raises((Invalid, Refused)):
        look(shifan, noise, AT)
