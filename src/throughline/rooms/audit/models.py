"""Rows that are only ever added. They hold no foreign keys, so nothing becomes undeletable through them."""

from django.db import models


class _Chained(models.Model):
    """A row of the chain. The database fills these in as the row is added, whatever it is given; see chain/."""

    batch = models.BigIntegerField(default=0, editable=False)
    step = models.IntegerField(default=0, editable=False)
    digest = models.BinaryField(default=b"")

    class Meta:
        abstract = True


class AuditRecord(_Chained):
    """Somebody did something: who, what, to what, when. Never a student's data."""

    at = models.DateTimeField()
    by_user_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    act = models.CharField(max_length=80)
    noun = models.CharField(max_length=80)
    object_id = models.CharField(max_length=80, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["noun", "object_id"]),
            models.Index(fields=["-at"]),
            models.Index(fields=["batch"]),
        ]


class Disclosure(_Chained):
    """Somebody saw a student's record: who, whose, which class of record, where, and on what basis."""

    at = models.DateTimeField()
    viewer_id = models.BigIntegerField()
    viewer_name = models.CharField(max_length=200)
    student_id = models.BigIntegerField()
    record_class = models.CharField(max_length=40)
    place = models.CharField(max_length=80)
    basis = models.CharField(max_length=200)

    class Meta:
        indexes = [
            models.Index(fields=["student_id", "-at"]),
            models.Index(fields=["viewer_id", "-at"]),
            models.Index(fields=["-at"]),
            models.Index(fields=["batch"]),
        ]


class Link(models.Model):
    """One link of the chain: the rows that one transaction added, tied to the link before as it was committed."""

    seq = models.BigIntegerField(primary_key=True)
    batch = models.BigIntegerField(unique=True)
    n_rows = models.IntegerField()
    at = models.DateTimeField()
    previous = models.BinaryField()
    digest = models.BinaryField()
