"""指导案例: lists, one by its address, those that fit a case, those whose law moved, and what rests on an article."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.db.models import Count, QuerySet

from mingjing.foundation import search
from mingjing.foundation.people import Actor
from mingjing.kernel import pinyin
from mingjing.kernel.days import as_moment
from mingjing.kernel.hashing import canonical
from mingjing.lawbook.events import Event
from mingjing.lawbook.models import Benchmark, GuidingCase, LawUse, Matter
from mingjing.lawbook.queries.standing import standings
from mingjing.lawbook.rules import guiding_cases as rules
from mingjing.lawbook.rules.citing import keys_of
from mingjing.lawbook.terms import (
    GuidingFacts,
    GuidingMatch,
    GuidingSpec,
    GuidingState,
    MatterUse,
    Moved,
    Side,
    Uses,
    short_title,
)
from mingjing.lawbook.terms.guiding_cases import EVER_PUBLIC, GUIDING_ROLES, OPEN, SEARCH_KIND, SOUND_KIND, Shared
from mingjing.ledger import queries as ledger
from mingjing.ledger.queries import EventFacts
from mingjing.ledger.terms import Difference
from mingjing.organs import queries as organs

WRITTEN, CHECKED = str(Event.GUIDING_CASE_WRITTEN), str(Event.GUIDING_CASE_CHECKED)
RELEASED, ENDED = str(Event.GUIDING_CASE_RELEASED), str(Event.GUIDING_CASE_ENDED)
HITS, POOL, SHOWN, LISTED = 500, 200, 5, 30
STATES: Mapping[str, frozenset[GuidingState]] = {
    "current": frozenset({GuidingState.RELEASED}),
    "ended": EVER_PUBLIC - {GuidingState.RELEASED},
    "open": OPEN,
}
"""What a list may be asked for."""


def digest_of(spec: GuidingSpec) -> str:
    """SHA-256 of what a guiding case says: what is checked, released and kept in the ledger."""
    return sha256(canonical(asdict(spec))).hexdigest()


def writes_guiding_cases(actor: Actor) -> bool:
    """Whether a person may write guiding cases: by role, in an organ that guides others."""
    return actor.has(*GUIDING_ROLES) and bool(organs.guided(actor.organ_id))


def guiding_cases(
    state: str = "current", *, organ_id: UUID | None = None, text: str = "", domain: str = "", source: str = "",
    after: str = "", limit: int = 20,
) -> tuple[GuidingFacts, ...]:  # fmt: skip
    """A page of the list, newest change first; with `text` only those in which all its words stand.

    `organ_id`: only of that organ, which drafts need; `after`: the place of the last one shown. At most two queries; an unknown state finds nothing.
    """
    rows = GuidingCase.objects.filter(state__in=sorted(STATES.get(state, ())))
    rows = rows.filter(organ_id=organ_id) if organ_id else rows
    rows = rows.filter(domain=domain) if domain else rows
    rows = rows.filter(source=source) if source else rows
    if text and state == "current":
        rows = rows.filter(pk__in=search.newest(SEARCH_KIND, text, HITS))
    elif text:
        rows = rows.filter(title__contains=text)  # drafts and ended ones are not in the index
    if place := as_moment(after):
        rows = rows.filter(moved_at__lt=place[0]) | rows.filter(moved_at=place[0], pk__lt=place[1])
    return tuple(row.facts() for row in rows.order_by("-moved_at", "-pk")[:limit])


def guiding_found(word: str, letters: str, limit: int) -> tuple[GuidingFacts, ...]:
    """Released ones that answer a word, those with its words first, then those whose title sounds like the letters.

    Two queries, six more where there are letters; whatever the index holds, what is not in force is not given.
    """
    found = {one.id: one for one in guiding_cases(text=word, limit=limit)}
    if letters and len(found) < limit:
        rows = GuidingCase.objects.filter(state=GuidingState.RELEASED, pk__in=search.sounding(SOUND_KIND, letters))
        heard = (row for row in rows.order_by("-moved_at", "-pk") if pinyin.sounds_like(row.title, letters))
        found |= {row.pk: row.facts() for row in heard if row.pk not in found}
    return tuple(found.values())[:limit]


def guiding_counts(organ_id: UUID | None) -> dict[str, int]:
    """How many there are by the states a list may be asked for; those not released yet only of an organ. One query."""
    told = list(GuidingCase.objects.order_by().values_list("state", "organ_id").annotate(n=Count("pk")))
    return {
        name: sum(n for state, organ, n in told if state in states and (name != "open" or organ == organ_id))
        for name, states in STATES.items()
    }


def guiding_case(guiding_id: UUID) -> GuidingFacts | None:
    """One by id, whatever its state."""
    return _one(GuidingCase.objects.filter(pk=guiding_id))


def guiding_case_at(code: str) -> GuidingFacts | None:
    """One by its permanent address; only what is or was released has one."""
    return _one(GuidingCase.objects.filter(code=code[:80], state__in=sorted(EVER_PUBLIC)))


def _one(rows: QuerySet[GuidingCase]) -> GuidingFacts | None:
    row = rows.select_related("replaced_by").first()
    return row.facts(row.replaced_by.code or "" if row.replaced_by else "") if row else None


def guiding_moved(every: Iterable[GuidingFacts], on: date) -> dict[UUID, tuple[Moved, ...]]:
    """Which of these cite what no longer reads as on the day of release. Three queries, however many."""
    held = tuple(one for one in every if one.state is GuidingState.RELEASED)
    now = standings([rest.citation for one in held for rest in one.rests], on) if held else {}
    told = {one.id: rules.moved(one, now) for one in held}
    return {key: moved for key, moved in told.items() if moved}


def guiding_stale(organ_id: UUID, on: date) -> tuple[tuple[GuidingFacts, tuple[Moved, ...]], ...]:
    """An organ's released ones that rest on law that moved (LAW-26), for the desk. Four queries."""
    every = {row.pk: row.facts() for row in GuidingCase.objects.filter(organ_id=organ_id, state=GuidingState.RELEASED)}
    changed = guiding_moved(every.values(), on)
    return tuple((every[key], moved) for key, moved in changed.items() if rules.still_fits_the_law(every[key], moved))


