"""Organizations, their levels, and the sessions of a school year, as the district's own systems name them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from throughline.rooms.audit import api as audit


class Level(models.TextChoices):
    """The schooling level a formula pays by."""

    ELEMENTARY = "elementary", _("Elementary school")
    MIDDLE = "middle", _("Middle school")
    HIGH = "high", _("High school")


class Kind(models.TextChoices):
    """What an organization is."""

    STATE = "state", _("State")
    DISTRICT = "district", _("District")
    SCHOOL = "school", _("School")
    DEPARTMENT = "department", _("Department")
    OTHER = "other", _("Other organization")
    PARTNER = "partner", _("Partner organization")
    AGENCY = "agency", _("Agency")


# Organizations outside the district: people keep them, and no feed speaks of them.
OUTSIDE = (Kind.PARTNER, Kind.AGENCY)


@audit.tracked()
class Organization(models.Model):
    """A district, a school or a part of one."""

    source_id = models.TextField(unique=True)
    source_digest = models.BigIntegerField(null=True, help_text="What the feed's row was when it was last taken")
    name = models.TextField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    identifier = models.TextField(blank=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    # A feed does not name the level; a person does, helped by a suggestion. Blank: not decided yet.
    level = models.CharField(max_length=20, choices=Level.choices, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "name"])]

    def __str__(self) -> str:
        return self.name


@audit.tracked()
class OutsideProfile(models.Model):
    """What people wrote down of an organization outside the district: what it does, and how to reach it."""

    organization = models.OneToOneField(Organization, on_delete=models.PROTECT, related_name="profile")
    does = models.TextField(blank=True, help_text="What it does, in a sentence")
    contact = models.TextField(blank=True)
    phone = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    website = models.TextField(blank=True)
    address = models.TextField(blank=True)


@audit.tracked()
class AcademicSession(models.Model):
    """A school year, or a term within one."""

    source_id = models.TextField(unique=True)
    source_digest = models.BigIntegerField(null=True, help_text="What the feed's row was when it was last taken")
    title = models.TextField()
    kind = models.CharField(max_length=20)
    starts_on = models.DateField()
    ends_on = models.DateField()
    school_year = models.PositiveSmallIntegerField(help_text="The calendar year in which it ends", null=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="session_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.title
