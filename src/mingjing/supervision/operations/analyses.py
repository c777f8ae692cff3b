"""Analyses of weak links: begun by a person, counted piece by piece in the background, signed with causes and measures (R-17)."""

from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

from django.db import transaction

from mingjing.cases import queries as cases
from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.ledger.operations import append
from mingjing.organs import queries as organs
from mingjing.records import queries as records
from mingjing.supervision.access import signs_figures, supervises_region
from mingjing.supervision.events import Event
from mingjing.supervision.models import Analysis
from mingjing.supervision.operations.freezing import alone, refuse, typed
from mingjing.supervision.rules import analyses as rules
from mingjing.supervision.rules.clocks import quarter_begins, quarter_ends, quarter_is_over
from mingjing.supervision.terms.analyses import AnalysisFacts, AnalysisState

MOST = {"causes": 4000, "measures": 4000}
PIECE = 50
BEGUN = "这个季度的分析已经发起，还没有定稿，请从列表进入"


@operation(Event.ANALYSIS_BEGUN)
def begin_analysis(*, year: int, quarter: int, whole_region: bool, by: Actor, at: datetime) -> AnalysisFacts:
    """Begin the analysis of a quarter that is over: of the own organ, or, by a supervisor, of the region.

    One that is being counted is not begun again. Raises Forbidden, Invalid, Refused (SUP-16).
    """
    own = organs.organ(by.organ_id)
    if whole_region:
        supervises_region.require(by, own.region, doing="分析全区域的薄弱环节")
    else:
        signs_figures.require(by, own.id, doing="分析本机关的薄弱环节")
    if quarter not in range(1, 5) or not 2019 <= year <= local_day(at).year:
        raise Invalid({"quarter": ["请选择已经结束的季度"]})
    refuse(quarter_is_over(year, quarter, local_day(at)))
    which = {"owner_id": own.id, "whole_region": whole_region, "year": year, "quarter": quarter}
    held = Analysis.objects.select_for_update().filter(**which)
    if any(one.state != AnalysisState.SIGNED for one in held):
        raise Invalid({"quarter": [BEGUN]})
    covered = [one.id for one in organs.organs() if one.region == own.region] if whole_region else [own.id]
    since, until = quarter_begins(year, quarter), quarter_ends(year, quarter)
    row = Analysis(
        pk=uuid4(), owner_name=own.name, region=own.region, organ_ids=[str(one) for one in covered],
        seq=max((one.seq for one in held), default=0) + 1, total=cases.how_many_moved(covered, since, until),
        begun_by=by.person_id, begun_name=by.name, begun_at=at, **which,
    )  # fmt: skip
    alone(lambda: row.save(force_insert=True), "quarter", BEGUN)
    _log(row, Event.ANALYSIS_BEGUN, by=by, at=at)
    return row.facts()


@operation(Event.ANALYSIS_COUNTED)
def count_waiting(*, by: Literal["system"], now: datetime, limit: int = PIECE) -> int:
    """Look at the next cases of the oldest analysis that is being counted; how many were looked at, 1 where it ended.

    Idempotent and bounded: what was looked at is kept with the place reached, in one transaction.
    """
    row = (
        Analysis.objects.select_for_update(skip_locked=_skips()).filter(state=AnalysisState.COUNTING).order_by("begun_at").first()
    )  # fmt: skip
    if row is None:
        return 0
    covered = [UUID(one) for one in row.organ_ids]
    since, until = quarter_begins(row.year, row.quarter), quarter_ends(row.year, row.quarter)
    piece = cases.moved_cases(covered, since, until, after=row.after, limit=limit, now=now)
    for case in piece:
        for one in case.lost:
            rules.add(row.found, one.finding.rule, one.act_name, case.case_id, case.number)
    row.looked += len(piece)
    if piece:
        row.after = piece[-1].case_id
    if len(piece) < limit:
        _end(row, covered, by=by, at=now)
    row.save()
    return max(1, len(piece))


def _end(row: Analysis, covered: list[UUID], *, by: Literal["system"], at: datetime) -> None:
    """Lay the counts beside the period before, count kinds of violation and audio-video: ready to be signed."""
    since, until = quarter_begins(row.year, row.quarter), quarter_ends(row.year, row.quarter)
    year, quarter = (row.year - 1, 4) if row.quarter == 1 else (row.year, row.quarter - 1)
    earlier = Analysis.objects.filter(
        owner_id=row.owner_id, whole_region=row.whole_region, year=year, quarter=quarter, state=AnalysisState.SIGNED
    ).order_by("-seq").first()  # fmt: skip
    row.before = {key: len(one["cases"]) for key, one in earlier.found.items()} if earlier else None
    now_, then = (cases.filed_by_matter(covered, *span) for span in (
        (since, until), (quarter_begins(year, quarter), quarter_ends(year, quarter)),
    ))  # fmt: skip
    names = {code: name for code, (name, _) in (then | now_).items()}
    row.kinds = [
        {"code": code, "name": name, "before": len(then.get(code, ("", []))[1]),
         "cases": [[str(key), no] for key, no in now_.get(code, ("", []))[1]]}
        for code, name in sorted(names.items())
    ]  # fmt: skip
    films = records.film_figures(covered, since, until)
    row.films = {name: getattr(films, name) for name in ("made", "late", "missing", "unfiled", "unlike")}
    row.total, row.state = row.looked, AnalysisState.READY
    _log(row, Event.ANALYSIS_COUNTED, by=by, at=at, looked=row.looked)


@operation(Event.ANALYSIS_SIGNED)
def sign_analysis(*, analysis_id: UUID, causes: str, measures: str, by: Actor, at: datetime) -> AnalysisFacts:
    """Freeze an analysis with causes and measures. Raises Forbidden, Invalid, Refused (SUP-62)."""
    row = Analysis.objects.select_for_update().filter(pk=analysis_id).first()
    if row is None:
        raise Invalid({"analysis": ["没有这次分析，请从列表重新进入"]})
    if row.whole_region:
        supervises_region.require(by, row.region, doing="定稿薄弱环节分析")
    else:
        signs_figures.require(by, row.owner_id, doing="定稿薄弱环节分析")
    typed(MOST, causes=causes, measures=measures)
    refuse(rules.analysis_says(row.state, row.looked, row.total, causes, measures, len(row.found)))
    row.causes, row.measures, row.signed_name, row.signed_at = causes.strip(), measures.strip(), by.name, at
    row.state, row.digest = AnalysisState.SIGNED, rules.analysis_digest(row.told())
    row.save()
    _log(row, Event.ANALYSIS_SIGNED, by=by, at=at, digest=row.digest)
    return row.facts()


def _skips() -> bool:
    return bool(transaction.get_connection().features.has_select_for_update_skip_locked)


def _log(row: Analysis, event: Event, *, by: Actor | Literal["system"], at: datetime, **more: object) -> None:
    told = {
        "analysis_id": str(row.pk),
        "owner_id": str(row.owner_id),
        "year": row.year,
        "quarter": row.quarter,
        "seq": row.seq,
        **more,
    }
    append(kind=event, stream=f"analysis:{row.pk}", at=at, by=by, payload=told)
    emit(event, at=at, **told)
