"""Attachments: originals (restricted), the places in them, the pages a person confirmed, and the public copies by version."""

import uuid

from django.db import models

from mingjing.publicity.terms import GROUND_NAMES, FileFacts, Ground, MarkFacts, PageFacts, PublicFile, Verdict


class DecisionFile(models.Model):
    """A file added to a decision by the publicist. The original lies in the store and is never read by a public query."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    publication = models.ForeignKey("publicity.Publication", models.PROTECT, related_name="files", verbose_name="公示")
    seq = models.PositiveSmallIntegerField("附件序号")
    name = models.CharField("上传的文件名", max_length=200)
    kind = models.CharField("格式", max_length=6)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("原件 SHA-256", max_length=64)
    sm3 = models.CharField("原件 SM3", max_length=64)
    notices = models.JSONField("不带入公开副本的内容", default=list)
    dropped = models.TextField("不公开的理由", blank=True)
    attached_by = models.CharField("添加人", max_length=60)
    attached_by_id = models.UUIDField("添加人编号")
    attached_at = models.DateTimeField("添加时间")
    copied_marks = models.CharField("制作副本时的标记摘要", max_length=64, blank=True)
    copied_sha256 = models.CharField("已制作的副本 SHA-256", max_length=64, blank=True)
    copied_pages = models.JSONField("已制作的副本文字", default=list)
    copied_covers = models.JSONField("已制作的副本遮盖处", default=list)

    class Meta:
        db_table = "mj_pub_file"
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["publication", "seq"], name="mj_pub_file_seq")]

    def __str__(self) -> str:
        return f"附件{self.seq}"

    def facts(self) -> FileFacts:
        """What the organ's pages show; pages and marks should have been fetched before."""
        return FileFacts(
            id=self.pk, publication_id=self.publication_id, seq=self.seq, name=self.name, kind=self.kind, size=self.size,
            sha256=self.sha256, notices=tuple(self.notices), dropped=self.dropped, attached_by=self.attached_by,
            attached_at=self.attached_at, pages=tuple(page.facts() for page in self.pages.all()),
            marks=tuple(mark.facts() for mark in self.marks.all()), copied=bool(self.copied_sha256),
        )  # fmt: skip


class FilePage(models.Model):
    """A page: its original text (restricted), and who confirmed it side by side. Any change on it undoes the confirmation."""

    file = models.ForeignKey(DecisionFile, models.PROTECT, related_name="pages", verbose_name="附件")
    number = models.PositiveSmallIntegerField("页")
    text = models.TextField("原文", blank=True)
    confirmed_by = models.CharField("确认人", max_length=60, blank=True)
    confirmed_by_id = models.UUIDField("确认人编号", null=True, blank=True)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)

    class Meta:
        db_table = "mj_pub_file_page"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="mj_pub_file_page_number")]

    def __str__(self) -> str:
        return f"第{self.number}页"

    def facts(self) -> PageFacts:
        """Its number and state, nothing of its text."""
        return PageFacts(self.number, bool(self.text.strip()), self.confirmed_by, self.confirmed_at)


class FileMark(models.Model):
    """A place that should perhaps not become public, and what a person decided about it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(DecisionFile, models.PROTECT, related_name="marks", verbose_name="附件")
    page = models.PositiveSmallIntegerField("页")
    start = models.PositiveIntegerField("起", default=0)
    end = models.PositiveIntegerField("止", default=0)
    box = models.JSONField("框（万分比）", null=True, blank=True)
    text = models.TextField("原文", blank=True)
    ground = models.CharField("理由", max_length=6, choices=[(one.value, GROUND_NAMES[one]) for one in Ground])
    why = models.CharField("依据的规则", max_length=200)
    replacement = models.CharField("公开时写作", max_length=60)
    origin = models.CharField("来源", max_length=8)
    certain = models.BooleanField("不得保留", default=False)
    verdict = models.CharField("决定", max_length=8, default=Verdict.OPEN)
    reason = models.CharField("决定理由", max_length=200, blank=True)
    decided_by = models.CharField("决定人", max_length=60, blank=True)
    decided_by_id = models.UUIDField("决定人编号", null=True, blank=True)
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)

    class Meta:
        db_table = "mj_pub_file_mark"
        ordering = ["page", "start", "end", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "page", "start", "end"], condition=models.Q(end__gt=0), name="mj_pub_file_mark_place"
            )
        ]

    def __str__(self) -> str:
        return f"第{self.page}页 {self.ground}"

    def facts(self) -> MarkFacts:
        """What the publicist's page shows."""
        left, top, right, bottom = self.box or (0, 0, 0, 0)
        return MarkFacts(
            id=self.pk, page=self.page, start=self.start, end=self.end, box=(left, top, right, bottom) if self.box else None,
            text=self.text, ground=self.ground, why=self.why, replacement=self.replacement, origin=self.origin,
            certain=self.certain, verdict=self.verdict, reason=self.reason, decided_by=self.decided_by,
        )  # fmt: skip


class FileCopy(models.Model):
    """The public copy of a file in one version of the decision. The only table of files that public queries read."""

    version = models.ForeignKey("publicity.Version", models.PROTECT, related_name="copies", verbose_name="版本")
    seq = models.PositiveSmallIntegerField("附件序号")
    name = models.CharField("公开的文件名", max_length=140)
    kind = models.CharField("格式", max_length=6)
    media_type = models.CharField("媒体类型", max_length=100)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    sm3 = models.CharField("SM3", max_length=64)
    pages = models.JSONField("公开的文字", default=list)

    class Meta:
        db_table = "mj_pub_file_copy"
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["version", "seq"], name="mj_pub_file_copy_seq")]

    def __str__(self) -> str:
        return self.name

    def facts(self, version: int) -> PublicFile:
        """What everybody sees."""
        return PublicFile(
            self.seq,
            self.name,
            self.kind,
            self.media_type,
            self.size,
            self.sha256,
            self.sm3,
            tuple(self.pages),
            version,
        )
