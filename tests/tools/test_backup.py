"""Backup: what was saved comes back, what was changed does not, nothing is overwritten."""

import sqlite3
import tarfile
from pathlib import Path

import pytest

from tools import backup


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "var"
    (folder / "store" / "ab").mkdir(parents=True)
    (folder / "store" / "ab" / "abc").write_bytes(b"content")
    (folder / "keys").mkdir()
    (folder / "keys" / "log").write_text("secret")
    (folder / "static").mkdir()
    (folder / "static" / "made.css").write_text("can be made again")
    with sqlite3.connect(folder / backup.DATABASE) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE act (name TEXT)")
        database.execute("INSERT INTO act VALUES ('立案')")
    return folder


def test_what_was_saved_comes_back(home: Path, tmp_path: Path) -> None:
    archive, back = tmp_path / "a.tar", tmp_path / "back"
    open_elsewhere = sqlite3.connect(home / backup.DATABASE)
    open_elsewhere.execute("BEGIN IMMEDIATE")
    open_elsewhere.execute("INSERT INTO act VALUES ('未提交')")
    assert backup.save(home, archive) == 3
    open_elsewhere.close()
    assert archive.stat().st_mode & 0o777 == 0o600
    assert backup.restore(archive, back) == 3
    assert (back / "store" / "ab" / "abc").read_bytes() == b"content"
    assert (back / "keys" / "log").read_text() == "secret"
    assert not (back / "static").exists()
    assert sqlite3.connect(back / backup.DATABASE).execute("SELECT name FROM act").fetchall() == [("立案",)]


def test_a_changed_backup_is_refused(home: Path, tmp_path: Path) -> None:
    archive, changed = tmp_path / "a.tar", tmp_path / "b.tar"
    backup.save(home, archive)
    with tarfile.open(archive) as source:
        source.extractall(tmp_path / "x", filter="data")
    (tmp_path / "x" / "store" / "ab" / "abc").write_bytes(b"c0ntent")
    with tarfile.open(changed, "w") as target:
        for path in (tmp_path / "x").rglob("*"):
            target.add(path, arcname=path.relative_to(tmp_path / "x").as_posix(), recursive=False)
    with pytest.raises(backup.Refused, match="store/ab/abc"):
        backup.restore(changed, tmp_path / "back")
    assert not (tmp_path / "back").exists()


def test_nothing_is_overwritten(home: Path, tmp_path: Path) -> None:
    archive = tmp_path / "a.tar"
    backup.save(home, archive)
    with pytest.raises(backup.Refused, match="不覆盖"):
        backup.save(home, archive)
    with pytest.raises(backup.Refused, match="不覆盖"):
        backup.restore(archive, home)


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rubbish = tmp_path / "rubbish.tar"
    rubbish.write_bytes(b"rubbish")
    assert backup.main(["restore", str(rubbish), "--to", str(tmp_path / "back")]) == 1
    assert "损坏" in capsys.readouterr().err


def test_a_missing_data_folder_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert backup.main(["save", str(tmp_path / "a.tar"), "--from", str(tmp_path / "none")]) == 1
    assert "MINGJING_HOME" in capsys.readouterr().err
