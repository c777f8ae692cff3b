"""The life cycle of a publication as a table of moves, and the lawful grounds of its exits."""

from enum import StrEnum


class State(StrEnum):
    """Where a publication stands."""

    DUE = "due"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    RELEASED = "released"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    REPAIRED = "repaired"
    REPUBLISHED = "republished"
    EXEMPT = "exempt"


STATE_NAMES = {
    State.DUE: "待公示",
    State.PROPOSED: "已拟脱敏",
    State.CONFIRMED: "已确认",
    State.RELEASED: "已公开",
    State.CORRECTED: "已更正",
    State.WITHDRAWN: "已撤下",
    State.EXPIRED: "公示期满",
    State.REPAIRED: "提前终止公示",
    State.REPUBLISHED: "重新公示",
    State.EXEMPT: "不予公开",
}
IN_PUBLIC = frozenset({State.RELEASED, State.CORRECTED, State.REPUBLISHED})
"""The content can be read by anybody."""
GONE = frozenset({State.WITHDRAWN, State.EXPIRED, State.REPAIRED})
"""The content was public once; a tombstone is left: number, organ, dates and why."""


class Move(StrEnum):
    """What a person may do with a publication."""

    PROPOSE = "propose"
    DECIDE = "decide"
    FILES = "files"
    CONFIRM = "confirm"
    REOPEN = "reopen"
    RELEASE = "release"
    CORRECT = "correct"
    CALL_BACK = "call_back"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    REPAIR = "repair"
    REPUBLISH = "republish"
    EXEMPT = "exempt"
    RESUME = "resume"


MOVE_NAMES = {
    Move.PROPOSE: "拟出脱敏稿",
    Move.DECIDE: "决定脱敏处",
    Move.FILES: "办理附件",
    Move.CONFIRM: "确认脱敏稿",
    Move.REOPEN: "退回修改脱敏稿",
    Move.RELEASE: "公开",
    Move.CORRECT: "更正",
    Move.CALL_BACK: "登记撤下事由",
    Move.WITHDRAW: "撤下",
    Move.EXPIRE: "公示期满停止公示",
    Move.REPAIR: "提前终止公示",
    Move.REPUBLISH: "重新公示",
    Move.EXEMPT: "批准不予公开",
    Move.RESUME: "恢复公示程序",
}
_WAITING = frozenset({State.DUE, State.PROPOSED, State.CONFIRMED})
MOVES: dict[Move, tuple[frozenset[State], State | None]] = {
    Move.PROPOSE: (_WAITING - {State.CONFIRMED}, State.PROPOSED),
    Move.DECIDE: (frozenset({State.PROPOSED}), None),
    Move.FILES: (frozenset({State.DUE, State.PROPOSED}) | IN_PUBLIC | GONE, None),
    Move.CONFIRM: (frozenset({State.PROPOSED}), State.CONFIRMED),
    Move.REOPEN: (frozenset({State.CONFIRMED}), State.PROPOSED),
    Move.RELEASE: (frozenset({State.CONFIRMED}), State.RELEASED),
    Move.CORRECT: (IN_PUBLIC, State.CORRECTED),
    Move.CALL_BACK: (_WAITING | IN_PUBLIC, None),
    Move.WITHDRAW: (IN_PUBLIC, State.WITHDRAWN),
    Move.EXPIRE: (IN_PUBLIC, State.EXPIRED),
    Move.REPAIR: (IN_PUBLIC, State.REPAIRED),
    Move.REPUBLISH: (GONE, State.REPUBLISHED),
    Move.EXEMPT: (_WAITING, State.EXEMPT),
    Move.RESUME: (frozenset({State.EXEMPT}), State.DUE),
}
"""Move → the states it starts from, and the state it leads to (None: the state stays)."""


class Trigger(StrEnum):
    """What obliges an organ to take a published decision down (行政处罚法第四十八条第二款; REDO: 国办发〔2018〕118号第二部分（六）)."""

    CHANGED = "changed"
    REVOKED = "revoked"
    UNLAWFUL = "unlawful"
    VOID = "void"
    REDO = "redo"


TRIGGER_NAMES = {
    Trigger.CHANGED: "决定被依法变更",
    Trigger.REVOKED: "决定被依法撤销",
    Trigger.UNLAWFUL: "决定被确认违法",
    Trigger.VOID: "决定被确认无效",
    Trigger.REDO: "决定被要求重新作出",
}

NEVER = {
    "minor": ("当事人是未成年人", "未成年人保护法第一百零三条、个人信息保护法第二十八条"),
    "state_secret": ("涉及国家秘密", "政府信息公开条例第十四条"),
    "trade_secret": ("主要事实涉及商业秘密", "政府信息公开条例第十五条"),
    "privacy": ("主要事实涉及个人隐私", "政府信息公开条例第十五条"),
    "safety": ("可能危及国家安全、公共安全、经济安全或者社会稳定", "政府信息公开条例第十四条"),
    "related_case": ("可能影响关联案件查处", "内蒙古自治区行政执法公示办法第十一条"),
    "crime_transfer": ("涉嫌犯罪，正在移送或者公安机关正在侦查", "内蒙古自治区行政执法公示办法第十一条"),
    "other_law": ("其他法律、行政法规规定不予公开", "国办发〔2018〕118号第二部分（六）"),
}
"""Grounds that forbid publication (rulebook §5): key → what it is, and its source."""

EXEMPTIONS = NEVER | {
    "warning_only": ("仅受到警告（市场监督管理）", "市场监督管理行政处罚信息公示规定第二条"),
    "undone": ("公开前决定已被变更、撤销、确认违法或者确认无效", "行政处罚法第四十八条第二款"),
}
"""Grounds on which a head may approve that a decision is not published."""
