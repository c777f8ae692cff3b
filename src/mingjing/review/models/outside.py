"""Drafts made in another system: the draft, every version of its text, its files."""

import uuid
from decimal import Decimal
from typing import Any

from django.db import models

from mingjing.review.terms import (
    DRAFT_STAGES,
    UNKNOWABLE,
    DecisionProfile,
    DraftContent,
    DraftFacts,
    DraftFileFacts,
    DraftStage,
    HandlerNamed,
    VersionFacts,
)

UNKNOWN = "unknown"
AMOUNTS = ("fine", "confiscation")


def told_of_content(content: DraftContent) -> dict[str, Any]:
    """A content as plain JSON, for the row, the digest and the ledger."""
    return {
        "category": content.profile.category, "domain": content.profile.domain, "title": content.title, "party": content.party,
        "facts": content.facts, "basis": content.basis, "proposal": content.proposal,
        "handlers": [
            {"name": one.name, "certificate": one.certificate, "person": str(one.person_id or "")} for one in content.handlers
        ],
        "asked": {name: _word(content.profile, name) for name in UNKNOWABLE},
    }  # fmt: skip


def _word(profile: DecisionProfile, name: str) -> Any:
    """yes, no, unknown; an amount as text; kinds as a list."""
    if name in profile.unknown:
        return UNKNOWN
    value = getattr(profile, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Decimal):
        return f"{value.normalize() + 0:f}"  # 30000, 30000.00 and 3E+4 are one amount
    return "" if value is None else str(value)


def content_of(told: dict[str, Any], organ_id: uuid.UUID) -> DraftContent:
    """The content that was told so."""
    asked = told["asked"]
    unknown = frozenset(name for name, value in asked.items() if value == UNKNOWN)
    known: dict[str, Any] = {name: value for name, value in asked.items() if name not in unknown}
    plain = {name: value == "yes" for name, value in known.items() if value in ("yes", "no")}
    more: dict[str, Any] = plain | {name: Decimal(known[name]) if known.get(name) else None for name in AMOUNTS}
    profile = DecisionProfile(
        organ_id=organ_id, category=told["category"], domain=told["domain"], party_is_unit=more.pop("party_is_unit", True),
        kinds=tuple(known.get("kinds") or ()), procedure=known.get("procedure") or "ordinary", unknown=unknown, **more,
    )  # fmt: skip
    handlers = tuple(
        HandlerNamed(one["name"], one["certificate"], uuid.UUID(one["person"]) if one["person"] else None)
        for one in told["handlers"]
    )
    return DraftContent(
        told["title"], told["party"], told["facts"], told["basis"], told["proposal"], handlers, profile
    )  # fmt: skip


