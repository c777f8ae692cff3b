"""The agent of a docking station: commits every recording of a folder first, then sends them, and goes on after every cut.

It needs nothing but Python's standard library (3.8 or later): `mingjing carry station station.py` makes one file of it and
its parts, to be copied onto the station and run as `python station.py 文件夹 --url https://… --key @密钥文件`. Every step may be repeated, so it may be killed at any point.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from mingjing.sites.docking.storages import Devices
from mingjing.sites.docking.talking import Away, Platform, Refusal

HELP = "采集站代理：把文件夹里的音像先登记、后上传，断了接着传（可单独拷到采集站，只用 Python 标准库）"
ENDINGS = frozenset(["mp4", "mov", "m4a", "mp3", "wav", "webm", "avi", "jpg", "jpeg", "png"])
BEGINNINGS = (b"\x89PNG", b"\xff\xd8\xff", b"ID3", b"\xff\xfb", b"\x1aE\xdf\xa3", b"RIFF")
PATTERN = r"(?P<device>[^_]+)_(?P<collector>[^_]+)_(?P<start>\d{14})"
ZONE = timezone(timedelta(hours=8))
FIRST_YEAR = 2015
FACTS = ("started_at", "ended_at", "collector", "device", "clock_offset", "place", "proves", "latitude", "longitude")
WORDS = {"new": "新发现", "growing": "还在写，下次再看", "committed": "已登记，待上传", "sent": "已入库，摘要一致", "differs": "已入库，与登记不一致",
         "refused": "没有收下，要人处理", "deleted": "已入库，来源已按要求删除", "gone": "来源不见了"}  # fmt: skip
TABLE = """create table if not exists file (path text primary key, stamp text not null, size integer not null, sha256 text not null,
recording text not null default '', state text not null, said text not null default '')"""
USAGE = """文件夹里每个音像文件的采集人、设备、时间取自同名的 .json（例如 A.mp4 旁边的 A.mp4.json，写
started_at、ended_at、collector、device、clock_offset、place、proves），没有的取自文件名（--pattern）和修改时间。"""


class Station:
    """A folder and what is known of each file in it."""

    def __init__(self, folder: Path, state: Path, pattern: str, quiet: float, now: float | None = None) -> None:
        self.folder, self.pattern, self.quiet = folder, re.compile(pattern), quiet
        self.now = time.time() if now is None else now
        state.parent.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(str(state), isolation_level=None, timeout=30)
        self.db.row_factory = sqlite3.Row
        self.db.execute("pragma synchronous=full")
        self.db.execute(TABLE)

    def rows(self, *states: str) -> list[sqlite3.Row]:
        """What is known of the files in these states."""
        marks = ",".join("?" * len(states))
        return self.db.execute(f"select * from file where state in ({marks}) order by path", states).fetchall()  # noqa: S608

    def note(self, path: str, **told: Any) -> None:
        """Keep something of a file; synced before this returns."""
        fields = ", ".join(f"{name} = ?" for name in told)
        self.db.execute(f"update file set {fields} where path = ?", (*told.values(), path))  # noqa: S608

    def look(self) -> None:
        """Find new and changed files and compute their digests; one that is still written is left alone."""
        here = set()
        for path in self.files():
            name = str(path.relative_to(self.folder))
            here.add(name)
            known = self.db.execute("select * from file where path = ?", (name,)).fetchone()
            stamp = self.stamp(path)
            if known is None or known["stamp"] != stamp or known["state"] in ("growing", "gone", "deleted"):
                self._take(path, name, stamp)
        for row in self.rows("new", "growing", "committed", "refused"):
            if row["path"] not in here:
                self.note(
                    row["path"],
                    state="gone",
                    said="登记以后、入库以前来源被移走或删除" if row["recording"] else "没有登记过",
                )

    def files(self) -> Iterator[Path]:
        """The recordings of the folder, hidden places left out."""
        for path in sorted(self.folder.rglob("*")):
            hidden = any(part.startswith(".") for part in path.relative_to(self.folder).parts)
            if not hidden and path.suffix.lower().lstrip(".") in ENDINGS and path.is_file() and not path.is_symlink():
                yield path

    def stamp(self, path: Path) -> str:
        """Another as soon as the file, or what is written beside it, changes."""
        told, beside = path.stat(), self.beside(path)
        return f"{told.st_size}:{told.st_mtime_ns}:{beside.stat().st_mtime_ns if beside else 0}"

    @staticmethod
    def beside(path: Path) -> Path | None:
        """The file that tells of a recording."""
        both = (path.with_name(path.name + ".json"), path.with_suffix(".json"))
        return next((one for one in both if one.is_file()), None)

    def _take(self, path: Path, name: str, stamp: str) -> None:
        state, said, sha256 = "new", "", ""
        size = path.stat().st_size
        if self.now - path.stat().st_mtime < self.quiet:
            state = "growing"
        elif not size:
            state, said = (
                "refused",
                "文件是空的，一个字节也没有。请检查设备存储；确实没有录上的，在平台写明没有记录的原因",
            )
        else:
            sha256, start = digest(path)
            if self.stamp(path) != stamp:
                state = "growing"
            elif not (start[4:8] == b"ftyp" or start.startswith(BEGINNINGS)):
                state, said = (
                    "refused",
                    "内容不是音像文件，可能是改名的文件或者设备没有正常收尾。请从设备重新导出原始文件",
                )
        self.db.execute(
            "insert or replace into file (path, stamp, size, sha256, state, said) values (?, ?, ?, ?, ?, ?)",
            (name, stamp, size, sha256, state, said),
        )

    def facts(self, row: sqlite3.Row) -> dict[str, Any]:
        """What is committed of a file. Raises Refusal for a time that cannot be."""
        path = self.folder / row["path"]
        told: dict[str, Any] = {"name": path.name, "sha256": row["sha256"], "size": row["size"]}
        ended = datetime.fromtimestamp(path.stat().st_mtime, ZONE)
        started = ended - timedelta(seconds=1)
        found = self.pattern.search(path.stem)
        if found:
            told.update(
                {key: value for key, value in found.groupdict().items() if key in ("device", "collector") and value}
            )
            with suppress(ValueError):
                started = datetime.strptime(found.groupdict().get("start") or "", "%Y%m%d%H%M%S").replace(tzinfo=ZONE)
        times = {"started_at": started.isoformat(), "ended_at": max(ended, started + timedelta(seconds=1)).isoformat()}
        told.update(times)
        beside = self.beside(path)
        if beside:
            told.update(_beside(beside))
        year = str(told["started_at"])[:4]
        if not year.isdigit() or int(year) < FIRST_YEAR:
            raise Refusal(
                f"采集时间是 {year} 年，设备的时钟错了。请在旁边放 {path.name}.json，照实际写 started_at、ended_at 和 clock_offset"
            )
        return told

    def commit(self, platform: Platform) -> None:
        """Commit everything that is new, before the first byte is sent."""
        for row in self.rows("new"):
            try:
                told = platform.commit(self.facts(row))
            except Refusal as no:
                self.note(row["path"], state="refused", said=str(no))
            else:
                self.note(row["path"], state="committed", recording=told["recording"])

    def send(self, platform: Platform) -> None:
        """Send what is committed, or what is left of it, and ask what arrived."""
        for row in self.rows("committed"):
            try:
                there = platform.state(row["sha256"])
                if not there["held_sha256"]:
                    platform.send(self.folder / row["path"], row["size"], row["recording"])
                    there = platform.state(row["sha256"])
            except Refusal as no:
                self.note(row["path"], state="refused", said=str(no))
                continue
            except FileNotFoundError:
                continue
            if there["held_sha256"]:
                same = there["held_sha256"] == row["sha256"]
                self.note(
                    row["path"],
                    state="sent" if same else "differs",
                    said="" if same else "请从设备重新导出原始文件核对，来源不要删除",
                )

    def delete(self, platform: Platform, days: float) -> None:
        """Remove sources that lie here for so many days, and that the platform says to hold under the digest they still have."""
        for row in self.rows("sent"):
            path = self.folder / row["path"]
            if not path.exists():
                self.note(row["path"], state="deleted", said="来源已由别人删除")
            elif self.now - path.stat().st_mtime >= days * 86400 and self._is_held(platform, path, row["sha256"]):
                path.unlink()
                self.note(row["path"], state="deleted")

    @staticmethod
    def _is_held(platform: Platform, path: Path, sha256: str) -> bool:
        return digest(path)[0] == sha256 and platform.state(sha256)["held_sha256"] == sha256

    def report(self) -> str:
        """What is known, in plain Chinese."""
        every = self.db.execute("select * from file order by path").fetchall()
        lines = [f"共 {len(every)} 个音像文件："]
        for state, word in WORDS.items():
            rows = [row for row in every if row["state"] == state]
            if rows:
                lines.append(f"  {word}：{len(rows)} 个")
            if state in ("refused", "differs", "gone"):
                lines += [f"    {row['path']}：{row['said']}" for row in rows]
        return "\n".join(lines)


def _beside(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
        return {name: told[name] for name in FACTS if name in told}
    except (OSError, ValueError, TypeError) as failure:
        raise Refusal(f"{path.name} 读不懂（{failure}），请改正后再试") from None


def digest(path: Path) -> tuple[str, bytes]:
    """SHA-256 (hex) and the first bytes of a file."""
    sums, start = hashlib.sha256(), b""
    with path.open("rb") as source:
        for piece in iter(lambda: source.read(1024 * 1024), b""):
            start = start or piece[:16]
            sums.update(piece)
    return sums.hexdigest(), start


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which folder, to whom, how often."""
    parser.epilog = USAGE
    parser.add_argument("folder", type=Path, metavar="文件夹", help="采集站存放音像的文件夹，连同下级文件夹")
    parser.add_argument("--url", required=True, help="平台地址，例如 https://10.1.2.3")
    parser.add_argument(
        "--key", required=True, help="接口密钥（权限：采集站登记、上传音像），写 @文件 从文件读取，不会留在进程列表里"
    )
    parser.add_argument(
        "--pattern",
        default=PATTERN,
        help="文件名里取设备、采集人、开始时间的正则表达式，默认 设备_执法证号_年月日时分秒",
    )
    parser.add_argument("--state", type=Path, help="记录进度的文件，默认 文件夹/.mingjing-station/state.sqlite3")
    parser.add_argument(
        "--devices", type=Path, metavar="文件", help="设备存储的配置（JSON）：编号和所在的文件夹，每一遍上报剩余存储"
    )
    parser.add_argument("--once", action="store_true", help="只做一遍（用于定时任务）")
    parser.add_argument("--every", type=float, default=60.0, help="间隔秒数，默认 60")
    parser.add_argument("--quiet", type=float, default=30.0, help="多少秒没有变化才算写完，默认 30")
    parser.add_argument(
        "--delete-after-days",
        type=float,
        metavar="天数",
        help="平台确认摘要一致、放满这么多天的来源文件删除；不写就从不删除",
    )


