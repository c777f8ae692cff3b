"""Lists of material that organs want for review, and material that was handed in by itself (L-14)."""

import uuid
from typing import Any

from django.db import models

from mingjing.review.terms import LIST_STATES, MANNERS, HandedFacts, ListFacts, ListItem, ListState, Manner


class MaterialList(models.Model):
    """One version of an organ's list for a category of decisions: drafted by its legal staff, set by its head."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("执法机关")
    category = models.CharField("决定类别", max_length=20)
    number = models.PositiveSmallIntegerField("第几版", default=0)
    items = models.JSONField("材料", default=list)
    manner = models.CharField("送审方式", max_length=10, choices=[(one.value, MANNERS[one]) for one in Manner])
    term = models.PositiveSmallIntegerField("审核期限（工作日）", null=True)
    basis = models.CharField("依据", max_length=200)
    state = models.CharField("状态", max_length=10, choices=[(one.value, LIST_STATES[one]) for one in ListState])
    drafted_by = models.UUIDField("起草人")
    drafted_by_name = models.CharField("起草人姓名", max_length=50)
    drafted_at = models.DateTimeField("起草时间")
    valid_from = models.DateField("施行日期", null=True)
    valid_to = models.DateField("失效日期", null=True)
    set_by = models.UUIDField("确定人", null=True)
    set_by_name = models.CharField("确定人姓名", max_length=50, blank=True)
    set_at = models.DateTimeField("确定时间", null=True)
    drop_reason = models.CharField("作废原因", max_length=200, blank=True)

    class Meta:
        db_table = "mj_review_list"
        verbose_name = "送审材料清单"
        ordering = ["category", "-drafted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ_id", "category"], condition=models.Q(state="draft"), name="mj_review_list_one_draft"
            ),
            models.UniqueConstraint(
                fields=["organ_id", "category", "number"], condition=models.Q(state="set"), name="mj_review_list_number"
            ),
        ]

    def as_drafted(self) -> dict[str, Any]:
        """What the ledger keeps of the draft."""
        return {
            "list": str(self.id), "organ": str(self.organ_id), "category": self.category, "items": self.items, "manner": self.manner,
            "term": self.term or 0, "basis": self.basis, "person": str(self.drafted_by),
        }  # fmt: skip

    def as_set(self) -> dict[str, Any]:
        """What the ledger keeps of its being set."""
        return {
            "list": str(self.id), "number": self.number, "from": self.valid_from.isoformat() if self.valid_from else "",
            "person": str(self.set_by),
        }  # fmt: skip

    def facts(self) -> ListFacts:
        """What other rooms may know."""
        return ListFacts(
            self.id, self.organ_id, self.category, self.number, tuple(map(ListItem.of_json, self.items)), self.manner, self.term,
            self.basis, self.state, self.valid_from, self.valid_to, self.drafted_by, self.drafted_by_name, self.drafted_at,
            self.set_by_name, self.drop_reason,
        )  # fmt: skip


class HandedIn(models.Model):
    """A material of the list handed in by itself; it holds for every later round. Void with a reason, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier_id = models.UUIDField("案卷")
    organ_id = models.UUIDField("执法机关")
    item = models.CharField("材料", max_length=100)
    file_id = models.UUIDField("文件", null=True)
    file_name = models.CharField("文件名", max_length=255, blank=True)
    sha256 = models.CharField("文件摘要值", max_length=64, blank=True)
    place = models.CharField("纸质件存放处", max_length=100, blank=True)
    handed_by = models.UUIDField("提交人")
    handed_by_name = models.CharField("提交人姓名", max_length=50)
    handed_at = models.DateTimeField("提交时间")
    void_reason = models.CharField("作废原因", max_length=200, blank=True)

    class Meta:
        db_table = "mj_review_handed"
        verbose_name = "单独提交的送审材料"
        ordering = ["handed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier_id", "item"], condition=models.Q(void_reason=""), name="mj_review_handed_once"
            )
        ]

    def as_told(self) -> dict[str, str]:
        """What the ledger keeps of it; that it was made void is told by itself."""
        return {
            "material": str(self.id), "dossier": str(self.dossier_id), "organ": str(self.organ_id), "item": self.item,
            "file": str(self.file_id or ""), "name": self.file_name, "sha256": self.sha256, "place": self.place,
        }  # fmt: skip

    def facts(self) -> HandedFacts:
        """What other rooms may know."""
        return HandedFacts(
            self.id, self.dossier_id, self.organ_id, self.item, self.file_id, self.file_name, self.sha256, self.place,
            self.handed_by_name, self.handed_at, self.void_reason,
        )  # fmt: skip
