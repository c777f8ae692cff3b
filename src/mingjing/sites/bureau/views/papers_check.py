"""One scanned page beside its document: what differs, what each difference is, who signed; or which page it is."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases.queries.lists import Filters, case_list
from mingjing.cases.queries.oversight import cases_by_dossier
from mingjing.cases.queries.page import dossier_of
from mingjing.foundation.pages import Field
from mingjing.foundation.storage import Missing
from mingjing.kernel.findings import Refused
from mingjing.records import operations, queries
from mingjing.records.terms import NotFound
from mingjing.records.terms.papers import (
    MARK_KINDS,
    OUTCOMES,
    PAGE_STATES,
    PAPER_READERS,
    SCANNERS,
    PageState,
    ScanPageFacts,
)
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.papers import owned, titles

WIDTHS = {"scan": 1100, "original": 1100}


@page(*PAPER_READERS)
def paper(request: BureauRequest, page_id: UUID) -> HttpResponse:
    """The page beside its original; posting says what each difference is."""
    found = owned(request, queries.scan_page, page_id)
    if request.method == "POST":
        return _checked(request, found)
    return _drawn(request, found)


def _marks(request: BureauRequest, found: ScanPageFacts) -> list[dict[str, str]]:
    """What was chosen for each place: as typed, as kept, or a guess to be confirmed."""
    kept = [str(each["kind"]) for each in found.marks]
    return [
        {"kind": request.POST.get(f"mark-{at}", "") if request.method == "POST" else kept[at] if at < len(kept) else ""}
        for at in range(len(found.spots))
    ]


def _checked(request: BureauRequest, found: ScanPageFacts) -> HttpResponse:
    try:
        done = operations.check_paper(
            page_id=found.id, marks=_marks(request, found), note=request.POST.get("note", ""), by=request.actor, at=timezone.now()
        )  # fmt: skip
    except Refused as problem:
        return _drawn(request, found, problem.findings, 422)
    messages.success(request, f"这一页的核对结果是“{OUTCOMES[done.outcome]}”，已记入留痕台账。")  # type: ignore[index]
    return HttpResponseRedirect(reverse("bureau:paper", args=[found.id]))


def _drawn(request: BureauRequest, found: ScanPageFacts, findings: object = (), status: int = 200) -> HttpResponse:
    case = cases_by_dossier(request.actor, (found.dossier_id,)).get(found.dossier_id) if found.dossier_id else None
    standing = next(
        (one for one in queries.standings((found.dossier_id,)) if one.document_id == found.document_id), None
    ) if found.dossier_id and found.document_id else None  # fmt: skip
    facts = {
        "one": found, "case": case, "marks": _marks(request, found), "kinds": MARK_KINDS, "findings": findings, "standing": standing,
        "title": titles((found,)).get(found.document_id, "") if found.document_id else "", "states": PAGE_STATES, "outcomes": OUTCOMES,
        "takes": request.actor.has(*SCANNERS), "note": request.POST.get("note", found.note), "next": _next(request, found),
    }  # fmt: skip
    return render(request, "bureau/papers/page.html", facts, status=status)


def _next(request: BureauRequest, found: ScanPageFacts) -> ScanPageFacts | None:
    """The page to compare after this one."""
    waiting = [one for one in queries.papers_unchecked(request.actor.organ_id, limit=20) if one.id != found.id]
    same = [one for one in waiting if one.document_id == found.document_id]
    return next(iter(same or waiting), None)


@page(*PAPER_READERS)
def paper_picture(request: BureauRequest, page_id: UUID, side: str) -> HttpResponse:
    """The scan, straightened, or the original page, as a picture; the look is logged once a day."""
    found = owned(request, queries.scan_page, page_id)
    if side not in WIDTHS:
        raise Http404
    try:
        look = queries.paper_picture if side == "scan" else queries.original_picture
        picture = look(found, WIDTHS[side])
    except (NotFound, Missing) as problem:
        raise Http404(str(problem)) from None
    if found.dossier_id:
        operations.glance(
            dossier_id=found.dossier_id, object_id=found.id, name=found.scan_name, by=request.actor, at=timezone.now()
        )
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(picture, content_type="image/png", headers=headers)


def _trail(found: ScanPageFacts, last: str) -> tuple[tuple[str, str], ...]:
    here = reverse("bureau:paper", args=[found.id])
    return (("纸质件", reverse("bureau:papers")), (f"{found.scan_name} 第 {found.number} 页", here), (last, ""))


@page(*SCANNERS)
def paper_assign(request: BureauRequest, page_id: UUID) -> HttpResponse:
    """Say by hand which page of which document it is; of a batch, find the case by its number first."""
    found = owned(request, queries.scan_page, page_id)
    asked = request.GET.get("q", "").strip()[:60]
    dossiers = [found.dossier_id] if found.dossier_id else _dossiers(request, asked)
    choices = [(str(key), name) for _, key, name, _ in queries.paper_choices(dossiers)]
    here = reverse("bureau:paper", args=[found.id])

    def act(typed: Typed) -> str:
        number = int(typed["page"]) if typed["page"].isdecimal() and len(typed["page"]) < 5 else 0
        try:
            operations.assign_paper(
                page_id=found.id, document_id=UUID(typed["document"]), page=number, reason=typed["reason"], by=request.actor, at=timezone.now(),
            )  # fmt: skip
        except NotFound as problem:
            raise Http404(str(problem)) from None
        return "已对应，请逐处核对。"

    if not found.dossier_id and not dossiers:
        return render(request, "bureau/papers/find.html", {"one": found, "q": asked, "trail": _trail(found, "对应")})
    fields = (
        Field("document", "哪一份文书", "select", required=True, choices=[("", "请选择"), *choices]),
        Field("page", "文书的第几页", "number", required=True, attributes={"min": 1}),
        Field("reason", "怎样认定的", required=True, example="二维码被装订线遮住，标题、文号、页码一致", attributes={"maxlength": 300}),
    )  # fmt: skip
    return step(
        request, Step("对应到文书", _trail(found, "对应"), fields, act, "对应", here, then=here, note=found.problem)
    )


def _dossiers(request: BureauRequest, asked: str) -> list[UUID]:
    if not asked:
        return []
    rows = case_list(request.actor, Filters(tab="all", q=asked), timezone.localdate(), limit=5).rows
    return [dossier_of(row["id"]) for row in rows if row["organ_id"] == request.actor.organ_id]


@page(*SCANNERS)
def paper_set_aside(request: BureauRequest, page_id: UUID) -> HttpResponse:
    """Say that it belongs to no document."""
    found = owned(request, queries.scan_page, page_id)
    here = reverse("bureau:paper", args=[found.id])

    def act(typed: Typed) -> str:
        operations.set_aside_paper(page_id=found.id, reason=typed["reason"], by=request.actor, at=timezone.now())
        return "已注明不属于案卷，扫描文件仍然保留。"

    fields = (Field("reason", "理由", required=True, example="空白页", attributes={"maxlength": 300}),)
    return step(
        request,
        Step("注明不属于案卷", _trail(found, "不属于案卷"), fields, act, "注明", here, then=here, note=found.problem),
    )


@page(*SCANNERS)
def paper_sign(request: BureauRequest, page_id: UUID) -> HttpResponse:
    """Note a signature on this page, or that it was refused."""
    found = owned(request, queries.scan_page, page_id)
    here = reverse("bureau:paper", args=[found.id])
    standing = next((one for one in queries.standings((found.dossier_id,)) if one.document_id == found.document_id), None) if found.dossier_id else None  # fmt: skip
    if standing is None or found.state != PageState.MATCHED:
        raise Http404

    def act(typed: Typed) -> str:
        done = operations.sign_paper(
            page_id=found.id, role=typed["role"], name=typed["name"], refused=typed["refused"] == "yes", reason=typed["reason"],
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
        return f"已登记{done.role}{done.name}{'拒绝签名' if done.refused else '的签名'}。"

    fields = (
        Field(
            "role",
            "身份",
            "select",
            required=True,
            choices=[("", "请选择"), *((each, each) for each in standing.needed)],
        ),
        Field("name", "姓名", required=True, attributes={"maxlength": 60}),
        Field("refused", "签名情况", "select", "no", choices=[("no", "已签名"), ("yes", "拒绝签名")]),
        Field("reason", "说明", help="拒绝签名的写明情况和见证人", attributes={"maxlength": 200}),
    )
    return step(request, Step("登记签名", _trail(found, "登记签名"), fields, act, "登记", here, then=here))
