"""What other rooms and pages ask about reviews."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding, Invalid
from mingjing.kernel.workdays import Workdays, national
from mingjing.review.models import Opinion, Submission
from mingjing.review.queries.counsel import advice_on as advice_on
from mingjing.review.queries.counsel import ask as ask
from mingjing.review.queries.counsel import ask_counts as ask_counts
from mingjing.review.queries.counsel import asks as asks
from mingjing.review.queries.counsel import counsel_counts as counsel_counts
from mingjing.review.queries.counsel import counsel_duties as counsel_duties
from mingjing.review.queries.counsel import counsel_figures as counsel_figures
from mingjing.review.queries.counsel import counsel_for as counsel_for
from mingjing.review.queries.counsel import counsel_member as counsel_member
from mingjing.review.queries.counsel import counsel_pool as counsel_pool
from mingjing.review.queries.disputes import dispute_findings as dispute_findings
from mingjing.review.queries.disputes import dispute_route as dispute_route
from mingjing.review.queries.disputes import disputes as disputes
from mingjing.review.queries.disputes import disputes_in as disputes_in
from mingjing.review.queries.disputes import disputes_waiting as disputes_waiting
from mingjing.review.queries.disputes import last_dispute as last_dispute
from mingjing.review.queries.lists import bounds as bounds
from mingjing.review.queries.lists import demands as demands
from mingjing.review.queries.lists import handed as handed
from mingjing.review.queries.lists import handed_in as handed_in
from mingjing.review.queries.lists import known_forms as known_forms
from mingjing.review.queries.lists import list_rows as list_rows
from mingjing.review.queries.lists import lists_waiting as lists_waiting
from mingjing.review.queries.lists import material_list as material_list
from mingjing.review.queries.lists import material_lists as material_lists
from mingjing.review.queries.lists import minimum as minimum
from mingjing.review.queries.lists import one_list as one_list
from mingjing.review.queries.lists import own_term as own_term
from mingjing.review.queries.lists import term_told as term_told
from mingjing.review.queries.majority import comparison as comparison
from mingjing.review.queries.majority import not_major as not_major
from mingjing.review.queries.majority import not_major_in as not_major_in
from mingjing.review.queries.majority import requirement as requirement
from mingjing.review.queries.outside import ASKED_NAMES as ASKED_NAMES
from mingjing.review.queries.outside import draft_bundle as draft_bundle
from mingjing.review.queries.outside import draft_file as draft_file
from mingjing.review.queries.outside import draft_files as draft_files
from mingjing.review.queries.outside import draft_involved as draft_involved
from mingjing.review.queries.outside import draft_kinds as draft_kinds
from mingjing.review.queries.outside import draft_materials as draft_materials
from mingjing.review.queries.outside import draft_summary as draft_summary
from mingjing.review.queries.outside import draft_versions as draft_versions
from mingjing.review.queries.outside import drafts_waiting as drafts_waiting
from mingjing.review.queries.outside import outside_by_dossier as outside_by_dossier
from mingjing.review.queries.outside import outside_by_ref as outside_by_ref
from mingjing.review.queries.outside import outside_draft as outside_draft
from mingjing.review.queries.outside import outside_drafts as outside_drafts
from mingjing.review.queries.outside import reviewed_streams as reviewed_streams
from mingjing.review.queries.publicity import BODY_CODE as BODY_CODE
from mingjing.review.queries.publicity import BODY_KIND as BODY_KIND
from mingjing.review.queries.publicity import LIST_KIND as LIST_KIND
from mingjing.review.queries.publicity import PublicStanding as PublicStanding
from mingjing.review.queries.publicity import body_values as body_values
from mingjing.review.queries.publicity import list_values as list_values
from mingjing.review.queries.publicity import outdated_in_public as outdated_in_public
from mingjing.review.queries.publicity import public_standing as public_standing
from mingjing.review.queries.requests import requests_waiting as requests_waiting
from mingjing.review.queries.requests import round_request as round_request
from mingjing.review.queries.requests import round_requests as round_requests
from mingjing.review.queries.staff import past_bodies as past_bodies
from mingjing.review.queries.staff import review_bodies as review_bodies
from mingjing.review.queries.staff import review_body as review_body
from mingjing.review.queries.staff import roster as roster
from mingjing.review.queries.staff import shortages as shortages
from mingjing.review.queries.staff import strength as strength
from mingjing.review.queries.staff import strengths as strengths
from mingjing.review.queries.staff import training as training
from mingjing.review.queries.staff import trainings as trainings
from mingjing.review.queries.staff import trend as trend
from mingjing.review.queries.staff import unit_trend as unit_trend
from mingjing.review.rules import WAYS, clearance_findings, figures, stale_findings, withdrawn_findings
from mingjing.review.terms import (
    ENDED,
    ClearanceFacts,
    DecisionProfile,
    DeskRow,
    Difference,
    DraftFacts,
    Figures,
    Result,
    RoundFacts,
    State,
    Way,
)


def _rows() -> QuerySet[Submission]:
    return Submission.objects.select_related("opinion", "dispute").prefetch_related("pauses")


def rounds(dossier_id: UUID) -> tuple[RoundFacts, ...]:
    """Every round of a dossier, oldest first, in two queries."""
    return tuple(row.facts() for row in _rows().filter(dossier_id=dossier_id).order_by("round"))


def rounds_of(dossier_ids: Collection[UUID]) -> dict[UUID, tuple[RoundFacts, ...]]:
    """The rounds of many dossiers in two queries; every id asked for is a key."""
    found: dict[UUID, list[RoundFacts]] = {one: [] for one in dossier_ids}
    for row in _rows().filter(dossier_id__in=list(found)).order_by("round"):
        found[row.dossier_id].append(row.facts())
    return {one: tuple(rows) for one, rows in found.items()}


def clearance(dossier_id: UUID) -> ClearanceFacts | None:
    """The latest written opinion of a dossier, with the digest it is about; None where there is none."""
    return clearance_in(rounds(dossier_id))


def clearance_in(known: Collection[RoundFacts]) -> ClearanceFacts | None:
    """The same, among rounds already at hand."""
    given = [(one, one.opinion) for one in known if one.opinion is not None]
    if not given:
        return None
    last, opinion = max(given, key=lambda pair: pair[0].round)
    return ClearanceFacts(
        dossier_id=last.dossier_id,
        round=last.round,
        digest=last.digest,
        result=opinion.result,
        passed=opinion.result == Result.AGREE,
        reviewer_id=opinion.reviewer_id,
        reviewer_name=opinion.reviewer_name,
        given_at=opinion.given_at,
        open_round=max((one.round for one in known if one.is_open), default=0),
    )


def gate(dossier_id: UUID, digest: str, profile: DecisionProfile, on: date) -> tuple[Finding, ...]:
    """What stands in the way of the decision (REV-03, REV-04); empty where the way is free."""
    known = rounds(dossier_id)
    cleared = clearance_in(known)
    waiting = max((one.round for one in known if one.is_open), default=0)
    missing: tuple[Finding, ...] = clearance_findings(requirement(profile, on), cleared, waiting)
    stale: tuple[Finding, ...] = stale_findings(cleared, digest.strip().lower())
    return missing or stale


def draft_gate(draft: DraftFacts, on: date) -> tuple[Finding, ...]:
    """The same of a draft made elsewhere: one that was withdrawn is no ground for a decision, whatever was said of it (REV-54)."""
    return withdrawn_findings(draft.stage) or gate(draft.dossier_id, draft.digest, draft.content.profile, on)


def desk(organ_id: UUID, on: date, calendar: Workdays | None = None) -> tuple[DeskRow, ...]:
    """Open submissions of an organ by deadline; those waiting for material come last and have no days left."""
    rows = _rows().filter(organ_id=organ_id).exclude(state__in=ENDED).order_by("due_on", "submitted_at")
    return tuple(
        sorted(
            (_desk_row(row.facts(), on, calendar or national()) for row in rows), key=lambda one: one.days_left is None
        )
    )


def _desk_row(facts: RoundFacts, on: date, calendar: Workdays) -> DeskRow:
    if facts.state == State.INCOMPLETE:
        return DeskRow(facts, overdue=False, days_left=None)
    overdue = on > facts.due_on
    return DeskRow(facts, overdue, 0 if overdue else calendar.count(on, facts.due_on))


def ways() -> tuple[Way, ...]:
    """Every way of the review, as the operations ask it: for the published flow chart."""
    return WAYS


def differences(dossier_id: UUID, before: int, after: int) -> tuple[Difference, ...]:
    """What changed between two rounds, field by field and material by material. Raises Invalid for an unknown round."""
    return differences_in(rounds(dossier_id), before, after)


def differences_in(every: Collection[RoundFacts], before: int, after: int) -> tuple[Difference, ...]:
    """The same, among rounds already at hand. Raises Invalid for an unknown round."""
    known = {one.round: one for one in every}
    if before not in known or after not in known:
        raise Invalid({"round": ["没有这一轮法制审核。"]})
    old, new = _flat(known[before]), _flat(known[after])
    names = dict.fromkeys([*old, *new])
    return tuple(Difference(n, old.get(n), new.get(n)) for n in names if old.get(n) != new.get(n))


def _flat(facts: RoundFacts) -> dict[str, str]:
    found = dict(_leaves(facts.summary, ""))
    for material in facts.materials:
        found[f"材料：{material.title}"] = material.digest or material.reference or "有"
    return found


def _leaves(value: Any, name: str) -> list[tuple[str, str]]:
    if isinstance(value, Mapping):
        return [
            leaf for key, inner in value.items() for leaf in _leaves(inner, f"{name} / {key}" if name else str(key))
        ]
    if isinstance(value, list | tuple):
        return [leaf for place, inner in enumerate(value, 1) for leaf in _leaves(inner, f"{name} / {place}")]
    return [(name, "" if value is None else str(value))]


def statistics(organ_ids: Collection[UUID], since: datetime, until: datetime) -> Figures:
    """Rounds submitted, and opinions given by result, from `since` up to (not including) `until`, in two queries."""
    submitted = Submission.objects.filter(
        organ_id__in=organ_ids, submitted_at__gte=since, submitted_at__lt=until
    ).count()
    given = Opinion.objects.filter(submission__organ_id__in=organ_ids, given_at__gte=since, given_at__lt=until)
    counted = given.aggregate(
        agreed=Count("id", filter=Q(result=Result.AGREE)),
        returned=Count("id", filter=Q(result=Result.RETURN)),
        disagreed=Count("id", filter=Q(result=Result.DISAGREE)),
        corrected=Count("id", filter=Q(result=Result.CORRECT)),
        transferred=Count("id", filter=Q(result=Result.TRANSFER)),
        late=Count("id", filter=Q(late=True)),
    )
    return Figures(submitted=submitted, **counted)


def statement(whose: str, on: date) -> str:
    """What the handler (submit), the reviewer (opinion) or the head (decision) states to answer for (L-13)."""
    return figures.statement(whose, on)


def first_review_on(person_id: UUID) -> date | None:
    """The day of a reviewer's first opinion in this installation."""
    given = (
        Opinion.objects.filter(reviewer_id=person_id).order_by("given_at").values_list("given_at", flat=True).first()
    )
    return None if given is None else local_day(given)
