"""Pairs of students, and of adults in families, who may be one person; and what a person decided about them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit


class _Likely(models.Model):
    """Two records that look like one person's: how sure, why, and whether somebody said they are two.

    It names two people and what they share, so it stands before those alone who may write the whole roster.
    `facts` is the digest of what was compared. Whoever says "two people" says it of these facts: once they change, the
    pair is proposed again.
    """

    score = models.IntegerField()
    reasons = ArrayField(models.CharField(max_length=40))
    facts = models.CharField(max_length=64)
    found_at = models.DateTimeField()
    two_people_facts = models.CharField(max_length=64, blank=True)
    decided_by = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_decided(self) -> bool:
        """Whether somebody said of these very facts that they are two people."""
        return self.two_people_facts == self.facts


@audit.tracked()
class LikelyPair(_Likely):
    """Two students whose records look like one person's."""

    wall = accounts.Wall("directory", writers=True)

    one = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_likely_pair"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="likely_pair_in_order"),
        ]
        indexes = [models.Index(fields=["-score", "one"])]


@audit.tracked()
class LikelyAdults(_Likely):
    """Two adults of families whose records look like one person's."""

    wall = accounts.Wall("family_contacts", writers=True)

    one = models.ForeignKey("students.Guardian", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("students.Guardian", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_likely_pair_of_adults"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="likely_adults_in_order"),
        ]
        indexes = [models.Index(fields=["-score", "one"])]
