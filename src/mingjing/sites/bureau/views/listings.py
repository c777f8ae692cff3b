"""What the organ makes public beforehand (事前公示): every list, what waits, and each edition with its history."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.access import Forbidden
from mingjing.foundation.pages import Field
from mingjing.foundation.people import ROLE_NAMES, Role
from mingjing.organs import queries as organs
from mingjing.organs.terms import FUNCTION_MOVE_NAMES, OrganFacts
from mingjing.publicity import operations, queries
from mingjing.publicity.queries import Owed
from mingjing.publicity.terms import (
    EDITION_NAMES,
    ENTRY_MOVE_NAMES,
    ENTRY_MOVES,
    WAITING,
    EditionFacts,
    EditionState,
    EntryMove,
    KindSpec,
    kinds,
)
from mingjing.records import queries as records
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.figures import figures

PAGE = 50
PART_OF = {
    EntryMove.REVISE: "collect",
    EntryMove.DROP: "collect",
    EntryMove.CHECK: "check",
    EntryMove.RETURN: "check",
    EntryMove.RELEASE: "release",
    EntryMove.RETIRE: "release",
}


@page(*CASE_ROLES)
def desk(request: BureauRequest) -> HttpResponse:
    """Every kind of list of an organ: how much is public, what waits for whom, what no longer fits the law."""
    organ = chosen_organ(request)
    counts = queries.desk_counts(organ.id)
    stale = queries.stale(organ.id, timezone.localdate())
    outdated = {kind: sum(one.edition.kind == kind for one in stale) for kind in kinds()}
    vacant = queries.vacancies(organ.id, timezone.now())
    others = queries.kinds_of_others(organ.id)
    rows = [
        {
            "kind": kind,
            "public": counts.get((kind.key, EditionState.RELEASED), 0),
            "waiting": [
                (EDITION_NAMES[state], counts[kind.key, state])
                for state in EditionState
                if state in WAITING and counts.get((kind.key, state))
            ],
            "stale": outdated[kind.key],
            "vacant": vacant.get(kind.key, ()),
            "changed": len(queries.not_drawn(organ.id, kind.key, timezone.now())) + len(owed(organ, kind)),
        }
        for kind in kinds().values()
        if kind.key not in others or any(counts.get((kind.key, state)) for state in EditionState)
    ]
    lost = organs.functions_lost(organ.id)
    facts = {
        "rows": rows,
        "organ": organ,
        "stale": stale,
        "displaced": queries.displaced(organ.id, None, changes=lost),
        "displaced_charts": queries.displaced_charts(organ.id, None, changes=lost),
        "take_over": queries.to_take_over(organ.id),
        "list_names": {kind.key: kind.title for kind in kinds().values()},
        "move_names": FUNCTION_MOVE_NAMES,
        "who": {kind.key: roles(kind.collect) for kind in queries.staffed_kinds(organ.id).values()},
        "templates": queries.stale_texts((*queries.chart_texts(), *records.form_texts()), timezone.localdate()),
        "expired": queries.expired_delegations(organ.id, timezone.localdate()),
        "filters": organ_filter(request, organ),
        "query": suffix(request, organ),
    }
    return render(request, "bureau/publicity/lists.html", facts)


def chosen_organ(request: BureauRequest) -> OrganFacts:
    """The person's own organ; a supervisor chooses."""
    if request.actor.has(Role.SUPERVISOR) and (slug := request.GET.get("organ", "")):
        found = organs.organ_by_slug(slug)
        if found is None:
            raise Http404
        return found
    return organs.organ(request.actor.organ_id)


def organ_filter(request: BureauRequest, organ: OrganFacts) -> tuple[Field, ...]:
    if not request.actor.has(Role.SUPERVISOR):
        return ()
    choices = [(one.slug, one.name) for one in organs.organs()]
    return (Field("organ", "执法机关", "select", organ.slug, choices=choices),)


def suffix(request: BureauRequest, organ: OrganFacts) -> str:
    return f"?organ={organ.slug}" if request.actor.has(Role.SUPERVISOR) else ""


def the_kind(key: str) -> KindSpec:
    """The kind of an address."""
    if key not in kinds():
        raise Http404
    return kinds()[key]


