"""Why a publication moved: one table of codes for every public move, each with its words and its source."""

from dataclasses import dataclass

from mingjing.publicity.terms.moves import EXEMPTIONS, TRIGGER_NAMES, Move, Trigger

_N118, _SAMR = "国办发〔2018〕118号第二部分", "市场监督管理行政处罚信息公示规定"
_APL48 = "行政处罚法第四十八条第二款"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason code in words, and the source that allows or demands the move."""

    word: str
    source: str


_RELEASE = {
    "penalty": Reason("行政处罚决定依法公开", "行政处罚法第四十八条第一款"),
    "licence": Reason("行政许可决定依法公开", "行政许可法第四十条"),
    "other": Reason("行政执法决定依法公开", f"{_N118}（六）"),
}
_CORRECT = {
    "error": Reason("公开的信息录入、脱敏有误", f"{_N118}（二）"),
    "asked": Reason("依当事人或者公众的申请更正", f"{_N118}（二）"),
    "served": Reason("公开的信息与送达的文书不一致", f"{_SAMR}第十二条"),
    "form": Reason("文字、格式问题，不影响内容", f"{_N118}（二）"),
}
# 要求重新作出 stands in the notice only; the article knows the other four.
_WITHDRAW = {
    str(key): Reason(word, f"{_N118}（六）" if key == Trigger.REDO else _APL48) for key, word in TRIGGER_NAMES.items()
}
_REPAIR = {
    "performed": Reason("义务履行完毕，危害后果消除，经申请提前终止", f"{_SAMR}第十四条"),
}
_REPUBLISH = {
    "quashed": Reason("撤下所依据的变更、撤销等文书本身已被依法撤销", _APL48),
    "upheld": Reason("生效的复议决定、裁判维持了本决定", _APL48),
    "mistaken": Reason("撤下没有法定事由，属于误撤", f"{_N118}（二）"),
    "term": Reason("公示期计算有误，提前停止了公示", f"{_N118}（六）"),
    "cheated": Reason("提前终止公示以弄虚作假取得，已被撤销", f"{_SAMR}第十四条"),
}
REASONS: dict[Move, dict[str, Reason]] = {
    Move.RELEASE: _RELEASE,
    Move.CORRECT: _CORRECT,
    Move.CALL_BACK: _WITHDRAW,
    Move.WITHDRAW: _WITHDRAW,
    Move.EXPIRE: {"term": Reason("规定的公示期届满", f"{_SAMR}第十三条")},
    Move.REPAIR: _REPAIR,
    Move.REPUBLISH: _REPUBLISH,
    Move.EXEMPT: {key: Reason(*told) for key, told in EXEMPTIONS.items()},
    Move.RESUME: {"gone": Reason("不予公开的事由已经消失", f"{_N118}（六）")},
}
"""Move → code → words and source. A move that is not here (propose, decide …) is work inside the organ."""

REPUBLISH_FROM = {
    "quashed": frozenset({"withdrawn"}),
    "upheld": frozenset({"withdrawn"}),
    "mistaken": frozenset({"withdrawn"}),
    "term": frozenset({"expired"}),
    "cheated": frozenset({"repaired"}),
}
"""Which end each ground of a republication undoes."""


def reason(move: str, code: str) -> Reason | None:
    """The reason of a code; None where the move has none or the code is not in the table."""
    return REASONS.get(Move(move), {}).get(code)


def release_code(category: str) -> str:
    """The code under which a category is released."""
    return category if category in _RELEASE else "other"
