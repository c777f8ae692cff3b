"""Arrival at an enterprise and departure, and what the enterprise answers with its code."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from mingjing.foundation.codes import code_for
from mingjing.foundation.numbering import document_number, next_serial
from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.days import CHINA, local_day
from mingjing.kernel.findings import Finding, Invalid
from mingjing.kernel.identifiers import uscc_problem
from mingjing.kernel.places import degrees
from mingjing.kernel.text import clean
from mingjing.ledger.operations import append
from mingjing.ledger.terms import By
from mingjing.organs import queries as organs
from mingjing.publicity.access import may_visit
from mingjing.publicity.events import Event
from mingjing.publicity.models import Edition, RegisterEntry, Visit, VisitRating
from mingjing.publicity.operations.moving import plain, refuse
from mingjing.publicity.operations.scheduling import schedule
from mingjing.publicity.queries.registers import holding
from mingjing.publicity.rules import visits as rules
from mingjing.publicity.rules.checks import result_of, says_how_chosen
from mingjing.publicity.terms import EditionState
from mingjing.publicity.terms.visits import CHECK_LISTS, VisitDraft, VisitFacts, check_item

SIGNS, SERIES = 16, "入企"
MOST = {"enterprise": 120, "place": 200, "purpose": 200, "approval": 80, "task": 80, "draw": 80, "undressed": 100}
MUST = {"enterprise": "请填写企业名称", "place": "请填写检查地点", "purpose": "请写明为什么来检查"}
LONGEST_TEXT = 1000
DEGREES = {"latitude": 90, "longitude": 180}


def visit_code(visit_id: UUID) -> str:
    """The code that the enterprise scans: 80 bits, derived anew each time and nowhere stored."""
    return code_for("visit", str(visit_id), SIGNS)


@operation(Event.VISIT_OPENED)
def open_visit(*, draft: VisitDraft, by: Actor, at: datetime) -> VisitFacts:
    """亮码入企: record the arrival at an enterprise. Works without a case and without the inspection room.

    Raises Forbidden; Invalid for what was typed; Refused where the item is not published (PUB-50) or has moved (ORG-22), fewer than two
    officers came or one holds no valid certificate (PUB-51, ORG-02), a visit there is still open (PUB-52), or nobody approved it (PUB-58);
    where it is not said how the enterprise was chosen (PUB-90), or whether the prescribed uniform is worn (PUB-66).
    """
    may_visit.require(by, by.organ_id, doing="登记入企检查")
    placed, organ = _check(draft), organs.organ(by.organ_id)
    edition = _published(draft.entry_id, by, local_day(at))
    listed = edition.entry
    refuse(organs.item_findings(by.organ_id, listed.kind, listed.code, edition.name, local_day(at)))
    people = tuple(dict.fromkeys((by.person_id, *draft.officers)))
    certified, findings = _certified(people, by, at)
    code = draft.enterprise_code.strip().upper()
    standing = Visit.objects.filter(organ_id=by.organ_id, enterprise_code=code, closed_at=None).first()
    refuse(
        findings,
        rules.two_officers([one["id"] for one in certified]),
        rules.one_visit_at_a_time(standing.number if standing else ""),
        rules.approved_before(draft.approval),
        says_how_chosen(draft.kind, draft.task, draft.draw),
        rules.dressed_as_prescribed(organ.domain, local_day(at), draft.dressed, draft.undressed),
    )
    day, key = local_day(at), uuid4()
    serial = next_serial(organ_id=organ.id, kind=SERIES, year=day.year)
    number = document_number(organ.code, SERIES, day.year, serial)
    entry_row = edition.entry
    chosen = check_item(entry_row.pk, edition.pk, entry_row.kind, entry_row.code, edition.name, edition.values)
    item = {
        "kind": chosen.kind, "code": chosen.code, "name": chosen.name, "basis": list(chosen.basis),
        "content": list(chosen.content), "ratio": chosen.ratio,
    }  # fmt: skip
    told = {
        "visit_id": str(key), "number": number, "item": item["code"], "item_kind": item["kind"], "basis": item["basis"],
        "edition": str(edition.pk), "officers": [one["certificate"] for one in certified], "approval": draft.approval.strip(),
        "enterprise_code_sha256": sha256(code.encode()).hexdigest(), "check": draft.kind, "task": draft.task.strip(),
        "draw": draft.draw.strip(), "dressed": draft.dressed, "undressed": draft.undressed.strip(),
    }  # fmt: skip
    entry = append(kind=Event.VISIT_OPENED, stream=f"visit:{key}", at=at, by=by, payload=told)
    visit = Visit(
        pk=key, number=number, code=rules.visit_digest(visit_code(key)), organ_id=organ.id, organ_name=organ.name,
        organ_code=organ.code, enterprise=draft.enterprise.strip(), enterprise_code=code, place=draft.place.strip(),
        purpose=draft.purpose.strip(), approval=draft.approval.strip(), entry_id=edition.entry_id, edition=edition, item=item,
        officers=list(certified), nth=_so_far(organ.id, code, at) + 1, opened_at=at, opened_by=by.person_id,
        opened_name=by.name, ledger_index=entry.index, kind=draft.kind, task=draft.task.strip(), draw=draft.draw.strip(),
        dressed=draft.dressed, undressed=draft.undressed.strip(), **placed,
    )  # fmt: skip
    _kept(visit)
    emit(Event.VISIT_OPENED, at=at, visit_id=str(key), organ_id=str(organ.id), number=number)
    return visit.facts()


def _kept(visit: Visit) -> None:
    """Of two who register the same arrival at once, the later one is told of the first (PUB-52)."""
    try:
        with transaction.atomic():
            visit.save(force_insert=True)
    except IntegrityError:
        refuse(rules.one_visit_at_a_time("入企检查（刚刚由同事登记）"))
        raise


def _so_far(organ_id: UUID, enterprise_code: str, at: datetime) -> int:
    start = at.astimezone(CHINA).replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    return Visit.objects.filter(organ_id=organ_id, enterprise_code=enterprise_code, opened_at__gte=start).count()


def _check(draft: VisitDraft) -> dict[str, Decimal | None]:
    """The position given, or Invalid for what was typed."""
    errors: dict[str, list[str]] = {}
    for name, most in MOST.items():
        text = getattr(draft, name)
        if problems := clean(text)[1]:
            errors[name] = problems
        elif len(text) > most:
            errors[name] = [f"最多 {most} 个字，现在是 {len(text)} 个字，请删减"]
        elif name in MUST and len(text.strip()) < 2:
            errors[name] = [MUST[name]]
    if problem := uscc_problem(draft.enterprise_code):
        errors["enterprise_code"] = [problem]
    placed = {name: degrees(getattr(draft, name), most) for name, most in DEGREES.items()}
    if None in placed.values() and (draft.latitude or draft.longitude):
        errors["place"] = [*errors.get("place", []), "手机给出的位置读不出来，请不用定位，只填写地点"]
    if errors:
        raise Invalid(errors)
    return placed


def _published(entry_id: UUID, by: Actor, on: date) -> Edition:
    """The edition of the item that is public and in force on the day of the visit. Raises Refused (PUB-50)."""
    entry = RegisterEntry.objects.filter(pk=entry_id, kind__in=CHECK_LISTS).first()
    held = (
        Edition.objects.select_related("entry").filter(holding(on), entry=entry, valid_from__lte=on) if entry else None
    )
    current = held.first() if held is not None else None
    shown = current is not None and current.state == EditionState.RELEASED
    name = current.name if current is not None else (_last_name(entry) if entry else "所选的事项")
    refuse(rules.item_is_published(name, shown, entry is not None and entry.organ_id == by.organ_id))
    assert current is not None
    return current


def _last_name(entry: RegisterEntry) -> str:
    return entry.editions.order_by("-seq").values_list("name", flat=True).first() or entry.code


def _certified(
    people: Sequence[UUID], by: Actor, at: datetime
) -> tuple[tuple[dict[str, str], ...], tuple[Finding, ...]]:
    """Each officer with the certificate valid at that moment, and a finding (ORG-02) for each who holds none."""
    held, known = organs.certificates(people), organs.persons(people)
    found = []
    for one in people:
        valid = next((each for each in held[one] if each.valid_at(at, by.organ_id)), None)
        if valid is not None and one in known and known[one].active:
            found.append({"id": str(one), "name": known[one].name, "certificate": valid.number})
    return tuple(found), organs.unqualified(people, by.organ_id, at)


@operation(Event.VISIT_CLOSED)
def close_visit(*, visit_id: UUID, result: str, note: str, by: Actor, at: datetime) -> VisitFacts:
    """Record the departure and the results (keys with commas between); the enterprise's code stands some days longer
    (PUB-55). The result of a random check (随机抽查) enters publicity in the same act: its clock begins (PUB-93).

    Raises Forbidden, Invalid, Refused (PUB-53, PUB-91).
    """
    visit = Visit.objects.select_for_update().filter(pk=visit_id).first()
    if visit is None:
        raise Invalid({"visit": ["没有这次入企检查，请从列表重新进入"]})
    may_visit.require(by, visit.organ_id, doing="登记离开")
    plain(note=note)
    if len(note) > LONGEST_TEXT:
        raise Invalid({"note": [f"最多 {LONGEST_TEXT} 个字，现在是 {len(note)} 个字，请删减"]})
    refuse(rules.departure_says(visit.closed_at is not None, result, note, local_day(at)))
    visit.closed_at, visit.closed_by, visit.closed_name = at, by.person_id, by.name
    visit.result, visit.note, visit.code_until = result, note.strip(), rules.code_until(local_day(at))
    told = {"result": result, "note_sha256": sha256(visit.note.encode()).hexdigest()}
    _log(visit, Event.VISIT_CLOSED, by=by, at=at, **told)
    visit.save()
    facts = visit.facts()
    if facts.is_random:
        schedule(decision=result_of(facts, organs.organ(visit.organ_id).domain), by=by, at=at)
    return facts


@operation(Event.VISIT_CONFIRMED)
def confirm_visit(*, code: str, by: By, at: datetime, holder: UUID | None = None) -> VisitFacts:
    """The enterprise confirms that the officers came; a second time changes nothing.

    `holder`: the person who is signed in at the bureau in the same browser. Raises Invalid for a dead code, Refused (PUB-59).
    """
    visit = _by_code(code, at)
    refuse(rules.by_the_enterprise(holder, _officers(visit)))
    if visit.confirmed_at is None:
        visit.confirmed_at = at
        _log(visit, Event.VISIT_CONFIRMED, by=by, at=at)
        visit.save(update_fields=["confirmed_at"])
    return visit.facts()


@operation(Event.VISIT_RATED)
def rate_visit(*, code: str, score: int, text: str, by: By, at: datetime, holder: UUID | None = None) -> None:
    """The enterprise rates a visit, once. `holder`: the person who is signed in at the bureau in the same browser.

    Raises Invalid for a dead code or what was typed, Refused (PUB-56, PUB-59).
    """
    if score not in range(1, 6):
        raise Invalid({"score": ["请选 1 至 5 分"]})
    plain(text=text)
    if len(text) > LONGEST_TEXT:
        raise Invalid({"text": [f"最多 {LONGEST_TEXT} 个字，现在是 {len(text)} 个字，请删减"]})
    visit = _by_code(code, at)
    refuse((*rules.by_the_enterprise(holder, _officers(visit)), *rules.rated_once(visit.rated)))
    VisitRating.objects.create(
        visit=visit, organ_id=visit.organ_id, organ_name=visit.organ_name, score=score, text=text.strip(), at=at
    )
    visit.rated = True
    told = {"score": str(score), "text_sha256": sha256(text.strip().encode()).hexdigest()}
    _log(visit, Event.VISIT_RATED, by=by, at=at, **told)
    visit.save(update_fields=["rated"])


def _officers(visit: Visit) -> frozenset[UUID]:
    return frozenset(UUID(one["id"]) for one in visit.officers) | {visit.opened_by}


def _by_code(code: str, at: datetime) -> Visit:
    visit = Visit.objects.select_for_update().filter(code=rules.visit_digest(code)).first()
    if visit is None or (visit.code_until is not None and visit.code_until < local_day(at)):
        raise Invalid({"code": ["没有查到这次入企检查：码写错了，或者已经失效"]})
    return visit


def _log(visit: Visit, event: Event, *, by: By, at: datetime, **more: str) -> None:
    """Digests and choices only: what was found at an enterprise, and what it wrote, is nobody else's business.

    Called before the visit is saved: who arrives holds the ledger and then meets this row, and would wait for us for ever.
    """
    told = {"visit_id": str(visit.pk), "number": visit.number, "organ_id": str(visit.organ_id), **more}
    append(kind=event, stream=f"visit:{visit.pk}", at=at, by=by, payload=told)
    emit(event, at=at, **told)
