"""Two records of one person, joined by a person.

Of a student: which is kept, and where each row of the other went. The other record stays, ended: its identifier in the
district's system leads to the kept one from then on.

Of an adult in a family nothing moves. The two are one wherever people are shown and wherever something limits them;
whose family each sign-in belongs to stays what the district's system says, so that joining opens no child to anybody.
"""

from django.db import models

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit


@audit.tracked()
class Join(models.Model):
    """One record was joined to another. Read by whoever may see the kept one; it can be undone until a moment."""

    wall = accounts.Wall("directory", student="kept_id")

    kept = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    joined = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    joined_by = models.TextField()
    joined_at = models.DateTimeField()
    undo_until = models.DateTimeField()
    undone_by = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True)
    # When the other record had left the roster by itself; undoing gives it back.
    was_ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["joined"], condition=models.Q(undone_at=None), name="one_join_in_force_a_student"
            ),
            models.CheckConstraint(condition=~models.Q(kept=models.F("joined")), name="join_is_of_two"),
        ]
        indexes = [models.Index(fields=["kept"])]


class JoinedRow(models.Model):
    """One row that followed a student: its table and key. What undoing gives back; only ever added."""

    wall = accounts.Wall("directory", writers=True)

    join = models.ForeignKey(Join, on_delete=models.PROTECT, related_name="rows")
    table = models.CharField(max_length=63)
    row = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["join", "table", "row"], name="one_joined_row_a_join")]


@audit.tracked()
class AdultJoin(models.Model):
    """Two records of adults are one person: which one is shown, who said so, why, and whether it was parted again."""

    wall = accounts.Wall("family_contacts")

    kept = models.ForeignKey("students.Guardian", on_delete=models.PROTECT, related_name="+")
    joined = models.ForeignKey("students.Guardian", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    joined_by = models.TextField()
    joined_at = models.DateTimeField()
    parted_by = models.TextField(blank=True)
    parted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["joined"], condition=models.Q(parted_at=None), name="one_join_in_force_an_adult"
            ),
            models.CheckConstraint(condition=~models.Q(kept=models.F("joined")), name="adult_join_is_of_two"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="adult_join_has_a_reason"),
        ]
        indexes = [models.Index(fields=["kept"])]
