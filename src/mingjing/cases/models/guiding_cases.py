"""参照或者不参照指导案例: what the handler noted, added and never changed."""

from django.db import models

from mingjing.cases.terms.guiding_cases import GuidingNoteFacts


class GuidingNote(models.Model):
    """Whether a guiding case was followed in a case, and why; a change of mind is a further note."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="guiding_notes")
    guiding_id = models.UUIDField()
    called = models.CharField(max_length=240)
    title = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    followed = models.BooleanField()
    reason = models.CharField(max_length=500)
    act_seq = models.PositiveIntegerField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        db_table = "mj_case_guiding_note"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "guiding_id", "act_seq", "by_id"], name="mj_guiding_note_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="mj_guiding_note_why"),
        ]

    def facts(self) -> GuidingNoteFacts:
        """What other layers may know."""
        return GuidingNoteFacts(
            self.guiding_id, self.called, self.title, self.digest, self.followed, self.reason, self.act_seq, self.by_id,
            self.by_name, self.at,
        )  # fmt: skip
