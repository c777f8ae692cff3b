"""Applications of a party made online (网上申请): what may be applied for, where one stands, and what each side may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID


class ApplyKind(StrEnum):
    """What a party may apply for."""

    STATEMENT = "statement"
    HEARING = "hearing"
    RECUSAL = "recusal"
    INSTALMENTS = "instalments"
    ADDRESS = "address"
    READING = "reading"
    REPAIR = "repair"


@dataclass(frozen=True, slots=True)
class ApplySpec:
    """One kind as the party reads it: its rule, what to write, what happens next, and the articles."""

    name: str
    rule: str
    write: str
    after: str
    cites: tuple[str, ...]
    until: str = "没有规定的最后一天"


APPLY_SPECS: Mapping[ApplyKind, ApplySpec] = MappingProxyType({
    ApplyKind.STATEMENT: ApplySpec(
        "陈述申辩", "收到事先告知书以后，您有权陈述和申辩；机关必须充分听取并复核，不得因此给您更重的处罚。",
        "写明您对事实、证据、理由、处罚内容有什么意见，哪里不符、应当是什么。",
        "记入案卷，承办人逐条复核，采纳与否写进决定书。", ("行政处罚法第四十五条",),
    ),
    ApplyKind.HEARING: ApplySpec(
        "听证申请", "告知书写明可以要求听证的，在告知后五个工作日内提出；机关在听证的七个工作日以前通知您时间、地点；您不承担听证的费用。",
        "写明要求听证，以及您不同意的事实和理由。", "登记以后，机关指定主持人，另行送达听证通知书。", ("行政处罚法第六十三条", "行政处罚法第六十四条"),
    ),
    ApplyKind.RECUSAL: ApplySpec(
        "回避申请", "执法人员与本案有直接利害关系，或者有其他关系可能影响公正执法的，您有权申请他回避；决定作出以前不停止调查。",
        "写明申请哪一位执法人员回避，他和本案有什么关系。", "由机关负责人审查、决定，把结果告诉您。", ("行政处罚法第四十三条",), "作出决定以前",
    ),
    ApplyKind.INSTALMENTS: ApplySpec(
        "延期（分期）缴纳罚款申请", "确有经济困难，需要延期或者分期缴纳罚款的，经您申请和机关批准，可以暂缓或者分期缴纳。",
        "写明困难的情况和拟缴款的安排（每期的日期、金额）；请附证明。", "由机关负责人审批；批准以前，原来的缴款期限照样计算。", ("行政处罚法第六十六条第二款",),
    ),
    ApplyKind.ADDRESS: ApplySpec(
        "确认、变更送达地址", "您可以确认或者变更送达地址，也可以同意用电子方式送达；变更了没有告知的，按原来的地址送达有效。",
        "写明送达地址、收件人、电话；同意电子送达的，写明电子邮箱等电子地址。", "承办人核实、登记以后，文书送到新的地址。", ("行政处罚法第六十一条",), "结案以前",
    ),
    ApplyKind.READING: ApplySpec(
        "查阅（复制）本案材料申请", "您可以申请查阅、复制与您有关的案卷材料；涉及国家秘密、商业秘密、他人隐私和尚在侦查的内容除外（阅卷的具体条文未核实）。",
        "写明要查阅或者复制哪些材料，谁来看。", "由机关答复能看什么、何时到哪里看。", ("国办发〔2018〕118号第三部分",),
    ),
    ApplyKind.REPAIR: ApplySpec(
        "提前停止公示申请", "已经履行处罚决定、消除后果，又符合规定条件的，可以申请提前停止公示；信用平台上的修复另行办理。",
        "写明怎样履行了决定、消除了后果；请附缴款凭证等材料。", "公示员登记，机关负责人核实后决定，把结果告诉您。", ("市场监督管理行政处罚信息公示规定第十四条",),
    ),
})  # fmt: skip
BY_PUBLICISTS = frozenset({ApplyKind.REPAIR})
"""Kinds that the publicists of the organ handle; all others the handlers do."""
MUST_ACCEPT = frozenset({ApplyKind.STATEMENT, ApplyKind.HEARING})
"""Rights that an organ may not turn away while their period runs."""
TEXT_MOST = 4000
FILES_MOST = 5
FILE_BYTES = 10 * 1024 * 1024


class ApplicationState(StrEnum):
    """Where an application stands."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    ACTING = "acting"
    PROPOSED = "proposed"
    DECLINED = "declined"
    DONE = "done"


