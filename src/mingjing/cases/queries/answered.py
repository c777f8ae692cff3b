"""Who said what in a case that went wrong (L-15): statements, opinions, disagreements, the members' views, each with its ledger mark."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from mingjing.cases.models import Case
from mingjing.cases.queries.facts import load, people_of
from mingjing.cases.queries.page import CaseNotFound
from mingjing.cases.queries.statements import stated
from mingjing.cases.terms import CaseFacts
from mingjing.ledger import queries as ledger
from mingjing.organs import queries as organs
from mingjing.review import events, queries
from mingjing.review.terms import RoundFacts

VOTES = {"yes": "同意", "no": "不同意", "other": "保留意见"}


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One thing somebody said: who (by id and name), when, what kind, the words, the ledger entry, and whether its digest still fits.

    `fits` is None where nothing was digested apart from the act itself.
    """

    at: datetime
    person_id: UUID | None
    name: str
    what: str
    text: str
    ledger_index: int | None
    fits: bool | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """`parts`: everybody who acted in the case → name and what they did; `said`: what was said, oldest first; `party`: its name."""

    organ_id: UUID
    number: str
    party: str
    parts: Mapping[UUID, tuple[str, str]]
    said: tuple[SaidLine, ...]


def answered(case_id: UUID) -> Answered:
    """Read only: who answers for what in a case. Raises CaseNotFound. A bounded number of queries."""
    row = _row(case_id)
    facts = load(row, related=False)
    rounds = queries.rounds(row.dossier_id)
    marks = {(one.kind, one.payload.get("round")): one.index for one in ledger.whole(f"review:{row.dossier_id}")}
    parts = _parts(facts, rounds)
    names = {key: name for key, (name, _) in parts.items()}
    said = [*_stated(facts), *_discussed(facts), *_reviewed(facts, rounds), *_disputed(rounds, names, marks)]
    number = row.decision_number or row.number or row.lead_number
    return Answered(
        row.organ_id, number, str(facts.party.get("name") or ""), parts, tuple(sorted(said, key=lambda one: one.at))
    )


def parts_in(case_id: UUID) -> Mapping[UUID, tuple[str, str]]:
    """Only who acted in a case, with name and what they did. Raises CaseNotFound."""
    row = _row(case_id)
    return _parts(load(row, related=False), queries.rounds(row.dossier_id))


def _row(case_id: UUID) -> Case:
    row = Case.objects.filter(id=case_id).first()
    if row is None:
        raise CaseNotFound("没有这个案件。")
    return row


def _parts(facts: CaseFacts, rounds: tuple[RoundFacts, ...]) -> dict[UUID, tuple[str, str]]:
    """Everybody who acted, drafted, is named or disagreed, with the acts in words."""
    did: dict[UUID, list[str]] = {}
    for act in facts.acts:
        name = facts.procedure.acts[act.code].name if act.code in facts.procedure.acts else act.code
        did.setdefault(act.by, []).append(name)
        if act.drafted_by:
            did.setdefault(act.drafted_by, []).append(f"{name}（起草）")
        for member in act.data.get("members", ()) if act.code == "discuss" else ():
            did.setdefault(UUID(member["person"]["id"]), []).append("参加集体讨论")
        for person in people_of([act]):
            did.setdefault(person, []).append(name)
    for one in rounds:
        for person in one.dispute.people if one.dispute else ():
            did.setdefault(person, []).append("审核分歧")
    known = organs.persons(did)
    told = {}
    for key, every in did.items():
        done = list(dict.fromkeys(every))
        words = "、".join(done[:6]) + (f"等 {len(done)} 步" if len(done) > 6 else "")
        told[key] = (known[key].name if key in known else "", words)
    return told


def _stated(facts: CaseFacts) -> Iterator[SaidLine]:
    for one in stated(facts):
        act = one["act"]
        yield SaidLine(
            act.at, act.by, act.by_name, f"责任声明（{one['name']}）", one["text"], act.ledger_index, one["fits"]
        )


def _discussed(facts: CaseFacts) -> Iterator[SaidLine]:
    for act in facts.all("discuss"):
        for member in act.data.get("members", ()):
            person: Mapping[str, Any] = member["person"]
            vote = VOTES.get(str(member.get("vote")), "")
            yield SaidLine(
                act.at, UUID(person["id"]), str(person.get("name") or ""), "集体讨论意见",
                f"{vote}：{member.get('view') or ''}" if vote else str(member.get("view") or ""), act.ledger_index,
            )  # fmt: skip
        yield SaidLine(
            act.at, act.by, act.by_name, "集体讨论结论", str(act.data.get("conclusion") or ""), act.ledger_index
        )


def _reviewed(facts: CaseFacts, rounds: tuple[RoundFacts, ...]) -> Iterator[SaidLine]:
    sent, given = facts.all("submit_review"), facts.all("give_opinion")
    for one in rounds:
        index = next((act.ledger_index for act in sent if act.at == one.submitted_at), None)
        yield SaidLine(
            one.submitted_at, one.submitted_by, one.submitted_by_name, f"第 {one.round} 轮送审", one.title, index
        )
        if one.opinion:
            mark = next((act.ledger_index for act in given if act.at == one.opinion.given_at), None)
            words = f"{one.opinion.result_name}。{one.opinion.problems}".strip()
            yield SaidLine(
                one.opinion.given_at, one.opinion.reviewer_id, one.opinion.reviewer_name, f"第 {one.round} 轮审核意见", words, mark
            )  # fmt: skip
        if one.response and one.responded_at:
            yield SaidLine(one.responded_at, None, "", f"对第 {one.round} 轮意见的答复", one.response, None)


def _disputed(rounds: tuple[RoundFacts, ...], names: Mapping[UUID, str], marks: Mapping[tuple[str, Any], int]) -> Iterator[SaidLine]:  # fmt: skip
    for one in rounds:
        held = one.dispute
        if held is None:
            continue

        def line(
            at: datetime | None, who: UUID | None, what: str, text: str, kind: str, number: int = one.round
        ) -> Iterator[SaidLine]:
            if at is not None:
                name = names.get(who, "") if who else ""
                yield SaidLine(at, who, name, f"{what}（第 {number} 轮）", text, marks.get((kind, number)))

        mine, theirs = held.handling, held.reviewing
        yield from line(held.raised_at, held.raised_by, "承办机构异议", f"{mine.position} {mine.reasons} {mine.basis}", events.DISPUTE_RAISED)  # fmt: skip
        if theirs:
            yield from line(held.answered_at, held.answered_by, "审核机构答复", f"{theirs.position} {theirs.reasons} {theirs.basis}", events.DISPUTE_ANSWERED)  # fmt: skip
        words = f"{held.state_name}：{held.outcome}" + (f"（责任人员：{held.responsible}）" if held.responsible else "")
        yield from line(held.settled_at, held.settled_by, "分歧的处理", words, events.DISPUTE_SETTLED)
