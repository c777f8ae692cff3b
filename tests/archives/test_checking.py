"""The four properties, each shown to fail for what it is there for."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from mingjing.archives.rules import authentic, checking, safe, usable
from mingjing.archives.rules import complete as completeness
from mingjing.archives.rules.order import arranged, order_of
from mingjing.archives.terms import (
    About,
    ArchiveItem,
    Check,
    CheckReport,
    Gathered,
    Inspected,
    PackageSeen,
    Property,
    Result,
    Stream,
)

ORDER = order_of()
ITEM = ArchiveItem(
    1, "penalty_decision", "决定书", date(2026, 11, 5), pages=3, name="决定书.pdf", sha256="a" * 64, sm3="b" * 64, size=9,
    media_type="application/pdf",
)  # fmt: skip
GOOD = Inspected(ITEM, "same", logged=True, opens="", pages=3)
WHOLE = Stream((1, 2, 3), linked=True)
FULL = frozenset({
    "lead_register", "filing_approval", "investigation_report", "examination_form", "penalty_notice", "penalty_decision",
    "service_receipt", "closing_approval",
})  # fmt: skip


def failed(checks: tuple[Check, ...]) -> list[str]:
    return [check.detail for check in checks if not check.passed]


def gathered(*seen: Inspected, **more: Any) -> Gathered:
    """The facts of a file that holds these."""
    shown = seen or (GOOD,)
    given = {"rows": arranged([one.item for one in shown], ORDER), "seen": shown, "forms": FULL, "stream": WHOLE} | more
    return Gathered(**given)


def complete(forms: frozenset[str] = FULL, stream: Stream = WHOLE, note: str = "") -> tuple[Check, ...]:
    all_ = gathered(forms=forms, stream=stream, note=note)
    found: tuple[Check, ...] = completeness.complete(all_, ORDER, lambda form: form)
    return found


def one(checks: tuple[Check, ...], code: str) -> Check:
    (found,) = [check for check in checks if check.code == code]
    return found


def test_a_sound_file_passes_all() -> None:
    checks = checking.checks_of(gathered(), ORDER, lambda form: form)
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
    assert failed(authentic.authentic(gathered(GOOD, seen))[:2]) == [told]


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
    assert "由法院调取" in one(explained, "WZ-08").detail


@pytest.mark.parametrize(
    "stream", [Stream((1, 3), linked=True), Stream((2, 3), linked=True), Stream((1, 2), linked=False)]
)
def test_a_hole_in_the_record_is_found_and_no_note_explains_it(stream: Stream) -> None:
    assert failed(complete(stream=stream, note="系统迁移时丢失"))


def test_what_does_not_open_or_has_other_pages_is_not_usable() -> None:
    broken, short = replace(GOOD, opens="PDF 打不开"), replace(GOOD, pages=2)
    assert failed(usable.usable(gathered(broken, short))) == ["打不开：决定书（PDF 打不开）", "页数与目录不符：决定书"]


def test_what_came_broken_may_be_explained_but_no_document_of_ours() -> None:
    came = replace(GOOD, item=replace(ITEM, form="evidence", title="证据2：录像"), opens="压缩文件打不开")
    note = "当事人提交的光盘损坏，附说明。"
    assert failed(usable.usable(gathered(came, note="见"))) == ["打不开：证据2：录像（压缩文件打不开）"]
    explained = usable.usable(gathered(came, note=note))
    assert not failed(explained) and note in one(explained, "KY-03").detail
    assert failed(usable.usable(gathered(came, replace(GOOD, opens="PDF 打不开"), note=note))) == [
        "打不开：决定书（PDF 打不开）"
    ]


def test_strange_formats_are_not_safe() -> None:
    strange = replace(GOOD, item=replace(ITEM, title="程序", media_type="application/x-msdownload"))
    nothing = replace(GOOD, item=replace(ITEM, title="无名", media_type=""))
    assert failed(safe.safe(gathered(strange, nothing), ORDER)) == [
        "不在规定格式之内：程序（application/x-msdownload）、无名（无格式）"
    ]


def test_each_failure_says_what_to_do() -> None:
    checks = (
        *authentic.authentic(gathered(replace(GOOD, content="missing"))),
        *complete(frozenset()),
        *usable.usable(gathered(replace(GOOD, opens="坏"))),
    )
    found = checking.findings(checks)
    assert {finding.rule for finding in found} == {"ARCH-13", "ARCH-14", "ARCH-15"}
    assert all(finding.next_step and finding.cites for finding in found)


def test_many_titles_are_cut_short() -> None:
    seen = [replace(GOOD, content="missing", item=replace(ITEM, title=f"文书{number}")) for number in range(9)]
    assert failed(authentic.authentic(gathered(*seen))[:1]) == ["存储中没有：文书0、文书1、文书2、文书3、文书4等 9 份"]


def test_the_report_reads_in_chinese_and_as_data() -> None:
    report = CheckReport(
        (*complete(), *usable.usable(gathered(replace(GOOD, opens="坏")))), datetime(2026, 12, 15, 2, tzinfo=UTC)
    )
    assert not report.passed
    assert "KY-03　可用性　打开文件：不通过。打不开：决定书（坏）" in report.text()
    data = report.as_json()
    assert data["standard"] == "DA/T 70-2018"
    assert data["checks"][0]["property_name"] == "完整性"


def test_without_a_scanner_nobody_says_that_there_is_no_virus() -> None:
    blind = safe.safe(gathered(), ORDER)
    assert {one(blind, code).result for code in ("AQ-01", "AQ-02")} == {Result.MANUAL}
    assert "ClamAV" in one(blind, "AQ-02").detail
    assert one(safe.safe(gathered(scanner="clamscan"), ORDER), "AQ-02").result is Result.PASS
    sick = safe.safe(gathered(replace(GOOD, virus="Eicar"), scanner="clamscan"), ORDER)
    assert one(sick, "AQ-02").result is Result.FAIL and "Eicar" in one(sick, "AQ-02").detail


def test_a_script_in_our_own_paper_fails_and_in_what_came_asks_a_person() -> None:
    own, came = replace(GOOD, risks=("脚本",)), replace(GOOD, item=replace(ITEM, form="evidence"), risks=("宏",))
    assert one(safe.safe(gathered(own), ORDER), "AQ-04").result is Result.FAIL
    assert one(safe.safe(gathered(came), ORDER), "AQ-04").result is Result.MANUAL


def test_a_font_that_is_not_carried_fails_in_our_own_paper_only() -> None:
    own, came = replace(GOOD, fonts=("SimSun",)), replace(GOOD, item=replace(ITEM, form="evidence"), fonts=("SimSun",))
    assert one(usable.usable(gathered(own)), "KY-05").result is Result.FAIL
    assert one(usable.usable(gathered(came)), "KY-05").result is Result.MANUAL
    assert one(usable.usable(gathered(replace(GOOD, locked=True))), "KY-06").result is Result.FAIL


@pytest.mark.parametrize(
    ("code", "item", "about"),
    [
        ("ZS-04", replace(ITEM, title="长" * 301), About()),
        ("ZS-05", replace(ITEM, sha256="not hex"), About()),
        ("ZS-06", ITEM, About("示-1", "卷", retention="forever")),
        ("ZS-07", ITEM, About("示-1", "卷", retention="y10", archived_on=date(2026, 11, 4))),
        ("ZS-08", replace(ITEM, title="决定\u202e书"), About()),
        ("ZS-09", ITEM, About("有 空格", "卷", retention="y10")),
        ("ZS-10", ITEM, About("示-1", "卷", retention="y10", taken="另一册")),
        ("ZS-11", replace(ITEM, name="决定书.exe"), About()),
        ("AQ-07", replace(ITEM, title="机密★5年 通报"), About()),
    ],
)
def test_each_rule_of_the_metadata_finds_what_it_is_there_for(code: str, item: ArchiveItem, about: About) -> None:
    good = checking.checks_of(gathered(), ORDER, str)
    bad = checking.checks_of(gathered(replace(GOOD, item=item), about=about), ORDER, str)
    assert one(good, code).result is not Result.FAIL
    assert one(bad, code).result is Result.FAIL, one(bad, code)


@pytest.mark.parametrize(
    ("seen", "failing"),
    [
        (PackageSeen("same", (), 3, 9, 3, 9, 1), set()),
        (PackageSeen("altered", ("“a”与清单的摘要不符",), 3, 9, 3, 9, 1), {"ZS-13", "ZS-14"}),
        (PackageSeen("missing"), {"ZS-13", "ZS-14"}),
        (PackageSeen("same", (), 2, 9, 3, 9, 1), {"WZ-09"}),
        (PackageSeen("same", (), 3, 8, 3, 9, 1), {"WZ-09"}),
        (PackageSeen("same", (), 3, 9, 3, 9, 2), {"WZ-09"}),
        (PackageSeen("same", (), 3, 9, 3, 9, 1, "解析不了"), {"KY-01"}),
    ],
)
def test_the_package_is_held_against_what_was_filed(seen: PackageSeen, failing: set[str]) -> None:
    found = checking.checks_of(gathered(package=seen), ORDER, str)
    assert {check.code for check in found if not check.passed} == failing


def test_every_check_has_a_code_of_its_own_and_a_rule_that_exists() -> None:
    found = checking.checks_of(gathered(), ORDER, str)
    assert len({check.code for check in found}) == len(found) >= 35
    assert all(check.rule in checking.RULES and check.source for check in found)
