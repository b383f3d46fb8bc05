"""What families and students ask about a record, and say about it: rows of the rights FERPA gives them.

All of it is of the class `oversight`: written by the family, the student and those who answer, and seen by them alone.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit


class CameBy(models.TextChoices):
    """How a request or a refusal reached the district."""

    PAGE = "page", _("on this page")
    PAPER = "paper", _("on paper")
    PHONE = "phone", _("by phone")
    SPOKEN = "spoken", _("in person")


class RequestKind(models.TextChoices):
    """What is asked: to see the record, or to have a part of it corrected."""

    INSPECT = "inspect", _("To see the record")
    AMEND = "amend", _("To correct the record")


class RequestStatus(models.TextChoices):
    """How far a request has come."""

    ASKED = "asked", _("Waits for an answer")
    OFFERED = "offered", _("A way to see the record was offered")
    INSPECTED = "inspected", _("The record was seen")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused; a hearing can be asked for")
    HEARING_ASKED = "hearing_asked", _("A hearing was asked for")
    HEARING_SET = "hearing_set", _("A hearing is set")
    HEARING_GRANTED = "hearing_granted", _("Granted after the hearing")
    HEARING_REFUSED = "hearing_refused", _("Refused after the hearing; a statement can be placed")
    STATEMENT = "statement", _("A statement stands in the record")
    WITHDRAWN = "withdrawn", _("Taken back")


@audit.tracked()
class RecordRequest(models.Model):
    """A family or a student asks to see the record, or to have a part of it corrected, and what came of it."""

    wall = accounts.Wall("oversight", student="student_id")

    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=RequestKind.choices)
    status = models.CharField(max_length=20, choices=RequestStatus.choices, default=RequestStatus.ASKED)
    part = models.CharField(max_length=40, blank=True, help_text="The class of record; blank is all of it")
    asked_by = models.TextField()
    asked_on = models.DateField()
    came_by = models.CharField(max_length=20, choices=CameBy.choices)
    recorded_by = models.TextField(blank=True, help_text="Who wrote it down, where it did not come on a page")
    due_on = models.DateField(null=True, help_text="By when the district does its next step")
    contested = models.TextField(blank=True)
    why = models.TextField(blank=True)
    wanted = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    answered_by = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    inspected_on = models.DateField(null=True)
    hearing_asked_on = models.DateField(null=True)
    hearing_told_on = models.DateField(null=True)
    hearing_on = models.DateField(null=True)
    hearing_place = models.TextField(blank=True)
    hearing_officer = models.TextField(blank=True)
    hearing_decided_on = models.DateField(null=True)
    hearing_reason = models.TextField(blank=True)
    statement = models.TextField(blank=True)
    statement_on = models.DateField(null=True)
    statement_by = models.TextField(blank=True)
    withdrawn_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["student", "kind"]), models.Index(fields=["status", "due_on"])]


@audit.tracked()
class DependentStudent(models.Model):
    """Parents of an adult student show that they claim the student as a dependent, and so may ask still."""

    wall = accounts.Wall("oversight", student="student_id")

    student = models.OneToOneField("students.Student", on_delete=models.PROTECT, related_name="+")
    shown_by = models.TextField()
    shown_on = models.DateField()
    recorded_by = models.TextField()


@audit.tracked()
class DirectoryOptOut(models.Model):
    """A family or an adult student refuses that directory information be shared without asking, for dates."""

    wall = accounts.Wall("oversight", student="student_id")

    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    said_by = models.TextField()
    came_by = models.CharField(max_length=20, choices=CameBy.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, help_text="The day from which it no longer holds")
    recorded_by = models.TextField(blank=True)
    withdrawn_by = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["student"], condition=models.Q(ends_on=None), name="one_open_opt_out_a_student"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="opt_out_ends_after_start",
            ),
        ]
