"""评议考核: the schemes, one scheme with the organs' scores, the signed table as page, PDF, XLSX and CSV."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.organs import queries as organs
from mingjing.publicity import operations as publicity
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.sheets import sheet
from mingjing.supervision import operations, queries
from mingjing.supervision.terms.appraisals import (
    INTERNAL,
    PUBLISHING,
    SchemeDraft,
    SchemeFacts,
    SchemeItem,
    SchemeState,
)

READERS = (Role.SUPERVISOR, Role.HEAD, Role.REVIEWER)
HOME = "评议考核"
BY_HAND = 8
ALIASES = {"scheme": "title", "items": "full_publicity"}


@page(*READERS)
def schemes(request: BureauRequest) -> HttpResponse:
    """The schemes, newest first."""
    facts = {
        "rows": queries.schemes(request.actor),
        "drafts": request.actor.has(Role.SUPERVISOR),
        "days": queries.objection_days(),
    }
    return render(request, "bureau/appraisals/schemes.html", facts)


def _seen(request: BureauRequest, scheme_id: UUID) -> SchemeFacts:
    found = queries.scheme(scheme_id, request.actor)
    if found is None:
        raise Http404
    return found


@page(*READERS)
def scheme(request: BureauRequest, scheme_id: UUID) -> HttpResponse:
    """One scheme: what it says, the scores under it, the table once it is signed."""
    found = _seen(request, scheme_id)
    facts = {
        "found": found, "scores": queries.appraisals(scheme_id, request.actor), "table": queries.standing_table(scheme_id, request.actor),
        "metrics": queries.metrics(), "drafts": request.actor.has(Role.SUPERVISOR), "over": timezone.localdate() > found.until,
    }  # fmt: skip
    return render(request, "bureau/appraisals/scheme.html", facts)


@page(Role.SUPERVISOR)
def scheme_new(request: BureauRequest) -> HttpResponse:
    """Draft the scheme of a year, or a new version of one that is released."""
    again = request.GET.get("again", "")
    start = _from(request, again) if again else None
    made: list[SchemeFacts] = []

    def act(typed: Typed) -> str:
        made.append(operations.draft_scheme(draft=_draft(typed), by=request.actor, at=timezone.now()))
        return f"已拟定{made[0].number}第 {made[0].seq} 版，核对以后印发。"

    return step(request, Step(
        "另出一版考核方案" if start else "拟定考核方案", ((HOME, reverse("bureau:schemes")), ("拟定方案", "")), _fields(request, start, bool(start)), act,
        "保存草案", reverse("bureau:schemes"), then=lambda: reverse("bureau:scheme", args=[made[0].id]), aliases=ALIASES, note=_NOTE,
    ))  # fmt: skip


_NOTE = "分值合计 100。平台能计算的项目按件数自动得分，其余由人评分并写明事实、理由和材料。不得考核罚款、罚没的数额和处罚、办案的数量（行政处罚法第七十四条，SUP-71）。"


def _from(request: BureauRequest, key: str) -> SchemeFacts:
    try:
        return _seen(request, UUID(key))
    except ValueError:
        raise Http404 from None


@page(Role.SUPERVISOR)
def scheme_change(request: BureauRequest, scheme_id: UUID) -> HttpResponse:
    """Change a draft."""
    found, back = _seen(request, scheme_id), reverse("bureau:scheme", args=[scheme_id])

    def act(typed: Typed) -> str:
        operations.change_scheme(scheme_id=scheme_id, draft=_draft(typed), by=request.actor, at=timezone.now())
        return "草案已修改。"

    trail = ((HOME, reverse("bureau:schemes")), (found.number, back), ("修改草案", ""))
    return step(
        request,
        Step("修改草案", trail, _fields(request, found, found.seq > 1), act, "保存", back, aliases=ALIASES, note=_NOTE),
    )


def _fields(request: BureauRequest, start: SchemeFacts | None, again: bool) -> tuple[Field, ...]:
    """The fields of a scheme, filled from the one before."""
    today = timezone.localdate()
    region = organs.organ(request.actor.organ_id).region
    every = [
        (str(one.id), one.name) for one in organs.organs() if one.region == region and one.id != request.actor.organ_id
    ]
    chosen = [str(key) for key, _ in start.organs] if start else [key for key, _ in every]
    fixed = {"readonly": True} if start else {}
    fields = [
        Field("year", "考核年度", "number", start.year if start else today.year, required=True, attributes={"min": 2019, "max": 2100, **fixed}),
        Field("title", "方案名称", "text", start.title if start else f"{today.year} 年度行政执法评议考核方案", required=True, attributes={"maxlength": 120}),
        Field("since", "考核期间自", "date", start.since if start else date(today.year, 1, 1), required=True),
        Field("until", "考核期间至", "date", start.until if start else date(today.year, 12, 31), required=True, help="届满以前印发方案，届满以后评分"),
        Field("organ_ids", "被考核的机关", "checkboxes", chosen, required=True, choices=every),
        Field("publish", "结果怎样通报", "radio", start.publish if start else INTERNAL, required=True, choices=list(PUBLISHING.items())),
    ]  # fmt: skip
    if again:
        fields.append(Field("reason", "另出一版的理由", "textarea", start.reason if start and start.state == SchemeState.DRAFT else "", required=True, attributes={"maxlength": 2000}))  # fmt: skip
    fields += [*_counted(start), *_by_hand(start)]
    note = Field(
        "note", "方案说明", "textarea", start.note if start else "", rows=4, part="说明", attributes={"maxlength": 4000}
    )
    return (*fields, note)


def _counted(start: SchemeFacts | None) -> list[Field]:
    held = {one.metric: one.full for one in start.items if one.metric} if start else {}
    return [
        Field(
            f"full_{key}", one.title, "number", f"{held[key].normalize():f}" if key in held else "", unit="分", help=f"{one.counted}。不考核的留空",
            part="" if at else "平台计算的项目", attributes={"min": 0, "max": 100, "step": "0.5"},
        )
        for at, (key, one) in enumerate(queries.metrics().items())
    ]  # fmt: skip


def _by_hand(start: SchemeFacts | None) -> list[Field]:
    held = [one for one in start.items if not one.metric] if start else []
    fields = []
    for at in range(BY_HAND):
        one = held[at] if at < len(held) else None
        key = f"hand{at + 1}"
        fields += [
            Field(f"title_{key}", f"项目 {at + 1} 名称", "text", one.title if one else "", part="" if at else "由人评分的项目（不用的留空）", attributes={"maxlength": 60}),
            Field(f"full_{key}", f"项目 {at + 1} 分值", "number", f"{one.full.normalize():f}" if one else "", unit="分", attributes={"min": 0, "max": 100, "step": "0.5"}),
            Field(f"standard_{key}", f"项目 {at + 1} 评分标准", "textarea", one.standard if one else "", rows=2, attributes={"maxlength": 500}),
        ]  # fmt: skip
    return fields


def _draft(typed: Typed) -> SchemeDraft:
    items = [
        SchemeItem(key, one.title, number_typed(typed[f"full_{key}"]), key)
        for key, one in queries.metrics().items()
        if typed.get(f"full_{key}")
    ]
    for at in range(BY_HAND):
        key = f"hand{at + 1}"
        title, full, standard = (typed.get(f"{name}_{key}", "") for name in ("title", "full", "standard"))
        if title or full or standard:
            items.append(SchemeItem(key, title, number_typed(full), "", plain_text(standard)))
    year = str(typed["year"])
    return SchemeDraft(
        int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0, typed["title"], typed["since"], typed["until"],
        tuple(map(UUID, typed["organ_ids"])), tuple(items), typed["publish"], plain_text(typed["note"]), plain_text(typed.get("reason", "")),
    )  # fmt: skip


def plain_text(text: str) -> str:
    """The text with the line ends of every other system."""
    return text.replace("\r\n", "\n")


def number_typed(text: str) -> Decimal:
    """The number typed; what is none is refused by the rule as no number of points."""
    try:
        return Decimal(text or "0")
    except InvalidOperation:
        return Decimal("NaN")


@page(Role.SUPERVISOR)
def scheme_release(request: BureauRequest, scheme_id: UUID) -> HttpResponse:
    """Release a draft to the organs."""
    note = "印发以后被考核的机关可以看到方案。要改的另出一版并写明理由，开始评分以后不能再改。"
    return _move(request, scheme_id, "印发", note, lambda: operations.release_scheme(scheme_id=scheme_id, by=request.actor, at=timezone.now()), "方案已印发。")  # fmt: skip


@page(Role.SUPERVISOR)
def scheme_score(request: BureauRequest, scheme_id: UUID) -> HttpResponse:
    """Count the figures of every organ."""
    note = "平台按方案计算每个机关的指标，算出以后固定下来，每个数字都能点开看是哪些案件。只计算一次。"
    return _move(request, scheme_id, "开始评分", note, lambda: operations.begin_scoring(scheme_id=scheme_id, by=request.actor, at=timezone.now()), "指标已计算，请逐个机关评分。")  # fmt: skip


def _move(request: BureauRequest, scheme_id: UUID, word: str, note: str, do: Callable[[], object], done: str) -> HttpResponse:  # fmt: skip
    found, back = _seen(request, scheme_id), reverse("bureau:scheme", args=[scheme_id])

    def act(typed: Typed) -> str:
        do()
        return done

    trail = ((HOME, reverse("bureau:schemes")), (found.number, back), (word, ""))
    return step(request, Step(word, trail, (), act, word, back, note=f"{found.title}。{note}", danger=True))


@page(Role.SUPERVISOR)
def scheme_finish(request: BureauRequest, scheme_id: UUID) -> HttpResponse:
    """Sign the table with its conclusion."""
    found, back = _seen(request, scheme_id), reverse("bureau:scheme", args=[scheme_id])

    def act(typed: Typed) -> str:
        done = operations.finish_scheme(
            scheme_id=scheme_id, conclusion=plain_text(typed["conclusion"]), by=request.actor, at=timezone.now()
        )
        told = "结果已送事前公示，审核、发布以后公开。" if done.edition_id else "被考核的机关现在可以看到结果。"
        return f"考核结果已定稿。{told}"

    fields = (Field("conclusion", "考核结论", "textarea", required=True, rows=8, help="总体情况、突出问题、改进要求", attributes={"maxlength": 4000}),)  # fmt: skip
    trail = ((HOME, reverse("bureau:schemes")), (found.number, back), ("定稿", ""))
    note = f"{found.publish_name}。定稿以后，得分、异议和答复都不再变动。"
    return step(request, Step("定稿考核结果", trail, fields, act, "定稿", back, note=note))


@page(*READERS)
def scheme_file(request: BureauRequest, scheme_id: UUID, kind: str) -> HttpResponse:
    """The signed table as PDF, XLSX or CSV."""
    found, table = _seen(request, scheme_id), queries.standing_table(scheme_id, request.actor)
    if not table:
        raise Http404
    if kind != "pdf":
        rows = [[str(cell) for cell in row] for row in table]
        return sheet(kind, f"appraisal-{found.year}", f"{found.year} 年度考核结果", queries.COLUMNS, rows)
    made = publicity.set_paper(queries.table_paper(found, table))
    response = HttpResponse(made.pdf, content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{found.year}年度考核结果.pdf')}"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
