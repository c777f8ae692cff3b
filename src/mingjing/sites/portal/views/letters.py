"""Letters of the public: ask for a correction, ask a question, complain; and read the answer with number and code."""

from urllib.parse import unquote
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.urls import resolve
from django.utils import timezone
from django.views.decorators.csrf import csrf_protect

from mingjing.foundation.pages import Field, filled
from mingjing.kernel.findings import Invalid
from mingjing.organs import queries as organs_room
from mingjing.publicity import operations, queries
from mingjing.publicity.terms import LETTER_MOST, LETTER_NAMES, LetterKind
from mingjing.sites.portal.forms import text
from mingjing.sites.portal.views.about_page import About, about_page
from mingjing.sites.portal.views.answering import page, private
from mingjing.sites.portal.views.limiting import TOO_MANY, too_many

HELP = {
    LetterKind.CORRECTION: "公示的内容有错误，或者公开了不该公开的信息",
    LetterKind.QUESTION: "问执法机关的职责、办事、程序",
    LetterKind.COMPLAINT: "执法人员不出示证件、乱收费、乱罚款、态度恶劣等",
}


def letters(request: HttpRequest) -> HttpResponse:
    """What one may ask for, who answers, and the box to read an answer."""
    facts = {
        "kinds": [(one.value, LETTER_NAMES[one], HELP[one]) for one in LetterKind],
        "fields": _query_fields(QueryDict()),
    }
    return private(page(request, "portal/letters.html", facts))


@csrf_protect
def letter_new(request: HttpRequest) -> HttpResponse:
    """The form of a letter; after sending, the receipt with number and code."""
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    told = request.POST if request.method == "POST" else request.GET
    kind = told.get("kind", "")
    kind = kind if kind in set(LetterKind) else LetterKind.QUESTION
    about = about_page(told.get("about", ""))
    if request.method != "POST":
        return _form(request, kind, about, request.GET, {}, 200)
    if too_many(request, "send"):
        return _form(
            request,
            kind,
            about,
            request.POST,
            {"text": ["这个网络地址一小时内提交得太多，请过一小时再试；内容还在下面"]},
            429,
        )
    try:
        organ_id = _organ(told.get("organ", ""), about)
        draft = operations.LetterDraft(
            kind=kind, organ_id=organ_id, text=told.get("text", ""), sender=told.get("sender", ""),
            contact=told.get("contact", ""), about=_kept(about.address), about_title=about.title, field=told.get("field", ""),
            field_label=about.label(told.get("field", "")),
        )  # fmt: skip
        receipt = operations.receive_letter(draft=draft, once=told.get("_once", ""), by="system", at=timezone.now())
    except Invalid as problem:
        return _form(request, kind, about, request.POST, problem.errors, 422)
    facts = {"receipt": receipt, "kind_name": LETTER_NAMES[LetterKind(kind)]}
    return private(page(request, "portal/letter_receipt.html", facts))


@csrf_protect
def letter_query(request: HttpRequest) -> HttpResponse:
    """The letter and its answer, for who knows number and code; a receipt leads here with its number filled in."""
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    told = QueryDict(mutable=True)
    told["number"] = text(request.GET.get("number", ""), 40)
    facts: dict[str, object] = {"fields": _query_fields(told), "found": None, "problem": ""}
    status = 200
    if request.method == "POST":
        facts["fields"] = _query_fields(request.POST)
        number, code = text(request.POST.get("number", ""), 40), text(request.POST.get("code", ""), 20)
        if too_many(request, "ask"):
            status, facts["problem"] = 429, TOO_MANY
        else:
            facts["found"] = queries.letter_by_receipt(number, operations.code_digest(code))
            if facts["found"] is None:
                status, facts["problem"] = 404, "没有查到：请核对受理编号和查询码，两样都要与回执一致"
    return private(page(request, "portal/letter_query.html", facts, status))


def _query_fields(told: QueryDict) -> tuple[Field, ...]:
    fields = (
        Field(
            "number",
            "受理编号",
            required=True,
            example="示应急更〔2026〕1号",
            attributes={"maxlength": 40, "autocomplete": "off"},
        ),
        Field(
            "code",
            "查询码",
            required=True,
            help="回执上的 8 位字母和数字",
            attributes={"maxlength": 20, "autocomplete": "off"},
        ),
    )
    return filled(fields, told, {})


def _form(
    request: HttpRequest,
    kind: str,
    about: About,
    told: QueryDict,
    errors: dict[str, list[str]],
    status: int,
) -> HttpResponse:
    every = organs_room.organs(timezone.localdate())
    chosen = told.get("organ", "") or about.organ
    fields = [Field("kind", type="hidden", value=kind), Field("about", type="hidden", value=about.address)]
    if about.address:
        fields.append(Field("organ", type="hidden", value=about.organ))
    else:
        fields.append(
            Field(
                "organ",
                "所涉执法机关",
                "select",
                chosen,
                required=True,
                choices=[("", "请选择"), *((one.code, one.name) for one in every)],
            )
        )
    if kind == LetterKind.CORRECTION:
        choices = [("", "请选择"), *about.choices()]
        fields.append(Field("field", "哪一项有误", "select", told.get("field", ""), required=True, choices=choices))
    fields += [
        Field("text", "要反映的内容", "textarea", required=True, rows=6, help="请不要写身份证号、银行账号", attributes={"maxlength": LETTER_MOST["text"]}),
        Field("sender", "您的姓名", help="可以不填", attributes={"maxlength": LETTER_MOST["sender"], "autocomplete": "name"}),
        Field("contact", "联系方式", help="可以不填；不填时凭回执查询答复", attributes={"maxlength": LETTER_MOST["contact"], "autocomplete": "tel"}),
    ]  # fmt: skip
    names = {one.name for one in fields if one.type != "hidden"}
    facts = {
        "kind": kind,
        "kind_name": LETTER_NAMES[LetterKind(kind)],
        "about": about,
        "stands": about.stands(told.get("field", "")) if kind == LetterKind.CORRECTION else ("", ""),
        "fields": filled(fields, told, errors) if request.method == "POST" else fields,
        "extra": [message for name, messages in errors.items() if name not in names for message in messages],
        "complaint": kind == LetterKind.COMPLAINT,
    }
    return private(page(request, "portal/letter_new.html", facts, status))


def _kept(address: str) -> str:
    """The address as a letter keeps it: of a visit none, for it holds the enterprise's code."""
    return "" if address and resolve(unquote(address)).view_name == "portal:visit" else address


def _organ(code: str, about: About) -> UUID:
    """The organ a letter is about. Raises Invalid."""
    wanted = about.organ or code
    found = next((one for one in organs_room.organs() if one.code == wanted), None)
    if found is None:
        raise Invalid({"organ": ["请选择所涉的执法机关"]})
    return found.id
