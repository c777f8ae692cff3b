"""`make test`: the whole suite on SQLite with coverage, then on PostgreSQL where a server is found.

`--quick` runs the fast tests on SQLite only. Further arguments go to pytest.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import postgres

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "build" / "coverage.json"
PYTEST = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "--durations=8"]
FAST = ["-m", "not slow and not browser", "--ignore=tests/architecture"]
COVERAGE = ["--cov", "--cov-report=", f"--cov-report=json:{REPORT}"]


def title(text: str) -> None:
    """A heading that stands out in a long log."""
    print(f"\n━━ {text} ━━", flush=True)


def run(command: list[str], **settings: str) -> bool:
    """Run one part; whether it passed."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MINGJING_")}
    return subprocess.call(command, cwd=ROOT, env={**environment, **settings}) == 0


def on_sqlite(arguments: list[str]) -> bool:
    """The suite on SQLite, then the coverage bounds."""
    title("测试：SQLite")
    REPORT.parent.mkdir(exist_ok=True)
    passed = run([*PYTEST, *COVERAGE, *arguments])
    if arguments:
        return passed
    title("覆盖率下限")
    return run([sys.executable, "tools/coverage_bounds.py", str(REPORT)]) and passed


def on_postgres(arguments: list[str]) -> bool:
    """The tests that open the database, on a PostgreSQL of its own; passes with a message where there is none."""
    title("测试：PostgreSQL")
    try:
        with postgres.cluster() as url:
            return run([*PYTEST, "--on-the-database", *arguments], MINGJING_DATABASE_URL=url)
    except postgres.Unavailable as reason:
        print(f"跳过 PostgreSQL：{reason}")
        return postgres.binaries() is None


def main(arguments: list[str]) -> int:
    """Both databases; 0 only where everything passed."""
    begun = time.monotonic()
    if "--quick" in arguments:
        return 0 if run([*PYTEST, *FAST, *(a for a in arguments if a != "--quick")]) else 1
    results = {"SQLite": on_sqlite(arguments), "PostgreSQL": on_postgres(arguments)}
    title(f"总计 {time.monotonic() - begun:.0f} 秒")
    for name, passed in results.items():
        print(f"{name}：{'通过' if passed else '未通过'}")
    return 0 if all(results.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
