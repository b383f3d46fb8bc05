"""A student's place in a program, and each time it was to be given.

Each row is of the class its program says, and names who gives it: whoever sees by an agreement sees what their own
organization gives.
"""

from django.db import models

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.partners import api as partners

# Who teaches a student writes sessions down; others give the support, change it, end it and say whether it helped.
READS_ONLY = "teacher"


@audit.tracked()
class Support(models.Model):
    """A student's place in a program: what for, from when until when, how often, and who answers for it.

    `ends_on` is planned; `ended_on` is when it ended. Then somebody says whether it helped (`checked_on` and on).
    `key` is made with the page it was written on, so that a support sent twice is kept once.
    """

    wall = accounts.Wall(
        column="record_class",
        student="student_id",
        provider="provider_id",
        classes=partners.PLACE_CLASSES,
        reads_only=READS_ONLY,
    )

    key = models.UUIDField(unique=True)
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    program = models.ForeignKey("partners.Program", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+")
    record_class = models.CharField(max_length=40)
    purpose = models.TextField(help_text="The need or goal that it is for")
    goal = models.ForeignKey("Goal", null=True, on_delete=models.SET_NULL, related_name="supports")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    times = models.IntegerField(null=True, help_text="How many sessions a week are planned")
    minutes = models.IntegerField(null=True, help_text="How long a session is planned to last")
    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    given_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    revision = models.IntegerField(default=1)
    ended_on = models.DateField(null=True)
    why_ended = models.TextField(blank=True)
    helped = models.CharField(max_length=20, blank=True, help_text="Whether it helped, once it ended")
    checked_on = models.DateField(null=True)
    checked_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    check_words = models.TextField(blank=True, help_text="How one knows")
    next_step = models.TextField(blank=True, help_text="What comes next")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")), name="support_days"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("starts_on")), name="support_ended"
            ),
            models.CheckConstraint(
                condition=models.Q(checked_on=None, helped="")
                | models.Q(checked_on__isnull=False, ended_on__isnull=False),
                name="support_checked_once_ended",
            ),
        ]
        indexes = [
            models.Index(fields=["student", "-starts_on"]),
            models.Index(fields=["program"], condition=models.Q(ended_on=None), name="support_current"),
        ]


@audit.tracked()
class Session(models.Model):
    """One day on which a support was to be given: attended, or missed and why. One a day for each support."""

    wall = accounts.Wall(
        column="record_class",
        student="student_id",
        provider="provider_id",
        classes=partners.PLACE_CLASSES,
    )

    key = models.UUIDField(unique=True)
    support = models.ForeignKey(Support, on_delete=models.PROTECT, related_name="sessions")
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+")
    record_class = models.CharField(max_length=40)
    on = models.DateField()
    attended = models.BooleanField()
    reason = models.CharField(max_length=40, blank=True, help_text="Why it was missed")
    minutes = models.IntegerField(null=True, help_text="How long it lasted")
    logged_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["support", "on"], condition=models.Q(taken_back_at=None), name="one_session_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(attended=True, reason="") | models.Q(attended=False, minutes=None),
                name="session_attended_or_missed",
            ),
        ]
        indexes = [models.Index(fields=["student", "-on"])]
