"""Which texts of an organ are still to be drafted, or name figures that hold no longer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from mingjing.publicity.models import Edition
from mingjing.publicity.queries.registers import PUBLIC
from mingjing.publicity.rules import texts
from mingjing.publicity.rules.texts import outdated
from mingjing.publicity.terms import ARTICLES, FIGURES, WAITING, EditionFacts, Told, text_templates


@dataclass(frozen=True, slots=True)
class Owed:
    """A text that is missing, or whose figures changed (`changed` names them; `edition` is the public one)."""

    code: str
    name: str
    changed: tuple[str, ...] = ()
    edition: EditionFacts | None = None


def texts_owed(organ_id: UUID, kind: str, figures: Mapping[str, Told]) -> tuple[Owed, ...]:
    """What is missing or differs; what waits already is left out. Two queries."""
    rows = Edition.objects.filter(entry__organ_id=organ_id, entry__kind=kind).select_related("entry")
    waiting = set(rows.filter(state__in=WAITING).values_list("entry__code", flat=True))
    public = {row.entry.code: row.facts() for row in rows.filter(PUBLIC).order_by("seq")}
    missing = [Owed(one.code, one.name) for one in text_templates(kind) if one.code not in {*waiting, *public}]
    moved = (
        Owed(code, one.name, outdated(one.values.get(FIGURES, ()), figures), one)
        for code, one in public.items()
        if code not in waiting
    )
    return (*missing, *(one for one in moved if one.changed))


def figure_rows(lines: str | Sequence[str], figures: Mapping[str, Told]) -> list[list[str]]:
    """The figures a text needs, to be handed in with it."""
    return texts.figure_rows(lines.splitlines() if isinstance(lines, str) else lines, figures)


def text_of(edition: EditionFacts) -> tuple[str, ...]:
    """The lines of a text with its figures."""
    return tuple(edition.readable.get(ARTICLES, ()))
