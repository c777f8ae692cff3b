"""The four properties, each shown to fail for what it is there for."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mingjing.archives.rules import checking
from mingjing.archives.rules.order import order_of
from mingjing.archives.terms import ArchiveItem, Check, CheckReport, Inspected, Property, Stream

ORDER = order_of()
ITEM = ArchiveItem(
    1, "penalty_decision", "决定书", date(2026, 11, 5), pages=3, sha256="a", media_type="application/pdf"
)
GOOD = Inspected(ITEM, "same", logged=True, opens="", pages=3)
WHOLE = Stream((1, 2, 3), linked=True)
FULL = frozenset({
    "lead_register", "filing_approval", "investigation_report", "examination_form", "penalty_notice", "penalty_decision",
    "service_receipt", "closing_approval",
})  # fmt: skip


def failed(checks: tuple[Check, ...]) -> list[str]:
    return [check.detail for check in checks if not check.passed]


def complete(forms: frozenset[str] = FULL, stream: Stream = WHOLE, note: str = "") -> tuple[Check, ...]:
    found: tuple[Check, ...] = checking.complete(forms, stream, ORDER, lambda form: form, note)
    return found


def test_a_sound_file_passes_all() -> None:
    checks = (*checking.authentic([GOOD]), *complete(), *checking.usable([GOOD]), *checking.safe([GOOD], ORDER))
    assert not failed(checks)
    assert {check.property for check in checks} == set(Property)
    assert not checking.findings(checks)


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (replace(GOOD, content="missing"), "存储中没有：决定书"),
        (replace(GOOD, content="altered"), "与登记的摘要不符：决定书"),
        (replace(GOOD, logged=False), "台账没有登记：决定书"),
    ],
)
def test_what_was_changed_or_never_logged_is_not_authentic(seen: Inspected, told: str) -> None:
    assert failed(checking.authentic([GOOD, seen])) == [told]


@pytest.mark.parametrize("missing", sorted(FULL - {"penalty_decision"}))
def test_a_mandatory_document_is_missed(missing: str) -> None:
    assert failed(complete(FULL - {missing})) == [f"缺少：{missing}"]


def test_a_file_without_an_outcome_is_not_complete() -> None:
    assert failed(complete(frozenset({"lead_register", "filing_approval"}))) == ["缺少：处理结果文书"]


@pytest.mark.parametrize(
    "outcome", ["no_filing_approval", "transfer_letter", "filing_withdrawal", "termination_approval"]
)
def test_exits_need_only_their_own_documents(outcome: str) -> None:
    assert not failed(complete(frozenset({"lead_register", "filing_approval", outcome, "closing_approval"})))


def test_a_missing_document_may_be_explained_but_not_with_a_dot() -> None:
    thin = FULL - {"penalty_notice"}
    assert failed(complete(thin, note="…"))
    explained = complete(thin, note="告知书原件由法院调取，附调取清单")
    assert not failed(explained)
    assert "由法院调取" in explained[0].detail


@pytest.mark.parametrize(
    "stream", [Stream((1, 3), linked=True), Stream((2, 3), linked=True), Stream((1, 2), linked=False)]
)
def test_a_hole_in_the_record_is_found_and_no_note_explains_it(stream: Stream) -> None:
    assert failed(complete(stream=stream, note="系统迁移时丢失"))


def test_what_does_not_open_or_has_other_pages_is_not_usable() -> None:
    broken, short = replace(GOOD, opens="PDF 打不开"), replace(GOOD, pages=2)
    assert failed(checking.usable([broken, short])) == ["打不开：决定书（PDF 打不开）", "页数与目录不符：决定书"]


def test_what_came_broken_may_be_explained_but_no_document_of_ours() -> None:
    came = replace(GOOD, item=replace(ITEM, form="evidence", title="证据2：录像"), opens="压缩文件打不开")
    note = "当事人提交的光盘损坏，附说明。"
    assert failed(checking.usable([came], "见")) == ["打不开：证据2：录像（压缩文件打不开）"]
    explained = checking.usable([came], note)
    assert not failed(explained) and note in explained[0].detail
    assert failed(checking.usable([came, replace(GOOD, opens="PDF 打不开")], note)) == ["打不开：决定书（PDF 打不开）"]


def test_strange_formats_are_not_safe() -> None:
    strange = replace(GOOD, item=replace(ITEM, title="程序", media_type="application/x-msdownload"))
    nothing = replace(GOOD, item=replace(ITEM, title="无名", media_type=""))
    assert failed(checking.safe([strange, nothing], ORDER)) == [
        "不在规定格式之内：程序（application/x-msdownload）、无名（无格式）"
    ]


def test_each_failure_says_what_to_do() -> None:
    checks = (
        *checking.authentic([replace(GOOD, content="missing")]),
        *complete(frozenset()),
        *checking.usable([replace(GOOD, opens="坏")]),
    )
    found = checking.findings(checks)
    assert {finding.rule for finding in found} == {"ARCH-13", "ARCH-14", "ARCH-15"}
    assert all(finding.next_step and finding.cites for finding in found)


def test_many_titles_are_cut_short() -> None:
    seen = [replace(GOOD, content="missing", item=replace(ITEM, title=f"文书{number}")) for number in range(9)]
    assert failed(checking.authentic(seen)) == ["存储中没有：文书0、文书1、文书2、文书3、文书4等 9 份"]


def test_the_report_reads_in_chinese_and_as_data() -> None:
    report = CheckReport(
        (*complete(), *checking.usable([replace(GOOD, opens="坏")])), datetime(2026, 12, 15, 2, tzinfo=UTC)
    )
    assert not report.passed
    assert "可用性　打开文件：不通过。打不开：决定书（坏）" in report.text()
    data = report.as_json()
    assert data["standard"] == "DA/T 70-2018"
    assert data["checks"][0]["property_name"] == "完整性"
