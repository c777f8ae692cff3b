"""Workbooks that somebody hands in (XLSX, XLS, ODS): opened in a process of its own, as sheets of cells."""

import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

SECONDS = 60
BROKEN = "文件打不开：不是完整的 Excel 或者 ODS 表格。请用 WPS 或者 Excel 打开后另存为 .xlsx 再交"
LOCKED = "文件设了打开密码，系统读不了。请去掉密码再交"


def unpacked_size(content: bytes) -> int | None:
    """How large a packed workbook is when unpacked, in bytes; None where it is broken."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            return sum(one.file_size for one in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return None


def opened(content: bytes, longest: int) -> dict[str, Any]:
    """`sheets`: the visible ones, each with name, merged ranges and cells; or `problem`: password, rows, columns or broken.

    A cell is a text, or a pair of its kind (number, day, error) and its text. `longest`: rows of a sheet at most.
    """
    command = [sys.executable, "-I", str(Path(__file__).with_name("workbook_child.py")), str(longest)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603  our own script
        told: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {"problem": "broken"}
    except (subprocess.TimeoutExpired, ValueError):
        return {"problem": "broken"}
    return told


def texts(content: bytes, longest: int) -> dict[str, list[list[str]]] | str:
    """The visible sheets by name, as plain texts without the space around them; or the sentence that says what is wrong."""
    size = unpacked_size(content)
    if size is None or size > 64 << 20:
        return BROKEN
    told = opened(content, longest)
    if problem := told.get("problem"):
        few = f"工作表“{told.get('name', '')}”太大，最多 {longest} 行。只有几行内容的，请删去下面的空行"
        return {"password": LOCKED, "rows": few, "columns": few}.get(problem, BROKEN)
    return {one["name"]: [[_text(cell) for cell in row] for row in one["rows"]] for one in told["sheets"]}


def _text(cell: Any) -> str:
    return str(cell if isinstance(cell, str) else cell[1]).strip(" \t\n\u3000\ufeff\u200b\xa0")
