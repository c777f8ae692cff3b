"""Making public, and correcting what is public."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.kernel.hashing import canonical
from mingjing.kernel.workdays import national
from mingjing.ledger.terms import EntryFacts, ObjectRef
from mingjing.publicity.events import Event
from mingjing.publicity.models import Publication, Version
from mingjing.publicity.operations.copies import (
    changed_copies,
    copied_text,
    copies_hold,
    files_ready,
    make_copies,
    publish_copies,
    refs,
)
from mingjing.publicity.operations.drafting import Draft, draft_of, gate
from mingjing.publicity.operations.moving import held, log, moved, plain, refuse
from mingjing.publicity.operations.searching import index
from mingjing.publicity.rules.gates import correction_reason, equals_served_text, minor, never_publish
from mingjing.publicity.rules.terms import public_until, reason_is_known
from mingjing.publicity.rules.wording import file_name, public_text
from mingjing.publicity.terms import REASONS, Move, PublicationFacts, Publishable, TermFacts, release_code

_CORRECTABLE = ("party", "cause", "violation", "result", "outcome", "matter", "basis", "remedies")


@operation(Event.RELEASED)
def release(*, publication_id: UUID, by: Actor, at: datetime) -> PublicationFacts:
    """Make the confirmed text public under its permanent address, with its proof in the ledger.

    Raises Refused: PUB-02 … PUB-05 and PUB-12, PUB-13, PUB-41 … PUB-44, and PUB-08 for the second of two releases.
    """
    publication = held(publication_id, by=by, to=Move.RELEASE)
    draft = draft_of(publication)
    refuse(
        never_publish(draft.decision.never_publish),
        minor(draft.decision),
        equals_served_text(
            (publication.digest, publication.confirmed_digest),
            (hashlib.sha256(canonical(draft.decision.as_json())).hexdigest(), draft.digest),
        ),
        *gate(publication, draft),
        *files_ready(publication),
    )
    refuse(copies_hold(publication, draft))
    publication.released_at = at
    set_term(publication, draft.decision)
    entry = publish(publication, draft.public, Event.RELEASED, draft.decision, by=by, at=at)
    code = release_code(publication.category)
    moved(publication, Move.RELEASE, Event.RELEASED, entry, by=by, at=at, code=code)
    return publication.facts()


@operation(Event.CORRECTED)
def correct(
    *,
    publication_id: UUID,
    reason: str,
    by: Actor,
    at: datetime,
    changes: Mapping[str, str] | None = None,
    paragraphs: Sequence[str] | None = None,
    hide_old: bool = False,
    seen: int = 0,
    ground: str = "error",
) -> PublicationFacts:
    """Publish a new version of the public text; the old one is kept and dated (PUB-09), the reason named (PUB-76).

    `changes` names parts (party, cause, violation, result, outcome, matter, basis, remedies); `paragraphs` replaces the
    body. `hide_old`: the old version holds what should not have been public, so its text is no longer shown.
    Attachments changed since get new copies. `seen`: the version that was on the form; where another has become public since, nothing is written.
    """
    publication = held(publication_id, by=by, to=Move.CORRECT)
    plain(**(dict(changes or {}) | {"paragraphs": "\n".join(paragraphs or ()), "reason": reason}))
    if publication.current is None:
        raise Invalid({"publication": ["这件公示没有现行版本，请联系系统管理员核对台账"]})
    if seen and seen != publication.current.seq:
        raise Invalid({"publication": ["您打开这一页以后，别人已经更正过，没有写入任何内容。请重新打开，核对后再改"]})
    old: dict[str, str] = publication.current.parts
    new = _changed(old, changes or {}, paragraphs)
    draft: Draft = draft_of(publication)
    refuse(*files_ready(publication))
    refuse(make_copies(publication, draft))
    changed = new != old or changed_copies(publication)
    refuse(correction_reason(reason, changed=changed), reason_is_known(REASONS[Move.CORRECT], ground))
    refuse(draft.scan(new | {"reason": reason}))
    if hide_old:
        publication.versions.update(hidden=True)
    entry = publish(publication, new, Event.CORRECTED, draft.decision, by=by, at=at, reason=reason.strip())
    moved(publication, Move.CORRECT, Event.CORRECTED, entry, by=by, at=at, note=reason.strip(), code=ground)
    return publication.facts()


def _changed(old: Mapping[str, str], changes: Mapping[str, str], paragraphs: Sequence[str] | None) -> dict[str, str]:
    if unknown := set(changes) - set(_CORRECTABLE):
        raise Invalid({name: ["这一项不能更正"] for name in unknown})
    new = dict(old) | {part: text.strip() for part, text in changes.items()}
    if not new["party"]:
        raise Invalid({"party": ["当事人不能为空"]})
    if paragraphs is not None:
        body = [text.strip() for text in paragraphs if text.strip()]
        if not body:
            raise Invalid({"paragraphs": ["正文不能为空；不应再公开的，请办理撤下"]})
        new = {part: text for part, text in new.items() if part in _CORRECTABLE}
        new |= {f"p{at}": text for at, text in enumerate(body)}
    return new


def publish(
    publication: Publication, parts: Mapping[str, str], event: Event, decision: Publishable,
    *, by: Actor, at: datetime, reason: str = "",
) -> EntryFacts:  # fmt: skip
    """The new version, its ledger entry (which names the text by both digests), the list columns and the index."""
    seq = publication.versions.count() + 1
    text = public_text(publication.organ_name, publication.number, publication.decided_on, parts)
    document = ObjectRef.of(file_name(publication.number, seq), text.encode(), "text/plain; charset=utf-8")
    copies = refs(publication, seq)
    told = {"version": seq, "reason": reason, "files": len(copies)}
    entry = log(publication, event, by=by, at=at, payload=told, objects=[document, *copies])
    publication.current = Version.objects.create(
        publication=publication,
        seq=seq,
        parts=dict(parts),
        text=text,
        sha256=document.sha256,
        released_at=at,
        reason=reason,
        ledger_index=entry.index,
        ledger_hash=entry.event_hash,
    )
    publication.public_party = parts["party"][:200]
    publication.public_cause = parts["cause"][:300]
    publication.public_outcome = parts["outcome"][:100]
    publication.public_result = parts["result"]
    publish_copies(publication, publication.current, copies)
    index(publication, f"{text}\n{copied_text(publication)}".strip(), decision)
    return entry


def term_facts(publication: Publication, decision: Publishable) -> TermFacts:
    """What the term depends on. Raises ValueError for a decision that never was public."""
    if publication.released_at is None:
        raise ValueError(f"{publication.number} was never public")
    shown_on = local_day(publication.released_at)
    return TermFacts(publication.category, decision.domain, shown_on, decision.kinds, decision.fine, decision.ban_until)


def set_term(publication: Publication, decision: Publishable) -> None:
    """Until when it stays public, counted from the first day of publicity (PUB-70)."""
    term = public_until(term_facts(publication, decision), national())
    publication.term_until, publication.term_why = (term.until, term.why) if term else (None, "")
