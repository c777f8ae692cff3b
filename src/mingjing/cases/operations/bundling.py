"""The evidence bundle for a reconsideration or a lawsuit: the answer, the decision, evidence, documents, the law, indexed.

行政复议法第四十八条: the organ answers in writing and hands in the evidence, basis and other materials of the decision;
行政诉讼法第六十七条. What the organ keeps to itself (副卷) lies in a folder of its own, for the body alone.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from uuid import UUID

from mingjing.archives import queries as archives
from mingjing.archives.terms import CatalogueRow, Volume
from mingjing.cases.models import Case
from mingjing.cases.operations.files import render_all
from mingjing.cases.operations.holdings import archive_items
from mingjing.cases.queries.facts import load
from mingjing.cases.queries.page import visible
from mingjing.cases.terms import ActFacts, CaseFacts
from mingjing.foundation import storage
from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Actor
from mingjing.kernel.citations import parse
from mingjing.kernel.findings import Finding, Invalid, Refused
from mingjing.lawbook import queries as lawbook
from mingjing.ledger.queries.exports import safe_name
from mingjing.records import operations as records

ANSWER, DECISION, EVIDENCE, PROCEDURE, LAW, INTERNAL = (
    "1-答复书", "2-原决定", "3-证据", "4-程序文书", "5-法律依据", "6-内部材料（副卷，不供申请人查阅）",
)  # fmt: skip
DECISION_GROUP, EVIDENCE_GROUP = "决定书", "证据"
HEAD = ("序号", "部分", "名称", "文号", "日期", "来源", "证明内容", "页数", "文件", "SHA-256")
_FORMULA = re.compile(r"[\s\ufeff]*[=+\-@＝＋－＠|%]|[\t\r\n]")
REMEDY = ("行政复议法第四十八条", "行政诉讼法第六十七条")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the index, and the stored content behind it."""

    part: str
    title: str
    number: str
    day: date
    source: str
    proves: str
    pages: int
    ending: str
    sha256: str
    place: int = 0

    @property
    def path(self) -> str:
        """Where it lies in the bundle; empty for what is handed in on paper."""
        return f"{self.part}/{self.place:03d}-{safe_name(self.title)[:70]}{self.ending}" if self.sha256 else ""

    def cells(self) -> tuple[str, ...]:
        """The line as the index prints it."""
        where = self.path or "纸质或者实物，另附"
        return (
            str(self.place), self.part, self.title, self.number, self.day.isoformat(), self.source, self.proves,
            str(self.pages or ""), where, self.sha256,
        )  # fmt: skip


def reconsideration_bundle(*, case_id: UUID, remedy_seq: int, by: Actor, now: datetime) -> tuple[str, bytes]:
    """The bundle for one remedy as a ZIP: file name and content. The export is logged (R-15).

    `remedy_seq` is the act that registered the remedy. Raises CaseNotFound, Forbidden for another organ's person,
    Invalid where there is no such remedy, Refused (REM-02) where the answer is not made yet, storage.Missing.
    """
    case = visible(case_id, by)
    if by.organ_id != case.organ_id:
        raise Forbidden(f"{by.name}不能导出答复材料：须由办案机关的人员办理。")
    facts = load(case, related=False)
    remedy, answer = _remedy(facts, remedy_seq)
    render_all(case_id=case_id, by=by, now=now)
    entries = _entries(case, facts, answer)
    name = f"{safe_name(case.decision_number or case.number)}-答复材料.zip"
    content = _packed(case, facts, remedy, entries)
    records.log_view(
        dossier_id=case.dossier_id, what="export", object_id=case.id, name=name, at=now, by=by,
        purpose=f"向{remedy.data['body']}提交答复材料",
    )  # fmt: skip
    return name, content


def _remedy(facts: CaseFacts, seq: int) -> tuple[ActFacts, ActFacts]:
    remedy = facts.act(seq)
    if remedy is None or remedy.code != "receive_remedy":
        raise Invalid({"remedy_seq": ["没有登记这件复议或者诉讼，请先办理登记。"]})
    answer = next(
        (act for act in reversed(facts.all("answer_remedy", "answer_lawsuit")) if act.data["remedy_seq"] == seq), None
    )
    if answer is None:
        raise Refused(
            Finding(
                "REM-02",
                "还没有作出答复（答辩）",
                REMEDY,
                next_step="请先办理“复议答复并提交证据”或者“诉讼答辩并提交证据”",
            )
        )
    return remedy, answer


