"""Ask the rules: all guards of an act, the part that can be asked before typing, and every guard again afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from mingjing.cases import rules as _loaded
from mingjing.cases.terms import ActFacts, CaseFacts, Context, Proposed
from mingjing.cases.terms.procedure import ActSpec
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import Rule, registered

ALWAYS = ("STEP-01", "SUS-02", "REC-01", "X-01", "G-05")
__all__ = ["Breach", "guards", "hindrances", "parts", "review_of_acts"]
assert _loaded.__all__


def parts(spec: ActSpec) -> tuple[Rule, ...]:
    """The rules that guard an act, in the order of the table: those of every act, then its own."""
    return _parts(spec.code, (*ALWAYS, *spec.ready, *spec.guards))


@cache
def _parts(code: str, numbers: tuple[str, ...]) -> tuple[Rule, ...]:
    book = registered()
    return tuple(
        part
        for number in dict.fromkeys(numbers)
        for part in book.get(number, ())
        # Rooms below have rules of their own under the same numbers; they are asked by those rooms.
        if part.function.__module__.startswith(_loaded.__name__) and (not part.acts or code in part.acts)
    )


def guards(case: CaseFacts, act: Proposed, ctx: Context) -> tuple[Finding, ...]:
    """Every finding of every guard of the act. A step out of turn ends the questions: the rest would only confuse."""
    spec = case.procedure.acts[act.code]
    found: list[Finding] = []
    for part in parts(spec):
        found += part(case, act, ctx)
        if part.number == "STEP-01" and found:
            break
    return tuple(found)


def hindrances(case: CaseFacts, act: Proposed, ctx: Context) -> tuple[Finding, ...]:
    """What stands in the way before the form is filled in: why an act may not be done now."""
    spec = case.procedure.acts[act.code]
    return tuple(finding for part in parts(spec) if part.ready for finding in part(case, act, ctx))


@dataclass(frozen=True, slots=True)
class Breach:
    """A finding about an act that happened."""

    act: ActFacts
    finding: Finding
    veto: int
    points: int


def review_of_acts(case: CaseFacts, ctx: Context) -> Iterator[Breach]:
    """Ask every guard again about every act, each with the case as it stood before: supervision and score.

    The officer's refusal, the supervisor's alert and the examiner's deduction come from the same functions.
    """
    for act in case.acts:
        before = case.before(act.seq)
        asked = Proposed(act.code, act.at, act.by, act.drafted_by, act.data, act.recorded_at)
        for part in parts(case.procedure.acts[act.code]):
            for finding in part(before, asked, ctx):
                yield Breach(act, finding, part.veto, part.points)
