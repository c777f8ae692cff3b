"""What a request may hold and what an answer holds; the descriptions are the documentation."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.conf import settings
from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from mingjing.exchange.terms import FedFacts
from mingjing.publicity.terms import (
    CATEGORY_NAMES,
    CHECK_NAMES,
    NEVER,
    PENALTY_KINDS,
    TRIGGER_NAMES,
    AttachedFile,
    DecisionRow,
    KnownEntity,
    PublicationFacts,
    Publishable,
)

MOST = 500
LONGEST_PAGE = 100
_CATEGORIES = "、".join(f"{one.value} {name}" for one, name in CATEGORY_NAMES.items())
_CHECKS = "、".join(f"{one.value} {name}" for one, name in CHECK_NAMES.items())
_TRIGGERS = "、".join(f"{one.value} {name}" for one, name in TRIGGER_NAMES.items())
_KINDS = "、".join(f"{key} {name}" for key, name in PENALTY_KINDS.items())
_NEVER = "、".join(f"{key} {name}" for key, (name, _) in NEVER.items())
Short = Annotated[str, StringConstraints(max_length=200)]
Text = Annotated[str, StringConstraints(max_length=5000)]
Reference = Annotated[str, StringConstraints(min_length=1, max_length=80)]


class Strict(Schema):
    """A misspelt field is an error and not silence."""

    model_config = ConfigDict(extra="forbid")


class Entity(Strict):
    """案卷里已知的姓名、号码、地址，公开时怎样处理。"""

    text: Short = Field(description="原文，例如姓名、号码")
    kind: str = Field(
        description="person 姓名、minor 未成年人、id 证件号码、phone 电话、account 账号、address 住址、email 邮箱、plate 车牌、secret 商业秘密、unit 单位、other 其他",
        pattern="^(person|minor|id|phone|account|address|email|plate|secret|unit|other)$",
    )
    policy: str = Field(
        default="remove", description="remove 删去、surname 只留姓、keep 可以公开", pattern="^(remove|surname|keep)$"
    )
    role: Short = Field(default="", description="在案件中的身份，只给公示员看")


class Decision(Strict):
    """一件待公示的决定。"""

    source_ref: Reference = Field(description="贵方系统里的编号，本机关内唯一；以后凭它查询、撤下")
    number: str = Field(description="决定书文号，例如 示应急罚〔2026〕9号", max_length=60)
    decided_on: date = Field(description="决定日期，例如 2026-11-05")
    category: str = Field(description=_CATEGORIES, max_length=12)
    outcome: str = Field(description="决定种类，例如 罚款", max_length=100)
    party_name: str = Field(description="当事人全名，公开时由人确认脱敏", max_length=120)
    party_kind: str = Field(
        description="legal_person 法人、unincorporated 非法人组织、individual_business 个体工商户、citizen 自然人",
        pattern="^(legal_person|unincorporated|individual_business|citizen)$",
    )
    party_id_no: str = Field(default="", description="统一社会信用代码；自然人写身份证号码，不公开", max_length=40)
    cause: Short = Field(description="案由或者事项")
    violation: Text = Field(default="", description="违法事实摘要")
    result: Text = Field(description="决定内容")
    basis: list[Text] = Field(default_factory=list, description="依据，一条一项，写到条款项", max_length=50)
    full_text: list[Annotated[str, StringConstraints(max_length=20_000)]] = Field(
        description="决定书正文，一段一项，与送达文本一致", min_length=1, max_length=1000
    )
    remedies: Text = Field(default="", description="救济途径和期限")
    known_entities: list[Entity] = Field(default_factory=list, description="已知的姓名、号码、地址", max_length=500)
    minor: bool = Field(default=False, description="当事人是未成年人")
    never_publish: list[str] = Field(default_factory=list, description=f"不得公开的情形：{_NEVER}", max_length=10)
    kinds: list[Annotated[str, StringConstraints(max_length=20)]] = Field(
        default_factory=list,
        description=f"处罚种类，公示期和信用分类按它计算，没有写的不列入信用公示：{_KINDS}",
        max_length=len(PENALTY_KINDS),
    )
    fine: str = Field(default="", description="罚款数额，单位元，例如 80000；kinds 里有 fine 的必填", max_length=20)
    ban_until: date | None = Field(default=None, description="限制从业、限制开展生产经营活动的最后一日；公示到这一天")
    matter: str = Field(default="", description="权责事项编码", max_length=60)
    replaces: str = Field(default="", description="重新作出的决定写原文号", max_length=60)
    check_kind: str = Field(
        default="",
        description=f"行政检查的检查方式：{_CHECKS}；写了的，outcome 从检查结果代码表里写，几项用顿号隔开，随机抽查的进入“抽查检查结果”",
        max_length=10,
    )
    sheet: list[dict[Short, Text]] = Field(
        default_factory=list,
        max_length=200,
        description="“双公示”表格的行，一个当事人一行，键为列的代码（CF_WSH、XK_WSH 等，三个版本都可以）；有它才能在双公示报送里导出，可以以后随同一决定补报",
    )

    def publishable(self, organ_id: UUID, organ_name: str) -> Publishable:
        """The decision for the publicity room; the organ is the key's own."""
        told = self.model_dump(
            exclude={"source_ref", "known_entities", "basis", "full_text", "never_publish", "sheet", "kinds"}
        )
        return Publishable(
            source_ref="", organ_id=organ_id, organ_name=organ_name, organ_code="", **told, basis=tuple(self.basis),
            full_text=tuple(self.full_text), never_publish=tuple(self.never_publish), kinds=tuple(dict.fromkeys(self.kinds)),
            known_entities=tuple(KnownEntity(one.text, one.kind, one.policy, one.role) for one in self.known_entities),
        )  # fmt: skip


