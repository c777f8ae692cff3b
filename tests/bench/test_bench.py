"""The bench itself: figures judged rightly, pages kept apart, and one small run from end to end."""

import argparse
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mingjing.kernel.days import CHINA
from mingjing.publicity import queries
from mingjing.publicity.models import Publication, Version
from mingjing.publicity.terms import Filters
from mingjing.sites.bench import press, report
from mingjing.sites.bench.meter import Figure
from mingjing.sites.commands import bench

AT = datetime(2026, 11, 22, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("figure", "met"),
    [
        (Figure("a", 9.9, target=10), True),
        (Figure("a", 10.1, target=10), False),
        (Figure("a", 9, target=10, queries=9, query_target=8), False),
        (Figure("a", 30_000, "条/秒", 20_000, floor=True), True),
        (Figure("a", 10_000, "条/秒", 20_000, floor=True), False),
        (Figure("a", 1), None),
    ],
)
def test_a_target_is_a_ceiling_or_a_floor(figure: Figure, met: bool | None) -> None:
    assert figure.met is met


def test_a_busy_machine_is_told_from_a_slow_program() -> None:
    slow = Figure("慢", 30, target=10, calibration=4)
    busy = Figure("忙", 16, target=10, calibration=8)
    told = report.part("SQLite", "本机", AT, [slow, busy])
    assert "| 忙 | ≤ 10 ms | 16.0 ms | 8.0 ms | 2.00 | 8.00 ms | — | — | 折算达到 |" in told
    assert "未达到：慢。" in told


def test_too_many_statements_are_not_excused_by_a_busy_machine() -> None:
    told = report.part("SQLite", "本机", AT, [Figure("多", 5, target=10, queries=9, query_target=8, calibration=4)])
    assert "未达到：多。" in told


def test_one_database_leaves_the_other_alone(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    for database, text in (("sqlite", "一"), ("postgresql", "二"), ("sqlite", "三")):
        report.write(page, database, f"{text}\n")
    told = page.read_text(encoding="utf-8")
    assert "二\n" in told and "三\n" in told and "一\n" not in told.partition("<!--")[2]
    assert told.startswith("# 性能测量")


@pytest.mark.django_db
def test_an_interrupted_press_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "BATCH", 4)
    written, write = [], press._write

    def breaks_off(held: Any) -> None:
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(write(held))

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(press, "_write", breaks_off)
        press.press(12, AT)
    assert Publication.objects.count() == 8
    press.press(12, AT + timedelta(days=30))
    rows = list(Publication.objects.order_by("released_at"))
    assert [row.source_ref for row in rows] == [f"press-{number}" for number in range(12)]
    assert all(row.current.publication_id == row.id and row.current.sha256 == row.digest for row in rows)
    assert rows[0].released_at == AT - timedelta(days=press.DAYS, seconds=1)
    assert (
        Version.objects.create(
            publication=rows[0], seq=2, parts={}, text="", sha256="", released_at=AT, ledger_index=0, ledger_hash=""
        ).pk
        > 12
    )
    assert len(queries.page(Filters(q="罚款"), limit=20).rows) == 12


def test_kept_data_are_public_decisions_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    bench.arguments(parser)
    assert bench.run(parser.parse_args(["--cases", "5", "--keep", str(tmp_path / "kept")])) == 2
    assert "--cases 0" in capsys.readouterr().err
    assert not (tmp_path / "kept").exists()


@pytest.mark.slow
def test_a_small_run_from_end_to_end(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    command = [
        sys.executable,
        "-m",
        "mingjing",
        "bench",
        "--cases",
        "50",
        "--entries",
        "2000",
        "--decisions",
        "400",
        "--trial",
        "--out",
        str(page),
    ]
    settings = {key: value for key, value in os.environ.items() if not key.startswith(("MINGJING_", "DJANGO_"))}
    done = subprocess.run(command, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    told = page.read_text(encoding="utf-8")
    for name in (
        "案件列表 20 行：整页",
        "案件页：整页",
        "作出处罚决定",
        "门户：决定页",
        "冷证明",
        "静态导出",
        "批量导出 CSV",
        "从零迁移",
        "内存峰值",
        "400 件公示",
        "检索 300 个不同的词：查询",
        "公开一件决定",
        "双公示导出（",
        "双公示导出的内存峰值",
        "撤下一件决定，到检索里再也找不到它",
        "双公示导入（",
        "静态导出，两个进程：墙上时间每秒",
    ):
        assert name in told


@pytest.mark.slow
def test_files_are_searched_written_out_and_verified(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    command = [sys.executable, "-m", "mingjing", "bench", "--documents", "100", "--trial", "--out", str(page)]
    settings = {key: value for key, value in os.environ.items() if not key.startswith(("MINGJING_", "DJANGO_"))}
    done = subprocess.run(command, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    told = page.read_text(encoding="utf-8")
    assert "调阅检索" in told and "离线全部核验" in told and "四性检测（200 份材料" in told


@pytest.mark.slow
def test_a_file_before_the_reviewer_is_measured_alone(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    command = [sys.executable, "-m", "mingjing", "bench", "--cases", "60", "--only", "reviewing", "--trial", "--out", str(page)]  # fmt: skip
    settings = {key: value for key, value in os.environ.items() if not key.startswith(("MINGJING_", "DJANGO_"))}
    done = subprocess.run(command, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    told = page.read_text(encoding="utf-8")
    assert "<!-- sqlite_reviewing -->" in told and "SQLite（默认，WAL），法制审核（单测）" in told
    lines = [line for line in told.splitlines() if line.startswith("| 60 份文书、")]
    assert len(lines) == 2 and all("≤ 2,000 ms" in line and line.endswith("| 达到 |") for line in lines)
