"""Whether the public lists and the letters are still what the ledger says: contents, people, state."""

from collections.abc import Iterator
from hashlib import sha256

from mingjing.kernel.days import local_day
from mingjing.ledger import queries as ledger
from mingjing.ledger.queries import EventFacts
from mingjing.ledger.terms import Difference
from mingjing.publicity.events import Event
from mingjing.publicity.models import Edition, KindStaff, Letter, RegisterEntry
from mingjing.publicity.rules.registers import content_digest
from mingjing.publicity.terms import EditionState, LetterState

_LAID = (Event.ENTRY_COLLECTED, Event.ENTRY_REVISED)
_STATES = {
    Event.ENTRY_COLLECTED: EditionState.COLLECTED,
    Event.ENTRY_REVISED: EditionState.COLLECTED,
    Event.ENTRY_CHECKED: EditionState.CHECKED,
    Event.ENTRY_RETURNED: EditionState.RETURNED,
    Event.ENTRY_RELEASED: EditionState.RELEASED,
    Event.ENTRY_RETIRED: EditionState.ENDED,
    Event.ENTRY_IN_FORCE: EditionState.RELEASED,
    Event.ENTRY_DROPPED: EditionState.DROPPED,
}


def lists_unlike_the_ledger() -> Iterator[Difference]:
    """What differs in the public lists, entry by entry; and the streams of those that are gone."""
    known = set()
    for entry in (
        RegisterEntry.objects.select_related("current", "coming").prefetch_related("editions").iterator(chunk_size=200)
    ):
        known.add(f"pubreg:{entry.pk}")
        for fault in _entry(entry, ledger.whole(f"pubreg:{entry.pk}")):
            yield Difference(f"事前公示 {entry.organ_name} {entry.kind} {entry.code}", fault)
    for stream in sorted(ledger.streams("pubreg:") - known):
        yield Difference(stream, "台账记有这项事前公示，业务库里没有（被删除）")
    yield from _staffing()


def _staffing() -> Iterator[Difference]:
    """Who does what on each kind, as decided (PUB-60): the same decisions in the same words, none more and none less."""
    held: dict[str, dict[int, tuple[object, ...]]] = {}
    for row in KindStaff.objects.order_by("ledger_index"):
        told = (row.kind, row.seq, row.collect, row.check_by, row.release, row.reason)
        held.setdefault(f"pubstaff:{row.organ_id}", {})[row.ledger_index] = told
    for stream in sorted(held.keys() | ledger.streams("pubstaff:")):
        lines = {
            one.index: tuple(one.payload[key] for key in ("kind", "seq", "collect", "check", "release", "reason"))
            for one in ledger.whole(stream)
        }
        if lines != held.get(stream, {}):
            yield Difference(stream, "事前公示的分工与台账登记的不符（改动、多出或者缺少）")


def _entry(entry: RegisterEntry, events: tuple[EventFacts, ...]) -> Iterator[str]:
    changed = [one for one in events if one.kind == Event.ENTRY_OUTDATED]
    if entry.outdated_why != (changed[-1].payload["why"] if changed else "") or bool(entry.outdated_at) != bool(
        changed
    ):
        yield "登记变更的标明与台账记的不符"
    events = tuple(one for one in events if one.kind != Event.ENTRY_OUTDATED)
    by_seq: dict[int, list[EventFacts]] = {}
    for one in events:
        by_seq.setdefault(int(one.payload["seq"]), []).append(one)
    held = {one.seq: one for one in entry.editions.all()}
    for seq in sorted(held.keys() | by_seq.keys()):
        if seq not in held or seq not in by_seq:
            yield f"第 {seq} 版与台账登记的不符（多出或者缺少）"
        elif not _same(entry, held[seq], by_seq[seq]):
            yield f"第 {seq} 版的内容、经办人或者状态与台账登记的不符"
    public, coming = _expected(events, held)
    now = (entry.current.seq if entry.current else 0, entry.coming.seq if entry.coming else 0)
    if now != (public, coming):
        yield "公开的版本与台账登记的不符"


def _expected(events: tuple[EventFacts, ...], held: dict[int, Edition]) -> tuple[int, int]:
    """Which editions should be in force and waiting, by the moves the ledger tells (PUB-62); 0 for none."""
    public = coming = 0
    for one in events:
        seq = int(one.payload["seq"])
        if one.kind == Event.ENTRY_RELEASED:
            edition, day = held.get(seq), local_day(one.at)
            public, coming = (public, seq) if edition and edition.valid_from > day else (seq, 0)
        elif one.kind == Event.ENTRY_IN_FORCE:
            public, coming = seq, 0
        elif one.kind == Event.ENTRY_RETIRED:
            public, coming = (0 if public == seq else public), (0 if coming == seq else coming)
    return public, coming


def _same(entry: RegisterEntry, edition: Edition, events: list[EventFacts]) -> bool:
    made = content_digest(entry.kind, entry.code, edition.name, edition.values, edition.valid_from)
    laid = [one for one in events if one.kind in _LAID][-1:]
    state = _STATES[Event(events[-1].kind)]
    public = edition.pk in {entry.current_id, entry.coming_id}
    replaced = state == EditionState.RELEASED and edition.state == EditionState.ENDED and not public
    return (
        bool(laid)
        and made == edition.digest == laid[0].payload["digest"]
        and edition.collected_by == laid[0].person_id
        and (edition.state == state or replaced)
        and _by(events, Event.ENTRY_CHECKED, edition.checked_by)
        and _by(events, Event.ENTRY_RELEASED, edition.released_by)
    )


def _by(events: list[EventFacts], kind: Event, person: object) -> bool:
    """Whether the person kept for a part of the work is the one who did it; a return takes the check back."""
    done = [one for one in events if one.kind in {kind, Event.ENTRY_RETURNED}]
    last = done[-1] if done else None
    return person == (last.person_id if last and last.kind == kind else None)


def letters_unlike_the_ledger() -> Iterator[Difference]:
    """What differs in the letters of the public; and the streams of those that are gone."""
    known = set()
    for letter in Letter.objects.order_by("pk").iterator():
        known.add(f"letter:{letter.pk}")
        if not _letter(letter, ledger.whole(f"letter:{letter.pk}")):
            yield Difference(f"来信 {letter.number}", "内容、答复或者状态与台账登记的不符")
    for stream in sorted(ledger.streams("letter:") - known):
        yield Difference(stream, "台账记有这件来信，业务库里没有（被删除）")


def _letter(letter: Letter, events: tuple[EventFacts, ...]) -> bool:
    told = {one.kind: one.payload for one in events}
    received, answered = told.get(Event.LETTER_RECEIVED), told.get(Event.LETTER_ANSWERED)
    if received is None or (answered is not None) != (letter.state == LetterState.ANSWERED):
        return False
    same = received["text_sha256"] == sha256(letter.text.encode()).hexdigest() and received["number"] == letter.number
    if answered is None:
        return bool(same)
    return bool(
        same
        and answered["answer_sha256"] == sha256(letter.answer.encode()).hexdigest()
        and answered["outcome"] == letter.outcome
    )
