"""音像记录: what waits to be filed or sent, a new one, filing it under a step, saying why it will not come."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases import operations as cases
from mingjing.cases import queries as known
from mingjing.cases.operations.recordings import WHOLE_CASE
from mingjing.cases.queries.page import CasePage
from mingjing.cases.queries.recordings import fitting, open_cases
from mingjing.foundation.pages import Field
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.records import operations, queries
from mingjing.records.terms import COLLECTORS, WORKERS, RecordingDraft, RecordingFacts
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.recordings_player import seen
from mingjing.sites.tus import LONGEST_PIECE

PAGE = 20
TABS = {"waiting": "待认领", "owed": "待上传"}
TYPED = (
    "name", "size", "sha256", "act", "place", "proves", "started", "ended", "device", "clock_offset", "latitude", "longitude",
)  # fmt: skip
WHOLE = (str(WHOLE_CASE), "整个案件，不归入某一步")


@page(*WORKERS)
def recordings(request: BureauRequest) -> HttpResponse:
    """What belongs to no file yet, and what was committed and has not come."""
    tab = request.GET.get("tab", "waiting")
    tab = tab if tab in TABS else "waiting"
    organ, after = request.actor.organ_id, _place(request.GET.get("after", ""))
    asked = queries.unmatched if tab == "waiting" else queries.owed
    found = asked(organ, after=after, limit=PAGE + 1)
    counted = queries.counts(organ)
    facts = {
        "rows": found[:PAGE],
        "next": _token(found[PAGE - 1], tab) if len(found) > PAGE else "",
        "tabs": [(key, word, counted[key]) for key, word in TABS.items()],
        "tab": tab,
        "collects": request.actor.has(*COLLECTORS),
        "now": timezone.now(),
    }
    return render(request, "bureau/recordings/recordings.html", facts)


def _token(one: RecordingFacts, tab: str) -> str:
    return f"{(one.started_at if tab == 'waiting' else one.due_at).isoformat()}_{one.id}"


def _place(token: str) -> tuple[datetime, UUID] | None:
    text, _, key = token.partition("_")
    at = _moment(text)
    try:
        return (at, UUID(key)) if at else None
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=CHINA)
    return found if 1990 <= found.year <= 2100 else None


def _case(request: BureauRequest, text: str) -> CasePage | None:
    """The case that was asked for, by id. Raises Http404 for one this person may not see."""
    if not text:
        return None
    try:
        return known.case_page(UUID(text), request.actor, timezone.now(), want=frozenset())
    except (ValueError, known.CaseNotFound):
        raise Http404 from None


def _acts(case: CasePage) -> list[tuple[str, str]]:
    """The steps a recording may be filed under, newest first."""
    facts = case.facts
    made = [
        (str(act.seq), f"{act.seq}　{facts.procedure.acts[act.code].name}（{act.on:%m-%d}）")
        for act in reversed(facts.acts)
    ]
    return [("", "请选择"), *made, WHOLE]


def _fields(request: BureauRequest, case: CasePage | None) -> tuple[Field, ...]:
    choose = (
        (
            Field("act", "所记录的步骤", "select", required=True, choices=_acts(case), value=request.GET.get("act", "")),
        )
        if case
        else ()
    )  # fmt: skip
    return (
        Field("file", "音像文件", "file", help="手机录像、录音、照片，或者从执法记录仪导出的原始文件。先登记摘要，再上传；断网可以接着传",
              attributes={"accept": "video/*,audio/*,image/*", "data-recording": True}),
        *choose,
        Field("place", "采集地点", required=case is not None, attributes={"maxlength": 200}, example="示范县化工园区1号 二车间"),
        Field("proves", "证明对象", required=case is not None, attributes={"maxlength": 200}, example="动火作业没有审批、没有监护人"),
        Field("started", "采集开始", "datetime", required=True, help="选了文件会自动填，请核对", attributes={"step": 1}),
        Field("ended", "采集结束", "datetime", required=True, attributes={"step": 1}),
        Field("device", "设备", options=queries.device_names(request.actor.organ_id), example="执法记录仪 3 号", attributes={"maxlength": 80, "autocomplete": "off"}),
        Field("clock_offset", "设备时钟误差", "number", value="0", unit="秒", help="设备比标准时间快写正数，慢写负数。选了文件会按这台设备的时钟算出，从记录仪导出的请照记录仪改"),
        Field("latitude", "纬度", attributes={"maxlength": 12, "inputmode": "decimal", "data-latitude": True}),
        Field("longitude", "经度", attributes={"maxlength": 12, "inputmode": "decimal", "data-longitude": True}),
    )  # fmt: skip


@page(*COLLECTORS)
def recording_new(request: BureauRequest) -> HttpResponse:
    """Commit a recording. With scripts the browser computes the digest first and sends the content piece by piece; without,
    the whole file comes with the form."""
    case = _case(request, request.GET.get("case", ""))
    if request.method == "POST" and request.POST.get("sha256"):
        return _by_script(request, case)
    made: list[RecordingFacts] = []

    def act(typed: Typed) -> str:
        sent = request.FILES.get("file")
        if sent is None:
            raise Invalid({"file": ["没有选择文件"]})
        made.append(_committed(request, case, _draft(typed | _digest(sent)), typed))
        _received(request, made[0], sent)
        return f"“{made[0].name}”已登记并入库。"

    fields = _fields(request, case)
    back = f"{reverse('bureau:case', args=[case.id])}?tab=recordings" if case else reverse("bureau:recordings")
    trail = [("音像记录", reverse("bureau:recordings")), ("登记", "")]
    if case:
        number = case.row["number"] or case.row["lead_number"]
        trail = [
            ("案件", reverse("bureau:cases")),
            (number, reverse("bureau:case", args=[case.id])),
            ("登记音像记录", ""),
        ]
    one = Step(
        "登记音像记录", trail, fields, act, "登记并上传", back, then=lambda: reverse("bureau:recording", args=[made[0].id]),
        aliases={"started_at": "started", "ended_at": "ended", "act_seq": "act", "name": "file", "size": "file", "sha256": "file"},
        scripts=("vendor/sha256/sha256.min.js", "vendor/tus/tus.min.js", "bureau/recording.js"),
    )  # fmt: skip
    return step(request, one)


def _digest(sent: "UploadedFile[Any]") -> dict[str, Any]:
    found = hashlib.sha256()
    for piece in sent.chunks():
        found.update(piece)
    return {"name": str(sent.name), "size": int(sent.size or 0), "sha256": found.hexdigest()}


def _draft(typed: Mapping[str, Any]) -> RecordingDraft:
    """What was typed as a draft. Raises Invalid for times and numbers that are none."""
    started, ended = _moment(str(typed["started"])), _moment(str(typed["ended"]))
    wrong = {
        name: ["写成 2026-11-22 16:20 这样"] for name, at in (("started", started), ("ended", ended)) if at is None
    }
    offset = str(typed.get("clock_offset") or "0").strip()
    if not offset.lstrip("+-").isdecimal() or len(offset) > 10:
        wrong["clock_offset"] = ["写整数秒，例如 -12"]
    size = str(typed["size"])
    if wrong or started is None or ended is None:
        raise Invalid(wrong)
    ahead = timedelta(seconds=int(offset))
    return RecordingDraft(
        name=str(typed["name"]), sha256=str(typed["sha256"]).lower(), size=int(size) if size.isdecimal() and len(size) < 16 else 0,
        started_at=started - ahead, ended_at=ended - ahead, place=str(typed["place"]), proves=str(typed["proves"]),
        device=str(typed["device"]), clock_offset=int(offset), latitude=str(typed["latitude"]), longitude=str(typed["longitude"]),
    )  # fmt: skip


def _committed(
    request: BureauRequest, case: CasePage | None, draft: RecordingDraft, typed: Mapping[str, Any]
) -> RecordingFacts:
    if case is None:
        return operations.commit_recording(draft=draft, by=request.actor, at=timezone.now())
    seq = str(typed.get("act", ""))
    if not seq.isdecimal() or len(seq) > 6:
        raise Invalid({"act_seq": ["请选择所记录的步骤"]})
    return cases.commit_recording(case_id=case.id, act_seq=int(seq), draft=draft, by=request.actor, now=timezone.now())


def _received(request: BureauRequest, one: RecordingFacts, sent: "UploadedFile[Any]") -> None:
    by = request.actor
    upload = operations.begin_upload(recording_id=one.id, length=int(sent.size or 0), by=by, at=timezone.now())
    sent.seek(upload.offset)
    while upload.offset < upload.length:
        piece = sent.read(min(LONGEST_PIECE, upload.length - upload.offset))
        upload = operations.receive(
            upload_id=upload.id,
            offset=upload.offset,
            piece=piece,
            checksum=hashlib.sha256(piece).digest(),
            by=by,
            at=timezone.now(),
        )


def _by_script(request: BureauRequest, case: CasePage | None) -> HttpResponse:
    """The commitment as JSON: where to send the content, where the page is; or what is wrong, by field."""
    typed = {name: request.POST.get(name, "")[:500] for name in TYPED}
    try:
        one = _committed(request, case, _draft(typed), typed)
    except Invalid as problem:
        return JsonResponse({"errors": problem.errors}, status=422)
    except Refused as problem:
        return JsonResponse({"errors": {one.field or "act": [str(one)] for one in problem.findings}}, status=422)
    return JsonResponse(
        {
            "id": str(one.id),
            "held": one.playable,
            "uploads": reverse("bureau:uploads"),
            "page": reverse("bureau:recording", args=[one.id]),
        }
    )


@page(*WORKERS)
def recording_file(request: BureauRequest, recording_id: UUID) -> HttpResponse:
    """File a recording under a step: steps that fit are offered, any open case of the organ may be named."""
    found, before = seen(recording_id, request.actor)
    case = _case(request, request.GET.get("case", ""))
    here = reverse("bureau:recording", args=[found.id])
    trail = (("音像记录", reverse("bureau:recordings")), (found.name, here), ("归入案卷", ""))
    if case is None:
        return _choose_case(request, found, trail)

    def act(typed: Typed) -> str:
        cases.file_recording(
            case_id=case.id, recording_id=found.id, act_seq=int(typed["act"]), place=typed["place"], proves=typed["proves"],
            by=request.actor, now=timezone.now(), reason=typed.get("reason", ""),
        )  # fmt: skip
        return f"“{found.name}”已归入 {case.row['number'] or case.row['lead_number']}，五项著录齐全。"

    place = found.place or request.GET.get("place", "")
    fields = (
        Field("act", "所记录的步骤", "select", request.GET.get("act", ""), required=True, choices=_acts(case)),
        Field("place", "采集地点", value=place, required=True, attributes={"maxlength": 200}),
        Field("proves", "证明对象", value=found.proves, required=True, attributes={"maxlength": 200}),
        *(
            (
                Field(
                    "reason", "改归的理由", required=True, help="原案卷和新案卷都会留痕", attributes={"maxlength": 300}
                ),
            )
            if before
            else ()
        ),
    )
    one = Step(
        "归入案卷", trail, fields, act, "归入", here, then=here, aliases={"act_seq": "act"},
        note=f"{case.row['party_name']}：{case.row['cause']}。案件编号、采集时间、采集人由平台填写。",
    )  # fmt: skip
    return step(request, one)


def _choose_case(request: BureauRequest, found: RecordingFacts, trail: Any) -> HttpResponse:
    word = request.GET.get("q", "").strip()[:80]
    named = open_cases(request.actor, word) if word else ()
    facts = {"one": found, "fits": fitting(found, request.actor), "trail": trail, "word": word, "named": named}
    return render(request, "bureau/recordings/choose.html", facts)


@page(*WORKERS)
def recording_excuse(request: BureauRequest, recording_id: UUID) -> HttpResponse:
    """Say why the content will not come."""
    found, _ = seen(recording_id, request.actor)
    here = reverse("bureau:recording", args=[found.id])

    def act(typed: Typed) -> str:
        operations.excuse_recording(recording_id=found.id, reason=typed["reason"], by=request.actor, at=timezone.now())
        return "已说明。登记的摘要保留，以后找到内容的还可以上传。"

    fields = (
        Field(
            "reason",
            "不能上传的原因",
            "textarea",
            required=True,
            help="写明设备、经过和补救，例如存储卡损坏、已送修",
            attributes={"maxlength": 300},
        ),
    )
    trail = (("音像记录", reverse("bureau:recordings")), (found.name, here), ("说明不能上传", ""))
    return step(request, Step("说明不能上传", trail, fields, act, "登记说明", here, then=here))
