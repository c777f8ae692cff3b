"""The agent of the docking station against a real server: everything it may meet, and killed at every step."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from tests import kept
from tests.gateway.deposits import digest, key, movie

from mingjing.exchange.models import ApiKey
from mingjing.foundation import storage
from mingjing.ledger import queries as ledger
from mingjing.ledger.verifier.onefile import STATION_PARTS, carried
from mingjing.records.models import Recording, Upload
from mingjing.sites import commandline

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
OLD = 1_790_000_000  # a moment of 2026-09-21, long before the test runs
"""Runs the agent and dies without a word at the n-th thing it does outside itself."""
KILLED = """
import http.client, os, sys
sys.path.insert(0, sys.argv[1])
import station
left = int(sys.argv[2])
station.PIECE = 7000
def counted(kind, name):
    real = getattr(kind, name)
    def count(*args, **named):
        global left
        for moment in (0, 1):
            if moment:
                told = real(*args, **named)
            left -= 1
            if left == 0:
                os._exit(9)
        return told
    setattr(kind, name, count)
counted(http.client.HTTPConnection, "request")
counted(http.client.HTTPConnection, "getresponse")
counted(station.Station, "note")
counted(station.Station, "_take")
counted(station.Path, "unlink")
sys.argv = ["station", *sys.argv[3:]]
import argparse
parser = argparse.ArgumentParser()
station.arguments(parser)
sys.exit(station.run(parser.parse_args()))
"""


@pytest.fixture
def secret(transactional_db: None) -> str:
    cache.clear()
    return key(kept.county(), ("station",))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "站"
    made.mkdir()
    return made


@pytest.fixture
def agent(live_server: Any, folder: Path, secret: str, capsys: Any) -> Callable[..., tuple[int, str]]:
    """One run of the agent: exit code and what it said."""

    def run(*more: str, url: str = "") -> tuple[int, str]:
        cache.clear()
        code = commandline.main(
            ["station", str(folder), "--url", url or live_server.url, "--key", secret, "--once", *more]
        )
        told = capsys.readouterr()
        return code, told.out + told.err

    return run


def put(folder: Path, content: bytes, name: str = "记01_1308001_20260920101500.mp4", at: float = OLD, **beside: Any) -> Path:  # fmt: skip
    """A file of the recorder's, last written at a moment; what stands beside it as JSON."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    if beside:
        path.with_name(path.name + ".json").write_text(json.dumps(beside), encoding="utf-8")
    os.utime(path, (at, at))
    return path


def test_everything_is_committed_first_then_sent_and_left_where_it_is(agent: Any, folder: Path) -> None:
    first, second = put(folder, movie(1)), put(folder, movie(2), "下级/记02_王五_20260920111500.mp4", place="化工园区", proves="检查")  # fmt: skip
    code, said = agent()
    assert (code, "已入库，摘要一致：2 个" in said) == (0, True), said
    rows = {row.sha256: row for row in Recording.objects.all()}
    one, two = rows[digest(movie(1))], rows[digest(movie(2))]
    assert (one.device, one.collector, one.state) == ("记01", "1308001（未核对）", "held")
    assert (two.place, two.proves, two.name) == ("化工园区", "检查", second.name)
    assert one.started_at.isoformat() == "2026-09-20T02:15:00+00:00"
    assert storage.read(one.held_sha256) == movie(1)
    kinds = [each.kind for each in ledger.log(kind="record:recording", limit=10).events][::-1]
    assert kinds == ["record:recording:committed"] * 2 + ["record:recording:held"] * 2
    assert first.exists() and second.exists()
    # Run again, nothing is done again.
    before = ledger.tip()
    assert agent()[0] == 0
    assert ledger.tip() == before


def test_what_a_folder_may_hold_is_told_and_nothing_else_is_hindered(agent: Any, folder: Path) -> None:
    put(folder, movie(1))
    put(folder, movie(1), "同一个.mp4")
    put(folder, b"", "空.mp4")
    put(folder, b"MZ" * 5000, "改名.mp4")
    put(folder, movie(3), "记03_1_20000101080000.mp4")
    put(folder, movie(4), "还在写.mp4", at=OLD * 2)
    put(folder, movie(5), "坏说明.mp4").with_name("坏说明.mp4.json").write_text("{")
    put(folder, b"text", "说明.txt")
    put(folder, movie(6), ".隐藏/a.mp4")
    code, said = agent()
    assert code == 1
    for word in (
        "已入库，摘要一致：2 个", "还在写，下次再看：1 个", "没有收下，要人处理：4 个", "空.mp4：文件是空的", "改名.mp4：内容不是音像文件",
        "采集时间是 2000 年，设备的时钟错了", "坏说明.mp4.json 读不懂", "共 7 个",
    ):  # fmt: skip
        assert word in said, said
    assert Recording.objects.count() == 1
    # Put right by a file beside it, the wrong clock is committed with its offset.
    right = {"started_at": "2026-09-20T08:00:00+08:00", "ended_at": "2026-09-20T08:05:00+08:00", "clock_offset": -843_000_000}  # fmt: skip
    (folder / "记03_1_20000101080000.mp4.json").write_text(json.dumps(right))
    put(folder, movie(4), "还在写.mp4")
    assert "已入库，摘要一致：4 个" in agent()[1]
    assert Recording.objects.get(sha256=digest(movie(3))).clock_offset == -843_000_000


