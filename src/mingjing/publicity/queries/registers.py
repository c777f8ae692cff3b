"""The public lists: what the desk of an organ must know, and what the public may read."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q

from mingjing.foundation import search
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding
from mingjing.kernel.workdays import Workdays, national
from mingjing.lawbook import queries as lawbook
from mingjing.publicity.models import Edition, RegisterEntry
from mingjing.publicity.rules.registers import delegation_has_its_term, follow_law_by, in_force
from mingjing.publicity.terms import REGISTER_SEARCH, WAITING, EditionFacts, EditionState, Stale

PUBLIC = Q(entry__current_id=F("pk")) | Q(entry__coming_id=F("pk"))
_HAS_PUBLIC = Q(current__isnull=False) | Q(coming__isnull=False)


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """A public entry with every edition that ever was public, newest first.

    `edition` is the one that holds (PUB-62); `coming` one that is public and waits for its day beside it.
    """

    edition: EditionFacts
    editions: tuple[EditionFacts, ...]
    coming: EditionFacts | None = None


def holding(on: date | None) -> Q:
    """The edition that stands for its entry on a day: the one in force, or the first one while it waits for its day.

    Without a day, as the books stand; they follow the day within a round of background work.
    """
    arrived = Q(entry__coming_id=F("pk")) & (Q(valid_from__lte=on or date.min) | Q(entry__current__isnull=True))
    stays = Q(entry__coming__isnull=True) | Q(entry__coming__valid_from__gt=on or date.min)
    return arrived | (Q(entry__current_id=F("pk")) & (stays if on else Q()))


def editions(
    organ_id: UUID, kind: str, *, states: tuple[str, ...] = (), after: str = "", limit: int = 0
) -> tuple[EditionFacts, ...]:
    """Editions of one list of an organ, by code; without `states` those that wait or are public. One query.

    With `limit`, one page: those whose code comes after a code.
    """
    rows = Edition.objects.filter(entry__organ_id=organ_id, entry__kind=kind).select_related("entry")
    wanted = states or (*WAITING, EditionState.RELEASED)
    rows = rows.filter(entry__code__gt=after) if after else rows
    rows = rows.filter(state__in=wanted).order_by("entry__code", "-seq")
    return tuple(row.facts() for row in (rows[:limit] if limit else rows))


def editions_of(organ_id: UUID, kinds: Collection[str]) -> tuple[EditionFacts, ...]:
    """Editions of some lists of an organ that wait or are public. One query."""
    rows = Edition.objects.filter(entry__organ_id=organ_id, entry__kind__in=kinds).select_related("entry")
    return tuple(
        row.facts() for row in rows.filter(state__in=(*WAITING, EditionState.RELEASED)).order_by("entry__code", "-seq")
    )


def edition(edition_id: UUID) -> EditionFacts | None:
    """One edition, for the desk."""
    row = Edition.objects.select_related("entry").filter(pk=edition_id).first()
    return row.facts() if row else None


def siblings(entry_id: UUID) -> tuple[EditionFacts, ...]:
    """Every edition of an entry, newest first, for the desk."""
    rows = Edition.objects.select_related("entry").filter(entry_id=entry_id).order_by("-seq")
    return tuple(row.facts() for row in rows)


def desk_counts(organ_id: UUID) -> Mapping[tuple[str, str], int]:
    """(kind, state) → how many editions of an organ. One query."""
    rows = Edition.objects.filter(entry__organ_id=organ_id).values_list("entry__kind", "state")
    return {(kind, state): count for kind, state, count in rows.annotate(count=Count("pk")).order_by()}


def public_counts(organ_code: str = "") -> Mapping[str, int]:
    """How many entries of each kind are public, of one organ or of all. One query."""
    rows = RegisterEntry.objects.filter(_HAS_PUBLIC)
    if organ_code:
        rows = rows.filter(organ_code=organ_code)
    return dict(rows.values_list("kind").annotate(count=Count("pk")).order_by())


def public_organs(kind: str = "") -> tuple[tuple[str, str, int], ...]:
    """(code, name, entries) of every organ that has something in a list. One query."""
    rows = RegisterEntry.objects.filter(_HAS_PUBLIC)
    rows = rows.filter(kind=kind) if kind else rows
    counted = rows.values_list("organ_code", "organ_name").annotate(count=Count("pk"))
    return tuple(counted.order_by("organ_code"))


def public_entries(
    kind: str, organ_code: str = "", word: str = "", *, after: str = "", limit: int = 0, on: date | None = None
) -> tuple[EditionFacts, ...]:
    """The public entries of a list, by organ and code, narrowed by a full-text search. Two queries at most.

    Each by the edition that holds on a day (PUB-62). With `limit`, one page of an organ's list: those whose code comes
    after a code.
    """
    rows = Edition.objects.filter(holding(on), entry__kind=kind).select_related("entry")
    if organ_code:
        rows = rows.filter(entry__organ_code=organ_code)
    if word.strip():
        hits = search.search(REGISTER_SEARCH, word, 500)
        rows = rows.filter(entry_id__in=[hit.object_id for hit in hits])
    rows = rows.filter(entry__code__gt=after) if after else rows
    rows = rows.order_by("entry__organ_code", "entry__code")
    return tuple(row.facts() for row in (rows[:limit] if limit else rows))


def waiting_entries(kind: str, organ_code: str, on: date) -> tuple[EditionFacts, ...]:
    """The editions of a list that are public and wait for their day beside one in force (PUB-62). One query."""
    rows = Edition.objects.filter(entry__coming_id=F("pk"), entry__current__isnull=False, valid_from__gt=on)
    rows = rows.filter(entry__kind=kind, entry__organ_code=organ_code).select_related("entry")
    return tuple(row.facts() for row in rows.order_by("entry__code"))


def exported_entries(kind: str, organ_code: str, on: date) -> tuple[EditionFacts, ...]:
    """What holds of a list on a day, and what is public and waits for its day, by code. One query."""
    waits = Q(entry__coming_id=F("pk"), valid_from__gt=on)
    rows = Edition.objects.filter(holding(on) | waits, entry__kind=kind, entry__organ_code=organ_code)
    return tuple(row.facts() for row in rows.select_related("entry").order_by("entry__code", "seq"))


def in_force_on(organ_id: UUID, day: date) -> Mapping[str, tuple[EditionFacts, ...]]:
    """Kind → the editions of an organ that were, are or will be in force on a day, by code. One query."""
    rows = Edition.objects.filter(entry__organ_id=organ_id, released_at__isnull=False, valid_from__lte=day)
    found: dict[tuple[str, str], EditionFacts] = {}
    for row in rows.select_related("entry").order_by("entry__kind", "entry__code", "seq"):
        begun = row.released_at is not None and local_day(row.released_at) <= day
        if begun and not (row.ended_at and local_day(row.ended_at) <= day):
            found[row.entry.kind, row.entry.code] = row.facts()
    told: dict[str, list[EditionFacts]] = {}
    for (kind, _), one in found.items():
        told.setdefault(kind, []).append(one)
    return {kind: tuple(rows) for kind, rows in told.items()}


def found_entries(word: str, limit: int = 20, *, on: date | None = None) -> tuple[EditionFacts, ...]:
    """Public entries of every list that answer a search, best first, each as it holds on a day. Two queries."""
    hits = search.search(REGISTER_SEARCH, word, limit)
    rows = Edition.objects.filter(holding(on), entry_id__in=[hit.object_id for hit in hits])
    found = {row.entry_id: row.facts() for row in rows.select_related("entry")}
    return tuple(found[hit.object_id] for hit in hits if hit.object_id in found)


def entry_names(limit: int) -> tuple[str, ...]:
    """Names of public entries, to compare with what somebody mistyped. One query."""
    rows = RegisterEntry.objects.filter(current__isnull=False).order_by("pk")
    return tuple(rows.values_list("current__name", flat=True)[:limit])


def public_entry(organ_code: str, kind: str, code: str, *, on: date | None = None) -> PublicEntry | None:
    """An entry at its permanent address; what stopped being public is shown without its contents. One query."""
    rows = Edition.objects.select_related("entry").filter(
        entry__organ_code=organ_code, entry__kind=kind, entry__code=code, released_at__isnull=False
    )
    told = {row.pk: row.facts() for row in rows.order_by("-seq")}
    entry = next((row.entry for row in rows), None)
    if entry is None:
        return None
    editions, current = tuple(told.values()), told.get(entry.current_id or entry.pk)
    coming = told.get(entry.coming_id or entry.pk)
    if coming and (current is None or in_force(coming.valid_from, on or date.min)):
        return PublicEntry(coming, editions)
    return PublicEntry(current or editions[0], editions, coming)


def review_body_shown(organ_code: str, on: date) -> EditionFacts | None:
    """The review body that an organ makes public (L-01), by the edition that holds on a day. One query."""
    row = Edition.objects.filter(holding(on), entry__organ_code=organ_code, entry__kind="review_body")
    found = row.select_related("entry").first()
    return found.facts() if found else None


def list_addresses() -> Iterator[tuple[str, str, str, date]]:
    """(organ, kind, code, day of release) of every public entry, for the site map."""
    rows = RegisterEntry.objects.filter(_HAS_PUBLIC).order_by("organ_code", "kind", "code")
    told = rows.values_list("organ_code", "kind", "code", "current__released_at", "coming__released_at")
    for organ, kind, code, now, then in told.iterator(chunk_size=2000):
        if at := then or now:
            yield organ, kind, code, local_day(at)


def stale(
    organ_id: UUID, on: date, *, kind: str = "", edition_id: UUID | None = None, calendar: Workdays | None = None
) -> tuple[Stale, ...]:
    """Public entries that rest on an article that changed or ceased since they were collected (P-07), oldest first.

    Of all the organ's lists, of one kind, or of one edition. Four queries. Contents follow the law (国办发〔2018〕118号第二部分（四）): until when, PUB-26 says.
    """
    rows = Edition.objects.filter(PUBLIC).exclude(basis=[]).select_related("entry")
    rows = rows.filter(entry__organ_id=organ_id)
    rows = rows.filter(entry__kind=kind) if kind else rows
    rows = rows.filter(pk=edition_id) if edition_id else rows
    shown = [row.facts() for row in rows]
    standing = lawbook.standings({citation for one in shown for citation, _ in one.basis}, on)
    found = []
    for one in shown:
        moved = [name for name, digest in one.basis if name in standing and standing[name].sha256 != digest]
        if moved:
            since = max(standing[name].since for name in moved)
            since = max(since, local_day(one.collected.at))
            clock = follow_law_by(since, calendar or national())
            due = local_day(clock.due)
            found.append(Stale(one, tuple(moved), since, due, clock.provisional, tuple(clock.explain())))
    return tuple(sorted(found, key=lambda each: (each.due, each.edition.code)))


def expired_delegations(organ_id: UUID, on: date) -> tuple[tuple[EditionFacts, Finding], ...]:
    """Public delegation letters whose term is over (PUB-63), by code. One query."""
    rows = Edition.objects.filter(PUBLIC, entry__organ_id=organ_id, entry__kind="delegation").select_related("entry")
    told = [row.facts() for row in rows.order_by("entry__code")]
    return tuple((one, found) for one in told for found in delegation_has_its_term(one.spec, one.values, on))
