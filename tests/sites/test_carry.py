"""Programs that are carried away alone: each runs with nothing installed beside it."""

import subprocess
import sys
from pathlib import Path

import pytest

from mingjing.ledger.queries import witness_file
from mingjing.sites import commandline
from mingjing.sites.commands.carry import NAMES


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"witness"}))
def test_it_runs_without_the_product(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / f"{name}.py"
    assert commandline.main(["carry", name, str(path)]) == 0
    assert str(path) in capsys.readouterr().out
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(path), "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and "--help" in done.stdout, done.stderr


def test_the_witness_is_the_file_that_the_portal_hands_out(tmp_path: Path) -> None:
    assert commandline.main(["carry", "witness", str(tmp_path / "w.py")]) == 0
    assert (tmp_path / "w.py").read_bytes() == witness_file()


def test_where_it_cannot_be_written_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commandline.main(["carry", "station", str(tmp_path / "没有" / "s.py")]) == 2
    assert "请换一个文件夹" in capsys.readouterr().err
