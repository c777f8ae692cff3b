"""A case, its acts (append-only), who takes part, its open clocks, and drafts of what is being typed."""

import uuid

from django.db import models


class Case(models.Model):
    """One case. Its columns beside the acts are what lists and searches need; operations derive them from the acts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField()
    dossier_id = models.UUIDField(unique=True)
    procedure = models.CharField(max_length=40)
    procedure_version = models.PositiveSmallIntegerField()
    lead_number = models.CharField(max_length=80)
    number = models.CharField(max_length=80, blank=True)
    cause = models.CharField(max_length=300)
    matter = models.JSONField(default=dict)
    matter_code = models.CharField(max_length=60)
    party = models.JSONField(default=dict)
    party_id = models.UUIDField()
    party_name = models.CharField(max_length=200)
    source = models.CharField(max_length=20)
    stage = models.CharField(max_length=20)
    version = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    filed_on = models.DateField(null=True)
    violation_from = models.DateField(null=True)
    violation_to = models.DateField(null=True)
    outcome = models.CharField(max_length=30, blank=True)
    decided_on = models.DateField(null=True)
    decision_number = models.CharField(max_length=80, blank=True)
    fine = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    handlers = models.CharField(max_length=200, blank=True)
    publication = models.CharField(max_length=20, blank=True)
    awaiting = models.CharField(max_length=20, blank=True)
    due_on = models.DateField(null=True)
    due_name = models.CharField(max_length=40, blank=True)
    next_act = models.CharField(max_length=40, blank=True)
    next_why = models.CharField(max_length=120, blank=True)
    holes = models.CharField(max_length=80, blank=True)
    av_owed = models.PositiveSmallIntegerField(default=0)
    films = models.PositiveSmallIntegerField(default=0)
    av_said = models.PositiveSmallIntegerField(default=0)
    previous_id = models.UUIDField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "mj_case"
        indexes = [
            models.Index(fields=["organ_id", "-updated_at", "-id"], name="mj_case_recent"),
            models.Index(fields=["organ_id", "stage", "-updated_at", "-id"], name="mj_case_by_stage"),
            models.Index(fields=["organ_id", "due_on"], name="mj_case_by_due"),
            models.Index(fields=["organ_id", "awaiting"], name="mj_case_awaiting"),
            models.Index(fields=["-updated_at", "-id"], name="mj_case_latest"),
            # The search over files goes by the day of registration: over all, in one organ, of one matter.
            models.Index(fields=["-opened_at", "-id"], name="mj_case_opened"),
            models.Index(fields=["organ_id", "-opened_at", "-id"], name="mj_case_opened_at"),
            models.Index(fields=["matter_code", "-opened_at", "-id"], name="mj_case_by_matter"),
            models.Index(fields=["-opened_at", "-id"], condition=models.Q(films__gt=0), name="mj_case_filmed"),
            models.Index(fields=["party_id"], name="mj_case_by_party"),
            models.Index(fields=["organ_id", "-opened_at"], condition=~models.Q(holes=""), name="mj_case_with_holes"),
            models.Index(fields=["number"], name="mj_case_by_number"),
            models.Index(fields=["lead_number"], name="mj_case_by_lead"),
            models.Index(fields=["decision_number"], name="mj_case_by_decision"),
        ]


class Act(models.Model):
    """One legal act that happened. Never changed, never deleted."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="acts")
    seq = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=60)
    drafted_by = models.UUIDField(null=True)
    drafter_name = models.CharField(max_length=60, blank=True)
    data = models.JSONField()
    number = models.CharField(max_length=80, blank=True)
    document_id = models.UUIDField(null=True)
    stage_after = models.CharField(max_length=20)
    ledger_index = models.BigIntegerField()
    event_hash = models.CharField(max_length=64)

    class Meta:
        db_table = "mj_case_act"
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="mj_case_act_once")]
        indexes = [models.Index(fields=["by_id", "-recorded_at"], name="mj_case_act_by")]


class Part(models.Model):
    """Who has to do with a case and as what: for work lists and for who may see it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parts")
    person_id = models.UUIDField()
    role = models.CharField(max_length=20)

    class Meta:
        db_table = "mj_case_part"
        constraints = [models.UniqueConstraint(fields=["case", "person_id", "role"], name="mj_case_part_once")]
        indexes = [models.Index(fields=["person_id", "role", "case"], name="mj_case_part_person")]


class Deadline(models.Model):
    """A clock that is still running, as a column to scan: derived from the acts after each one."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deadlines")
    organ_id = models.UUIDField()
    code = models.CharField(max_length=20)
    ref = models.PositiveIntegerField()
    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    holder = models.CharField(max_length=20, blank=True)
    act = models.CharField(max_length=40, blank=True)
    due = models.DateField()
    provisional = models.BooleanField(default=False)
    notified_due = models.DateField(null=True)

    class Meta:
        db_table = "mj_case_deadline"
        constraints = [models.UniqueConstraint(fields=["case", "code", "ref"], name="mj_case_deadline_once")]
        indexes = [
            models.Index(fields=["organ_id", "due"], name="mj_case_deadline_due"),
            models.Index(fields=["organ_id", "holder", "due"], name="mj_case_deadline_holder"),
        ]


class Draft(models.Model):
    """What somebody is typing, or has handed to the head for approval. Drafts may change; acts may not."""

    class State(models.TextChoices):
        """Where a draft stands."""

        EDITING = "editing", "填写中"
        SUBMITTED = "submitted", "待审批"
        RETURNED = "returned", "退回修改"
        DONE = "done", "已办结"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="drafts", null=True)
    organ_id = models.UUIDField()
    code = models.CharField(max_length=40)
    author_id = models.UUIDField()
    author_name = models.CharField(max_length=60)
    data = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.EDITING)
    note = models.CharField(max_length=500, blank=True)
    case_version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "mj_case_draft"
        ordering = ["-updated_at"]
        indexes = [
            models.Index(fields=["organ_id", "state"], name="mj_case_draft_state"),
            models.Index(fields=["author_id", "state"], name="mj_case_draft_author"),
        ]


class SavedView(models.Model):
    """A filter somebody keeps: a name and a query string."""

    id = models.BigAutoField(primary_key=True)
    person_id = models.UUIDField()
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=1000)

    class Meta:
        db_table = "mj_saved_view"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["person_id", "name"], name="mj_saved_view_once")]


class Refusal(models.Model):
    """An act somebody asked for and the rules refused: seen by the supervisor."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="refusals")
    code = models.CharField(max_length=40)
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    rules = models.CharField(max_length=200)
    message = models.TextField()

    class Meta:
        db_table = "mj_case_refusal"
        ordering = ["-at"]
