"""What the party of a case may apply for online now, and which act of the case settles which application."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from mingjing.cases.models import Case
from mingjing.cases.queries.facts import load
from mingjing.cases.terms import ActFacts, CaseFacts, Deadline
from mingjing.publicity.terms import Applicable, ApplyKind

# The act that takes an application into the file, by kind; where there is none, the organ answers in writing.
ACTS = {
    ApplyKind.STATEMENT: "state_defence",
    ApplyKind.HEARING: "request_hearing",
    ApplyKind.RECUSAL: "request_recusal",
    ApplyKind.INSTALMENTS: "grant_instalments",
    ApplyKind.ADDRESS: "confirm_address",
}
SETTLES = {act: kind for kind, act in ACTS.items()} | {"decide_recusal": ApplyKind.RECUSAL}
# The period of the party's right that ends it, by kind.
CLOCKS = {ApplyKind.STATEMENT: "statement", ApplyKind.HEARING: "hearing_request", ApplyKind.INSTALMENTS: "pay"}
ONCE = frozenset({ApplyKind.HEARING, ApplyKind.INSTALMENTS})
"""What is not asked for again once it was done: a hearing that was asked for, a fine that was paid."""


@dataclass(frozen=True, slots=True)
class Settled:
    """An act that may settle an application: whose case, which kind, what stands in it, and the act it answers."""

    source_ref: str
    kind: ApplyKind
    code: str
    seq: int
    number: str
    words: str
    answers: int
    granted: bool


def applicable(case: CaseFacts, running: Iterable[Deadline]) -> tuple[Applicable, ...]:
    """The kinds that the stage allows, each with the last day of the right it uses; late ones too, for they are marked."""
    latest = {one.code: one for one in sorted(running, key=lambda one: one.ref)}
    found = []
    for kind, act in ACTS.items():
        if case.stage not in case.procedure.sources(act):
            continue
        clock = latest.get(CLOCKS.get(kind, ""))
        if kind in CLOCKS and (clock is None or (kind in ONCE and clock.met is not None)):
            continue
        found.append(Applicable(kind, clock.due_on, clock.provisional) if clock else Applicable(kind))
    if case.procedure.stages[case.stage].kind != "exit" and (case.last("notify") or case.decision):
        found.append(Applicable(ApplyKind.READING))
    return tuple(found)


def settled(case_id: UUID, seq: int) -> Settled | None:
    """What an act settles; None for every act that settles no application."""
    case = Case.objects.prefetch_related("deadlines", "acts").filter(pk=case_id).first()
    act = load(case, related=False).act(seq) if case else None
    if case is None or act is None or act.code not in SETTLES:
        return None
    return Settled(
        source_ref=str(case.dossier_id), kind=SETTLES[act.code], code=act.code, seq=act.seq, number=act.number,
        words=_words(act), answers=int(act.data.get("request_seq") or 0), granted=act.data.get("granted") == "yes",
    )  # fmt: skip


def _words(act: ActFacts) -> str:
    """All that was typed in an act."""
    return "\n".join(value for value in act.data.values() if isinstance(value, str))
