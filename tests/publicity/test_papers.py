"""Lists, texts and the bound volume as official papers: GB/T 9704 measures, contents, what is missing, one file once."""

import io
import itertools
import re
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pikepdf
import pypdfium2
import pytest
from tests.publicity.test_public_lists import collected, people

from mingjing.cases import operations as cases
from mingjing.foundation import storage
from mingjing.foundation.people import Actor
from mingjing.foundation.typesetting import MissingGlyphs, text_of
from mingjing.kernel.days import CHINA
from mingjing.organs import queries as organs
from mingjing.publicity import operations, queries
from mingjing.publicity.models import BoundPaper
from mingjing.publicity.operations import papers
from mingjing.publicity.terms import ARTICLES, FIGURES, PaperData, document_sets, kinds, text_templates
from mingjing.sites.figures import figures
from mingjing.sites.journeys import registers

__all__ = ["people"]
pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 12, 10, 0, tzinfo=CHINA)
DAY = AT.date()
MM = 72 / 25.4


@pytest.fixture
def public(shifan: Any) -> UUID:
    """Everything of one organ is public, and both charts."""
    cases.publish_charts(by="system", at=AT)
    registers.publish(shifan, "应急局", AT)
    found: UUID = shifan.organs["应急局"]
    return found


@pytest.fixture
def organ(shifan: Any) -> UUID:
    found: UUID = shifan.organs["应急局"]
    return found


def boxes(pdf: bytes, page: int = 0) -> list[tuple[str, float, float, float, float]]:
    """(sign, left, bottom, right, top) of every printed sign of a page, in millimetres from the lower left corner."""
    document: Any = pypdfium2.PdfDocument(pdf)
    held = document[page].get_textpage()
    told = []
    for at in range(held.count_chars()):
        sign = held.get_text_range(at, 1)
        if sign.strip():
            told.append((sign, *(one / MM for one in held.get_charbox(at))))
    document.close()
    return told


def lines(pdf: bytes, page: int) -> dict[int, str]:
    """The body lines of a page by their place in the grid, the page number left out."""
    found: dict[float, str] = {}
    for sign, _, bottom, _, top in boxes(pdf, page):
        if bottom > 34:
            near = next((each for each in found if abs(each - (top + bottom) / 2) < 3), (top + bottom) / 2)
            found[near] = found.get(near, "") + sign
    return dict(enumerate(found[each] for each in sorted(found, reverse=True)))


# the sets and the texts


def test_twelve_documents_and_nine_systems_as_the_county_plan_counts_them() -> None:
    documents, systems, _ = document_sets()
    assert len(documents.items) == 12
    assert len(systems.items) == 9
    words = [one.title for one in documents.items]
    assert sum(word.endswith("办法") for word in words) == 3
    assert sum("清单" in word or "名录" in word for word in words) == 6
    assert sum("流程图" in word for word in words) == 2
    assert sum("指南" in word for word in words) == 1
    for one in (*documents.items, *systems.items):
        assert one.source in {"kind", "chart", "organs", "officers"}
        assert set(one.kinds) <= set(kinds())
        if one.code:
            assert one.code in {each.code for each in text_templates(one.kinds[0])}


def test_a_text_names_the_figures_that_the_rooms_reckon_with(public: UUID) -> None:
    held = queries.in_force_on(public, DAY)
    told = {one.code: "\n".join(one.readable[ARTICLES]) for kind in ("measures", "systems") for one in held[kind]}
    assert "行政处罚决定自作出之日起7个工作日内公开" in told["BF-01"]
    assert "自知道之日起3个工作日内撤下" in told["ZD-01"]
    assert "每年1月31日以前" in told["ZD-02"]
    assert "执法人员总数的5%" in told["BF-03"]
    assert "自收到完整材料之日起5个工作日内出具书面意见" in told["BF-03"]
    assert "在24小时内存入" in told["ZD-03"]
    assert "{" not in "".join(told.values())
    assert all("示范县应急管理局" in told[code] for code in ("BF-01", "BF-02", "BF-03"))


