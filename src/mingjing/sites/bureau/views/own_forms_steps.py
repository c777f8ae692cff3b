"""The steps of a form's filing: adjust or add, change, drop, approve, send, answer, retire."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.cases.queries import own_forms
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.records import operations, queries
from mingjing.records.terms import NotFound
from mingjing.records.terms.filings import (
    DRAFTERS,
    FAMILIES,
    FIELD_KINDS,
    AddedField,
    FilingFacts,
    FormContent,
    FormDraft,
)
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.own_forms import seen

ROWS, OWN_ROWS = 4, 10
PRINTED = {"no": "照标准文书", "yes": "加大一号"}
NEED = {"no": "选填", "yes": "必填"}


def _trail(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return (("文书格式", reverse("bureau:forms")), *more)


def _input_fields(form_id: str, kept: FilingFacts | None) -> tuple[Field, ...]:
    """Every field of the page; `form_id` is empty for a form the organ adds by itself."""
    content = kept.content if kept else FormContent()
    names = {**queries.mandatory_fields(form_id), **own_forms.form_fields(form_id)} if form_id else {}
    return (
        *_general(form_id, content, kept),
        *_renaming(form_id, names, content),
        *_adding(content, OWN_ROWS if not form_id else ROWS),
        Field("opening", "正文前的固定语句", "textarea", content.opening, part="固定语句和版式", attributes={"maxlength": 600}),
        Field("closing", "正文后的固定语句", "textarea", content.closing, attributes={"maxlength": 600}),
        Field("copies", "份数说明", value=content.copies, example="本文书一式三份，一份送达当事人，一份存卷，一份报备。", attributes={"maxlength": 60}),
        Field("large", "字号", "select", "yes" if content.large else "no", choices=list(PRINTED.items())),
    )  # fmt: skip


def _general(form_id: str, content: FormContent, kept: FilingFacts | None) -> tuple[Field, ...]:
    named = "留空就照标准文书" if form_id else ""
    family = () if form_id else (
        Field("family", "类别", "select", kept.family if kept else "", required=True, choices=[("", "请选择"), *FAMILIES.items()]),
    )  # fmt: skip
    return (
        Field("title", "文书名称", value=content.title, required=not form_id, help=named, attributes={"maxlength": 60}),
        *family,
        Field("valid_from", "启用日期", "date", kept.valid_from if kept else "", required=True, help="这一天起制作的文书用它"),
        Field("valid_to", "停用日期", "date", kept.valid_to if kept and kept.valid_to else "", help="长期使用的留空"),
        Field("reason", "调整的理由", "textarea", kept.reason if kept else "", required=True, attributes={"maxlength": 300}),
    )  # fmt: skip


def _renaming(form_id: str, names: dict[str, str], content: FormContent) -> tuple[Field, ...]:
    if not names:
        return ()
    optional = own_forms.optional_fields(form_id)
    mandatory = queries.mandatory_fields(form_id)
    rows = [
        Field(f"label-{name}", label, value=content.labels.get(name, ""), part="栏目改名（不改的留空）" if not at else "", attributes={"maxlength": 40})
        for at, (name, label) in enumerate(names.items())
    ]  # fmt: skip
    choices = [(name, label) for name, label in names.items() if name in optional]
    must = Field(
        "required", "改为必填的栏目", "checkboxes", list(content.required), choices=choices, part="必填和不印的栏目"
    )
    out = Field(
        "left_out", "不印的栏目", "checkboxes", list(content.left_out), choices=[(name, label) for name, label in names.items() if name not in mandatory],
        help=f"必备栏目不能去掉（FORM-01）：{'、'.join(mandatory.values())}",
    )  # fmt: skip
    return (*rows, *([must] if choices else []), out)


def _adding(content: FormContent, rows: int) -> tuple[Field, ...]:
    found: list[Field] = []
    for at in range(max(rows, len(content.added) + 2)):
        one = content.added[at] if at < len(content.added) else AddedField("", "")
        found += [
            Field(f"add-{at}-label", f"增加的第 {at + 1} 栏", value=one.label, part="增加的栏目" if not at else "", attributes={"maxlength": 40}),
            Field(f"add-{at}-kind", f"第 {at + 1} 栏种类", "select", one.kind, choices=list(FIELD_KINDS.items())),
            Field(f"add-{at}-need", f"第 {at + 1} 栏填写", "select", "yes" if one.required else "no", choices=list(NEED.items())),
        ]  # fmt: skip
    return tuple(found)


def _content(typed: Typed) -> FormContent:
    labels = {key[6:]: text for key, text in typed.items() if key.startswith("label-") and text}
    rows = sorted(int(key.split("-")[1]) for key in typed if key.startswith("add-") and key.endswith("-label"))
    added = [
        AddedField(f"f{at + 1}", typed[f"add-{at}-label"], typed[f"add-{at}-kind"], typed[f"add-{at}-need"] == "yes")
        for at in rows
        if typed[f"add-{at}-label"]
    ]
    return FormContent(
        labels=labels, required=tuple(typed.get("required") or ()), left_out=tuple(typed.get("left_out") or ()), added=tuple(added),
        title=typed["title"], opening=typed["opening"], closing=typed["closing"], copies=typed["copies"], large=typed["large"] == "yes",
    )  # fmt: skip


def _drafting(request: BureauRequest, form_id: str, kept: FilingFacts | None, title: str, fresh: bool) -> HttpResponse:
    made: list[UUID] = []

    def act(typed: Typed) -> str:
        draft = FormDraft(
            form_id, _content(typed), typed["reason"], typed["valid_from"], typed["valid_to"], typed.get("family", "")
        )
        done = operations.draft_form(
            draft=draft, fields=own_forms.form_fields(form_id) if form_id else {}, by=request.actor, at=timezone.now(),
            filing_id=None if fresh or kept is None else kept.id,
        )  # fmt: skip
        made.append(done.id)
        return f"《{done.printed}》第 {done.version} 版的草稿已保存，请负责人审定。"

    back = reverse("bureau:forms")
    note = "只写文字：印出来和写的一样，符号不作排版命令。审定以后内容不变，要改的另拟一个版本。"
    one = Step(
        title, _trail((title, "")), _input_fields(form_id, kept), act, "保存草稿", back, note=note,
        then=lambda: reverse("bureau:form_filing", args=[made[0]]), aliases={"labels": "title", "added": "add-0-label", "form": "title"},
    )  # fmt: skip
    return step(request, one)


@page(*DRAFTERS)
def form_add(request: BureauRequest) -> HttpResponse:
    """Add a form of the organ's own."""
    return _drafting(request, "", None, "补充一份文书", True)


