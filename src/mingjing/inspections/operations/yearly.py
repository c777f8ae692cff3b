"""Annual inspection plans: drawn up line by line, approved and published by the head, amended with a reason."""

from datetime import datetime
from typing import Any
from uuid import UUID

from mingjing.foundation.access import Predicate
from mingjing.foundation.numbering import document_number, next_serial
from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.inspections.access import approves_draws, keeps_draws
from mingjing.inspections.events import Event
from mingjing.inspections.models import YearLine, YearPlan, YearVersion
from mingjing.inspections.operations.moving import refuse, typed
from mingjing.inspections.queries.yearly import COPIED, lines_digest
from mingjing.inspections.rules import yearly as rules
from mingjing.inspections.terms.yearly import LineDraft, LineFacts, VersionFacts, VersionState, YearPlanFacts
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.ledger.operations import append
from mingjing.organs import queries as organs
from mingjing.publicity import queries as publicity

SERIES = "检计"
MOST = {"title": 120, "subjects": 200, "partners": 200, "ordered": 120, "reason": 300}


@operation(Event.YEAR_PLAN_MADE)
def make_year_plan(*, title: str, year: int, by: Actor, at: datetime) -> YearPlanFacts:
    """Begin the organ's plan of a year. Raises Forbidden, Invalid, Refused (INS-60, INS-63)."""
    keeps_draws.require(by, by.organ_id, doing="拟定年度检查计划")
    typed(MOST, title=title)
    organ, day = organs.organ(by.organ_id), local_day(at)
    # The number is drawn first: it locks the organ's counter, so that two at once do not both find no plan.
    serial = next_serial(organ_id=organ.id, kind=SERIES, year=day.year)
    standing = YearPlan.objects.filter(organ_id=organ.id, year=year).first() if 2000 <= year <= 2100 else None
    said = rules.year_plan_says(title, year, day.year, standing.number if standing else "")
    refuse(said, rules.no_quota([("title", title)]))
    plan = YearPlan.objects.create(
        number=document_number(organ.code, SERIES, day.year, serial), title=title.strip(), organ_id=organ.id,
        organ_name=organ.name, organ_code=organ.code, region=organ.region, year=year, made_at=at,
    )  # fmt: skip
    version = YearVersion.objects.create(plan=plan, seq=1, made_by=by.person_id, made_name=by.name, made_at=at)
    _log(plan, version, Event.YEAR_PLAN_MADE, by=by, at=at, title=plan.title, year=year)
    return plan.facts()


@operation(Event.YEAR_LINE_KEPT)
def keep_year_line(*, plan_id: UUID, key: int | None, draft: LineDraft, by: Actor, at: datetime) -> LineFacts:
    """Add a line to the version that is drawn up, or, with `key`, change it. Raises Forbidden, Invalid, Refused (INS-61 to
    INS-63, INS-67).
    """
    plan, version = _open(plan_id, by=by, doing="登记计划条目")
    typed(MOST, subjects=draft.subjects, partners=draft.partners, ordered=draft.ordered)
    row = YearLine.objects.filter(version=version, key=key).first() if key is not None else None
    if key is not None and row is None:
        raise Invalid({"key": ["没有这一项，请从计划里重新进入"]})
    listed = {one.entry_id: one for one in publicity.check_items(plan.organ_id, local_day(at))}
    so_many = 0 if row else YearLine.objects.filter(version=version).count()
    words = (("subjects", draft.subjects), ("partners", draft.partners), ("ordered", draft.ordered))
    refuse(
        rules.line_says(draft, listed.keys(), so_many),
        rules.special_is_controlled(draft, plan.year),
        rules.no_quota(words),
    )
    assert draft.entry_id is not None
    chosen = listed[draft.entry_id]
    row = row or YearLine(version=version, key=_next_key(plan))
    row.entry_id, row.item_code, row.item_name = chosen.entry_id, chosen.code, chosen.name
    row.subjects, row.wanted, row.mode = draft.subjects.strip(), draft.wanted, draft.mode
    row.month_from, row.month_to = draft.month_from, draft.month_to
    row.partners, row.ordered, row.until = draft.partners.strip(), draft.ordered.strip(), draft.until
    row.save()
    _log(plan, version, Event.YEAR_LINE_KEPT, by=by, at=at, key=row.key, digest=lines_digest(version))
    return row.facts(plan.number)


def _next_key(plan: YearPlan) -> int:
    """A key that no version of the plan ever had: a visit may name it."""
    last = YearLine.objects.filter(version__plan=plan).order_by("-key").values_list("key", flat=True).first()
    return (last or 0) + 1


