"""One decision made elsewhere, entered by form: every part of its text, and every name and number that must go."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases.queries import calendar
from mingjing.exchange import operations, queries
from mingjing.foundation.pages import Field, filled
from mingjing.kernel.findings import Finding, Invalid, Refused
from mingjing.kernel.text import clean
from mingjing.publicity.terms import (
    CATEGORY_NAMES,
    CHECK_NAMES,
    NEVER,
    PENALTY_KINDS,
    Category,
    EntityKind,
    KnownEntity,
    Policy,
    Publishable,
    result_table,
)
from mingjing.sites.bureau.views.feeding import FEEDING
from mingjing.sites.bureau.views.filling import MUST, as_day
from mingjing.sites.bureau.views.gate import BureauRequest, page

PARTY_KINDS = (
    ("legal_person", "法人"), ("unincorporated", "非法人组织"), ("individual_business", "个体工商户"), ("citizen", "自然人"),
)  # fmt: skip
# Field → what its lines are, and what becomes of them.
KNOWN = {
    "known_surname": ("只留姓的姓名（法定代表人、负责人等）", EntityKind.PERSON, Policy.SURNAME),
    "known_person": ("要删去的姓名（证人、举报人、受害人等）", EntityKind.PERSON, Policy.REMOVE),
    "known_minor": ("未成年人的姓名", EntityKind.MINOR, Policy.REMOVE),
    "known_id": ("证件号码", EntityKind.ID, Policy.REMOVE),
    "known_phone": ("电话", EntityKind.PHONE, Policy.REMOVE),
    "known_account": ("银行账号", EntityKind.ACCOUNT, Policy.REMOVE),
    "known_address": ("个人住址", EntityKind.ADDRESS, Policy.REMOVE),
    "known_secret": ("商业秘密、其他不应公开的内容", EntityKind.CONFIDENTIAL, Policy.REMOVE),
    "known_keep": ("可以公开的号码、地址（本机关的电话、缴款账号等）", EntityKind.OTHER, Policy.KEEP),
}
MOST = {"violation": 5000, "result": 4000, "full_text": 100_000, "remedies": 2000, "basis": 4000}


def _fields() -> tuple[Field, ...]:
    lines, results = "每行一个", "、".join(one.name for one in result_table(timezone.localdate()).results.values())
    return (
        Field("category", "执法类别", "select", required=True, choices=[("", "请选择"), *((one.value, CATEGORY_NAMES[one]) for one in Category)]),
        Field("check_kind", "检查方式", "select", choices=[("", "不是行政检查"), *((one.value, name) for one, name in CHECK_NAMES.items())],
              help=f"行政检查才选；选了的，决定种类从检查结果代码表里写，几项用顿号隔开：{results}"),
        Field("number", "决定书文号", required=True, example="示应急罚〔2026〕9号", attributes={"maxlength": 60}),
        Field("decided_on", "决定日期", "date", required=True, help="公开期限从这一天起算"),
        Field("outcome", "决定种类", required=True, example="罚款；准予行政许可", attributes={"maxlength": 100}),
        Field("party_name", "当事人", required=True, help="写全名，公开时按规则脱敏；几个当事人用顿号隔开", attributes={"maxlength": 120}),
        Field("party_kind", "当事人类别", "select", required=True, choices=[("", "请选择"), *PARTY_KINDS]),
        Field("party_id_no", "当事人代码或者身份证号码", help="单位写统一社会信用代码，自然人写身份证号码；身份证号码不公开", attributes={"maxlength": 40}),
        Field("cause", "案由或者事项", required=True, attributes={"maxlength": 200}),
        Field("matter", "权责事项编码", attributes={"maxlength": 60}),
        Field("replaces", "所替代的文号", help="重新作出的决定填写", attributes={"maxlength": 60}),
        Field("violation", "违法事实（摘要）", "textarea", rows=4),
        Field("result", "决定内容", "textarea", required=True, rows=3),
        Field("basis", "依据", "textarea", rows=3, help=f"{lines}，写到条款项；行政处罚、强制、征收必填"),
        Field("kinds", "处罚种类", "checkboxes", choices=list(PENALTY_KINDS.items()), help="只有行政处罚才选；公示期和信用分类按种类、数额计算，没有选的不列入信用公示"),
        Field("fine", "罚款数额（元）", example="80000", help="种类里有罚款的填写", attributes={"maxlength": 20, "inputmode": "decimal"}),
        Field("ban_until", "限制到哪一天", "date", help="限制从业、限制开展生产经营活动的填写；公示到这一天"),
        Field("remedies", "救济途径和期限", "textarea", rows=2),
        Field("full_text", "决定书正文", "textarea", required=True, rows=12, help="与送达当事人的文本一致，每段一行；不要先行删改，脱敏由系统拟出、公示员确认"),
        *(Field(name, label, "textarea", rows=2, help=f"{lines}；身份可写在顿号后，例如：李四、证人" if name == "known_person" else lines) for name, (label, _, _) in KNOWN.items()),
        Field("minor", "当事人是未成年人（不得公开）", "checkbox"),
        Field("never_publish", "有法定不公开情形的，请选", "checkboxes", choices=[(key, word) for key, (word, _) in NEVER.items() if key != "minor"]),
    )  # fmt: skip


@page(*FEEDING)
def new(request: BureauRequest) -> HttpResponse:
    """The form; what was typed stays where something is wrong with it."""
    problem: Refused | Invalid | None = None
    typed = request.POST if request.method == "POST" else request.typed or QueryDict()
    if request.method == "POST":
        try:
            return _entered(request)
        except (Refused, Invalid) as refused:
            problem = refused
    errors = problem.errors if isinstance(problem, Invalid) else {}
    fields = _fields()
    beside = {one.name for one in fields}
    rest = [Finding("填写", text) for name, texts in errors.items() if name not in beside for text in texts]
    facts = {
        "fields": filled(fields, typed, errors) if typed else fields,
        "findings": problem.findings if isinstance(problem, Refused) else rest,
    }
    status = 200 if problem is None else 409 if isinstance(problem, Refused) else 422
    return render(request, "bureau/feeding/form.html", facts, status=status)


def _entered(request: BureauRequest) -> HttpResponse:
    decision = _decision(request)
    fed = operations.feed_decision(decision=decision, by=request.actor, at=timezone.now(), calendar=calendar())
    if fed.fresh:
        messages.success(request, f"已登记 {fed.number}，公开期限开始计算。请公示员拟出脱敏稿、确认、公开。")
    else:
        messages.info(request, f"{fed.number} 以前登记过，内容没有变化，没有重复登记。")
    asks = queries.rows_asked(fed.publication_id) is not None
    if asks:
        messages.info(request, "接着补填“双公示”要的其余各项；现在不填，以后从“外部登记”进入。")
    return HttpResponseRedirect(
        reverse("bureau:feeding_sheet" if asks else "bureau:publication", args=[fed.publication_id])
    )


def _decision(request: BureauRequest) -> Publishable:
    typed, errors = request.POST, {}
    told = {one.name: clean(typed.get(one.name, ""))[0].strip() for one in _fields()}
    for one in _fields():
        text, most = told[one.name], MOST.get(one.name, 4000)
        if one.required and not text:
            errors[one.name] = [MUST]
        elif len(text) > most:
            errors[one.name] = [f"最多 {most} 个字，现在是 {len(text)} 个字。"]
        elif text and one.type == "select" and text not in {value for value, _ in one.choices}:
            errors[one.name] = ["没有这个选项，请从列表中选择。"]
    day: date | None = as_day(told["decided_on"])
    if told["decided_on"] and day is None:
        errors["decided_on"] = ["日期写法不对，请写成 2026-11-22 这样。"]
    until: date | None = as_day(told["ban_until"])
    if told["ban_until"] and until is None:
        errors["ban_until"] = ["日期写法不对，请写成 2026-11-22 这样。"]
    if errors or day is None:
        raise Invalid(errors)
    plain: dict[str, Any] = {
        key: told[key]
        for key in ("number", "category", "outcome", "party_name", "party_kind", "party_id_no", "cause", "violation", "result", "remedies", "matter", "replaces", "fine", "check_kind")
    }  # fmt: skip
    return Publishable(
        source_ref="", organ_id=request.actor.organ_id, organ_name=request.actor.organ_name, organ_code="", decided_on=day, **plain,
        basis=_lines(told["basis"]), full_text=_lines(told["full_text"]), known_entities=_known(told), minor=bool(told["minor"]),
        never_publish=tuple(typed.getlist("never_publish")), kinds=tuple(typed.getlist("kinds")), ban_until=until,
    )  # fmt: skip


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def _known(told: dict[str, str]) -> tuple[KnownEntity, ...]:
    """Every line as a known text; after a 、 or a comma stands the person's part in the matter."""
    found: dict[str, KnownEntity] = {}
    for name, (_, kind, policy) in KNOWN.items():
        for line in _lines(told[name]):
            named = kind in {EntityKind.PERSON, EntityKind.MINOR}
            text, _, role = line.replace("，", "、").replace(",", "、").partition("、") if named else (line, "", "")
            found.setdefault(text.strip(), KnownEntity(text.strip(), kind, policy, role.strip()))
    return tuple(found.values())
