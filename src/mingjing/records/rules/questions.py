"""Question sets: what a list must be."""

from collections.abc import Sequence

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.kernel.text import clean
from mingjing.records.terms.questions import MUST

MOST, LONGEST = 60, 200


@rule("FORM-07", cites="国办发〔2018〕118号第三部分（七）", acts=("keep_questions",))
def questions_are_plain(name: str, questions: Sequence[str]) -> tuple[Finding, ...]:
    """询问提纲写明名称和问题，一行一问，供询问时选用；实际怎样问、怎样答，以笔录为准。"""
    found = []
    if not 2 <= len(name.strip()) <= 60:
        found.append(("没有写明提纲的名称", "name", "请填写，2 至 60 个字"))
    if not questions:
        found.append(("一个问题也没有", "questions", "请一行写一个问题"))
    if len(questions) > MOST:
        found.append((f"有 {len(questions)} 个问题，最多 {MOST} 个", "questions", "请分成几份提纲"))
    found += [
        (f"第 {place} 行只有“★”，没有问题", "questions", "请写上问题，或者删去这一行")
        for place, one in enumerate(questions, start=1)
        if not one.removeprefix(MUST).strip()
    ]
    found += [
        (f"“{one[:12]}…”太长或者含有看不见的字符", "questions", f"请改短，每问不超过 {LONGEST} 个字")
        for one in questions
        if len(one) > LONGEST or clean(one)[1]
    ]
    return tuple(questions_are_plain.finding(fact, field=field, next_step=step) for fact, field, step in found)
