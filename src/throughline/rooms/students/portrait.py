"""A student's photo, if the family or the student wants one."""

from django.db import models

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit

PHOTO = "photo"
_WALL = accounts.Wall(PHOTO, student="student_id")


@audit.tracked()
class Photo(models.Model):
    """Whether a student has a photo, since when, and whether none is wanted. The picture itself has no history."""

    wall = _WALL

    student = models.OneToOneField("students.Student", primary_key=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, blank=True, help_text="Of the picture; blank where there is none")
    is_refused = models.BooleanField(default=False, help_text="The student or the family wants none")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(is_refused=False) | models.Q(digest=""), name="no_refused_photo")
        ]


class PhotoImage(models.Model):
    """The picture of a photo. It lies in the database, behind its wall; taken away, nothing of it stays."""

    wall = _WALL

    student = models.OneToOneField("students.Student", primary_key=True, on_delete=models.PROTECT, related_name="+")
    content = models.BinaryField()
