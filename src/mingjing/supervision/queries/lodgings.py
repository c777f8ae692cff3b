"""Decisions to be lodged (备案), for the organ that made them, whoever they are lodged with, and the supervisors of the region."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mingjing.cases import queries as cases
from mingjing.foundation.people import Actor, Role
from mingjing.kernel.days import local_day, plain
from mingjing.kernel.findings import Finding
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import Difference
from mingjing.organs import queries as organs
from mingjing.publicity.terms import PaperData
from mingjing.supervision.events import LODGING_MOVED, Event
from mingjing.supervision.models import Lodging, LodgingStep
from mingjing.supervision.queries.liability_sources import examiners
from mingjing.supervision.rules import lodgings as rules
from mingjing.supervision.terms import ANSWERING, Duty
from mingjing.supervision.terms.lodgings import (
    JUSTICE,
    LODGING_MOVES,
    OWES_LODGING,
    RECEIVING,
    LodgingFacts,
    LodgingFigure,
    LodgingMove,
    LodgingState,
)

LODGING_HEADINGS = ("机关", "应备案（件）", "按期报送", "逾期报送", "没有报送", "已登记", "发现问题", "认定不需要备案", "变更待知悉")  # fmt: skip


def _visible(by: Actor, region: str = "") -> "QuerySet[Lodging]":
    """The own organ's and those lodged with it for who answers and receives; the region's for a supervisor."""
    seen = Q()
    if by.has(*ANSWERING):
        seen |= Q(organ_id=by.organ_id)
    if by.has(*RECEIVING):
        seen |= Q(to_id=by.organ_id)
    if by.has(Role.SUPERVISOR):
        seen |= Q(region=region or organs.organ(by.organ_id).region)
    return Lodging.objects.filter(seen) if seen else Lodging.objects.none()


def lodgings(
    by: Actor, states: Collection[str], *, words: str = "", year: int = 0, after: tuple[date, UUID] | None = None,
    limit: int = 20,
) -> tuple[LodgingFacts, ...]:  # fmt: skip
    """The lodgings this person may see in some states, the newest decision first, without their steps. Two queries at most."""
    rows = _visible(by).filter(state__in=list(states))
    if words:
        rows = rows.filter(Q(decision_no__icontains=words) | Q(title__icontains=words) | Q(number__icontains=words) | Q(organ_name__icontains=words))  # fmt: skip
    if year:
        rows = rows.filter(decided_on__year=year)
    if after:
        rows = rows.filter(Q(decided_on__lt=after[0]) | Q(decided_on=after[0], pk__lt=after[1]))
    return tuple(row.facts(whole=False) for row in rows.order_by("-decided_on", "-pk")[:limit])


def lodging(lodging_id: UUID, by: Actor) -> LodgingFacts | None:
    """One lodging; None for who has nothing to do with it."""
    row = _visible(by).filter(pk=lodging_id).prefetch_related("steps").first()
    return row.facts() if row else None


def lodging_counts(by: Actor) -> Mapping[str, int]:
    """State → how many of the lodgings this person may see. Two queries at most."""
    return dict(_visible(by).values_list("state").annotate(count=Count("pk")).order_by())


def receivers(organ_id: UUID, to: str, at: datetime) -> tuple[tuple[UUID, str], ...]:
    """With whom an organ's decisions may be lodged, first who the local rule names. A handful of queries."""
    offered = [(key, name) for key, name in examiners(organ_id, at) if key != organ_id]
    above = organs.above(organ_id)
    nearest = above[:1] if to != JUSTICE else ()
    return tuple(sorted(offered, key=lambda one: one[0] not in nearest))


