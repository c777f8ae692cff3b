"""指导案例 for a case: asked of the law library by the offence and the articles, with what was noted of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from mingjing.cases import events
from mingjing.cases.models import GuidingNote
from mingjing.cases.terms import CaseFacts
from mingjing.cases.terms.guiding_cases import Guided, GuidingNoteFacts
from mingjing.cases.terms.similar import PROPOSING
from mingjing.lawbook import queries as lawbook
from mingjing.ledger.queries import EventFacts


def guided(facts: CaseFacts) -> Guided:
    """The guiding cases that fit a case as it stands, and the notes. Four queries at most."""
    proposal = facts.last(*PROPOSING)
    told: Mapping[str, Any] = proposal.data if proposal else {}
    matches = lawbook.guiding_for(
        _lines([facts.matter.get("name")]), _lines([*_some(facts.matter, "violates"), *_some(told, "breached")]),
        _lines([*_some(facts.matter, "penalises"), *_some(told, "basis")]), text=str(facts.matter.get("name") or ""),
    )  # fmt: skip
    return Guided(matches, guiding_notes(facts.id))


def guiding_notes(case_id: UUID) -> tuple[GuidingNoteFacts, ...]:
    """What was noted in a case, oldest first. One query."""
    return tuple(row.facts() for row in GuidingNote.objects.filter(case_id=case_id))


def _some(told: Mapping[str, Any], name: str) -> Iterable[Any]:
    found = told.get(name)
    return found if isinstance(found, list | tuple) else ()


def _lines(words: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in words if isinstance(one, str) and one.strip()))


def notes_unlike(case: Mapping[str, Any], told: Sequence[EventFacts]) -> Iterator[str]:
    """Notes on guiding cases that differ from what was told, were never told, or are gone."""
    said = {
        (one.payload["guiding"], one.payload["for"], one.person_id): (one.payload["followed"] == "yes", one.payload["reason"], one.payload["digest"])
        for one in told
        if one.kind == events.GUIDING_NOTED
    }  # fmt: skip
    for row in GuidingNote.objects.filter(case_id=case["id"]):
        if said.pop((str(row.guiding_id), row.act_seq, row.by_id), None) != (row.followed, row.reason, row.digest):
            yield f"{row.by_name}对指导案例的说明与台账登记的不符"
    if said:
        yield f"台账记有 {len(said)} 份对指导案例的说明，业务库里没有（被删除）"
