"""Coverage bounds per layer, read from coverage.py's JSON report. Lines and branches count alike; the target is 100 %.

python tools/coverage_bounds.py build/coverage.json
"""

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

# layer → (which files, the bound in per cent). A bound only ever rises.
BOUNDS: dict[str, tuple[str, float]] = {
    "kernel": (r"/mingjing/kernel/", 100.0),
    "rules": (r"/mingjing/\w+/rules(/|\.py$)", 99.0),
    "operations": (r"/mingjing/\w+/operations(/|\.py$)", 97.0),
    "access": (r"/mingjing/\w+/access(/|\.py$)", 98.0),
}


def parts(summary: dict[str, Any]) -> tuple[int, int]:
    """Covered and countable lines and branches."""
    covered = summary["covered_lines"] + summary.get("covered_branches", 0)
    return covered, summary["num_statements"] + summary.get("num_branches", 0)


def share(counts: Iterable[tuple[int, int]]) -> float:
    """Covered in per cent; a layer without a file has nothing left to cover."""
    pairs = list(counts)
    total = sum(countable for _, countable in pairs)
    return 100.0 * sum(covered for covered, _ in pairs) / total if total else 100.0


def measure(report: dict[str, Any]) -> dict[str, tuple[float, list[str]]]:
    """Per layer: the share reached, and its files that are not wholly covered, worst first."""
    found = {}
    for layer, (pattern, _) in BOUNDS.items():
        files = {
            name: parts(entry["summary"])
            for name, entry in report["files"].items()
            if re.search(pattern, "/" + name.replace("\\", "/"))
        }
        gaps = sorted(
            (name for name, pair in files.items() if pair[0] < pair[1]), key=lambda name: share([files[name]])
        )
        found[layer] = (share(files.values()), [f"{share([files[name]]):5.1f} %  {name}" for name in gaps])
    return found


def main(arguments: list[str]) -> int:
    """0 where every layer reaches its bound."""
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        print("用法：python tools/coverage_bounds.py build/coverage.json", file=sys.stderr)
        return 2
    status = 0
    for layer, (reached, gaps) in measure(json.loads(Path(arguments[0]).read_text(encoding="utf-8"))).items():
        bound = BOUNDS[layer][1]
        print(f"{'通过  ' if reached >= bound else '未通过'} {layer:<11} {reached:6.2f} %（下限 {bound} %）")
        if reached < bound:
            status = 1
            print("\n".join(f"        {line}" for line in gaps[:12]))
    return status


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
