"""Keys of the API, and answers kept so that a repeated request has no second effect."""

import uuid

from django.db import models

from mingjing.exchange.terms import KeyFacts


class ApiKey(models.Model):
    """A key of an organ. Only the digest of its secret is kept; whoever uses it acts as the named person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("机关")
    name = models.CharField("用途", max_length=60)
    digest = models.CharField("密钥摘要", max_length=64, unique=True)
    scopes = models.JSONField("权限", default=list)
    person_id = models.UUIDField("以谁的名义")
    issued_at = models.DateTimeField("发放时间")
    issued_by = models.CharField("发放人", max_length=60)
    issuer_id = models.UUIDField("发放人编号", null=True, blank=True)
    accepted_at = models.DateTimeField("本人接受时间", null=True, blank=True)
    expires_on = models.DateField("到期日")
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True)
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    revoked_reason = models.CharField("撤销理由", max_length=200, blank=True)

    class Meta:
        db_table = "mj_api_key"
        indexes = [models.Index(fields=["organ_id", "-issued_at"], name="mj_api_key_latest")]

    def __str__(self) -> str:
        return self.name

    def facts(self) -> KeyFacts:
        """What pages and the gateway may know."""
        return KeyFacts(
            self.id, self.organ_id, self.name, tuple(self.scopes), self.person_id, self.issued_at, self.issued_by,
            self.expires_on, self.last_used_at, self.revoked_at, self.revoked_reason, self.issuer_id, self.accepted_at,
        )  # fmt: skip


class ApiOnce(models.Model):
    """The answer to a request that named an Idempotency-Key."""

    key = models.ForeignKey(ApiKey, models.PROTECT, related_name="+", verbose_name="密钥")
    name = models.CharField("幂等键", max_length=100)
    digest = models.CharField("请求摘要", max_length=64)
    status = models.PositiveSmallIntegerField("状态码")
    body = models.TextField("回答")
    at = models.DateTimeField("时间")

    class Meta:
        db_table = "mj_api_once"
        constraints = [models.UniqueConstraint(fields=["key", "name"], name="mj_api_once_name")]

    def __str__(self) -> str:
        return self.name
