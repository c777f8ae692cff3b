"""`make lint`: every gate, one after another; all of them run even where one fails."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
GATES = {
    "写法 ruff check": ["ruff", "check", "."],
    "排版 ruff format": ["ruff", "format", "--check", "."],
    "类型 mypy --strict": ["mypy"],
    "结构 import-linter": ["lint-imports"],
    "预算、许可、迁移、文档 tests/architecture": ["pytest", "tests/architecture", "-p", "no:cacheprovider"],
}


def run(title: str, command: list[str]) -> tuple[bool, float]:
    """Run one gate with its output shown."""
    print(f"\n━━ {title} ━━", flush=True)
    begun = time.monotonic()
    passed = subprocess.call([str(BIN / command[0]), *command[1:]], cwd=ROOT) == 0
    return passed, time.monotonic() - begun


def main() -> int:
    """Every gate; 0 only where all passed."""
    results = {title: run(title, command) for title, command in GATES.items()}
    print("\n━━ 规范检查结果 ━━")
    for title, (passed, seconds) in results.items():
        print(f"{'通过  ' if passed else '未通过'} {seconds:6.1f} 秒  {title}")
    return 0 if all(passed for passed, _ in results.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