class OutsideDraft(models.Model):
    """A draft decision that another system made and this platform reviews."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier_id = models.UUIDField("案卷", unique=True)
    organ_id = models.UUIDField("执法机关")
    organ_name = models.CharField("执法机关名称", max_length=100)
    source_system = models.CharField("来源系统", max_length=60)
    source_ref = models.CharField("来源编号", max_length=80)
    category = models.CharField("执法类别", max_length=12)
    title = models.CharField("送审事项", max_length=200)
    party = models.CharField("当事人", max_length=120)
    version = models.PositiveSmallIntegerField("第几稿", default=1)
    digest = models.CharField("内容和文件的摘要", max_length=64)
    cleared = models.CharField("审核通过时的摘要", max_length=64, blank=True)
    stage = models.CharField(
        "状态",
        max_length=10,
        default=DraftStage.MADE.value,
        choices=[(one.value, DRAFT_STAGES[one]) for one in DraftStage],
    )
    made_by = models.UUIDField("登记人")
    made_by_name = models.CharField("登记人姓名", max_length=50)
    made_at = models.DateTimeField("登记时间")
    via = models.CharField("接口密钥", max_length=40, blank=True)
    withdrawn_by = models.UUIDField("撤回人", null=True)
    withdrawn_by_name = models.CharField("撤回人姓名", max_length=50, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdraw_reason = models.CharField("撤回原因", max_length=200, blank=True)

    class Meta:
        db_table = "mj_review_outside"
        verbose_name = "外部送审稿"
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["organ_id", "-made_at"], name="mj_review_outside_list")]
        constraints = [
            models.UniqueConstraint(fields=["organ_id", "source_ref"], name="mj_review_outside_ref"),
            models.CheckConstraint(
                condition=models.Q(stage="withdrawn", withdrawn_at__isnull=False)
                | ~models.Q(stage="withdrawn") & models.Q(withdrawn_at=None),
                name="mj_review_outside_gone",
            ),
        ]

    def facts(self, told: dict[str, Any], *, fresh: bool = False) -> DraftFacts:
        """What other rooms may know. `told`: the text of the version in force."""
        return DraftFacts(
            id=self.id, dossier_id=self.dossier_id, organ_id=self.organ_id, organ_name=self.organ_name, source_system=self.source_system,
            source_ref=self.source_ref, content=content_of(told, self.organ_id), version=self.version, digest=self.digest, cleared=self.cleared,
            stage=self.stage, made_by=self.made_by, made_by_name=self.made_by_name, made_at=self.made_at, withdrawn_at=self.withdrawn_at,
            withdrawn_by_name=self.withdrawn_by_name, withdraw_reason=self.withdraw_reason, fresh=fresh,
        )  # fmt: skip

    def as_told(self) -> dict[str, Any]:
        """What the ledger keeps of who submits it and from where."""
        return {
            "draft": str(self.id), "dossier": str(self.dossier_id), "organ": str(self.organ_id), "source_system": self.source_system,
            "source_ref": self.source_ref,
        }  # fmt: skip


class OutsideVersion(models.Model):
    """One version of the text of a draft; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(OutsideDraft, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("第几稿")
    content = models.JSONField("内容")
    reason = models.CharField("修改原因", max_length=200, blank=True)
    written_by = models.UUIDField("填写人")
    written_by_name = models.CharField("填写人姓名", max_length=50)
    written_at = models.DateTimeField("填写时间")

    class Meta:
        db_table = "mj_review_outside_ver"
        verbose_name = "外部送审稿的一稿"
        ordering = ["draft_id", "number"]
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="mj_review_outside_ver_one")]

    def facts(self) -> VersionFacts:
        """What other rooms may know; the draft should be fetched with it."""
        return VersionFacts(
            self.number, content_of(self.content, self.draft.organ_id), self.reason, self.written_by, self.written_by_name, self.written_at,
        )  # fmt: skip

    def as_told(self) -> dict[str, Any]:
        """What the ledger keeps of it."""
        return {
            "version": str(self.id), "draft": str(self.draft_id), "number": self.number, "content": self.content, "reason": self.reason,
        }  # fmt: skip


class OutsideFile(models.Model):
    """A file of a draft, kept in its dossier; void with a reason, never removed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(OutsideDraft, models.PROTECT, related_name="files")
    kind = models.CharField("材料", max_length=100)
    file_id = models.UUIDField("案卷里的文件")
    name = models.CharField("文件名", max_length=240)
    media_type = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("大小")
    sha256 = models.CharField("摘要", max_length=64)
    added_by = models.UUIDField("提交人")
    added_by_name = models.CharField("提交人姓名", max_length=50)
    added_at = models.DateTimeField("提交时间")
    void_reason = models.CharField("作废原因", max_length=200, blank=True)
    void_by = models.UUIDField("作废人", null=True)

    class Meta:
        db_table = "mj_review_outside_file"
        verbose_name = "外部送审稿的文件"
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "kind", "sha256"], condition=models.Q(void_reason=""), name="mj_review_outside_once"
            )
        ]

    def facts(self, *, fresh: bool = False) -> DraftFileFacts:
        """What other rooms may know."""
        return DraftFileFacts(
            self.id, self.kind, self.file_id, self.name, self.media_type, self.size, self.sha256, self.added_by_name, self.added_at,
            self.void_reason, fresh,
        )  # fmt: skip

    def as_told(self) -> dict[str, Any]:
        """What the ledger keeps of it."""
        return {
            "file": str(self.id), "draft": str(self.draft_id), "kind": self.kind, "attachment": str(self.file_id), "name": self.name,
            "sha256": self.sha256,
        }  # fmt: skip
