"""What a draft sent to legality review may hold and what is answered; the descriptions are the documentation."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

from mingjing.kernel.findings import Finding, Invalid
from mingjing.kernel.money import yuan
from mingjing.lawbook.terms import CATEGORY_NAMES, PENALTY_NAMES
from mingjing.organs.terms import DOMAIN_NAMES
from mingjing.review.terms import (
    CHECK_NAMES,
    DRAFT_STAGES,
    RESULT_NAMES,
    DecisionProfile,
    DraftContent,
    DraftFacts,
    DraftFileFacts,
    HandlerNamed,
    RoundFacts,
)
from mingjing.sites.gateway.forms import Reference, Short, Strict, Text, Wrong

_CATEGORIES = "、".join(f"{key} {name}" for key, name in CATEGORY_NAMES.items())
_DOMAINS = "、".join(f"{one.value} {name}" for one, name in DOMAIN_NAMES.items())
_STAGES = "、".join(f"{one.value} {name}" for one, name in DRAFT_STAGES.items())
_RESULTS = "、".join(f"{one.value} {name}" for one, name in RESULT_NAMES.items())
_CHECKS = "、".join(f"{one.value} {name}" for one, name in CHECK_NAMES.items())
_KINDS = "、".join(f"{one.value} {name}" for one, name in PENALTY_NAMES.items())
_YES = "^(yes|no|unknown)$"
_SAID = "yes 是、no 否、unknown 不清楚"
YesNo = Annotated[str, StringConstraints(pattern=_YES)]


class Handler(Strict):
    """一名承办人。"""

    name: str = Field(description="姓名", max_length=50)
    certificate: str = Field(default="", description="执法证号；写了的须与名册相符", max_length=40)


class Draft(Strict):
    """一份送审稿。"""

    source_ref: Reference = Field(description="贵方系统里的编号，本机关内唯一；以后凭它查询、修改、撤回")
    source_system: str = Field(description="来源系统的名称", max_length=60)
    category: str = Field(description=_CATEGORIES, max_length=12)
    domain: str = Field(description=f"执法领域：{_DOMAINS}", max_length=20)
    title: Short = Field(description="送审事项")
    party_name: str = Field(description="行政相对人", max_length=120)
    handlers: list[Handler] = Field(description="全部承办人；他们都不能审核这一件", min_length=1, max_length=20)
    facts: Text = Field(description="事实")
    basis: Text = Field(description="依据，写到条款项")
    proposal: Text = Field(description="拟作决定")
    party_is_unit: YesNo = Field(default="unknown", description=f"当事人是单位：{_SAID}")
    after_hearing: YesNo = Field(default="unknown", description=f"经过听证程序：{_SAID}；yes 的须提交听证笔录")
    public_interest: YesNo = Field(default="unknown", description=f"涉及重大公共利益：{_SAID}")
    social_risk: YesNo = Field(default="unknown", description=f"可能造成重大社会影响或者引发社会风险：{_SAID}")
    major_rights: YesNo = Field(default="unknown", description=f"直接关系当事人或者第三人重大权益：{_SAID}")
    complex: YesNo = Field(default="unknown", description=f"疑难复杂、涉及多个法律关系：{_SAID}")
    procedure: str = Field(
        default="unknown",
        description="ordinary 普通程序、summary 简易程序、unknown 不清楚",
        pattern="^(ordinary|summary|unknown)$",
    )
    kinds: list[Annotated[str, StringConstraints(max_length=20)]] | None = Field(
        default=None,
        description=f"拟处罚种类；不写为还没有确定，不是处罚的写 []：{_KINDS}",
        max_length=len(PENALTY_NAMES),
    )
    fine: str = Field(default="", description="拟罚款，元；不罚款的写 0，不清楚的不写", max_length=16)
    confiscation: str = Field(default="", description="拟没收，元；没有没收的写 0，不清楚的不写", max_length=16)

    def content(self, organ_id: UUID) -> DraftContent:
        """For the review room. Raises Invalid for an amount that is none or a kind that is not known."""
        fine, confiscation = _amount("fine", self.fine), _amount("confiscation", self.confiscation)
        if wrong := set(self.kinds or ()) - {one.value for one in PENALTY_NAMES}:
            raise Invalid({"kinds": [f"没有这个取值：{'、'.join(sorted(wrong))}"]})
        asked = (
            "party_is_unit",
            "after_hearing",
            "public_interest",
            "social_risk",
            "major_rights",
            "complex",
            "procedure",
        )
        unknown = {name for name in asked if getattr(self, name) == "unknown"}
        unknown |= {name for name, amount in (("fine", fine), ("confiscation", confiscation)) if amount is None}
        unknown |= {"kinds"} if self.kinds is None else set()
        profile = DecisionProfile(
            organ_id=organ_id, category=self.category, domain=self.domain, party_is_unit=self.party_is_unit != "no",
            kinds=tuple(dict.fromkeys(self.kinds or ())), fine=fine, confiscation=confiscation,
            procedure=self.procedure if self.procedure != "unknown" else "ordinary", after_hearing=self.after_hearing == "yes",
            public_interest=self.public_interest == "yes", social_risk=self.social_risk == "yes", major_rights=self.major_rights == "yes",
            complex=self.complex == "yes", unknown=frozenset(unknown),
        )  # fmt: skip
        handlers = tuple(HandlerNamed(one.name.strip(), one.certificate.strip()) for one in self.handlers)
        return DraftContent(
            title=self.title.strip(), party=self.party_name.strip(), facts=self.facts.strip(), basis=self.basis.strip(),
            proposal=self.proposal.strip(), handlers=handlers, profile=profile,
        )  # fmt: skip


def _amount(name: str, text: str) -> Decimal | None:
    try:
        return yuan(text) if text else None
    except Invalid as problem:
        raise Invalid({name: problem.errors["amount"]}) from None


class Revised(Draft):
    """修改以后的送审稿：全文，不是改动的部分。"""

    reason: Short = Field(description="修改原因")


class Submission(Strict):
    """送审，或者在退回补正以后补齐。"""

    source_ref: Reference = Field(description="送审稿的来源编号")
    response: Text = Field(default="", description="上一轮意见不是同意的，写处理情况，逐条写明")
    stated: bool = Field(description="true：密钥所写的人员确认送审责任声明（国办发〔2018〕118号（十四））")


class Revocation(Strict):
    """撤回。"""

    source_ref: Reference = Field(description="送审稿的来源编号")
    reason: Short = Field(description="撤回原因")


class FileOf(Schema):
    """文件属于哪一份送审稿、是哪一种材料。"""

    source_ref: Reference = Field(description="送审稿的来源编号")
    kind: str = Field(
        description="report 审查报告、draft 拟作决定文稿、evidence 证据材料、hearing 听证笔录、basis 法律依据、other 其他，或者本机关送审材料清单里的名称",
        max_length=100,
    )


class ByDraft(Schema):
    """哪一份送审稿。"""

    source_ref: Reference = Field(description="来源编号")


class ByOpinion(Schema):
    """哪一份送审稿的哪一轮意见。"""

    source_ref: Reference = Field(description="来源编号")
    round: int = Field(description="第几轮", ge=1, le=999)


class DraftFile(Schema):
    """送审稿的一个文件。"""

    name: str = Field(description="文件名")
    kind: str = Field(description="材料")
    size: int = Field(description="字节数")
    sha256: str = Field(description="内容的 SHA-256，平台自己算的")
    fresh: bool = Field(default=False, description="这一次是否新提交；同一材料、同样内容再提交为 false")

    @classmethod
    def of(cls, one: DraftFileFacts) -> "DraftFile":
        """The file as told."""
        return cls(name=one.name, kind=one.kind, size=one.size, sha256=one.sha256, fresh=one.fresh)


class Checked(Schema):
    """八项审核中的一项。"""

    check: str = Field(description=_CHECKS)
    passed: bool = Field(description="没有问题为 true")
    text: str = Field(description="问题")


class Round(Schema):
    """一轮审核。"""

    round: int = Field(description="第几轮")
    digest: str = Field(description="送审时内容和文件的摘要")
    submitted_at: datetime = Field(description="送审时间")
    due_on: date = Field(description="审核期限")
    due_provisional: bool = Field(description="期限所在年度的放假安排还没有发布，暂按周末计算")
    incomplete: str = Field(description="退回补正的，须补充的材料")
    result: str = Field(description=f"审核结论，没有出具的为空：{_RESULTS}")
    result_name: str = Field(description="审核结论的中文")
    problems: str = Field(description="存在的问题和修改意见")
    checks: list[Checked] = Field(description="八项审核")
    reviewer: str = Field(description="审核人")
    given_at: datetime | None = Field(description="出具意见的时间")
    response: str = Field(description="对意见的处理情况")
    dispute: str = Field(description="分歧现在的状态，没有的为空")

    @classmethod
    def of(cls, one: RoundFacts) -> "Round":
        """The round as told."""
        opinion = one.opinion
        return cls(
            round=one.round, digest=one.digest, submitted_at=one.submitted_at, due_on=one.due_on, due_provisional=one.due_provisional,
            incomplete=one.incomplete, result=opinion.result if opinion else "", result_name=opinion.result_name if opinion else "",
            problems=opinion.problems if opinion else "", reviewer=opinion.reviewer_name if opinion else "",
            given_at=opinion.given_at if opinion else None, response=one.response, dispute=one.dispute.state_name if one.dispute else "",
            checks=[Checked(check=each.check, passed=each.passed, text=each.text) for each in opinion.answers] if opinion else [],
        )  # fmt: skip


class DraftState(Schema):
    """一份送审稿现在的状态：审核意见，能不能据以作出决定。"""

    source_ref: str = Field(description="来源编号")
    fresh: bool = Field(description="这一次是否新登记；同一内容再报送为 false")
    version: int = Field(description="第几稿")
    digest: str = Field(description="现在的内容和文件的摘要（SHA-256）")
    stage: str = Field(description=_STAGES)
    stage_name: str = Field(description="状态的中文")
    must_review: bool = Field(description="按法定情形和目录是否必须法制审核")
    reasons: list[str] = Field(description="必须审核的情形")
    missing: list[str] = Field(description="送审还缺的材料")
    files: list[DraftFile] = Field(description="文件，作废的不在内")
    rounds: list[Round] = Field(description="各轮审核，先后为序")
    cleared: bool = Field(description="审核通过，而且适用于现在的内容和文件：只有这时可以作出决定")
    cleared_digest: str = Field(description="审核通过的是哪一个摘要；没有通过的为空")
    hindrances: list[Wrong] = Field(description="现在不能作出决定的原因；空着就没有")

    @classmethod
    def of(
        cls, one: DraftFacts, files: tuple[DraftFileFacts, ...], rounds: tuple[RoundFacts, ...], reasons: list[str], missing: list[str],
        hindrances: tuple[Finding, ...],
    ) -> "DraftState":  # fmt: skip
        """The state as told."""
        return cls(
            source_ref=one.source_ref, fresh=one.fresh, version=one.version, digest=one.digest, stage=one.stage, stage_name=one.stage_name,
            must_review=bool(reasons), reasons=reasons, missing=missing, files=[DraftFile.of(each) for each in files if not each.void_reason],
            rounds=[Round.of(each) for each in rounds], cleared=one.passes, cleared_digest=one.cleared if one.stage != "withdrawn" else "",
            hindrances=[Wrong(field=each.field, message=each.message, rule=each.rule, next_step=each.next_step) for each in hindrances],
        )  # fmt: skip
