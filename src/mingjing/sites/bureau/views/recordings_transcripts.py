"""文字稿: what is said in a recording, typed or imported version by version; read while the stated purpose holds."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from mingjing.cases import operations as cases
from mingjing.foundation import storage
from mingjing.foundation.pages import Field
from mingjing.kernel.findings import Invalid
from mingjing.records import operations, queries
from mingjing.records.terms.transcripts import LONGEST_REASON, MARK, MOST_BYTES, TranscriptFacts
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.recordings_player import _playing, seen

FILES = {"vtt": ("text/vtt", "vtt"), "txt": ("text/plain", "text")}
HOW = "每行一句：时刻、说话人、说的话，例如“1:30 张三：请出示证件”或者“1:30-1:34 张三：请出示证件”。也可以粘贴 SRT、VTT 的全文。"
NOTE = f"{MARK}。存了以后只加新的一版，音像本身不改动。"


@page(*CASE_ROLES)
def transcribe(request: BureauRequest, recording_id: UUID) -> HttpResponse:
    """Write the first version, or the next one; shown only once the purpose of looking was said."""
    found, case = seen(recording_id, request.actor)
    here = reverse("bureau:recording", args=[found.id])
    if request.actor.organ_id != found.organ_id:
        raise Http404
    if not found.playable or not _playing(request, found.id):
        messages.error(
            request,
            "请先选择调阅用途并播放，再整理文字稿。"
            if found.playable
            else "音像的内容还没有入库，入库以后再整理文字稿。",
        )
        return HttpResponseRedirect(here)
    held = queries.transcripts(found.id)
    newest = held[0] if held else None

    def act(typed: Typed) -> str:
        given: dict[str, Any] = {
            "recording_id": found.id, "text": _text(request, typed["lines"]), "base": _version(typed["base"]), "reason": typed["reason"],
            "by": request.actor,
        }  # fmt: skip
        if case is None:
            made = operations.keep_transcript(at=timezone.now(), **given)
        else:
            made = cases.transcribe_recording(case_id=case["id"], now=timezone.now(), **given)
        return f"文字稿第 {made.version} 版已存，{len(made.lines)} 行。"

    trail = (("音像记录", reverse("bureau:recordings")), (found.name, here), ("文字稿", ""))
    return step(request, Step(
        "修改文字稿" if newest else "整理文字稿", trail, _fields(newest), act, "存为新的一版" if newest else "存文字稿", here,
        then=f"{here}#transcript", note=NOTE,
    ))  # fmt: skip


def _fields(newest: TranscriptFacts | None) -> tuple[Field, ...]:
    text = queries.transcript_typed(newest) if newest else ""
    reason = Field(
        "reason", "改了什么", required=True, example="补听第 3 分钟", attributes={"maxlength": LONGEST_REASON}
    )
    nothing = Field("reason", type="hidden")
    return (
        Field("lines", "文字稿", "textarea", text, help=HOW, rows=18, attributes={"maxlength": MOST_BYTES}),
        Field(
            "file",
            "或者导入文件",
            "file",
            help="SRT 或者 VTT，选了文件的以文件为准",
            attributes={"accept": ".srt,.vtt,.txt"},
        ),
        reason if newest else nothing,
        Field("base", type="hidden", value=str(newest.version if newest else 0)),
    )


def _text(request: BureauRequest, typed: str) -> str:
    """What was typed, or the file where one was chosen. Raises Invalid."""
    given: Any = request.FILES.get("file")
    if given is None:
        return typed
    if given.size > MOST_BYTES:
        raise Invalid({"file": [f"最大 {MOST_BYTES // 1024} KB，字幕文件没有这么大，请核对选的文件"]})
    content = given.read()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return str(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise Invalid({"file": ["读不出文字，请存成 UTF-8 编码的 SRT、VTT 后再选"]})


def _version(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else -1


@page(*CASE_ROLES)
def transcript_file(request: BureauRequest, recording_id: UUID, kind: str) -> HttpResponse:
    """A version as WebVTT or as text: for the player, or to be saved; the newest where no version is asked for."""
    found, _ = seen(recording_id, request.actor)
    if not _playing(request, found.id):
        messages.error(request, "请先选择调阅用途，再打开文字稿。")
        return HttpResponseRedirect(reverse("bureau:recording", args=[found.id]))
    if kind not in FILES:
        raise Http404
    held = queries.transcripts(found.id)
    wanted = request.GET.get("version", "")
    one = next((each for each in held if not wanted or str(each.version) == wanted), None)
    if one is None:
        raise Http404
    media_type, name = FILES[kind]
    answer = HttpResponse(storage.read(getattr(one, name)[0]), content_type=f"{media_type}; charset=utf-8")
    saved = content_disposition_header("download" in request.GET, f"{found.name}-文字稿第{one.version}版.{kind}")
    answer["Content-Disposition"], answer["Cache-Control"] = saved or "inline", "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
