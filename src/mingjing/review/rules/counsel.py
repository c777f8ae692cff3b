"""Rules of the pool of counsel: who is in it, who may be asked, what an opinion must be. None of them passes a review."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.review.terms import (
    CONFLICT_QUESTIONS,
    COUNSEL_KINDS,
    CounselDraft,
    CounselFacts,
    CounselKind,
    Involved,
    PaperFacts,
)

_N118 = "国办发〔2018〕118号（十一）"
_HEX = frozenset("0123456789abcdef")


@rule("REV-30", cites=_N118, acts=("register_counsel", "renew_counsel"))
def counsel_findings(one: CounselDraft, price: Decimal | None, today: date) -> Iterator[Finding]:
    """登记法律顾问、公职律师应当写明姓名、所在单位、专业领域；公职律师写明证号和有效期，法律顾问写明服务合同的起止日期，登记时都在有效期内。"""
    for field, text, told in (
        ("name", one.name, "姓名"),
        ("employer", one.employer, "所在单位"),
        ("field", one.field, "专业领域"),
    ):
        if len(text.strip()) < 2:
            yield counsel_findings.finding(f"没有写明{told}", next_step=f"请填写{told}", field=field)
    if one.kind not in set(CounselKind):
        yield counsel_findings.finding(
            "没有选择类别", next_step=f"请选择{'或者'.join(COUNSEL_KINDS.values())}", field="kind"
        )
    public = one.kind == CounselKind.PUBLIC
    if public and not one.certificate.strip():
        yield counsel_findings.finding("公职律师没有写明证号", next_step="请填写公职律师证的证号", field="certificate")
    if bool(one.certificate.strip()) != (one.valid_until is not None):
        yield counsel_findings.finding(
            "证号和证件有效期没有同时写明", next_step="请两项都填写，没有证件的都不填", field="valid_until"
        )
    yield from _contract(one, price, public)
    for field, until, told in (
        ("valid_until", one.valid_until, "证件"),
        ("contract_until", one.contract_until, "服务合同"),
    ):
        if until is not None and until < today:
            yield counsel_findings.finding(f"{told}已于 {until} 到期", next_step=f"请先延续{told}，再登记", field=field)


def _contract(one: CounselDraft, price: Decimal | None, public: bool) -> Iterator[Finding]:
    first, last = one.contract_from, one.contract_until
    if public and (first or last or price is not None):
        yield counsel_findings.finding(
            "公职律师不是购买的服务，没有服务合同和价款", next_step="请清空服务合同和价款", field="contract_from"
        )
    if not public and (first is None or last is None):
        yield counsel_findings.finding(
            "没有写明服务合同的起止日期", next_step="请填写聘用、购买服务合同的起止日期", field="contract_from"
        )
    if first and last and last < first:
        yield counsel_findings.finding(
            "服务合同的终止日期早于开始日期", next_step="请核对合同日期", field="contract_until"
        )
    if price is not None and price < 0:
        yield counsel_findings.finding("合同价款小于零", next_step="请按合同填写价款，无偿的填 0", field="price")


@rule("REV-31", cites=_N118, acts=("ask_counsel",))
def ask_findings(
    question: str, chosen: Collection[str], due: date, today: date, *, again: bool = False
) -> Iterator[Finding]:
    """请法律顾问、公职律师提意见，案卷应当已经送审，写明问题，选定提供的材料和期限；同一问题没有办结的，不重复请求。"""
    if len(question.strip()) < 6:
        yield ask_findings.finding("没有写明要问的问题", next_step="请写明问题，至少 6 个字", field="question")
    if not chosen:
        yield ask_findings.finding("没有选定提供的材料", next_step="请在送审材料中选定", field="materials")
    if due < today:
        yield ask_findings.finding(f"期限 {due} 在今天之前", next_step="请填写今天或者以后的日期", field="due_on")
    if again:
        yield ask_findings.finding("同样的问题已经请求过，还没有办结", next_step="请查看原来的请求", field="question")


@rule("REV-32", cites=_N118, acts=("assign_counsel",))
def assignment_findings(one: CounselFacts, today: date, *, waits: bool, lends: bool) -> Iterator[Finding]:
    """只指派在库、证件和服务合同当日有效的法律顾问、公职律师；其他机关登记的，由司法行政机关统筹调用；一次请求只指派一次。"""
    if not waits:
        yield assignment_findings.finding("这次请求已经指派或者撤回", next_step="请刷新后查看")
    if one.end_reason:
        yield assignment_findings.finding(
            f"{one.name}已经退出顾问库：{one.end_reason}", next_step="请改选在库的人员", field="counsel_id"
        )
    for until, told in ((one.valid_until, "证件"), (one.contract_until, "服务合同")):
        if until is not None and until < today:
            yield assignment_findings.finding(
                f"{one.name}的{told}已于 {until} 到期",
                next_step=f"请先登记延续的{told}，或者改选他人",
                field="counsel_id",
            )
    if one.contract_from is not None and one.contract_from > today:
        yield assignment_findings.finding(
            f"{one.name}的服务合同自 {one.contract_from} 才开始", next_step="请改选他人", field="counsel_id"
        )
    if not lends:
        yield assignment_findings.finding(
            f"{one.name}由{one.organ_name}登记，本机关不能直接指派",
            next_step="请由司法行政机关统筹指派，或者改选本机关登记的人员",
            field="counsel_id",
        )


@rule("REV-33", cites=(_N118, "律师法第三十九条"), acts=("assign_counsel",))
def conflict_findings(one: CounselFacts, stated: Mapping[str, str], involved: Involved) -> Iterator[Finding]:
    """参与过本案办理、审查、审核、听证的，担任过当事人代理人、顾问的，所在单位代理当事人的，不得就本案提意见；指派前由本人逐项声明。"""
    for key, told in CONFLICT_QUESTIONS.items():
        if stated.get(key) not in {"yes", "no"}:
            yield conflict_findings.finding(
                f"没有登记{one.name}本人关于“{told}”的声明", next_step="请问过本人以后逐项登记", field=key
            )
        elif stated[key] == "yes":
            yield conflict_findings.finding(f"{one.name}声明：{told}", next_step="请改选没有利害关系的人员", field=key)
    if one.person_id is not None and one.person_id in involved.persons:
        yield conflict_findings.finding(
            f"{one.name}参与过本案的办理、审查、审核、听证或者送审",
            next_step="请改选没有参与本案的人员",
            field="counsel_id",
        )
    if one.name in involved.agents:
        yield conflict_findings.finding(
            f"本案当事人一方有人与{one.name}同名", next_step="请改选他人", field="counsel_id"
        )
    if one.employer in involved.agents or any(one.employer in text for text in involved.told):
        yield conflict_findings.finding(
            f"{one.name}所在的{one.employer}是本案当事人，或者代理当事人",
            next_step="请改选其他单位的人员",
            field="counsel_id",
        )


@rule("REV-34", cites=_N118, acts=("advise",))
def advice_findings(
    advice: str, on: date, assigned_on: date | None, today: date, *, own: bool, paper: PaperFacts | None, waits: bool
) -> Iterator[Finding]:
    """法律顾问、公职律师的意见由本人登记，或者由审核人按签名的纸质件登记并写明扫描件摘要值和存放处；只供参考，不代替法制审核。"""
    if not waits or assigned_on is None:
        yield advice_findings.finding("这次请求不在等待意见", next_step="请刷新后查看")
    if len(advice.strip()) < 10:
        yield advice_findings.finding("没有写明意见", next_step="请写明意见和理由，至少 10 个字", field="advice")
    if on > today or (assigned_on is not None and on < assigned_on):
        yield advice_findings.finding(
            f"出具日期 {on} 不在指派之日至今天之间", next_step="请核对日期", field="advised_on"
        )
    if own:
        return
    if paper is None or len(paper.sha256) != 64 or not set(paper.sha256) <= _HEX:
        yield advice_findings.finding("没有纸质意见的扫描件", next_step="请选择有本人签名的扫描件", field="scan")
    elif len(paper.place.strip()) < 2:
        yield advice_findings.finding("没有写明纸质原件的存放处", next_step="请填写存放处", field="place")
