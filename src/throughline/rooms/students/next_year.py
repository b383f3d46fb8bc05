"""Next year's classes of a grade, as they are being made: who sits where, who should not, and every step on the way."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit

# For whose eyes the reason of a wish can be, the widest first: classes of record of notes.
WISH_AUDIENCES = ("notes", "notes_health", "notes_protection", "notes_legal")


class Stage(models.TextChoices):
    """Who may move students: teachers and leaders, leaders alone, nobody."""

    PROPOSING = "proposing"
    REVISING = "revising"
    FINAL = "final"


class WishKind(models.TextChoices):
    """What is wished for two students."""

    APART = "apart"
    TOGETHER = "together"


@audit.tracked()
class ClassList(models.Model):
    """The classes one grade of a school makes next year. Read by its members, and who answers for the school's records.

    A class is a place in `rooms`, from 0; `sizes` counts everybody who sits in each, and `n_students` all on the list,
    so that each member knows how many of them they may not see. `balances` names what is spread evenly.
    """

    wall = accounts.Wall("oversight", school="school_id", members="member_ids")

    school = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+")
    grade = models.CharField(max_length=20, help_text="The grade its students are in now")
    year = models.IntegerField(help_text="The school year it is made for, by the year in which that ends")
    rooms = ArrayField(models.CharField(max_length=60))
    sizes = ArrayField(models.IntegerField())
    n_students = models.IntegerField(default=0)
    balances = ArrayField(models.CharField(max_length=60), default=list)
    member_ids = ArrayField(models.BigIntegerField())
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.PROPOSING)
    begun_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    sent_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, help_text="When the teachers' proposal was sent in, the last time")
    is_best = models.BooleanField(default=False, help_text="Whether the starting point was shown to be the most even")
    let_go_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "grade", "year"], condition=models.Q(let_go_at=None), name="one_class_list_a_grade"
            ),
        ]


@audit.tracked()
class NextPlace(models.Model):
    """A student on a class list, and the class they are to sit in; none while they are not placed yet.

    A fixed seat is kept until who leads the list frees it.
    """

    wall = accounts.Wall("notes", student="student_id")

    class_list = models.ForeignKey(ClassList, on_delete=models.PROTECT, related_name="places")
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    room = models.IntegerField(null=True)
    is_fixed = models.BooleanField(default=False, help_text="Whether they sit in this class whatever else moves")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["class_list", "student"], name="one_next_place_a_student")]


@audit.tracked()
class ClassWish(models.Model):
    """One of two students who are wished apart, or together.

    The other has a row of the same key, behind their own wall: the wish is read by those alone who may see both.
    """

    wall = accounts.Wall("notes", student="student_id")

    key = models.UUIDField()
    class_list = models.ForeignKey(ClassList, on_delete=models.PROTECT, related_name="wishes")
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=WishKind.choices)
    is_rule = models.BooleanField(default=False, help_text="Whether no move may part from it; said by who leads")
    said_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "student"], name="one_class_wish_a_student")]


@audit.tracked()
class WishReason(models.Model):
    """Why two students are wished apart or together, behind the wall of its audience."""

    wall = accounts.Wall(column="audience", student="student_id", classes=WISH_AUDIENCES)

    wish = models.OneToOneField(ClassWish, primary_key=True, on_delete=models.PROTECT, related_name="reason")
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=40)
    text = models.TextField()


class PlaceStep(models.Model):
    """A student was moved: from which class to which, by whom, when, and in which act of one or many moves.

    Classes are kept by their place and by their name at that time. What was undone stays, and says so.
    """

    wall = accounts.Wall("notes", student="student_id")

    class_list = models.ForeignKey(ClassList, on_delete=models.PROTECT, related_name="steps")
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    act = models.UUIDField()
    kind = models.CharField(max_length=20, help_text="started, moved, suggested, added, taken off, fixed or freed")
    was = models.IntegerField(null=True)
    is_now = models.IntegerField(null=True)
    was_name = models.CharField(max_length=60, blank=True)
    now_name = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["class_list", "-at"])]
