"""The reading desk: loans of an organ, of a person, what is out, what is late, what was read, what a loan shows."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mingjing.archives.models import ArchivedFile, Lending, LendingRead, Supplement
from mingjing.archives.queries.keeping import figures
from mingjing.archives.rules.lending import needs_head, overdue
from mingjing.archives.terms import (
    ArchivedFacts,
    Condition,
    Extent,
    LendingFacts,
    LendingFilters,
    LendingKind,
    LendingState,
    LentItem,
    Lines,
    ReadFacts,
    SupplementFacts,
    SupplementState,
    Volume,
    key_of,
)
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Finding

LIMIT = 50
ADDED = "added"


def lending_figure(key: str, on: date) -> int:
    """A dated figure of the desk, such as `read_days`."""
    return int(figures().at(f"lend.{key}", on=on).value)


def most_days(kind: str, on: date) -> int:
    """The longest term of one loan."""
    return lending_figure("paper_days" if kind == LendingKind.PAPER else "read_days", on)


def lending(lending_id: UUID) -> LendingFacts | None:
    """One loan."""
    row = Lending.objects.filter(id=lending_id).first()
    return row.facts() if row else None


def lendings_of(file_id: UUID, limit: int = 20) -> tuple[LendingFacts, ...]:
    """The loans of a file, newest first."""
    return tuple(row.facts() for row in Lending.objects.filter(file_id=file_id)[:limit])


def lent_to(file_id: UUID) -> str:
    """To whom the paper is lent, and until when; else empty."""
    out = Lending.objects.filter(file_id=file_id, state=LendingState.OUT).first()
    return f"已借给{out.unit}{out.reader_name}，应在 {out.until} 以前归还" if out else ""


def away(file_id: UUID) -> str:
    """Why the paper is not in the room: lent, or lost; else empty."""
    if told := lent_to(file_id):
        return told
    lost = Lending.objects.filter(file_id=file_id, condition=Condition.LOST).first()
    return f"已登记遗失（{lost.note}）" if lost else ""


def out_of(files: Sequence[UUID]) -> frozenset[UUID]:
    """Which of these files' paper is out. One query."""
    rows = Lending.objects.filter(file_id__in=files, state=LendingState.OUT)
    return frozenset(rows.values_list("file_id", flat=True))


def file_numbered(organ_id: UUID, catalogue_no: str) -> ArchivedFacts | None:
    """The file of an organ with exactly this number."""
    row = ArchivedFile.objects.filter(organ_id=organ_id, catalogue_no=catalogue_no.strip()).first()
    return row.facts() if row else None


def lines_of(file: ArchivedFacts, added: Sequence[SupplementFacts]) -> Lines:
    """What the rules of the desk know of a file; additions count as what only the head grants."""
    main = frozenset(key_of(row) for row in file.catalogue if row["volume"] == Volume.MAIN)
    every = frozenset(key_of(row) for row in file.catalogue)
    more = frozenset(f"{ADDED}-{one.number}" for one in added if one.state == SupplementState.FILED)
    return Lines(main, (every - main) | more, file.place, file.paper_pages)


def file_lines(file: ArchivedFacts) -> Lines:
    """The same, looked up."""
    return lines_of(file, [row.facts() for row in Supplement.objects.filter(file_id=file.id)])


def every_item(file: ArchivedFacts) -> tuple[LentItem, ...]:
    """Everything in a file that can be asked for, in its order."""
    rows = [
        LentItem(key_of(row), row["title"], row["number"], row["date"], max(0, row["to"] - row["from"] + 1) if row["from"] else 0, row["sha256"], row["media_type"], row["volume"])
        for row in file.catalogue
    ]  # fmt: skip
    added = Supplement.objects.filter(file_id=file.id, state=SupplementState.FILED)
    rows += [
        LentItem(f"{ADDED}-{one.number}", one.title, "", "", one.pages, one.sha256, one.media_type, ADDED)
        for one in added
    ]
    return tuple(rows)


def lent_items(one: LendingFacts, file: ArchivedFacts) -> tuple[LentItem, ...]:
    """What a loan lets its reader read: exactly that."""
    granted = file_lines(file).of(one.extent, one.items)
    return tuple(item for item in every_item(file) if item.key in granted)


def archivist_may_grant(one: LendingFacts, file: ArchivedFacts) -> bool:
    """Whether an archivist may grant it; else only the head (ARCH-41)."""
    return not needs_head(one, file_lines(file))


def lendings(organ_id: UUID, filters: LendingFilters, *, after: int = 0, limit: int = LIMIT) -> tuple[LendingFacts, ...]:  # fmt: skip
    """The register of an organ, newest first."""
    rows = _narrowed(Lending.objects.filter(organ_id=organ_id), filters)
    return tuple(row.facts() for row in rows[after : after + limit])


