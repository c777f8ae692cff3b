"""The one-command start: stamps, the old interpreter's message, coverage bounds, the private PostgreSQL."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools import bootstrap, coverage_bounds, install, postgres

ROOT = Path(__file__).resolve().parents[2]


def test_bootstrap_can_be_read_by_old_interpreters() -> None:
    """It is they who must say that they are too old."""
    ast.parse((ROOT / "tools" / "bootstrap.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_bootstrap_names_what_is_missing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(bootstrap, "OLDEST", (99, 0))
    assert bootstrap.main() == 1
    said = capsys.readouterr().err
    assert "Python 3.11" in said
    assert "apt install python3.11" in said


def test_an_interpreter_that_does_not_exist_is_not_new_enough() -> None:
    assert bootstrap.new_enough(sys.executable)
    assert not bootstrap.new_enough("python-that-is-nowhere")


def test_every_make_target_is_known() -> None:
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    line = next(x for x in lines if x.startswith("TARGETS"))
    assert set(line.split(":=")[1].split()) == {*install.TARGETS, "clean"}
    assert {f"{name}:" for name in (*install.TARGETS, "clean")} <= set(lines)


def test_an_unknown_target_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert install.main(["fly"]) == 2
    assert "fly" in capsys.readouterr().err


def test_a_stamped_environment_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second run installs nothing, and dev contains runtime."""
    stamp, python = tmp_path / "stamp.json", tmp_path / "python"
    python.touch()
    stamp.write_text(json.dumps(install.digests(("dev", "lawdata"))))
    monkeypatch.setattr(install, "STAMP", stamp)
    monkeypatch.setattr(install, "PYTHON", python)
    monkeypatch.setattr(install, "make_environment", lambda: pytest.fail("made again"))
    monkeypatch.setattr(install, "install", lambda lock: pytest.fail(f"installed {lock} again"))
    install.prepare(("dev", "lawdata"))
    install.prepare(("runtime", "lawdata"))


def test_a_changed_lock_is_installed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp, python, installed = tmp_path / "stamp.json", tmp_path / "python", []
    python.touch()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "uv").touch()
    stamp.write_text(json.dumps({**install.digests(("runtime", "lawdata")), "lawdata": "another"}))
    for name, value in {"STAMP": stamp, "PYTHON": python, "VENV": tmp_path}.items():
        monkeypatch.setattr(install, name, value)
    monkeypatch.setattr(install, "install", installed.append)
    monkeypatch.setattr(install, "connect", lambda: None)
    install.prepare(("runtime", "lawdata"))
    assert installed == ["lawdata"]
    assert json.loads(stamp.read_text())["lawdata"] == install.digests(("lawdata",))["lawdata"]


def test_a_damaged_stamp_counts_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "stamp.json").write_text("{")
    monkeypatch.setattr(install, "STAMP", tmp_path / "stamp.json")
    assert install.stamped() == {}


def report(tmp_path: Path, covered: int) -> Path:
    summary = {"covered_lines": covered, "num_statements": 100, "covered_branches": 0, "num_branches": 0}
    path = tmp_path / "coverage.json"
    path.write_text(json.dumps({"files": {"src/mingjing/kernel/periods.py": {"summary": summary}}}))
    return path


def test_a_layer_below_its_bound_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert coverage_bounds.main([str(report(tmp_path, 100))]) == 0
    assert coverage_bounds.main([str(report(tmp_path, 10))]) == 1
    assert "periods.py" in capsys.readouterr().out


def test_rules_are_measured_apart_from_the_rest(tmp_path: Path) -> None:
    full = {"covered_lines": 1, "num_statements": 1}
    none = {"covered_lines": 0, "num_statements": 1}
    files = {"src/mingjing/review/rules/scope.py": full, "src/mingjing/review/queries.py": none}
    measured = coverage_bounds.measure({"files": {name: {"summary": s} for name, s in files.items()}})
    assert measured["rules"] == (100.0, [])


@pytest.mark.slow
def test_the_private_cluster_lives_and_leaves_nothing() -> None:
    if postgres.binaries() is None:
        pytest.skip("本机没有 PostgreSQL 服务程序")
    import psycopg

    with postgres.cluster() as url:
        port = int(url.rsplit(":", 1)[1].split("/")[0])
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(f"postgres://mingjing@127.0.0.1:{port}/postgres", connect_timeout=2)


def test_no_server_is_said_in_chinese(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(postgres, "binaries", lambda: None)
    assert postgres.main([sys.executable, "-c", ""]) == 3
    assert "apt install postgresql" in capsys.readouterr().err


def test_make_without_a_target_lists_them() -> None:
    said = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    assert all(f"make {name}" in said for name in install.TARGETS)
