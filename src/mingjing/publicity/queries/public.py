"""What the public may know. Only redacted columns and current versions are read; the originals are never joined."""

from collections.abc import Iterable, Iterator
from datetime import date

from mingjing.kernel.days import local_day, plain
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import ExportFile
from mingjing.publicity.models import Publication, Step, Version
from mingjing.publicity.queries.public_rows import narrowed, ordered, page
from mingjing.publicity.rules.wording import file_name
from mingjing.publicity.terms import (
    GONE,
    IN_PUBLIC,
    DecisionRow,
    Filters,
    Move,
    PublicDecision,
    State,
    StepFacts,
    VersionFacts,
    address_of,
)

_PUBLIC_MOVES = (Move.RELEASE, Move.CORRECT, Move.WITHDRAW, Move.EXPIRE, Move.REPAIR, Move.REPUBLISH)
_ENDS = (Move.WITHDRAW, Move.EXPIRE, Move.REPAIR)


def decision(organ_code: str, number: str) -> PublicDecision | None:
    """Everything the public page shows; for a withdrawn decision the tombstone; None where nothing was ever public.

    Two queries; a third for earlier versions or a successor, where there are any.
    """
    row = _addressed(organ_code, number)
    if row is None:
        return None
    corrected = row.state not in GONE and row.current is not None and row.current.seq > 1
    older = row.versions.defer("text") if corrected else ()
    return _shown(row, row.steps.filter(move__in=_PUBLIC_MOVES), older)


def _shown(row: Publication, steps: Iterable[Step], versions: Iterable[Version]) -> PublicDecision:
    """What the page of a row shows, of its public steps and its versions."""
    gone = row.state in GONE
    return PublicDecision(
        row=row.row(),
        updated_at=row.updated_at,
        version=None if gone or row.current is None else row.current.facts(),
        history=_history(row, steps),
        older=() if gone else tuple(one.facts() for one in versions if one.pk != row.current_id),
        withdrawn_at=row.withdrawn_at,
        withdrawn_trigger=row.call_trigger if row.state == State.WITHDRAWN else "",
        withdrawn_index=row.withdrawn_index,
        replaced_by=_replacement(row) if gone else "",
        decision_index=row.decision_index,
        uscc="" if gone else row.party_uscc,
        term=f"{plain(row.term_until)}，{row.term_why}" if row.term_until and not gone else "",
    )


def stamp(organ_code: str, number: str) -> str:
    """What changes whenever the public page of a decision does; empty where it must be asked for in full.

    One small query, so that a page drawn before need not be drawn again. Empty for a tombstone and for what is not
    public.
    """
    rows = Publication.objects.filter(organ_code=organ_code, number=number, state__in=IN_PUBLIC)
    found = rows.values_list("pk", "state", "current_id", "updated_at").first()
    return "|".join(map(str, found)).replace(" ", "T") if found else ""


def _addressed(organ_code: str, number: str) -> Publication | None:
    states = (*IN_PUBLIC, *GONE)
    rows = Publication.objects.select_related("current").defer("current__text", "due_steps", "call_note")
    return rows.filter(organ_code=organ_code, number=number, state__in=states).first()


def _history(row: Publication, told: Iterable[Step]) -> tuple[StepFacts, ...]:
    steps = tuple(step.facts() for step in told)
    if row.state not in GONE:
        return steps
    return tuple(
        StepFacts(one.at, one.move, one.state, "", one.note if one.move in _ENDS else "", one.ledger_index, one.code)
        for one in steps
    )


def _replacement(row: Publication) -> str:
    rows = Publication.objects.filter(organ_id=row.organ_id, replaces=row.number, state__in=IN_PUBLIC)
    successor = rows.first()
    return successor.address if successor else ""


def version(organ_code: str, number: str, seq: int) -> VersionFacts | None:
    """One old version of a decision that is public now; without its text where that may not be shown."""
    row = Version.objects.filter(
        publication__organ_code=organ_code,
        publication__number=number,
        publication__state__in=IN_PUBLIC,
        seq=seq,
    ).first()
    return row.facts() if row else None


def proof_file(organ_code: str, number: str, seq: int | None = None) -> tuple[str, bytes] | None:
    """File name and content of the proof of a public text (mingjing-decision@1); None for what is not public now.

    Brings the ledger's trees up to date, so it may write.
    """
    row = _addressed(organ_code, number)
    if row is None or row.state in GONE or row.current is None:
        return None
    chosen = row.versions.filter(seq=seq or row.current.seq, hidden=False).first()
    if chosen is None:
        return None
    document = ExportFile(
        file_name(row.number, chosen.seq), chosen.text.encode(), media_type="text/plain; charset=utf-8"
    )
    return f"{row.number}-公开文本-第{chosen.seq}版.mjproof.json", ledger.decision_file(document, chosen.ledger_index)


def latest(limit: int = 10, organ_code: str = "") -> tuple[DecisionRow, ...]:
    """The newest publications."""
    return page(Filters(organ_code=organ_code), limit=limit).rows


def month_count(on: date, organ_code: str = "") -> int:
    """How many decisions, public now, were made public in the month of that day."""
    return count_of(Filters(organ_code=organ_code, month=on))


def count_of(filters: Filters) -> int:
    """How many lines the filters leave, words to search for aside. One query."""
    return narrowed(filters).count()


def total() -> int:
    """How many decisions are public now."""
    return count_of(Filters())


def organs_in_public() -> tuple[tuple[str, str], ...]:
    """(code, name) of every organ that has something public, for the filter."""
    rows = Publication.objects.filter(state__in=IN_PUBLIC).order_by("organ_code", "organ_name")
    return tuple(rows.values_list("organ_code", "organ_name").distinct())


def addresses(limit: int = 50_000) -> Iterator[tuple[str, date]]:
    """(path, day of the last change) of every public page, for the site map."""
    columns = ("organ_code", "number", "updated_at", "released_at", "id")
    lines = ordered(Filters(), most=limit, columns=columns)
    for organ, number, changed, *_ in lines.iterator(chunk_size=2000):
        yield address_of(organ, number), local_day(changed)