@page(*DRAFTERS)
def form_adjust(request: BureauRequest, form_id: str) -> HttpResponse:
    """Adjust a standard form; the newest version of the organ is where one starts."""
    try:
        facts = queries.form(form_id)
    except NotFound as problem:
        raise Http404(str(problem)) from None
    last = next((one for one in queries.filings(request.actor.organ_id) if one.form == form_id), None)
    return _drafting(request, form_id, last, f"调整《{facts.name}》", True)


@page(*DRAFTERS)
def form_change(request: BureauRequest, filing_id: UUID) -> HttpResponse:
    """Go on with a draft."""
    found = _own(request, filing_id)
    return _drafting(request, "" if found.own else found.form, found, f"修改《{found.printed}》", False)


def _own(request: BureauRequest, filing_id: UUID) -> FilingFacts:
    found = seen(request, filing_id)
    if found.organ_id != request.actor.organ_id:
        raise Http404
    return found


def _plain(
    request: BureauRequest, found: FilingFacts, verb: str, fields: tuple[Field, ...], act: object, note: str = "",
    *, danger: bool = False, then: str = "",
) -> HttpResponse:  # fmt: skip
    here = reverse("bureau:form_filing", args=[found.id])
    name = f"《{found.printed}》第 {found.version} 版"
    one = Step(
        f"{verb}{name}", _trail((name, here), (verb, "")), fields, act, verb, here, then=then or here, note=note, danger=danger  # type: ignore[arg-type]
    )  # fmt: skip
    return step(request, one)


