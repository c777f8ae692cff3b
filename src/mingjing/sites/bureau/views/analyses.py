"""薄弱环节分析: a quarter's findings by rule, kinds of violation that rise, audio-video; signed with causes and measures."""

from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.organs import queries as organs
from mingjing.sites.bureau.views.cases_export import lines_of
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.supervision import operations, queries
from mingjing.supervision.terms.analyses import AnalysisFacts

READERS = (Role.SUPERVISOR, Role.HEAD, Role.REVIEWER, Role.PUBLICIST)
PAGE = 20
QUARTERS = 8


@page(*READERS)
def analyses(request: BureauRequest) -> HttpResponse:
    """The analyses, newest quarter first."""
    found = queries.analyses(request.actor, after=_place(request.GET.get("after", "")), limit=PAGE + 1)
    last = found[PAGE - 1] if len(found) > PAGE else None
    facts = {"rows": found[:PAGE], "next": f"{last.year}_{last.quarter}_{last.id.hex}" if last else ""}
    return render(request, "bureau/gradings/analyses.html", facts)


def _place(token: str) -> tuple[int, int, UUID] | None:
    try:
        year, quarter, key = token.split("_")
        return int(year[:4]), int(quarter[:1]), UUID(key)
    except ValueError:
        return None


@page(*READERS)
def analysis_new(request: BureauRequest) -> HttpResponse:
    """Begin the analysis of a quarter that is over."""
    watches = request.actor.has(Role.SUPERVISOR)
    own = organs.organ(request.actor.organ_id)
    made: list[AnalysisFacts] = []

    def act(typed: Typed) -> str:
        year, quarter = map(int, typed["quarter"].split("-"))
        made.append(
            operations.begin_analysis(
                year=year, quarter=quarter, whole_region=watches, by=request.actor, at=timezone.now()
            )
        )
        return f"已发起{made[0].title}，正在后台统计 {made[0].total} 件案件。"

    choices = [
        (f"{year}-{quarter}", f"{year} 年第 {quarter} 季度")
        for year, quarter in queries.quarters_before(timezone.localdate(), QUARTERS)
    ]
    fields = (Field("quarter", "季度", "select", choices[0][0], required=True, choices=choices),)
    where = f"{own.region}全区域" if watches else own.name
    return step(request, Step(
        "分析薄弱环节", (("薄弱环节", reverse("bureau:analyses")), ("发起", "")), fields, act, "发起", reverse("bureau:analyses"),
        note=f"用全部规则再核对一遍{where}这个季度里办理过的案件，按规则归集发现的问题，并与上一季度比较。",
        then=lambda: reverse("bureau:analysis", args=[made[0].id]),
    ))  # fmt: skip


def _seen(request: BureauRequest, analysis_id: UUID) -> AnalysisFacts:
    found = queries.analysis(analysis_id, request.actor)
    if found is None:
        raise Http404
    return found


def _signs(request: BureauRequest, found: AnalysisFacts) -> bool:
    if found.whole_region:
        return bool(operations.supervises_region(request.actor, found.region))
    return bool(operations.signs_figures(request.actor, found.owner_id))


@page(*READERS)
def analysis(request: BureauRequest, analysis_id: UUID) -> HttpResponse:
    """One analysis: by rule, by violation, audio-video; every figure opens the cases behind it."""
    found = _seen(request, analysis_id)
    films = [(queries.FILM_NAMES[key], found.films[key]) for key in queries.FILM_NAMES if key in found.films]
    return render(
        request, "bureau/gradings/analysis.html", {"found": found, "films": films, "signs": _signs(request, found)}
    )


@page(*READERS)
def analysis_sign(request: BureauRequest, analysis_id: UUID) -> HttpResponse:
    """Sign an analysis with causes and measures."""
    found, back = _seen(request, analysis_id), reverse("bureau:analysis", args=[analysis_id])
    if not _signs(request, found):
        raise Http404

    def act(typed: Typed) -> str:
        texts = {name: typed[name].replace("\r\n", "\n") for name in ("causes", "measures")}
        operations.sign_analysis(analysis_id=analysis_id, by=request.actor, at=timezone.now(), **texts)
        return f"{found.title}已定稿。"

    top = "；".join(f"{one.rule}（{one.count} 件）" for one in found.links[:5] if one.count)
    fields = (
        Field("causes", "原因分析", "textarea", found.causes, rows=6, help=f"最多的：{top}" if top else "规则没有发现问题的可以不写", attributes={"maxlength": 4000}),
        Field("measures", "改进措施", "textarea", found.measures, rows=6, help="改什么、谁负责、到什么时候", attributes={"maxlength": 4000}),
    )  # fmt: skip
    trail = (("薄弱环节", reverse("bureau:analyses")), (found.title, back), ("定稿", ""))
    return step(
        request, Step("分析定稿", trail, fields, act, "定稿", back, note="定稿以后数字和文字不再变动，摘要记入台账。")
    )


@page(*READERS)
def analysis_file(request: BureauRequest, analysis_id: UUID) -> StreamingHttpResponse:
    """The analysis as a sheet, one line per rule and case."""
    found = _seen(request, analysis_id)
    rows = [["规则", "内容", "环节", "案件", "本季度件数", "上季度件数"]]
    for one in found.links:
        before = "" if one.before is None else str(one.before)
        rows += [
            [one.rule, one.sentence, "、".join(one.acts), number, str(one.count), before] for _, number in one.cases
        ]
    response = StreamingHttpResponse(lines_of(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="analysis-{found.year}-{found.quarter}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
