"""The parts of the verifier as one file that people carry away and run alone."""

import ast
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
PARTS = (
    "saying", "digests", "signing", "sm2", "reading", "merkle_paths", "policies", "keychains", "proving", "decisions", "packages",
    "holdings", "casefiles", "bags", "mingjing_verify",
)  # fmt: skip
"""In the order in which they need one another; the last holds the command line, and its first lines open the file."""
WITNESS_PARTS = (
    "saying", "digests", "signing", "sm2", "reading", "merkle_paths", "policies", "../witness/folder", "../witness/cosigning",
    "../witness/tiles", "../witness/pulling", "../witness/serving", "../witness/running",
)  # fmt: skip
STATION_PARTS = ("../../sites/docking/talking", "../../sites/docking/storages", "../../sites/commands/station")


@cache
def carried(parts: tuple[str, ...] = PARTS) -> bytes:
    """The one file: the same code, without the imports between its parts. The same bytes every time."""
    last = (HERE / f"{parts[-1]}.py").read_text(encoding="utf-8")
    opening = last[: last.index("from __future__")].rstrip()
    whole, named, bodies = set[str](), dict[str, set[str]](), []
    for part in parts:
        text = (HERE / f"{part}.py").read_text(encoding="utf-8")
        tree = ast.parse(text)
        imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        for node in imports:
            if isinstance(node, ast.Import):
                whole.update(f"import {alias.name}" for alias in node.names)
            elif node.module not in {None, "__future__"} and not str(node.module).startswith("mingjing"):
                named.setdefault(str(node.module), set()).update(alias.name for alias in node.names)
        rest = "\n".join(text.splitlines()[imports[-1].end_lineno :]).strip("\n")
        said = (ast.get_docstring(tree) or "").splitlines()[0]
        bodies.append(f"# ── {said} ──\n\n{rest}" if part != parts[-1] else rest)
    froms = [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(named.items())]
    head = "\n".join((opening, "", "from __future__ import annotations", "", *sorted(whole), *froms))
    return ("\n\n\n".join((head, *bodies)) + "\n").encode()
