"""`mingjing figures`: what is in force, whence, what it overrides; and whether local files can be used."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.organs.test_overlays import figure, write

from mingjing.sites import commandline

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.MINGJING_PARAMETERS = tmp_path / "parameters"
    yield tmp_path / "parameters"


def test_an_organ_on_a_day(shifan: Any, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(home, "organs/示应急", figure("statement", 8, "wd"))
    asked = ["figures", "--organ", "示应急", "--on", "2026-11-30", "--key", "statement"]
    assert commandline.main(asked) == 0
    told = capsys.readouterr().out
    assert "陈述、申辩期限：8个工作日" in told
    assert "本地（organs/示应急），自 2026-03-01 起，示范省规定第三条" in told
    assert "改了应急管理的 5个工作日" in told and "改了国家的 5个工作日" in told
    assert commandline.main([*asked[:4], "2026-02-28", *asked[5:]]) == 0
    assert "8个工作日" not in capsys.readouterr().out


def test_as_json_with_the_slug(shifan: Any, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(home, "organs/示应急", figure("statement", 8, "wd"))
    assert commandline.main(["figures", "--organ", "yjj", "--on", "2026-11-30", "--local", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    mine = next(one for one in told["figures"] if one["key"] == "statement")
    assert (mine["figure"]["value"], [one["layer"] for one in mine["overrides"]]) == (8, ["emergency", "national"])
    assert told["problems"] == []


def test_a_problem_is_an_exit_of_one(shifan: Any, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(home, "organs/示应急", figure("statement", 2, "wd"))
    assert commandline.main(["figures", "--organ", "示应急", "--key", "statement"]) == 1
    assert "没有采用：organs/示应急/own.yaml 第 3 行 statement" in capsys.readouterr().out


def test_every_local_file_is_checked(shifan: Any, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commandline.main(["figures", "--check"]) == 0
    assert "都能用" in capsys.readouterr().out
    write(home, "organs/示错字", figure("statement", 8, "wd"))
    write(home, "organs/示市监", figure("counter.closing", '"18:00"', "time"))
    assert commandline.main(["figures", "--check"]) == 1
    told = capsys.readouterr().out
    assert "没有机关适用：organs/示错字" in told and "请核对：organs/示市监/own.yaml" in told and "2 处问题" in told
    assert commandline.main(["figures", "--check", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["stray"] == ["organs/示错字"]


@pytest.mark.parametrize("asked", [[], ["--organ", "没有"], ["--organ", "示应急", "--on", "2026-13-01"]])
def test_what_is_asked_wrongly_is_told(
    shifan: Any, home: Path, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert commandline.main(["figures", *asked]) == 2
    assert capsys.readouterr().err.startswith("没有办成：")
