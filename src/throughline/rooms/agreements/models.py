"""Agreements with those outside the district, consents of families, and what stands in the way of a consent.

Who may see whom is never read from here: it is compiled into the relations of the students room.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit


class Covers(models.TextChoices):
    """Which students an agreement is about."""

    DISTRICT = "district", _("All students of the district")
    SCHOOLS = "schools", _("Students of some schools")
    LISTED = "listed", _("Students on a list, such as those of a program")


class Side(models.TextChoices):
    """Who signs."""

    DISTRICT = "district", _("The district")
    PARTNER = "partner", _("The organization")


class How(models.TextChoices):
    """How somebody signed, or gave consent."""

    SCREEN = "screen", _("On screen")
    LINK = "link", _("By a link, without an account")
    PAPER = "paper", _("On paper, scanned")
    SPOKEN = "spoken", _("Spoken, with a witness")


@audit.tracked()
class Agreement(models.Model):
    """The district and one organization agree; what they agree stands in versions. No student is in it.

    These open students' records, so the database itself keeps all but those who answer for agreements from writing.
    """

    wall = accounts.Wall("oversight", kept=True)

    organization = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(blank=True)
    end_reason = models.TextField(blank=True)


@audit.tracked()
class Version(models.Model):
    """What an agreement says. It never changes once somebody signed it: an amendment is the next version."""

    wall = accounts.Wall("oversight", kept=True, while_true="not id = any(array(select throughline_signed()))")

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    template = models.CharField(max_length=80)
    title = models.TextField()
    # The relation of the policy table in which its students stand to the organization; the legal ground goes with it.
    relation = models.CharField(max_length=40)
    purpose = models.TextField()
    purpose_es = models.TextField(blank=True)
    # Classes of record, and of those shared in part the fields: `enrollment`, `attendance.days`.
    record_classes = ArrayField(models.CharField(max_length=80))
    covers = models.CharField(max_length=20, choices=Covers.choices)
    schools = models.ManyToManyField("district.Organization", through="CoveredSchool", related_name="+")
    program = models.TextField(blank=True)
    security = models.TextField()
    more_terms = models.TextField(blank=True)
    clauses = ArrayField(models.CharField(max_length=80), default=list)
    starts_on = models.DateField()
    ends_on = models.DateField()
    breach_contact = models.TextField()
    destroy_on = models.DateField()
    drafted_by = models.TextField()
    drafted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="one_version_a_number"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="agreement_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(destroy_on__gte=models.F("ends_on")), name="destroyed_after_the_agreement_ends"
            ),
            models.CheckConstraint(condition=~models.Q(record_classes=[]), name="agreement_names_a_class"),
        ]

    def __str__(self) -> str:
        return self.title


@audit.tracked()
class CoveredSchool(models.Model):
    """A school whose students a version is about."""

    wall = accounts.Wall("oversight", kept=True, while_true="not version_id = any(array(select throughline_signed()))")

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="covered_schools")
    school = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "school"], name="a_school_once_a_version")]


@audit.tracked()
class ListedStudent(models.Model):
    """A student on the list of an agreement that is about listed students."""

    wall = accounts.Wall("oversight", student="student_id")

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "student"], name="a_student_once_a_list")]


@audit.tracked()
class Signature(models.Model):
    """One side signed one version. The database itself lets only that side sign, since it opens students' records."""

    wall = accounts.Wall(
        "oversight",
        signs="side = 'partner' and version_id in (select v.id from agreements_version v"
        " join agreements_agreement a on a.id = v.agreement_id"
        " where a.organization_id = any(array(select throughline_memberships({who}))))",
    )

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=20, choices=Side.choices)
    name = models.TextField()
    position = models.TextField(blank=True)
    how = models.CharField(max_length=20, choices=How.choices)
    signed_on = models.DateField()
    noted_by = models.TextField()
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "side"], name="a_side_signs_once")]


