"""What is told of a student: their own words, and the strengths, interests and hopes that they and others name."""

from django.db import models

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit


@audit.tracked()
class Saying(models.Model):
    """One thing somebody tells of a student, who told it and as what. Its history are its versions.

    `key` is made with the page it was written on, so that what is sent twice is kept once. What was set aside stays on
    record and is shown no more.
    """

    wall = accounts.Wall("strengths", student="student_id")

    key = models.UUIDField(unique=True)
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    text = models.TextField()
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    told_as = models.CharField(max_length=40, help_text="The author's relation to the student, such as guardian")
    told_on = models.DateField()
    changed_at = models.DateTimeField()
    set_aside_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="saying_has_words")]
        indexes = [models.Index(fields=["student", "kind", "-told_on"])]

    @property
    def is_own(self) -> bool:
        """Whether the student told it themselves."""
        return self.told_as == "self"
