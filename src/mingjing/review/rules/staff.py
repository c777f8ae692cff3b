"""Rules of the review body and of the reviewers' training."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.review.terms import BodyFacts, StrengthFacts

_N118 = "国办发〔2018〕118号（十一）"
LEAST, MOST = Decimal("0.5"), Decimal(80)


@rule("REV-20", cites=_N118, acts=("register_body",))
def body_findings(name: str, basis: str, since: date, today: date, before: BodyFacts | None) -> Iterator[Finding]:
    """法制审核机构的登记应当写明机构名称、确定依据和起始日期；更换的，起始日期晚于原机构，不晚于登记当日。"""
    for field, text, told in (("name", name, "机构名称"), ("basis", basis, "确定依据（文件名称、文号）")):
        if len(text.strip()) < 2:
            yield body_findings.finding(f"没有写明{told}", next_step=f"请填写{told}", field=field)
    if since > today:
        yield body_findings.finding("起始日期在今天之后", next_step="请在起始当日或者以后登记", field="since")
    if before is not None and since <= before.since:
        told = f"起始日期不晚于现在的审核机构“{before.name}”的 {before.since}"
        yield body_findings.finding(told, next_step="请核对起始日期", field="since")


@rule("REV-21", cites=_N118, acts=("record_training",))
def training_findings(
    reviews: bool, name: str, day: date, hours: Decimal, topic: str, organiser: str, today: date
) -> Iterator[Finding]:
    """培训登记写明法制审核人员、日期、学时、内容和举办单位；日期不晚于登记当日，学时在半小时以上、八十学时以下。"""
    if not reviews:
        yield training_findings.finding(
            f"{name}不是本机关现任的法制审核人", next_step="请先由安全管理员任命为法制审核人", field="person_id"
        )
    if day > today:
        yield training_findings.finding("培训日期在今天之后", next_step="请在培训结束后登记", field="day")
    if not LEAST <= hours <= MOST:
        yield training_findings.finding(
            f"{hours:f} 学时不在 {LEAST} 至 {MOST} 之间", next_step="请按实际学时填写，长期培训分次登记", field="hours"
        )
    for field, text, told in (("topic", topic, "培训内容"), ("organiser", organiser, "举办单位")):
        if len(text.strip()) < 2:
            yield training_findings.finding(f"没有写明{told}", next_step=f"请填写{told}", field=field)


@rule("REV-44", cites=(_N118, "国办发〔2018〕118号（二）"), acts=("hand_over_body", "hand_over_list"))
def public_findings(duties: str, *, same: bool, waits: bool) -> Iterator[Finding]:
    """审核机构和送审材料清单由法制审核人、负责人送公示，写明职责或者依据；没有变化的、已有一版在办的，不重复送。"""
    if len(duties.strip()) < 2:
        yield public_findings.finding("没有写明职责", next_step="请写明审核机构的职责", field="duties")
    if waits:
        yield public_findings.finding("已有一版在审核、发布", next_step="请等那一版办完，或者请公示人员退回、作废")
    if same:
        yield public_findings.finding("公开的内容与现在的一致", next_step="有变化时再送公示")


@rule("REV-22", cites=_N118)
def strength_findings(one: StrengthFacts) -> Iterator[Finding]:
    """机关应当确定法制审核机构；法制审核人员不少于执法人员总数的百分之五，具备规定的资格，按年度完成培训。"""
    who = one.organ_name
    if one.bodiless:
        yield _lacking(f"{who}没有登记法制审核机构", "请由负责人登记确定的审核机构")
    if one.missing:
        told = f"{who}有执法人员 {one.officers} 人，法制审核人员应不少于 {one.required} 人，现在 {one.reviewers} 人，少 {one.missing} 人"
        yield _lacking(told, "请任命法制审核人，或者请上级机关代为审核")
    if one.unqualified:
        yield _lacking(
            f"{who}有 {one.unqualified} 名法制审核人没有登记资格", "请登记法律职业资格或者初次从事审核的日期"
        )
    if one.untrained:
        yield _lacking(f"{who}有 {one.untrained} 名法制审核人今年的培训学时不足", "请安排培训并登记")


@rule("REV-62", cites="天津市宝坻区实施方案（执法机构也按百分之五，地方做法）")
def unit_findings(one: StrengthFacts) -> Iterator[Finding]:
    """按执法机构另行计算，法制审核人员不足的，提示；不拦办案。"""
    for unit in one.short_units:
        told = f"{one.organ_name}{unit.unit}有执法人员 {unit.officers} 人，法制审核人员应不少于 {unit.required} 人，现在 {unit.reviewers} 人，少 {unit.missing} 人"
        step = "请在这个机构配备法制审核人；由机关的审核机构统一审核、本地不另算的，请信息管理员把参数 organs.unit_least 写成 0"
        yield unit_findings.finding(told, next_step=step).as_warning()


def _lacking(fact: str, step: str) -> Finding:
    """Nothing stops by it: without a pass there is no decision anyway (G-26)."""
    return strength_findings.finding(fact, next_step=step).as_warning()
