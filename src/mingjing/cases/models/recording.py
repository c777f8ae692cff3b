"""Why an act, or a stretch of it, has no recording: added, never changed."""

from django.db import models

from mingjing.cases.terms.recording import Reason


class RecordingReason(models.Model):
    """One reason; both times empty where it speaks of the whole act."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="recording_reasons")
    act_seq = models.PositiveIntegerField()
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    why = models.CharField(max_length=10)
    text = models.CharField(max_length=500)
    person = models.CharField(max_length=60, blank=True)
    remedy = models.CharField(max_length=500, blank=True)
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        db_table = "mj_case_av_reason"
        ordering = ["id"]
        indexes = [models.Index(fields=["case", "act_seq"], name="mj_case_av_reason_act")]

    def facts(self) -> Reason:
        """As the rules see it."""
        return Reason(
            self.act_seq, self.why, self.text, self.person, self.remedy, self.by_name, self.at, self.since, self.until
        )
