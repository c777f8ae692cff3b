"""Keeping the organ's list of enforcement matters: entered, written anew as the next version, taken off."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.kernel.findings import Invalid
from mingjing.lawbook import operations, queries
from mingjing.lawbook.terms import ACT_KINDS, PENALTY_NAMES, Material, MatterFacts, MatterSpec, PenaltyKind, Range
from mingjing.organs import queries as organs
from mingjing.organs.terms import DOMAIN_NAMES
from mingjing.sites.bureau.views.benchmarks import KEEPERS
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page

OPTIONAL = "（选交）"
ENDS = {"unit": "单位", "person": "个人"}


@page(*KEEPERS)
def matter_new(request: BureauRequest) -> HttpResponse:
    """Enter a matter; every article it cites has to be in the library and in force (LAW-01)."""
    return _written(request, None)


@page(*KEEPERS)
def matter_revise(request: BureauRequest, matter_id: UUID) -> HttpResponse:
    """The next version of a matter: the one before ends where it begins, cases keep theirs."""
    return _written(request, _own(request, matter_id))


def _own(request: BureauRequest, matter_id: UUID) -> MatterFacts:
    found = queries.matter(matter_id)
    if found is None or found.organ_id != request.actor.organ_id or found.valid_to is not None:
        raise Http404
    return found


def _written(request: BureauRequest, before: MatterFacts | None) -> HttpResponse:
    home = reverse("bureau:matters")
    domain = organs.organ(request.actor.organ_id).domain

    def act(typed: Typed) -> str:
        made = operations.add_matter(
            by=request.actor,
            at=timezone.now(),
            organ_id=request.actor.organ_id,
            spec=_spec(typed, before),
            valid_from=typed["valid_from"],
        )
        return f"已登记“{made.name}”第{made.version}版，自 {made.valid_from} 起启用；向社会公开请在“事前公示”的“权责清单”里提取。"

    here = (
        ((before.code, reverse("bureau:matter", args=[before.matter_id])), ("修订", "")) if before else (("登记", ""),)
    )
    return step(request, Step(
        f"修订：{before.name}" if before else "登记执法事项", (("依据", ""), ("执法事项", home), *here), tuple(_fields(before, domain)), act,
        "核对、登记", reverse("bureau:matter", args=[before.matter_id]) if before else home, home, pairs=True,
        note="条文写成“《安全生产法》第九十七条第（七）项”的样子，一行一条，法规库里当日有效的才认。修订的，以前的一版到启用日期为止，在办案件仍用原来的一版。",
    ))  # fmt: skip


def _fields(before: MatterFacts | None, domain: str) -> Iterator[Field]:
    spec = before.spec if before else None
    if before is None:
        yield Field(
            "code",
            "事项编码",
            required=True,
            example="AQ097-7",
            help="字母、数字、点、横线",
            attributes={"maxlength": 40},
        )
        yield Field(
            "act_kind",
            "执法行为",
            "select",
            "penalty",
            choices=[*ACT_KINDS.items()],
            help="登记以后不能改；依申请的事项只填依据和申请材料，处罚的各栏留空",
        )
    yield Field(
        "name",
        "案由（事项名称）",
        required=True,
        value=spec.name if spec else "",
        example="未按照规定制定应急救援预案案",
        attributes={"maxlength": 120},
    )
    yield Field(
        "domain",
        "执法领域",
        "select",
        spec.domain if spec else domain,
        choices=[(str(key), word) for key, word in DOMAIN_NAMES.items()],
        required=True,
    )
    yield Field("valid_from", "启用日期", "date", required=True, help="应晚于现行的一版" if before else "")
    yield from _basis_fields(spec)
    yield Field(
        "penalties",
        "处罚种类",
        "checkboxes",
        [one.value for one in spec.penalties] if spec else [],
        choices=[(one.value, PENALTY_NAMES[one]) for one in PenaltyKind],
    )
    yield from _fine_fields(spec)
    yield Field(
        "multiple",
        "倍数罚款",
        value=spec.multiple if spec else "",
        wide=True,
        example="并处货值金额五倍以上十倍以下罚款",
        help="按倍数、比例计算的，照法条写",
        attributes={"maxlength": 300},
    )
    yield Field(
        "correction_required", "应当同时责令改正", "checkbox", "1" if spec is None or spec.correction_required else ""
    )
    yield Field("note", "说明", "textarea", spec.note if spec else "", attributes={"maxlength": 2000})


def _basis_fields(spec: MatterSpec | None) -> Iterator[Field]:
    """What the matter rests on, and what an applicant hands in."""
    yield Field(
        "violates",
        "违反的条款",
        "textarea",
        "\n".join(spec.violates) if spec else "",
        help="一行一条；行政处罚事项必填",
    )
    yield Field(
        "penalises", "实施依据", "textarea", "\n".join(spec.penalises) if spec else "", required=True, help="一行一条"
    )
    yield Field(
        "materials",
        "申请材料",
        "textarea",
        "\n".join(f"{one.name}{'' if one.required else OPTIONAL}" for one in spec.materials) if spec else "",
        help=f"行政许可等依申请的事项必填：一行一份，可以不交的在行末写“{OPTIONAL}”；没有列明的不得要求提交",
    )


def _fine_fields(spec: MatterSpec | None) -> Iterator[Field]:
    """The ends of the statute's fixed fines, for units and for persons."""
    for side, word in ENDS.items():
        fine = (spec.unit_fine if side == "unit" else spec.person_fine) if spec else None
        yield Field(
            f"{side}_min",
            f"对{word}罚款的法定下限",
            "money",
            f"{fine.low:f}" if fine else "",
            help="没有下限的写 0；法律没有规定固定幅度的，上限、下限都不填",
            attributes={"maxlength": 16},
        )
        yield Field(
            f"{side}_max",
            f"对{word}罚款的法定上限",
            "money",
            f"{fine.high:f}" if fine else "",
            attributes={"maxlength": 16},
        )


