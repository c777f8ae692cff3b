"""Running the four-property check: everything is gathered once, then judged by pure rules; kept, signed, logged."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from lxml import etree  # type: ignore[import-untyped]

from mingjing.archives import access
from mingjing.archives.events import Event
from mingjing.archives.models import ArchivedFile, CheckRun, Handover
from mingjing.archives.operations.inspecting import Named, chained, inspect
from mingjing.archives.operations.papers import signed
from mingjing.archives.queries import keeping
from mingjing.archives.rules import checking
from mingjing.archives.rules.order import arranged, order_of
from mingjing.archives.terms import (
    About,
    ArchiveItem,
    CatalogueRow,
    CheckReport,
    CheckRunFacts,
    Gathered,
    HandoverState,
    HandoverTo,
    Occasion,
    PackageSeen,
    Place,
    Stream,
    Volume,
)
from mingjing.foundation import storage
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid
from mingjing.kernel.hashing import Sums, canonical
from mingjing.ledger import operations as ledger
from mingjing.ledger import queries as log
from mingjing.ledger.terms import SYSTEM, By, NotLogged
from mingjing.records import operations as records
from mingjing.records import queries as forms
from mingjing.records.terms import NotFound

XML_LIMIT = 32 << 20


def check(
    *, dossier_id: UUID, items: Sequence[ArchiveItem], note: str, at: datetime, kind: str = "penalty",
    about: About | None = None, occasion: Occasion = Occasion.SELF, by_name: str = "",
    bundles: Sequence[Mapping[str, Any]] | None = None,
) -> CheckReport:  # fmt: skip
    """The four-property check of a dossier as it lies, without filing it: for the self-check before archiving."""
    proofs = log.stream_bundles(records.stream(dossier_id)) if bundles is None else bundles
    stream, named = chained(proofs)
    seen, scanner = inspect(items, named)
    all_ = Gathered(
        rows=arranged(items, order_of(kind)), seen=seen, forms=frozenset(item.form for item in items), stream=stream,
        about=about or About(), note=note, scanner=scanner, occasion=occasion,
        handed_over=_taken(dossier_id),
    )  # fmt: skip
    return judged(all_, at, kind, by_name)


def _taken(dossier_id: UUID) -> bool:
    """Whether the archive staff took it over from the handler."""
    received = Handover.objects.filter(dossier_id=dossier_id, to=HandoverTo.STAFF, state=HandoverState.RECEIVED)
    return received.exists()


def judged(all_: Gathered, at: datetime, kind: str, by_name: str) -> CheckReport:
    """The report over what was gathered."""
    checks = checking.checks_of(all_, order_of(kind), form_name)
    return CheckReport(checks, at.astimezone(CHINA), all_.occasion, all_.about, by_name)


def form_name(form: str) -> str:
    """The Chinese name of a document's form."""
    try:
        return forms.form(form).name
    except NotFound:
        return form


@operation(Event.CHECKED)
def check_filed(*, file_id: UUID, occasion: str, by: By, at: datetime) -> CheckRunFacts:
    """Check a filed file again as it lies: contents, package, ledger; keep, sign and log the report.

    Nobody may check another organ's file. Raises Forbidden, Invalid for a file that is destroyed or unknown.
    """
    row = ArchivedFile.objects.select_for_update().filter(id=file_id).first()
    if row is None:
        raise Invalid({"file": ["没有这册档案，请从档案列表重新进入。"]})
    if by != SYSTEM:
        assert isinstance(by, Actor)
        access.may_file.require(by, row.organ_id, doing="做四性检测")
    if row.place == Place.GONE:
        raise Invalid({"file": ["这册档案已经销毁，不能检测。"]})
    report = _again(row, Occasion(occasion), at, by.name if isinstance(by, Actor) else "系统")
    return kept(row, report, by, at)


def kept(row: ArchivedFile, report: CheckReport, by: By, at: datetime, signature: str = "") -> CheckRunFacts:
    """Keep a report with its signature, set the day of the next, and log the digest."""
    told = report.as_json()
    text = canonical(told)
    run = CheckRun.objects.create(
        file=row, occasion=report.occasion, at=at, by_name=report.by_name, passed=report.passed, report=told,
        signature=signature or signed(text),
    )  # fmt: skip
    due = keeping.next_check(at.astimezone(CHINA).date())
    if row.check_due != due:
        row.check_due = due
        row.save(update_fields=["check_due"])
    if report.occasion is not Occasion.FILING:
        payload = {
            "file": str(row.id), "occasion": report.occasion.value, "passed": report.passed, "manual": report.manual,
            "report_sha256": Sums.of([text]).sha256,
        }  # fmt: skip
        ledger.append(kind=Event.CHECKED, stream=records.stream(row.dossier_id), at=at, by=by, payload=payload)
    return run.facts()


@operation("archive:files:checked")
def check_due(*, by: By, now: datetime, limit: int = 2) -> int:
    """Check the filed files whose day has come, a few each round; idempotent, as each check sets the next day."""
    today = now.astimezone(CHINA).date()
    late = Q(check_due__lte=today) | Q(check_due__isnull=True)
    due = ArchivedFile.objects.filter(late).exclude(place=Place.GONE).order_by("check_due", "id")
    found = list(due.values_list("id", flat=True)[:limit])
    for file_id in found:
        check_filed(file_id=file_id, occasion=Occasion.YEARLY, by=by, at=now)
    return len(found)