@page(*CASE_ROLES)
def entries(request: BureauRequest, kind: str) -> HttpResponse:
    """One list of an organ: what waits first, then what is public."""
    the_kind(kind)
    organ = chosen_organ(request)
    spec, today = queries.staffed(organ.id, kind), timezone.localdate()
    waiting = queries.editions(organ.id, kind, states=tuple(WAITING))
    public = queries.editions(
        organ.id, kind, states=(EditionState.RELEASED,), after=request.GET.get("after", "")[:40], limit=PAGE + 1
    )
    own = request.actor.organ_id == organ.id
    facts = {
        "kind": spec,
        "organ": organ,
        "waiting": waiting,
        "public": public[:PAGE],
        "next": public[PAGE - 1].code if len(public) > PAGE else "",
        "total": queries.desk_counts(organ.id).get((kind, EditionState.RELEASED), 0),
        "names": EDITION_NAMES,
        "stale": {one.edition.id for one in queries.stale(organ.id, today, kind=kind)},
        "displaced": {one.edition.id for one in queries.displaced(organ.id, today, kind=kind)},
        "today": today,
        "may_collect": own and request.actor.has(*spec.collect),
        "changed": queries.not_drawn(organ.id, kind, timezone.now()),
        "owed": owed(organ, spec),
        "who": {part: roles(getattr(spec, part)) for part in ("collect", "check", "release")},
        "vacant": queries.vacancies(organ.id, timezone.now()).get(kind, ()),
        "remarks": records.keeping_remarks(organ.id, today) if spec.draws == "recording" else (),
        "concerned": spec.key not in queries.kinds_of_others(organ.id),
        "query": suffix(request, organ),
    }
    return render(request, "bureau/publicity/list.html", facts)


def owed(organ: OrganFacts, kind: KindSpec) -> tuple[Owed, ...]:
    """The texts that are to be drafted, or drafted anew because a figure changed."""
    if not kind.drafts:
        return ()
    return queries.texts_owed(organ.id, kind.key, figures(organ, kind.key, timezone.localdate()))


@page(*CASE_ROLES)
def draft(request: BureauRequest, kind: str) -> HttpResponse:
    """Draft the texts of a kind that are missing or whose figures changed."""
    spec, address = the_kind(kind), reverse("bureau:list_kind", args=[kind])
    if request.method != "POST":
        return HttpResponseRedirect(address)
    organ = organs.organ(request.actor.organ_id)
    known = figures(organ, kind, timezone.localdate())
    made = operations.draft_texts(organ_id=organ.id, kind=kind, figures=known, by=request.actor, at=timezone.now())
    if made:
        messages.success(request, f"已拟出 {len(made)} 份{spec.title}，可以修改，等待审核。")
    else:
        messages.info(request, "没有要拟的稿：内容都在，采用的期限也没有变化。")
    return HttpResponseRedirect(address)


def roles(held: frozenset[str]) -> str:
    """Roles in Chinese."""
    return "、".join(ROLE_NAMES[role] for role in Role if role in held)


@page(*CASE_ROLES)
def draw(request: BureauRequest, kind: str) -> HttpResponse:
    """Take over what the lawbook has and the list has not."""
    spec = the_kind(kind)
    address = reverse("bureau:list_kind", args=[kind])
    if request.method != "POST":
        return HttpResponseRedirect(address)
    made = operations.draw_entries(organ_id=request.actor.organ_id, kind=kind, by=request.actor, at=timezone.now())
    if made:
        messages.success(request, f"已提取 {len(made)} 项{spec.title}，等待审核。")
    else:
        messages.info(request, "本平台的清单没有变化，不用提取。")
    return HttpResponseRedirect(address)


def seen(request: BureauRequest, edition_id: UUID) -> EditionFacts:
    """The edition, for people of its organ and supervisors."""
    found = queries.edition(edition_id)
    if found is None:
        raise Http404
    if found.organ_id != request.actor.organ_id and not request.actor.has(Role.SUPERVISOR):
        raise Forbidden(f"{request.actor.name}不能查看{found.organ_name}的事前公示办理情况，公开的内容请到门户查看。")
    return found


@page(*CASE_ROLES)
def edition(request: BureauRequest, edition_id: UUID) -> HttpResponse:
    """One edition: contents, what it changes, who did what, and what may be done now."""
    found = seen(request, edition_id)
    return render(request, "bureau/publicity/edition.html", shown(request, found))


def shown(request: BureauRequest, found: EditionFacts) -> dict[str, Any]:
    """What the page of an edition draws."""
    spec, today = queries.staffed(found.organ_id, found.kind), timezone.localdate()
    stale = queries.stale(found.organ_id, today, edition_id=found.id)
    own = request.actor.organ_id == found.organ_id
    may = {
        move: ENTRY_MOVE_NAMES[move]
        for move, (starts, _) in ENTRY_MOVES.items()
        if found.state in starts and own and request.actor.has(*getattr(spec, PART_OF[move]))
    }
    if spec.draws:
        may.pop(EntryMove.REVISE, None)
    return {
        "found": found,
        "kind": spec,
        "state": "已发布，尚未施行" if found.waits_on(today) else EDITION_NAMES[EditionState(found.state)],
        "today": today,
        "may": may,
        "may_again": own
        and not spec.draws
        and found.state == EditionState.RELEASED
        and request.actor.has(*spec.collect),
        "who": {part: roles(getattr(spec, part)) for part in ("collect", "check", "release")},
        "editions": queries.siblings(found.entry_id),
        "names": EDITION_NAMES,
        "stale": next(iter(stale), None),
        "remarks": records.keeping_remarks(found.organ_id, today) if spec.draws == "recording" else (),
        "displaced": next(iter(queries.displaced(found.organ_id, None, edition_id=found.id)), None),
    }
