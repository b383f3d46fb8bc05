"""The roster. Each table that carries student data names its wall: the class of record and whose it is.

Rows that vanish from a feed are ended, never deleted. `source_id` is the id in the district's own system.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students import walls
from throughline.rooms.students.joins import Join, JoinedRow
from throughline.rooms.students.kept import KeptList
from throughline.rooms.students.names import NameWord, Spelling
from throughline.rooms.students.next_year import ClassList, ClassWish, NextPlace, PlaceStep, WishReason
from throughline.rooms.students.pairs import LikelyPair
from throughline.rooms.students.portrait import Photo as Photo
from throughline.rooms.students.rights import DependentStudent, DirectoryOptOut, RecordRequest
from throughline.rooms.students.spoken import HomeLanguage as HomeLanguage
from throughline.rooms.students.told import Saying

__all__ = ["DependentStudent", "DirectoryOptOut", "KeptList", "LikelyPair", "NameWord", "RecordRequest", "Saying"]
__all__ += ["ClassList", "ClassWish", "Join", "JoinedRow", "NextPlace", "PlaceStep", "Spelling", "WishReason"]

_BY_NAME = ("family_name", "given_name")


class _Rostered(models.Model):
    """What every row from a feed has."""

    source_id = models.TextField(unique=True)
    # What the feed's row was when it was last taken: a row whose digest is the same need not be looked at again.
    source_digest = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class _Person(_Rostered):
    """Names and ways to reach a person."""

    given_name = models.TextField()
    middle_name = models.TextField(blank=True)
    family_name = models.TextField()
    preferred_given_name = models.TextField(blank=True)
    preferred_family_name = models.TextField(blank=True)
    pronouns = models.TextField(blank=True)
    username = models.TextField(blank=True)
    email = models.TextField(blank=True)
    phone = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """The name to call them by: preferred where they have one."""
        return f"{self.preferred_given_name or self.given_name} {self.preferred_family_name or self.family_name}"

    def __str__(self) -> str:
        return self.name


@audit.tracked()
class Student(_Person):
    """A student the district serves, now or once."""

    wall = walls.STUDENT

    local_id = models.TextField(blank=True)
    grade = models.CharField(max_length=20, blank=True)
    home_school = models.ForeignKey("district.Organization", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["home_school", *_BY_NAME]), models.Index(fields=[*_BY_NAME, "id"])]


@audit.tracked()
class Demographics(models.Model):
    """Birth, sex and race as the feed reports them. Blank is unknown, not false."""

    wall = walls.DEMOGRAPHICS

    student = models.OneToOneField(Student, primary_key=True, on_delete=models.PROTECT)
    source_digest = models.BigIntegerField(null=True)
    birth_on = models.DateField(null=True)
    sex = models.CharField(max_length=20, blank=True)
    american_indian_or_alaska_native = models.BooleanField(null=True)
    asian = models.BooleanField(null=True)
    black_or_african_american = models.BooleanField(null=True)
    native_hawaiian_or_other_pacific_islander = models.BooleanField(null=True)
    white = models.BooleanField(null=True)
    two_or_more_races = models.BooleanField(null=True)
    hispanic_or_latino = models.BooleanField(null=True)


@audit.tracked()
class StaffMember(_Person):
    """An adult who works in the district. Their names are directory information of the district, behind no wall."""

    class Meta:
        indexes = [models.Index(fields=["family_name", "given_name"])]


@audit.tracked()
class StaffPost(_Rostered):
    """A staff member's role at an organization, for dates."""

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="posts")
    organization = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    is_primary = models.BooleanField(default=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)


@audit.tracked()
class Guardian(_Person):
    """A parent, guardian or relative of a student."""

    wall = walls.GUARDIAN


@audit.tracked()
class GuardianPost(_Rostered):
    """A guardian's role at an organization, as the feed names it: parent, guardian or relative."""

    wall = accounts.Wall("family_contacts", writers=True)

    guardian = models.ForeignKey(Guardian, on_delete=models.PROTECT, related_name="posts")
    organization = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    is_primary = models.BooleanField(default=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)


@audit.tracked()
class Guardianship(models.Model):
    """An adult stands for a student. It ends when neither of the two names the other any more."""

    wall = walls.GUARDIANSHIP

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="guardianships")
    guardian = models.ForeignKey(Guardian, on_delete=models.PROTECT, related_name="guardianships")
    said_by_student = models.BooleanField(default=True, help_text="The student's row in the feed names the adult")
    said_by_guardian = models.BooleanField(default=False, help_text="The adult's row in the feed names the student")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["student", "guardian"], name="one_guardianship_a_pair")]


@audit.tracked()
class Enrollment(_Rostered):
    """A student attends a school in a grade, for dates."""

    wall = walls.ENROLLMENT

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="enrollments")
    school = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+")
    grade = models.CharField(max_length=20, blank=True)
    is_primary = models.BooleanField(default=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["school", "starts_on"])]