def _again(row: ArchivedFile, occasion: Occasion, at: datetime, by_name: str) -> CheckReport:
    rows = tuple(map(row_of, row.catalogue))
    stream, named, sealed = _chain(row.dossier_id)
    seen, scanner = inspect([*map(front_of, row.front), *(each.item for each in rows)], named)
    about = about_of(row)
    all_ = Gathered(
        rows=rows, seen=seen, forms=frozenset(each.item.form for each in rows), stream=stream, about=about,
        note=row.note, scanner=scanner, package=seen_package(row), occasion=occasion, sealed=sealed,
        handed_over=_taken(row.dossier_id),
    )  # fmt: skip
    return judged(all_, at, row.kind, by_name)


def bundles_of(dossier_id: UUID) -> tuple[Mapping[str, Any], ...]:
    """The proofs of a filed dossier. Raises Invalid where the log has none of it."""
    try:
        return log.stream_bundles(records.stream(dossier_id))
    except NotLogged as failure:
        raise Invalid({"file": [f"{failure}请先做四性检测，并报告信息管理员。"]}) from None


def _chain(dossier_id: UUID) -> tuple[Stream, Named, int]:
    """The chain, what it names, and how many events it had when it was sealed."""
    try:
        bundles = log.stream_bundles(records.stream(dossier_id))
    except NotLogged:
        return Stream((), linked=True), frozenset(), 0
    stream, named = chained(bundles)
    sealed = [one.payload["seal"]["count"] for one in log.whole(records.stream(dossier_id)) if "seal" in one.payload]
    return stream, named, max(sealed, default=0)


def about_of(row: ArchivedFile) -> About:
    """What a filed file says of itself."""
    return About(
        row.catalogue_no,
        row.title,
        row.organ_name,
        row.retention,
        row.secrecy,
        row.opened_on,
        row.closed_on,
        row.archived_on,
    )


def row_of(told: Mapping[str, Any]) -> CatalogueRow:
    """A line of the contents as it was kept."""
    item = front_of({**told, "pages": told["to"] - told["from"] + 1 if told["from"] else 0})
    return CatalogueRow(
        told["no"],
        told["title"],
        told["number"],
        item.day,
        told["from"],
        told["to"],
        Volume(told["volume"]),
        told["group"],
        item,
    )


def front_of(told: Mapping[str, Any]) -> ArchiveItem:
    """A document of the front as it was kept."""
    return ArchiveItem(
        told["seq"], told["form"], told["title"], date.fromisoformat(told["date"]), told["number"], told["pages"], told["name"],
        told["sha256"], told["sm3"], told["size"], told["media_type"],
    )  # fmt: skip


def seen_package(row: ArchivedFile) -> PackageSeen:
    """Read the stored package again: its own digest, then every file against the bag's manifest."""
    try:
        own = Sums.of(storage.whole(row.package_sha256))
    except storage.Missing:
        return PackageSeen("missing")
    same = (own.sha256, own.sm3, own.size) == (row.package_sha256, row.package_sm3, row.package_size)
    state = "same" if same else "altered"
    try:
        with storage.open_(row.package_sha256) as source, zipfile.ZipFile(source) as packed:
            return _bag(packed, state)
    except (zipfile.BadZipFile, LookupError, OSError, ValueError, EOFError, RuntimeError):
        return PackageSeen(state, ("归档包打不开",))


def _bag(packed: zipfile.ZipFile, state: str) -> PackageSeen:
    infos = {info.filename.split("/", 1)[-1]: info for info in packed.infolist()}
    listed = {
        path: digest
        for digest, _, path in (line.partition("  ") for line in packed.read(infos["manifest-sha256.txt"]).decode().splitlines())
    }  # fmt: skip
    faults, size = [], 0
    payload = [path for path in infos if path.startswith("data/")]
    for path in payload:
        with packed.open(infos[path]) as member:
            sums = Sums.of(iter(lambda member=member: member.read(1 << 20), b""))  # type: ignore[misc]
        size += sums.size
        if listed.get(path) != sums.sha256:
            faults.append(f"“{path[5:80]}”与清单的摘要不符")
    faults += [f"缺“{path[5:80]}”" for path in listed if path not in infos]
    told_size = next(
        (line for line in packed.read(infos["bag-info.txt"]).decode().splitlines() if line.startswith("Payload-Oxum")),
        "",
    )
    octets = int(told_size.split(": ")[1].split(".")[0]) if told_size else 0
    named = next((path for path in payload if path.lower() == "data/案卷目录.xml"), "")
    count, wrong = _catalogue(packed.read(infos[named]) if named else b"")
    return PackageSeen(state, tuple(faults), len(payload), size, len(listed), octets, count, wrong)


def _catalogue(text: bytes) -> tuple[int, str]:
    """How many lines the contents have; and what is wrong with them."""
    if not text or len(text) > XML_LIMIT:
        return 0, "没有案卷目录.XML，或者太大"
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        return len(etree.parse(io.BytesIO(text), parser).getroot()), ""
    except etree.XMLSyntaxError as failure:
        return 0, f"案卷目录.XML 解析不了（{str(failure)[:60]}）"
