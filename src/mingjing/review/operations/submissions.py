"""A dossier is submitted, sent back as incomplete, supplemented; the limit is extended."""

from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid, Refused
from mingjing.kernel.hashing import canonical
from mingjing.kernel.workdays import Workdays, national
from mingjing.organs.queries import local_for, organ
from mingjing.review import access, events
from mingjing.review.models import Pause, Submission
from mingjing.review.operations.keeping import last_round, may_move, plain_text, refuse, the_round, trail
from mingjing.review.operations.opinions import respond
from mingjing.review.queries.lists import handed_in, own_mandatory, own_term, told_of
from mingjing.review.queries.majority import requirement
from mingjing.review.rules import bundle_findings, figures, limit_finding, limit_of, resubmission_findings
from mingjing.review.terms import Bundle, DecisionProfile, Material, Move, Result, RoundFacts, State


@operation(events.SUBMITTED)
def submit(
    *,
    dossier_id: UUID,
    profile: DecisionProfile,
    bundle: Bundle,
    by: Actor,
    at: datetime,
    response: str = "",
    statement: str = "",
    log: bool = True,
    calendar: Workdays | None = None,
) -> RoundFacts:
    """送法制审核。

    `response` answers the former round's opinion in the same act, as `respond` would before it; where the former round
    asked for nothing (it agreed, and the file has changed since) there is nothing to answer.

    Refused (REV-08) while a round is open, after a return without response, or where nothing changed; Refused (REV-10)
    with one list of what is missing
    of the minimum and of the organ's own list; what was handed in by itself counts. Raises Invalid, Forbidden.
    """
    access.require(access.may_submit, by, profile.organ_id, doing="送法制审核")
    tidy = _checked(bundle)
    last = last_round(dossier_id)
    if response.strip() and _asks_for_an_answer(last):
        respond(dossier_id=dossier_id, response=response, by=by, at=at, log=log)
        last = last_round(dossier_id)
    refuse(resubmission_findings(last.facts() if last else None, tidy.digest))
    may_move(last, Move.SUBMIT)
    day = local_day(at)
    tidy = _with_handed(tidy, dossier_id)
    refuse(bundle_findings(tidy.materials, figures.mandatory(profile, day) | own_mandatory(profile, day)))
    domain = profile.domain or organ(profile.organ_id).domain
    row = Submission(
        dossier_id=dossier_id,
        organ_id=profile.organ_id,
        round=last.round + 1 if last else 1,
        submitted_by=by.person_id,
        submitted_by_name=by.name,
        submitted_at=at,
        state=State.OPEN,
        term=own_term(profile.organ_id, profile.category, day),
        triggers=_triggers(profile, day),
        statement=plain_text(statement or figures.statement("submit", day), "statement"),
    )
    _fill(row, tidy)
    _reckon(row, domain, calendar)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(resubmission_findings.finding("这个案卷刚刚由他人送审", next_step="请刷新后查看")) from None
    trail(events.SUBMITTED, row, at=at, by=by, log=log, digest=row.digest, due=row.due_on.isoformat())
    return row.facts()


def _triggers(profile: DecisionProfile, day: date) -> list[str]:
    """Why a review is due."""
    domain = profile.domain or organ(profile.organ_id).domain
    return [trigger.text for trigger in requirement(replace(profile, domain=domain), day).fired]


def _with_handed(bundle: Bundle, dossier_id: UUID) -> Bundle:
    """The bundle with what was handed in by itself: it is not asked for again."""
    given = tuple(
        Material(one.item, told_of(one), one.sha256, str(one.file_id or one.place)) for one in handed_in(dossier_id)
    )
    return replace(bundle, materials=bundle.materials + given) if given else bundle


def _asks_for_an_answer(last: Submission | None) -> bool:
    opinion = last.facts().opinion if last else None
    return opinion is not None and opinion.result != Result.AGREE


@operation(events.RETURNED_INCOMPLETE)
def return_incomplete(*, dossier_id: UUID, missing: str, by: Actor, at: datetime, log: bool = True) -> RoundFacts:
    """材料不全，退回补正；补正期间审核期限停止计算（REV-07）。Raises Invalid, Refused, Forbidden."""
    row = the_round(dossier_id)
    access.require(access.may_review, by, row.organ_id, doing="退回补正")
    _in_state(row, State.OPEN, "退回补正")
    may_move(row, Move.RETURN_INCOMPLETE)
    text = plain_text(missing, "missing", longest=1000)
    Pause.objects.create(submission=row, since=at, missing=text, returned_by=by.person_id)
    row.state = State.INCOMPLETE
    row.save(update_fields=["state"])
    trail(events.RETURNED_INCOMPLETE, row, at=at, by=by, log=log, missing=text)
    return the_round(dossier_id).facts()


