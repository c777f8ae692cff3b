"""The page of one case: header with clocks, tasks, and a tab for each kind of thing the file holds."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from markupsafe import Markup

from mingjing.cases import operations, queries
from mingjing.cases.queries.chart import chart_svg
from mingjing.cases.queries.coverage import owed as duties
from mingjing.cases.queries.force import carried
from mingjing.cases.queries.majority import scope_of
from mingjing.cases.queries.measures import taken
from mingjing.cases.queries.oversight import refusals
from mingjing.cases.queries.page import CasePage
from mingjing.cases.queries.recordings import misfits, recorded
from mingjing.cases.queries.statements import stated
from mingjing.cases.terms import ActFacts, Procedure, State
from mingjing.cases.terms.deadlines import STATE_NAMES
from mingjing.cases.terms.recording import LEVEL_NAMES, STAND_NAMES, WHY_NAMES
from mingjing.foundation.pages import page_url
from mingjing.foundation.people import Role
from mingjing.kernel.codes import grouped
from mingjing.organs import queries as organs
from mingjing.publicity import operations as telling
from mingjing.publicity import queries as publicity
from mingjing.records import queries as films
from mingjing.review import queries as reviews
from mingjing.review.terms import RoundFacts
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.cases_tasks import groups, next_step
from mingjing.sites.bureau.views.cases_timeline import cited_benchmark, cited_in, events, shown_fields
from mingjing.sites.bureau.views.comparing import beside_others
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.review_inside import asked_inside, in_case
from mingjing.supervision import queries as supervision

TABS = {
    "work": "办理", "timeline": "时间线", "documents": "文书", "evidence": "证据", "recordings": "音像", "clocks": "期限", "review": "审核",
    "publicity": "公示", "check": "案卷体检", "similar": "裁量", "related": "关联案件",
}  # fmt: skip
# What each tab reads besides the acts; the rest is not asked for.
NEEDS = {
    "work": frozenset({"drafts", "related"}),
    "timeline": frozenset({"documents", "attachments", "viewings"}),
    "documents": frozenset({"documents", "attachments"}),
    "check": frozenset({"related"}),
    "related": frozenset({"related"}),
}
ORDER_READERS = (Role.SUPERVISOR, Role.HEAD, Role.REVIEWER)
LIABILITY_READERS = (Role.SUPERVISOR, Role.HEAD)
TONES = {State.OPEN: "info", State.MET: "good", State.LATE: "warn", State.BREACHED: "bad", State.LAPSED: "quiet"}


def seen(request: BureauRequest, case_id: UUID, tab: str = "work") -> CasePage:
    """The case, for those who may see it. Raises Http404: a stranger learns nothing, not even that it exists."""
    try:
        return queries.case_page(case_id, request.actor, timezone.now(), want=NEEDS.get(tab, frozenset()))
    except queries.CaseNotFound as problem:
        raise Http404(str(problem)) from None


@page(*CASE_ROLES)
def case(request: BureauRequest, case_id: UUID) -> HttpResponse:
    """One case."""
    tab = request.GET.get("tab", "work")
    tab = tab if tab in TABS else "work"
    found = seen(request, case_id, tab)
    facts: dict[str, Any] = {
        "case": found,
        "row": found.row,
        "facts": found.facts,
        "number": found.row["number"] or found.row["lead_number"],
        "tab": tab,
        "tabs": [
            (key, word, _count(found, key)) for key, word in TABS.items() if _has_part(found.facts.procedure, key)
        ],
        "clocks": {clock.code: clock for clock in found.clocks},
        "publication": next(iter(publicity.by_source(str(found.dossier_id))), None) if found.facts.decision else None,
        "next": next_step(found) if tab == "work" else None,
        "flow": flow(found),
        "chart": chart(found) if tab == "work" else "",
        "redo": may_redo(request, found),
        "followed": queries.founded_by(found.id) if tab == "related" else (),
        "stage": found.facts.procedure.stages[found.facts.stage],
        "own": request.actor.organ_id == found.facts.organ.id,
        "progress_code": progress_code(request, found),
        "cited": cited_benchmark(found.facts),
        "orders": supervision.orders_of_case(found.id, request.actor) if request.actor.has(*ORDER_READERS) else (),
        "liabilities": supervision.liabilities_of_case(found.id, request.actor)
        if request.actor.has(*LIABILITY_READERS)
        else (),
        "may_order": request.actor.has(Role.SUPERVISOR) and request.actor.organ_id != found.facts.organ.id,
        "dispute": reviews.last_dispute(found.dossier_id) if found.rounds and tab == "work" else None,
        "applied": publicity.applications_of(str(found.dossier_id), request.actor) if tab == "work" else (),
        "states": {clock.code + str(clock.ref): clock.state(found.now) for clock in found.clocks},
        "state_names": STATE_NAMES,
        "tones": TONES,
    }
    section: Callable[[BureauRequest, CasePage], dict[str, Any]] | None = SECTIONS.get(tab)
    return render(request, "bureau/cases/case.html", facts | (section(request, found) if section else {}))


def _has_part(table: Procedure, tab: str) -> bool:
    """Whether cases of a procedure can have what a tab shows: a check decides nothing, a licence is no measure of a fine."""
    if tab == "publicity":
        return any(act.decision for act in table.acts.values())
    if tab == "similar":
        return table.kind == "penalty"
    needed = {"evidence": "collect_evidence", "review": "submit_review"}.get(tab)
    return needed is None or needed in table.acts


def _count(found: CasePage, tab: str) -> str:
    if tab == "evidence" and found.facts.evidence:
        return str(len(found.facts.evidence))
    return str(len(found.rounds)) if tab == "review" and found.rounds else ""


def chart(found: CasePage) -> Markup:
    """The flow chart with you-are-here; drawn by us from the procedure table, so it is markup we trust."""
    done = frozenset(act.code for act in found.facts.acts)
    return Markup(chart_svg(found.facts.procedure, found.facts.stage, done))  # noqa: S704


def flow(found: CasePage) -> list[dict[str, Any]]:
    """The stages of the procedure as steps; after an exit, what the exit leads to is still to come."""
    stages, here = found.facts.procedure.stages, found.facts.stage
    leaves = stages[here].kind == "exit"
    after = {to for act in found.facts.procedure.acts.values() if here in act.sources for to in act.targets()}
    ahead = {stage.code for stage in stages.values() if stage.kind == "end"} | (after if leaves else set())
    entered = {each.stage_after: each.on for each in reversed(found.facts.acts)}
    order = stages[here].order
    way = [stage for stage in stages.values() if stage.kind != "exit" or stage.code == here]
    done = {each.stage_after for each in found.facts.acts}
    return [
        {
            "label": stage.name,
            "state": "here" if stage.code == here else "done" if stage.code in done and stage.order < order else
            "ahead" if stage.code in ahead or (stage.order > order and not leaves) else "skipped",
            "at": entered.get(stage.code),
        }
        for stage in sorted(way, key=lambda each: (each.kind == "end", leaves and each.code in ahead, each.order))
    ]  # fmt: skip


def progress_code(request: BureauRequest, found: CasePage) -> str:
    """The code on the party's papers, for who may have to tell it at the counter: handlers and heads of the organ."""
    own = request.actor.organ_id == found.facts.organ.id and request.actor.has(Role.HANDLER, Role.HEAD)
    return grouped(telling.progress_code(str(found.dossier_id))) if own else ""


