"""Laws, their versions and their articles."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q

from mingjing.lawbook.terms import ArticleFacts, Form, LawFacts, Status

NAMESPACE = uuid.UUID("6d6a6c61-7762-5f6f-8b5f-6c6177626f6b")
SEARCH_KIND = "article"


class Law(models.Model):
    """A law as such, whatever its versions. Its id is made of its title, so addresses survive a new import."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField("名称", max_length=200)
    short_title = models.CharField("简称", max_length=200, unique=True)
    level = models.CharField("效力级别", max_length=20, db_index=True)
    kind = models.CharField("文件类别", max_length=20)
    department = models.CharField("法律部门", max_length=30, blank=True, db_index=True)
    issuer = models.CharField("制定机关", max_length=100, blank=True)

    class Meta:
        db_table = "mj_law"
        verbose_name = "法规"

    def __str__(self) -> str:
        return self.title


class VersionQuerySet(models.QuerySet["LawVersion"]):
    """Words for choosing versions."""

    def in_force(self, on: date) -> "VersionQuerySet":
        """Versions that apply on a day."""
        undated = Q(status=Status.REPEALED, effective_to=None)
        return self.filter(Q(effective_to=None) | Q(effective_to__gt=on), effective_from__lte=on).exclude(undated)


class LawVersion(models.Model):
    """One version of a law, with the digest over all its articles."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    law = models.ForeignKey(Law, models.PROTECT, related_name="versions")
    published_on = models.DateField("公布日期")
    effective_from = models.DateField("施行日期")
    effective_known = models.BooleanField("施行日期载明", default=True)
    effective_to = models.DateField("失效日期", null=True, blank=True)
    status = models.CharField("时效", max_length=12, choices=[(one.value, one.value) for one in Status])
    source = models.CharField("来源", max_length=120)
    history = models.TextField("沿革", blank=True)
    article_count = models.PositiveIntegerField("条数")
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    added_at = models.DateTimeField("入库时间")

    objects = VersionQuerySet.as_manager()

    class Meta:
        db_table = "mj_law_version"
        verbose_name = "法规版本"
        ordering = ["-published_on"]
        constraints = [models.UniqueConstraint(fields=["law", "published_on"], name="mj_law_version_once")]

    def __str__(self) -> str:
        return f"{self.law.title}（{self.published_on.isoformat()}）"

    def past(self, on: date) -> bool:
        """Whether this version no longer applies and never will again."""
        if self.effective_to is not None:
            return self.effective_to <= on
        return self.status in {Status.REPEALED, Status.SUPERSEDED}

    def facts(self) -> LawFacts:
        """What other rooms may know; the law must be loaded."""
        law = self.law
        return LawFacts(
            law_id=law.pk, version_id=self.pk, title=law.title, short_title=law.short_title, level=law.level,
            kind=law.kind, department=law.department, issuer=law.issuer, published_on=self.published_on,
            effective_from=self.effective_from, effective_known=self.effective_known, effective_to=self.effective_to,
            status=Status(self.status), source=self.source, article_count=self.article_count, sha256=self.sha256,
            sm3=self.sm3,
        )  # fmt: skip


class Article(models.Model):
    """One article of one version; `sha256` and `sm3` are over its text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(LawVersion, models.PROTECT, related_name="articles")
    position = models.PositiveIntegerField("次序")
    label = models.CharField("条号", max_length=40)
    form = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Form])
    number = models.PositiveIntegerField(null=True)
    sub = models.PositiveSmallIntegerField(default=0)
    chapter = models.CharField("章", max_length=200, blank=True)
    section = models.CharField("节", max_length=200, blank=True)
    text = models.TextField("条文")
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)

    class Meta:
        db_table = "mj_law_article"
        verbose_name = "条文"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="mj_law_article_place")]
        indexes = [models.Index(fields=["version", "number", "sub"], name="mj_law_article_number")]

    def __str__(self) -> str:
        return self.label

    def facts(self, law: LawFacts) -> ArticleFacts:
        """What other rooms may know."""
        return ArticleFacts(
            self.pk, law, self.label, Form(self.form), self.number, self.sub, self.chapter, self.section, self.text,
            self.sha256, self.sm3,
        )  # fmt: skip


class LibraryImport(models.Model):
    """A library file taken in whole: the same file is never taken in twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64, unique=True)
    laws = models.PositiveIntegerField()
    articles = models.PositiveIntegerField()
    current_articles = models.PositiveIntegerField()
    imported_at = models.DateTimeField()
    imported_by = models.UUIDField()

    class Meta:
        db_table = "mj_law_import"

    def __str__(self) -> str:
        return self.source
