"""Copies of a recording: cut out here where FFmpeg is installed, or made elsewhere and handed in; opened with the original's purpose."""

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation import films, storage
from mingjing.foundation.pages import Field
from mingjing.foundation.ranging import ranged
from mingjing.kernel.findings import Invalid
from mingjing.records import operations, queries
from mingjing.records.terms import WORKERS, NotFound, RecordingFacts
from mingjing.records.terms.derived import COPIES, Copy, CopyDraft
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.recordings_player import _playing, _second, seen

TIMES = 10
"""How many times the limit of an attachment a copy may be long."""
ABSENT = "本机没有安装 FFmpeg，不能在这里剪辑，也不能核对内容：请系统管理员安装（apt install ffmpeg），或者上传在别处做好的派生件，标为“无法核对”。"
HERE = "不选文件、种类选“剪辑片段”的，由本机按起止从原件剪出（不重新编码，起点落在最近的关键帧）。"


@page(*WORKERS)
def derive(request: BureauRequest, recording_id: UUID) -> HttpResponse:
    """Register a copy, or have it cut out."""
    found, case = seen(recording_id, request.actor)
    if not queries.may_see_waiting(found, request.actor):
        raise Http404
    here = reverse("bureau:recording", args=[found.id])

    def act(typed: Typed) -> str:
        made = _made(request, found, typed)
        return f"已登记派生件“{made.name}”。"

    fields = (
        Field("kind", "种类", "select", required=True, choices=[("", "请选择"), *((key.value, word) for key, word in zip(Copy, COPIES.values(), strict=True))]),
        Field("reason", "理由", required=True, example="听证会播放", help="为什么制作，给谁用", attributes={"maxlength": 300}),
        Field("since", "从", example="1:30", help="剪辑片段必填，分:秒"),
        Field("until", "到", example="2:10", help="剪辑片段必填，分:秒"),
        Field("file", "派生件文件", "file", help=f"在别处做好的上传；最大 {_most() // 1024**2} MB", attributes={"accept": "video/*,audio/*,image/*"}),
    )  # fmt: skip
    note = f"原件不改动，派生件写明原件、起止和理由，有自己的摘要（REC-70）。{HERE if films.ffmpeg() else ABSENT}"
    trail = (("音像记录", reverse("bureau:recordings")), (found.name, here), ("登记派生件", ""))
    return step(request, Step("登记派生件", trail, fields, act, "登记派生件", here, note=note))


def _most() -> int:
    return int(settings.MINGJING_UPLOAD_LIMIT) * TIMES


def _made(request: BureauRequest, found: RecordingFacts, typed: Typed) -> Any:
    """The copy registered: its bytes are in the store before the act begins, so that no transaction waits for a film."""
    given: Any = request.FILES.get("file")
    if given is not None and given.size > _most():
        raise Invalid({"file": [f"最大 {_most() // 1024**2} MB，请分段或者转换后再传"]})
    since, until = (_second(typed[name]) if typed[name] else None for name in ("since", "until"))
    if not found.playable:
        raise Invalid({"file": ["原件还没有入库，不能登记派生件"]})
    with tempfile.TemporaryDirectory(prefix="mingjing-copy-") as place:
        ending = Path(found.name).suffix.lower()
        original, target = Path(place) / f"original{ending}", Path(place) / f"copy{ending}"
        known = films.ffmpeg() or given is None
        if known:
            _written(original, storage.whole(found.held_sha256))
        if given is not None:
            target = Path(place) / f"copy{Path(given.name).suffix.lower()}"
            _written(target, given.chunks())
            name = given.name
        else:
            name = f"{Path(found.name).stem}-片段{ending}"
            _cut(typed["kind"], original, target, since, until)
        streams = (films.stream_hashes(original), films.stream_hashes(target)) if known and films.ffmpeg() else ("", "")
        draft = CopyDraft(typed["kind"], name, typed["reason"], since, until, *streams, outside=given is not None)
        with target.open("rb") as source:
            kept = storage.put(iter(lambda: source.read(storage.PIECE), b""))
    return operations.derive_recording(
        recording_id=found.id, draft=draft, kept=kept, by=request.actor, at=timezone.now()
    )


def _cut(kind: str, original: Path, target: Path, since: int | None, until: int | None) -> None:
    if kind != Copy.CLIP:
        raise Invalid({"file": ["请选择做好的派生件文件；只有剪辑片段可以由本机剪出"]})
    if not films.ffmpeg():
        raise Invalid({"file": [ABSENT]})
    if since is None or until is None or not 0 <= since < until:
        raise Invalid({"since": ["写明从第几分几秒到第几分几秒，例如 1:30 到 2:10"]})
    if not films.clipped(original, target, since, until):
        raise Invalid({"file": ["这种格式剪不出来，请在别处剪好以后上传"]})


def _written(path: Path, pieces: Any) -> None:
    with path.open("wb") as target:
        for piece in pieces:
            target.write(piece)


@page(*CASE_ROLES)
def copy(request: BureauRequest, recording_id: UUID, copy_id: UUID) -> HttpResponseBase:
    """The bytes of a copy, while the purpose stated for the original holds."""
    found, _ = seen(recording_id, request.actor)
    try:
        one = queries.copy_of(found.id, copy_id)
    except NotFound as problem:
        raise Http404(str(problem)) from None
    if not _playing(request, found.id):
        messages.error(request, "请先选择调阅用途，再打开派生件。")
        return HttpResponseRedirect(reverse("bureau:recording", args=[found.id]))
    try:
        return ranged(request, one.sha256, media_type=one.media_type, name=one.name, saved="download" in request.GET)
    except storage.Missing as problem:
        raise Http404(str(problem)) from None
