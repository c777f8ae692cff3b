"""The order of the file and its pages: data read as the law has it, arithmetic that adds up."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.archives.rules import requests
from mingjing.archives.rules.order import arranged, order_of, pages_add_up, total
from mingjing.archives.terms import ArchiveItem, Volume

ORDER = order_of()
ROOT = Path(__file__).resolve().parents[2] / "src/mingjing"
ORDERS = {path.stem: order_of(path.stem) for path in sorted((ROOT / "archives/orders").glob("*.yaml"))}
FORMS = sorted(p.parent.name for p in (ROOT / "records/forms").glob("*/form.yaml"))
DAY = date(2026, 9, 1)


def item(seq: int, form: str, **more: Any) -> ArchiveItem:
    """A rendered document of an act."""
    given_: dict[str, Any] = {
        "title": form,
        "day": DAY,
        "pages": 2,
        "sha256": f"{seq:064x}",
        "media_type": "application/pdf",
    }
    return ArchiveItem(seq=seq, form=form, **(given_ | more))


def titles(*items: ArchiveItem) -> list[str]:
    return [row.title for row in arranged(items, ORDER)]


def test_the_main_volume_has_the_decision_and_its_receipt_first() -> None:
    receipt = item(9, "service_receipt", title="决定书回证", follows=7)
    notice_receipt = item(6, "service_receipt", title="告知书回证", follows=5)
    file = (
        item(1, "lead_register"), item(2, "filing_approval"), item(3, "interview_record"), item(4, "investigation_report"),
        item(5, "penalty_notice"), notice_receipt, item(7, "penalty_decision"), receipt, item(10, "hearing_record"),
        item(11, "instalment_approval"), item(12, "closing_approval"), item(13, "review_opinion"), item(14, "hearing_report"),
        item(15, "examination_form"), item(16, "discussion_record"),
    )  # fmt: skip
    assert titles(*file) == [
        "penalty_decision", "决定书回证", "filing_approval", "interview_record", "investigation_report", "penalty_notice",
        "告知书回证", "hearing_record", "instalment_approval", "closing_approval",
        "lead_register", "review_opinion", "hearing_report", "examination_form", "discussion_record",
    ]  # fmt: skip


def test_within_a_class_the_day_decides_and_not_the_form() -> None:
    later = item(2, "inspection_record", day=date(2026, 9, 9))
    assert titles(later, item(5, "interview_record", day=date(2026, 9, 3))) == ["interview_record", "inspection_record"]


def test_a_receipt_lies_behind_the_first_document_of_the_act_it_served() -> None:
    main, extra = item(3, "instalment_approval", title="审批表"), item(3, "instalment_notice", title="通知书")
    later = item(4, "instalment_approval", title="再次审批", day=date(2026, 9, 2))
    receipt = item(8, "service_receipt", title="回证", follows=3, day=date(2026, 9, 20))
    assert titles(main, extra, later, receipt) == ["审批表", "通知书", "回证", "再次审批"]


def test_a_receipt_whose_document_is_not_there_is_filed_with_the_other_documents() -> None:
    row = arranged([item(8, "service_receipt", follows=99)], ORDER)[0]
    assert row.group == "告知和其他文书"


def test_each_volume_counts_lines_and_pages_by_itself() -> None:
    rows = arranged(
        [item(1, "lead_register", pages=1), item(2, "penalty_decision", pages=3), item(3, "filing_approval")], ORDER
    )
    assert [(row.volume, row.no, row.span) for row in rows] == [
        (Volume.MAIN, 1, "1–3"), (Volume.MAIN, 2, "4–5"), (Volume.AUXILIARY, 1, "1"),
    ]  # fmt: skip
    assert total(rows) == 6


def test_cover_contents_and_note_are_not_numbered() -> None:
    assert titles(item(1, "file_cover"), item(1, "file_catalogue"), item(1, "file_note"), item(2, "lead_register")) == [
        "lead_register"
    ]


def test_what_is_not_on_paper_or_not_electronic_has_no_page_but_a_remark() -> None:
    film = item(3, "evidence", title="录像", pages=0, media_type="video/mp4")
    thing = ArchiveItem(seq=2, form="evidence", title="营业执照", day=DAY)
    rows = {row.title: row for row in arranged([film, thing, item(4, "interview_record")], ORDER)}
    assert (rows["录像"].span, rows["录像"].remark) == ("—", "音像载体，另存")
    assert (rows["营业执照"].span, rows["营业执照"].remark) == ("—", "纸质或者实物，另存")
    assert rows["interview_record"].span == "1–2"
    assert not list(pages_add_up(tuple(rows.values())))


def test_an_unknown_form_goes_to_the_end_of_the_main_volume() -> None:
    rows = arranged([item(1, "something_new"), item(2, "closing_approval", day=date(2026, 12, 1))], ORDER)
    assert [(row.title, row.group) for row in rows] == [("closing_approval", "结案"), ("something_new", "其他")]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_its_place(form: str) -> None:
    assert any(form in order.unnumbered or order.place(form)[2] != "其他" for order in ORDERS.values())


def test_no_form_has_two_places() -> None:
    for order in ORDERS.values():
        named = [form for _, _, forms in order.groups for form in forms]
        assert len(named) == len(set(named))


@given(st.lists(st.tuples(st.sampled_from(FORMS), st.integers(1, 9), st.integers(0, 40)), max_size=30))
def test_pages_always_add_up(made: list[tuple[str, int, int]]) -> None:
    """Whatever lies in a file: no page twice, none left out, nothing lost."""
    file = [
        item(seq, form, pages=pages, day=date(2026, 9, 1 + day % 28)) for seq, (form, pages, day) in enumerate(made, 1)
    ]
    rows = arranged(file, ORDER)
    kept = [each for each in file if each.form not in ORDER.unnumbered]
    assert sorted(row.item.seq for row in rows) == [each.seq for each in kept]
    assert not rows or not list(pages_add_up(rows))
    for volume in Volume:
        numbers = [page for row in rows if row.volume is volume for page in range(row.first, row.last + 1)]
        assert numbers == list(range(1, len(numbers) + 1))


def test_the_order_does_not_depend_on_how_things_were_handed_over() -> None:
    file = [item(seq, form) for seq, form in enumerate(FORMS, 1)]
    assert titles(*file) == titles(*reversed(file))


def test_a_document_without_pages_is_refused() -> None:
    found = list(pages_add_up(arranged([item(1, "penalty_decision", pages=0)], ORDER)))
    assert [finding.rule for finding in found] == ["ARCH-11"]
    assert "还没有页数" in found[0].message


def test_an_empty_file_is_refused() -> None:
    assert [finding.rule for finding in pages_add_up(())] == ["ARCH-11"]


def test_a_gap_in_the_pages_is_found() -> None:
    first, second = arranged([item(1, "penalty_decision"), item(2, "filing_approval")], ORDER)
    assert any("接不上" in finding.message for finding in pages_add_up((second, first)))


@pytest.mark.parametrize("number", ["示应急-2026-001", "J039.2026.Y-001", "示应急〔2026〕1号"])
def test_numbers_as_archives_write_them(number: str) -> None:
    assert not list(requests.number_is_well_formed(number))


@pytest.mark.parametrize("number", ["", "示应急 2026", "a/../b", "一" * 61, "=1+1", "档号\n"])
def test_numbers_nobody_can_find_again(number: str) -> None:
    assert [finding.rule for finding in requests.number_is_well_formed(number)] == ["ARCH-12"]


def test_a_number_is_used_once() -> None:
    assert "已经用于“甲案”" in next(iter(requests.number_is_well_formed("示应急-1", "甲案"))).message


@pytest.mark.parametrize(
    ("retention", "pages", "rules"), [("y30", 0, 0), ("forever", 1, 1), ("y10", -1, 1), ("", 100_001, 2)]
)
def test_retention_and_paper_pages(retention: str, pages: int, rules: int) -> None:
    assert len(list(requests.retention_is_chosen(retention, pages))) == rules


def test_a_file_is_put_away_once() -> None:
    assert not list(requests.filed_once(""))
    assert "已经归档" in next(iter(requests.filed_once("示应急-1"))).message