@audit.tracked()
class Course(_Rostered):
    """What is taught."""

    title = models.TextField()
    code = models.TextField(blank=True)
    organization = models.ForeignKey("district.Organization", null=True, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey("district.AcademicSession", null=True, on_delete=models.PROTECT, related_name="+")


@audit.tracked()
class Class(_Rostered):
    """A course taught to a group, or a homeroom."""

    title = models.TextField()
    code = models.TextField(blank=True)
    kind = models.CharField(max_length=20)
    location = models.TextField(blank=True)
    grades = models.TextField(blank=True)
    subjects = models.TextField(blank=True)
    course = models.ForeignKey(Course, null=True, on_delete=models.PROTECT, related_name="classes")
    school = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+")
    sessions = models.TextField(blank=True, help_text="Source ids of its sessions, separated by commas")


@audit.tracked()
class Teaching(_Rostered):
    """A staff member teaches a class, for dates."""

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="teaching")
    classroom = models.ForeignKey(Class, on_delete=models.PROTECT, related_name="teaching")
    role = models.CharField(max_length=20)
    is_primary = models.BooleanField(default=False)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)


@audit.tracked()
class ClassPlace(_Rostered):
    """A student's place in a class, for dates."""

    wall = walls.CLASS_PLACE

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="class_places")
    classroom = models.ForeignKey(Class, on_delete=models.PROTECT, related_name="places")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)


@audit.tracked()
class Relation(models.Model):
    """A person, or those who belong to an organization, stand in a relation to a student, for dates.

    Of a person: self, guardian and teacher, worked out from the roster after each import; case manager and team member,
    given by an act; an emergency, until a moment. Of an organization: what an agreement and a consent let its people
    see, and no more than `record_classes`, whole or in part (empty: all the relation may). The second wall reads these,
    so they stand behind their own user and organization.
    """

    wall = accounts.Wall("own_relations", user="user_id", member="organization_id")

    user = models.ForeignKey("accounts.User", null=True, on_delete=models.CASCADE, related_name="relations")
    organization = models.ForeignKey("district.Organization", null=True, on_delete=models.CASCADE, related_name="+")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="+")
    relation = models.CharField(max_length=40)
    record_classes = ArrayField(models.CharField(max_length=80), default=list)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    until_at = models.DateTimeField(null=True)
    # What it comes from, where it is not the roster: `agreement:7`, `emergency:12`, or who gave it.
    source = models.CharField(max_length=80, default="")
    given_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user=None, organization__isnull=False)
                | models.Q(user__isnull=False, organization=None),
                name="relation_of_a_person_or_an_organization",
            )
        ]
        indexes = [
            models.Index(fields=["user", "relation"]),
            models.Index(fields=["student"]),
            models.Index(fields=["organization", "relation"]),
            models.Index(fields=["source"]),
        ]


@audit.tracked()
class Emergency(models.Model):
    """A person opened a student's record in an emergency: why, until when, and what was found when it was reviewed.

    `due_on` is the last day on which the review is in time.
    """

    wall = accounts.Wall("oversight", student="student_id")

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    opened_at = models.DateTimeField()
    until_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    due_on = models.DateField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    upheld = models.BooleanField(null=True)
    review = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reviewed_at=None, reviewed_by=None, upheld=None, review="")
                | (
                    models.Q(reviewed_at__isnull=False, reviewed_by__isnull=False, upheld__isnull=False)
                    & ~models.Q(review="")
                ),
                name="emergency_reviewed_in_words",
            ),
            models.CheckConstraint(
                condition=models.Q(until_at__gt=models.F("opened_at")) & ~models.Q(reason=""),
                name="emergency_has_end_and_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-opened_at"]),
            models.Index(fields=["-opened_at"]),
            models.Index(fields=["due_on"], condition=models.Q(reviewed_at=None), name="emergency_to_review"),
        ]


@audit.tracked()
class Need(models.Model):
    """A student is in a need category, for dates. Each category carries its own class of record."""

    wall = walls.NEED

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="needs")
    category = models.CharField(max_length=40)
    level = models.CharField(max_length=20, blank=True)
    record_class = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    source = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["student", "category", "level", "starts_on"], name="one_need_a_start"),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="need_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["category", "starts_on"])]


class AttendanceDay(models.Model):
    """A student's attendance on one day at one school. Its own unique key makes a repeated load change nothing."""

    wall = walls.ATTENDANCE

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    status = models.CharField(max_length=20)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["student", "school", "on"], name="one_attendance_a_day")]


@audit.tracked()
class Mark(models.Model):
    """A mark in a class for a session."""

    wall = walls.MARK

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="+")
    classroom = models.ForeignKey(Class, on_delete=models.PROTECT, related_name="+", db_index=False)
    session = models.ForeignKey("district.AcademicSession", on_delete=models.PROTECT, related_name="+", db_index=False)
    mark = models.CharField(max_length=20)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    posted_on = models.DateField()
    credits = models.DecimalField(max_digits=4, decimal_places=2, null=True)  # what passing gives

    class Meta:
        constraints = [models.UniqueConstraint(fields=["student", "classroom", "session"], name="one_mark_a_session")]


@audit.tracked()
class BehaviorIncident(models.Model):
    """Something happened that the school wrote down."""

    wall = walls.BEHAVIOR

    source_id = models.TextField()
    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey("district.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    at_time = models.TimeField(null=True)
    location = models.TextField(blank=True)
    behavior = models.TextField()
    response = models.TextField(blank=True)
    days_suspended = models.DecimalField(max_digits=5, decimal_places=1, default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source_id", "student"], name="one_incident_a_student")]


@audit.tracked()
class AssessmentResult(models.Model):
    """A student's result in an assessment."""

    wall = walls.RESULT

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="+")
    assessment = models.TextField()
    subject = models.TextField()
    taken_on = models.DateField()
    score = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    level = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["student", "assessment", "subject", "taken_on"], name="one_result_a_sitting"
            )
        ]
