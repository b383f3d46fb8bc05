"""A student moves on to another school, and what that school should know: who writes it, and who read it there."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit


class Move(models.TextChoices):
    """Why a student is on a list of those who move on: after the last grade, before that, or not after all."""

    GRADE = "grade"
    TRANSFER = "transfer"
    STAYS = "stays"


@audit.tracked()
class Handover(models.Model):
    """A student goes from one school to another, in or after the school year `year`; its notes name it.

    Those who wrote (`sender_ids`) see this row still when they no longer see the student: where to, and that it was
    read. It holds neither a name nor a word of the notes.
    """

    wall = accounts.Wall("notes", student="student_id", members="sender_ids")

    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    year = models.IntegerField(help_text="The school year in or after which they move, by the year in which it ends")
    move = models.CharField(max_length=20, choices=Move.choices)
    from_school = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+")
    to_school = models.ForeignKey("district.Organization", null=True, on_delete=models.PROTECT, related_name="+")
    writer = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    sender_ids = ArrayField(models.BigIntegerField(), default=list)
    wants_talk = models.BooleanField(default=False, help_text="Whether who wrote asks to tell it in person too")
    planned_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, help_text="When something was written or changed, the last time")
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    read_as = models.CharField(max_length=40, blank=True, help_text="The reader's relation to the student")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["student", "year", "from_school"], name="one_handover_a_move"),
            models.CheckConstraint(
                condition=models.Q(read_at=None, read_by=None) | models.Q(read_at__isnull=False, read_by__isnull=False),
                name="handover_read_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["from_school", "year"])]

    @property
    def is_read(self) -> bool:
        """Whether all that was written has been read."""
        return self.read_at is not None and self.written_at is not None and self.read_at >= self.written_at
