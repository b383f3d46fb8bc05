"""Rows that are only ever added. They hold no foreign keys, so nothing becomes undeletable through them."""

from django.db import models


class AuditRecord(models.Model):
    """Somebody did something: who, what, to what, when. Never a student's data."""

    at = models.DateTimeField()
    by_user_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    act = models.CharField(max_length=80)
    noun = models.CharField(max_length=80)
    object_id = models.CharField(max_length=80, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["noun", "object_id"]), models.Index(fields=["-at"])]


class Disclosure(models.Model):
    """Somebody saw a student's record: who, whose, which class of record, where, and on what basis."""

    at = models.DateTimeField()
    viewer_id = models.BigIntegerField()
    viewer_name = models.CharField(max_length=200)
    student_id = models.BigIntegerField()
    record_class = models.CharField(max_length=40)
    place = models.CharField(max_length=80)
    basis = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["student_id", "-at"]), models.Index(fields=["viewer_id", "-at"])]
