"""The legality review as a procedure that the flow chart can be drawn from: its table of moves, nothing added."""

from collections.abc import Sequence

from mingjing.cases.terms.procedure import ActSpec, Procedure, StageSpec
from mingjing.foundation.people import Role
from mingjing.review.terms import STAGE_NAMES, Move, Stage, Way

_N118 = "国办发〔2018〕118号第四部分"
NAME = "重大执法决定法制审核"
# On the line in this order; material that is missing stands beside it.
LINE = (
    Stage.OPEN, Stage.AGREED, Stage.PROBLEMS, Stage.ANSWERED, Stage.DISPUTED, Stage.REPLIED, Stage.SETTLED,
)  # fmt: skip
BESIDE = (Stage.INCOMPLETE,)
_IM = "内蒙古自治区人民政府令第244号"
# Move → who does it, where it comes from.
MOVES: dict[Move, tuple[Role, str]] = {
    Move.SUBMIT: (Role.HANDLER, f"{_N118}（十四）"),
    Move.RETURN_INCOMPLETE: (Role.REVIEWER, f"{_N118}（十四）"),
    Move.SUPPLEMENT: (Role.HANDLER, f"{_N118}（十四）"),
    Move.EXTEND: (Role.HEAD, f"{_IM}第三十一条（参考）"),
    Move.GIVE_OPINION: (Role.REVIEWER, f"{_N118}（十三）"),
    Move.RESPOND: (Role.HANDLER, f"{_N118}（十三）"),
    Move.RAISE_DISPUTE: (Role.HANDLER, f"{_IM}第三十二条（参考）"),
    Move.ANSWER_DISPUTE: (Role.REVIEWER, f"{_IM}第三十二条（参考）"),
    Move.CONSULT: (Role.HANDLER, f"{_IM}第三十二条（参考）"),
    Move.SETTLE_DISPUTE: (Role.HEAD, f"{_IM}第三十二条（参考）"),
}
# (move, choice) → what it is called; four signs where it goes round the side.
NAMES = {
    (Move.SUBMIT, ""): "送法制审核",
    (Move.SUBMIT, "案卷有变动"): "变动重审",
    (Move.SUBMIT, "按意见处理后再次送审"): "再次送审",
    (Move.RETURN_INCOMPLETE, ""): "材料不全，退回补充",
    (Move.SUPPLEMENT, ""): "补齐材料",
    (Move.EXTEND, ""): "批准延长审核期限（一次）",
    (Move.GIVE_OPINION, "同意"): "出具意见：同意",
    (Move.GIVE_OPINION, "退回补正或者不同意"): "提出意见",
    (Move.RESPOND, ""): "说明处理",
    (Move.RAISE_DISPUTE, ""): "提出分歧",
    (Move.ANSWER_DISPUTE, ""): "答复分歧",
    (Move.CONSULT, ""): "记录协商",
    (Move.SETTLE_DISPUTE, "尚未作处理说明"): "协商、决定或者集体讨论",
    (Move.SETTLE_DISPUTE, "已作处理说明"): "分歧了结",
}


def review_procedure(ways: Sequence[Way]) -> Procedure:
    """The review drawn like every procedure: ways of one name that lead to one stage are one act."""
    stages = {
        str(stage): StageSpec(str(stage), STAGE_NAMES[stage], _kind(stage), place)
        for place, stage in enumerate((*LINE, *BESIDE), start=1)
    }
    acts = {code_of(way): _act(way, ways) for way in ways}
    return Procedure("legal_review", NAME, 1, str(LINE[0]), stages, acts, (_N118,))


def _kind(stage: Stage) -> str:
    return "exit" if stage in BESIDE else "end" if stage == Stage.AGREED else "work"


def code_of(way: Way) -> str:
    """The code of the act a way belongs to: the move and where it leads; a way that stays is told by its move."""
    return str(way.move) if way.source == way.target else f"{way.move}_{way.target}_{_place(way)}"


def _place(way: Way) -> int:
    return list(NAMES).index((way.move, way.choice))


def _act(way: Way, ways: Sequence[Way]) -> ActSpec:
    role, cites = MOVES[way.move]
    code = code_of(way)
    sources = tuple(str(each.source) for each in ways if each.source and code_of(each) == code)
    stays = way.source == way.target
    name = NAMES[way.move, way.choice]
    return ActSpec(code, name, sources, role, (), to="" if stays else str(way.target), cites=(cites,))
