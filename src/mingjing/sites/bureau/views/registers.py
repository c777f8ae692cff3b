"""Registers that every signed-in person may read: organs, officers and their certificates."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import ROLE_NAMES, Role
from mingjing.organs import operations, queries
from mingjing.organs.terms import (
    DOMAIN_NAMES,
    FUNCTION_MOVE_NAMES,
    LEVEL_NAMES,
    ORGAN_KIND_NAMES,
    CertificateFacts,
    Domain,
    Level,
    OrganFacts,
    OrganKind,
    PersonFacts,
)
from mingjing.sites.bureau.views import history
from mingjing.sites.bureau.views.gate import BureauRequest, page

SOON, PAGE = 60, 50
T = TypeVar("T")


@page()
def organs(request: BureauRequest) -> HttpResponse:
    """执法主体名录 (P-02), with those no longer in force marked."""
    today = timezone.localdate()
    word = request.GET.get("q", "").strip()[:50]
    found = [one for one in queries.organs() if word in one.name or word.upper() in one.uscc]
    facts = {
        "organs": found,
        "filters": (Field("q", "名称或信用代码", "search", word),),
        "active": (("q", f"含“{word}”"),) if word else (),
        "in_force": {one.id: one.effective_on(today) for one in found},
        "words": _organ_words(),
        "keeps": request.actor.has(Role.SYSTEM_ADMIN),
    }
    return render(request, "bureau/organs.html", facts)


@page()
def organ(request: BureauRequest, slug: str) -> HttpResponse:
    """One organ with its people."""
    facts = queries.organ_by_slug(slug)
    if facts is None:
        raise Http404
    at = timezone.now()
    people = queries.people(facts.id)
    shown = {
        "organ": facts,
        "parents": _named(facts),
        "in_force": facts.effective_on(timezone.localdate(at)),
        "rows": officer_rows(people, at),
        "ratio": queries.reviewer_ratio(facts.id, timezone.localdate(at)),
        "words": _organ_words(),
        "keeps": operations.may_keep(request.actor, facts.id),
        "functions": queries.function_changes(facts.id, withdrawn=True),
        "move_names": FUNCTION_MOVE_NAMES,
        "history": history.about_organ(facts) if history.may_read(request.actor, facts.id) else (),
    }
    return render(request, "bureau/organ.html", shown)


@page()
def officers(request: BureauRequest) -> HttpResponse:
    """执法人员名录 (P-03): one organ at a time, with whether each certificate is valid now."""
    every = queries.organs()
    chosen, rows = _everybody(request, every)
    state, word = request.GET.get("state", ""), request.GET.get("q", "").strip()[:50]
    counts = {key: sum(1 for row in rows if row["state"] == key) for key in STATES}
    found = _narrowed(request, rows)
    shown, after, before = leaf(found, request.GET.get("after", "") or request.GET.get("before", ""))
    facts = {
        "rows": shown,
        "total": len(found),
        "after": after,
        "before": before,
        "may_keep": chosen is not None and operations.may_keep(request.actor, chosen.id),
        "tabs": (("", "全部", len(rows)), *((key, STATES[key][0], counts[key]) for key in STATES)),
        "state": state,
        "filters": (
            Field(
                "organ", "执法机关", "select", chosen.slug if chosen else "", choices=[(o.slug, o.name) for o in every]
            ),
            Field("q", "姓名或证号", "search", word),
        ),
        "active": (("q", f"含“{word}”"),) if word else (),
        "organ": chosen,
    }
    return render(request, "bureau/officers.html", facts)


def listed(request: BureauRequest) -> tuple[OrganFacts | None, list[dict[str, Any]]]:
    """The organ and the officers that an address filters, all pages of it."""
    chosen, rows = _everybody(request, queries.organs())
    return chosen, _narrowed(request, rows)


def _everybody(request: BureauRequest, every: tuple[OrganFacts, ...]) -> tuple[OrganFacts | None, list[dict[str, Any]]]:
    chosen = next((o for o in every if o.slug == request.GET.get("organ")), None) or _own(every, request.actor.organ_id)
    return chosen, officer_rows(queries.people(chosen.id), timezone.now()) if chosen else []


def _narrowed(request: BureauRequest, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    state, word = request.GET.get("state", ""), request.GET.get("q", "").strip()[:50]
    return [row for row in rows if state in ("", row["state"]) and word in f"{row['name']}{row['number']}"]


def leaf(rows: Sequence[T], asked: str, limit: int = PAGE) -> tuple[Sequence[T], str, str]:
    """One page of a list that fits in memory, and the places of the next and the one before."""
    start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    after = str(start + limit) if start + limit < len(rows) else ""
    return rows[start : start + limit], after, str(max(start - limit, 0)) if start else ""


@page()
def officer(request: BureauRequest, person_id: UUID) -> HttpResponse:
    """One officer: certificates with every interruption, roles held, legal qualification."""
    person = queries.persons([person_id]).get(person_id)
    if person is None:
        raise Http404
    at = timezone.now()
    held = queries.certificates([person_id])[person_id]
    facts = {
        "person": person,
        "organ": queries.organ(person.organ_id),
        "certificates": [(one, one.problem_at(at, person.organ_id)) for one in held],
        "roles": [
            (ROLE_NAMES[Role(one.role)], one, one.ends_at is None or one.ends_at > at)
            for one in queries.appointments(person_id)
        ],
        "qualification": queries.qualification(person_id),
        "at": at,
        "photos": queries.photographed([one.id for one in held]),
        "keeps": operations.may_keep(request.actor, person.organ_id),
        "appoints": operations.may_appoint(request.actor, person.organ_id),
        "unlocks": operations.may_unlock(request.actor, person_id, person.organ_id, at),
        "withholds": operations.may_withhold(request.actor, person.organ_id),
        "account": queries.account_of(person_id),
        "stays": queries.unit_stays(person_id),
        "history": history.about_person(person) if history.may_read(request.actor, person.organ_id) else (),
    }
    return render(request, "bureau/officer.html", facts)


STATES = {
    "valid": ("有效", "good"),
    "soon": ("即将到期", "warn"),
    "expired": ("不能执法", "bad"),
    "none": ("无证", "quiet"),
}


def officer_rows(people: Iterable[PersonFacts], at: datetime) -> list[dict[str, Any]]:
    """People with the certificate that counts now, for a table."""
    listed = list(people)
    held = queries.certificates(one.id for one in listed)
    return [_row(one, held[one.id], at) for one in listed]


def _row(person: PersonFacts, held: tuple[CertificateFacts, ...], at: datetime) -> dict[str, Any]:
    best = next((one for one in held if one.valid_at(at, person.organ_id)), held[0] if held else None)
    problem = best.problem_at(at, person.organ_id) if best else "没有登记执法证"
    state = "none" if best is None else "expired" if problem else "valid"
    if state == "valid" and best and (best.valid_to - timezone.localdate(at)).days <= SOON:
        state = "soon"
    return {
        "id": person.id,
        "name": person.name,
        "unit": "，".join(part for part in (person.unit, person.post) if part),
        "number": best.number if best else "",
        "category": best.category if best else "",
        "valid_to": best.valid_to if best else None,
        "problem": problem,
        "state": state,
        "word": STATES[state][0],
        "tone": STATES[state][1],
    }


def _own(every: tuple[OrganFacts, ...], organ_id: UUID) -> OrganFacts | None:
    return next((one for one in every if one.id == organ_id), None)


def _named(facts: OrganFacts) -> dict[str, str]:
    """Names of the superior and the entrusting organ."""
    known = {one.id: one.name for one in queries.organs()}
    return {
        "parent": known.get(facts.parent_id, "") if facts.parent_id else "",
        "principal": known.get(facts.principal_id, "") if facts.principal_id else "",
    }


def _organ_words() -> dict[str, dict[str, str]]:
    return {
        "level": {level.value: LEVEL_NAMES[level] for level in Level},
        "kind": {kind.value: ORGAN_KIND_NAMES[kind] for kind in OrganKind},
        "domain": {domain.value: DOMAIN_NAMES[domain] for domain in Domain},
    }
