"""我要申请: with number and code of a paper, a party applies for what its case allows now; number and code show how it went.

The code never stands in an address: every step is posted, and what was typed survives an error.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_protect

from mingjing.foundation.pages import Field, filled
from mingjing.kernel.findings import Invalid, Refused
from mingjing.publicity import operations, queries
from mingjing.publicity.terms import (
    ADDRESS_LINES,
    APPLY_SPECS,
    FILE_BYTES,
    FILES_MOST,
    RELATIONS,
    TEXT_MOST,
    Applicable,
    ApplicationReceipt,
    ApplyKind,
    DecisionRow,
    ProgressFacts,
    address_text,
)
from mingjing.sites.portal.forms import text
from mingjing.sites.portal.views.answering import missing, page, private
from mingjing.sites.portal.views.limiting import TOO_MANY, too_many
from mingjing.sites.portal.views.progress import FIELDS as PAPER

METHODS = ["GET", "HEAD", "POST"]
SENT_TOO_MUCH = "这个网络地址一小时内提交得太多，请过一小时再试；内容还在下面"
_ADDRESS = (
    Field("address", "送达地址", required=True, example="示范县产业大道 8 号 1 幢 201 室", wide=True, attributes={"maxlength": 120, "autocomplete": "street-address"}),
    Field("receiver", "收件人", required=True, attributes={"maxlength": 60}),
    Field("electronic_address", "电子送达地址", help="同意用电子方式送达的才填写，如电子邮箱", attributes={"maxlength": 120}),
)  # fmt: skip
ACCEPT = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"


@csrf_protect
def apply(request: HttpRequest) -> HttpResponse:
    """Number and code → what may be applied for → the form → the receipt."""
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    told = request.POST
    if request.method != "POST":
        return _asked(request, QueryDict(), "", 200)
    if too_many(request, "apply"):
        return _again(request, told, 429)
    number, code = text(told.get("number", ""), 80), text(told.get("code", ""), 20)
    today = timezone.localdate()
    try:
        found, allowed = operations.ask_applicable(number=number, code=code, on=today)
    except Refused as problem:
        return _asked(request, told, "".join(map(str, problem.findings)), 404)
    chosen = next((one for one in allowed if one.kind == told.get("kind")), None)
    if chosen is None:
        return _kinds(request, found, allowed, number, code, gone=bool(told.get("kind")), on=today)
    if told.get("act") != "send":
        return _form(request, chosen, found, told, {}, 200)
    return _sent(request, chosen, found, number, code)


def _sent(request: HttpRequest, chosen: Applicable, found: ProgressFacts, number: str, code: str) -> HttpResponse:
    told = request.POST
    if too_many(request, "send"):
        return _form(request, chosen, found, told, {"text": [SENT_TOO_MUCH]}, 429)
    try:
        receipt = _received(request, chosen, number=number, code=code)
    except Invalid as problem:
        return _form(request, chosen, found, told, problem.errors, 422)
    except Refused as problem:
        return _form(request, chosen, found, told, {"kind": [str(one) for one in problem.findings]}, 422)
    facts = {"receipt": receipt, "spec": chosen.spec}
    return private(page(request, "portal/apply_receipt.html", facts))


def _received(request: HttpRequest, chosen: Applicable, **matter: Any) -> ApplicationReceipt:
    """Hand in what was typed. Raises Invalid, Refused."""
    told = request.POST
    written = told.get("text", "").replace("\r\n", "\n")
    if chosen.kind == ApplyKind.ADDRESS:
        if not (told.get("address", "").strip() and told.get("receiver", "").strip()):
            raise Invalid(
                {
                    name: [f"请填写{ADDRESS_LINES[name]}"]
                    for name in ("address", "receiver")
                    if not told.get(name, "").strip()
                }
            )
        written = address_text(told, written)
    draft = operations.ApplicationDraft(
        kind=chosen.kind, text=written, applicant=told.get("applicant", ""), relation=told.get("relation", ""),
        phone=told.get("phone", ""), confirmed=bool(told.get("confirmed")), files=_files(request), **matter,
    )  # fmt: skip
    return operations.receive_application(draft=draft, once=told.get("_once", ""), by="system", at=timezone.now())


@csrf_protect
def apply_repair(request: HttpRequest, organ: str, number: str) -> HttpResponse:
    """Ask for an early end of publicity of a published penalty, from its page: whether it may be, then the form."""
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    shown = queries.decision(organ, number)
    if shown is None or shown.row.is_gone:
        return missing(request, "没有这份公开的决定", (("看全部决定", reverse("portal:decisions")),))
    chosen = Applicable(ApplyKind.REPAIR)
    if not operations.may_be_taken_down(shown.row.id, timezone.localdate()):
        return private(page(request, "portal/apply_not.html", {"row": shown.row, "spec": chosen.spec}))
    told = request.POST
    if request.method != "POST":
        return _form(request, chosen, None, told, {}, 200, row=shown.row)
    if too_many(request, "send"):
        return _form(request, chosen, None, told, {"text": [SENT_TOO_MUCH]}, 429, row=shown.row)
    try:
        receipt = _received(request, chosen, publication_id=shown.row.id)
    except Invalid as problem:
        return _form(request, chosen, None, told, problem.errors, 422, row=shown.row)
    return private(page(request, "portal/apply_receipt.html", {"receipt": receipt, "spec": chosen.spec}))


def _files(request: HttpRequest) -> tuple[tuple[str, bytes], ...]:
    """The files sent; of one that is too large no more than shows that it is, of too many one more than is allowed."""
    sent = request.FILES.getlist("files")[: FILES_MOST + 1]
    return tuple((str(one.name), bytes(one.read(FILE_BYTES + 1))) for one in sent)


def _asked(request: HttpRequest, told: QueryDict, problem: str, status: int) -> HttpResponse:
    facts = {
        "fields": filled(PAPER, told, {}), "problem": problem, "found": None,
        "specs": [APPLY_SPECS[one] for one in ApplyKind],
    }  # fmt: skip
    return private(page(request, "portal/apply.html", facts, status))


def _again(request: HttpRequest, told: QueryDict, status: int) -> HttpResponse:
    """Too often: a form that was being sent comes back with all that was typed in it."""
    kind = told.get("kind", "")
    if told.get("act") != "send" or kind not in set(ApplyKind):
        return _asked(request, told, TOO_MANY, status)
    return _form(request, Applicable(kind), None, told, {"text": [SENT_TOO_MUCH]}, status)


def _kinds(
    request: HttpRequest,
    found: ProgressFacts,
    allowed: Sequence[Applicable],
    number: str,
    code: str,
    *,
    gone: bool,
    on: date,
) -> HttpResponse:
    facts = {
        "found": found, "number": number, "code": code, "today": on,
        "problem": "这件事现在的阶段不能申请这一项，请从下面选择" if gone else "",
        "kinds": [{"one": one, "spec": one.spec, "late": one.late_on(on), "left": (one.due - on).days if one.due else None} for one in allowed],
    }  # fmt: skip
    return private(page(request, "portal/apply.html", facts, 422 if gone else 200))


def _form(
    request: HttpRequest,
    chosen: Applicable,
    found: ProgressFacts | None,
    told: QueryDict,
    errors: dict[str, list[str]],
    status: int,
    row: DecisionRow | None = None,
) -> HttpResponse:
    optional = chosen.kind == ApplyKind.ADDRESS
    fields = (
        *(Field(name, type="hidden", value=text(told.get(name, ""), 80)) for name in ("number", "code")),
        Field("kind", type="hidden", value=chosen.kind),
        Field("act", type="hidden", value="send"),
        *(_ADDRESS if optional else ()),
        Field("text", "其他要说明的" if optional else "申请的内容和理由", "textarea", required=not optional, rows=4 if optional else 8, help=f"{'可以不填，' if optional else chosen.spec.write}最多 {TEXT_MOST} 个字", attributes={"maxlength": TEXT_MOST}),
        Field("files", "附件", "file", help=f"可以不附。PDF、Word、Excel、JPG、PNG，最多 {FILES_MOST} 个，每个不超过 {FILE_BYTES // 1024 // 1024} MB；改正其他内容时须重新选择", attributes={"multiple": True, "accept": ACCEPT}),
        Field("applicant", "申请人", required=True, help="当事人的名称或者姓名；受委托的，写您的姓名", attributes={"maxlength": 60, "autocomplete": "name"}),
        Field("relation", "您是", "select", required=True, choices=[("", "请选择"), *RELATIONS.items()]),
        Field("phone", "联系电话", "tel", required=True, help="只给办理的人看，不公开", attributes={"maxlength": 40, "autocomplete": "tel"}),
        Field("confirmed", "我确认填写的内容真实，并且我有权提出这项申请", "checkbox", required=True),
    )  # fmt: skip
    names = {one.name for one in fields if one.type != "hidden"}
    address = f"{row.address}apply/" if row else reverse("portal:apply")
    shown = filled(fields, told, errors) if told.get("act") == "send" else fields
    facts = {
        "fields": shown, "row": row, "action": address, "chosen": chosen, "spec": chosen.spec, "found": found, "number": text(told.get("number", ""), 80),
        "code": text(told.get("code", ""), 20), "late": chosen.late_on(timezone.localdate()),
        "extra": [message for name, messages in errors.items() if name not in names for message in messages],
    }  # fmt: skip
    return private(page(request, "portal/apply_form.html", facts, status))


@csrf_protect
def application_query(request: HttpRequest) -> HttpResponse:
    """Where an application stands, for who knows number and code; and nothing else of it."""
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    told = request.POST if request.method == "POST" else QueryDict(mutable=True)
    if request.method != "POST":
        told = told.copy()
        told["number"] = text(request.GET.get("number", ""), 40)
    fields = (
        Field("number", "受理编号", required=True, example="示应急网申〔2026〕1号", attributes={"maxlength": 40, "autocomplete": "off"}),
        Field("code", "查询码", required=True, help="回执上的 8 位字母和数字", attributes={"maxlength": 20, "autocomplete": "off"}),
    )  # fmt: skip
    facts: dict[str, object] = {"fields": filled(fields, told, {}), "found": None, "problem": ""}
    status = 200
    if request.method == "POST":
        number, code = text(told.get("number", ""), 40), text(told.get("code", ""), 20)
        if too_many(request, "ask"):
            status, facts["problem"] = 429, TOO_MANY
        else:
            facts["found"] = queries.application_by_receipt(number, operations.code_digest(code))
            if facts["found"] is None:
                status, facts["problem"] = 404, "没有查到：请核对受理编号和查询码，两样都要与回执一致"
    return private(page(request, "portal/application_query.html", facts, status))
