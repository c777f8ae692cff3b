"""外部送审: drafts made in another system, the list and one of them with its files, rounds and opinions."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation import storage
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Actor, Role
from mingjing.kernel.days import as_moment
from mingjing.lawbook.terms import CATEGORY_NAMES
from mingjing.organs import queries as organs
from mingjing.organs.terms import DOMAIN_NAMES, Domain
from mingjing.records import operations as records
from mingjing.records import queries as kept
from mingjing.records.terms import NotFound
from mingjing.review import operations, queries
from mingjing.review.terms import DRAFT_STAGES, DraftFacts, DraftStage, RoundFacts
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.case_files import PURPOSES, SHOWN, sent, usual
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.review_inside import asked_inside, in_draft
from mingjing.sites.bureau.views.sheets import sheet

READERS = CASE_ROLES - {Role.ARCHIVIST}
PAGE, MOST = 50, 10_000
HEADINGS = (
    "机关",
    "来源系统",
    "来源编号",
    "执法类别",
    "送审事项",
    "当事人",
    "第几稿",
    "登记日期",
    "状态",
    "撤回原因",
    "内容摘要",
)
TONES = {
    "made": "quiet", "open": "info", "incomplete": "warn", "problems": "warn", "disputed": "warn", "replied": "warn", "settled": "warn",
    "answered": "info", "agreed": "good", "stale": "bad", "withdrawn": "quiet",
}  # fmt: skip


def _asked(request: BureauRequest) -> dict[str, Any]:
    """What is asked for: the own organ's; every organ's, or one chosen, for the supervisor."""
    own: list[UUID] | None = [request.actor.organ_id]
    if request.actor.has(Role.SUPERVISOR):
        chosen = organs.organ_by_slug(request.GET.get("organ", "").replace("\0", "")[:40])
        own = [chosen.id] if chosen else None
    category, stage = request.GET.get("category", ""), request.GET.get("stage", "")
    return {
        "organ_ids": own, "q": request.GET.get("q", "").replace("\0", "")[:80],
        "category": category if category in CATEGORY_NAMES else "", "stage": stage if stage in set(DraftStage) else "",
    }  # fmt: skip


@page(*READERS)
def outside_drafts(request: BureauRequest) -> HttpResponse:
    """The drafts, newest first."""
    asked, watches = _asked(request), request.actor.has(Role.SUPERVISOR)
    found = queries.outside_drafts(**asked, before=as_moment(request.GET.get("after", "")), limit=PAGE + 1)
    last = found[PAGE - 1] if len(found) > PAGE else None
    filters = [
        Field("q", "事项、当事人、编号、来源系统", "search", asked["q"]),
        Field("category", "执法类别", "select", asked["category"], choices=[("", "全部"), *CATEGORY_NAMES.items()]),
        Field("stage", "状态", "select", asked["stage"], choices=[("", "全部"), *((one.value, name) for one, name in DRAFT_STAGES.items())]),
    ]  # fmt: skip
    if watches:
        every = [("", "全部机关"), *((one.slug, one.name) for one in organs.organs())]
        filters.insert(0, Field("organ", "机关", "select", request.GET.get("organ", ""), choices=every))
    facts = {
        "rows": found[:PAGE], "next": f"{last.made_at.isoformat()}_{last.id.hex}" if last else "", "filters": filters, "watches": watches,
        "asked": any((asked["q"], asked["category"], asked["stage"])), "tones": TONES, "categories": CATEGORY_NAMES,
        "may": operations.may_submit(request.actor, request.actor.organ_id),
    }  # fmt: skip
    return render(request, "bureau/outside/list.html", facts)


@page(*READERS)
def outside_export(request: BureauRequest, kind: str) -> HttpResponse:
    """What is filtered, as a table."""
    rows = [
        [one.organ_name, one.source_system, one.source_ref, CATEGORY_NAMES[one.content.profile.category], one.content.title, one.content.party,
         f"第{one.version}稿", f"{timezone.localdate(one.made_at)}", one.stage_name, one.withdraw_reason, one.digest]
        for one in queries.outside_drafts(**_asked(request), limit=MOST)
    ]  # fmt: skip
    return sheet(kind, "outside-drafts", "外部送审", HEADINGS, rows)


def seen_draft(request: BureauRequest, outside_id: UUID) -> DraftFacts:
    """The draft, for its own organ and the supervisor. Raises Http404: a stranger learns nothing."""
    found = queries.outside_draft(outside_id)
    if found is None or not (request.actor.has(Role.SUPERVISOR) or found.organ_id == request.actor.organ_id):
        raise Http404
    return found


def moves_of(actor: Actor, found: DraftFacts, rounds: tuple[RoundFacts, ...]) -> list[tuple[str, str, bool]]:
    """Move, button and whether it is the main one, for what this person may do to the draft now."""
    if found.stage == DraftStage.WITHDRAWN:
        return []
    submits, reviews, settles = (
        bool(rule(actor, found.organ_id))
        for rule in (operations.may_submit, operations.may_review, operations.may_settle)
    )
    last = rounds[-1] if rounds else None
    dispute = last.dispute if last else None
    answered, extended = bool(last and last.response), bool(last and last.extended)
    waits = dispute.waits_for if dispute and dispute.open else ""
    stage = found.stage
    every = (
        ("submit", "送审", True, submits and stage in {"made", "stale", "answered"}),
        ("submit", "补齐材料，送审", True, submits and stage == "incomplete"),
        ("respond", "说明处理情况", True, submits and not answered and stage in {"problems", "settled", "disputed", "replied"}),
        ("raise", "提出分歧", False, submits and stage in {"problems", "answered"} and dispute is None),
        ("answer", "答复分歧", True, reviews and waits == "answer"),
        ("consult", "记录协商", True, (submits or reviews) and waits == "consult"),
        ("settle", "处理分歧", True, settles and waits == "settle"),
        ("extend", "批准延长期限", False, settles and stage == "open" and not extended),
        ("revise", "修改", False, submits and found.may_change),
        ("file", "提交文件", False, submits and found.may_change),
        ("withdraw", "撤回", False, submits),
    )  # fmt: skip
    return [(move, word, main) for move, word, main, may in every if may]


@page(*READERS)
def outside_draft(request: BureauRequest, outside_id: UUID) -> HttpResponse:
    """One draft: what it says, its files, every round with its opinion, its versions."""
    found = seen_draft(request, outside_id)
    rounds = queries.rounds(found.dossier_id)
    today = timezone.localdate()
    people = {who for one in rounds if one.dispute for who in one.dispute.people}
    inside = asked_inside(request.actor, in_draft(request.actor, found), rounds[-1] if rounds else None)
    facts = about(found, rounds) | inside | {
        "moves": moves_of(request.actor, found, rounds), "today": today, "tones": TONES,
        "names": {key: one.name for key, one in organs.persons(people).items()} if people else {},
        "opinions": {one.act_seq: one for one in kept.documents(found.dossier_id)},
        "versions": queries.draft_versions(found.id),
        "compared": queries.comparison(found.content.profile, today), "compared_on": today,
        "reviews": bool(operations.may_review(request.actor, found.organ_id)) and found.stage == DraftStage.OPEN,
        "submits": bool(operations.may_submit(request.actor, found.organ_id)),
        "hindrances": queries.draft_gate(found, today),
    }  # fmt: skip
    return render(request, "bureau/outside/one.html", facts)


def about(found: DraftFacts, rounds: tuple[RoundFacts, ...]) -> dict[str, Any]:
    """What every page of a draft shows: its words, its files, what changed from round to round, what is asked for."""
    today = timezone.localdate()
    files = queries.draft_files(found.id)
    profile = found.content.profile
    materials = queries.draft_materials(found, files, today)
    return {
        "found": found, "rounds": rounds, "files": [one for one in files if not one.void_reason],
        "voided": [one for one in files if one.void_reason], "kinds": queries.draft_kinds(profile, today),
        "category": CATEGORY_NAMES[profile.category], "domain": DOMAIN_NAMES[Domain(profile.domain)],
        "summary_rows": list(queries.draft_summary(found).items()),
        "changes": {
            now.round: queries.differences_in(rounds, before.round, now.round) for before, now in zip(rounds, rounds[1:], strict=False)
        },
        "missing": [one.name for one in queries.demands(profile, today, materials) if one.missing],
    }  # fmt: skip


@page(*READERS)
def outside_file(request: BureauRequest, outside_id: UUID, sent_id: UUID) -> HttpResponse:
    """One file; opening it asks what for, and is logged (调阅监督)."""
    found, file = seen_draft(request, outside_id), queries.draft_file(outside_id, sent_id)
    if file is None:
        raise Http404
    if request.method == "POST":
        purpose = PURPOSES.get(request.POST.get("purpose", ""))
        if purpose is None:
            messages.error(request, "请选择调阅用途。")
            return HttpResponseRedirect(reverse("bureau:outside_file", args=[found.id, file.id]))
        content = _read(lambda: storage.read(file.sha256))
        _looked(request, found, "attachment", file.file_id, file.name, purpose)
        return sent(request, content, file.media_type, file.name, file.sha256, save="_save" in request.POST)
    facts = {
        "found": found, "file": file, "purposes": PURPOSES, "usual": usual(request), "shown": file.media_type in SHOWN,
        "viewings": [one for one in kept.viewings(found.dossier_id) if one.name == file.name],
    }  # fmt: skip
    return render(request, "bureau/outside/file.html", facts)


@page(*READERS)
def outside_opinion(request: BureauRequest, outside_id: UUID, written_id: UUID) -> HttpResponse:
    """The opinion as an official PDF, as that of a case; the look is logged."""
    found = seen_draft(request, outside_id)
    try:
        made = records.render(dossier_id=found.dossier_id, document_id=written_id, at=timezone.now(), by=request.actor)
    except NotFound as problem:
        raise Http404(str(problem)) from None
    content = _read(lambda: storage.read(made.pdf_sha256))
    _looked(
        request, found, "document", made.id, f"{made.title}（{made.number}）", f"{PURPOSES[usual(request)]}（打开文书）"
    )
    name = f"{made.act_seq:03d}-{made.title}-{made.number}.pdf"
    return sent(request, content, "application/pdf", name, made.pdf_sha256, save="download" in request.GET)


def _read(content: Callable[[], bytes]) -> bytes:
    try:
        return content()
    except storage.Missing as problem:
        raise Http404(str(problem)) from None


def _looked(request: BureauRequest, found: DraftFacts, what: str, object_id: UUID, name: str, purpose: str) -> None:
    records.log_view(
        dossier_id=found.dossier_id, what=what, object_id=object_id, name=name, purpose=purpose, at=timezone.now(), by=request.actor
    )  # fmt: skip