def _entries(case: Case, facts: CaseFacts, answer: ActFacts) -> list[Entry]:
    rows = archives.contents(archive_items(case.id), facts.procedure.kind)
    parts: dict[str, list[Entry]] = {part: [] for part in (ANSWER, DECISION, EVIDENCE, PROCEDURE, INTERNAL)}
    for row in rows:
        if part := _part(row, answer):
            parts[part].append(_entry(facts, row, part))
    ordered = [entry for part in parts.values() for entry in part]
    return [_placed(entry, place) for place, entry in enumerate(ordered, start=1)]


def _part(row: CatalogueRow, answer: ActFacts) -> str:
    """Which part a thing belongs to; answers to other remedies are left out."""
    if row.item.form in {"reconsideration_answer", "lawsuit_answer"}:
        return ANSWER if row.item.seq == answer.seq else ""
    if row.volume is Volume.AUXILIARY:
        return INTERNAL
    return {DECISION_GROUP: DECISION, EVIDENCE_GROUP: EVIDENCE}.get(row.group, PROCEDURE)


def _entry(facts: CaseFacts, row: CatalogueRow, part: str) -> Entry:
    item, act = row.item, facts.act(row.item.seq)
    evidence = act if act and act.code == "collect_evidence" else None
    return Entry(
        part=part, title=row.title, number=row.number, day=row.day, pages=item.pages, sha256=item.sha256,
        source=str(evidence.data["source"]) if evidence else facts.organ.name,
        proves=str(evidence.data["proves"]) if evidence else "",
        ending=f".{item.name.rsplit('.', 1)[-1].lower()}" if "." in item.name else "",
    )  # fmt: skip


def _placed(entry: Entry, place: int) -> Entry:
    return Entry(**{name: getattr(entry, name) for name in Entry.__slots__ if name != "place"}, place=place)


def _packed(case: Case, facts: CaseFacts, remedy: ActFacts, entries: Sequence[Entry]) -> bytes:
    target = io.BytesIO()
    title = f"{remedy.data['body']}：{case.party_name}不服{case.decision_number or case.number}一案证据目录"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for path, content in _contents(facts, title, entries):
            member = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            member.create_system, member.external_attr = 3, 0o100644 << 16
            packed.writestr(member, content)
    return target.getvalue()


def _contents(facts: CaseFacts, title: str, entries: Sequence[Entry]) -> Iterator[tuple[str, bytes]]:
    yield "证据目录.html", _index(title, facts, entries).encode()
    yield "证据目录.csv", _table(entries).encode("utf-8-sig")
    for entry in entries:
        if entry.sha256:
            yield entry.path, storage.read(entry.sha256)
    yield f"{LAW}/法律依据.html", _page(f"{title}（法律依据）", "\n".join(_laws(facts))).encode()


def _table(entries: Sequence[Entry]) -> str:
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(HEAD)
    writer.writerows([_plain(cell) for cell in entry.cells()] for entry in entries)
    return target.getvalue()


def _plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _index(title: str, facts: CaseFacts, entries: Sequence[Entry]) -> str:
    head = "".join(f"<th scope=col>{escape(name)}</th>" for name in HEAD)
    lines = []
    for entry in entries:
        cells = [escape(cell) for cell in entry.cells()]
        if entry.path:
            cells[8] = f'<a href="{escape(entry.path)}">打开</a>'
        cells[9] = f"<code>{entry.sha256[:16]}</code>" if entry.sha256 else ""
        lines.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    told = f"<p>提交机关：{escape(facts.organ.name)}。共 {len(entries)} 件。法律依据见“{LAW}”。</p>"
    return _page(title, f"{told}<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>")


def _page(title: str, body: str) -> str:
    style = (
        "body{font:15px/1.7 system-ui,sans-serif;margin:2rem;color:#1f2933}table{border-collapse:collapse;width:100%}"
        "th,td{border:1px solid #c3cedb;padding:.35rem .5rem;text-align:left;vertical-align:top}th{background:#eef4fb}h1{font-size:1.2rem}"
    )
    return (
        f'<!doctype html>\n<html lang="zh-CN"><meta charset="utf-8"><title>{escape(title)}</title><style>{style}</style>'
        f"<h1>{escape(title)}</h1>\n{body}\n</html>\n"
    )


def _laws(facts: CaseFacts) -> Iterator[str]:
    """The articles that the decision rests on, in the words in force on its day."""
    decision = facts.decision or facts.last("report")
    data = decision.data if decision else {}
    named = dict.fromkeys([*data.get("breached", ()), *data.get("basis", ())])
    for text in named:
        yield f"<h2>{escape(text)}</h2><p>{escape(_words(text, decision.on if decision else None))}</p>"


def _words(text: str, on: date | None) -> str:
    try:
        place = parse(text)
    except Invalid:
        return "（见所附文件）"
    number = f"{place.article}之{place.branch}" if place.branch else place.article
    found = lawbook.article(place.law, number, on)
    return found.text if found else "（法规库没有收录，请附文本）"