def guiding_waiting(organ_id: UUID) -> tuple[GuidingFacts, ...]:
    """An organ's guiding cases that wait for a check, a release or a change. One query."""
    rows = GuidingCase.objects.filter(organ_id=organ_id, state__in=sorted(OPEN))
    return tuple(row.facts() for row in rows.order_by("moved_at")[:LISTED])


def guiding_for(
    offences: Collection[str], violates: Collection[str], penalises: Collection[str], *, text: str = "", limit: int = SHOWN
) -> tuple[GuidingMatch, ...]:  # fmt: skip
    """The released ones for a case, best first (LAW-27): same offence, same articles; then those with the same words.

    Three queries at most, however many there are.
    """
    wanted = _named(offences, violates, penalises)
    uses = LawUse.objects.filter(key__in=wanted, guiding_case__state=GuidingState.RELEASED)
    shared: dict[UUID, set[tuple[str, str]]] = {}
    newest = uses.order_by("-guiding_case__released_at").values_list("guiding_case_id", "side", "key")
    for pk, side, name in newest[:POOL]:
        shared.setdefault(pk, set()).add((side, name))
    if text and len(shared) < limit:
        for key in search.newest(SEARCH_KIND, text, limit):
            shared.setdefault(key, set())
    rows = GuidingCase.objects.filter(state=GuidingState.RELEASED).in_bulk(list(shared))
    found = [GuidingMatch(rows[key].facts(), _shared(told, wanted)) for key, told in shared.items() if key in rows]
    found.sort(key=lambda one: (rules.rank(one.shared), one.facts.moved_at, one.facts.code), reverse=True)
    return tuple(found[:limit])


def _named(offences: Iterable[str], violates: Iterable[str], penalises: Iterable[str]) -> dict[str, str]:
    """Every key that is looked for, with the words that stand for it."""
    cited = {rules.article_key(key): one for one in (*violates, *penalises) if (key := keys_of(one))}
    return cited | {rules.offence_key(one): one for one in offences}


def _shared(told: Collection[tuple[str, str]], wanted: Mapping[str, str]) -> Shared:
    by_side = {side: tuple(sorted(wanted[key] for one, key in told if one == side)) for side in Side}
    return Shared(bool(by_side[Side.OFFENCE]), by_side[Side.PENALTY], by_side[Side.DUTY])


