"""Legality review of drafts of other systems: submit, hand in files, ask for the opinion and the pass, withdraw."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile

from mingjing.archives import operations as archives
from mingjing.cases.queries import calendar
from mingjing.exchange.terms import Answer, Scope
from mingjing.foundation import storage
from mingjing.kernel.findings import Invalid
from mingjing.records import operations as records
from mingjing.records import queries as kept
from mingjing.review import operations, queries
from mingjing.review.terms import DraftContent, DraftFacts, State
from mingjing.sites.gateway.access import ByKey, Caller
from mingjing.sites.gateway.forms import Problem
from mingjing.sites.gateway.forms.reviews import (
    ByDraft,
    ByOpinion,
    Draft,
    DraftFile,
    DraftState,
    FileOf,
    Revised,
    Revocation,
    Submission,
)
from mingjing.sites.gateway.views.once import KEY_HEADER, once

_WRONG = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429), Problem)
_REVIEW = ByKey(Scope.REVIEW)


def routes() -> Router:
    """The addresses of legality review."""
    router = Router(tags=["送审"])
    states: dict[str, Any] = {"auth": _REVIEW, "openapi_extra": KEY_HEADER, "response": {200: DraftState, **_WRONG}}
    made: dict[str, Any] = states | {"response": {201: DraftState, 200: DraftState, **_WRONG}}
    router.post("/reviews", summary="登记送审稿", **made)(draft)
    router.get(
        "/reviews", summary="送审稿的状态、审核意见、能否作出决定", auth=_REVIEW, response={200: DraftState, **_WRONG}
    )(state)
    router.post("/reviews/revise", summary="修改送审稿", **states)(revise)
    router.post(
        "/reviews/files", summary="提交送审稿的文件", auth=_REVIEW, response={201: DraftFile, 200: DraftFile, **_WRONG}
    )(file)
    router.post("/reviews/submit", summary="送审", **states)(submit)
    router.post("/reviews/withdraw", summary="撤回送审稿", **states)(withdraw)
    router.get("/reviews/opinion", summary="审核意见书（PDF）", auth=_REVIEW, response={200: None, **_WRONG})(opinion)
    return router


def _caller(request: HttpRequest) -> Caller:
    return cast("Caller", request.auth)  # type: ignore[attr-defined]


def _found(request: HttpRequest, source_ref: str) -> DraftFacts:
    if "\0" in source_ref:
        raise Invalid({"source_ref": ["有不能保存的字符（NUL）"]})
    found = queries.outside_by_ref(_caller(request).key.organ_id, source_ref)
    if found is None:
        raise Http404(f"本机关没有来源编号为 {source_ref} 的送审稿。")
    return found


def _state(found: DraftFacts) -> DraftState:
    today = timezone.localdate()
    files, profile = queries.draft_files(found.id), found.content.profile
    missing = [
        one.name for one in queries.demands(profile, today, queries.draft_materials(found, files, today)) if one.missing
    ]
    return DraftState.of(
        found, files, queries.rounds(found.dossier_id), [one.text for one in queries.requirement(profile, today).fired], missing,
        queries.draft_gate(found, today),
    )  # fmt: skip


def _told(request: HttpRequest, source_ref: str) -> Answer:
    return Answer(200, _state(_found(request, source_ref)).model_dump_json())


def _as_sent(content: DraftContent) -> DraftContent:
    """What is kept as a system would send it: without the persons that were found to the certificates."""
    return replace(content, handlers=tuple(replace(one, person_id=None) for one in content.handlers))


def draft(request: HttpRequest, payload: Draft) -> HttpResponse:
    """登记一份送审稿，随后提交文件，再送审。同一内容再登记没有影响（200）；同一编号内容不同的拒绝（REV-51），要改的用修改。"""
    caller = _caller(request)

    def answer() -> Answer:
        made = operations.make_draft(
            content=payload.content(caller.key.organ_id), source_system=payload.source_system, source_ref=payload.source_ref,
            by=caller.actor, at=timezone.now(),
        )  # fmt: skip
        return Answer(201 if made.fresh else 200, _state(made).model_dump_json())

    return once(request, _worded(answer))


def state(request: HttpRequest, told: Query[ByDraft]) -> HttpResponse:
    """cleared 为 true 才可以作出决定；内容或者文件变了，审核通过不再适用（REV-04）。"""
    return HttpResponse(
        _state(_found(request, told.source_ref)).model_dump_json(), content_type="application/json; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )  # fmt: skip


def revise(request: HttpRequest, payload: Revised) -> HttpResponse:
    """送全文和修改原因，以前各稿保留。审核中不能改（REV-52）；与现在相同的没有影响（200）。"""
    caller = _caller(request)

    def answer() -> Answer:
        found = _found(request, payload.source_ref)
        if found.source_system != payload.source_system.strip():
            raise Invalid({"source_system": ["与登记时的不同，来源系统不能修改"]})
        content = payload.content(caller.key.organ_id)
        if content != _as_sent(found.content):
            operations.revise_draft(
                draft_id=found.id, content=content, reason=payload.reason, by=caller.actor, at=timezone.now()
            )
        return _told(request, payload.source_ref)

    return once(request, _worded(answer))


def file(request: HttpRequest, told: Form[FileOf], file: File[UploadedFile]) -> HttpResponse:
    """multipart/form-data：source_ref、kind、file。同一材料、同样内容再提交没有影响（200）。"""
    found = _found(request, told.source_ref)
    name, content = str(file.name), file.read(settings.MINGJING_UPLOAD_LIMIT + 1)
    archives.refuse_secret(name=name, content=content)
    made = operations.add_draft_file(
        draft_id=found.id, kind=told.kind, name=name, content=content, by=_caller(request).actor, at=timezone.now()
    )
    return HttpResponse(
        DraftFile.of(made).model_dump_json(), status=201 if made.fresh else 200, content_type="application/json; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )  # fmt: skip


def submit(request: HttpRequest, payload: Submission) -> HttpResponse:
    """缺的材料一次告知（REV-10）。正在审核的同样内容再送没有影响（200）。"""

    def answer() -> Answer:
        found = _found(request, payload.source_ref)
        if not payload.stated:
            raise Invalid({"stated": ["请由密钥所写的人员确认责任声明后再送审"]})
        rounds = queries.rounds(found.dossier_id)
        if not (rounds and rounds[-1].state == State.OPEN and rounds[-1].digest == found.digest):
            operations.submit_draft(
                draft_id=found.id,
                response=payload.response,
                by=_caller(request).actor,
                at=timezone.now(),
                calendar=calendar(),
            )
        return _told(request, payload.source_ref)

    return once(request, answer)


def withdraw(request: HttpRequest, payload: Revocation) -> HttpResponse:
    """写明原因；正在进行的审核随之结束，以后不能再送审（REV-54）。"""

    def answer() -> Answer:
        found = _found(request, payload.source_ref)
        operations.withdraw_draft(
            draft_id=found.id, reason=payload.reason, by=_caller(request).actor, at=timezone.now()
        )
        return _told(request, payload.source_ref)

    return once(request, answer)


def opinion(request: HttpRequest, told: Query[ByOpinion]) -> HttpResponse:
    """一轮的审核意见书，与办案端打印的相同；记入调阅。"""
    found, caller, at = _found(request, told.source_ref), _caller(request), timezone.now()
    paper = next((one for one in kept.documents(found.dossier_id) if one.act_seq == told.round), None)
    if paper is None:
        raise Http404(f"第 {told.round} 轮还没有出具审核意见。")
    made = records.render(dossier_id=found.dossier_id, document_id=paper.id, at=at, by=caller.actor)
    records.log_view(
        dossier_id=found.dossier_id, what="document", object_id=made.id, name=f"{made.title}（{made.number}）", purpose="办案系统取审核意见书",
        at=at, by=caller.actor,
    )  # fmt: skip
    return HttpResponse(
        storage.read(made.pdf_sha256), content_type="application/pdf",
        headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
    )  # fmt: skip


def _worded(answer: Callable[[], Answer]) -> Callable[[], Answer]:
    """The errors of the room in the names of the fields here."""

    def called() -> Answer:
        try:
            return answer()
        except Invalid as problem:
            raise Invalid({"party_name" if name == "party" else name: told for name, told in problem.errors.items()}) from None  # fmt: skip

    return called
