"""The engine: same data, same bytes; data stay data; rare names print; an archivable file."""

import datetime
import subprocess
import sys
import threading
from pathlib import Path

import pikepdf
import pytest

from mingjing.foundation import typesetting
from mingjing.kernel.findings import Invalid

DAY = datetime.date(2026, 11, 5)
TEMPLATE = """#import "@local/mingjing:1.0.0": *
#show: letter
#addressee(given("party.name"))
#fs("facts")
#remainder()
#signed-off()
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "v1.typ"
    path.write_text(TEMPLATE, "utf-8")
    return path


def data(**fields: object) -> dict[str, object]:
    return {
        "form": {"id": "x", "name": "通知书"},
        "organ": {"name": "示范县应急管理局"},
        "party": {"name": "示范县恒源化工有限公司"},
        "date": "2026年11月5日",
        "fields": fields,
        "labels": {"facts": "违法事实"},
        "order": ["facts"],
    }


def text(pdf: bytes) -> str:
    return "".join(typesetting.text_of(pdf)).replace("\n", "")


def test_the_same_data_give_the_same_bytes(template: Path) -> None:
    first, again = (typesetting.render(template, data(facts="经查属实。"), created=DAY) for _ in range(2))
    assert first == again
    assert len(first.sha256) == len(first.sm3) == 64 and first.sha256 != first.sm3


def test_another_process_gives_the_same_bytes(template: Path) -> None:
    program = (
        "import sys,datetime,pathlib;from mingjing.foundation import typesetting as t;"
        f"d={data(facts='经查属实。')!r};"
        "print(t.render(pathlib.Path(sys.argv[1]), dict(reversed(d.items())), created=datetime.date(2026,11,5)).sha256)"
    )
    other = subprocess.run([sys.executable, "-c", program, str(template)], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == typesetting.render(template, data(facts="经查属实。"), created=DAY).sha256


def test_threads_give_the_same_bytes(template: Path) -> None:
    found: list[str] = []
    work = [
        threading.Thread(
            target=lambda: found.append(typesetting.render(template, data(facts="同时"), created=DAY).sha256)
        )
        for _ in range(6)
    ]
    for each in work:
        each.start()
    for each in work:
        each.join()
    assert len(found) == 6 and len(set(found)) == 1


def test_a_changed_word_or_day_changes_the_digest(template: Path) -> None:
    digests = {
        typesetting.render(template, data(facts="罚款80000元"), created=DAY).sha256,
        typesetting.render(template, data(facts="罚款80001元"), created=DAY).sha256,
        typesetting.render(template, data(facts="罚款80000元"), created=datetime.date(2026, 11, 6)).sha256,
    }
    assert len(digests) == 3


@pytest.mark.parametrize(
    "typed",
    [
        "#panic()",
        "$x$",
        "]",
        '"\\',
        "@local",
        "*粗* _斜_ `码` <标> = 题",
        '#import "x": *',
        "// 注 /* 释 */",
        "-- --- ... ~ 'a' \"b\"",
        "https://example.gov.cn/#a",
        "\\u{41}",
        "#(1+1)",
        "{{ x }} {% y %}",
    ],
)
def test_what_is_typed_is_printed_literally(template: Path, typed: str) -> None:
    pdf = typesetting.render(template, data(facts=f"开始{typed}结束", extra=typed) | {"number": typed}, created=DAY).pdf
    assert f"开始{typed}结束" in text(pdf)
    assert text(pdf).count(typed) >= 3


def test_latin_and_digits_stand_without_added_spaces(template: Path) -> None:
    said = "2026年9月2日9时30分至11时40分，使用BX1-400型电焊机2台，罚款80000元（人民币捌万元整）。" * 4
    assert said in text(typesetting.render(template, data(facts=said), created=DAY).pdf)


@pytest.mark.parametrize("name", ["镕", "喆", "堃", "昇", "玥", "珺", "垚", "翀", "㛃", "䶮", "𠅤", "𬭎", "𫖯", "﨑"])
def test_rare_names_print(template: Path, name: str) -> None:
    if name not in _printable():
        pytest.skip(f"上游字库没有 {name}")
    filled = data(facts=f"当事人张{name}。") | {"organ": {"name": f"张{name}机关"}}
    pdf = typesetting.render(template, filled, created=DAY).pdf
    assert f"当事人张{name}。" in text(pdf)
    assert f"张{name}机关" in text(pdf)


def test_an_ext_b_character_prints_in_regular_and_bold(template: Path) -> None:
    char = min(each for each in _printable() if 0x20000 <= ord(each) < 0x2A6E0)
    pdf = typesetting.render(template, data(facts=char) | {"organ": {"name": char}}, created=DAY).pdf
    assert text(pdf).count(char) >= 2


def _printable() -> frozenset[str]:
    from mingjing.foundation.typesetting.glyphs import printable

    return printable()


def test_a_missing_glyph_is_refused_by_name(template: Path) -> None:
    wrong = data(facts="李𰻝") | {"party": {"name": "王\U0003134a"}}
    assert ("\U0003134a", "party.name") in typesetting.missing_glyphs(wrong)
    with pytest.raises(typesetting.MissingGlyphs) as refused:
        typesetting.render(template, wrong, created=DAY)
    assert isinstance(refused.value, Invalid)
    assert "party.name" in refused.value.errors
    assert "当事人姓名（名称）" in str(refused.value) and "U+3134A" in str(refused.value)


@pytest.mark.parametrize("char", ["\u200b", "\ufeff", "\u202e", "\x07", "\ue000"])
def test_an_invisible_character_is_refused_with_its_field(template: Path, char: str) -> None:
    with pytest.raises(typesetting.MissingGlyphs, match="“违法事实”含有看不见的字符") as refused:
        typesetting.render(template, data(facts=f"甲{char}乙"), created=DAY)
    assert list(refused.value.errors) == ["facts"]


def test_each_missing_character_is_named_once_per_field() -> None:
    found = typesetting.missing_glyphs(
        {"fields": {"a": "\ue001\ue001", "b": ["\ue001"]}, "tables": {"t": {"rows": [["\ue002"]]}}}
    )
    assert found == [("\ue001", "fields.a"), ("\ue001", "fields.b"), ("\ue002", "tables.t.rows")]


def test_the_file_is_pdf_a_with_everything_inside(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    path.write_bytes(typesetting.render(template, data(facts="经查属实。ABC"), created=DAY).pdf)
    with pikepdf.open(path) as pdf:
        marks = pdf.open_metadata()
        assert (marks["pdfaid:part"], marks["pdfaid:conformance"]) == ("2", "A")
        assert str(pdf.Root.OutputIntents[0].S) == "/GTS_PDFA1"
        assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang) == "zh-CN"
        assert marks["xmp:CreateDate"] == "2026-11-04T16:00:00+00:00"  # midnight in China
        assert not pdf.is_encrypted and "/JavaScript" not in pdf.Root.get("/Names", {})
        fonts = [
            each
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(each.keys()) for each in fonts)
        assert all("NotoSerifCJK" in str(each.FontName) for each in fonts)


def test_a_draft_says_so_behind_every_page(template: Path) -> None:
    long = "很长的事实。\n" * 80
    draft = typesetting.render(template, data(facts=long) | {"draft": True}, created=DAY)
    final = typesetting.render(template, data(facts=long) | {"draft": False}, created=DAY)
    assert draft.pages == final.pages > 1
    assert all({"草", "稿"} <= set(page) for page in typesetting.text_of(draft.pdf))
    assert "草稿" not in text(final.pdf)


def test_a_moment_needs_its_zone(template: Path) -> None:
    with pytest.raises(TypeError, match="time zone"):
        typesetting.render(template, data(), created=datetime.datetime(2026, 11, 5, 9, 0))
    noon = datetime.datetime(2026, 11, 5, 1, 0, tzinfo=datetime.UTC)
    east = datetime.datetime(2026, 11, 5, 9, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
    assert typesetting.render(template, data(), created=noon) == typesetting.render(template, data(), created=east)


def test_a_broken_template_is_told_apart_from_bad_data(tmp_path: Path) -> None:
    broken = tmp_path / "v1.typ"
    broken.write_text("#let", "utf-8")
    with pytest.raises(typesetting.BrokenTemplate, match=r"v1\.typ"):
        typesetting.render(broken, data(), created=DAY)
    with pytest.raises(FileNotFoundError):
        typesetting.render(tmp_path / "none.typ", data(), created=DAY)


def test_a_template_reads_nothing_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    (tmp_path / "form").mkdir()
    spy = tmp_path / "form/v1.typ"
    spy.write_text('#read("../secret.txt")', "utf-8")
    with pytest.raises(typesetting.BrokenTemplate):
        typesetting.render(spy, data(), created=DAY)


def test_a_page_becomes_a_picture(template: Path) -> None:
    done = typesetting.render(template, data(facts="图"), created=DAY)
    assert typesetting.page_count(done.pdf) == done.pages == 1
    small, large = (typesetting.preview(done.pdf, 0, dpi=dpi) for dpi in (36, 108))
    assert small.startswith(b"\x89PNG") and len(large) > len(small)
    for page in (1, -1):
        with pytest.raises(IndexError):
            typesetting.preview(done.pdf, page)


def test_a_code_is_square_and_can_be_printed(template: Path) -> None:
    rows = typesetting.modules("https://xzzf.example.gov.cn/v/7K3M-Q9PX")
    assert all(len(row) == len(rows) for row in rows) and {cell for row in rows for cell in row} == {0, 1}
    verify = {"url": "", "short_hash": "7K3M-Q9PX", "qr": rows}
    assert "7K3M-Q9PX" in text(typesetting.render(template, data() | {"verify": verify}, created=DAY).pdf)


def test_a_page_holds_twenty_two_lines_of_twenty_eight_characters(template: Path) -> None:
    first = typesetting.text_of(typesetting.render(template, data(facts="国" * 3000), created=DAY).pdf)[1]
    lines = [line for line in first.splitlines() if line.startswith("国")]
    assert len(lines) == 22 and {len(line) for line in lines} == {28}


def test_an_uneven_table_shifts_and_loses_nothing(template: Path) -> None:
    rows = [["甲一"], ["乙一", "乙二", "乙三"], [["丙甲", "丙乙"], "丙二"]]
    filled = data() | {"tables": {"t": {"columns": ["左", "右"], "rows": rows}}}
    said = text(typesetting.render(template, filled, created=DAY).pdf)
    for piece in ("甲一", "乙三", "丙甲", "丙乙", "丙二"):
        assert piece in said


def test_gb_2312_prints_whole() -> None:
    pairs = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    common = {char for pair in pairs for char in pair.decode("gb2312", "ignore")}
    assert len(common) == 6763 and common <= _printable()
