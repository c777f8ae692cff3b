"""Deposits: files, documents and recordings of other systems. Needs no case table, so it stands alone as well."""

import tempfile
from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from ninja import Query, Router
from pydantic import BaseModel

from mingjing.exchange.terms import Scope
from mingjing.foundation import storage
from mingjing.kernel.findings import Invalid
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import CLOSED, ExportFile
from mingjing.records import operations, queries
from mingjing.records.terms import NotFound, UploadFacts
from mingjing.records.terms.deposits import DepositFacts, ItemFacts
from mingjing.sites import tus
from mingjing.sites.gateway.access import ByKey, Caller, by_key
from mingjing.sites.gateway.forms import Problem
from mingjing.sites.gateway.forms.deposits import (
    ByDigest,
    ByFile,
    ByItem,
    CloseFile,
    Excuse,
    File,
    FileAnswered,
    FiledFilm,
    Film,
    FilmAnswered,
    ItemAnswered,
    Paper,
    Receipts,
    Storage,
    StorageAnswered,
)
from mingjing.sites.gateway.views.problems import answered, problem_of

_WRONG = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429), Problem)
_DEPOSIT = ByKey(Scope.DEPOSIT)
_FILMS = ByKey(Scope.STATION, Scope.DEPOSIT)
_STATION = ByKey(Scope.STATION)
_PROVE = ByKey(Scope.PROVE, Scope.DEPOSIT)
SENDERS = (Scope.DEPOSIT, Scope.STATION)


def routes() -> Router:
    """The addresses of deposits, fresh for every API that carries them."""
    router = Router(tags=["存入"])
    may: dict[str, Any] = {"auth": _DEPOSIT}
    files: dict[str, Any] = {"response": {201: FileAnswered, 200: FileAnswered, **_WRONG}}
    items: dict[str, Any] = {"response": {201: ItemAnswered, 200: ItemAnswered, **_WRONG}}
    films: dict[str, Any] = {"response": {201: FilmAnswered, 200: FilmAnswered, **_WRONG}}
    router.post("/deposits", summary="立卷", **may, **files)(open_file)
    router.get("/deposits", summary="案卷的状态", auth=_PROVE, response={200: FileAnswered, **_WRONG})(file)
    router.post("/deposits/documents", summary="登记文书", **may, **items)(document)
    router.post("/deposits/recordings", summary="登记音像到案卷", **may, **items)(filed_recording)
    router.post("/deposits/excuse", summary="说明不能上传", **may, response={200: ItemAnswered, **_WRONG})(excuse)
    router.post("/deposits/close", summary="封存", **may, response={200: FileAnswered, **_WRONG})(close)
    router.get("/deposits/receipts", summary="一份材料的回执", auth=_PROVE, response={200: Receipts, **_WRONG})(
        receipts
    )
    router.get("/deposits/proof", summary="整个案卷的证明文件（ZIP）", auth=_PROVE, response={200: None, **_WRONG})(
        proof
    )
    router.post("/recordings", summary="登记待认领的音像", auth=_FILMS, **films)(recording)
    router.post(
        "/devices/storage", summary="上报记录设备的存储", auth=_STATION, response={200: StorageAnswered, **_WRONG}
    )(storage_left)
    router.get("/recordings", summary="音像的状态", auth=_FILMS, response={200: FilmAnswered, **_WRONG})(film)
    return router


def _caller(request: HttpRequest) -> Caller:
    return cast("Caller", request.auth)  # type: ignore[attr-defined]


def _told(body: BaseModel, fresh: bool = False) -> HttpResponse:
    response = HttpResponse(
        body.model_dump_json(), status=201 if fresh else 200, content_type="application/json; charset=utf-8"
    )
    response["Cache-Control"] = "no-store"
    return response


def _file_of(request: HttpRequest, source_ref: str) -> DepositFacts:
    try:
        return queries.deposit_by(_caller(request).key.organ_id, source_ref)
    except NotFound as missing:
        raise Http404(str(missing)) from None


def _item_of(request: HttpRequest, deposit: str, source_ref: str) -> ItemFacts:
    try:
        return queries.deposit_item(_file_of(request, deposit).id, source_ref)
    except NotFound as missing:
        raise Http404(str(missing)) from None


