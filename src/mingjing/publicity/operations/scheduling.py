"""Taking a decision in, and leaving it out where the law says so."""

from datetime import datetime
from uuid import UUID

from mingjing.foundation.access import Forbidden
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.kernel.parameters import NotInForce
from mingjing.kernel.periods import Due
from mingjing.kernel.workdays import Workdays, national
from mingjing.organs.queries import local_for
from mingjing.publicity.access import may_exempt
from mingjing.publicity.events import Event
from mingjing.publicity.models import Publication, Source
from mingjing.publicity.operations.moving import held, log, moved, plain, refuse
from mingjing.publicity.rules.checks import checks_are_inspections, keys_of_names, results_of_the_table
from mingjing.publicity.rules.clocks import parameters, publish_by
from mingjing.publicity.rules.gates import exemption_ground, one_number_once
from mingjing.publicity.terms import EXEMPTIONS, Category, Move, PublicationFacts, Publishable, State, part_name

_LIMITS = {"source_ref": 80, "organ_name": 100, "organ_code": 20, "number": 60, "party_name": 120, "cause": 200}


@operation(Event.SCHEDULED)
def schedule(*, decision: Publishable, by: Actor, at: datetime, calendar: Workdays | None = None) -> PublicationFacts:
    """Register a decision that must become public, and start its clock from the decision date (PUB-01).

    Handing the same decision over again changes nothing. Raises Invalid for facts that cannot be published, Forbidden
    for a person of another organ, Refused: PUB-11 for a number that stands for another text, PUB-91 and PUB-92 for results
    of inspections.
    """
    _check(decision, at)
    if by.organ_id != decision.organ_id:
        raise Forbidden(f"{by.name}不能登记公示：须由{decision.organ_name}的人员办理。")
    if decision.check_kind:
        refuse(checks_are_inspections(decision.check_kind, decision.category))
        refuse(results_of_the_table(keys_of_names(decision.outcome, decision.decided_on), decision.decided_on))
    digest = decision.digest()
    clock = _clock(decision, calendar or national())
    publication, fresh = Publication.objects.get_or_create(
        organ_id=decision.organ_id,
        number=decision.number,
        defaults={
            "source_ref": decision.source_ref,
            "organ_name": decision.organ_name,
            "organ_code": decision.organ_code,
            "category": decision.category,
            "check_kind": decision.check_kind,
            "decided_on": decision.decided_on,
            "digest": digest,
            "state": State.DUE,
            "due": local_day(clock.due),
            "due_provisional": clock.provisional,
            "due_steps": list(clock.explain()),
            "scheduled_at": at,
            "updated_at": at,
            "replaces": decision.replaces,
            "decision_index": decision.ledger_index,
        },
    )
    if not fresh:
        refuse(one_number_once(publication.digest, digest))
        return publication.facts()
    Source.objects.create(publication=publication, content=decision.as_json())
    log(publication, Event.SCHEDULED, by=by, at=at, payload={"due": publication.due.isoformat(), "digest": digest})
    return publication.facts()


@operation(Event.EXEMPTED)
def exempt(*, publication_id: UUID, ground: str, basis: str, by: Actor, at: datetime) -> PublicationFacts:
    """Approve that a decision is not published (PUB-10). `by` is the approving head of the organ."""
    publication = held(publication_id, by=by, to=Move.EXEMPT, access=may_exempt)
    plain(basis=basis)
    refuse(exemption_ground(ground, basis))
    publication.exempt_ground = ground
    entry = log(publication, Event.EXEMPTED, by=by, at=at, payload={"ground": ground})
    note = f"{EXEMPTIONS[ground][0]}（{EXEMPTIONS[ground][1]}）：{basis.strip()}"
    moved(publication, Move.EXEMPT, Event.EXEMPTED, entry, by=by, at=at, note=note, code=ground)
    return publication.facts()


@operation(Event.RESUMED)
def resume(*, publication_id: UUID, reason: str, by: Actor, at: datetime) -> PublicationFacts:
    """Take a decision back into the procedure once the ground for not publishing it has gone (a crime not pursued …)."""
    publication = held(publication_id, by=by, to=Move.RESUME, access=may_exempt)
    plain(reason=reason)
    if len(reason.strip()) < 4:
        raise Invalid({"reason": ["写明不公开的事由为什么已经消失"]})
    publication.exempt_ground = ""
    entry = log(publication, Event.RESUMED, by=by, at=at)
    moved(publication, Move.RESUME, Event.RESUMED, entry, by=by, at=at, note=reason.strip(), code="gone")
    return publication.facts()


def _clock(decision: Publishable, calendar: Workdays) -> Due:
    try:
        where = local_for(parameters, decision.organ_id, decision.domain)
        reckoned: Due = publish_by(decision.decided_on, decision.category, where, calendar)
    except NotInForce as problem:
        raise Invalid({"decided_on": [f"{problem}"]}) from None
    return reckoned


def _check(decision: Publishable, at: datetime) -> None:
    if errors := unfit(decision, at):
        raise Invalid(errors)


def unfit(decision: Publishable, at: datetime) -> dict[str, list[str]]:
    """What `schedule` would not take, by field; for whoever shows it before the act. Nothing is asked or written."""
    errors = {name: [f"最多 {most} 个字"] for name, most in _LIMITS.items() if len(str(getattr(decision, name))) > most}
    empty = {name: ["不能为空"] for name in _LIMITS if not str(getattr(decision, name)).strip()}
    if not any(text.strip() for text in decision.full_text):
        empty["full_text"] = ["没有决定书正文，不能公示"]
    if decision.category not in set(Category):
        errors["category"] = ["没有这种执法类别"]
    if decision.decided_on > local_day(at):
        errors["decided_on"] = ["决定日期晚于今天"]
    if any(unfit in decision.number + decision.organ_code for unfit in "/\\?#\n\r\t\x00"):
        errors["number"] = ["文号里有不能用在网址中的字符"]
    if decision.number and not decision.number.strip(". "):
        errors["number"] = ["文号不能只有点：这样的网址打不开"]
    unstorable = [part for part, text in decision.parts().items() if any(map(_unstorable, text))]
    if unstorable:
        errors["full_text"] = [f"{'、'.join(map(part_name, unstorable))}里有残缺的字符，请从原文重新录入"]
    if unknown := set(decision.never_publish) - set(EXEMPTIONS):
        errors["never_publish"] = [f"没有这种不公开事由：{'、'.join(sorted(unknown))}"]
    return errors | empty


def _unstorable(character: str) -> bool:
    """A NUL or half a character, which no database keeps."""
    return character == "\0" or "\ud800" <= character <= "\udfff"
