"""Supervision and score: the same guards asked again about every act, and the clocks that were missed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mingjing.cases.models import Case
from mingjing.cases.queries.facts import context, load
from mingjing.cases.rules.clocks import deadlines
from mingjing.cases.rules.engine import review_of_acts
from mingjing.cases.terms import CaseFacts, Context, State
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import registered


@dataclass(frozen=True, slots=True)
class Lost:
    """Points a case file would lose, or a major problem, with the act and the finding behind it."""

    act_seq: int
    act_name: str
    finding: Finding
    veto: int
    points: int


@dataclass(frozen=True, slots=True)
class Score:
    """The self-check of a case file (案卷体检) after the pattern of 环执法发〔2024〕4号."""

    total: int
    lost: tuple[Lost, ...]

    @property
    def vetoes(self) -> tuple[Lost, ...]:
        """Major problems: any one makes the file fail."""
        return tuple(each for each in self.lost if each.veto and each.finding.weight is Weight.BLOCK)

    @property
    def points(self) -> int:
        """0 where a major problem exists, else 100 less the deductions."""
        return 0 if self.vetoes else max(0, 100 - self.total)


def breaches(facts: CaseFacts, ctx: Context) -> tuple[Lost, ...]:
    """Every finding about acts that happened, and every clock missed."""
    names = facts.procedure.acts
    found = [Lost(b.act.seq, names[b.act.code].name, b.finding, b.veto, b.points) for b in review_of_acts(facts, ctx)]
    book = registered()
    for clock in deadlines(facts, ctx):
        state = clock.state(ctx.now)
        if clock.kind == "agency_duty" and state in {State.LATE, State.BREACHED}:
            part = book.get(clock.rule, (None,))[0]
            told = f"{clock.name}应于 {clock.due_on} 届满，{'逾期完成' if clock.met else '至今未完成'}"
            finding = Finding(clock.rule, told, clock.cites, Weight.WARN, due=clock.due)
            found.append(Lost(clock.ref, clock.name, finding, 0, part.points if part else 2))
    return tuple(found)


def score(facts: CaseFacts, now: datetime) -> Score:
    """The self-check of a case as it stands."""
    lost = breaches(facts, context(facts.organ, now))
    return Score(sum(each.points for each in {(e.finding.rule, e.act_seq): e for e in lost}.values()), lost)


def supervise(case_id: UUID, now: datetime) -> tuple[Lost, ...]:
    """What a supervisor would be alerted to in one case."""
    facts = load(Case.objects.get(id=case_id))
    return breaches(facts, context(facts.organ, now))