APPLICATION_STATES = {
    ApplicationState.RECEIVED: "待受理", ApplicationState.ACCEPTED: "已受理", ApplicationState.ACTING: "正在办理",
    ApplicationState.PROPOSED: "答复待审批", ApplicationState.DECLINED: "不予受理", ApplicationState.DONE: "已办结",
}  # fmt: skip
OPEN_APPLICATIONS = (
    ApplicationState.RECEIVED, ApplicationState.ACCEPTED, ApplicationState.ACTING, ApplicationState.PROPOSED,
)  # fmt: skip


class ApplicationMove(StrEnum):
    """What the organ does with an application."""

    ACCEPT = "accept"
    DECLINE = "decline"
    ACT = "act"
    REGISTER = "register"
    PROPOSE = "propose"
    RETURN = "return"
    APPROVE = "approve"
    CLOSE = "close"


APPLICATION_MOVES: Mapping[ApplicationMove, tuple[tuple[ApplicationState, ...], ApplicationState]] = MappingProxyType({
    ApplicationMove.ACCEPT: ((ApplicationState.RECEIVED,), ApplicationState.ACCEPTED),
    ApplicationMove.DECLINE: ((ApplicationState.RECEIVED,), ApplicationState.DECLINED),
    ApplicationMove.ACT: ((ApplicationState.ACCEPTED, ApplicationState.ACTING), ApplicationState.ACTING),
    ApplicationMove.REGISTER: ((ApplicationState.ACCEPTED, ApplicationState.ACTING), ApplicationState.ACTING),
    ApplicationMove.PROPOSE: ((ApplicationState.ACCEPTED, ApplicationState.ACTING), ApplicationState.PROPOSED),
    ApplicationMove.RETURN: ((ApplicationState.PROPOSED,), ApplicationState.ACCEPTED),
    ApplicationMove.APPROVE: ((ApplicationState.PROPOSED,), ApplicationState.DONE),
    ApplicationMove.CLOSE: ((ApplicationState.ACCEPTED, ApplicationState.ACTING), ApplicationState.DONE),
})  # fmt: skip
APPLICATION_MOVE_NAMES = {
    ApplicationMove.ACCEPT: "受理", ApplicationMove.DECLINE: "不予受理", ApplicationMove.ACT: "办理", ApplicationMove.REGISTER: "登记",
    ApplicationMove.PROPOSE: "拟写答复", ApplicationMove.RETURN: "退回答复", ApplicationMove.APPROVE: "审批答复", ApplicationMove.CLOSE: "办结",
}  # fmt: skip


class DeclineGround(StrEnum):
    """Why an application is not accepted."""

    LATE = "late"
    NOT_PARTY = "not_party"
    NOT_THIS = "not_this"
    AGAIN = "again"
    WITHDRAWN = "withdrawn"


DECLINE_NAMES = {
    DeclineGround.LATE: "超过了法定的期限", DeclineGround.NOT_PARTY: "不是本案当事人，也没有受其委托",
    DeclineGround.NOT_THIS: "不属于可以申请的事项", DeclineGround.AGAIN: "同一事项已经提出过", DeclineGround.WITHDRAWN: "申请人已经撤回",
}  # fmt: skip
RELATIONS = {"self": "当事人本人", "legal": "法定代表人、负责人、经营者", "agent": "受当事人委托的人"}

ADDRESS_LINES = {"address": "送达地址", "receiver": "收件人", "electronic_address": "电子送达地址"}
"""What a confirmed address consists of: each stands in the text of the application on a line of its own."""