@page(*DRAFTERS)
def form_drop(request: BureauRequest, filing_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    found = _own(request, filing_id)

    def act(typed: Typed) -> str:
        operations.drop_form_draft(filing_id=found.id, by=request.actor, at=timezone.now())
        return "草稿已删除。"

    note = "草稿删除后不能恢复；没有文书是用它制作的。"
    return _plain(request, found, "删除草稿", (), act, note, danger=True, then=reverse("bureau:forms"))


@page(Role.HEAD)
def form_approve(request: BureauRequest, filing_id: UUID) -> HttpResponse:
    """The head approves."""
    found = _own(request, filing_id)

    def act(typed: Typed) -> str:
        done = operations.approve_form(filing_id=found.id, by=request.actor, at=timezone.now())
        return f"《{done.printed}》第 {done.version} 版已审定，{done.valid_from} 起使用；请报司法行政部门备案。"

    note = "审定以后内容不再改变，启用日期起本机关的文书用它制作；备案以前，每份文书都会提示“没有备案”（FORM-04）。"
    return _plain(request, found, "审定", (), act, note)


@page(*DRAFTERS)
def form_send(request: BureauRequest, filing_id: UUID) -> HttpResponse:
    """Send it to be filed."""
    found = _own(request, filing_id)

    def act(typed: Typed) -> str:
        operations.send_form(filing_id=found.id, materials=typed["materials"], by=request.actor, at=timezone.now())
        return "已报送，等待备案。"

    fields = (
        Field("materials", "报送的材料", "textarea", required=True, help="文书样式和与标准文书的不同之处随本页一并报送", example="备案报告、调整说明", attributes={"maxlength": 500}),
    )  # fmt: skip
    return _plain(request, found, "报送备案", fields, act)


@page(Role.SUPERVISOR)
def form_answer(request: BureauRequest, filing_id: UUID) -> HttpResponse:
    """The justice bureau files it or returns it."""
    found = seen(request, filing_id)

    def act(typed: Typed) -> str:
        yes = typed["answer"] == "accept"
        operations.answer_form(
            filing_id=found.id, accepted=yes, number=typed["number"], filed_on=typed["filed_on"], reason=typed["reason"],
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
        return "已备案。" if yes else "已退回，这个版本不再使用。"

    fields = (
        Field("answer", "怎样处理", "select", required=True, choices=[("", "请选择"), ("accept", "予以备案"), ("return", "退回")]),
        Field("number", "备案号", help="予以备案的填写", attributes={"maxlength": 80}),
        Field("filed_on", "备案日期", "date", help="留空就是今天"),
        Field("reason", "意见、理由", "textarea", help="退回的必须写明", attributes={"maxlength": 500}),
    )  # fmt: skip
    note = "退回的版本不能再用来制作文书；已经制作的文书不变，并提示核对。"
    return _plain(request, found, "备案、退回", fields, act, note)


@page(Role.HEAD)
def form_retire(request: BureauRequest, filing_id: UUID) -> HttpResponse:
    """Say until when it is used."""
    found = _own(request, filing_id)

    def act(typed: Typed) -> str:
        done = operations.retire_form(
            filing_id=found.id, valid_to=typed["valid_to"], by=request.actor, at=timezone.now()
        )
        return f"《{done.printed}》第 {done.version} 版用到 {done.valid_to}；以前制作的文书不变。"

    fields = (Field("valid_to", "用到哪一天", "date", required=True),)
    return _plain(request, found, "停用", fields, act)
