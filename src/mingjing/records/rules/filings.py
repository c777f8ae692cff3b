"""An organ's own forms: what may be adjusted, in which order a filing goes, what is late, what warns."""

from collections.abc import Mapping, Sequence
from datetime import date

from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule
from mingjing.kernel.text import clean
from mingjing.kernel.workdays import Workdays
from mingjing.records.rules.recordings import SHORTEST, parameters
from mingjing.records.terms.filings import (
    FAMILIES,
    FIELD_KINDS,
    FILING_STATES,
    UNFILED,
    FilingFacts,
    FilingState,
    FormContent,
    FormDraft,
)

_N118 = "国办发〔2018〕118号第三部分（七）"
LONGEST_LABEL, LONGEST_TITLE, LONGEST_SENTENCE = 40, 60, 600
MOST_ADDED = 12


@rule("FORM-01", cites=_N118, acts=("draft_form",))
def mandatory_stays(content: FormContent, mandatory: Mapping[str, str]) -> tuple[Finding, ...]:
    """自行调整文书格式的，标准文书的必备栏目不能去掉；可以改名、增加栏目和增加必填项。"""
    return tuple(
        mandatory_stays.finding(
            f"“{mandatory[name]}”是标准文书的必备栏目，不能去掉",
            field="left_out",
            next_step="请保留这一栏；名称不合用的，可以改名",
        )
        for name in content.left_out
        if name in mandatory
    )


@rule("FORM-02", cites=_N118, acts=("draft_form",))
def content_is_plain(draft: FormDraft, fields: Mapping[str, str]) -> tuple[Finding, ...]:
    """自行调整的文书格式只含文字：栏目名称、固定语句写明，不重复、不过长，没有看不见的字符，与标准文书有不同之处。"""
    found: list[Finding] = []

    def wrong(message: str, field: str, step: str = "请改正后再保存") -> None:
        found.append(content_is_plain.finding(message, field=field, next_step=step))

    content = draft.content
    for name in (*content.labels, *content.required, *content.left_out):
        if name not in fields:
            wrong(f"标准文书没有“{name[:40]}”这一栏", "labels", "请从列出的栏目中选择")
    for field, text, longest in _texts(content):
        if problems := clean(text)[1]:
            wrong(problems[0].rstrip("。"), field)
        elif len(text) > longest:
            wrong(f"“{text[:12]}…”有 {len(text)} 个字，最多 {longest} 个字", field)
    labels = [*(content.labels.get(name, told) for name, told in fields.items()), *(one.label for one in content.added)]
    for label in sorted({one for one in labels if labels.count(one) > 1}):
        wrong(f"有两栏都叫“{label}”", "added", "请改成不同的名称")
    if len(content.added) > MOST_ADDED:
        wrong(f"增加了 {len(content.added)} 栏，最多 {MOST_ADDED} 栏", "added")
    found += [
        content_is_plain.finding(f"增加的“{one.label[:20]}”没有写明名称或者种类", field="added", next_step="请填写")
        for one in content.added
        if not one.label.strip() or one.kind not in FIELD_KINDS
    ]
    return (*found, *_draft_is_whole(draft))


def _draft_is_whole(draft: FormDraft) -> tuple[Finding, ...]:
    found = []
    content = draft.content
    if draft.form and content == FormContent():
        found.append(("与标准文书没有不同", "title", "不调整的，直接使用标准文书，不用备案"))
    if not draft.form and draft.family not in FAMILIES:
        found.append(("没有选定文书类别", "family", "请从列表中选择"))
    if not draft.form and not content.title.strip():
        found.append(("没有写明文书名称", "title", "请填写"))
    if not draft.form and not content.added:
        found.append(("一栏也没有", "added", "请至少写一栏"))
    if len(draft.reason.strip()) < SHORTEST:
        found.append(("没有写明调整的理由", "reason", f"请写明，不少于 {SHORTEST} 个字"))
    if draft.valid_from is None:
        found.append(("没有写明启用日期", "valid_from", "请填写"))
    elif draft.valid_to is not None and draft.valid_to < draft.valid_from:
        found.append(("停用日期早于启用日期", "valid_to", "请核对"))
    return tuple(content_is_plain.finding(fact, field=field, next_step=step) for fact, field, step in found)


