"""Inspections: how the enterprise was chosen is said, the results come from the table, random ones become public."""

from collections.abc import Sequence
from datetime import date

from mingjing.kernel.days import local_day, plain
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule
from mingjing.publicity.terms.checks import CHECK_NAMES, MOST_RESULTS, CheckKind, UnpublishedCheck, result_table
from mingjing.publicity.terms.decisions import Category, Publishable
from mingjing.publicity.terms.visits import VisitFacts

_G58 = "国办发〔2015〕58号"
_N118 = "国办发〔2018〕118号第二部分"
CLEAN = "clean"
_TRADERS = "92"  # 个体工商户 in a credit code (GB 32100—2015)


@rule("PUB-90", cites=_G58, acts=("open_visit",))
def says_how_chosen(kind: str, task: str, draw: str) -> tuple[Finding, ...]:
    """入企检查写明是随机抽查、专项检查还是触发式检查；随机抽查的写明计划（任务）编号和抽取记录编号。"""
    if kind not in set(CheckKind):
        step = f"请从{'、'.join(CHECK_NAMES.values())}里选一种"
        return (says_how_chosen.finding("没有写明检查方式", next_step=step, field="check_kind"),)
    needed = {"task": (task, "计划（任务）编号"), "draw": (draw, "抽取记录编号")} if kind == CheckKind.RANDOM else {}
    return tuple(
        says_how_chosen.finding(f"随机抽查没有写{label}", next_step=f"照抽查计划、抽取记录填写{label}", field=name)
        for name, (text, label) in needed.items()
        if not text.strip()
    )


@rule("PUB-91", cites=_G58, acts=("close_visit", "schedule"))
def results_of_the_table(keys: Sequence[str], on: date) -> tuple[Finding, ...]:
    """检查结果从当时施行的检查结果代码表选定；“未发现问题”不与其他结果同时选。"""
    table = result_table(on).results
    if not keys:
        return (results_of_the_table.finding("没有选定检查结果", next_step="至少选一项", field="result"),)
    if unknown := [key for key in keys if key not in table]:
        step = f"请从代码表里选：{'、'.join(one.name for one in table.values())}"
        return (results_of_the_table.finding(f"没有检查结果“{unknown[0][:20]}”", next_step=step, field="result"),)
    if len(set(keys)) != len(keys) or len(keys) > MOST_RESULTS:
        step = f"每一项只选一次，最多 {MOST_RESULTS} 项"
        return (results_of_the_table.finding("检查结果选得重复或者太多", next_step=step, field="result"),)
    if CLEAN in keys and len(keys) > 1:
        step = "有问题的去掉“未发现问题”"
        return (results_of_the_table.finding("“未发现问题”与其他结果同时选了", next_step=step, field="result"),)
    return ()


def keys_of_names(outcome: str, on: date) -> tuple[str, ...]:
    """The results behind their names with 、 between; a name that no table has stands for itself."""
    by_name = {one.name: key for key, one in result_table(on).results.items()}
    return tuple(by_name.get(name.strip(), name.strip()) for name in outcome.split("、") if name.strip())


@rule("PUB-92", cites=(_G58, f"{_N118}（六）"), acts=("schedule",))
def checks_are_inspections(kind: str, category: str) -> tuple[Finding, ...]:
    """写明检查方式的只有行政检查；检查方式是随机抽查、专项检查、触发式检查之一。"""
    if not kind or (kind in set(CheckKind) and category == Category.INSPECTION):
        return ()
    told = "检查方式只用于行政检查" if kind in set(CheckKind) else f"没有检查方式“{kind[:20]}”"
    step = "执法类别选行政检查，检查方式从列表里选；不是检查的不填检查方式"
    return (checks_are_inspections.finding(told, next_step=step, field="check_kind"),)


@rule("PUB-93", cites=(_G58, f"{_N118}（六）"), acts=("clock",))
def result_is_public(check: UnpublishedCheck, on: date) -> tuple[Finding, ...]:
    """随机抽查结束以后，检查结果自结束之日起二十个工作日内向社会公开。"""
    if on <= check.due:
        return ()
    how = "还没有公开" if check.publication_id else "没有登记公示"
    told = f"{check.organ_name}的 {check.number} 于 {check.ended_on.isoformat()} 结束，应在 {check.due.isoformat()} 以前公开结果，{how}"
    step = "公示员拟出脱敏稿、确认、公开；依法不公开的，由负责人批准不予公开"
    return (result_is_public.finding(told, weight=Weight.WARN, next_step=step),)


def result_of(visit: VisitFacts, domain: str) -> Publishable:
    """What a closed random check hands over for publicity. Raises ValueError for one that still goes on."""
    if visit.closed_at is None:
        raise ValueError(f"{visit.number} still goes on")
    trader = visit.enterprise_code.startswith(_TRADERS)
    told = visit.result_name + (f"：{visit.note.rstrip('。')}" if visit.note else "")
    text = (
        visit.organ_name,
        "随机抽查检查结果",
        visit.number,
        f"被检查单位：{visit.enterprise}（统一社会信用代码 {visit.enterprise_code}）",
        f"检查方式：{visit.kind_name}，计划（任务）编号 {visit.task}，抽取记录编号 {visit.draw}",
        f"检查事项：{visit.item.name}（{visit.item.code}）",
        *([f"检查内容：{'；'.join(visit.item.content)}"] if visit.item.content else []),
        f"检查时间：{plain(local_day(visit.opened_at))}，执法人员 {len(visit.officers)} 人",
        f"检查结果：{told}。",
        visit.organ_name,
        plain(local_day(visit.closed_at)),
    )
    return Publishable(
        source_ref=f"visit:{visit.id}", organ_id=visit.organ_id, organ_name=visit.organ_name, organ_code=visit.organ_code,
        number=visit.number, decided_on=local_day(visit.closed_at), category=Category.INSPECTION, outcome=visit.result_name,
        party_name=visit.enterprise, party_kind="individual_business" if trader else "legal_person",
        party_id_no=visit.enterprise_code, cause=visit.item.name, violation="", result=told, basis=visit.item.basis,
        full_text=text, ledger_index=visit.ledger_index, domain=domain, matter=visit.item.code, check_kind=visit.kind,
    )  # fmt: skip
