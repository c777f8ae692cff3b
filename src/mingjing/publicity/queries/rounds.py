"""Rounds of comments: for the organ that asks, and for everybody. The original of a free text is the organ's alone."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q

from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding
from mingjing.kernel.workdays import Workdays
from mingjing.publicity.models import Round, RoundAnswer, RoundText, RoundVote
from mingjing.publicity.rules.rounds import first_last_day, late_reply, proposed
from mingjing.publicity.terms import ROUND_ROLES, OpinionFacts, OpinionState, RoundFacts, RoundResults


def public_rounds(*, before: datetime | None = None, limit: int = 20) -> tuple[RoundFacts, ...]:
    """Every announced round, newest first. One query."""
    rows = Round.objects.filter(opened_at__lt=before) if before else Round.objects.all()
    return tuple(row.facts() for row in rows.order_by("-opened_at")[:limit])


def public_round(number: str) -> RoundFacts | None:
    """The round of a number. One query."""
    row = Round.objects.filter(number=number).first()
    return row.facts() if row else None


def round_results(one: RoundFacts) -> RoundResults:
    """What came in, and of the free texts those that a person made public. Three queries."""
    votes = {each.key: [0] * len(each.choices) for each in one.questions if not each.is_free}
    told = RoundVote.objects.filter(round_id=one.id).values_list("question", "choice").annotate(count=Count("pk"))
    for question, choice, count in told.order_by():
        if choice < len(votes.get(question, ())):
            votes[question][choice] = count
    texts: dict[str, list[str]] = {each.key: [] for each in one.questions if each.is_free}
    rows = RoundText.objects.filter(round_id=one.id, state=OpinionState.PUBLIC).order_by(
        "decided_at", "answer__ledger_index"
    )
    for question, text in rows.values_list("question", "public_text"):
        texts.setdefault(question, []).append(text)
    waiting, withheld = Q(state=OpinionState.WAITING), Q(state=OpinionState.WITHHELD)
    left = RoundText.objects.filter(round_id=one.id).aggregate(
        waiting=Count("pk", filter=waiting), withheld=Count("pk", filter=withheld)
    )
    return RoundResults(
        answers=RoundAnswer.objects.filter(round_id=one.id).count(),
        votes={key: tuple(counts) for key, counts in votes.items()},
        texts={key: tuple(said) for key, said in texts.items()},
        **left,
    )


def own_rounds(by: Actor, *, before: datetime | None = None, limit: int = 20) -> tuple[RoundFacts, ...]:
    """The rounds of this person's organ, newest first; nothing for who may not see them. One query."""
    if not by.has(*ROUND_ROLES):
        return ()
    rows = Round.objects.filter(organ_id=by.organ_id)
    rows = rows.filter(opened_at__lt=before) if before else rows
    return tuple(row.facts() for row in rows.order_by("-opened_at")[:limit])


def own_round(round_id: UUID, *, by: Actor) -> RoundFacts | None:
    """One round, for people of its organ who may decide on it; None for everybody else."""
    row = Round.objects.filter(pk=round_id).first()
    seen = row is not None and row.organ_id == by.organ_id and by.has(*ROUND_ROLES)
    return row.facts() if row is not None and seen else None


def opinions(round_id: UUID, *, by: Actor, state: str, limit: int = 50) -> tuple[OpinionFacts, ...]:
    """The free texts of a round in one state, oldest first, with what the rules propose; only for its organ."""
    if own_round(round_id, by=by) is None:
        return ()
    rows = RoundText.objects.filter(round_id=round_id, state=state).select_related("answer", "round")
    return tuple(_opinion(row) for row in rows.order_by("answer__ledger_index", "question")[:limit])


def opinion(opinion_id: UUID, *, by: Actor) -> OpinionFacts | None:
    """One free text with what the rules propose, only for the organ of its round; None for everybody else."""
    row = RoundText.objects.filter(pk=opinion_id).select_related("answer", "round").first()
    seen = row is not None and row.round.organ_id == by.organ_id and by.has(*ROUND_ROLES)
    return _opinion(row) if row is not None and seen else None


def _opinion(row: RoundText) -> OpinionFacts:
    received = row.answer.received_at
    shorter, why = proposed(row.text, local_day(received))
    asked = next((one["text"] for one in row.round.questions if one["key"] == row.question), row.question)
    return OpinionFacts(
        row.pk, row.round_id, asked, row.text, shorter, why, row.state, row.public_text, row.reason, row.decided_name,
        row.decided_at, received,
    )  # fmt: skip


def earliest_end(opens_on: date, calendar: Workdays) -> date:
    """The first day on which a round that opens on a day may close (PUB-95). No query."""
    day: date = first_last_day(opens_on, calendar)
    return day


def rounds_owing(organ_id: UUID, on: date) -> tuple[RoundFacts, ...]:
    """The rounds of an organ that are over and wait for its public reply, the most urgent first. One query."""
    rows = Round.objects.filter(organ_id=organ_id, replied_at=None, stopped_at=None, closes_on__lt=on)
    return tuple(row.facts() for row in rows.order_by("reply_due", "pk")[:50])


def late_rounds(organ_id: UUID | None, on: date, *, limit: int = 50) -> tuple[tuple[RoundFacts, Finding], ...]:
    """The rounds of an organ (None: of all) whose reply is late on that day, each with PUB-98. One query."""
    rows = Round.objects.filter(replied_at=None, stopped_at=None, reply_due__lt=on)
    rows = rows.filter(organ_id=organ_id) if organ_id else rows
    found = [row.facts() for row in rows.order_by("reply_due", "pk")[:limit]]
    return tuple((one, finding) for one in found for finding in late_reply(one, on))