def lodging_duties(by: Actor, region: str, today: date) -> tuple[Duty, ...]:
    """What waits: to report, to register, to note a change; for a supervisor also what is overdue. One query."""
    asked = Q()
    if by.has(*ANSWERING):
        asked |= Q(organ_id=by.organ_id, state__in=list(OWES_LODGING), due__isnull=False)
        asked |= Q(organ_id=by.organ_id, to_id=None, state=LodgingState.REPORTED)
    if by.has(*RECEIVING):
        asked |= Q(to_id=by.organ_id) & (Q(state=LodgingState.REPORTED) | Q(changed=True))
    if by.has(Role.SUPERVISOR):
        asked |= Q(region=region, state__in=list(OWES_LODGING), due__lt=today)
    rows = Lodging.objects.filter(asked).order_by("due", "pk")[:50] if asked else ()
    return tuple(_duty(row.facts(whole=False), by) for row in rows)


def _duty(one: LodgingFacts, by: Actor) -> Duty:
    own = one.organ_id == by.organ_id
    if one.owes:
        word = ("去报送" if own else "看备案") if one.state == LodgingState.OWED else ("去补正" if own else "看备案")
        steps = (f"{one.term.words}（{one.term.cites}）",)
        return Duty(f"重大执法决定备案 {one.decision_no}", one.organ_name, one.state_name, word, "lodging", (one.id,), due=one.due, steps=steps)  # fmt: skip
    noted = one.changed and one.to_id == by.organ_id and one.state != LodgingState.REPORTED
    word = "去知悉" if noted else "去登记"
    missing = "决定已变更、撤销" if noted else one.state_name
    return Duty(f"重大执法决定备案 {one.decision_no}", one.organ_name, missing, word, "lodging", (one.id,))


def late_lodgings(by: Actor, today: date, *, limit: int = 50) -> tuple[tuple[UUID, str, Finding], ...]:
    """SUP-137 asked as a clock: the id, the organ and the finding, the latest first. Two queries at most."""
    rows = _visible(by).filter(state__in=list(OWES_LODGING), due__lt=today).order_by("due", "pk")[:limit]
    return tuple(
        (one.pk, one.organ_name, found) for one in rows for found in rules.lodged_in_time(one.decision_no, one.state, one.due, today)
    )  # fmt: skip


def lodging_figures(by: Actor, year: int) -> tuple[LodgingFigure, ...]:
    """The figures of the decisions of a year, organ by organ. Two queries at most."""
    held: dict[str, list[LodgingFacts]] = {}
    for row in _visible(by).filter(decided_on__year=year).order_by("organ_name"):
        held.setdefault(row.organ_name, []).append(row.facts(whole=False))
    return tuple(_figure(name, every) for name, every in held.items())


def _figure(name: str, every: Collection[LodgingFacts]) -> LodgingFigure:
    reported = [one for one in every if one.reported_on]
    late = sum(one.reported_late for one in reported)
    waived = sum(one.state == LodgingState.WAIVED for one in every)
    done = sum(one.state in {LodgingState.REGISTERED, LodgingState.FOUND} for one in every)
    return LodgingFigure(
        name, len(every) - waived, len(reported) - late, late, sum(not one.reported_on for one in every) - waived, done,
        sum(one.state == LodgingState.FOUND for one in every), waived, sum(one.changed for one in every),
    )  # fmt: skip


def lodging_row(one: LodgingFigure) -> list[str]:
    """A line of the figures as a file has it."""
    counts = (one.owed, one.in_time, one.late, one.waiting, one.registered, one.found, one.waived, one.changed)
    return [one.organ_name, *map(str, counts)]