@audit.tracked()
class Refusal(models.Model):
    """One side was asked to sign one version, and said no. It can be asked again, and sign."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="refusals")
    side = models.CharField(max_length=20, choices=Side.choices)
    name = models.TextField()
    position = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    how = models.CharField(max_length=20, choices=How.choices)
    noted_by = models.TextField()
    said_at = models.DateTimeField()


class SignedPaper(models.Model):
    """The scan of a signature on paper. Only ever added."""

    signature = models.OneToOneField(Signature, primary_key=True, on_delete=models.PROTECT, related_name="paper")
    kind = models.CharField(max_length=40)
    content = models.BinaryField()


@audit.tracked()
class Consent(models.Model):
    """A guardian, or the student at 18, lets one organization see some classes of record, for one purpose, for days.

    `text` is what was read, word for word, in the language it was read in.
    """

    wall = accounts.Wall("oversight", student="student_id", told=True, own="guardian_id")

    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    # Who gave it: a guardian, or (blank) the student.
    guardian = models.ForeignKey("students.Guardian", null=True, on_delete=models.PROTECT, related_name="+")
    given_by = models.TextField()
    record_classes = ArrayField(models.CharField(max_length=80))
    purpose = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    how = models.CharField(max_length=20, choices=How.choices)
    witness = models.TextField(blank=True)
    language = models.CharField(max_length=8)
    text = models.TextField()
    noted_by = models.TextField()
    noted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="consent_ends_after_start"
            ),
            models.CheckConstraint(condition=~models.Q(record_classes=[]), name="consent_names_a_class"),
        ]
        indexes = [models.Index(fields=["agreement", "student"])]


@audit.tracked()
class ConsentRequest(models.Model):
    """Staff asked one guardian, or the student at 18, by link about one agreement; and what they answered last."""

    wall = accounts.Wall("oversight", student="student_id", told=True, own="guardian_id")

    class Answer(models.TextChoices):
        """What was said. One who holds the link can change their mind while it is in force."""

        NONE = "", _("No answer yet")
        GIVEN = "given", _("Agreed")
        DECLINED = "declined", _("Said no")
        WITHDRAWN = "withdrawn", _("Took it back")

    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    # Who is asked: a guardian, or (blank) the student.
    guardian = models.ForeignKey("students.Guardian", null=True, on_delete=models.PROTECT, related_name="+")
    asked_of = models.TextField()
    language = models.CharField(max_length=8)
    asked_by = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=20, choices=Answer.choices, blank=True, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["agreement", "student"])]


class ConsentPaper(models.Model):
    """The scan of a consent on paper. Only ever added; it stands behind the same wall as the consent."""

    wall = accounts.Wall("oversight", student="student_id", told=True)

    consent = models.OneToOneField(Consent, primary_key=True, on_delete=models.PROTECT, related_name="paper")
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    content = models.BinaryField()


@audit.tracked()
class Objection(models.Model):
    """Somebody with rights objects to sharing. Nothing is shared until the office decides, nor after it upholds."""

    wall = accounts.Wall("oversight", student="student_id", told=True, own="guardian_id")

    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    guardian = models.ForeignKey("students.Guardian", null=True, on_delete=models.PROTECT, related_name="+")
    said_by = models.TextField()
    reason = models.TextField(blank=True)
    said_at = models.DateTimeField()
    upheld = models.BooleanField(null=True)
    decided_by = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["agreement", "student"])]


@audit.tracked()
class ContactLimit(models.Model):
    """What a guardian may not do, for days, such as by order of a court. For those alone who answer district-wide."""

    wall = accounts.Wall("oversight", writers=True)

    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    guardian = models.ForeignKey("students.Guardian", on_delete=models.PROTECT, related_name="+")
    may_not_consent = models.BooleanField(default=True)
    may_not_be_told = models.BooleanField(default=False)
    may_not_be_reached = models.BooleanField(default=False, help_text="The school does not get in touch with them")
    may_not_pick_up = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    reason = models.TextField()
    noted_by = models.TextField()
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="limit_ends_after_start",
            )
        ]


@audit.tracked()
class Placement(models.Model):
    """A student is referred to an organization, or on the roster of one of its sessions, for days."""

    wall = accounts.Wall("oversight", student="student_id", told=True)

    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=40)
    what_for = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    placed_by = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="placement_ends_after_start"
            )
        ]
        indexes = [models.Index(fields=["agreement", "student"])]