@operation(Event.YEAR_LINE_DROPPED)
def drop_year_line(*, plan_id: UUID, key: int, by: Actor, at: datetime) -> None:
    """Take a line out of the version that is drawn up. Raises Forbidden, Invalid, Refused (INS-67)."""
    plan, version = _open(plan_id, by=by, doing="删去计划条目")
    gone, _ = YearLine.objects.filter(version=version, key=key).delete()
    if not gone:
        raise Invalid({"key": ["没有这一项，请从计划里重新进入"]})
    _log(plan, version, Event.YEAR_LINE_DROPPED, by=by, at=at, key=key, digest=lines_digest(version))


@operation(Event.YEAR_PLAN_APPROVED)
def approve_year_plan(*, plan_id: UUID, by: Actor, at: datetime) -> YearPlanFacts:
    """Approve and publish the version that is drawn up; the one before stays to be seen. Raises Forbidden, Invalid, Refused
    (INS-64, INS-67).
    """
    plan, version = _open(plan_id, by=by, doing="批准年度检查计划", access=approves_draws)
    listed = {one.entry_id for one in publicity.check_items(plan.organ_id, local_day(at))}
    rows = list(YearLine.objects.filter(version=version))
    late = [row.item_name for row in rows if row.entry_id not in listed]
    refuse(rules.year_plan_is_approved(len(rows), version.made_by, by.person_id, late))
    before = YearVersion.objects.filter(plan=plan, state=VersionState.STANDING)
    plan.amended += before.update(state=VersionState.SUPERSEDED)
    plan.approved_at = plan.approved_at or at
    plan.save(update_fields=["amended", "approved_at"])
    version.state, version.digest = VersionState.STANDING, lines_digest(version)
    version.approved_by, version.approved_name, version.approved_at = by.person_id, by.name, at
    version.save()
    _log(plan, version, Event.YEAR_PLAN_APPROVED, by=by, at=at, digest=version.digest)
    return plan.facts()


@operation(Event.YEAR_PLAN_AMENDED)
def amend_year_plan(*, plan_id: UUID, reason: str, by: Actor, at: datetime) -> VersionFacts:
    """Begin to amend a published plan: a new version with the same lines. Raises Forbidden, Invalid, Refused (INS-63, INS-65)."""
    plan = _locked(plan_id)
    keeps_draws.require(by, plan.organ_id, doing="调整年度检查计划")
    typed(MOST, reason=reason)
    states = dict(YearVersion.objects.filter(plan=plan).values_list("state", "pk"))
    standing = states.get(VersionState.STANDING)
    said = rules.amended_for_a_reason(reason, VersionState.DRAFT in states, standing is not None)
    refuse(said, rules.no_quota([("reason", reason)]))
    seq = YearVersion.objects.filter(plan=plan).count() + 1
    version = YearVersion.objects.create(
        plan=plan, seq=seq, reason=reason.strip(), made_by=by.person_id, made_name=by.name, made_at=at
    )
    rows = YearLine.objects.filter(version_id=standing).values(*COPIED)
    YearLine.objects.bulk_create([YearLine(version=version, **row) for row in rows])
    _log(plan, version, Event.YEAR_PLAN_AMENDED, by=by, at=at, reason=version.reason)
    return version.facts()


@operation(Event.YEAR_DRAFT_DROPPED)
def drop_year_draft(*, plan_id: UUID, by: Actor, at: datetime) -> None:
    """Give up an amendment; the published version stands. Raises Forbidden, Invalid, Refused (INS-67)."""
    plan, version = _open(plan_id, by=by, doing="放弃调整")
    if plan.approved_at is None:
        raise Invalid({"plan": ["第一版还没有公布，不能放弃；不需要的条目可以删去"]})
    version.state = VersionState.DROPPED
    version.save(update_fields=["state"])
    _log(plan, version, Event.YEAR_DRAFT_DROPPED, by=by, at=at)


def _locked(plan_id: UUID) -> YearPlan:
    plan = YearPlan.objects.select_for_update().filter(pk=plan_id).first()
    if plan is None:
        raise Invalid({"plan": ["没有这份年度检查计划，请从列表重新进入"]})
    return plan


def _open(plan_id: UUID, *, by: Actor, doing: str, access: Predicate = keeps_draws) -> tuple[YearPlan, YearVersion]:
    """The plan, locked, and its version that is drawn up. Raises Invalid, Forbidden, Refused (INS-67)."""
    plan = _locked(plan_id)
    access.require(by, plan.organ_id, doing=doing)
    version = YearVersion.objects.filter(plan=plan, state=VersionState.DRAFT).first()
    refuse(rules.version_is_open(version.state if version else VersionState.STANDING))
    assert version is not None
    return plan, version


def _log(plan: YearPlan, version: YearVersion, event: Event, *, by: Actor, at: datetime, **more: object) -> None:
    told: dict[str, Any] = {
        "plan_id": str(plan.pk), "number": plan.number, "organ_id": str(plan.organ_id), "version": version.seq,
        "state": str(version.state), **more,
    }  # fmt: skip
    append(kind=event, stream=f"year-plan:{plan.pk}", at=at, by=by, payload=told)
    emit(event, at=at, **told)
