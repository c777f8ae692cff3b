"""The API: its addresses, each one call of one operation or query."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import NinjaAPI, Query
from ninja.errors import HttpError
from ninja.parser import Parser
from pydantic import BaseModel, ValidationError

from mingjing.cases.queries import calendar
from mingjing.exchange import operations, queries
from mingjing.exchange.terms import Answer, Channel, FedFacts, Scope
from mingjing.kernel.findings import Invalid, Refused
from mingjing.publicity import operations as publicity
from mingjing.publicity import queries as publications
from mingjing.publicity.terms import Filters
from mingjing.sites.gateway.access import ByKey, Caller, anybody
from mingjing.sites.gateway.forms import (
    Batch,
    BatchAnswer,
    ByReference,
    Decision,
    ItemAnswer,
    Problem,
    PublicPage,
    PublicRow,
    PublicText,
    Recall,
    State,
    Wanted,
    Withdrawal,
)
from mingjing.sites.gateway.views import reviews
from mingjing.sites.gateway.views.deposits import routes
from mingjing.sites.gateway.views.once import KEY_HEADER, once
from mingjing.sites.gateway.views.problems import hear, problem_of

NOTICE = "行政执法公示数据，不得用于信用评价；以网页最新版本为准"


class _Careful(Parser):
    """JSON that is nested too deeply is answered like JSON that is broken."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body. Raises HttpError (400)."""
        try:
            return json.loads(request.body)
        except (ValueError, RecursionError):
            raise HttpError(400, "") from None


api = NinjaAPI(
    title="明镜接口", version="1", description="办案系统报送待公示的决定，查询状态，撤下；存入案卷、文书、音像并取回证明；送法制审核、查询意见；任何人读取公开的决定。", docs_url=None,
    openapi_url=None, urls_namespace="gateway", parser=_Careful(),
)  # fmt: skip
hear(api)
api.add_router("", routes())
api.add_router("", reviews.routes())
_FEED, _READ, _RECALL = ByKey(Scope.FEED), ByKey(Scope.READ), ByKey(Scope.RECALL)
_WRONG = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429), Problem)


def _told(body: BaseModel, status: int = 200, cache: str = "no-store") -> HttpResponse:
    response = HttpResponse(body.model_dump_json(), status=status, content_type="application/json; charset=utf-8")
    response["Cache-Control"] = cache
    return response


def _state(fed: FedFacts) -> State:
    found = publications.publication(fed.publication_id)
    assert found is not None
    return State.of(fed, found)


def _enter(caller: Caller, told: Decision) -> State:
    decision = told.publishable(caller.key.organ_id, caller.actor.organ_name)
    return _state(operations.feed_decision(
        decision=decision, source_ref=told.source_ref, channel=Channel.API, key_id=caller.key.id, sheet=told.sheet, by=caller.actor, at=timezone.now(),
        calendar=calendar(),
    ))  # fmt: skip


@api.post(
    "/publications",
    auth=_FEED,
    openapi_extra=KEY_HEADER,
    response={201: State, 200: State, **_WRONG},
    summary="报送一件决定",
    tags=["报送"],
)
def publish(request: HttpRequest, payload: Decision) -> HttpResponse:
    """登记一件待公示的决定，开始计算公开期限。同一内容再报送没有影响（200）；同一文号内容不同（PUB-11）、已撤下的再报送（XCH-20）拒绝（409）。"""
    caller: Caller = request.auth  # type: ignore[attr-defined]

    def answer() -> Answer:
        state = _enter(caller, payload)
        return Answer(201 if state.fresh else 200, state.model_dump_json())

    return once(request, answer)


@api.post(
    "/publications/batch",
    auth=_FEED,
    openapi_extra=KEY_HEADER,
    response={200: BatchAnswer, **_WRONG},
    summary="报送一批决定",
    tags=["报送"],
)
def publish_batch(request: HttpRequest, payload: Batch) -> HttpResponse:
    """各件互不影响：好的登记，有问题的写明问题。"""
    caller: Caller = request.auth  # type: ignore[attr-defined]

    def answer() -> Answer:
        items = [_item(caller, at, told) for at, told in enumerate(payload.items)]
        told = BatchAnswer(
            entered=sum(one.status == 201 for one in items), same=sum(one.status == 200 for one in items),
            failed=sum(one.problem is not None for one in items), items=items,
        )  # fmt: skip
        return Answer(200, told.model_dump_json(exclude_none=True))

    return once(request, answer)


