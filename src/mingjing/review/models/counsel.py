"""The pool of counsel and what they are asked."""

import uuid

from django.db import models

from mingjing.review.terms import ASK_NAMES, COUNSEL_KINDS, AskFacts, AskState, CounselFacts, CounselKind, PaperFacts

_NO_PAPER = models.Q(paper_sha256="", paper_place="")


class Counsel(models.Model):
    """法律顾问、公职律师: one of the pool, registered by an organ, called by all (L-16)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("登记机关")
    organ_name = models.CharField("登记机关名称", max_length=100)
    name = models.CharField("姓名", max_length=50)
    kind = models.CharField("类别", max_length=10, choices=[(one.value, COUNSEL_KINDS[one]) for one in CounselKind])
    employer = models.CharField("所在单位", max_length=100)
    field = models.CharField("专业领域", max_length=100)
    certificate = models.CharField("证号", max_length=40, blank=True)
    valid_until = models.DateField("证件有效期至", null=True)
    contract_from = models.DateField("服务合同自", null=True)
    contract_until = models.DateField("服务合同至", null=True)
    price = models.DecimalField("合同价款", max_digits=12, decimal_places=2, null=True)
    person_id = models.UUIDField("平台人员", null=True)
    registered_by = models.UUIDField("登记人")
    registered_at = models.DateTimeField("登记时间")
    end_reason = models.CharField("退出原因", max_length=200, blank=True)

    class Meta:
        db_table = "mj_review_counsel"
        verbose_name = "法律顾问、公职律师"
        ordering = ["-registered_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["certificate"], condition=~models.Q(certificate="") & models.Q(end_reason=""), name="mj_review_counsel_paper"),
            models.UniqueConstraint(fields=["organ_id", "name", "employer"], condition=models.Q(end_reason=""), name="mj_review_counsel_once"),
            models.CheckConstraint(
                condition=models.Q(certificate="", valid_until__isnull=True, kind=CounselKind.ADVISER) | ~models.Q(certificate="") & models.Q(valid_until__isnull=False),
                name="mj_review_counsel_valid",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=CounselKind.PUBLIC, contract_from__isnull=True, contract_until__isnull=True, price__isnull=True)
                | models.Q(kind=CounselKind.ADVISER, contract_until__gte=models.F("contract_from")),
                name="mj_review_counsel_contract",
            ),
            models.CheckConstraint(condition=models.Q(price__isnull=True) | models.Q(price__gte=0), name="mj_review_counsel_price"),
        ]  # fmt: skip

    def as_told(self) -> dict[str, str]:
        """What the ledger keeps of it; that it left the pool is told by itself."""
        days = {
            "valid_until": self.valid_until,
            "contract_from": self.contract_from,
            "contract_until": self.contract_until,
        }
        return {
            "counsel": str(self.id), "organ": str(self.organ_id), "name": self.name, "kind": str(self.kind), "employer": self.employer,
            "field": self.field, "certificate": self.certificate, "price": "" if self.price is None else f"{self.price:.2f}",
            "person": str(self.person_id or ""), **{key: day.isoformat() if day else "" for key, day in days.items()},
        }  # fmt: skip

    def facts(self) -> CounselFacts:
        """What other rooms may know."""
        return CounselFacts(
            self.id, self.organ_id, self.organ_name, self.name, self.kind, self.employer, self.field, self.certificate, self.valid_until,
            self.contract_from, self.contract_until, self.price, self.person_id, self.registered_at, self.end_reason,
        )  # fmt: skip


class CounselAsk(models.Model):
    """A request for an opinion on a dossier that was submitted for review, and the opinion. It is advice only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier_id = models.UUIDField("案卷")
    organ_id = models.UUIDField("请求机关")
    organ_name = models.CharField("请求机关名称", max_length=100)
    round = models.PositiveSmallIntegerField("审核轮次")
    title = models.CharField("送审事项", max_length=200)
    question = models.TextField("问题")
    question_sha256 = models.CharField("问题摘要值", max_length=64)
    materials = models.JSONField("提供的材料")
    due_on = models.DateField("何日前")
    asked_by = models.UUIDField("请求人")
    asked_by_name = models.CharField("请求人姓名", max_length=50)
    asked_at = models.DateTimeField("请求时间")
    state = models.CharField("状态", max_length=10, choices=[(one.value, ASK_NAMES[one]) for one in AskState], default=AskState.ASKED)  # fmt: skip
    counsel = models.ForeignKey(Counsel, models.PROTECT, related_name="asks", null=True)
    stated = models.JSONField("回避情况声明", default=dict)
    assigned_by = models.UUIDField("指派人", null=True)
    assigned_by_name = models.CharField("指派人姓名", max_length=50, blank=True)
    assigned_at = models.DateTimeField("指派时间", null=True)
    advice = models.TextField("意见", blank=True)
    advised_on = models.DateField("出具日期", null=True)
    advised_by = models.UUIDField("登记人", null=True)
    advised_by_name = models.CharField("登记人姓名", max_length=50, blank=True)
    advised_at = models.DateTimeField("登记时间", null=True)
    paper_sha256 = models.CharField("扫描件摘要值", max_length=64, blank=True)
    paper_place = models.CharField("纸质原件存放处", max_length=100, blank=True)
    off_reason = models.CharField("撤回原因", max_length=200, blank=True)

    class Meta:
        db_table = "mj_review_ask"
        verbose_name = "法律顾问意见请求"
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["organ_id", "state", "-asked_at"], name="mj_review_ask_organ"),
            models.Index(fields=["dossier_id"], name="mj_review_ask_dossier"),
            models.Index(fields=["state", "advised_on"], name="mj_review_ask_given"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier_id", "question_sha256"], condition=models.Q(state__in=[AskState.ASKED, AskState.ASSIGNED]), name="mj_review_ask_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state=AskState.CALLED_OFF) & ~models.Q(off_reason="") | ~models.Q(state=AskState.CALLED_OFF) & models.Q(off_reason=""),
                name="mj_review_ask_off",
            ),
            models.CheckConstraint(
                condition=models.Q(state=AskState.CALLED_OFF) | models.Q(state=AskState.ASKED, counsel__isnull=True)
                | models.Q(state__in=[AskState.ASSIGNED, AskState.ADVISED], counsel__isnull=False, assigned_by__isnull=False),
                name="mj_review_ask_assigned",
            ),
            models.CheckConstraint(
                condition=models.Q(state=AskState.ADVISED, advised_on__isnull=False, advised_by__isnull=False) & ~models.Q(advice="")
                | ~models.Q(state=AskState.ADVISED) & models.Q(advice="", advised_on__isnull=True) & _NO_PAPER,
                name="mj_review_ask_advised",
            ),
            models.CheckConstraint(
                condition=_NO_PAPER | ~models.Q(paper_sha256="") & ~models.Q(paper_place=""), name="mj_review_ask_paper",
            ),
        ]  # fmt: skip

    def as_asked(self) -> dict[str, object]:
        """What the ledger keeps of the request."""
        return {
            "ask": str(self.id), "dossier": str(self.dossier_id), "organ": str(self.organ_id), "round": self.round, "question": self.question,
            "materials": self.materials, "due": self.due_on.isoformat(), "asked_by": str(self.asked_by),
        }  # fmt: skip

    def as_assigned(self) -> dict[str, object]:
        """What the ledger keeps of the assignment."""
        return {
            "ask": str(self.id),
            "counsel": str(self.counsel_id),
            "stated": self.stated,
            "assigned_by": str(self.assigned_by),
        }

    def as_advised(self) -> dict[str, object]:
        """What the ledger keeps of the opinion."""
        return {
            "ask": str(self.id), "advice": self.advice, "on": self.advised_on.isoformat() if self.advised_on else "",
            "entered_by": str(self.advised_by), "scan": self.paper_sha256, "place": self.paper_place,
        }  # fmt: skip

    def facts(self) -> AskFacts:
        """What other rooms may know; the counsel should be fetched with it."""
        paper = PaperFacts(self.paper_sha256, self.paper_place) if self.paper_sha256 else None
        return AskFacts(
            self.id, self.dossier_id, self.organ_id, self.organ_name, self.round, self.title, self.question, tuple(self.materials), self.due_on,
            self.asked_by, self.asked_by_name, self.asked_at, self.state, self.counsel.facts() if self.counsel else None, self.stated,
            self.assigned_by_name, self.assigned_at, self.advice, self.advised_on, self.advised_by_name, self.advised_at, paper, self.off_reason,
        )  # fmt: skip
