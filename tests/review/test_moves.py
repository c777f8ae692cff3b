"""The table of moves is what the operations do: every move tried from every stage, and nothing else happens."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from tests.review.desk import MONDAY, Desk, bundle

from mingjing.kernel.findings import Invalid, Refused
from mingjing.review import operations, queries
from mingjing.review.rules import WAYS, move_findings, moves, stage_of
from mingjing.review.terms import Check, Move, Stage, Way

pytestmark = pytest.mark.django_db
_digests = (f"{number:064x}" for number in count(1))
Act = Callable[[Desk], Any]


def _supplement(desk: Desk) -> Any:
    given: dict[str, Any] = {"dossier_id": desk.dossier_id, "by": desk.handler, "at": MONDAY}
    return operations.supplement(bundle=bundle(next(_digests)), **given)


ACTS: dict[Move, tuple[Act, ...]] = {
    Move.SUBMIT: (lambda desk: desk.submit(next(_digests)),),
    Move.RETURN_INCOMPLETE: (
        lambda desk: operations.return_incomplete(
            dossier_id=desk.dossier_id, missing="缺少听证笔录", by=desk.reviewer, at=MONDAY
        ),
    ),
    Move.SUPPLEMENT: (_supplement,),
    Move.EXTEND: (
        lambda desk: operations.extend(dossier_id=desk.dossier_id, reason="案情复杂", by=desk.head, at=MONDAY),
    ),
    Move.GIVE_OPINION: (lambda desk: desk.opine(), lambda desk: desk.opine(Check.FACTS)),
    Move.RESPOND: (lambda desk: desk.respond(),),
    Move.RAISE_DISPUTE: (lambda desk: desk.dispute(),),
    Move.ANSWER_DISPUTE: (lambda desk: desk.answer(),),
    Move.CONSULT: (lambda desk: desk.consult(),),
    Move.SETTLE_DISPUTE: (lambda desk: desk.settle(),),
}
TO_SUBMIT = (Move.SUBMIT, 0)
REFUSED = (Move.GIVE_OPINION, 1)
ROADS: tuple[tuple[tuple[Move, int], ...], ...] = (
    (),
    (TO_SUBMIT,),
    (TO_SUBMIT, (Move.RETURN_INCOMPLETE, 0)),
    (TO_SUBMIT, (Move.GIVE_OPINION, 0)),
    (TO_SUBMIT, REFUSED),
    (TO_SUBMIT, REFUSED, (Move.RESPOND, 0)),
    (TO_SUBMIT, REFUSED, (Move.RAISE_DISPUTE, 0)),
    (TO_SUBMIT, REFUSED, (Move.RAISE_DISPUTE, 0), (Move.ANSWER_DISPUTE, 0)),
    (TO_SUBMIT, REFUSED, (Move.RAISE_DISPUTE, 0), (Move.ANSWER_DISPUTE, 0), (Move.CONSULT, 0)),
    (
        TO_SUBMIT,
        REFUSED,
        (Move.RAISE_DISPUTE, 0),
        (Move.ANSWER_DISPUTE, 0),
        (Move.CONSULT, 0),
        (Move.SETTLE_DISPUTE, 0),
    ),
    (TO_SUBMIT, REFUSED, (Move.RAISE_DISPUTE, 0), (Move.RESPOND, 0), (Move.ANSWER_DISPUTE, 0)),
    (TO_SUBMIT, REFUSED, (Move.RAISE_DISPUTE, 0), (Move.RESPOND, 0), (Move.ANSWER_DISPUTE, 0), (Move.CONSULT, 0)),
)
"""A road to every stage; to 分歧待处理 two, because what follows depends on whether the answer was written already."""


def where(desk: Desk) -> Stage | None:
    rounds = queries.rounds(desk.dossier_id)
    return stage_of(rounds[-1] if rounds else None)


def walked(desk: Desk, road: tuple[tuple[Move, int], ...]) -> Desk:
    """Another dossier of the same desk at the end of a road."""
    fresh = replace(desk, dossier_id=uuid4())
    for move, which in road:
        ACTS[move][which](fresh)
    return fresh


def tried(one: Desk, road: tuple[tuple[Move, int], ...]) -> set[tuple[Stage | None, Move, Stage | None]]:
    """Every move that the operations allow at the end of a road, with where it led."""
    found = set()
    for move, acts in ACTS.items():
        for act in acts:
            desk = walked(one, road)
            before = where(desk)
            try:
                act(desk)
            except (Refused, Invalid):
                assert where(desk) == before
                continue
            found.add((before, move, where(desk)))
    return found


def test_the_operations_allow_exactly_what_the_table_says(desk: Desk) -> None:
    done = set().union(*(tried(desk, road) for road in ROADS))
    assert done == {(way.source, way.move, way.target) for way in WAYS}


def test_every_stage_is_reached_and_every_move_is_an_operation() -> None:
    assert {way.target for way in WAYS} == set(Stage)
    assert {way.move for way in WAYS} == set(Move)
    assert all(callable(getattr(operations, move)) for move in Move)


def test_a_move_that_the_table_lacks_is_refused_with_the_rule(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a way out of the table: the room no longer goes it. So the table is what the room runs on."""
    desk.submit()
    monkeypatch.setattr(moves, "WAYS", tuple(way for way in WAYS if way.move != Move.EXTEND))
    with pytest.raises(Refused, match="审核中"):
        ACTS[Move.EXTEND][0](desk)
    assert not queries.rounds(desk.dossier_id)[-1].extended


def test_the_same_move_twice_is_refused_where_the_table_has_no_way_back(desk: Desk) -> None:
    desk = walked(desk, ROADS[5])
    with pytest.raises(Refused):
        ACTS[Move.RESPOND][0](desk)
    assert move_findings(queries.rounds(desk.dossier_id)[-1], Move.RESPOND)[0].rule == "REV-08"


def test_ways_are_given_out_as_they_are() -> None:
    assert queries.ways() is WAYS
    assert Way(None, Move.SUBMIT, Stage.OPEN) in queries.ways()