def lodging_paper(one: LodgingFacts) -> PaperData:
    """The report as an official letter to whom the decision is lodged with. It must have been reported. One query for the party."""
    said = one.report
    assert said is not None
    day = local_day(said.at)
    files = [one.label for one in said.files] + [str(line) for line in said.told.get("more", ())]
    blocks = [
        {"k": "p", "t": f"{said.told['to_name']}："},
        {"k": "p", "t": f"现将{one.organ_name}作出的重大行政执法决定报送备案。"},
        {"k": "article", "head": "决定书文号", "t": one.decision_no},
        {"k": "article", "head": "当事人", "t": cases.party_told(one.case_id) or "（案卷已经依法销毁）"},
        {"k": "article", "head": "案由", "t": one.title},
        {"k": "article", "head": "作出决定之日", "t": plain(one.decided_on)},
        {"k": "article", "head": "送达之日", "t": plain(one.served_on) if one.served_on else "还没有送达"},
        {"k": "article", "head": "属于重大执法决定的理由", "t": "；".join(one.reasons)},
        {"k": "article", "head": "备案依据", "t": f"{one.term.words}（{one.term.cites}）"},
        *([{"k": "article", "head": "说明", "t": said.text.splitlines()[0]}, *({"k": "p", "t": line} for line in said.text.splitlines()[1:] if line.strip())] if said.text else []),
        {"k": "article", "head": "报送材料", "t": f"共 {len(files)} 份"},
        *({"k": "p", "t": f"{number}. {label}"} for number, label in enumerate(files, 1)),
    ]  # fmt: skip
    document = {
        "title": "重大行政执法决定备案报告", "masthead": False, "number": "", "copies": "", "day": plain(day), "blocks": blocks, "notes": [],
    }  # fmt: skip
    data = {"title": f"备案报告 {one.decision_no}", "organ": one.organ_name, "documents": [document]}
    return PaperData("single", str(data["title"]), data, day)


def lodgeable(case_id: UUID) -> tuple[cases.DocumentTold, ...]:
    """The documents of a case that may be handed in, with their digests now."""
    return cases.documents_told(case_id)


def lodgings_unlike_the_ledger() -> Iterator[Difference]:
    """What differs from the ledger, lodging by lodging."""
    held: set[str] = set()
    for row in Lodging.objects.prefetch_related("steps").iterator(chunk_size=50):
        held.add(f"lodging:{row.pk}")
        if not _is_whole(row):
            yield Difference(row.decision_no, "重大执法决定备案与台账登记的不符")
    for stream in sorted(ledger.streams("lodging:") - held):
        yield Difference(stream, "台账里有，业务库里没有（被删除）")


def _is_whole(row: Lodging) -> bool:
    """Whether opening and steps have the digests that were logged, and number, days, state are where the steps led."""
    steps = list(row.steps.all())
    logged = [(one.kind, one.payload["digest"]) for one in ledger.whole(f"lodging:{row.pk}")]
    opened = rules.lodging_digest(row.case_id, row.organ_id, row.decision_no, row.decided_on, row.reasons, row.term)
    kept = [(str(Event.LODGING_OPENED), opened)]
    kept += [(str(LODGING_MOVED[LodgingMove(one.move)]), rules.lodging_step_digest(one.move, one.text, one.told)) for one in steps]  # fmt: skip
    return kept == logged and row.digest == opened and _led_to(steps) == _standing(row) and _days_follow(row, steps)


def _standing(row: Lodging) -> tuple[object, ...]:
    return (row.state, row.number, str(row.to_id or ""), row.to_name, _day(row.served_on), row.changed)


def _led_to(steps: Sequence[LodgingStep]) -> tuple[object, ...]:
    """State, number, receiver, day of service and open change, as the steps tell them."""
    state, changed = LodgingState.OWED, False
    told = {"number": "", "to": "", "to_name": "", "served": ""}
    for one in steps:
        move = LodgingMove(one.move)
        changed = (changed or rules.change_is_told(state)) if move is LodgingMove.CHANGE else changed and move is not LodgingMove.NOTE  # fmt: skip
        state = LODGING_MOVES[move][1] or state
        told |= {key: one.told[key] for key in told if key in one.told}
    return (state, *told.values(), changed)


def _days_follow(row: Lodging, steps: Sequence[LodgingStep]) -> bool:
    """Whether the days of the row are those its steps told."""
    begun = next((one.told["due"] for one in steps if one.move == LodgingMove.SERVE), _day(row.first_due))
    back = [one.told["due"] for one in steps if one.move == LodgingMove.RETURN]
    reported = [local_day(one.at) for one in steps if one.move == LodgingMove.REPORT]
    days = (begun, back[-1] if back else begun, reported[0] if reported else None)
    return days == (_day(row.first_due), _day(row.due), row.reported_on)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
