"""The command as a whole: it speaks Chinese when it is called wrongly, and says what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mingjing.sites import commandline


@pytest.mark.parametrize(
    ("words", "told"),
    (
        (["verify"], "缺少 file"),
        (["verify", "a", "b"], "不认识 b"),
        (["chart", "--format", "x"], "--format 不能是 'x'，可以写："),
        (["chart", "--here"], "--here 后面要写一个值"),
        (["work", "--every", "x"], "--every 的值 'x' 写法不对"),
        (["export"], "缺少 案号, --as"),
        (["lawbook", "show"], "缺少 law, number"),
    ),
)
def test_wrong_arguments_are_told_in_chinese(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        commandline.main(words)
    said = capsys.readouterr().err
    assert end.value.code == 2
    assert told in said and "用法：mingjing" in said and "error:" not in said


@pytest.mark.parametrize("name", sorted(set(commandline.names()) - {"manage"}))
def test_every_help_is_chinese(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        commandline.main([name, "--help"])
    said = capsys.readouterr().out
    assert "用法：" in said and "显示这份说明" in said
    assert "usage:" not in said and "options:" not in said and "positional" not in said


def told_by(home: Path, *words: str, **environment: str) -> tuple[int, str]:
    """Exit status and standard error of the command in a process of its own."""
    known = {key: value for key, value in os.environ.items() if not key.startswith(("MINGJING", "DJANGO"))}
    made = subprocess.run(
        [sys.executable, "-m", "mingjing", *words],
        capture_output=True,
        text=True,
        env={**known, "MINGJING_HOME": str(home), **environment},
        check=False,
    )
    return made.returncode, made.stderr


@pytest.mark.slow
def test_without_data_the_command_says_where_it_looked(tmp_path: Path) -> None:
    for words in (["audit"], ["export", "x", "--as", "y"], ["lawbook", "check"]):
        status, said = told_by(tmp_path, *words)
        assert (status, "Traceback" in said) == (2, False), said
        assert str(tmp_path) in said and "make demo" in said


@pytest.mark.slow
def test_without_a_server_the_command_names_the_setting(tmp_path: Path) -> None:
    status, said = told_by(tmp_path, "audit", MINGJING_DATABASE_URL="postgres://x:y@127.0.0.1:1/z")
    assert (status, "Traceback" in said) == (2, False), said
    assert "MINGJING_DATABASE_URL" in said