def uses_of(law: str, number: int, sub: int, on: date) -> Uses:
    """What rests on an article on a day: matters with their benchmark, and guiding cases. Four queries."""
    key = rules.article_key((short_title(law), number, sub))
    told: dict[UUID, set[Side]] = {}
    valid = Matter.objects.valid(on).filter(uses__key=key).order_by("organ_id", "code")
    for matter_id, side in valid.values_list("pk", "uses__side"):
        told.setdefault(matter_id, set()).add(Side(side))
    shown = list(told)[:LISTED]
    rows = Matter.objects.in_bulk(shown)
    weighed = _weighed([rows[one] for one in shown if one in rows], on)
    guiding = GuidingCase.objects.filter(state=GuidingState.RELEASED, uses__key=key).distinct().order_by("-moved_at")
    return Uses(
        tuple(_use(rows[one], frozenset(told[one]), weighed) for one in shown if one in rows),
        tuple(row.facts() for row in guiding[:LISTED]), len(told) - len(shown),
    )  # fmt: skip


def _use(row: Matter, sides: frozenset[Side], weighed: Mapping[tuple[UUID, str], str]) -> MatterUse:
    return MatterUse(row.pk, row.organ_id, row.code, row.name, sides, weighed.get((row.organ_id, row.code), ""))


def _weighed(rows: Sequence[Matter], on: date) -> dict[tuple[UUID, str], str]:
    """The document of the benchmark in force on a day, by organ and matter."""
    held = Benchmark.objects.valid(on).exclude(published_on=None).filter(published_on__lte=on)
    held = held.filter(organ_id__in={row.organ_id for row in rows}, matter_code__in={row.code for row in rows})
    return {(one.organ_id, one.matter_code): f"{one.issuer}{one.document_number}" for one in held}


def guiding_addresses() -> Iterator[tuple[str, date]]:
    """(code, day of the last change) of all that can be read by anybody, for the site map."""
    rows = GuidingCase.objects.filter(state__in=sorted(EVER_PUBLIC)).order_by("pk")
    yield from ((code or "", at.date()) for code, at in rows.values_list("code", "moved_at").iterator())


def rests_told(rests: Sequence[Mapping[str, str]]) -> str:
    """The articles of a released one as the ledger keeps them."""
    return "\n".join(f"{one['citation']} {one['article_id']} {one['sha256']}" for one in rests)


def guiding_unlike_the_ledger() -> Iterator[Difference]:
    """Guiding cases that differ from what was told, were never told, or are gone: for the audit."""
    told: dict[str, dict[str, EventFacts]] = {}
    for kind in (WRITTEN, CHECKED, RELEASED, ENDED):
        for one in ledger.every(kind):
            told.setdefault(str(one.payload["guiding"]), {})[kind] = one
    for row in GuidingCase.objects.select_related("replaced_by").iterator(200):
        events = told.pop(str(row.pk), {})
        facts = row.facts(row.replaced_by.code or "" if row.replaced_by else "")
        if WRITTEN not in events or _held(row, facts) != _expected(facts, events):
            yield Difference(f"指导案例《{row.title}》", "与台账登记的不符")
    for key in sorted(told):
        yield Difference(f"指导案例 {key}", "台账有登记，业务库里没有（被删除）")


def _held(row: GuidingCase, facts: GuidingFacts) -> tuple[object, ...]:
    passed = [facts.checked, facts.released, facts.ended]
    return (
        row.state, digest_of(facts.spec), row.digest, *(one and (one.by_id, one.note) for one in passed), facts.code, facts.number,
        row.released_on and row.released_on.isoformat(), rests_told(row.rests) if facts.released else "", facts.replaced_by,
    )  # fmt: skip


def _expected(facts: GuidingFacts, events: Mapping[str, EventFacts]) -> tuple[object, ...]:
    """The same as the events tell it."""
    written, checked, out, end = (events.get(kind) for kind in (WRITTEN, CHECKED, RELEASED, ENDED))
    assert written is not None
    if checked and checked.index < written.index:
        checked = None  # it was changed afterwards, so the check no longer counts
    state = GuidingState.DRAFT
    if checked:
        state = GuidingState.CHECKED if checked.payload["passed"] == "yes" else GuidingState.RETURNED
    if out:
        state = GuidingState.RELEASED
    if end:
        state = GuidingState(end.payload["state"])
    digest = written.payload["digest"]
    return (
        state, digest, digest, *(one and (one.person_id, one.payload["note"]) for one in (checked, out, end)),
        out.payload["code"] if out else "", out.payload["number"] if out else facts.number, out.payload["on"] if out else None,
        out.payload["rests"] if out else "", end.payload["replaced_by"] if end else "",
    )  # fmt: skip