@operation(events.SUPPLEMENTED)
def supplement(
    *, dossier_id: UUID, bundle: Bundle, by: Actor, at: datetime, log: bool = True, calendar: Workdays | None = None,
    profile: DecisionProfile | None = None,
) -> RoundFacts:  # fmt: skip
    """补齐材料，审核期限自次日起继续计算。The bundle replaces the former one.

    `profile`: what is proposed now, where that itself may have been changed meanwhile; what it asks for has to be there.
    Raises Invalid, Refused (REV-10), Forbidden.
    """
    row = the_round(dossier_id)
    access.require(access.may_submit, by, row.organ_id, doing="补充送审材料")
    _in_state(row, State.INCOMPLETE, "补充材料")
    may_move(row, Move.SUPPLEMENT)
    tidy = _with_handed(_checked(bundle), dossier_id)
    before = {item["kind"] for item in row.materials}
    gone = before - {material.kind for material in tidy.materials}
    if gone:
        raise Invalid({"materials": ["补充材料时不能减少原来已经送审的种类。"]})
    if profile is not None:
        day = local_day(at)
        refuse(bundle_findings(tidy.materials, figures.mandatory(profile, day) | own_mandatory(profile, day)))
        row.triggers = _triggers(profile, day)
    row.pauses.filter(until=None).update(until=at)
    row.state = State.OPEN
    _fill(row, tidy)
    row = _saved(row, dossier_id, calendar)
    trail(events.SUPPLEMENTED, row, at=at, by=by, log=log, digest=row.digest, due=row.due_on.isoformat())
    return row.facts()


@operation(events.EXTENDED)
def extend(
    *, dossier_id: UUID, reason: str, by: Actor, at: datetime, log: bool = True, calendar: Workdays | None = None
) -> RoundFacts:
    """情况复杂的，经负责人批准延长一次审核期限。Raises Invalid, Refused (REV-07), Forbidden."""
    row = the_round(dossier_id)
    access.require(access.may_extend, by, row.organ_id, doing="批准延长审核期限")
    _in_state(row, State.OPEN, "延长期限")
    may_move(row, Move.EXTEND)
    if row.extended:
        raise Refused(limit_finding.finding("审核期限已经延长过一次", next_step="请在期限内出具意见"))
    row.extended, row.extension_reason = True, plain_text(reason, "reason", longest=200)
    row = _saved(row, dossier_id, calendar)
    trail(events.EXTENDED, row, at=at, by=by, log=log, reason=row.extension_reason, due=row.due_on.isoformat())
    return row.facts()


def _saved(row: Submission, dossier_id: UUID, calendar: Workdays | None) -> Submission:
    row.save()
    fresh = the_round(dossier_id)
    _reckon(fresh, organ(row.organ_id).domain, calendar)
    fresh.save(update_fields=["due_on", "due_provisional"])
    return fresh


def _in_state(row: Submission, state: State, doing: str) -> None:
    if row.state != state:
        facts = row.facts()
        message = f"第{row.round}轮法制审核现在是“{facts.state_name}”，不能{doing}"
        raise Refused(resubmission_findings.finding(message, next_step="请刷新后查看"))


def _reckon(row: Submission, domain: str, calendar: Workdays | None) -> None:
    """The last day, by the caller's calendar: the packaged one knows no notice that was loaded later."""
    day = local_day(row.submitted_at)
    where = local_for(figures.parameters, row.organ_id, domain)
    limit = figures.term(where, day, row.term, extended=row.extended)
    pauses = [] if row._state.adding else _pauses(row)
    answer = limit_of(day, limit, calendar or national(), pauses)
    row.due_on, row.due_provisional = local_day(answer.due), answer.provisional


def _pauses(row: Submission) -> list[tuple[date, date]]:
    ended = row.pauses.exclude(until=None).values_list("since", "until")
    return [(local_day(since), local_day(until)) for since, until in ended if until is not None]


def _fill(row: Submission, bundle: Bundle) -> None:
    row.title, row.digest, row.summary = bundle.title, bundle.digest, dict(bundle.summary)
    row.materials = [asdict(material) for material in bundle.materials]


def _checked(bundle: Bundle) -> Bundle:
    errors: dict[str, list[str]] = {}
    digest = bundle.digest.strip().lower()
    if not 32 <= len(digest) <= 128 or not set(digest) <= set("0123456789abcdef"):
        errors["digest"] = ["送审内容的摘要值须为十六进制字符。"]
    if not bundle.summary or not _is_json(bundle.summary):
        errors["summary"] = ["送审摘要不能为空，且只能是文字、整数、列表和对照表。"]
    if errors:
        raise Invalid(errors)
    title = plain_text(bundle.title, "title", shortest=2, longest=200)
    materials = tuple(_material(material, place) for place, material in enumerate(bundle.materials))
    return replace(bundle, title=title, digest=digest, materials=materials)


def _material(material: Material, place: int) -> Material:
    title = plain_text(material.title, f"materials.{place}.title", shortest=1, longest=200)
    for text in (material.kind, material.digest, material.reference):
        if len(text) > 500 or not text.isprintable():
            raise Invalid({f"materials.{place}": ["材料的种类、摘要值和存放处含有不可见的字符，或者过长。"]})
    return replace(material, title=title)


def _is_json(summary: Any) -> bool:
    try:
        written = canonical(dict(summary))
    except (TypeError, ValueError, RecursionError):
        return False
    return b"\\u0000" not in written