def _texts(content: FormContent) -> Sequence[tuple[str, str, int]]:
    return (
        ("title", content.title, LONGEST_TITLE),
        ("opening", content.opening, LONGEST_SENTENCE),
        ("closing", content.closing, LONGEST_SENTENCE),
        ("copies", content.copies, LONGEST_TITLE),
        *((f"label-{name}", text, LONGEST_LABEL) for name, text in content.labels.items()),
        *((f"add-{at}-label", one.label, LONGEST_LABEL) for at, one in enumerate(content.added)),
    )


@rule("FORM-03", cites=_N118, acts=("approve_form", "send_form", "answer_form", "retire_form"))
def filing_goes_on(filing: FilingFacts, wanted: tuple[str, ...]) -> tuple[Finding, ...]:
    """文书格式依次拟稿、负责人审定、报送、备案或者退回；审定以后内容不变，要改的另拟一个版本。"""
    if filing.state in wanted:
        return ()
    now = FILING_STATES[FilingState(filing.state)]
    fact = f"《{filing.printed}》第 {filing.version} 版现在是“{now}”"
    return (filing_goes_on.finding(fact, next_step="请刷新页面，看现在的状态"),)


@rule("FORM-04", cites=_N118)
def filed_before_use(filing: FilingFacts) -> tuple[Finding, ...]:
    """使用自行调整而没有备案的文书格式制作文书的，提示办理备案；退回的格式不再使用。"""
    name = f"《{filing.printed}》第 {filing.version} 版"
    if filing.state in UNFILED:
        step = "请报司法行政部门备案" if filing.state == FilingState.APPROVED else "请等待备案，必要时催办"
        return (filed_before_use.finding(f"{name}没有备案", weight=Weight.WARN, next_step=step),)
    if filing.state == FilingState.RETURNED:
        fact = f"{name}已被退回（{filing.answer}）"
        return (filed_before_use.finding(fact, weight=Weight.WARN, next_step="以后改用标准文书，或者改好另报"),)
    return ()


def file_by(filing: FilingFacts, calendar: Workdays) -> date | None:
    """The last day to be filed; None for a draft. A duty of the organ: it does not roll."""
    if filing.approved_at is None:
        return None
    since = local_day(filing.approved_at)
    return calendar.after(since, int(parameters().at("filing", since).value))


@rule("FORM-05", cites=_N118)
def filed_in_time(filing: FilingFacts, on: date, calendar: Workdays) -> tuple[Finding, ...]:
    """审定的文书格式在规定时间内报司法行政部门备案；逾期的列入监督。"""
    due = file_by(filing, calendar)
    if filing.state != FilingState.APPROVED or due is None or on <= due:
        return ()
    fact = f"《{filing.printed}》第 {filing.version} 版应在 {due.isoformat()} 以前报备，还没有报送"
    return (filed_in_time.finding(fact, weight=Weight.WARN, next_step="请报司法行政部门备案"),)


@rule("FORM-06", cites=_N118, acts=("answer_form", "send_form"))
def answer_is_reasoned(*, accepted: bool, number: str, reason: str) -> tuple[Finding, ...]:
    """备案的写明备案号；退回的写明理由。"""
    if accepted and not number.strip():
        return (answer_is_reasoned.finding("没有写明备案号", field="number", next_step="请填写"),)
    if not accepted and len(reason.strip()) < SHORTEST:
        step = f"请写明，不少于 {SHORTEST} 个字"
        return (answer_is_reasoned.finding("没有写明退回的理由", field="reason", next_step=step),)
    return ()
