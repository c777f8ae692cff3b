"""The bench itself: figures judged rightly, pages kept apart, and one small run from end to end."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from mingjing.kernel.days import CHINA
from mingjing.sites.bench import report
from mingjing.sites.bench.meter import Figure

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
    ):
        assert name in told