def _spec(typed: Typed, before: MatterFacts | None) -> MatterSpec:
    errors: dict[str, list[str]] = {}
    fines = {side: _range(typed, side, errors) for side in ENDS}
    if errors:
        raise Invalid(errors)
    kind = before.spec.act_kind if before else typed["act_kind"] or "penalty"
    lines = _lines(typed["materials"])
    return MatterSpec(
        code=before.code if before else typed["code"], name=typed["name"], domain=typed["domain"], violates=_lines(typed["violates"]),
        penalises=_lines(typed["penalises"]), penalties=tuple(one for one in PenaltyKind if one.value in typed["penalties"]),
        unit_fine=fines["unit"], person_fine=fines["person"], multiple=typed["multiple"], chart=before.spec.chart if before else "ordinary" if kind == "penalty" else kind,
        correction_required=kind == "penalty" and bool(typed["correction_required"]), note=typed["note"], act_kind=kind,
        materials=tuple(Material(line.removesuffix(OPTIONAL).strip(), not line.endswith(OPTIONAL)) for line in lines),
    )  # fmt: skip


def _lines(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, text.splitlines())))


def _range(typed: Typed, side: str, errors: dict[str, list[str]]) -> Range | None:
    ends = [typed[f"{side}_{end}"].replace(",", "") for end in ("min", "max")]
    if not any(ends):
        return None
    found: list[Decimal] = []
    for end, text in zip(("min", "max"), ends, strict=True):
        try:
            found.append(Decimal(text or ("0" if end == "min" else "")))
        except InvalidOperation:
            errors[f"{side}_{end}"] = ["请写数字，单位是元；有下限的要写上限。"]
    return Range(*found) if len(found) == 2 else None


@page(*KEEPERS)
def matter_retire(request: BureauRequest, matter_id: UUID) -> HttpResponse:
    """Take a matter off the list; what was done under it stays."""
    found, here = _own(request, matter_id), reverse("bureau:matter", args=[matter_id])

    def act(typed: Typed) -> str:
        operations.retire_matter(by=request.actor, at=timezone.now(), matter_id=matter_id, valid_to=typed["valid_to"])
        return f"“{found.name}”自 {typed['valid_to']} 起停用，以前的案件不受影响。"

    return step(request, Step(
        f"停用：{found.name}", (("依据", ""), ("执法事项", reverse("bureau:matters")), (found.code, here), ("停用", "")),
        (Field("valid_to", "停用日期", "date", required=True, help="从这一天起不能再以它立案"),), act, "停用", here, danger=True,
        note="停用以后不能再以它登记案源、立案；裁量基准不再适用于新的案件。要改内容的，请用“修订”。", aliases={"matter_id": "valid_to"},
    ))  # fmt: skip