def run(options: argparse.Namespace) -> int:
    """0: everything is held over there; 1: something waits or needs a person; 2: called wrongly; 3: no room for the state."""
    key = options.key
    try:
        if key.startswith("@"):
            key = Path(key[1:]).read_text(encoding="utf-8").strip()
        re.compile(options.pattern)
        Devices(options.devices)
        if not options.folder.is_dir():
            raise OSError(f"没有文件夹 {options.folder}")
    except (OSError, re.error) as failure:
        print(f"{failure}。请核对参数。", file=sys.stderr)
        return 2
    while True:
        code = _round(options, Platform(options.url, key))
        if options.once:
            return code
        time.sleep(options.every)


def _round(options: argparse.Namespace, platform: Platform) -> int:
    state = options.state or options.folder / ".mingjing-station" / "state.sqlite3"
    code = 0
    try:
        devices = Devices(options.devices)
        station = Station(options.folder, state, options.pattern, options.quiet)
        with closing(station.db):
            try:
                devices.report(platform)
                station.look()
                station.commit(platform)
                station.send(platform)
                if options.delete_after_days is not None:
                    station.delete(platform, options.delete_after_days)
            except Away as away:
                print(f"没有办完：{away}。已登记、已上传的都记着，下次接着办；来源文件不要删除。")
                code = 1
            print("\n".join(filter(None, [station.report(), devices.text()])))
            return (
                1
                if code or devices.wrong or station.rows("new", "growing", "committed", "refused", "differs", "gone")
                else 0
            )
    except (sqlite3.Error, OSError) as failure:
        print(
            f"本机读写失败（{failure}），可能是磁盘满了或者存储卡拔出了。来源文件没有改动，处理后再运行。",
            file=sys.stderr,
        )
        return 3


if __name__ == "__main__":
    _parser = argparse.ArgumentParser(description=HELP)
    arguments(_parser)
    sys.exit(run(_parser.parse_args()))