def may_redo(request: BureauRequest, found: CasePage) -> bool:
    """Whether a new decision was ordered and this person may begin it."""
    change = found.facts.last("change_decision")
    return bool(
        change
        and change.data.get("redo") == "yes"
        and request.actor.organ_id == found.facts.organ.id
        and request.actor.has(Role.HANDLER)
    )


def work(request: BureauRequest, found: CasePage) -> dict[str, Any]:
    """Acts by what this person can do with them now."""
    return {"groups": groups(found), "taken": taken(found.facts, found.now), "carried": carried(found.facts, found.now)}


def timeline(request: BureauRequest, found: CasePage) -> dict[str, Any]:
    """Everything that happened, in one line of time."""
    refused = refusals(request.actor, case_id=found.id)
    newest_first = request.GET.get("order") != "old"
    disputes = reviews.disputes_in(found.dossier_id) if found.rounds else {}
    return {"events": events(found, refused, disputes, newest_first=newest_first), "newest_first": newest_first}


def documents(request: BureauRequest, found: CasePage) -> dict[str, Any]:
    """Documents with a picture, and files."""
    acts = {each.seq: each for each in found.facts.acts}
    made = [{"facts": each, "act": acts.get(each.act_seq)} for each in found.documents]
    used = {
        str(one["id"]): act
        for act in found.facts.acts
        for value in act.data.values()
        if isinstance(value, list)
        for one in value
        if isinstance(one, dict) and "sha256" in one
    }
    own = request.actor.organ_id == found.facts.organ.id and request.actor.has(Role.HANDLER, Role.CHAIR)
    offered = own and found.facts.stage != "archived"
    return {
        "added_forms": films.added_forms(found.facts.organ.id, timezone.localdate()) if offered else (),
        "unfiled": dict(films.form_warnings(found.documents)),
        "sealings": films.sealings(found.dossier_id),
        "signed": films.signed_documents(found.dossier_id),
        "made": made,
        "files": [{"facts": each, "act": used.get(str(each.id))} for each in found.attachments],
    }


def evidence(request: BureauRequest, found: CasePage) -> dict[str, Any]:
    """Evidence with its hashes and whether it still counts."""
    kinds = found.facts.procedure.field("collect_evidence", "kind")
    why = {each.data.get("evidence_no"): each for each in found.facts.all("exclude_evidence")}
    rows = [
        {"no": no, "act": act, "counts": counts, "kind": kinds.options.get(act.data["kind"], "") if kinds else "",
         "files": act.data.get("files", ()), "excluded": why.get(no)}
        for no, act, counts in found.facts.evidence
    ]  # fmt: skip
    return {"evidence": rows}


