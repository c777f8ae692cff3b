"""参照指导案例: said once per stand of the file, with the reason, before the decision."""

from collections.abc import Iterable, Iterator

from mingjing.cases.terms.guiding_cases import GuidingNoteFacts
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule

SHORTEST = 4


@rule("LAW-28", cites=("行政处罚法第五条第二款", "国办发〔2022〕27号"))
def guiding_case_is_answered(
    notes: Iterable[GuidingNoteFacts], by: object, seq: int, followed: str, reason: str, *, pushed: bool, closed: bool
) -> Iterator[Finding]:
    """参照或者不参照指导案例，写明理由，随案卷留痕；只对推送到本案的现行指导案例写，没有新的步骤不重复写，决定作出以后不再补写。"""

    def wrong(message: str, field: str, step: str) -> Finding:
        return guiding_case_is_answered.finding(message, field=field, next_step=step)

    if closed:
        yield wrong("决定已经作出，不能再补写", "", "决定前写的在类案页可以查看")
    if not pushed:
        yield wrong("这件指导案例没有推送到本案，或者已经停止参照", "", "请从类案页的指导案例进入")
    if any(one.by_id == by and one.act_seq == seq for one in notes):
        yield wrong("您已经写过，案卷还没有新的步骤", "", "请刷新页面查看；案卷有了新的步骤以后可以再写")
    if followed not in {"yes", "no"}:
        yield wrong("没有写明参照还是不参照", "followed", "请从列表中选择")
    if len(reason.strip()) < SHORTEST:
        yield wrong("没有写明理由", "reason", f"写明本案与它相同或者不同之处，不少于 {SHORTEST} 个字")
