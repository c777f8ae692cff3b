"""Changes of functions (机构职能调整): what they rest on, what fits them, and what the losing organ may do no more."""

from datetime import date

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.organs.terms import GIVING_MOVES, FunctionChangeFacts, FunctionDraft, FunctionMove, OrganFacts

_N118 = "国办发〔2018〕118号第二部分（四）"
_ORGANIC = "地方各级人民政府机构设置和编制管理条例第九条、第十条"
BASIS = {"title": "依据文件", "number": "文号", "reason": "说明"}


@rule("ORG-20", cites=(_N118, _ORGANIC), acts=("record_functions",))
def change_has_its_basis(draft: FunctionDraft) -> tuple[Finding, ...]:
    """机构职能调整应当写明批准的文件、文号、生效日期和说明。"""
    return tuple(
        change_has_its_basis.finding(f"没有写明{name}", next_step=f"请照批准文件填写{name}", field=field)
        for field, name in BASIS.items()
        if len(str(getattr(draft, field)).strip()) < 2
    )


@rule("ORG-21", cites=(_N118, _ORGANIC), acts=("record_functions",))
def change_fits_its_kind(draft: FunctionDraft, receiver: OrganFacts | None) -> tuple[Finding, ...]:
    """划转、合并的，写明另一个在生效之日可以执法的承接机关；划转、取消的，逐项写明事项；更名的，写明新的名称。"""
    found = []
    if draft.move in GIVING_MOVES:
        if receiver is None or receiver.id == draft.organ_id:
            found.append(("没有写明承接机关，或者承接机关就是本机关", "请选择承接机关", "receiver_id"))
        elif not receiver.effective_on(draft.effective_on):
            fact = f"{receiver.name}在 {draft.effective_on} 不具有执法主体资格"
            found.append((fact, "请先核对承接机关的登记，或者改生效日期", "receiver_id"))
    elif receiver is not None:
        found.append(("这种调整没有承接机关", "请清空承接机关，或者改选“事项划转”“机关合并”", "receiver_id"))
    if draft.move in {FunctionMove.TRANSFER, FunctionMove.END} and not draft.items:
        found.append(("没有写明哪些事项", "请勾选划转或者取消的事项", "items"))
    if draft.move == FunctionMove.RENAME and len(draft.new_name.strip()) < 4:
        found.append(("没有写明新的名称", "请填写新的机关名称全称", "new_name"))
    return tuple(change_fits_its_kind.finding(fact, next_step=step, field=field) for fact, step, field in found)


@rule("ORG-22", cites=(_N118, "行政处罚法第十七条"), acts=("open_visit", "collect_entry", "register_lead", "file_case"))
def item_has_moved(
    changes: tuple[FunctionChangeFacts, ...], kind: str, code: str, name: str, on: date
) -> tuple[Finding, ...]:
    """职能调整生效之日起，原机关不得再以划转、取消的事项立案、检查、列入公开的清单。"""
    gone = next((one for one in changes if one.effective_on <= on and one.takes(kind, code)), None)
    if gone is None:
        return ()
    where = f"由{gone.receiver_name}行使" if gone.receiver_name else "不再行使"
    step = f"请交由{gone.receiver_name}办理" if gone.receiver_name else "请核对职能调整的文件"
    fact = f"“{name}”自 {gone.effective_on} 起{where}{gone.document}"
    return (item_has_moved.finding(fact, next_step=step, field="item"),)


@rule("ORG-23", cites=_N118, acts=("withdraw_functions",))
def withdrawn_once(change: FunctionChangeFacts) -> tuple[Finding, ...]:
    """登记有误的职能调整写明理由撤回，撤回只有一次；撤回的记录保留。"""
    if change.ended_at is None:
        return ()
    return (withdrawn_once.finding("这条职能调整已经撤回", next_step="请刷新页面"),)
