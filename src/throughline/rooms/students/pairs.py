"""Pairs of students who may be one person, and what a person decided about them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit


@audit.tracked()
class LikelyPair(models.Model):
    """Two students whose records look like one person's: how sure, why, and whether somebody said they are two.

    It names two students and what they share, so it stands before those alone who may write the whole roster.
    `facts` is the digest of what was compared. Whoever says "two people" says it of these facts: once they change, the
    pair is proposed again.
    """

    wall = accounts.Wall("directory", writers=True)

    one = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    score = models.IntegerField()
    reasons = ArrayField(models.CharField(max_length=40))
    facts = models.CharField(max_length=64)
    found_at = models.DateTimeField()
    two_people_facts = models.CharField(max_length=64, blank=True)
    decided_by = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_likely_pair"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="likely_pair_in_order"),
        ]
        indexes = [models.Index(fields=["-score", "one"])]

    @property
    def is_decided(self) -> bool:
        """Whether somebody said of these very facts that they are two people."""
        return self.two_people_facts == self.facts