def filmed(request: BureauRequest, found: CasePage) -> dict[str, Any]:
    """Audio-video with its marks, and how much of each step is recorded."""
    held = films.recordings(found.dossier_id)
    acts = {act.seq: act for act in found.facts.acts}
    rows = [
        {"one": one, "act": _act_name(found, acts.get(one.act_seq)), "findings": misfits(found.facts, one)}
        for one in held
    ]
    names = {"stand_names": STAND_NAMES, "levels": LEVEL_NAMES, "why_names": WHY_NAMES}
    return {"filed": rows, "covered": recorded(found.facts, held), "owing": duties(found.facts), **names}


def _act_name(found: CasePage, act: ActFacts | None) -> str:
    return found.facts.procedure.acts[act.code].name if act else ""


def review(request: BureauRequest, found: CasePage) -> dict[str, Any]:
    """Every round: what was asked, what came back, what changed."""
    kept = {each.round: each for each in reviews.rounds(found.dossier_id)}
    rounds = [
        {
            "facts": each,
            "kept": kept.get(each.number),
            "changes": reviews.differences_in(kept.values(), each.number - 1, each.number)
            if each.number > 1 and {each.number, each.number - 1} <= kept.keys()
            else (),
        }
        for each in found.rounds
    ]
    last = found.rounds[-1] if found.rounds else None
    who = {person for each in kept.values() if each.dispute for person in each.dispute.people}
    names = {key: one.name for key, one in organs.persons(who).items()} if who else {}
    on, compared = scope_of(found.facts, found.ctx)
    scope = {"compared": compared, "compared_on": on}
    own = request.actor.organ_id == found.facts.organ.id
    place = in_case(request.actor, found.facts, found.dossier_id)
    inside = asked_inside(request.actor, place, kept[max(kept)] if kept else None)
    return (
        scope
        | inside
        | {
            "stated": stated(found.facts),
            "names": names,
            "may_raise": may_raise(request, found, kept),
            "rounds": rounds,
            "stale": bool(last and last.result == "agree" and last.digest != found.digest),
            "counsel": reviews.advice_on(found.dossier_id) if rounds and request.actor.has(*ORDER_READERS) else None,
            "asks": own and request.actor.has(Role.HEAD, Role.REVIEWER),
        }
    )


def may_raise(request: BureauRequest, found: CasePage, kept: Mapping[int, RoundFacts]) -> bool:
    """Whether this handler of the case may still disagree with the latest opinion."""
    last = kept[max(kept)] if kept else None
    open_here = found.facts.stage in found.facts.procedure.sources("submit_review")
    refused = last is not None and last.opinion is not None and last.opinion.result != "agree" and last.dispute is None
    return refused and open_here and any(move.spec.code == "submit_review" and move.mine for move in found.moves)


def published(request: BureauRequest, found: CasePage) -> dict[str, Any]:
    """Where the publication stands."""
    every = publicity.by_source(str(found.dossier_id))
    return {"publications": [(each, publicity.history(each.id)) for each in every]}


def check(request: BureauRequest, found: CasePage) -> dict[str, Any]:
    """The self-check of the file."""
    return {"score": queries.score(found.facts, found.now)}


def related(request: BureauRequest, found: CasePage) -> dict[str, Any]:
    """Other cases on the same party; those of another organ without a link."""
    names = {code: stage.name for code, stage in found.facts.procedure.stages.items()}
    return {"stage_names": names}


def similar(request: BureauRequest, found: CasePage) -> dict[str, Any]:
    """Decided cases like this one, and what others received."""
    return beside_others(request, found.facts)


SECTIONS: dict[str, Callable[[BureauRequest, CasePage], dict[str, Any]]] = {
    "work": work, "timeline": timeline, "documents": documents, "evidence": evidence, "recordings": filmed, "review": review,
    "publicity": published, "check": check, "similar": similar, "related": related,
}  # fmt: skip


@page(*CASE_ROLES)
def record(request: BureauRequest, case_id: UUID, seq: int) -> HttpResponse:
    """One act as it was recorded: every field, its documents, its place in the ledger."""
    found = seen(request, case_id, "documents")
    act = found.facts.act(seq)
    if act is None:
        raise Http404
    spec = found.facts.procedure.acts[act.code]
    plain, tables = shown_fields(spec, act)
    facts = {
        "case": found,
        "number": found.row["number"] or found.row["lead_number"],
        "act": act,
        "spec": spec,
        "plain": plain,
        "tables": tables,
        "cited": cited_in(act.data),
        "made": [each for each in found.documents if each.act_seq == seq],
        "ledger_url": page_url("bureau:ledger", default=""),
    }
    return render(request, "bureau/cases/record.html", facts)


@page(Role.HANDLER)
def redo(request: BureauRequest, case_id: UUID) -> HttpResponse:
    """Begin again in place of a decision that was revoked and ordered to be made anew."""
    found = seen(request, case_id)
    if request.method != "POST" or request.actor.organ_id != found.facts.organ.id:
        raise Http404
    now = timezone.now()
    fresh = operations.redo(case_id=found.id, by=request.actor, at=now, now=now)
    messages.success(request, "已重新登记案件，原案在“关联案件”中。")
    return HttpResponseRedirect(reverse("bureau:case", args=[fresh]))
