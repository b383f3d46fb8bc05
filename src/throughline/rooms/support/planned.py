"""A student's plan: why, what for, who does what by when, and what came of it when it was looked back upon."""

from dataclasses import replace

from django.db import models

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.support.places import READS_ONLY

# The class of record of plans, and the one that they are of before they start: what staff write for each other.
PLAN_CLASS = "supports"
DRAFT_CLASS = "notes"
PLAN_CLASSES = (PLAN_CLASS, DRAFT_CLASS)

# Nobody reads a plan by an agreement: it says of a student what no one purpose needs. Who teaches reads it.
_WALL = accounts.Wall(
    column="record_class",
    student="student_id",
    classes=PLAN_CLASSES,
    in_person=True,
    reads_only=READS_ONLY,
)


class State(models.TextChoices):
    """How a plan stands: being written, under way, ended, or thrown away before it began."""

    DRAFT = "draft"
    ACTIVE = "active"
    CLOSED = "closed"
    DROPPED = "dropped"


@audit.tracked()
class Plan(models.Model):
    """A plan of a kind for a student, one of a kind under way at a time.

    A draft is of the class of notes, so that neither family nor student reads it before it starts; then all of it
    becomes of the class of plans. `key` is made with the page it was written on, so that it is kept once.
    """

    wall = _WALL

    key = models.UUIDField(unique=True)
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    record_class = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    why = models.TextField(help_text="Why there is this plan")
    builds_on = models.TextField(blank=True, help_text="What the student does well that it builds on")
    starts_on = models.DateField()
    review_on = models.DateField(help_text="The day by which people look back together")
    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    revision = models.IntegerField(default=1)
    closed_on = models.DateField(null=True)
    outcome = models.TextField(blank=True, help_text="What came of it, once it is closed")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["student", "kind"], condition=models.Q(state="active"), name="one_plan_of_a_kind"
            ),
            models.CheckConstraint(condition=models.Q(review_on__gte=models.F("starts_on")), name="plan_days"),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_on__isnull=False)
                | (~models.Q(state="closed") & models.Q(closed_on=None)),
                name="plan_closed_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "dropped"], record_class=DRAFT_CLASS)
                | (models.Q(state__in=["active", "closed"]) & ~models.Q(record_class=DRAFT_CLASS)),
                name="plan_draft_is_for_staff",
            ),
        ]
        indexes = [
            models.Index(fields=["student", "-starts_on"]),
            models.Index(fields=["review_on"], condition=models.Q(state="active"), name="plan_under_way"),
        ]


class Reached(models.TextChoices):
    """How a goal stands."""

    OPEN = "open"
    MET = "met"
    PARTLY = "partly"
    NOT = "not"
    DROPPED = "dropped"


@audit.tracked()
class Goal(models.Model):
    """What a plan is to reach, how one shall know, from where to where, by when; and whether it was."""

    wall = _WALL

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    record_class = models.CharField(max_length=40)
    place = models.IntegerField()
    text = models.TextField()
    domain = models.CharField(max_length=40)
    sign = models.TextField(blank=True, help_text="How one shall know")
    baseline = models.TextField(blank=True, help_text="Where it stands at the start")
    target = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    reached = models.CharField(max_length=20, choices=Reached.choices, default=Reached.OPEN)
    why = models.TextField(blank=True, help_text="Why it is said to stand so")
    said_on = models.DateField(null=True)
    said_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "place"], name="one_goal_a_place"),
            models.CheckConstraint(
                condition=models.Q(reached="open") | models.Q(said_on__isnull=False), name="goal_said_on_a_day"
            ),
        ]


class Whose(models.TextChoices):
    """Who does what a plan says: one of the staff by name, the student, the family, or a partner."""

    STAFF = "staff"
    STUDENT = "student"
    FAMILY = "family"
    PARTNER = "partner"


@audit.tracked()
class Action(models.Model):
    """What somebody does for a goal, by when; done or dropped, when, and who said so.

    Whoever of the staff is asked to do it says that it is done, also where they only read the plan.
    """

    wall = replace(_WALL, owner="owner_id", owner_sets=("done_on", "said_by_id"))

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="actions")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    record_class = models.CharField(max_length=40)
    place = models.IntegerField()
    text = models.TextField()
    whose = models.CharField(max_length=20, choices=Whose.choices)
    owner = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    dropped_on = models.DateField(null=True)
    said_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["goal", "place"], name="one_action_a_place"),
            models.CheckConstraint(
                condition=models.Q(whose="staff", owner__isnull=False)
                | (~models.Q(whose="staff") & models.Q(owner=None)),
                name="action_of_staff_by_name",
            ),
            models.CheckConstraint(
                condition=models.Q(done_on=None) | models.Q(dropped_on=None), name="action_done_or_dropped"
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on"],
                condition=models.Q(done_on=None, dropped_on=None),
                name="plan_action_open",
            )
        ]


@audit.tracked()
class LookBack(models.Model):
    """A plan was reviewed: how each open goal stood, in words, and until when it goes on, or that it closed."""

    wall = _WALL

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="look_backs")
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    record_class = models.CharField(max_length=40)
    on = models.DateField()
    words = models.TextField(help_text="What came of the plan")
    goals = models.JSONField(default=list, help_text="Of each goal: its text, how it stood, and why")
    next_on = models.DateField(null=True, help_text="The next review; none where the plan closed")
    said_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["student", "-on"])]
