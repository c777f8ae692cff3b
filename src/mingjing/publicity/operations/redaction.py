"""The redaction: proposed by rule, decided by a person place by place, confirmed as a whole."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.publicity.events import Event
from mingjing.publicity.models import Publication, Span
from mingjing.publicity.operations.copies import files_ready, make_copies
from mingjing.publicity.operations.drafting import Draft, draft_of, gate
from mingjing.publicity.operations.moving import held, log, moved, plain, refuse
from mingjing.publicity.rules.clocks import natural_person_name
from mingjing.publicity.rules.gates import verdict_allowed
from mingjing.publicity.rules.redaction import candidates, occurrences
from mingjing.publicity.terms import Candidate, Ground, Move, Origin, PublicationFacts, SpanFacts, Verdict
from mingjing.publicity.terms.redaction import mark


@operation(Event.PROPOSED)
def propose_redaction(*, publication_id: UUID, by: Actor, at: datetime) -> tuple[SpanFacts, ...]:
    """Let the rules look for everything that should perhaps not become public.

    Asked again, it keeps what a person decided or added, drops what the rules no longer see, and adds what is new.
    """
    publication = held(publication_id, by=by, to=Move.PROPOSE)
    decision = publication.source.decision()
    found = candidates(decision, natural_person_name(local_day(at), decision.domain))
    _keep(publication, found, tuple(decision.parts()))
    entry = log(publication, Event.PROPOSED, by=by, at=at, payload={"candidates": len(found)})
    moved(publication, Move.PROPOSE, Event.PROPOSED, entry, by=by, at=at, note=f"规则找出 {len(found)} 处")
    return tuple(span.facts() for span in publication.spans.all())


def _keep(publication: Publication, found: tuple[Candidate, ...], order: tuple[str, ...]) -> None:
    places = {one.place for one in found}
    for span in publication.spans.filter(verdict=Verdict.OPEN):
        if (span.part, span.start, span.end) not in places:
            span.delete()
    known = {(span.part, span.start, span.end) for span in publication.spans.all()}
    Span.objects.bulk_create(_span(publication, one, order) for one in found if one.place not in known)


def _span(publication: Publication, one: Candidate, order: tuple[str, ...]) -> Span:
    fields = {name: getattr(one, name) for name in Candidate.__dataclass_fields__}
    return Span(publication=publication, place=order.index(one.part), **fields)


@operation(Event.DECIDED)
def decide_span(*, span_id: UUID, verdict: str, by: Actor, at: datetime, reason: str = "") -> SpanFacts:
    """Decide on one place: `accepted` removes it, `rejected` keeps it and needs a reason (PUB-14)."""
    span = Span.objects.filter(pk=span_id).first()
    if span is None:
        raise Invalid({"span": ["没有这一处，可能已被重新拟稿；请刷新页面"]})
    decided = decide_spans(publication_id=span.publication_id, verdicts={span_id: (verdict, reason)}, by=by, at=at)
    return decided[0]


@operation(Event.DECIDED)
def decide_spans(
    *, publication_id: UUID, verdicts: Mapping[UUID, tuple[str, str]], by: Actor, at: datetime
) -> tuple[SpanFacts, ...]:
    """Decide on many places at once: span id → (verdict, reason). All or none. Raises Refused (PUB-14) and Invalid."""
    publication = held(publication_id, by=by, to=Move.DECIDE)
    spans = {span.pk: span for span in publication.spans.filter(pk__in=list(verdicts))}
    if len(spans) < len(verdicts):
        raise Invalid({"span": ["有的地方已经不在脱敏稿里，可能已被重新拟稿；请刷新页面"]})
    if unknown := {verdict for verdict, _ in verdicts.values()} - set(Verdict):
        raise Invalid({"verdict": [f"没有这种决定：{'、'.join(sorted(unknown))[:40]}"]})
    plain(reason="\n".join(reason for _, reason in verdicts.values()))
    refuse(*(verdict_allowed(verdict, reason, spans[pk].certain) for pk, (verdict, reason) in verdicts.items()))
    for pk, (verdict, reason) in verdicts.items():
        _decide(spans[pk], verdict, reason, by, at)
    entry = log(publication, Event.DECIDED, by=by, at=at, payload=_tally(verdicts))
    moved(publication, Move.DECIDE, Event.DECIDED, entry, by=by, at=at, note=f"决定 {len(verdicts)} 处")
    return tuple(span.facts() for span in spans.values())


def _tally(verdicts: Mapping[UUID, tuple[str, str]]) -> dict[str, int]:
    chosen = [verdict for verdict, _ in verdicts.values()]
    return {str(one): chosen.count(one) for one in Verdict}


def _decide(span: Span, verdict: str, reason: str, by: Actor, at: datetime) -> None:
    span.verdict, span.reason = verdict, reason.strip()[:200]
    span.decided_by, span.decided_by_id, span.decided_at = by.name, by.person_id, at
    span.save()


@operation(Event.SPAN_ADDED)
def add_span(
    *, publication_id: UUID, text: str, ground: str, by: Actor, at: datetime, reason: str = ""
) -> tuple[SpanFacts, ...]:
    """Mark a text for removal wherever it stands, spelled with blanks or in full width too. Raises Invalid."""
    publication = held(publication_id, by=by, to=Move.DECIDE)
    plain(text=text, reason=reason)
    if ground not in set(Ground):
        raise Invalid({"ground": ["请选择删去的理由"]})
    parts = publication.source.decision().parts()
    found = occurrences(parts, text.strip(), Ground(ground), reason.strip() or "公示员补划")
    if not found:
        raise Invalid({"text": ["文中没有这段文字（至少两个字），请从左侧原文复制"]})
    added = [_add(publication, one, tuple(parts), by, at) for one in found]
    entry = log(publication, Event.SPAN_ADDED, by=by, at=at, payload={"places": len(added)})
    moved(publication, Move.DECIDE, Event.SPAN_ADDED, entry, by=by, at=at, note=f"补划 {len(added)} 处")
    return tuple(span.facts() for span in added)


def _add(publication: Publication, one: Candidate, order: tuple[str, ...], by: Actor, at: datetime) -> Span:
    span = publication.spans.filter(part=one.part, start=one.start, end=one.end).first()
    if span is None:
        span = _span(publication, one, order)
        span.origin = Origin.PERSON
    span.ground, span.replacement = one.ground, mark(one.ground)
    _decide(span, Verdict.ACCEPTED, one.why, by, at)
    return span


@operation(Event.CONFIRMED)
def confirm(*, publication_id: UUID, by: Actor, at: datetime) -> PublicationFacts:
    """Confirm the redacted text as a whole. Raises Refused.

    PUB-02 undecided places, PUB-03 leaks, PUB-13 called back; of the attachments PUB-41 undecided places, PUB-42 pages
    nobody confirmed, PUB-43 what their copies still tell.
    """
    publication = held(publication_id, by=by, to=Move.CONFIRM)
    draft: Draft = draft_of(publication)
    refuse(*gate(publication, draft), *files_ready(publication))
    refuse(make_copies(publication, draft))
    publication.confirmed_digest = draft.digest
    entry = log(publication, Event.CONFIRMED, by=by, at=at, payload={"digest": draft.digest})
    moved(publication, Move.CONFIRM, Event.CONFIRMED, entry, by=by, at=at, note=f"删去 {len(draft.accepted)} 处")
    return publication.facts()


@operation(Event.REOPENED)
def reopen(*, publication_id: UUID, by: Actor, at: datetime, reason: str = "") -> PublicationFacts:
    """Take a confirmed text back to the redaction desk, because something was overlooked."""
    publication = held(publication_id, by=by, to=Move.REOPEN)
    plain(reason=reason)
    publication.confirmed_digest = ""
    entry = log(publication, Event.REOPENED, by=by, at=at)
    moved(publication, Move.REOPEN, Event.REOPENED, entry, by=by, at=at, note=reason.strip())
    return publication.facts()
