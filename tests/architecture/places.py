"""Where things lie, and the files the architecture tests read."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "mingjing"
REFERENCE = ROOT / "docs" / "reference"
MISSION = ROOT / ".." / "shared" / "mission"


@cache
def kept() -> tuple[str, ...]:
    """Every file under version control or about to be, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(sorted(name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()))


def python_files(*folders: str) -> list[str]:
    """Python files of these folders that people write; migrations are left out."""
    return [n for n in kept() if n.endswith(".py") and n.startswith(folders) and "/migrations/" not in n]


def text(name: str) -> str:
    """The file's text, or nothing where it is not text."""
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@cache
def tree(name: str) -> ast.Module:
    """The parsed module."""
    return ast.parse(text(name), filename=name)


def imported(name: str) -> set[str]:
    """Dotted names a module imports anywhere, late imports included."""
    found: set[str] = set()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found
