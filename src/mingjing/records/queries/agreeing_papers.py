"""Whether an organ's own forms, question sets, scans, their pages and paper signatures are still what the ledger says."""

from collections.abc import Iterator
from typing import Any

from mingjing.kernel.hashing import fingerprint
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import Difference
from mingjing.records.events import Event
from mingjing.records.models import OrganForm, PaperSignature, QuestionSet, Scan, ScanPage
from mingjing.records.terms.papers import PageState

_FORMS = (
    Event.FORM_DRAFTED, Event.FORM_DROPPED, Event.FORM_APPROVED, Event.FORM_SENT, Event.FORM_ANSWERED, Event.FORM_RETIRED,
)  # fmt: skip
_PAGES = (Event.SCAN_READ, Event.PAPER_ASSIGNED, Event.PAPER_SET_ASIDE, Event.PAPER_CHECKED)
_GONE, _UNLIKE = "业务库里没有（被删除）", "与台账登记的不符"


def _in_order(kinds: tuple[str, ...]) -> list[ledger.EventFacts]:
    return sorted((one for kind in kinds for one in ledger.every(kind)), key=lambda one: one.index)


def form_as_told(row: OrganForm) -> dict[str, Any]:
    """What each event of a version says of it."""
    return {
        "filing": str(row.id), "form": row.form, "version": row.version, "state": row.state, "sha256": row.sha256,
        "valid_from": row.valid_from.isoformat(), "valid_to": row.valid_to.isoformat() if row.valid_to else "",
    }  # fmt: skip


def form_digest(row: OrganForm) -> str:
    """Of what a version changes."""
    return fingerprint({"form": row.form, "family": row.family, "content": row.content})


def forms_unlike_the_ledger() -> Iterator[Difference]:
    """What differs, version by version and question set by question set."""
    told: dict[str, dict[str, Any]] = {}
    for one in _in_order(_FORMS):
        if one.kind == Event.FORM_DROPPED:
            told.pop(one.payload["filing"], None)
        else:
            told[one.payload["filing"]] = told.get(one.payload["filing"], {}) | one.payload
    held = {str(row.pk): row for row in OrganForm.objects.all()}
    for key in sorted(told.keys() - held.keys()):
        yield Difference(f"文书格式“{told[key]['form']}”第 {told[key]['version']} 版", _GONE)
    for key, row in held.items():
        mine = form_as_told(row) | ({"number": row.filing_number, "reason": row.answer} if row.answered_at else {})
        if told.get(key) != mine or form_digest(row) != row.sha256:
            yield Difference(f"文书格式“{row.name}”第 {row.version} 版", _UNLIKE)
    asked = {one.payload["set"]: one.payload for one in ledger.every(Event.QUESTIONS_KEPT)}
    sets = {str(row.pk): row for row in QuestionSet.objects.all()}
    yield from (Difference(f"询问提纲 {key}", _GONE) for key in sorted(asked.keys() - sets.keys()))
    for key, each in sets.items():
        if (
            asked.get(key) != {"set": key, "sha256": each.sha256, "retired": each.retired}
            or fingerprint({"questions": each.questions}) != each.sha256
        ):
            yield Difference(f"询问提纲“{each.name}”", _UNLIKE)


def papers_unlike_the_ledger() -> Iterator[Difference]:
    """What differs, scan by scan, page by page, signature by signature."""
    pages: dict[tuple[str, int], dict[str, Any]] = {}
    for one in _in_order(_PAGES):
        key = (one.payload["scan"], one.payload["sheet"])
        pages[key] = pages.get(key, {}) | one.payload | {"aside": one.kind == Event.PAPER_SET_ASIDE}
    yield from _scans_unlike({scan for scan, _ in pages})
    held = {(str(row.scan_id), row.number): row for row in ScanPage.objects.select_related("scan")}
    for scan, number in sorted(pages.keys() - held.keys()):
        yield Difference(f"扫描件 {scan} 第 {number} 页", _GONE)
    for key, row in held.items():
        if not _page_as_told(row, pages.get(key)):
            yield Difference(f"扫描件“{row.scan.name}”第 {row.number} 页", _UNLIKE)
    yield from _signatures_unlike()


def _scans_unlike(standing: set[str]) -> Iterator[Difference]:
    """A batch goes with the last file that has a page in it: once something was destroyed, only one with pages is missed."""
    told = {one.payload["scan"]: one for one in ledger.every(Event.SCAN_TAKEN)}
    held = {str(row.pk): row for row in Scan.objects.all()}
    destroyed = bool(ledger.erased_streams())
    for key in sorted(told.keys() - held.keys()):
        batch = told[key].stream.startswith("scans:")
        if key in standing or not (destroyed and batch):
            yield Difference(f"扫描件“{told[key].objects[0]['name']}”", _GONE)
    for key, row in held.items():
        said = told.get(key)
        mine = {"name": row.name, "sha256": row.sha256, "sm3": row.sm3, "size": row.size}
        if (
            said is None
            or said.payload["pages"] != row.pages
            or any(said.objects[0][name] != mine[name] for name in mine)
        ):
            yield Difference(f"扫描件“{row.name}”", _UNLIKE)


def _page_as_told(row: ScanPage, told: dict[str, Any] | None) -> bool:
    if told is None:
        return row.state == PageState.UNMATCHED
    mine = {"page": row.page, "document": str(row.document_id or ""), "outcome": row.outcome, "note": row.note}
    states = {PageState.SET_ASIDE} if told["aside"] else {PageState.MATCHED, PageState.REPLACED}
    marks = [one["kind"] for one in row.marks] == told.get("marks", [])
    return row.state in states and marks and all(told.get(name, "") == value for name, value in mine.items())


def _signatures_unlike() -> Iterator[Difference]:
    names = ("document", "page", "role", "name", "refused", "reason")
    told = {tuple(one.payload[name] for name in names) for one in ledger.every(Event.PAPER_SIGNED)}
    rows = PaperSignature.objects.values_list("document_id", *names[1:])
    held = {(str(row[0]), *row[1:]) for row in rows}
    for one in sorted(told - held):
        yield Difference(f"纸质件上{one[3]}的签名", "业务库里没有，或者与台账登记的不符")
    for one in sorted(held - told):
        yield Difference(f"纸质件上{one[3]}的签名", "台账没有登记")