def _state(one: DepositFacts) -> FileAnswered:
    items = queries.deposit_items(one.id)
    seal: dict[str, Any] = {}
    if one.sealed_at is not None:
        closing = [each for each in ledger.whole(f"dossier:{one.id}") if each.kind == CLOSED]
        seal = closing[-1].payload.get("seal", {}) if closing else {}
    return FileAnswered.of(one, items, queries.deposit_steps(items), seal)


def open_file(request: HttpRequest, payload: File) -> HttpResponse:
    """用贵方的编号立一个案卷；同一编号、同样内容再来没有影响（200），名称或者案件编号不同的拒绝（REC-61）。"""
    made = operations.open_deposit(
        source_ref=payload.source_ref, title=payload.title, case_number=payload.case_number, by=_caller(request).actor,
        at=timezone.now(),
    )  # fmt: skip
    return _told(_state(made), made.fresh)


def file(request: HttpRequest, told: Query[ByFile]) -> HttpResponse:
    """案卷里各份材料的状态、各环节有没有文字和音像记录；封存了的附记录数和根。"""
    return _told(_state(_file_of(request, told.source_ref)))


def document(request: HttpRequest, payload: Paper) -> HttpResponse:
    """先登记文件名、长度、摘要，再按 tus 1.0 上传到 /api/v1/uploads/；内容与登记不同的不收（REC-66）。"""
    made = operations.deposit_document(
        dossier_id=_file_of(request, payload.deposit).id, source_ref=payload.source_ref, draft=payload.draft(),
        by=_caller(request).actor, at=timezone.now(),
    )  # fmt: skip
    return _told(ItemAnswered.of(made), made.fresh)


def filed_recording(request: HttpRequest, payload: FiledFilm) -> HttpResponse:
    """停止记录时登记摘要、长度、起止时间、设备、时钟误差、地点和五项著录，内容随后上传；传来的内容与登记不同的照收，标明不一致（REC-12）。"""
    _zoned(payload)
    made = operations.deposit_recording(
        dossier_id=_file_of(request, payload.deposit).id, source_ref=payload.source_ref, draft=payload.recording(), step=payload.step,
        collector=payload.collector, by=_caller(request).actor, at=timezone.now(),
    )  # fmt: skip
    return _told(ItemAnswered.of(made), made.fresh)


def _zoned(payload: Film) -> None:
    for name in ("started_at", "ended_at"):
        if getattr(payload, name).tzinfo is None:
            raise Invalid({name: ["时间要带时区，例如 2026-11-05T10:00:00+08:00"]})


def excuse(request: HttpRequest, payload: Excuse) -> HttpResponse:
    """登记了而不能上传的，写明原因（REC-16），仍然列在案卷里；以后传来的照收。"""
    found = _item_of(request, payload.deposit, payload.source_ref)
    made = operations.excuse_item(
        item_id=found.id, reason=payload.reason, by=_caller(request).actor, at=timezone.now()
    )  # fmt: skip
    return _told(ItemAnswered.of(made))


def close(request: HttpRequest, payload: CloseFile) -> HttpResponse:
    """封存：登记的都已收到或者说明了原因（REC-64）才能封存，台账记下记录数和根，此后不再接受材料（REC-63）。"""
    made = operations.close_deposit(
        dossier_id=_file_of(request, payload.source_ref).id, by=_caller(request).actor, at=timezone.now()
    )
    return _told(_state(made))


def receipts(request: HttpRequest, told: Query[ByItem]) -> HttpResponse:
    """登记、收到这份材料的各条台账记录，连同签了名的检查点和路径，可以离线核验。"""
    found = _item_of(request, told.deposit, told.source_ref)
    mine = {str(found.id), str(found.recording_id or "-"), str(found.attachment_id or "-")}
    streams = [f"dossier:{found.deposit_id}", *([f"recording:{found.recording_id}"] if found.recording_id else [])]
    indexes = [
        one.index for stream in streams for one in ledger.whole(stream) if mine.intersection(map(str, one.payload.values()))
    ]  # fmt: skip
    body = Receipts(public_key=ledger.public_key(), bundles=[ledger.bundle(one) for one in sorted(indexes)])
    return _told(body)