def test_a_figure_that_moves_asks_for_a_new_draft_in_the_organs_own_words(
    public: UUID, people: dict[str, Actor]
) -> None:
    shown = next(one for one in queries.in_force_on(public, DAY)["systems"] if one.code == "ZD-01")
    own = [*shown.values[ARTICLES], "七、本机关另外公开撤下的统计。"]
    again = operations.collect_entry(
        organ_id=public, kind="systems", code="ZD-01", name=shown.name, values={**shown.values, ARTICLES: own},
        valid_from=DAY, reason="增加一条统计", by=people["collector"], at=AT,
    )  # fmt: skip
    operations.check_entry(edition_id=again.id, by=people["checker"], at=AT)
    operations.release_entry(edition_id=again.id, by=people["releaser"], at=AT)
    known = figures(organs.organ(public), "systems", DAY)
    assert queries.texts_owed(public, "systems", known) == ()
    moved = {**known, "withdraw": ("撤下期限", "2个工作日", "新规定")}
    owed = queries.texts_owed(public, "systems", moved)
    assert [(one.code, one.changed) for one in owed] == [("ZD-01", (known["withdraw"][0],))]
    ask = {"organ_id": public, "kind": "systems", "figures": moved, "by": people["collector"], "at": AT}
    drafted = operations.draft_texts(**ask)
    text = "\n".join(drafted[0].readable[ARTICLES])
    assert "2个工作日内撤下" in text
    assert "七、本机关另外公开撤下的统计。" in text
    assert [change.label for change in drafted[0].changes] == ["正文", "采用的期限和数字"]
    assert operations.draft_texts(**ask) == ()


# the paper


def test_measures_of_the_standard(public: UUID) -> None:
    """GB/T 9704—2012: A4, 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm, 22 lines of 28 characters, red head, page number outside."""
    paper = queries.list_paper(public, "measures", DAY, "BF-01")
    assert paper
    made = operations.set_paper(paper)
    with pikepdf.open(io.BytesIO(made.pdf)) as file:
        assert [round(float(one) / MM) for one in file.pages[0].MediaBox] == [0, 0, 210, 297]
        raw = file.pages[0].Contents
        assert raw is not None
    body = [one for one in boxes(made.pdf, 1) if one[2] > 34]
    assert min(one[1] for one in body) == pytest.approx(28, abs=0.8)
    assert max(one[3] for one in body) <= 184.6
    assert max(one[4] for one in body) <= 297 - 37 + 0.5
    head = [one for one in boxes(made.pdf) if one[0] in "示范县应急管理局文件"][:10]
    assert max(one[4] for one in head) == pytest.approx(297 - 37 - 35, abs=2)
    foot = [[one for one in boxes(made.pdf, at) if one[2] < 34] for at in (0, 1)]
    assert ["".join(one[0] for one in each) for each in foot] == ["—1—", "—2—"]
    assert min(one[1] for one in foot[0]) > 150
    assert max(one[3] for one in foot[1]) < 60
    assert made.pages == len(text_of(made.pdf))


def test_a_page_has_twenty_two_lines_of_twenty_eight_characters() -> None:
    document = {
        "title": "样张", "masthead": False, "number": "", "copies": "", "day": "2026年10月12日", "notes": [],
        "blocks": [{"k": "p", "t": "国" * 3000}],
    }  # fmt: skip
    data = {"title": "样张", "organ": "示范县应急管理局", "documents": [document]}
    made = operations.set_paper(PaperData("single", "样张", data, DAY))
    for page in (1, 2):
        assert [len(text) for text in lines(made.pdf, page).values()] == [28] * 22
    middles = sorted({round((one[2] + one[4]) / 2, 1) for one in boxes(made.pdf, 1) if one[2] > 34}, reverse=True)
    pitches = [round(before - after, 1) for before, after in itertools.pairwise(middles)]
    assert set(pitches) <= {10.2, 10.3}


def test_the_head_is_red_and_the_marks_of_printing_close_the_paper(public: UUID) -> None:
    paper = queries.list_paper(public, "measures", DAY, "BF-03")
    assert paper
    texts = text_of(operations.set_paper(paper).pdf)
    assert "示范县应急管理局文件" in texts[0].replace("\n", "")
    assert "示范县应急管理局重大执法决定法制审核办法" in texts[0].replace("\n", "")
    last = "".join(texts[-2:]).replace("\n", "")
    assert "2026年10月12日印发" in last
    assert "采集 郑公示，审核 赵六，发布 孙九" in last
    document: Any = pypdfium2.PdfDocument(operations.set_paper(paper).pdf)
    picture = document[0].render(scale=1).to_pil()
    red = sum(1 for pixel in picture.getdata() if pixel[0] > 190 and pixel[1] < 60 and pixel[2] < 60)
    document.close()
    assert red > 400


def test_the_volume_has_contents_bookmarks_and_every_part(public: UUID) -> None:
    bound = queries.volume(public, DAY)
    assert bound.missing == ()
    made = operations.set_paper(bound)
    texts = [one.replace("\n", "") for one in text_of(made.pdf)]
    titles = [one.title for part in document_sets() for one in part.items if one.required]
    for title in titles:
        assert title in texts[1]
    with pikepdf.open(io.BytesIO(made.pdf)) as file, file.open_outline() as outline:
        parts = {str(one.title): [str(each.title) for each in one.children] for one in outline.root}
    assert [len(parts[part.title]) for part in document_sets()[:2]] == [12, 9]
    listed = {title: re.search(re.escape(title) + r"[ .]+(\d+)", texts[1]) for title in titles}
    for title, found in listed.items():
        assert found, title
        page = next(text for at, text in enumerate(texts) if at > 1 and text.startswith(title))
        assert f"— {found[1]} —" in page


