"""The language spoken at a student's home."""

from django.db import models

from throughline.rooms.audit import api as audit
from throughline.rooms.students import walls


@audit.tracked()
class HomeLanguage(models.Model):
    """In which language a student's family is spoken and written to, by its ISO 639 code.

    It belongs to how the family is reached, so it stands behind that wall.
    """

    wall = walls.LANGUAGE

    student = models.OneToOneField("students.Student", primary_key=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=8)

    class Meta:
        indexes = [models.Index(fields=["language"])]
