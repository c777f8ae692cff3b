"""Where wrong decisions were found, and of which nobody has said yet whether somebody answers for them (L-15)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from mingjing.cases import queries as cases
from mingjing.foundation.people import Actor, Role
from mingjing.kernel.days import CHINA, local_day
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts
from mingjing.supervision.models import GradedFile, Liability, OrderStep
from mingjing.supervision.rules.counting import counting
from mingjing.supervision.rules.liabilities import days
from mingjing.supervision.terms.gradings import FileState
from mingjing.supervision.terms.liabilities import CHANGE, GRADED, ORDER, REMEDY, Offer

RESULTS = {"changed": "变更", "revoked": "撤销", "unlawful": "确认违法", "void": "确认无效", "redo": "撤销并责令重作"}
REMEDIES = {"reconsideration": "行政复议", "lawsuit": "行政诉讼"}
FAILED = "不合格"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody an item may be about: the part in the case, and whether the person stated responsibility or decided."""

    person_id: UUID
    name: str
    part: str
    stated: bool


def offers(by: Actor, today: date) -> tuple[Offer, ...]:
    """What waits for this person to open an item or say why not: the region's, or the own organ's for its head; newest first."""
    if by.has(Role.SUPERVISOR):
        region = organs.organ(by.organ_id).region
        every = tuple(one for one in organs.organs() if one.region == region)
    else:
        every = (organs.organ(by.organ_id),) if by.has(Role.HEAD) else ()
    return offered(every, today) if every else ()


def offered(every: Collection[OrganFacts], today: date) -> tuple[Offer, ...]:
    """The wrong decisions of some organs that were found in the last days and not taken up. Six queries."""
    since, known = today - timedelta(days=days("offer_days", today)), {one.id: one for one in every}
    found = [*_acts(known, since, today), *_graded(known, since), *_ordered(known, since)]
    taken = set(
        Liability.objects.filter(source_key__in=[one.key for one in found]).values_list("source_key", flat=True)
    )
    left = (one for one in found if one.key not in taken)
    return tuple(sorted(left, key=lambda one: (one.on, one.key), reverse=True))


def offer(key: str, organ_id: UUID, today: date) -> Offer | None:
    """One source by its key; None where it was taken up, is too old or never was."""
    organ = next((one for one in organs.organs() if one.id == organ_id), None)
    return next((one for one in offered((organ,), today) if one.key == key), None) if organ else None


def _acts(known: dict[UUID, OrganFacts], since: date, today: date) -> Iterator[Offer]:
    acts = cases.acts_between(known, since, today, ("end_remedy", "change_decision"))
    wrong = {organ_id: counting(today.year, one.region).corrected for organ_id, one in known.items()}

    def ended(one: cases.ActTold) -> bool:
        return one.code == "end_remedy" and one.data.get("result") in wrong[one.organ_id]

    told = {(one.case_id, str(one.data.get("document_no") or "")) for one in acts if ended(one)}
    for one in acts:
        organ, said = known[one.organ_id], one.data
        number = str(said.get("document_no") or "")
        if ended(one):
            words = (
                f"{REMEDIES.get(str(said.get('remedy_kind')), '行政复议、诉讼')}结果：{RESULTS[str(said['result'])]}"
            )
            source = REMEDY
        elif one.code == "change_decision" and (one.case_id, number) not in told:
            # A change that carries out the result of a remedy is that remedy's matter, not a second one.
            words, source = (
                f"{RESULTS.get(str(said.get('kind')), '变更')}决定：{said.get('reason') or ''}"[:200],
                CHANGE,
            )
        else:
            continue
        document = number or f"{said.get('decided_by') or organ.name}的文书"
        key = f"act:{one.case_id}:{one.seq}"
        yield Offer(key, source, organ.id, organ.name, organ.region, one.case_id, one.case_no, one.on, document[:200], words)  # fmt: skip


def _graded(known: dict[UUID, OrganFacts], since: date) -> Iterator[Offer]:
    rows = GradedFile.objects.select_related("grading").filter(
        organ_id__in=list(known), state=FileState.SETTLED, band=FAILED, graded_at__gte=_begins(since)
    )
    for one in rows.only("organ_id", "case_id", "case_no", "graded_at", "score", "grading__number", "grading__title"):
        organ, told = known[one.organ_id], one.grading
        assert one.graded_at is not None
        yield Offer(
            f"graded:{one.pk}", GRADED, organ.id, organ.name, organ.region, one.case_id, one.case_no, local_day(one.graded_at),
            told.number, f"{told.title}：{one.score} 分，不合格",
        )  # fmt: skip


def _ordered(known: dict[UUID, OrganFacts], since: date) -> Iterator[Offer]:
    rows = OrderStep.objects.select_related("order").filter(
        order__organ_id__in=list(known), wrong=True, at__gte=_begins(since)
    )
    for one in rows:
        organ, told = known[one.order.organ_id], one.order
        yield Offer(
            f"order:{told.pk}", ORDER, organ.id, organ.name, organ.region, told.case_id, told.case_no, local_day(one.at), told.number,
            f"{told.subject}：{one.text}"[:200],
        )  # fmt: skip


def _begins(day: date) -> datetime:
    return datetime.combine(day, time.min, CHINA)


def candidates(organ_id: UUID, case_id: UUID | None) -> tuple[Candidate, ...]:
    """Everybody an item may be about: who had to do with the case first, then the rest of the organ."""
    told = cases.answered(case_id) if case_id else None
    stated = {one.person_id for one in told.said if one.what.startswith("责任声明")} if told else set()
    found = {
        key: Candidate(key, name, part, key in stated) for key, (name, part) in (told.parts if told else {}).items()
    }
    for one in organs.people(organ_id):
        found.setdefault(one.id, Candidate(one.id, one.name, "没有办理过这件案件" if case_id else one.post, False))
    return tuple(sorted(found.values(), key=lambda one: not one.stated))


def examiners(organ_id: UUID, at: datetime) -> tuple[tuple[UUID, str], ...]:
    """Who may examine: the organ itself, those above it, and the organs of its region that supervise."""
    known = {one.id: one for one in organs.organs()}
    region = [one.id for one in known.values() if one.region == known[organ_id].region]
    watching = {key for key, roles in organs.role_holders_in(region, at).items() if roles.get(Role.SUPERVISOR)}
    ids = dict.fromkeys((*sorted(watching, key=str), *organs.above(organ_id), organ_id))
    return tuple((key, known[key].name) for key in ids if key in known)


def heads_among(persons: Collection[UUID]) -> frozenset[UUID]:
    """Who of these is, or ever was, a head: one who left the office is judged above like one who holds it."""
    return organs.who_ever_held(Role.HEAD, persons)


def involved(case_id: UUID | None, persons: Collection[UUID]) -> frozenset[UUID]:
    """Who must not judge: the persons the item is about, and everybody who had to do with the case."""
    told = frozenset(cases.parts_in(case_id)) if case_id else frozenset()
    return told | frozenset(persons)
