"""Rules that were tried: on a day, beside those in force. Nothing here flags anybody."""

from django.db import models

from throughline.rooms.accounts import api as accounts

# The classes of record of what rules may count.
REASON_CLASSES = ("enrollment", "attendance", "academic", "assessments", "behavior")


class Trial(models.Model):
    """Rules tried on a day beside those in force, and how far the work has come. No student is in it.

    The rules are kept as they were: a draft goes on changing. `against` is None before any rules were in force.
    """

    class Kind(models.TextChoices):
        """Whom the rules would flag, or how well they foresaw what came."""

        COMPARE = "compare"
        FORESEE = "foresee"

    class State(models.TextChoices):
        """How far the work has come."""

        WORKING = "working"
        DONE = "done"
        STOPPED = "stopped"
        FAILED = "failed"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    version = models.ForeignKey("warning.RuleVersion", on_delete=models.CASCADE, related_name="+")
    document = models.TextField()
    against = models.ForeignKey("warning.RuleVersion", null=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(help_text="The day up to which records were looked at")
    until = models.DateField(help_text="The day up to which it was looked what came after")
    state = models.CharField(max_length=20, choices=State.choices, default=State.WORKING)
    n_students = models.PositiveIntegerField(default=0)
    n_done = models.PositiveIntegerField(default=0)
    n_unknown = models.PositiveIntegerField(default=0, help_text="Of whom too little is known to suggest anything")
    sizes = models.JSONField(default=dict, help_text="How many students were looked at, by school")
    asked_at = models.DateTimeField()
    asked_by_name = models.TextField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "kind"], name="one_trial_a_kind")]


class TrialStudent(models.Model):
    """A student whom the rules that were tried would flag, or those in force do. -1 and 0: as for a suggestion."""

    class Change(models.TextChoices):
        """What the rules that were tried would do to the student's flag."""

        ADDED = "added"
        DROPPED = "dropped"
        KEPT = "kept"

    wall = accounts.Wall("warning", student="student_id")

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="+", db_index=False)
    student = models.ForeignKey("students.Student", on_delete=models.CASCADE, related_name="+")
    school = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    change = models.CharField(max_length=10, choices=Change.choices)
    level = models.SmallIntegerField(help_text="What the rules that were tried suggest")
    level_before = models.SmallIntegerField(help_text="What the rules in force suggest")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trial", "student"], name="one_row_a_trial_and_student")]


class TrialOutcome(models.Model):
    """A student of whom it is known whether rules had pointed them out by a day, and whether it came after that day."""

    wall = accounts.Wall("warning", student="student_id")

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="+", db_index=False)
    student = models.ForeignKey("students.Student", on_delete=models.CASCADE, related_name="+")
    school = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    pointed_on = models.DateField(null=True, help_text="The first day on which the rules would have flagged them")
    came_on = models.DateField(null=True, help_text="The day on which what was to be foreseen had come about")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trial", "student"], name="one_outcome_a_trial_and_student")]


class TrialReason(models.Model):
    """Why rules flag a student in a trial. Seen by those who may see what it counts."""

    wall = accounts.Wall(column="record_class", student="student_id", classes=REASON_CLASSES)

    row = models.ForeignKey(TrialStudent, on_delete=models.CASCADE, related_name="reasons")
    student = models.ForeignKey("students.Student", on_delete=models.CASCADE, related_name="+")
    by_tried = models.BooleanField(help_text="By the rules that were tried, not by those in force")
    indicator = models.CharField(max_length=40)
    measure = models.CharField(max_length=40)
    record_class = models.CharField(max_length=40)
    standing = models.PositiveSmallIntegerField()
    numerator = models.IntegerField()
    denominator = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["row", "by_tried", "indicator"], name="one_reason_a_trial_row")]
