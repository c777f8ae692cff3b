"""类案: the factors of every decision that stands, in a narrow table of their own; and answers to what was suggested."""

from django.db import models

from mingjing.cases.terms.similar import Factors, Said


class Precedent(models.Model):
    """What a decided case is found and compared by. Made from the acts, and made again from them at any time."""

    case_id = models.UUIDField(primary_key=True)
    dossier_id = models.UUIDField(unique=True)
    organ_id = models.UUIDField()
    number = models.CharField(max_length=80)
    decided_on = models.DateField()
    public = models.BooleanField(default=False)
    matter_code = models.CharField(max_length=60)
    breached = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=200, blank=True)
    tier = models.CharField(max_length=60, blank=True)
    addressee = models.CharField(max_length=6)
    discretion = models.CharField(max_length=10, blank=True)
    leniency = models.CharField(max_length=80, blank=True)
    harm = models.CharField(max_length=10, blank=True)
    corrected = models.CharField(max_length=3, blank=True)
    amount = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    domain = models.CharField(max_length=20, blank=True)
    region = models.CharField(max_length=12, blank=True)
    kinds = models.CharField(max_length=160, blank=True)
    fine = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    sketch = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "mj_case_precedent"
        constraints = [
            models.CheckConstraint(condition=models.Q(fine__isnull=True) | models.Q(fine__gt=0), name="mj_precedent_fine"),
            models.CheckConstraint(condition=models.Q(addressee__in=("unit", "person")), name="mj_precedent_addressee"),
        ]  # fmt: skip
        indexes = [
            # The newest of an offence and tier, of an offence, of a penalty article: among the organ's own, then by publicity.
            *(
                models.Index(fields=[first, *narrow, "-decided_on"], name=f"mj_precedent_{first[:3]}_{name}")
                for first in ("organ_id", "public")
                for name, narrow in {
                    "tier": ("matter_code", "tier", "addressee"), "offence": ("matter_code",), "basis": ("basis",),
                }.items()
            ),
            # Everything the distribution asks for, the latest first, so that a piece of the index alone is read: of an offence,
            # and of a tier of it. The second begins with the tier, so that no question for the offence can go by it.
            models.Index(
                fields=["matter_code", "-decided_on", "tier", "addressee", "fine", "kinds", "organ_id", "public"],
                name="mj_precedent_spread",
            ),
            models.Index(
                fields=["tier", "addressee", "matter_code", "-decided_on", "fine", "kinds", "organ_id", "public"],
                name="mj_precedent_spread_tier",
            ),
        ]  # fmt: skip

    def factors(self, *, inner: bool) -> Factors:
        """As the rules see it; `inner`: whether what only the file says may be compared."""
        return Factors(
            self.matter_code, self.breached, self.basis, self.tier, self.addressee, self.discretion, self.leniency, self.harm,
            self.corrected, self.amount, self.domain, self.region, self.kinds, self.fine, self.sketch, inner,
        )  # fmt: skip


class SuggestionAnswer(models.Model):
    """建议留痕: what was suggested, whether it was taken, why not, by whom, when. Added, never changed."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="suggestion_answers")
    act_seq = models.PositiveIntegerField()
    taken = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)
    suggested = models.JSONField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        db_table = "mj_case_suggestion"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "act_seq", "by_id"], name="mj_case_suggestion_once"),
            models.CheckConstraint(
                condition=models.Q(taken=True) | ~models.Q(reason=""), name="mj_case_suggestion_why"
            ),
        ]

    def facts(self) -> Said:
        """What other layers may know."""
        return Said(self.act_seq, self.taken, self.reason, self.suggested, self.by_id, self.by_name, self.at)