def test_the_platform_says_no_and_the_reason_is_told_once(agent: Any, folder: Path) -> None:
    put(folder, movie(1), started_at="2999-01-01T00:00:00+08:00", ended_at="2999-01-01T01:00:00+08:00")
    code, said = agent()
    assert (code, "采集时间还没有到" in said) == (1, True), said
    assert "采集时间还没有到" in agent()[1]
    assert not Recording.objects.exists()


def test_away_refused_and_full_nothing_is_lost(agent: Any, folder: Path, secret: str, monkeypatch: Any) -> None:
    put(folder, movie(1))
    code, said = agent(url="http://127.0.0.1:9")
    assert (code, "连不上平台" in said, "来源文件不要删除" in said) == (1, True, True)
    row = ApiKey.objects.get()
    ApiKey.objects.update(scopes=["read"])
    assert "密钥不能用" in agent()[1]
    ApiKey.objects.update(scopes=row.scopes)

    def full(*args: Any) -> None:
        raise storage.Full("存储空间已满，这一段没有收下")

    with monkeypatch.context() as patched:
        patched.setattr(storage, "write_draft", full)
        code, said = agent()
    assert (code, "存储空间已满" in said, "已登记，待上传：1 个" in said) == (1, True, True), said
    assert agent()[0] == 0


def test_the_state_cannot_be_written_and_it_is_said(agent: Any, folder: Path, tmp_path: Path) -> None:
    put(folder, movie(1))
    assert agent("--state", str(tmp_path))[0] == 3
    assert "来源文件没有改动" in agent("--state", str(tmp_path))[1]
    assert agent("--pattern", "(")[0] == 2
    assert agent("--key", "@没有")[0] == 2


def test_a_source_goes_only_when_told_and_when_the_very_bytes_are_held(agent: Any, folder: Path) -> None:
    path, other = put(folder, movie(1)), put(folder, movie(2), "换过.mp4")
    agent()
    assert path.exists()
    agent("--delete-after-days", "100000")
    assert path.exists()
    # Changed behind the agent's back, with the time of before: what lies here is not what is held.
    other.write_bytes(movie(3))
    os.utime(other, (OLD, OLD))
    code, said = agent("--delete-after-days", "0")
    assert (path.exists(), other.exists()) == (False, True)
    assert "来源已按要求删除：1 个" in said
    assert code == 0


def test_a_recording_that_arrived_otherwise_is_told_and_kept_here(agent: Any, folder: Path, secret: str, live_server: Any) -> None:  # fmt: skip
    path = put(folder, movie(1))
    agent(url="http://127.0.0.1:9")
    agent()
    Recording.objects.update(held_sha256="0" * 64)
    agent("--delete-after-days", "0")
    assert path.exists()


def test_killed_at_every_step_it_ends_the_same(live_server: Any, secret: str, tmp_path: Path, folder: Path) -> None:
    (tmp_path / "station.py").write_bytes(carried(STATION_PARTS))
    words = [str(folder), "--url", live_server.url, "--key", secret, "--once", "--delete-after-days", "0"]

    def run(dies_at: int) -> int:
        cache.clear()
        script = [sys.executable, "-c", KILLED, str(tmp_path), str(dies_at), *words]
        done = subprocess.run(script, capture_output=True, text=True, check=False)
        assert done.returncode in {0, 9}, done.stdout + done.stderr
        return done.returncode

    contents, ended = [], 9
    while ended == 9:
        contents.append(movie(len(contents)))
        put(folder, contents[-1], f"记{len(contents)}_甲_20260920101500.mp4")
        ended = run(len(contents))
        assert ended == 0 or run(0) == 0
    assert len(contents) > 30
    assert not Upload.objects.exists()
    rows = Recording.objects.all()
    assert sorted(row.held_sha256 for row in rows) == sorted(map(digest, contents))
    assert {row.state for row in rows} == {"held"}
    assert not list(folder.rglob("*.mp4"))
    kinds = [each.kind for each in ledger.log(kind="record:recording", limit=500).events]
    many = len(contents)
    assert sorted(kinds) == ["record:recording:committed"] * many + ["record:recording:held"] * many


def test_it_runs_on_an_old_python_with_nothing_installed(tmp_path: Path) -> None:
    copied = tmp_path / "mingjing_station.py"
    assert commandline.main(["carry", "station", str(copied)]) == 0
    text = copied.read_text(encoding="utf-8")
    tree = ast.parse(text, feature_version=(3, 8))
    found = {one.module or "" for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)}
    found |= {name.name for one in ast.walk(tree) if isinstance(one, ast.Import) for name in one.names}
    assert {one.split(".")[0] for one in found} <= set(sys.stdlib_module_names)
    done = subprocess.run([sys.executable, "-I", "-S", str(copied), "--help"], capture_output=True, text=True, check=False)  # fmt: skip
    assert (done.returncode, "采集站代理" in done.stdout) == (0, True)
