"""`mingjing static` as people run it: what it says, what it gives back, where it refuses."""

from pathlib import Path
from typing import Any

import pytest
from tests.publicity import samples

from mingjing.sites import commandline
from mingjing.sites.portal.copying import exporting
from mingjing.sites.portal.copying.terms import Dead, Report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(settings: Any, tmp_path: Path) -> None:
    settings.MINGJING_KEYS = tmp_path / "keys"
    settings.MINGJING_PORTAL_URL = "http://127.0.0.1:8000"


def test_it_writes_and_says_how_much(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    samples.released()
    out = tmp_path / "out"
    assert (
        commandline.main(["static", str(out), "--base-url", "https://a.example/x/", "--live-url", "https://b.example/"])
        == 0
    )
    told = capsys.readouterr().out
    assert "每秒" in told and "每个链接都有文件" in told
    assert "https://a.example/x/gs/" in (out / "sitemap.xml").read_text()
    assert 'href="https://b.example/lx/"' in (out / "lx" / "index.html").read_text()
    assert (
        commandline.main(
            ["static", str(out), "--base-url", "https://a.example/x", "--live-url", "https://b.example", "--since-last"]
        )
        == 0
    )
    assert "新写 0 个，删去 0 个" in capsys.readouterr().out


def test_a_folder_with_other_files_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "网站.html").write_text("别人的")
    assert commandline.main(["static", str(tmp_path)]) == 2
    assert "请换一个空文件夹" in capsys.readouterr().err
    assert (tmp_path / "网站.html").read_text() == "别人的"


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert commandline.main(["static", str(tmp_path / "file" / "out")]) == 2
    assert "写不了" in capsys.readouterr().err


def test_dead_links_are_listed_and_fail(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = tuple(Dead("index.html", f"/x{at}/") for at in range(60))
    monkeypatch.setattr(exporting, "export", lambda *_, **__: Report(1, 1, 0, 1, 0, dead))
    assert commandline.main(["static", str(tmp_path / "out")]) == 1
    told = capsys.readouterr().err
    assert "60 个链接没有着落" in told and "index.html → /x0/" in told and "/x59/" not in told
