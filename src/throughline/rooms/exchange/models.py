"""Runs of the exchange: what came in, what is wrong with it, and every change it would make or has made.

A run's problems and changes hold students' data, so all of it stands before those alone who may write the roster.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit


class Kind(models.TextChoices):
    """What a file brings."""

    ONEROSTER = "oneroster", _("Roster (OneRoster)")
    NEEDS = "needs", _("Need categories")
    ATTENDANCE = "attendance", _("Attendance")
    MARKS = "marks", _("Marks")
    BEHAVIOR = "behavior", _("Behavior incidents")
    ASSESSMENTS = "assessments", _("Assessment results")
    LANGUAGES = "languages", _("Languages at home")


class Status(models.TextChoices):
    """How far a run has come."""

    READING = "reading", _("Being read")
    PREVIEWED = "previewed", _("Ready to look at")
    APPLYING = "applying", _("Being applied")
    APPLIED = "applied", _("Applied")
    ROLLING_BACK = "rolling_back", _("Being rolled back")
    ROLLED_BACK = "rolled_back", _("Rolled back")
    REFUSED = "refused", _("Could not be taken")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Broke off")


class Action(models.TextChoices):
    """What a run does to one row."""

    CREATE = "create", _("Added")
    CHANGE = "change", _("Changed")
    REOPEN = "reopen", _("Returned")
    END = "end", _("Ended")
    NOTE = "note", _("Noted")  # nothing but the digest of its row in the feed


class Run(models.Model):
    """One file on its way in, from upload to preview to applied or not."""

    wall = accounts.Wall("directory", writers=True)

    kind = models.CharField(max_length=20, choices=Kind.choices)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.READING)
    mode = models.CharField(max_length=10, blank=True, help_text="bulk or delta, once the file is read")
    version = models.CharField(max_length=20, blank=True)
    file_name = models.TextField()
    file_digest = models.CharField(max_length=64, blank=True)
    upload = models.TextField(blank=True, help_text="The file's name among the uploads, while it is kept")
    by_user_id = models.BigIntegerField(null=True)
    by_name = models.TextField()
    created_at = models.DateTimeField()
    previewed_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    applied_by_name = models.TextField(blank=True)
    rolled_back_at = models.DateTimeField(null=True)
    rolled_back_by_name = models.TextField(blank=True)
    # The newest act on the roster when this run was previewed: the preview is true as long as it still is.
    stands_on = models.BigIntegerField(null=True)
    counts = models.JSONField(default=dict, help_text="By entity and action, with those that stay the same")
    rows = models.JSONField(default=dict, help_text="By file: rows read, taken, unchanged and kept out")
    problem_counts = models.JSONField(default=list)
    n_errors = models.PositiveIntegerField(default=0)
    n_warnings = models.PositiveIntegerField(default=0)
    n_notices = models.PositiveIntegerField(default=0)
    endings = models.JSONField(default=dict, help_text="How many students it would end, of how many, and the limit")
    says = models.TextField(blank=True, help_text="Why it was refused or broke off")
    next_step = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["-created_at"])]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.pk})"


class Taken(models.Model):
    """When each kind of file was last taken in: how fresh what stands on a student's page is. No student is in it."""

    kind = models.CharField(max_length=20, choices=Kind.choices, primary_key=True)
    run_id = models.BigIntegerField()
    at = models.DateTimeField()


class PlannedChange(models.Model):
    """One row that a run creates, changes, ends or reopens: as it was and as it is to be.

    Ids of new rows are chosen when the change is planned, so the whole change can be written down before it is made,
    applied by one statement a table, and undone exactly.
    """

    wall = accounts.Wall("directory", writers=True)

    pk = models.CompositePrimaryKey("run_id", "entity", "object_id")
    # Millions of rows are written at once; the key's own check, a trigger for each row, would double their cost.
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="changes", db_index=False, db_constraint=False)
    entity = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    action = models.CharField(max_length=10, choices=Action.choices)
    row = models.IntegerField(null=True, help_text="The row in the file that it comes from")
    before = models.JSONField(null=True)
    after = models.JSONField()


class FoundProblem(models.Model):
    """Something a run's file has wrong, with the words of the rule and what fills them."""

    wall = accounts.Wall("directory", writers=True)

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="problems", db_index=False)
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=80)
    severity = models.CharField(max_length=10)
    file = models.TextField(blank=True)
    row = models.IntegerField(null=True)
    column = models.TextField(blank=True)
    value = models.TextField(blank=True)
    says = models.TextField()
    next_step = models.TextField()
    details = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="one_problem_a_number")]


class Verdict(models.TextChoices):
    """What came of holding a student's rows against the source system."""

    MATCHES = "matches", _("Matches")
    DIFFERS = "differs", _("Differs")


@audit.tracked()
class SampleCheck(models.Model):
    """Somebody held what a run left of one student against the source system: whether it matches, or what differs."""

    wall = accounts.Wall("directory", writers=True)

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="checks")
    # No key: what differs is a reason to roll the run back, and must not stand in the way of that.
    student_id = models.BigIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    differs = models.TextField(blank=True, help_text="What differs, in the words of whoever looked")
    checked_by = models.TextField()
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "student_id"], name="one_check_a_student_and_run"),
            models.CheckConstraint(
                condition=models.Q(verdict="matches", differs="")
                | (models.Q(verdict="differs") & ~models.Q(differs="")),
                name="sample_says_what_differs",
            ),
        ]


class Progress(models.Model):
    """How far the work on a run has come. It holds no student's data and stands outside the run's own transaction,
    so that it can be seen, and the work cancelled, while nothing of it is yet committed."""

    run_id = models.BigIntegerField(primary_key=True)
    stage = models.CharField(max_length=40, blank=True)
    n_done = models.BigIntegerField(default=0)
    n_total = models.BigIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
