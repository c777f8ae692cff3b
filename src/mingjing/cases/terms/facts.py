"""Frozen facts of a case: what every rule is asked about. No query, no clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from mingjing.cases.terms.procedure import Procedure
    from mingjing.cases.terms.recording import Film, Reason
    from mingjing.kernel.parameters import Figure
    from mingjing.kernel.workdays import Workdays
    from mingjing.organs.terms import CertificateFacts, OrganFacts
    from mingjing.review.terms import RoundFacts

CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class ActFacts:
    """One act that happened: who, when, what was entered, which number and document it got."""

    seq: int
    code: str
    at: datetime
    recorded_at: datetime
    by: UUID
    by_name: str
    drafted_by: UUID | None
    data: Mapping[str, Any]
    number: str = ""
    document_id: UUID | None = None
    stage_after: str = ""
    ledger_index: int | None = None

    @property
    def on(self) -> date:
        """The day of the act in China."""
        return self.at.astimezone(CHINA).date()


@dataclass(frozen=True, slots=True)
class Proposed:
    """An act asked for, not yet done."""

    code: str
    at: datetime
    by: UUID
    drafted_by: UUID | None
    data: Mapping[str, Any]
    now: datetime

    @property
    def on(self) -> date:
        """The day of the act in China."""
        return self.at.astimezone(CHINA).date()


@dataclass(frozen=True, slots=True)
class RelatedCase:
    """Another case on the same party: enough to see one act punished twice or two organs at work."""

    id: UUID
    organ_id: UUID
    organ_name: str
    number: str
    matter_code: str
    stage: str
    filed_on: date | None
    violation_from: date | None
    violation_to: date | None
    outcome: str
    fine: str
    decided_on: date | None

    @property
    def undone(self) -> bool:
        """Whether its decision was revoked or held void since."""
        return ":revoke" in self.outcome or ":void" in self.outcome

    @property
    def punished(self) -> bool:
        """Whether it ended with a penalty that still binds."""
        return self.outcome.split(":")[0] == "decide" and not self.undone

    @property
    def given_up(self) -> bool:
        """Whether it left the procedure without a decision: filing withdrawn, terminated or transferred."""
        left = self.stage in {"not_filed", "filing_withdrawn", "terminated", "transferred"}
        return left or (self.stage in {"closed", "archived"} and not self.outcome)

    @property
    def lasted_to(self) -> date | None:
        """The last day of the violation; of one that went on, the day it was punished: what follows is another act."""
        return self.violation_to or (self.decided_on if self.punished else None)


@dataclass(frozen=True, slots=True)
class ReplacedDecision:
    """The revoked decision that a case was opened again for: enough to see the same decision made twice."""

    number: str
    facts: str
    reason: str
    kinds: frozenset[str]
    fine: str
    procedural: bool


SETTLED = frozenset({"released", "corrected", "republished", "withdrawn", "expired", "repaired", "exempt"})


@dataclass(frozen=True)
class CaseFacts:
    """A case as its acts tell it. `origin`: the acts of the inspection that it was handed over from."""

    id: UUID
    organ: "OrganFacts"
    procedure: "Procedure"
    stage: str
    party: Mapping[str, Any]
    matter: Mapping[str, Any]
    acts: tuple[ActFacts, ...]
    certificates: Mapping[UUID, tuple["CertificateFacts", ...]] = field(default_factory=dict)
    rounds: tuple["RoundFacts", ...] = ()
    related: tuple[RelatedCase, ...] = ()
    publication_state: str = ""
    previous: UUID | None = None
    replaced: ReplacedDecision | None = None
    told: Mapping[tuple[str, int], date] = field(default_factory=dict)
    films: tuple["Film", ...] = ()
    reasons: tuple["Reason", ...] = ()
    origin: tuple[ActFacts, ...] = ()

    @property
    def publication_is_settled(self) -> bool:
        """Whether the decision is public, was public, or is lawfully not published."""
        return self.publication_state in SETTLED

    def all(self, *codes: str) -> tuple[ActFacts, ...]:
        """Every act of these kinds, oldest first."""
        return tuple(act for act in self.acts if act.code in codes)

    def last(self, *codes: str) -> ActFacts | None:
        """The latest act of these kinds."""
        return next((act for act in reversed(self.acts) if act.code in codes), None)

    def has(self, code: str) -> bool:
        """Whether such an act happened."""
        return any(act.code == code for act in self.acts)

    def ever(self, code: str) -> bool:
        """Whether such an act happened here or in the inspection that the case came from."""
        return any(act.code == code for act in (*self.origin, *self.acts))

    def act(self, seq: int) -> ActFacts | None:
        """The act with this sequence number."""
        return next((act for act in self.acts if act.seq == seq), None)

    def before(self, seq: int) -> "CaseFacts":
        """The case as it stood just before an act, to ask a guard again afterwards."""
        acts = tuple(act for act in self.acts if act.seq < seq)
        later = next((act for act in self.all("change_party") if act.seq >= seq), None)
        party = later.data.get("former", self.party) if later else self.party
        return replace(self, acts=acts, stage=acts[-1].stage_after if acts else "", party=party)

    @cached_property
    def replaced_party(self) -> ActFacts | None:
        """The act that put somebody else in the party's place; None where at most its name or number was corrected."""
        changes = (act for act in reversed(self.all("change_party")) if act.data.get("kind") != "rename")
        return next(changes, None)

    def of_present_party(self, act: ActFacts | None) -> bool:
        """Whether an act of or towards the party was with the one that is the party now."""
        return act is not None and (self.replaced_party is None or act.seq > self.replaced_party.seq)

    @cached_property
    def decision(self) -> ActFacts | None:
        """The decision that ended the case, if any."""
        return next((act for act in reversed(self.acts) if self.procedure.acts[act.code].decision), None)

    def served(self, act: ActFacts | None) -> ActFacts | None:
        """The first effective service of an act's document."""
        if act is None or self.procedure.acts[act.code].handed:
            return act
        return next((each for each in self.all("serve") if each.data.get("document_seq") == act.seq), None)

    @cached_property
    def handlers(self) -> frozenset[UUID]:
        """Who handles the case now."""
        latest = self.naming_handlers
        return _ids(latest.data["handlers"]) if latest else frozenset()

    @property
    def lead(self) -> ActFacts | None:
        """The act that opened the case; None while it is being opened."""
        first = self.acts[0] if self.acts else None
        return first if first and not self.procedure.acts[first.code].sources else None

    @cached_property
    def naming_handlers(self) -> ActFacts | None:
        """The latest act that says who handles the case: filing or a change; on the spot, its registration."""
        return next((act for act in reversed(self.acts) if act.data.get("handlers")), None)

    @cached_property
    def handlers_ever(self) -> frozenset[UUID]:
        """Everyone who ever investigated: handlers named, officers, recorders, signers, and whoever drafted for approval."""
        named = [_ids(act.data.get("handlers", ())) for act in self.acts]
        took = [_ids(act.data.get("officers", ())) for act in self.acts if act.code not in {"serve", "recheck"}]
        signed = [_ids(act.data.get("signers", ())) for act in self.all("report")]
        wrote = [_ids([act.data["recorder"]]) for act in self.all("inspect", "interview", "survey")]
        drafted = (act.drafted_by for act in self.acts if act.drafted_by)
        ordered = (act.by for act in self.all("order_correction"))
        return frozenset().union(*named, *took, *signed, *wrote, drafted, ordered)

    @cached_property
    def examiners(self) -> frozenset[UUID]:
        """Everyone who ever examined the case."""
        return frozenset(act.by for act in self.all("examine"))

    @cached_property
    def reviewers(self) -> frozenset[UUID]:
        """Everyone who ever gave a legal-review opinion."""
        return frozenset(act.by for act in self.all("give_opinion", "return_review"))

    @cached_property
    def chairs(self) -> frozenset[UUID]:
        """Everyone ever named to chair or record a hearing, or who held one."""
        named = [
            _ids([act.data["chair"], act.data["recorder"], *act.data.get("members", ())])
            for act in self.all("arrange_hearing")
        ]
        return frozenset().union(*named, (act.by for act in self.all("hold_hearing", "report_hearing")))

    @cached_property
    def evidence(self) -> tuple[tuple[int, ActFacts, bool], ...]:
        """Every piece of evidence: its number, the act that took it, whether it still counts."""
        excluded = {act.data.get("evidence_no") for act in self.all("exclude_evidence")}
        return tuple((no, act, no not in excluded) for no, act in enumerate(self.all("collect_evidence"), start=1))

    @cached_property
    def party_id_no(self) -> str:
        """The party's identifier."""
        return str(self.party.get("id_no", ""))

    @property
    def party_is_unit(self) -> bool:
        """Whether the party is a legal person or another organisation (an individual business counts as a citizen)."""
        return self.party.get("kind") in {"legal_person", "other_organisation"}


def _ids(people: Any) -> frozenset[UUID]:
    return frozenset(UUID(person["id"]) for person in people)


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know besides the case: dated figures and the calendar."""

    calendar: "Workdays"
    figures: Callable[[str, date], "Figure"]
    now: datetime

    def figure(self, key: str, on: date) -> "Figure":
        """The figure in force on a day for this case's organ and domain."""
        return self.figures(key, on)
