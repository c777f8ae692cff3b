"""Enforcing organs (执法主体)."""

import uuid

from django.db import models

from mingjing.organs.terms import DOMAIN_NAMES, LEVEL_NAMES, ORGAN_KIND_NAMES, Domain, Level, OrganFacts, OrganKind


class Organ(models.Model):
    """An organ that enforces in its own name, by delegation of law, or entrusted by a principal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("机关名称", max_length=100, unique=True)
    code = models.CharField("机关代字", max_length=20, unique=True)
    slug = models.SlugField("地址名", max_length=40, unique=True)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    level = models.CharField("层级", max_length=10, choices=[(level.value, LEVEL_NAMES[level]) for level in Level])
    kind = models.CharField(
        "主体类型", max_length=10, choices=[(kind.value, ORGAN_KIND_NAMES[kind]) for kind in OrganKind]
    )
    domain = models.CharField("执法领域", max_length=20, choices=[(one.value, DOMAIN_NAMES[one]) for one in Domain])
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    principal = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="entrusted")
    region = models.CharField("行政区域", max_length=60)
    region_code = models.CharField("行政区划代码", max_length=12, blank=True)
    government = models.CharField("本级人民政府", max_length=60)
    address = models.CharField("地址", max_length=200, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    bank = models.CharField("罚款代收银行", max_length=100, blank=True)
    bank_account = models.CharField("罚款账号", max_length=40, blank=True)
    bank_account_name = models.CharField("罚款账户名称", max_length=100, blank=True)
    reconsideration_body = models.CharField("行政复议机关", max_length=100, blank=True)
    court = models.CharField("管辖法院", max_length=100, blank=True)
    supervision = models.CharField("监督渠道", max_length=200, blank=True)
    basis = models.TextField("执法依据", blank=True)
    effective_from = models.DateField("生效日期")
    effective_to = models.DateField("失效日期", null=True, blank=True)
    keeps_platform = models.BooleanField("平台管理机关", default=False)
    registered_at = models.DateTimeField("登记时间")

    class Meta:
        db_table = "mj_organ"
        verbose_name = "执法主体"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def facts(self) -> OrganFacts:
        """What other rooms may know."""
        names = (field for field in OrganFacts.__dataclass_fields__)
        return OrganFacts(**{name: getattr(self, name) for name in names})
