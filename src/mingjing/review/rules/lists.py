"""Rules of an organ's own list of material for review: it adds to the national minimum, and never takes from it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.lawbook.terms import Condition, ConditionKind
from mingjing.review.terms import FileFacts, ListDraft, ListFacts, ListItem, ListState, Manner

_N118 = "国办发〔2018〕118号（十四）"
_AMOUNTS = frozenset({ConditionKind.FINE_UNIT_MIN, ConditionKind.FINE_PERSON_MIN, ConditionKind.CONFISCATION_MIN})


@rule("REV-40", cites=_N118, acts=("draft_list", "set_list"))
def list_findings(draft: ListDraft, minimum: Mapping[str, str], forms: Collection[str]) -> Iterator[Finding]:
    """机关的送审材料清单在最低送审材料之上增加，最低材料一律照送，不能去掉、替代或者改写；每项写明名称，条件和所用文书是平台有的。"""
    if not draft.items and draft.term is None and draft.manner == Manner.ONLINE:
        yield list_findings.finding(
            "清单没有增加材料，也没有规定送审方式和审核期限", next_step="请至少填写一项", field="name-0"
        )
    if not draft.basis.strip():
        yield list_findings.finding("没有写明依据", next_step="请填写规定送审材料的文件名称或者文号", field="basis")
    fixed = {*minimum, *minimum.values()}
    for place, one in enumerate(draft.items):
        yield from _item(one, f"name-{place}", fixed, forms, draft.items[:place])


def _item(
    one: ListItem, field: str, fixed: Collection[str], forms: Collection[str], before: Sequence[ListItem]
) -> Iterator[Finding]:
    name = one.name.strip()
    if len(name) < 2:
        yield list_findings.finding("有一项没有写明材料名称", next_step="请填写名称，不要的删去", field=field)
    elif name in fixed:
        yield list_findings.finding(
            f"“{name}”是最低送审材料，一律照送", next_step="请删去这一项，或者写明另一种材料", field=field
        )
    elif name in {each.name.strip() for each in before}:
        yield list_findings.finding(f"“{name}”写了两次", next_step="请合并为一项", field=field)
    if one.form and one.form not in forms:
        yield list_findings.finding(f"“{name}”所用的文书平台没有", next_step="请从列表选择文书", field=field)
    if any(_half(each) for each in one.conditions):
        yield list_findings.finding(
            f"“{name}”的条件没有写全", next_step="请写明金额或者处罚种类，不需要的条件不选", field=field
        )


def _half(one: Condition) -> bool:
    if one.kind in _AMOUNTS:
        return one.amount is None or not one.amount.is_finite() or one.amount < 0
    return one.kind is ConditionKind.PENALTY_KINDS and not one.kinds


@rule("REV-41", cites=_N118, acts=("draft_list", "set_list"))
def term_findings(term: int | None, manner: str, least: int, most: int) -> Iterator[Finding]:
    """机关规定的法制审核期限在规定的上下限以内，送审方式从线上、线上同时送纸质中选定。"""
    if term is not None and not least <= term <= most:
        yield term_findings.finding(
            f"审核期限 {term} 个工作日不在 {least} 至 {most} 之间",
            next_step="请改在范围以内，或者留空按默认期限",
            field="term",
        )
    if manner not in set(Manner):
        yield term_findings.finding("没有选定送审方式", next_step="请选择送审方式", field="manner")


@rule("REV-42", cites=_N118, acts=("set_list", "drop_list"))
def setting_findings(
    one: ListFacts, valid_from: date, by: UUID, today: date, before: ListFacts | None
) -> Iterator[Finding]:
    """送审材料清单由法制审核人起草、负责人确定，不是同一人；只确定一次，施行日期不早于确定当日，晚于现行的一版。"""
    if one.state != ListState.DRAFT:
        yield setting_findings.finding(f"这一版现在是“{one.state_name}”", next_step="请刷新后查看")
    if one.drafted_by == by:
        yield setting_findings.finding("起草和确定是同一个人", next_step="请由另一名负责人确定")
    if valid_from < today:
        yield setting_findings.finding("施行日期在今天之前", next_step="请填写今天或者以后的日期", field="valid_from")
    if before is not None and before.valid_from is not None and valid_from <= before.valid_from:
        yield setting_findings.finding(
            f"施行日期不晚于第{before.number}版的 {before.valid_from}", next_step="请核对施行日期", field="valid_from"
        )


@rule("REV-43", cites=_N118, acts=("hand_in",))
def handing_findings(
    item: str, wanted: Collection[str], file: FileFacts | None, place: str, *, again: bool
) -> Iterator[Finding]:
    """单独提交的送审材料是本机关清单里的一项，或者上传文件，或者写明纸质件的存放处；提交过的不重复提交，再次送审时照用。"""
    if item not in wanted:
        yield handing_findings.finding("本机关的清单里没有这一项材料", next_step="请从清单中选择", field="item")
    if again:
        yield handing_findings.finding(
            f"“{item}”已经提交过，再次送审照用", next_step="需要更换的，请先作废原来的", field="item"
        )
    if file is None and len(place.strip()) < 2:
        yield handing_findings.finding(
            "没有文件，也没有写明纸质件存放处", next_step="请上传文件，纸质材料写明存放处", field="file"
        )
