"""Notes about students, and the meetings in which people speak of them.

That a note exists and what it says are two rows, each behind the wall of its own class.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.support.handing import Handover, Move
from throughline.rooms.support.kinds.words import AUDIENCES
from throughline.rooms.support.places import Session, Support
from throughline.rooms.support.planned import Action, Goal, LookBack, Plan
from throughline.rooms.support.proposed import Proposal, ProposalAnswer

__all__ = [
    "Action",
    "Goal",
    "Handover",
    "LookBack",
    "Move",
    "Plan",
    "Proposal",
    "ProposalAnswer",
    "Session",
    "Support",
]


@audit.tracked()
class Note(models.Model):
    """That somebody wrote about a student: the kind, the day, by whom as what. Never what it says.

    `audience` is the class of record of its text. `key` is made with the page it was written on, so that a note sent
    twice is kept once.
    """

    wall = accounts.Wall("notes", student="student_id")

    key = models.UUIDField(unique=True)
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    audience = models.CharField(max_length=40)
    on = models.DateField()
    written_at = models.DateTimeField()
    written_as = models.CharField(max_length=40, help_text="The author's relation to the student, such as counselor")
    turn = models.ForeignKey(
        "Turn", null=True, on_delete=models.PROTECT, related_name="+", help_text="Where it was said"
    )
    handover = models.ForeignKey(Handover, null=True, on_delete=models.PROTECT, related_name="notes")
    struck_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["student", "-on", "-id"])]


@audit.tracked()
class NoteText(models.Model):
    """What a note says, and who wrote it, behind the wall of its audience. Its history are the note's versions."""

    wall = accounts.Wall(column="audience", student="student_id", classes=tuple(AUDIENCES))

    note = models.OneToOneField(Note, primary_key=True, on_delete=models.PROTECT, related_name="text")
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=40)
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    changed_at = models.DateTimeField()
    why_changed = models.TextField(blank=True, help_text="Why it was corrected after the time for changes, or struck")


class NoteWord(models.Model):
    """A word of a note that all who may see notes may read; what a search looks up.

    A plain ordered index of words answers behind the wall, where PostgreSQL may not use one for full text: comparing
    words gives nothing away, which it knows, and `@@` might, so that it would be asked of every row instead.
    """

    wall = accounts.Wall("notes", student="student_id")

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="+")
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+", db_index=False)
    word = models.CharField(max_length=40, db_collation="C")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "student", "note"], name="one_word_a_note")]


class Mention(models.Model):
    """Somebody is asked to read a note."""

    wall = accounts.Wall("notes", student="student_id")

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="mentions")
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "user"], name="one_mention_a_person")]


class Opening(models.Model):
    """Somebody opened a restricted note, and why. Read by those who may open it themselves."""

    wall = accounts.Wall(column="audience", student="student_id", classes=tuple(AUDIENCES))

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="openings")
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=40)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["note", "-opened_at"])]


@audit.tracked()
class NoteFile(models.Model):
    """A file kept with a note: where its bytes lie, and what they really are."""

    wall = accounts.Wall(column="audience", student="student_id", classes=tuple(AUDIENCES))

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="files")
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    n_bytes = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    place = models.CharField(max_length=64)
    added_at = models.DateTimeField()


class Draft(models.Model):
    """What somebody is writing, as typed. Nobody else reads it: not by any role, not while viewing as its author."""

    wall = accounts.Wall(mine="user_id")

    key = models.UUIDField(unique=True)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    student = models.ForeignKey("students.Student", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    audience = models.CharField(max_length=40, blank=True)
    on = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    mentions = ArrayField(models.BigIntegerField(), default=list)
    revision = models.IntegerField(default=1)
    saved_at = models.DateTimeField()
    turn = models.ForeignKey("Turn", null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["user", "student", "-saved_at"])]


class SheetDraft(models.Model):
    """A form somebody is filling in, as typed: a plan, its review, a support. Nobody else reads it.

    `page` names the form, such as `plan` for a new plan or `review-12`; `fields` holds each field's values as they were
    sent. Once the form is kept nothing of it stays but `kept_at`, so that what a page sends late begins no new draft.
    """

    wall = accounts.Wall(mine="user_id")

    key = models.UUIDField(unique=True)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    student = models.ForeignKey("students.Student", on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=40)
    fields = models.JSONField(default=dict)
    revision = models.IntegerField(default=1)
    saved_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "student", "page", "-saved_at"])]


@audit.tracked()
class Meeting(models.Model):
    """People who come together to speak of students. Read by who takes part, and who answers for the school's records.

    The leader is among the members. `n_students` counts all on the list, so that each member knows how many of them
    they may not see. While it runs, `turn` is the student they are at, since `turn_since`.
    """

    wall = accounts.Wall("oversight", school="school_id", members="member_ids")

    title = models.TextField()
    kind = models.CharField(max_length=40)
    on = models.DateField()
    school = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+")
    leader = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    member_ids = ArrayField(models.BigIntegerField())
    n_students = models.IntegerField(default=0)
    planned_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    turn = models.ForeignKey("Turn", null=True, on_delete=models.SET_NULL, related_name="+")
    turn_since = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["school", "-on"])]


class Turn(models.Model):
    """A student on the list of a meeting: the place there, the day they were spoken of, and how long."""

    wall = accounts.Wall("notes", student="student_id")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="turns")
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40, help_text="The kind of its meeting, for those who see no more of it")
    place = models.IntegerField()
    on = models.DateField(null=True, help_text="The day they were spoken of")
    skipped_at = models.DateTimeField(null=True)
    n_seconds = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "student"], name="one_turn_a_student")]
        indexes = [models.Index(fields=["student", "-on"])]


@audit.tracked()
class Decision(models.Model):
    """What was decided for a student in a meeting: who does what by when, and what came of it.

    `key` is made with the page it was written on, so that a decision sent twice is kept once.
    """

    wall = accounts.Wall("notes", student="student_id")

    key = models.UUIDField(unique=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    turn = models.ForeignKey(Turn, on_delete=models.PROTECT, related_name="decisions")
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField()
    changed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.TextField(blank=True, help_text="What happened, once it is done")
    dropped_at = models.DateTimeField(null=True, help_text="When it was taken back")
    revision = models.IntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["student", "-decided_on"]),
            models.Index(fields=["owner", "due_on"], condition=models.Q(done_at=None), name="decision_open"),
        ]
