"""The command line: what a system administrator types and reads."""

from pathlib import Path

import pytest
from tests.lawbook.shelf import altered

from mingjing.lawbook.models import Article
from mingjing.sites.commandline import main

pytestmark = pytest.mark.django_db


def test_import_check_and_show(small: Path, capsys) -> None:
    assert main(["lawbook", "check"]) == 1
    assert "法规库是空的" in capsys.readouterr().err
    assert main(["lawbook", "import", "--file", str(small)]) == 1
    assert "摘要清单不符" in capsys.readouterr().err
    assert main(["lawbook", "import", "--file", str(small), "--accept-changed"]) == 0
    assert "已导入：laws.db，8部" in capsys.readouterr().out
    assert main(["lawbook", "import", "--file", str(small)]) == 0
    assert "已经导入过" in capsys.readouterr().out
    assert main(["lawbook", "check"]) == 0
    assert "全部相符" in capsys.readouterr().out
    assert main(["lawbook", "show", "行政处罚法", "58", "--on", "2026-09-24"]) == 0
    shown = capsys.readouterr().out
    assert "《行政处罚法》第五十八条（现行有效，2021-07-15起施行）" in shown
    assert "法制审核" in shown
    assert "SM3" in shown


def test_check_names_what_differs(shelf, capsys) -> None:
    Article.objects.filter(version__law__short_title="行政处罚法", number=58).update(text="改动")
    assert main(["lawbook", "check"]) == 1
    assert "第五十八条：条文与入库时的摘要不符" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("law", "number"), [("无此法", "1"), ("行政处罚法", "999"), ("行政处罚法", "甲"), ("\x00", "1")]
)
def test_what_is_not_there_is_said(shelf, capsys, law: str, number: str) -> None:
    assert main(["lawbook", "show", law, number]) == 1
    assert "法规库中没有" in capsys.readouterr().err


def test_a_day_that_is_none_is_said(capsys) -> None:
    with pytest.raises(SystemExit):
        main(["lawbook", "show", "行政处罚法", "58", "--on", "2026-13-01"])
    assert "不是日期" in capsys.readouterr().err


def test_texts_are_added_and_bad_ones_named(tmp_path: Path, capsys) -> None:
    good = tmp_path / "甲办法(2026-01-02).md"
    good.write_text("# 甲办法\n\n第一条 文。\n\n第三条 本办法自2026年2月1日起施行。", encoding="utf-8")
    bad = tmp_path / "坏.md"
    bad.write_bytes(b"\xff\xfe\x00")
    empty = tmp_path / "空.md"
    empty.write_text("", encoding="utf-8")
    assert main(["lawbook", "add", str(good), str(bad), str(empty), str(tmp_path / "无.md")]) == 1
    told = capsys.readouterr()
    assert "甲办法：2条，2026-02-01起施行。 条号不连续，缺第2条" in told.out
    assert "坏.md：读不了这个文件" in told.err
    assert "空.md" in told.err
    assert "无.md：读不了这个文件" in told.err


def test_the_manifest_holds_digests_and_no_text(small: Path, capsys) -> None:
    altered(small, "DELETE FROM articles WHERE law_name NOT LIKE '%行政处罚法'")
    assert main(["lawbook", "manifest", "--file", str(small)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "reference,title,published_on,articles,sha256,sm3"
    assert len(lines) == 9
    assert max(len(line) for line in lines) < 250