def proof(request: HttpRequest, told: Query[ByFile]) -> FileResponse:
    """案卷的全部记录、材料和证明（mingjing-case@1），用 mingjing verify 或者门户的“核验”页面离线核验。"""
    found = _file_of(request, told.source_ref)
    caller, at = _caller(request), timezone.now()
    operations.log_view(
        dossier_id=found.id, what="export", object_id=found.id, name=found.source_ref, purpose="办案系统取案卷证明",
        at=at, by=caller.actor,
    )  # fmt: skip
    target = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it
    ledger.write_case(target, f"dossier:{found.id}", _contents(found))
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=f"{found.source_ref}.zip", content_type="application/zip")


def _contents(found: DepositFacts) -> list[ExportFile]:
    held = [one for one in queries.deposit_items(found.id) if one.held_sha256]
    return [
        ExportFile(
            one.name, folder="evidence" if one.is_recording else "documents", media_type=one.media_type,
            source=lambda sha256=one.held_sha256: storage.whole(sha256),  # type: ignore[misc]
        )
        for one in held
    ] + [
        ExportFile(one.name, storage.read(one.sha256), "evidence", one.media_type) for one in queries.transcript_files(found.id)
    ]  # fmt: skip


def recording(request: HttpRequest, payload: Film) -> HttpResponse:
    """采集站登记一段音像：进入“待认领”，由人或者按时间地点归入案件。同一内容再登记没有影响（200）。"""
    _zoned(payload)
    at, by = timezone.now(), _caller(request).actor
    made = operations.deposit_loose_recording(
        draft=payload.recording(), collector=payload.collector, by=by, at=at
    )  # fmt: skip
    return _told(FilmAnswered.of(made), made.committed_at == at)


def storage_left(request: HttpRequest, payload: Storage) -> HttpResponse:
    """采集站读到的设备容量和剩余存储：显示在“记录设备”，将满的提醒（REC-23、REC-80）。"""
    try:
        made = operations.report_storage(
            code=payload.code,
            capacity=payload.capacity,
            free=payload.free,
            by=_caller(request).actor,
            at=timezone.now(),
        )
    except NotFound as missing:
        raise Http404(str(missing)) from None
    return _told(StorageAnswered.of(made))


def film(request: HttpRequest, told: Query[ByDigest]) -> HttpResponse:
    """按摘要查一段音像收到多少、入库内容的摘要。"""
    try:
        return _told(FilmAnswered.of(queries.recording_by_digest(_caller(request).key.organ_id, told.sha256)))
    except NotFound as missing:
        raise Http404(str(missing)) from None


def _sender(request: HttpRequest) -> Caller | HttpResponse:
    """Who sends, or why not, as a problem."""
    try:
        return by_key(request, *SENDERS)
    except Exception as refused:
        return answered(problem_of(refused))


@csrf_exempt
def uploads(request: HttpRequest) -> HttpResponse:
    """Begin an upload (tus 1.0): `Upload-Metadata` names the `recording` or the `item`. A key, never a session, so no CSRF."""
    if request.method == "OPTIONS":
        return tus.said(204)
    who = _sender(request)
    if isinstance(who, HttpResponse):
        return who
    actor, may_documents = who.actor, Scope.DEPOSIT in who.key.scopes

    def begin(told: Mapping[str, str], length: int) -> UploadFacts:
        if "item" in told and may_documents:
            return operations.begin_item_upload(item_id=UUID(told["item"]), length=length, by=actor, at=timezone.now())
        recording_id = UUID(told.get("recording", ""))
        return operations.begin_upload(recording_id=recording_id, length=length, by=actor, at=timezone.now())

    return tus.spoken(request, lambda: tus.created(request, begin, _address))


def _address(upload_id: UUID) -> str:
    return reverse("gateway:upload", args=[upload_id])


@csrf_exempt
def upload(request: HttpRequest, sending_id: UUID) -> HttpResponse:
    """Ask how far it is, send the next piece, or break it off (tus 1.0)."""
    if request.method == "OPTIONS":
        return tus.said(204)
    who = _sender(request)
    if isinstance(who, HttpResponse):
        return who
    return tus.spoken(request, lambda: tus.continued(request, who.actor, sending_id))
