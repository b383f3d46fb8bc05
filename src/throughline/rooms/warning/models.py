"""Rules in versions, how each student stands by them, and flags that people answer."""

from django.db import models

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.warning.tried import REASON_CLASSES, Trial, TrialOutcome, TrialReason, TrialStudent

# Found here by Django, beside those below.
__all__ = ["Trial", "TrialOutcome", "TrialReason", "TrialStudent"]


class State(models.TextChoices):
    """Where a version of the rules stands."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    PAST = "past"


@audit.tracked()
class RuleVersion(models.Model):
    """A district's rules as a document. One version is in force; what was in force is never changed."""

    number = models.PositiveIntegerField(unique=True)
    document = models.TextField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    made_at = models.DateTimeField()
    made_by_name = models.TextField()
    switched_on_at = models.DateTimeField(null=True)
    switched_on_by_name = models.TextField(blank=True)
    why = models.TextField(blank=True, help_text="Why it was switched on")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=models.Q(state="in_force"), name="one_in_force"),
            models.CheckConstraint(
                condition=models.Q(state="draft", switched_on_at=None)
                | (~models.Q(state="draft") & models.Q(switched_on_at__isnull=False) & ~models.Q(why="")),
                name="rules_switched_on_with_reason",
            ),
        ]


class StudentStanding(models.Model):
    """How a student stands on one indicator, by the rules in force. Its class of record is that of what it counts."""

    wall = accounts.Wall(column="record_class", student="student_id", classes=REASON_CLASSES)

    student = models.ForeignKey("students.Student", on_delete=models.CASCADE, related_name="+")
    indicator = models.CharField(max_length=40)
    measure = models.CharField(max_length=40)
    record_class = models.CharField(max_length=40)
    standing = models.PositiveSmallIntegerField()
    numerator = models.IntegerField()
    denominator = models.IntegerField()
    on = models.DateField(help_text="The day up to which records were looked at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["student", "indicator"], name="one_standing_an_indicator")]
        indexes = [models.Index(fields=["measure", "standing"])]


class Suggestion(models.Model):
    """What the rules in force suggest for a student, all indicators together. -1: too little is known."""

    wall = accounts.Wall("warning", student="student_id")

    student = models.OneToOneField("students.Student", primary_key=True, on_delete=models.CASCADE, related_name="+")
    level = models.SmallIntegerField()
    points = models.PositiveSmallIntegerField()
    on = models.DateField()


@audit.tracked()
class Flag(models.Model):
    """Somebody is asked to look. It is cleared only by an act: a note about the student, or a decision with its why."""

    wall = accounts.Wall("warning", student="student_id")

    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    rules = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(help_text="What was suggested when it was raised")
    level_now = models.SmallIntegerField(help_text="What is suggested today")
    raised_on = models.DateField()
    raised_at = models.DateTimeField()
    owner = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    outcome = models.CharField(max_length=40, blank=True)
    why = models.TextField(blank=True)
    note = models.ForeignKey("support.Note", null=True, on_delete=models.PROTECT, related_name="+")
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["student"], condition=models.Q(cleared_at=None), name="one_open_flag_a_student"
            ),
            models.CheckConstraint(
                condition=models.Q(cleared_at=None, cleared_by=None, outcome="", note=None, why="")
                | (
                    models.Q(cleared_at__isnull=False, cleared_by__isnull=False)
                    & ~models.Q(outcome="")
                    & (models.Q(note__isnull=False) | ~models.Q(why=""))
                ),
                name="flag_cleared_by_an_act",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=models.Q(cleared_at=None), name="flag_open_by_due"),
            models.Index(fields=["student", "-raised_on"]),
        ]


class FlagReason(models.Model):
    """What a flag was raised for, as it stood that day. Seen by those who may see what it counts."""

    wall = accounts.Wall(column="record_class", student="student_id", classes=REASON_CLASSES)

    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="reasons")
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=40)
    measure = models.CharField(max_length=40)
    record_class = models.CharField(max_length=40)
    standing = models.PositiveSmallIntegerField()
    numerator = models.IntegerField()
    denominator = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["flag", "indicator"], name="one_reason_an_indicator")]