class Batch(Strict):
    """一批待公示的决定，各件互不影响。"""

    items: list[dict[str, object]] = Field(
        description=f"1 至 {MOST} 件，每件与单件报送的请求体相同", min_length=1, max_length=MOST
    )


class Recall(Strict):
    """登记撤下事由：三个工作日的期限从知道之日起算。"""

    source_ref: Reference = Field(description="报送时的来源编号")
    trigger: str = Field(description=_TRIGGERS, max_length=10)
    note: Text = Field(description="文书名称和文号，只给本机关看")
    known_on: date = Field(description="知道事由的日期")


class Withdrawal(Strict):
    """撤下：立即从各渠道撤下并公开理由。"""

    source_ref: Reference = Field(description="报送时的来源编号")
    trigger: str = Field(default="", description=f"{_TRIGGERS}；已登记过撤下事由的可以不写", max_length=10)
    reason: Text = Field(description="向社会公开的理由，不要写个人信息")
    known_on: date | None = Field(default=None, description="知道事由的日期，默认今天")


class State(Schema):
    """一件决定现在的状态。"""

    source_ref: str = Field(description="来源编号")
    number: str = Field(description="文号")
    fresh: bool = Field(description="这一次是否新登记；同一内容再报送为 false")
    state: str = Field(
        description="due 待公示、proposed 已拟脱敏、confirmed 已确认、released 已公开、corrected 已更正、withdrawn 已撤下、exempt 不予公开"
    )
    state_name: str = Field(description="状态的中文")
    due: date = Field(description="公开期限")
    due_provisional: bool = Field(description="期限所在年度的放假安排还没有发布，暂按周末计算")
    address: str = Field(description="公开网页的路径；还没有公开的为空")
    released_at: datetime | None = Field(description="公开时间")
    call_due: date | None = Field(description="撤下期限，登记了撤下事由才有")
    withdrawn_at: datetime | None = Field(description="撤下时间")

    @classmethod
    def of(cls, fed: FedFacts, found: PublicationFacts) -> "State":
        """The state as told."""
        shown = found.is_public or found.withdrawn_at is not None
        return cls(
            source_ref=fed.source_ref, number=fed.number, fresh=fed.fresh, state=found.state, state_name=found.state_name,
            due=found.due, due_provisional=found.due_provisional, address=found.address if shown else "",
            released_at=found.released_at, call_due=found.call_due, withdrawn_at=found.withdrawn_at,
        )  # fmt: skip


class Wrong(Schema):
    """一处问题。"""

    field: str = Field(description="字段；与字段无关的为空")
    message: str = Field(description="问题")
    rule: str = Field(default="", description="规则编号")
    next_step: str = Field(default="", description="怎么办")


class Problem(Schema):
    """出错时的回答（RFC 9457，application/problem+json）。"""

    type: str = Field(description="问题类型，说明页的地址")
    title: str = Field(description="问题")
    status: int = Field(description="HTTP 状态码")
    detail: str = Field(description="一句话说明")
    errors: list[Wrong] = Field(default_factory=list, description="各处问题")


