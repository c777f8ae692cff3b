"""责任追究 for who examines and decides, for the supervisors of the region, and for the persons themselves; nobody else."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mingjing.cases import queries as cases
from mingjing.foundation.people import Actor, Role
from mingjing.kernel.days import CHINA, plain
from mingjing.kernel.findings import Finding
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts
from mingjing.publicity.terms import PaperData
from mingjing.supervision.models import Circular, Liability, LiabilityPerson
from mingjing.supervision.queries.liability_sources import offered
from mingjing.supervision.rules import liabilities as rules
from mingjing.supervision.terms import Duty
from mingjing.supervision.terms.liabilities import (
    FAULTS,
    FREE,
    LiabilityFacts,
    LiabilityFigure,
    LiabilityState,
    Measure,
    Offer,
    PersonFacts,
)

TOLD = (LiabilityState.EXAMINED, LiabilityState.PROPOSED, LiabilityState.DECIDED, LiabilityState.CLOSED)
"""From when on a person may read what is found of them."""
WORK = {LiabilityState.OPEN: "去调查", LiabilityState.EXAMINED: "去提出意见", LiabilityState.PROPOSED: "去决定", LiabilityState.DECIDED: "去落实"}  # fmt: skip
_OPEN_STATES = tuple(WORK)
_READERS = (Role.SUPERVISOR, Role.HEAD, Role.REVIEWER)


def _mine(by: Actor) -> QuerySet[LiabilityPerson]:
    return LiabilityPerson.objects.filter(person_id=by.person_id)


def _overseen(by: Actor, region: str = "") -> QuerySet[Liability]:
    """What this person may read whole: never an item about themselves. `region`: the own one, where it is known already."""
    if not by.has(*_READERS):
        return Liability.objects.none()
    may = Q(examiner_id=by.organ_id)
    if by.has(Role.HEAD):
        may |= Q(organ_id=by.organ_id)
    if by.has(Role.SUPERVISOR):
        may |= Q(region=region or organs.organ(by.organ_id).region)
    return Liability.objects.filter(may).exclude(pk__in=_mine(by).values("liability_id"))


def _visible(by: Actor) -> QuerySet[Liability]:
    own = Liability.objects.filter(pk__in=_mine(by).values("liability_id"), state__in=TOLD)
    return _overseen(by) | own if by.has(*_READERS) else own


def liabilities(
    by: Actor, states: Collection[str], *, words: str = "", before: tuple[datetime, UUID] | None = None, limit: int = 20
) -> tuple[LiabilityFacts, ...]:
    """The items this person may see in some states, newest first; of their own only their own part. Four queries at most."""
    rows = _visible(by).filter(state__in=list(states))
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(number__icontains=words) | Q(case_no__icontains=words))
    if before:
        rows = rows.filter(Q(opened_at__lt=before[0]) | Q(opened_at=before[0], pk__lt=before[1]))
    found = rows.prefetch_related("steps", "persons").order_by("-opened_at", "-pk")[:limit]
    return tuple(_shown(one, by) for one in found)


def _shown(row: Liability, by: Actor) -> LiabilityFacts:
    own = any(one.person_id == by.person_id for one in row.persons.all())
    return row.facts(only=by.person_id if own else None)


def liability(liability_id: UUID, by: Actor) -> LiabilityFacts | None:
    """One item as this person may see it; None for everybody else."""
    row = _visible(by).filter(pk=liability_id).prefetch_related("steps", "persons").first()
    return _shown(row, by) if row else None


def liabilities_of_case(case_id: UUID, by: Actor) -> tuple[LiabilityFacts, ...]:
    """The items about a case that this person may see."""
    rows = _visible(by).filter(case_id=case_id).prefetch_related("steps", "persons")
    return tuple(_shown(one, by) for one in rows)


def liability_counts(by: Actor) -> Mapping[str, int]:
    """State → how many of the items this person may see. Two queries at most."""
    return dict(_visible(by).values_list("state").annotate(count=Count("pk", distinct=True)).order_by())


def said_in_case(one: LiabilityFacts) -> tuple[cases.SaidLine, ...]:
    """Who said what in the case, read only; nothing where there is no case, or for a person who sees their own part only."""
    return cases.answered(one.case_id).said if one.case_id and one.whole else ()


def offered_measures(day: date) -> tuple[Measure, ...]:
    """The ways of handling that may be chosen on a day."""
    return tuple(one for one in rules.measures().values() if one.open_on(day))


def every_measure() -> Mapping[str, Measure]:
    """Every way of handling by its code, also those of earlier days."""
    return rules.measures()


def liability_terms(day: date) -> Mapping[str, int]:
    """The terms of a day: name → days."""
    return {name: rules.days(name, day) for name in ("offer_days", "examine_days", "hear_days", "decide_days", "settle_days")}  # fmt: skip


def liability_duties(by: Actor, today: date, region: Collection[OrganFacts]) -> tuple[Duty, ...]:
    """What somebody's hand is needed for: to take up what was found in these organs; to examine, propose, decide, settle."""
    every = offered(region, today) if by.has(Role.SUPERVISOR, Role.HEAD) and region else ()
    return (*_to_take_up(every), *_to_work_on(by, next((one.region for one in region), "")))


