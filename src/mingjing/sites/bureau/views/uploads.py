"""A table somebody uploads: its cells, and its lines below the headings."""

from collections.abc import Iterator, Sequence

from mingjing.exchange import queries as exchange
from mingjing.foundation.pages import Field
from mingjing.kernel.findings import Invalid
from mingjing.sites.bureau.views.gate import BureauRequest

FILE_LIMIT = 8 * 1024 * 1024
BODY_LIMIT = FILE_LIMIT + 64 * 1024
TOP = 20
"""How many lines may stand above the headings."""
Lines = Sequence[tuple[str, ...]]


def table_field(label: str) -> Field:
    """The field in which a table is chosen."""
    attributes = {"accept": ".xlsx,.xls,.ods,.csv"}
    return Field("file", label, "file", help="XLSX、XLS、ODS、CSV", attributes=attributes)


def uploaded(request: BureauRequest) -> Lines:
    """The cells of the table in the field `file`. Raises Invalid where there is none or it cannot be read."""
    file = request.FILES.get("file")
    if file is None:
        raise Invalid({"file": ["没有选择文件，请选择后再上传"]})
    # One byte beyond the limit is enough to say that it is too large.
    return exchange.cells(file.read(FILE_LIMIT + 1))


def below(lines: Lines, headings: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Each line below the headings: its place in the file, and its cells in the order of the headings, empty where the
    table has no such column. Raises Invalid where one of the first two headings is missing.
    """
    first, second = headings[:2]
    head = next((at for at, line in enumerate(lines[:TOP]) if first in line and second in line), None)
    if head is None:
        raise Invalid({"file": [f"没有找到列名“{first}”“{second}”，请照模板填写"]})
    places = [lines[head].index(name) if name in lines[head] else -1 for name in headings]
    for at, line in enumerate(lines[head + 1 :], start=head + 2):
        if any(line):
            yield at, [line[place].strip() if 0 <= place < len(line) else "" for place in places]