def address_text(told: Mapping[str, str], more: str) -> str:
    """The text of a confirmed address: its parts by line, then what else was typed."""
    lines = [
        f"{word}：{' '.join(told[key].split())}" for key, word in ADDRESS_LINES.items() if told.get(key, "").strip()
    ]
    return "\n".join((*lines, more.strip())).strip()


def address_parts(text: str) -> dict[str, str]:
    """The parts of a confirmed address as they stand in the text of its application."""
    lines = text.splitlines()
    found = {key: [line for line in lines if line.startswith(f"{word}：")] for key, word in ADDRESS_LINES.items()}
    return {key: some[0].partition("：")[2].strip() for key, some in found.items() if some}


@dataclass(frozen=True, slots=True)
class Applicable:
    """A kind that a matter allows now, as told by whoever knows the matter. `due`: the last day, None where there is none."""

    kind: str
    due: date | None = None
    provisional: bool = False

    @property
    def spec(self) -> ApplySpec:
        """Its words."""
        return APPLY_SPECS[ApplyKind(self.kind)]

    def late_on(self, on: date) -> bool:
        """Whether an application made on that day is late; one that has no last day never is."""
        return self.due is not None and on > self.due


@dataclass(frozen=True, slots=True)
class ApplyFile:
    """A file handed in with an application."""

    seq: int
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ApplicationReceipt:
    """What the applicant keeps: number and code together show the state, and only the state."""

    number: str
    code: str
    organ_name: str
    kind_name: str
    due: date
    provisional: bool
    late: bool


@dataclass(frozen=True, slots=True)
class ApplicationFacts:
    """An application as its organ sees it; text, name and phone are empty for who may not read them."""

    id: UUID
    number: str
    kind: str
    source_ref: str
    publication_id: UUID | None
    about: str
    organ_id: UUID
    organ_name: str
    applicant: str
    relation: str
    phone: str
    text: str
    files: tuple[ApplyFile, ...]
    received_at: datetime
    last_day: date | None
    late: bool
    due: date
    due_provisional: bool
    due_steps: tuple[str, ...]
    state: str
    ground: str
    answer: str
    note: str
    accepted_at: datetime | None
    accepted_by: str
    proposed_by: str
    proposed_by_id: UUID | None
    ended_at: datetime | None
    ended_by: str
    act_code: str
    act_seq: int

    @property
    def kind_name(self) -> str:
        """The kind in Chinese."""
        return APPLY_SPECS[ApplyKind(self.kind)].name

    @property
    def state_name(self) -> str:
        """The state in Chinese."""
        return APPLICATION_STATES[ApplicationState(self.state)]

    @property
    def ground_name(self) -> str:
        """Why it was not accepted; empty where it was."""
        return DECLINE_NAMES[DeclineGround(self.ground)] if self.ground else ""

    @property
    def relation_name(self) -> str:
        """Who applies, in relation to the party."""
        return RELATIONS.get(self.relation, "")

    @property
    def is_open(self) -> bool:
        """Whether the organ still owes something."""
        return self.state in OPEN_APPLICATIONS


@dataclass(frozen=True, slots=True)
class PublicApplication:
    """An application as number and code show it: what, when, where it stands, the outcome. Nothing that was typed, nobody's name."""

    number: str
    kind_name: str
    organ_name: str
    received_on: date
    late: bool
    last_day: date | None
    due: date
    provisional: bool
    accepted_on: date | None
    declined: str
    ended_on: date | None
    outcome: str

    @property
    def steps(self) -> tuple[tuple[str, date | None], ...]:
        """已提交 → 已受理 or 不予受理 → 办理结果, with their days; None where it has not come to that."""
        if self.declined:
            return (("已提交", self.received_on), ("不予受理", self.ended_on))
        return (("已提交", self.received_on), ("已受理", self.accepted_on), ("办理结果", self.ended_on))
