"""Letters of the public: who may handle one, by when, and what an answer must say."""

from datetime import date

from mingjing.kernel.findings import Finding
from mingjing.kernel.periods import Due, Kind, due
from mingjing.kernel.rulebook import rule
from mingjing.kernel.workdays import Workdays
from mingjing.publicity.rules.clocks import parameters
from mingjing.publicity.terms import LetterKind, LetterState, Outcome

_N118 = "国办发〔2018〕118号第二部分"
SHORTEST = 6


@rule("PUB-28", cites=f"{_N118}（五）", acts=("clock",))
def answer_by(received_on: date, kind: str, calendar: Workdays) -> Due:
    """公众的更正申请、咨询和投诉举报，应当在规定的期限内答复。"""
    return due(received_on, parameters().at("answer", received_on, kind=kind).period, Kind.AGENCY_DUTY, calendar)


@rule("PUB-29", cites=f"{_N118}（五）", acts=("answer_letter",))
def answer_says(outcome: str, answer: str) -> tuple[Finding, ...]:
    """答复应当写明处理结果和理由。"""
    found = []
    if outcome not in set(Outcome):
        found.append(answer_says.finding("没有选定处理结果", field="outcome"))
    if len(answer.strip()) < SHORTEST:
        found.append(
            answer_says.finding(
                "没有写明答复的内容", next_step=f"写明查到了什么、怎样处理（不少于 {SHORTEST} 个字）", field="answer"
            )
        )
    return tuple(found)


@rule("PUB-30", cites=("信访工作条例（条号未核实）", f"{_N118}（五）"), acts=("answer_letter",))
def not_by_the_accused(kind: str, organ: object, handler: object) -> tuple[Finding, ...]:
    """对执法机关的投诉举报，不得由被投诉的机关办理，投诉人的信息不得告知被投诉的机关。"""
    if kind != LetterKind.COMPLAINT or organ != handler:
        return ()
    return (
        not_by_the_accused.finding("投诉举报不能由被投诉的机关办理", next_step="请由同级司法行政部门的执法监督员办理"),
    )


@rule("PUB-31", cites=f"{_N118}（五）", acts=("answer_letter",))
def answered_once(state: str) -> tuple[Finding, ...]:
    """一件来信答复一次；有新的情况，请当事人另行提出。"""
    if state == LetterState.RECEIVED:
        return ()
    return (answered_once.finding("这件来信已经答复过", next_step="刷新页面，看已经作出的答复"),)