def defence_duties(by: Actor) -> Iterator[Duty]:
    """To be heard, whatever one's office. Two queries at most."""
    rows = Liability.objects.filter(pk__in=_mine(by).values("liability_id"), state=LiabilityState.EXAMINED)
    for row in rows.prefetch_related("steps")[:50]:
        if rules.standing_of(by.person_id, [one.facts() for one in row.steps.all()]).defence is None:
            yield Duty(
                f"责任追究 {row.title}", row.examiner_name, "等您陈述申辩", "去陈述申辩", "liability", (row.pk,), due=row.hear_by,
                steps=("自可以查看调查结果的次日起按工作日计算（本平台默认值，未核实）",),
            )  # fmt: skip


def _to_take_up(every: Sequence[Offer]) -> Iterator[Duty]:
    for one in every[:20]:
        yield Duty(
            f"发现错误决定：{one.case_no or one.document}", one.organ_name, one.words[:80], "启动或者说明", "liability_new", (),
            query=f"offer={one.key}&organ={one.organ_id}",
        )  # fmt: skip


def _to_work_on(by: Actor, region: str) -> Iterator[Duty]:
    rows = _overseen(by, region).filter(examiner_id=by.organ_id, state__in=_OPEN_STATES).order_by("due")[:50]
    for row in rows:
        decides = row.state == LiabilityState.PROPOSED
        if by.has(Role.HEAD, Role.SUPERVISOR) or not decides:
            yield Duty(
                f"责任追究 {row.title}", row.organ_name, row.get_state_display(), WORK[LiabilityState(row.state)], "liability", (row.pk,),
                due=row.due, steps=("按工作日计算（本平台默认值，未核实）",),
            )  # fmt: skip


def late_liabilities(by: Actor, today: date, *, limit: int = 50) -> tuple[tuple[UUID, str, Finding], ...]:
    """SUP-118 asked as a clock: the id, the organ and the finding. Two queries at most."""
    rows = _overseen(by).filter(state__in=_OPEN_STATES, due__lt=today).order_by("due", "pk")[:limit]
    return tuple(
        (one.pk, one.examiner_name, found)
        for one in rows
        for found in rules.liability_in_time(one.number, one.state, one.due, today)
    )


def liability_figures(by: Actor, year: int) -> tuple[LiabilityFigure, ...]:
    """The figures of a year, organ by organ, never person by person: of the region, or of the own organ for its head."""
    begins, ends = (datetime(one, 1, 1, tzinfo=CHINA) for one in (year, year + 1))
    rows = _overseen(by).filter(opened_at__gte=begins, opened_at__lt=ends).prefetch_related("steps", "persons")
    held: dict[str, list[LiabilityFacts]] = {}
    for row in rows.order_by("organ_name"):
        held.setdefault(row.organ_name, []).append(row.facts())
    told = _circulars(by, begins, ends)
    for name in told:
        held.setdefault(name, [])
    return tuple(_figure(name, every, told.get(name, 0)) for name, every in sorted(held.items()))


