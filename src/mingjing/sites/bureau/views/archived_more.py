"""Additions to filed files, and files that came from other installations."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from mingjing.archives import operations, queries
from mingjing.archives.terms import ImportedFacts
from mingjing.foundation import storage
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid
from mingjing.sites.bureau.views.archived import ROLES, held, sent, trail_of
from mingjing.sites.bureau.views.archived_custody import GIVERS
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page

PAGE = 30


@page(*GIVERS)
def addition_new(request: BureauRequest, archived_id: UUID) -> HttpResponse:
    """Ask to add something to a filed file."""
    file = held(request, archived_id)
    back = reverse("bureau:archive_file", args=[file.id])

    def act(typed: Typed) -> str:
        chosen = request.FILES.get("file")
        if chosen is None:
            raise Invalid({"file": ["请选择要补充归档的文件"]})
        operations.ask_addition(
            file_id=file.id, title=typed["title"], reason=typed["reason"], name=chosen.name or "", content=chosen.read(),
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
        return "已提出，等负责人批准。"

    fields = (
        Field("title", "题名", "text", required=True, example="行政诉讼判决书", attributes={"maxlength": 200}),
        Field(
            "reason",
            "理由",
            "textarea",
            required=True,
            help="材料从哪里来、为什么归档时没有",
            attributes={"maxlength": 500},
        ),
        Field("file", "文件", "file", help="PDF、图片、办公文档、音视频"),
    )
    return step(request, Step(
        f"补充归档：{file.catalogue_no}", trail_of(file, "补充归档"), fields, act, "提出", f"{back}#additions",
        note="原卷不动。批准后成为补充卷，有自己的目录、检测报告和归档包，记录接在原卷后面。",
    ))  # fmt: skip


@page(Role.HEAD)
def addition_decide(request: BureauRequest, archived_id: UUID, supplement_id: UUID, move: str) -> HttpResponse:
    """Agree to an addition, or not."""
    file = held(request, archived_id)
    found = next((one for one in queries.supplements(file.id) if one.id == supplement_id), None)
    if found is None or move not in {"agree", "refuse"}:
        raise Http404
    agrees = move == "agree"

    def act(typed: Typed) -> str:
        operations.decide_addition(
            supplement_id=supplement_id, agreed=agrees, opinion=typed["opinion"], by=request.actor, at=timezone.now()
        )
        return f"补充卷 {found.number} 已归档。" if agrees else "已登记不同意。"

    word = "批准" if agrees else "不同意"
    back = f"{reverse('bureau:archive_file', args=[file.id])}#additions"
    fields = (
        Field(
            "opinion", "意见", "textarea", "同意" if agrees else "", required=not agrees, attributes={"maxlength": 500}
        ),
    )
    return step(
        request,
        Step(
            f"{word}补充归档：{found.title}",
            trail_of(file, word),
            fields,
            act,
            word,
            back,
            note=f"{found.asked_name}提出：{found.reason}",
        ),
    )


@require_POST
@page(Role.ARCHIVIST, Role.HEAD)
def addition_package(request: BureauRequest, archived_id: UUID, supplement_id: UUID) -> HttpResponseBase:
    """The package of an addition; logged."""
    file = held(request, archived_id)
    found = next((one for one in queries.supplements(file.id) if one.id == supplement_id), None)
    if found is None or not found.package_sha256 or file.place == "gone":
        raise Http404
    return sent(request, file, found.package_sha256, f"{file.catalogue_no}-补{found.number}.zip")


@page(*ROLES)
def imports(request: BureauRequest) -> HttpResponse:
    """Files that came from elsewhere."""
    asked = request.GET
    after = int(asked["after"]) if asked.get("after", "").isdecimal() and len(asked["after"]) < 7 else 0
    q = asked.get("q", "")[:100]
    rows = queries.imported(request.actor.organ_id, q, after=after, limit=PAGE + 1)
    facts = {
        "rows": rows[:PAGE], "next": str(after + PAGE) if len(rows) > PAGE else "", "q": q,
        "fields": (Field("q", "档号、题名、来源或卷内材料", "search", q),), "archivist": request.actor.has(Role.ARCHIVIST),
    }  # fmt: skip
    return render(request, "bureau/archives/imports.html", facts)


@page(Role.ARCHIVIST)
def import_new(request: BureauRequest) -> HttpResponse:
    """Take in a package."""
    made: list[ImportedFacts] = []

    def act(typed: Typed) -> str:
        chosen = request.FILES.get("file")
        if chosen is None:
            raise Invalid({"file": ["请选择归档包（ZIP）"]})
        made.append(
            operations.import_stream(pieces=chosen.chunks(), by=request.actor, at=timezone.now(), key=typed["key"])
        )
        return f"已核验并导入 {made[0].catalogue_no}，只读保存。"

    fields = (
        Field("file", "归档包（ZIP）", "file", help="归档时生成的包，或者移交包"),
        Field("key", "移交单位公布的台账公钥", "text", wide=True, help="知道的填上，核验结果才能说明签名确实出自该单位", attributes={"maxlength": 300}),
    )  # fmt: skip
    return step(request, Step(
        "导入归档包", (("档案", reverse("bureau:archives")), ("外来档案", reverse("bureau:imports")), ("导入", "")), fields, act, "核验并导入",
        reverse("bureau:imports"), then=lambda: reverse("bureau:import_file", args=[made[0].id]),
        note="先逐件核验摘要、记录和签名；有一件被改动就不收，并说明是哪一件。导入后只读。",
    ))  # fmt: skip


def _imported(request: BureauRequest, import_id: UUID) -> ImportedFacts:
    found = queries.imported_file(import_id)
    if found is None or found.organ_id != request.actor.organ_id:
        raise Http404
    return found


@page(*ROLES)
def import_file(request: BureauRequest, import_id: UUID) -> HttpResponse:
    """One imported file with its contents and proofs."""
    return render(request, "bureau/archives/import.html", {"one": _imported(request, import_id)})


@page(*ROLES)
def import_member(request: BureauRequest, import_id: UUID, place: int) -> HttpResponse:
    """One document of an imported file."""
    one = _imported(request, import_id)
    if not 0 < place <= len(one.catalogue):
        raise Http404
    try:
        name, content = operations.imported_member(import_id=one.id, member=str(one.catalogue[place - 1]["path"]))
    except Invalid:
        raise Http404 from None
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{place:03d}.{name.rsplit('.', 1)[-1]}"
    return response


@page(Role.ARCHIVIST, Role.HEAD)
def import_package(request: BureauRequest, import_id: UUID) -> HttpResponseBase:
    """The package as it came."""
    one = _imported(request, import_id)
    return FileResponse(storage.open_(one.package_sha256), as_attachment=True, filename=f"{one.catalogue_no}.zip")