class ItemAnswer(Schema):
    """一批里一件的结果。"""

    index: int = Field(description="第几件，从 0 起")
    status: int = Field(description="201 新登记、200 没有变化，其他为错误")
    result: State | None = Field(default=None, description="成功时的状态")
    problem: Problem | None = Field(default=None, description="失败时的问题")


class BatchAnswer(Schema):
    """一批的结果。"""

    entered: int = Field(description="新登记的件数")
    same: int = Field(description="以前登记过、没有变化的件数")
    failed: int = Field(description="没有登记的件数")
    items: list[ItemAnswer] = Field(description="逐件的结果，次序与请求相同")


class ByReference(Schema):
    """查询哪一件。"""

    source_ref: Reference = Field(description="报送时的来源编号")


class Wanted(Schema):
    """读取哪些公开的决定。"""

    q: str = Field(default="", max_length=100, description="检索词")
    organ: str = Field(default="", max_length=20, description="机关代字")
    category: str = Field(
        default="", description=f"执法类别：{_CATEGORIES}", pattern=f"^({'|'.join(CATEGORY_NAMES)})?$"
    )
    check: str = Field(default="", description=f"检查方式：{_CHECKS}", pattern=f"^({'|'.join(CHECK_NAMES)})?$")
    since: date | None = Field(default=None, description="决定日期从，例如 2026-01-01")
    until: date | None = Field(default=None, description="决定日期到")
    after: str = Field(default="", max_length=200, description="上一页的 next")
    limit: int = Field(default=50, ge=1, le=LONGEST_PAGE, description=f"每页件数，最多 {LONGEST_PAGE}")


class PublicCopy(Schema):
    """一个附件的公开副本。"""

    name: str = Field(description="公开的文件名")
    media_type: str = Field(description="媒体类型")
    size: int = Field(description="字节数")
    sha256: str = Field(description="公开副本的摘要，台账里有")
    url: str = Field(description="下载地址")

    @classmethod
    def of(cls, one: AttachedFile) -> "PublicCopy":
        """The copy as told, in the words of the portal's own data."""
        url = f"{settings.MINGJING_PORTAL_URL}{one.address}"
        return cls(name=one.name, media_type=one.media_type, size=one.size, sha256=one.sha256, url=url)


class PublicRow(Schema):
    """一件公开的决定，内容是脱敏后的公开文本。"""

    number: str = Field(description="文号")
    organ: str = Field(description="机关")
    organ_code: str = Field(description="机关代字")
    category: str = Field(description="执法类别")
    decided_on: date = Field(description="决定日期")
    released_at: datetime = Field(description="公开时间")
    state: str = Field(description="released 已公开、corrected 已更正、withdrawn 已撤下")
    party: str = Field(description="当事人")
    cause: str = Field(description="案由")
    outcome: str = Field(description="决定种类")
    result: str = Field(description="决定内容")
    withdrawn_reason: str = Field(description="撤下理由")
    check_kind: str = Field(description="行政检查的检查方式；没有写的为空")
    address: str = Field(description="公开网页的路径")
    files: list[PublicCopy] = Field(description="现行版本的附件；不再公示的没有")

    @classmethod
    def of(cls, row: DecisionRow, files: tuple[AttachedFile, ...] = ()) -> "PublicRow":
        """The line as told."""
        return cls(
            number=row.number, organ=row.organ_name, organ_code=row.organ_code, category=row.category, decided_on=row.decided_on,
            released_at=row.released_at, state=row.state, party=row.party, cause=row.cause, outcome=row.outcome, result=row.result,
            withdrawn_reason=row.withdrawn_reason, check_kind=row.check_kind, address=row.address, files=[PublicCopy.of(one) for one in files],
        )  # fmt: skip


class PublicPage(Schema):
    """一页公开的决定，新的在前。"""

    notice: str = Field(description="使用限制")
    items: list[PublicRow] = Field(description="决定")
    next: str = Field(description="下一页的 after；没有下一页的为空")


class PublicText(Schema):
    """一件公开决定的全文。"""

    notice: str = Field(description="使用限制")
    row: PublicRow = Field(description="摘要")
    version: int | None = Field(description="版本；已撤下的没有")
    sha256: str = Field(description="公开文本的摘要，可以用证明文件核验")
    parts: dict[str, str] = Field(description="公开文本各部分；已撤下的没有")
