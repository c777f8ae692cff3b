"""The draft of a public text: the original with the accepted places taken out, and the rules it must pass."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Finding, Invalid
from mingjing.kernel.hashing import canonical
from mingjing.publicity.access import may_read_original
from mingjing.publicity.models import Publication
from mingjing.publicity.rules.gates import clean_scan, human_confirmation, not_called_back
from mingjing.publicity.rules.redaction import redacted
from mingjing.publicity.terms import Candidate, DraftFacts, Policy, Publishable, Verdict


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything the gates look at. `removed` and `kept` are texts, decided by a person or known from the file."""

    decision: Publishable
    verdicts: tuple[str, ...]
    accepted: tuple[Candidate, ...]
    removed: frozenset[str]
    kept: frozenset[str]
    public: Mapping[str, str]

    @property
    def digest(self) -> str:
        """SHA-256 of the public texts."""
        return hashlib.sha256(canonical(dict(self.public))).hexdigest()

    def scan(self, texts: Mapping[str, str]) -> tuple[Finding, ...]:
        """PUB-03 on these texts: what must not become public with this decision."""
        found: tuple[Finding, ...] = clean_scan(
            texts,
            removed=self.removed,
            kept=self.kept,
            natural=self.decision.party_is_natural,
            on=self.decision.decided_on,
        )
        return found


def draft_of(publication: Publication) -> Draft:
    """The draft as its spans stand now."""
    decision = publication.source.decision()
    spans = tuple(publication.spans.all())
    accepted = tuple(span.candidate() for span in spans if span.verdict == Verdict.ACCEPTED)
    removed = {span.text for span in spans if span.verdict == Verdict.ACCEPTED}
    kept = {span.text for span in spans if span.verdict == Verdict.REJECTED}
    for entity in decision.known_entities:
        (kept if entity.policy == Policy.KEEP else removed).add(entity.text)
    kept |= _public_anyway(decision) - removed
    return Draft(
        decision=decision,
        verdicts=tuple(span.verdict for span in spans),
        accepted=accepted,
        removed=frozenset(removed),
        kept=frozenset(kept),
        public=redacted(decision.parts(), accepted),
    )


def _public_anyway(decision: Publishable) -> set[str]:
    """A unit's own name and credit code are published with the decision; a person's number never is."""
    return set() if decision.party_is_natural else {decision.party_name, decision.unit_code} - {""}


def read_draft(publication_id: UUID, *, by: Actor) -> DraftFacts:
    """Original and draft side by side. Raises Forbidden for anybody but the organ's publicist and head, or a supervisor.

    What is undecided is shown as if it were removed. Raises Invalid where there is no such publication.
    """
    row = Publication.objects.select_related("source").filter(pk=publication_id).first()
    if row is None:
        raise Invalid({"publication": ["没有这件公示，请从公示台账重新进入"]})
    may_read_original.require(by, row, doing="查看公示原文")
    decision, found = row.source.decision(), tuple(row.spans.all())
    removed = [span.candidate() for span in found if span.verdict != Verdict.REJECTED]
    parts = decision.parts()
    roles = tuple((one.text, one.role or one.kind, one.policy) for one in decision.known_entities)
    return DraftFacts(parts, redacted(parts, removed), tuple(one.facts() for one in found), decision.party_name, roles)


def gate(publication: Publication, draft: Draft) -> tuple[tuple[Finding, ...], ...]:
    """What confirmation and release both ask: PUB-02, PUB-03, PUB-13."""
    return (
        human_confirmation(draft.verdicts),
        draft.scan(draft.public),
        not_called_back(publication.call_trigger),
    )