def lendings_by(person_id: UUID, *, after: int = 0, limit: int = LIMIT) -> tuple[LendingFacts, ...]:
    """What a person asked for, for himself or for an outsider; newest first."""
    rows = Lending.objects.filter(Q(reader_id=person_id) | Q(asked_by=person_id))
    return tuple(row.facts() for row in rows[after : after + limit])


def lending_counts(organ_id: UUID, on: date) -> dict[str, int]:
    """How many wait, are granted, out, late. One query."""
    out, granted = Q(state=LendingState.OUT), Q(state=LendingState.GRANTED)
    found: dict[str, int] = Lending.objects.filter(organ_id=organ_id).aggregate(
        asked=Count("id", filter=Q(state=LendingState.ASKED)),
        open=Count("id", filter=granted & (Q(kind=LendingKind.PAPER) | Q(until__gte=on))),
        out=Count("id", filter=out),
        late=Count("id", filter=out & Q(until__lt=on)),
    )
    return found


def _narrowed(rows: "QuerySet[Lending]", filters: LendingFilters) -> "QuerySet[Lending]":
    tabs = {
        "asked": Q(state=LendingState.ASKED),
        "open": Q(state=LendingState.GRANTED),
        "out": Q(state=LendingState.OUT),
        "late": Q(state=LendingState.OUT, until__lt=filters.until),
    }
    if filters.tab in tabs:
        rows = rows.filter(tabs[filters.tab])
    if word := filters.q.strip():
        names = ("catalogue_no", "reader_name", "unit", "letter", "purpose")
        asked = Q()
        for name in names:
            asked |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(asked)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.since and filters.tab not in tabs:
        rows = rows.filter(asked_at__gte=datetime.combine(filters.since, time.min, CHINA))
    if filters.until and filters.tab not in tabs:
        rows = rows.filter(asked_at__lt=datetime.combine(filters.until + timedelta(days=1), time.min, CHINA))
    return rows


def lendings_waiting(organ_id: UUID, *, head: bool, limit: int = 20) -> tuple[LendingFacts, ...]:
    """Requests that wait for a decision, the oldest first; for an archivist those of the organ's own people."""
    rows = Lending.objects.filter(organ_id=organ_id, state=LendingState.ASKED).order_by("asked_at", "id")
    if not head:
        rows = rows.filter(extent=Extent.MAIN, reader_organ_id=organ_id)
    return tuple(row.facts() for row in rows[:limit])


def lendings_due(organ_id: UUID | None, on: date, *, person_id: UUID | None = None, limit: int = 20) -> tuple[LendingFacts, ...]:  # fmt: skip
    """Paper that is out and due within the days of the reminder or late: of an organ, of everybody, or of one reader."""
    last = on + timedelta(days=lending_figure("remind_days", on))
    rows = Lending.objects.filter(state=LendingState.OUT, until__lte=last).order_by("until", "id")
    if person_id is not None:
        rows = rows.filter(Q(reader_id=person_id) | Q(organ_id=organ_id) if organ_id else Q(reader_id=person_id))
    elif organ_id is not None:
        rows = rows.filter(organ_id=organ_id)
    return tuple(row.facts() for row in rows[:limit])


def late_lendings(organ_id: UUID | None, on: date, *, limit: int = LIMIT) -> tuple[tuple[LendingFacts, Finding], ...]:
    """Paper that should have come back (ARCH-47). One query."""
    rows = Lending.objects.filter(state=LendingState.OUT, until__lt=on).order_by("until", "id")
    rows = rows.filter(organ_id=organ_id) if organ_id else rows
    return tuple((one, told) for one in (row.facts() for row in rows[:limit]) for told in overdue(one, on))


def reads(organ_id: UUID, since: date, until: date, *, q: str = "", after: int = 0, limit: int = LIMIT) -> tuple[ReadFacts, ...]:  # fmt: skip
    """Who read what of an organ's files in a period, newest first."""
    start, end = datetime.combine(since, time.min, CHINA), datetime.combine(until + timedelta(days=1), time.min, CHINA)
    rows = LendingRead.objects.filter(organ_id=organ_id, at__gte=start, at__lt=end).select_related("lending")
    if word := q.strip():
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(lending__reader_name__icontains=word)
            | Q(lending__unit__icontains=word)
            | Q(lending__catalogue_no__icontains=word)
        )
    return tuple(row.facts() for row in rows[after : after + limit])


def reads_of(lending_id: UUID, limit: int = LIMIT) -> tuple[ReadFacts, ...]:
    """The looks taken through one loan, newest first."""
    return tuple(row.facts() for row in LendingRead.objects.filter(lending_id=lending_id).select_related("lending")[:limit])  # fmt: skip
