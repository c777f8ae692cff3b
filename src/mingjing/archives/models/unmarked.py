"""What a person said of a picture or PDF: no mark of secrecy on any of its pages (查无密级标志)."""

from django.db import models

from mingjing.archives.terms import UnmarkedFacts


class Unmarked(models.Model):
    """One statement about one content of one dossier; added, never changed."""

    id = models.BigAutoField(primary_key=True)
    dossier_id = models.UUIDField("案卷")
    sha256 = models.CharField(max_length=64)
    name = models.CharField("文件名", max_length=200)
    later = models.BooleanField("事后补记", default=False)
    by_id = models.UUIDField("核对人")
    by_name = models.CharField("核对人姓名", max_length=60)
    at = models.DateTimeField("核对时间")

    class Meta:
        db_table = "mj_archive_unmarked"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["dossier_id", "sha256"], name="mj_archive_unmarked_once")]

    def facts(self) -> UnmarkedFacts:
        """The row as a fact."""
        return UnmarkedFacts(self.sha256, self.name, self.later, self.by_name, self.at)