def _item(caller: Caller, at: int, told: dict[str, object]) -> ItemAnswer:
    try:
        state = _enter(caller, Decision.model_validate(told))
    except (Refused, Invalid, ValidationError) as error:
        problem = problem_of(error)
        return ItemAnswer(index=at, status=problem.status, problem=problem)
    return ItemAnswer(index=at, status=201 if state.fresh else 200, result=state)


@api.get("/publications", auth=_READ, response={200: State, **_WRONG}, summary="查询一件决定的状态", tags=["报送"])
def state(request: HttpRequest, told: Query[ByReference]) -> HttpResponse:
    """本机关报送过的一件决定现在的状态和期限。"""
    return _told(_state(_fed(request, told.source_ref)))


@api.post(
    "/publications/call-back",
    auth=_RECALL,
    openapi_extra=KEY_HEADER,
    response={200: State, **_WRONG},
    summary="登记撤下事由",
    tags=["撤下"],
)
def call_back(request: HttpRequest, payload: Recall) -> HttpResponse:
    """决定被变更、撤销、确认违法、确认无效或者要求重作：登记事由，三个工作日的期限开始计算，还没有公开的不再公开（PUB-06、PUB-13）。"""

    return _taken_down(request, payload, partial(publicity.call_back, note=payload.note))


@api.post(
    "/publications/withdraw",
    auth=_RECALL,
    openapi_extra=KEY_HEADER,
    response={200: State, **_WRONG},
    summary="撤下并公开理由",
    tags=["撤下"],
)
def withdraw(request: HttpRequest, payload: Withdrawal) -> HttpResponse:
    """从网页、列表、检索、订阅、下载和证明里立即撤下，只留文号、机关、日期和理由。密钥所用的人员须是公示员。"""

    return _taken_down(request, payload, partial(publicity.withdraw, reason=payload.reason))


def _taken_down(request: HttpRequest, payload: Recall | Withdrawal, act: Callable[..., object]) -> HttpResponse:
    """Do one of the two acts on a fed decision, once, and tell where it stands."""

    def answer() -> Answer:
        fed = _fed(request, payload.source_ref)
        act(
            publication_id=fed.publication_id, trigger=payload.trigger, known_on=payload.known_on,
            by=request.auth.actor, at=timezone.now(), calendar=calendar(),  # type: ignore[attr-defined]
        )  # fmt: skip
        return Answer(200, _state(fed).model_dump_json())

    return once(request, answer)


def _fed(request: HttpRequest, source_ref: str) -> FedFacts:
    if "\0" in source_ref:
        raise Invalid({"source_ref": ["有不能保存的字符（NUL）"]})
    fed = queries.fed_by(request.auth.key.organ_id, source_ref)  # type: ignore[attr-defined]
    if fed is None:
        raise Http404(f"本机关没有报送过来源编号为 {source_ref} 的决定。")
    return fed


@api.get("/decisions", auth=None, response={200: PublicPage, **_WRONG}, summary="公开的决定", tags=["读取"])
def decisions(request: HttpRequest, told: Query[Wanted]) -> HttpResponse:
    """任何人都可以读，不用密钥。新公开的在前，按 next 翻页。"""
    anybody(request)
    filters = Filters(
        q=told.q, organ_code=told.organ, category=told.category, since=told.since, until=told.until, check=told.check
    )  # fmt: skip
    page = publications.page(filters, after=told.after, limit=told.limit)
    files = publications.attached_files(one.id for one in page.rows)
    items = [PublicRow.of(one, files.get(one.id, ())) for one in page.rows]
    body = PublicPage(notice=NOTICE, items=items, next=page.next)
    return _told(body, cache="public, no-cache")


@api.get(
    "/decisions/{organ}/{number}",
    auth=None,
    response={200: PublicText, **_WRONG},
    summary="一件公开的决定",
    tags=["读取"],
)
def decision(request: HttpRequest, organ: str, number: str) -> HttpResponse:
    """公开文本的全文；已撤下的只有文号、机关、日期和理由。"""
    anybody(request)
    found = None if "\0" in organ + number else publications.decision(organ, number)
    if found is None:
        raise Http404("没有公开过这个决定，请核对机关代字和文号。")
    told, files = found.version, publications.attached_files([found.row.id])
    body = PublicText(
        notice=NOTICE, row=PublicRow.of(found.row, files.get(found.row.id, ())), version=told.seq if told else None, sha256=told.sha256 if told else "",
        parts=dict(told.parts) if told else {},
    )  # fmt: skip
    return _told(body, cache="public, no-cache")
