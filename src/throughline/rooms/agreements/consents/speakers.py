"""Who may speak for a student about sharing: a guardian until the student is 18, the student from then on."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements import access
from throughline.rooms.agreements.access import DUTY
from throughline.rooms.agreements.compiling.days import eighteenth_birthday
from throughline.rooms.agreements.models import ContactLimit
from throughline.rooms.students import api as students
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class Speaker:
    """What one viewer is to a student here: staff, a guardian, the student, or only a reader.

    `may_consent` is for family: a guardian of one who is not yet 18 and whose contact is not limited, or the student
    at 18. `may_be_told` is no where a guardian may not learn what others said.
    """

    student: students.Student
    is_staff: bool = False
    guardian: students.Guardian | None = None
    is_student: bool = False
    is_adult: bool = False
    may_consent: bool = False
    may_be_told: bool = True

    @property
    def is_family(self) -> bool:
        return self.guardian is not None or self.is_student


def find_speaker(viewer: Viewer, student_id: int) -> Speaker:
    """This function will return what `viewer` is to a student of whose record they may see the class `oversight`.

    **Raises** `NotFound` where there is no such student, or none of whom they may.
    """
    seen = students.get_students_for(viewer, access.OVERSIGHT).select_related("home_school")
    student = seen.filter(pk=student_id).first()
    if student is None:
        raise NotFound(gettext_noop("There is no such student, or none you may see."))
    is_adult = is_of_age(student.pk)
    if accounts.find_reach(viewer, "write", access.OVERSIGHT).covers_school(student.home_school_id or 0):
        return Speaker(student, is_staff=viewer.behind is None, is_adult=is_adult)
    relations = set(students.get_relations_of(viewer).filter(student=student).values_list("relation", flat=True))
    if "self" in relations:
        return Speaker(student, is_student=True, is_adult=is_adult, may_consent=is_adult)
    if "guardian" in relations:
        return _as_guardian(student, _guardian(viewer, student), is_adult=is_adult)
    return Speaker(student, is_adult=is_adult)


def find_asked_speaker(student: students.Student, guardian_id: int | None) -> Speaker:
    """This function will return what somebody is today who was asked by link: a guardian, or (None) the student.

    One who no longer stands for the student is nobody here, and may do nothing.
    """
    is_adult = is_of_age(student.pk)
    if guardian_id is None:
        return Speaker(student, is_student=True, is_adult=is_adult, may_consent=is_adult)
    guardian = next((one for one in guardians_of(student.pk) if one.pk == guardian_id), None)
    if guardian is None:
        return Speaker(student, is_adult=is_adult, may_be_told=False)
    return _as_guardian(student, guardian, is_adult=is_adult)


def find_giver(student_id: int, guardian_id: int | None) -> students.Guardian | None:
    """This function will return the guardian who may consent for a student today, or None for the student at 18.

    **Raises** `RefusedInput` where it is not theirs to consent.
    """
    if guardian_id is None:
        if not is_of_age(student_id):
            raise RefusedInput(
                gettext_noop("A student consents from the age of 18."), gettext_noop("Choose a parent or guardian.")
            )
        return None
    found = next((one for one in guardians_of(student_id) if one.pk == guardian_id), None)
    if found is None or is_of_age(student_id) or not may_consent_for(student_id, guardian_id):
        raise RefusedInput(
            gettext_noop("It is not theirs to consent for this student."),
            gettext_noop("Choose somebody who may; from the age of 18, the student."),
        )
    return found


def is_of_age(student_id: int) -> bool:
    """This function will tell whether a student is 18 today; no, where their birth is not known."""
    born = born_on(student_id)
    return born is not None and eighteenth_birthday(born) <= accounts.today()


def born_on(student_id: int) -> date | None:
    """This function will return when a student was born, for a rule and not to be shown."""
    with accounts.acting_as(DUTY):
        row = students.get_demographics_for(DUTY).filter(student=student_id).first()
    return row.birth_on if row else None


def guardians_of(student_id: int) -> list[students.Guardian]:
    """This function will list who stands for a student now; the caller has checked that it may be told."""
    with accounts.acting_as(DUTY):
        rows = students.get_guardianships_for(DUTY).filter(student=student_id, ended_at=None, guardian__ended_at=None)
        return [row.guardian for row in rows.select_related("guardian").order_by("pk")]


def people_of(student_id: int) -> list[students.Guardian]:
    """This function will list the same, each person once where two records were said to be one."""
    with accounts.acting_as(DUTY):
        rows = students.get_guardianships_for(DUTY).filter(student=student_id, ended_at=None, guardian__ended_at=None)
        standing = rows.annotate(one=students.one_adult("guardian")).select_related("guardian").order_by("pk")
        people: dict[int, students.Guardian] = {}
        for row in standing:
            if row.one not in people or row.guardian_id == row.one:
                people[row.one] = row.guardian
    return list(people.values())


def may_consent_for(student_id: int, guardian_id: int) -> bool:
    """This function will tell whether nothing keeps a guardian from consenting today."""
    with accounts.acting_as(DUTY):
        return not _limits_of(student_id, guardian_id).filter(may_not_consent=True).exists()


def limits_today() -> QuerySet[ContactLimit]:
    """This function will return the limits that hold today."""
    day = accounts.today()
    return ContactLimit.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


def _limits_of(student_id: int, guardian_id: int) -> QuerySet[ContactLimit]:
    """What limits an adult today, on whichever record of the person it was kept: the stricter stands for them all."""
    of = limits_today().filter(student=student_id).annotate(one=students.one_adult("guardian"))
    return of.filter(one=students.one_adult_of(guardian_id))


def _as_guardian(student: students.Student, guardian: students.Guardian | None, *, is_adult: bool) -> Speaker:
    may_not_consent, may_not_be_told = _limits(student, guardian)
    may = guardian is not None and not is_adult and not may_not_consent
    told = not (is_adult or may_not_be_told)
    return Speaker(student, guardian=guardian, is_adult=is_adult, may_consent=may, may_be_told=told)


def _guardian(viewer: Viewer, student: students.Student) -> students.Guardian | None:
    user = accounts.User.objects.filter(pk=viewer.user_id or 0).exclude(source_id="").first()
    return next((one for one in guardians_of(student.pk) if user and one.source_id == user.source_id), None)


def _limits(student: students.Student, guardian: students.Guardian | None) -> tuple[bool, bool]:
    with accounts.acting_as(DUTY):
        rows = list(_limits_of(student.pk, guardian.pk)) if guardian else []
    return any(row.may_not_consent for row in rows), any(row.may_not_be_told for row in rows)
