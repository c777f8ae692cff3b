"""The review page: the file on the left, the eight checks on the right, each with what the machine verified."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from mingjing.cases import queries
from mingjing.cases.queries.page import FormPage
from mingjing.foundation.people import Actor, Role
from mingjing.kernel.rulebook import registered
from mingjing.records import queries as records
from mingjing.review import queries as reviews
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.cases_page import seen
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.review_inside import asked_inside, in_case

# Which rules bear on each of the eight checks of 国办发〔2018〕118号第四部分.
BEARING: Mapping[str, tuple[str, ...]] = {
    "subject_lawful": ("G-01", "G-02"),
    "officers_qualified": ("G-04", "G-05", "X-01"),
    "procedure_lawful": (
        "STEP-01", "SUS-01", "G-08", "G-18", "G-19", "G-20", "G-21", "G-22", "G-23", "G-24", "G-25", "G-30", "G-31", "AV-01",
        "REC-01", "INS-01", "FIL-01", "PTY-02",
    ),
    "facts_evidence": ("G-06", "G-07", "G-13"),
    "law_discretion": ("G-09", "G-10", "G-11", "G-12", "G-14"),
    "within_powers": ("G-03", "G-15"),
    "documents_regular": ("DOC-02", "G-29", "REC-02"),
    "crime_handled": ("G-41",),
}  # fmt: skip


@page(*(CASE_ROLES - {Role.ARCHIVIST}))
def review(request: BureauRequest, case_id: UUID) -> HttpResponse:
    """The reviewer goes to the opinion's form, everybody else to the rounds of the case."""
    found = seen(request, case_id, "review")
    waiting = bool(found.rounds) and not found.rounds[-1].result
    if waiting and request.actor.has(Role.REVIEWER) and request.actor.organ_id == found.facts.organ.id:
        return HttpResponseRedirect(reverse("bureau:act", args=[case_id, "give_opinion"]))
    return HttpResponseRedirect(f"{reverse('bureau:case', args=[case_id])}?tab=review")


def review_facts(form: FormPage, actor: Actor) -> dict[str, Any]:
    """What lies beside the opinion: documents, evidence, what changed since the last round, what the machine verified."""
    dossier = queries.dossier_of(form.facts.id)
    kept = reviews.rounds(dossier)
    now = kept[-1] if kept else None
    before = kept[-2] if len(kept) > 1 else None
    changes = reviews.differences_in(kept, before.round, now.round) if now and before else ()
    since = before.opinion.given_at if before and before.opinion else None
    made = records.documents(dossier)
    return {
        "round": now,
        "before": before,
        "changes": changes,
        "documents": made,
        "fresh": [each for each in made if since is None or each.made_at > since],
        "evidence": form.facts.evidence,
        "verified": verified(form),
        "counsel": reviews.advice_on(dossier),
        "asks": True,
    } | asked_inside(actor, in_case(actor, form.facts, dossier), now)


def verified(form: FormPage) -> dict[str, dict[str, Any]]:
    """For each check: how many rules were asked about the acts done so far, and what they found."""
    # The score is reckoned as of the last act, so that opening the page twice shows the same.
    score = queries.score(form.facts, form.acts[-1].recorded_at)
    book = registered()
    return {
        check: {
            "rules": [(number, part.sentence) for number in rules for part in book.get(number, ())],
            "lost": [each for each in score.lost if each.finding.rule in rules],
        }
        for check, rules in BEARING.items()
    }
