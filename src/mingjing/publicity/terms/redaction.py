"""Words of redaction: grounds, candidates, verdicts."""

from dataclasses import dataclass
from enum import StrEnum


class Ground(StrEnum):
    """Why a text is removed. The value is the code printed in the mark."""

    ID = "身份"
    USCC = "代码"
    PHONE = "电话"
    ACCOUNT = "账号"
    ADDRESS = "住址"
    PLATE = "车牌"
    EMAIL = "邮箱"
    NAME = "姓名"
    PARTY_NAME = "当事人"
    MINOR = "未成年"
    CONFIDENTIAL = "秘密"
    OTHER = "其他"


GROUND_NAMES = {
    Ground.ID: "公民身份号码",
    Ground.USCC: "他人的统一社会信用代码",
    Ground.PHONE: "电话等联系方式",
    Ground.ACCOUNT: "银行账号或者卡号",
    Ground.ADDRESS: "自然人住址",
    Ground.PLATE: "车辆号牌",
    Ground.EMAIL: "电子邮箱",
    Ground.NAME: "当事人以外的自然人姓名",
    Ground.PARTY_NAME: "自然人当事人姓名",
    Ground.MINOR: "未成年人信息",
    Ground.CONFIDENTIAL: "商业秘密",
    Ground.OTHER: "其他依法不公开的内容",
}
_LOCAL = "内蒙古自治区行政执法公示办法第十条"
GROUND_SOURCES = dict.fromkeys(Ground, _LOCAL) | {
    Ground.ID: f"{_LOCAL}、个人信息保护法第二十八条",
    Ground.ACCOUNT: f"{_LOCAL}、个人信息保护法第二十八条",
    Ground.MINOR: "个人信息保护法第二十八条、未成年人保护法第一百零三条",
    Ground.CONFIDENTIAL: "政府信息公开条例第十五条",
    Ground.OTHER: "国办发〔2018〕118号第二部分（二）",
}


class Origin(StrEnum):
    """Who found a candidate."""

    RULE = "rule"
    FILE = "file"
    PERSON = "person"


class Verdict(StrEnum):
    """What a person decided about a candidate."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of text that should perhaps not become public.

    `part` names the text, `start` and `end` are character offsets in it. `certain` candidates may not be kept by the
    publicist. `replacement` is what the public reads instead.
    """

    part: str
    start: int
    end: int
    text: str
    ground: str
    why: str
    replacement: str
    origin: str = Origin.RULE
    certain: bool = False

    @property
    def place(self) -> tuple[str, int, int]:
        """What makes two candidates the same."""
        return (self.part, self.start, self.end)


def mark(ground: Ground | str) -> str:
    """The mark that stands where a text was removed: 【＊＊身份】."""
    return f"【＊＊{Ground(ground).value}】"


PART_NAMES = {
    "party": "当事人",
    "cause": "案由",
    "violation": "违法事实摘要",
    "result": "处理结果摘要",
    "outcome": "决定种类",
    "matter": "执法事项",
    "basis": "依据",
    "remedies": "救济途径",
    "reason": "公开的理由",
}


def part_name(part: str) -> str:
    """The Chinese name of a part: 当事人 … 正文第3段."""
    return PART_NAMES.get(part) or f"正文第{int(part[1:]) + 1}段"
