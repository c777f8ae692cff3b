"""Everything that is public at once, for the static copy and the catalogue of data; still redacted columns only."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date
from uuid import UUID

from django.db.models import Count, Max, Prefetch
from django.db.models.functions import TruncMonth

from mingjing.kernel.days import CHINA, local_day
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import ExportFile
from mingjing.publicity.models import Edition, Publication, PublishedChart, RegisterEntry, Step, Version
from mingjing.publicity.queries.public import _PUBLIC_MOVES, _shown
from mingjing.publicity.queries.public_files import public_files_of
from mingjing.publicity.queries.public_rows import as_line, narrowed, ordered
from mingjing.publicity.rules.wording import file_name
from mingjing.publicity.terms import GONE, IN_PUBLIC, CopiedDecision, DecisionRow, Filters, PublicFile, address_of

_EVER = (*IN_PUBLIC, *GONE)
PIECE = 2000


def stamps() -> Iterator[tuple[UUID, str, str, bool]]:
    """(id, address, stamp, withdrawn) of every decision that is or was public; the stamp changes as the decision does."""
    rows = Publication.objects.filter(state__in=_EVER, released_at__isnull=False).order_by("pk")
    lines = rows.values_list("pk", "organ_code", "number", "state", "current_id", "updated_at")
    piece = list(lines[:PIECE])
    while piece:
        for pk, organ, number, state, current, moment in piece:
            stamp = f"{pk}|{state}|{current}|{moment.astimezone(UTC).isoformat()}"
            yield pk, address_of(organ, number), stamp, state in GONE
        piece = list(lines.filter(pk__gt=piece[-1][0])[:PIECE])


def copied_decisions(ids: Sequence[UUID]) -> tuple[CopiedDecision, ...]:
    """The decisions of these ids with what their pages show and what can be proved of them. Four queries.

    One more for each withdrawn decision, whose successor is looked for.
    """
    steps = Prefetch("steps", Step.objects.filter(move__in=_PUBLIC_MOVES), "told_steps")
    versions = Prefetch("versions", Version.objects.all(), "told_versions")
    rows = Publication.objects.select_related("current").defer("due_steps", "call_note")
    found = rows.filter(pk__in=ids, state__in=_EVER, released_at__isnull=False).prefetch_related(steps, versions)
    held = tuple(found.order_by("pk"))
    files = public_files_of(one.ledger_index for row in held for one in row.told_versions)
    return tuple(_copied(row, files) for row in held)


def _copied(row: Publication, files: Mapping[int, tuple[PublicFile, ...]]) -> CopiedDecision:
    versions: list[Version] = row.told_versions  # type: ignore[attr-defined]
    gone = row.state in GONE
    texts = () if gone else tuple((one.seq, one.text, one.ledger_index) for one in versions if not one.hidden)
    own = {index: files[index] for _, _, index in texts if index in files}
    return CopiedDecision(_shown(row, row.told_steps, versions), texts, own)  # type: ignore[attr-defined]


def proof_files(wanted: Iterable[tuple[str, int, str, int]]) -> Iterator[bytes]:
    """The proof of each public text (number, version, text, place in the log), in their order, all of one checkpoint."""
    return ledger.decision_files(
        (ExportFile(file_name(number, seq), text.encode(), media_type="text/plain; charset=utf-8"), index)
        for number, seq, text, index in wanted
    )


def months(filters: Filters) -> tuple[tuple[date, int, str], ...]:
    """(first day of the month, decisions made public in it, what changes whenever its list does), newest first.

    One query.
    """
    rows = narrowed(filters).annotate(month=TruncMonth("released_at")).values_list("month")
    counted = rows.annotate(count=Count("pk"), changed=Max("updated_at")).order_by("-month")
    return tuple(
        (moment.astimezone(CHINA).date(), count, f"{count}|{changed.astimezone(UTC).isoformat()}")
        for moment, count, changed in counted
        if moment
    )


def month_addresses(month: date, start: int, most: int) -> Iterator[tuple[str, date]]:
    """(path, day of the last change) of decisions made public in a month, from one place on, for the site map."""
    columns = ("organ_code", "number", "updated_at", "released_at", "id")
    lines = ordered(Filters(month=month), most=start + most, oldest=True, columns=columns)[start:]
    for organ, number, changed, *_ in lines.iterator(chunk_size=2000):
        yield address_of(organ, number), local_day(changed)


def month_rows(filters: Filters, month: date) -> tuple[DecisionRow, ...]:
    """The decisions made public in the month that begins on this day, newest first. One query."""
    return tuple(as_line(values) for values in ordered(replace(filters, month=month)))


def last_change() -> str:
    """What changes whenever anything public changes. Three queries."""
    decisions = Publication.objects.filter(state__in=_EVER).aggregate(Max("updated_at"), Count("pk"))
    lists = Edition.objects.filter(released_at__isnull=False).aggregate(
        Max("released_at"), Max("ended_at"), Count("pk")
    )
    charts = PublishedChart.objects.aggregate(Max("published_at"), Count("pk"))
    return "|".join(str(value) for told in (decisions, lists, charts) for value in told.values())


def public_totals() -> Mapping[str, int]:
    """How many decisions, list entries and flow charts are public now. Three queries."""
    return {
        "decisions": Publication.objects.filter(state__in=IN_PUBLIC, released_at__isnull=False).count(),
        "withdrawn": Publication.objects.filter(state__in=GONE, released_at__isnull=False).count(),
        "entries": RegisterEntry.objects.filter(current__isnull=False).count(),
        "charts": PublishedChart.objects.values("key").distinct().count(),
    }
