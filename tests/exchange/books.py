"""Sheets as other systems make them, written with nothing of ours: by xlsxwriter, by csv, by zip."""

import csv
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from mingjing.exchange.partners.shuanggongshi.mapping import editions

USCC, OTHER_USCC = "91130821MA0HTEA1XE", "91130821MA0HX0015D"
WELDER_ID = "130821198503071232"
ORGAN, ORGAN_USCC = "示范县应急管理局", "11130821MB0X00022X"
PENALTY = {
    "party_name": "示范县恒源化工有限公司", "party_class": "法人及非法人组织", "uscc": USCC, "representative": "马恒源", "rep_id_type": "身份证",
    "rep_id_number": WELDER_ID, "number": "示应急罚〔2026〕901号", "cause": "特种作业人员无证上岗", "facts": "两名焊工没有操作证。",
    "basis": "《安全生产法》第九十七条第（七）项", "kinds": "罚款", "kind_first": "罚款", "content": "罚款2000元", "fine": "0.2", "decided_on": "2026/11/05",
    "valid_to": "2099/12/31", "publish_to": "2027/11/05", "organ": ORGAN, "organ_uscc": ORGAN_USCC, "source": ORGAN, "source_uscc": ORGAN_USCC, "state": "0", "area": "130821", "updated": "2026/11/20",
}  # fmt: skip
LICENCE = {
    "party_name": "示范县恒源化工有限公司", "party_class": "法人及非法人组织", "uscc": USCC, "representative": "马恒源", "rep_id_type": "身份证",
    "rep_id_number": WELDER_ID, "title": "准予行政许可决定书", "item": "危险化学品经营许可", "number": "示应急许〔2026〕12号", "licence_kind": "普通",
    "certificate": "危险化学品经营许可证", "certificate_no": "冀承危化经字〔2026〕000012号", "content": "危险化学品经营（无仓储）", "decided_on": "2026/11/06",
    "valid_from": "2026/11/06", "valid_to": "2029/11/05", "organ": ORGAN, "organ_uscc": ORGAN_USCC, "source": ORGAN, "source_uscc": ORGAN_USCC, "state": "1", "area": "130821", "updated": "2026/11/20",
}  # fmt: skip


def lines(kind: str, edition: str, rows: Sequence[Mapping[str, Any]], *, codes: bool = False) -> list[list[Any]]:
    """The header and the rows of an edition, cell by cell."""
    columns = editions(kind)[edition].columns
    return [
        [one.code if codes else one.label for one in columns],
        *([row.get(one.key, "") for one in columns] for row in rows),
    ]


def xlsx(
    table: Sequence[Sequence[Any]],
    merged: Sequence[str] = (),
    more: Mapping[str, Sequence[Sequence[Any]]] | None = None,
) -> bytes:
    """A workbook; texts stay texts, numbers numbers. `merged`: ranges such as A1:C1."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001  equal rows give equal files, whatever the second
    for name, each in {"Sheet1": table, **(more or {})}.items():
        page = book.add_worksheet(name)
        for at, row in enumerate(each):
            for place, cell in enumerate(row):
                write = page.write_number if isinstance(cell, int | float) else page.write_string
                write(at, place, cell)
        for one in merged if name == "Sheet1" else ():
            page.merge_range(one, "合并")
    book.close()
    return target.getvalue()


def text(table: Sequence[Sequence[Any]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """The same as text."""
    target = StringIO()
    csv.writer(target, delimiter=delimiter).writerows(table)
    return target.getvalue().encode(encoding)


def ods(table: Sequence[Sequence[Any]]) -> bytes:
    """An OpenDocument sheet, written by hand."""
    rows = "".join(
        "<table:table-row>" + "".join(f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row)
        + "</table:table-row>" for row in table
    )  # fmt: skip
    spaces = " ".join(
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in ("office", "table", "text")
    )
    content = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="表">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        packed.writestr("content.xml", content)
        packed.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
        )
    return target.getvalue()
