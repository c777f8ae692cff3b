"""Who read which version of which wording guide."""

from django.db import models


class WordingRead(models.Model):
    """One person read one version of one guide; once is enough."""

    id = models.BigAutoField(primary_key=True)
    organ_id = models.UUIDField("机关")
    person_id = models.UUIDField("人员")
    person_name = models.CharField("姓名", max_length=60)
    act = models.CharField("步骤", max_length=40)
    version = models.CharField("版本", max_length=16)
    at = models.DateTimeField("时间")

    class Meta:
        db_table = "mj_wording_read"
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["person_id", "act", "version"], name="mj_wording_read_once")]
        indexes = [models.Index(fields=["organ_id", "act", "version"], name="mj_wording_read_organ")]
