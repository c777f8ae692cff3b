"""Transcripts of recordings: versions, added and never changed; the recording itself is not touched."""

from django.db import models

from mingjing.records.terms.transcripts import TranscriptFacts, line_of


class Transcript(models.Model):
    """One version of what is said in a recording, written down by a person.

    `said` holds the words alone, for the search; the two files that go with the dossier are named by their digests.
    """

    id = models.BigAutoField(primary_key=True)
    recording = models.ForeignKey("records.Recording", models.PROTECT, related_name="transcripts", verbose_name="音像")
    version = models.PositiveSmallIntegerField("版本")
    lines = models.JSONField("各行")
    said = models.TextField("文字")
    source = models.CharField("来源", max_length=10)
    reason = models.CharField("修改说明", max_length=200, blank=True)
    vtt_sha256 = models.CharField("WebVTT 的 SHA-256", max_length=64)
    vtt_sm3 = models.CharField("WebVTT 的 SM3", max_length=64)
    vtt_size = models.PositiveIntegerField("WebVTT 的字节数")
    text_sha256 = models.CharField("文本的 SHA-256", max_length=64)
    text_sm3 = models.CharField("文本的 SM3", max_length=64)
    text_size = models.PositiveIntegerField("文本的字节数")
    person_id = models.UUIDField("整理人")
    person_name = models.CharField("整理人姓名", max_length=60)
    at = models.DateTimeField("时间")

    class Meta:
        db_table = "mj_recording_transcript"
        ordering = ["recording", "version"]
        constraints = [models.UniqueConstraint(fields=["recording", "version"], name="mj_transcript_version_once")]

    def facts(self) -> TranscriptFacts:
        """The row as a fact."""
        return TranscriptFacts(
            self.recording_id, self.version, tuple(line_of(each) for each in self.lines), self.source, self.reason, self.person_name,
            self.at, (self.vtt_sha256, self.vtt_sm3, self.vtt_size), (self.text_sha256, self.text_sm3, self.text_size),
        )  # fmt: skip
