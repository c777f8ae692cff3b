"""Save and restore the data folder. Standard library only.

    python tools/backup.py save FILE.tar [--from var]
    python tools/backup.py restore FILE.tar --to FOLDER

The database is copied with SQLite's own online backup, so nobody has to stop working. A manifest of SHA-256 digests is
checked before anything is restored, and nothing that exists is overwritten.
"""

import argparse
import hashlib
import io
import json
import os
import sqlite3
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

MANIFEST = "清单.json"
DATABASE = "mingjing.sqlite3"
# When, whereto and with which digest the last backup was made: the administrator's first page shows it.
NOTE = "last-backup.json"
# What can be made again, and what the copy of the database replaces.
LEFT_OUT = {"static", NOTE, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"}


class Refused(Exception):
    """Nothing was written; the message says why."""


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def contents(home: Path, copy: Path) -> Iterator[tuple[str, Path]]:
    """Name in the archive and file on disk: the database's copy first, then everything else."""
    if (home / DATABASE).exists():
        with sqlite3.connect(home / DATABASE) as source, sqlite3.connect(copy) as target:
            source.backup(target)
        yield DATABASE, copy
    for path in sorted(home.rglob("*")):
        name = path.relative_to(home)
        if path.is_file() and name.parts[0] not in LEFT_OUT:
            yield name.as_posix(), path


def save(home: Path, archive: Path) -> int:
    """Write a backup; gives back how many files it holds. Raises Refused."""
    if not home.is_dir():
        raise Refused(f"没有数据目录 {home}。用 --from 指明，或设置 MINGJING_HOME。")
    if archive.exists():
        raise Refused(f"{archive} 已经存在，不覆盖。换一个文件名。")
    manifest = {}
    private = os.open(archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with (
        tempfile.TemporaryDirectory() as folder,
        os.fdopen(private, "wb") as sink,
        tarfile.open(None, "w", sink) as tar,
    ):
        for name, path in contents(home, Path(folder) / DATABASE):
            manifest[name] = digest(path)
            tar.add(path, arcname=name)
        listed = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(listed)
        tar.addfile(entry, io.BytesIO(listed))
    return len(manifest)


def noted(home: Path, archive: Path, count: int) -> None:
    """Leave a note of the backup in the data folder."""
    facts = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "file": str(archive.resolve()),
        "files": count,
        "size": archive.stat().st_size,
        "sha256": digest(archive),
    }
    (home / NOTE).write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")


def restore(archive: Path, home: Path) -> int:
    """Unpack a backup into an empty folder after checking every digest; gives back how many files. Raises Refused."""
    if home.exists() and any(home.iterdir()):
        raise Refused(f"{home} 不是空目录，不覆盖。换一个目录。")
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent) as folder:
        try:
            with tarfile.open(archive) as tar:
                tar.extractall(folder, filter="data")
            manifest = json.loads((Path(folder) / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, tarfile.TarError, ValueError) as reason:
            raise Refused(f"{archive} 读不出来，可能已经损坏：{reason}") from reason
        wrong = [n for n, d in manifest.items() if not (Path(folder) / n).is_file() or digest(Path(folder) / n) != d]
        if wrong:
            raise Refused(f"{len(wrong)} 个文件与清单不符，没有恢复：{'、'.join(wrong[:5])}")
        (Path(folder) / MANIFEST).unlink()
        if home.exists():
            home.rmdir()
        Path(folder).rename(home)
        Path(folder).mkdir()
    home.chmod(0o700)
    return len(manifest)


def main(arguments: list[str]) -> int:
    """Save or restore."""
    parser = argparse.ArgumentParser(description="备份与恢复数据目录")
    commands = parser.add_subparsers(dest="command", required=True)
    saving = commands.add_parser("save", help="备份")
    saving.add_argument("archive", type=Path)
    saving.add_argument("--from", dest="home", type=Path, default=Path(os.environ.get("MINGJING_HOME", "var")))
    restoring = commands.add_parser("restore", help="恢复")
    restoring.add_argument("archive", type=Path)
    restoring.add_argument("--to", dest="home", type=Path, required=True)
    options = parser.parse_args(arguments)
    try:
        if options.command == "save":
            count = save(options.home, options.archive)
            noted(options.home, options.archive, count)
            print(f"已备份 {count} 个文件到 {options.archive}。里面有密钥，请加密保管。")
        else:
            print(f"已恢复 {restore(options.archive, options.home)} 个文件到 {options.home}。")
    except Refused as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