def test_what_is_missing_is_named_on_a_page_of_its_own(shifan: Any, organ: UUID) -> None:
    bound = queries.volume(organ, DAY)
    assert len(bound.missing) == 12 + 9 - 2
    texts = [one.replace("\n", "") for one in text_of(operations.set_paper(bound).pdf)]
    start = next(at for at, text in enumerate(texts) if text.startswith("尚缺的内容"))
    told = re.sub(r"— \d+ —", "", "".join(texts[start : start + 2]))
    assert [one for one in bound.missing if one not in told] == []
    registers.publish(shifan, "应急局", AT)
    assert queries.volume(organ, DAY - timedelta(days=1)).missing == bound.missing
    assert set(queries.volume(organ, DAY).missing) == {
        "行政执法流程图（办法、清单、流程图和服务指南）", "重大执法决定法制审核流程图（办法、清单、流程图和服务指南）",
    }  # fmt: skip


def test_an_edition_that_waits_for_its_day_is_bound_on_that_day(public: UUID, people: dict[str, Actor]) -> None:
    later = DAY + timedelta(days=20)
    one = collected(public, people["collector"], code="SJ-900", name="烟花燃放点抽查", valid_from=later, at=AT)
    operations.check_entry(edition_id=one.id, by=people["checker"], at=AT)
    operations.release_entry(edition_id=one.id, by=people["releaser"], at=AT)

    def named(day: date) -> bool:
        return "烟花燃放点抽查" in "".join(text_of(operations.set_paper(queries.volume(public, day)).pdf)).replace(
            "\n", ""
        )

    assert not named(later - timedelta(days=1))
    assert named(later)


# set once


def test_a_paper_is_set_once_and_the_same_again(public: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = queries.list_paper(public, "guide", DAY)
    assert paper
    first = operations.set_paper(paper)
    BoundPaper.objects.all().delete()
    again = operations.set_paper(queries.list_paper(public, "guide", DAY + timedelta(days=30)) or paper)
    assert again.pdf == first.pdf
    monkeypatch.setattr(papers, "render", lambda *_, **__: pytest.fail("set a second time"))
    assert operations.set_paper(paper) == first
    assert BoundPaper.objects.count() == 1


def test_a_file_that_is_gone_or_altered_is_set_anew(public: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = queries.list_paper(public, "guide", DAY)
    assert paper
    first = operations.set_paper(paper)

    def gone(_: str) -> bytes:
        raise storage.Missing("不在")

    monkeypatch.setattr(papers.storage, "read", gone)
    assert operations.set_paper(paper).sha256 == first.sha256


def test_another_word_is_another_file(public: UUID, people: dict[str, Actor]) -> None:
    before = queries.list_paper(public, "random_check", DAY)
    assert before
    one = collected(public, people["collector"], code="SJ-900", at=AT)
    assert queries.list_paper(public, "random_check", DAY) == before
    operations.check_entry(edition_id=one.id, by=people["checker"], at=AT)
    operations.release_entry(edition_id=one.id, by=people["releaser"], at=AT)
    after = queries.list_paper(public, "random_check", DAY)
    assert after
    assert operations.paper_digest(after) != operations.paper_digest(before)


def test_a_sign_that_cannot_be_printed_is_said_not_dropped(public: UUID, people: dict[str, Actor]) -> None:
    one = collected(public, people["collector"], code="SJ-900", name="抽查\U000323af", at=AT)
    operations.check_entry(edition_id=one.id, by=people["checker"], at=AT)
    operations.release_entry(edition_id=one.id, by=people["releaser"], at=AT)
    paper = queries.list_paper(public, "random_check", DAY)
    assert paper
    with pytest.raises(MissingGlyphs):
        operations.set_paper(paper)


def test_typed_markup_stays_text(public: UUID, people: dict[str, Actor]) -> None:
    nasty = '#read("/etc/passwd") *粗* $x$ <script>'
    one = collected(public, people["collector"], code="SJ-900", name=nasty, at=AT)
    operations.check_entry(edition_id=one.id, by=people["checker"], at=AT)
    operations.release_entry(edition_id=one.id, by=people["releaser"], at=AT)
    paper = queries.list_paper(public, "random_check", DAY)
    assert paper
    told = "".join(text_of(operations.set_paper(paper).pdf)).replace("\n", "")
    assert "<script>" in told
    assert "#read" in told


def test_nothing_public_is_no_paper(organ: UUID) -> None:
    assert queries.list_paper(organ, "guide", DAY) is None
    assert queries.list_paper(organ, "guide", DAY, "BS-404") is None
    assert FIGURES in {one.key for one in kinds()["measures"].fields}
