"""Reads one workbook in a process of its own and prints its cells as JSON: run as a script, never imported.

A workbook is parsed by native code that trusts its sizes. Here it may take at most one gibibyte and 30 seconds; what
bursts is this process, not the web server. Nothing of mingjing is imported.
"""

import json
import resource
import sys
from datetime import date, datetime
from io import BytesIO
from typing import Any

MEMORY, SECONDS = 1024**3, 30
ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA"}
WIDEST = 300


def cell(value: Any) -> Any:
    """A text as it is; everything else with what it was."""
    if isinstance(value, str):
        return ["error", value] if value in ERRORS else value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return ["number", f"{value:.15g}"]
    if isinstance(value, datetime | date):
        return ["day", value.isoformat()[:10]]
    return str(value)


def main(longest: int) -> dict[str, Any]:
    """The visible sheets, each with name, merged ranges and cells; or what is wrong in one word."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    content = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = []
        for meta in book.sheets_metadata:
            if meta.visible != SheetVisibleEnum.Visible:
                continue
            page = book.get_sheet_by_name(meta.name)
            if page.total_height > longest:
                return {"problem": "rows", "name": meta.name, "count": page.total_height}
            if page.total_width > WIDEST:
                return {"problem": "columns", "name": meta.name, "count": page.total_width}
            rows = page.to_python(skip_empty_area=False)
            merged = [[*top, *bottom] for top, bottom in page.merged_cell_ranges or ()]
            sheets.append({"name": meta.name, "merged": merged, "rows": [[cell(one) for one in row] for row in rows]})
    except PasswordError:
        return {"problem": "password"}
    except (CalamineError, MemoryError, ValueError, OSError):
        return {"problem": "broken"}
    return {"sheets": sheets}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1])), ensure_ascii=True))