def _circulars(by: Actor, begins: datetime, ends: datetime) -> Counter[str]:
    if not by.has(Role.SUPERVISOR):
        return Counter()
    rows = Circular.objects.filter(region=organs.organ(by.organ_id).region, issued_at__gte=begins, issued_at__lt=ends)
    return Counter(name for listed in rows.values_list("organs", flat=True) for _, name in listed)


def _figure(name: str, every: Collection[LiabilityFacts], circulars: int) -> LiabilityFigure:
    dismissed = sum(one.state == LiabilityState.DISMISSED for one in every)
    settled = [one for one in every if one.state in {LiabilityState.DECIDED, LiabilityState.CLOSED}]
    people = [person.standing for one in settled for person in one.persons]
    proposals = [one.proposal for one in people if one.proposal]
    return LiabilityFigure(
        name, len(every) - dismissed, dismissed, sum(one.state == LiabilityState.CLOSED for one in every), len(proposals),
        Counter(one.blame.fault for one in proposals), Counter(code for one in proposals for code in one.measures),
        sum(one.sent is not None for one in people), circulars,
    )  # fmt: skip


FIGURE_HEADINGS = (
    "机关", "启动（件）", "不启动（件）", "办结（件）", "认定（人）", *(f"{name}（人）" for name in FAULTS.values()), "受处理（人次）", "移送（人）", "通报（份）",
)  # fmt: skip


def figure_row(one: LiabilityFigure) -> list[str]:
    """A line of the figures as a file has it."""
    counts = [one.opened, one.dismissed, one.closed, one.persons, *(one.faults.get(key, 0) for key in FAULTS)]
    return [one.organ_name, *map(str, (*counts, sum(one.measures.values()), one.sent, one.circulars))]


def handover_paper(one: LiabilityFacts, person: PersonFacts) -> PaperData:
    """The letter that goes with a matter to the body that may act on it. The person must have been handed over."""
    sent, proposal = person.standing.sent, person.standing.proposal
    assert sent is not None and proposal is not None
    day = date.fromisoformat(sent.told["on"])
    number, blame = str(sent.told["number"]), proposal.blame
    case = [{"k": "p", "t": f"所涉案件：{one.case_no}。"}] if one.case_no else []
    blocks = [
        {"k": "p", "t": f"编号：{number}"},
        {"k": "p", "t": f"{proposal.body}："},
        {"k": "article", "head": "移送事项", "t": f"{one.title}（{one.number}）"},
        *case,
        {"k": "article", "head": "错误决定的来源", "t": f"{one.source_name}：{one.document}（{plain(one.on)}）"},
        {"k": "article", "head": "查明的事实", "t": one.facts.splitlines()[0]},
        *({"k": "p", "t": line} for line in one.facts.splitlines()[1:] if line.strip()),
        {"k": "article", "head": "移送人员", "t": f"{person.name}，{one.organ_name}；在案件里：{person.part}"},
        {"k": "article", "head": "认定和依据", "t": f"{FAULTS[blame.fault]}。{blame.reason}" + (f"（{blame.basis}）" if blame.basis else "")},
        {"k": "article", "head": "移送材料", "t": sent.text},
        {"k": "p", "t": "现将上述人员的问题线索移送，请依法处理，并将处理结果反馈本机关。"},
    ]  # fmt: skip
    document = {
        "title": f"{one.examiner_name}责任追究移送函", "masthead": False, "number": "", "copies": "", "day": plain(day), "blocks": blocks, "notes": [],
    }  # fmt: skip
    data = {"title": f"责任追究移送函 {number}", "organ": one.examiner_name, "documents": [document]}
    return PaperData("single", str(data["title"]), data, day)


def imposed(one: PersonFacts) -> tuple[Measure, ...]:
    """What was decided for a person, in words with their sources."""
    proposal = one.standing.proposal
    if proposal is None or proposal.blame.fault in FREE:
        return ()
    return tuple(rules.measures()[code] for code in proposal.measures if code in rules.measures())
