"""Legal review as the case sees it: rounds read from the acts, the content hash, and the gate."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from mingjing.cases.rules.notice import hearing_is_owed, money
from mingjing.cases.terms import ActFacts, CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding
from mingjing.kernel.hashing import canonical
from mingjing.kernel.rulebook import rule

CITES = ("行政处罚法第五十八条", "国办发〔2018〕118号第四部分")
DECISIONS = ("decide", "decide_no_penalty", "decide_not_established")
MATTERS = ("facts", "breached", "basis", "kinds", "fine", "confiscation")
# Written only where there is something: a file without it keeps its digest.
FREE = ("other_content",)


@dataclass(frozen=True, slots=True)
class Round:
    """One round of review: what was submitted, with which content hash, and what came back."""

    number: int
    submitted: ActFacts
    digest: str
    answer: ActFacts | None

    @property
    def result(self) -> str:
        """agree, return, disagree, incomplete, or empty while it is open."""
        if self.answer is None:
            return ""
        return "incomplete" if self.answer.code == "return_review" else str(self.answer.data["result"])


def rounds(case: CaseFacts) -> tuple[Round, ...]:
    """All rounds, oldest first."""
    found: list[Round] = []
    answers = case.all("give_opinion", "return_review")
    for number, sent in enumerate(case.all("submit_review"), start=1):
        answer = next((each for each in answers if each.seq > sent.seq), None)
        found.append(Round(number, sent, str(sent.data.get("digest", "")), answer))
    return tuple(found)


def proposed(case: CaseFacts) -> dict[str, Any]:
    """What is to be decided: the latest notice or report, as the collective discussion after it changed it."""
    source, talk = case.last("notify", "report"), case.last("discuss")
    if source is None:
        return {}
    found = {key: source.data.get(key) for key in MATTERS}
    found |= {key: source.data[key] for key in FREE if source.data.get(key)}
    if talk is None or talk.seq < source.seq:
        return found
    if talk.data.get("outcome") != "penalty":
        return found | {"outcome": talk.data.get("outcome")}
    return found | {key: talk.data[key] for key in ("kinds", "fine", "confiscation", *FREE) if key in talk.data}


def content(case: CaseFacts) -> dict[str, Any]:
    """What a pass is a signature over: evidence, facts, proposal, handlers, hearing, written defence."""
    hearing = case.last("hold_hearing")
    changed = [case.party.get("name"), case.party_id_no] if case.has("change_party") else []
    return ({"party": changed} if changed else {}) | {
        "evidence": [
            [number, act.data["name"], counts, [each["sha256"] for each in act.data.get("files", ())]]
            for number, act, counts in case.evidence
        ],
        "proposal": proposed(case),
        "report": {
            key: value for key, value in _report(case).items() if key in {"facts", "conclusion", "discretion_reason"}
        },
        "handlers": sorted(str(person) for person in case.handlers),
        "hearing": [hearing.data.get("party_case", ""), hearing.data.get("new_evidence", "")] if hearing else [],
        "hearing_report": [act.data.get("found", "") for act in case.all("report_hearing")],
        "defence": [
            [act.data.get("content", ""), *(f["sha256"] for f in act.data.get("files", ()))]
            for act in case.all("state_defence")
        ],
        **_application(case),
        "records": [act.seq for act in case.all("interview", "recheck", "tell_appraisal")] + _looked_again(case),
    }


def _application(case: CaseFacts) -> dict[str, Any]:
    """Of an application: every examination, and what was said about it."""
    seen = case.all("check", "state_view", "end_exclusion")
    return {"application": [[act.seq, act.data.get("conclusion", "")] for act in seen]} if seen else {}


def _looked_again(case: CaseFacts) -> list[int]:
    """Inspections and samples after the first report: what the investigation found once it had been sent back."""
    first = next(iter(case.all("report")), None)
    return [act.seq for act in case.all("inspect", "sample", "survey") if first and act.seq > first.seq]


def _report(case: CaseFacts) -> dict[str, Any]:
    report = case.last("report")
    return dict(report.data) if report else {}


def digest(case: CaseFacts) -> str:
    """SHA-256 over the content a review covers; any change makes an earlier pass stale."""
    return sha256(canonical(content(case))).hexdigest()


def changes_since(case: CaseFacts, seq: int) -> str:
    """What entered the file after an act, in words for the refusal."""
    names = {
        "collect_evidence": "证据", "exclude_evidence": "证据被排除", "hold_hearing": "听证笔录", "notify": "新的告知内容",
        "report": "新的调查终结报告", "discuss": "集体讨论改变处理内容", "change_handlers": "承办人变更", "state_defence": "陈述申辩",
        "interview": "询问笔录", "recheck": "复查意见", "inspect": "现场检查", "sample": "抽样取证", "survey": "勘验", "tell_appraisal": "鉴定结果", "report_hearing": "听证报告", "change_party": "当事人变更",
    }  # fmt: skip
    later = [f"{act.on:%m-%d} {names[act.code]}" for act in case.acts if act.seq > seq and act.code in names]
    return "、".join(later[:4]) or "内容变化"


def pass_lacks(case: CaseFacts) -> tuple[str, str] | None:
    """Why the last round is no pass that fits the file, and the next step; None where it is one."""
    every = rounds(case)
    last = every[-1] if every else None
    if last is None:
        return "没有经过法制审核", "请先送法制审核"
    if last.result == "":
        return f"第 {last.number} 轮法制审核还没有结论", "请等待审核意见"
    if last.result != "agree":
        step = "请按意见办理后重新送审；不同意审核意见的，可以提出分歧，处理之后仍须重新送审"
        return f"第 {last.number} 轮法制审核没有通过", step
    if last.digest != digest(case):
        changed = changes_since(case, last.submitted.seq)
        return f"法制审核通过后案卷又有变化（{changed}），原审核意见不再适用", "请重新送审"
    return None


@rule("G-26", cites=CITES, acts=DECISIONS, veto=19, ready=True)
def review_passed_and_fits(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """未经法制审核或者审核未通过的，不得作出决定，审核意见分歧的处理结果不代替审核通过；审核通过之后案卷内容有变化的，须重新送审。"""
    local = act.code == "decide" and bool(ctx.figure("review.all_ordinary", act.on).value)
    if not case.has("submit_review") and not local and not triggers(case, ctx, act):
        return
    if lacking := pass_lacks(case):
        fact, step = lacking
        yield review_passed_and_fits.finding(fact, next_step=step)
    elif changed := _unreviewed(case, act):
        yield review_passed_and_fits.finding(
            f"{'、'.join(changed)}与通过审核的内容不同，原审核意见不再适用",
            next_step="请按审核的内容决定；确需调整的，请重新告知或者集体讨论后再次送审",
        )


def _unreviewed(case: CaseFacts, act: Proposed) -> tuple[str, ...]:
    """Where the decision about to be made differs from what the reviewer passed."""
    if act.code != "decide" or not act.data:
        return ()
    passed = proposed(case)
    amounts = (("fine", "罚款数额"), ("confiscation", "没收数额"))
    found = [label for key, label in amounts if money(act.data, key) != money(passed, key)]
    named = (("basis", "处罚依据"), ("breached", "违反的条款"))
    found += [label for key, label in named if set(act.data.get(key, ())) - set(passed.get(key) or ())]
    found += [
        label for key, label in (("other_content", "其他处罚内容"),) if act.data.get(key, "") != passed.get(key, "")
    ]
    return (*found, *(["处罚种类"] if set(act.data.get("kinds", ())) != set(passed.get("kinds") or ()) else []))


def triggers(case: CaseFacts, ctx: Context, act: Proposed) -> tuple[str, ...]:
    """Which triggers of 行政处罚法第五十八条 and 国办发〔2018〕118号（十二） fired."""
    report = _report(case)
    fired = []
    if report.get("public_interest") == "yes":
        fired.append("涉及重大公共利益或者可能造成重大社会影响")
    if case.has("hold_hearing"):
        fired.append("经过听证程序")
    if report.get("complex") == "yes":
        fired.append("情况疑难复杂、涉及多个法律关系")
    if hearing_is_owed(case, report, ctx, act.on):
        fired.append("直接关系当事人重大权益")
    return tuple(fired)


@rule("REV-05", cites="国办发〔2018〕118号第四部分", acts=["give_opinion"], points=4)
def answers_fit_the_result(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """八项审核内容逐项回答；有否定回答的写明问题，且不得作出同意的结论。"""
    names = (
        "subject_lawful",
        "officers_qualified",
        "procedure_lawful",
        "facts_evidence",
        "law_discretion",
        "within_powers",
        "documents_regular",
        "crime_handled",
    )
    doubts = [name for name in names if act.data.get(name) == "no"]
    if doubts and not act.data.get("problems"):
        yield answers_fit_the_result.finding(
            "有否定的审核事项，没有写明问题", next_step="请写明问题和修改意见", field="problems"
        )
    if doubts and act.data.get("result") == "agree":
        yield answers_fit_the_result.finding(
            "有否定的审核事项，不能得出同意的结论", next_step="请改选退回补正或者不同意", field="result"
        )
    if act.data.get("result") in {"return", "disagree"} and not act.data.get("problems"):
        yield answers_fit_the_result.finding(
            "不同意或者退回，没有写明问题", next_step="请写明问题和修改意见", field="problems"
        )


@rule("REV-06", cites=CITES, acts=["give_opinion", "return_review"], veto=19)
def there_is_an_open_round(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """审核人只对已送审且尚未答复的一轮出具意见，一轮一份意见。"""
    every = rounds(case)
    if not every or every[-1].result:
        yield there_is_an_open_round.finding("没有等待审核的送审", next_step="请等待承办机构送审")


@rule("REV-08", cites="国办发〔2018〕118号第四部分", acts=["submit_review"], ready=True)
def one_round_at_a_time(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """上一轮审核有结论之后才能再次送审；已经通过且案卷没有变化的，不重复送审。"""
    every = rounds(case)
    if every and not every[-1].result:
        yield one_round_at_a_time.finding(f"第 {every[-1].number} 轮审核还没有结论", next_step="请等待审核意见")
    elif every and every[-1].result == "agree" and every[-1].digest == digest(case):
        yield one_round_at_a_time.finding("审核已经通过，案卷没有变化", next_step="可以办理下一步")


def _bundle(case: CaseFacts) -> tuple[tuple[str, str], ...]:
    if case.procedure.kind != "penalty":
        return (("check", "审查表"),)
    return (("report", "调查终结报告"), ("examine", "案件审查表"), ("collect_evidence", "证据"))


@rule("REV-10", cites="国办发〔2018〕118号第四部分", acts=["submit_review"])
def bundle_is_complete(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """送审须附调查终结报告、案件审查表、证据（依申请的行为附审查表），一次列明缺少的材料。"""
    missing = [text for code, text in _bundle(case) if not case.has(code)]
    if missing:
        yield bundle_is_complete.finding(f"送审材料缺少：{'、'.join(missing)}", next_step="请补齐后一并送审")


@rule("REV-08", cites="国办发〔2018〕118号第四部分", acts=["submit_review"])
def opinion_is_answered(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """退回或者不同意之后再次送审的，须写明对上一轮意见的办理情况。"""
    every = rounds(case)
    if every and every[-1].result in {"return", "disagree", "incomplete"} and not act.data.get("response"):
        yield opinion_is_answered.finding("没有写明对上一轮意见的办理情况", next_step="请逐条写明", field="response")
