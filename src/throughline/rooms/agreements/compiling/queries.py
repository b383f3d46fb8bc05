"""Whom an agreement is about, and what each family said: gathered for compiling, by the duty that compiles."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements.access import DUTY
from throughline.rooms.agreements.compiling.days import Days
from throughline.rooms.agreements.compiling.sums import Covered, Given, Placed, Terms
from throughline.rooms.agreements.models import (
    Consent,
    ContactLimit,
    CoveredSchool,
    Covers,
    ListedStudent,
    Objection,
    Placement,
    Version,
)
from throughline.rooms.students import api as students


def terms_of(version: Version) -> Terms:
    """This function will return what a version says, as compiling needs it."""
    return Terms(version.relation, frozenset(version.record_classes), Days(version.starts_on, version.ends_on))


def find_covered(version: Version, student_ids: Collection[int] | None = None) -> list[Covered]:
    """This function will return each student an agreement is about, or of those only some, with what was said of them.

    The caller acts as `DUTY`.
    """
    about = students_of(version)
    if student_ids is not None:
        about = about.filter(pk__in=student_ids)
    ids = list(about.order_by("pk").values_list("pk", flat=True))
    terms = terms_of(version)
    if terms.ground == "directory":
        out = students.opted_out(ids, accounts.today())
        return [Covered(pk, opted_out=pk in out) for pk in ids]
    if terms.ground != "consent":
        return [Covered(pk) for pk in ids]
    said = _consents(version, ids)
    blocked, placed = _blocked(version, said), _placed(version, said)
    born = _born(said)
    return [
        Covered(pk, born.get(pk), blocked=pk in blocked, consents=tuple(said[pk]), placed=tuple(placed[pk]))
        for pk in sorted(said)
    ]


def students_of(version: Version) -> QuerySet[students.Student]:
    """This function will return the students on the roster whom a version is about."""
    found = students.get_students_for(DUTY).filter(ended_at=None)
    if version.covers == Covers.SCHOOLS:
        return found.filter(home_school__in=CoveredSchool.objects.filter(version=version).values("school"))
    if version.covers == Covers.LISTED:
        return found.filter(pk__in=ListedStudent.objects.filter(agreement=version.agreement).values("student"))
    return found


def _consents(version: Version, ids: list[int]) -> dict[int, list[Given]]:
    """Consents not withdrawn, for the purpose the agreement now has, by guardians who still stand for the student."""
    rows = Consent.objects.filter(agreement=version.agreement, withdrawn_at=None, purpose=version.purpose)
    rows = rows.filter(student__in=ids).annotate(one=students.one_adult("guardian")).order_by("pk")
    standing = _standing({row.student_id for row in rows})
    barred = _barred({row.student_id for row in rows})
    found: dict[int, list[Given]] = defaultdict(list)
    for row in rows:
        pair = (row.student_id, row.guardian_id or 0)
        if row.guardian_id is None or pair in standing:
            days = Days(row.starts_on, row.ends_on)
            of_person = barred[row.student_id, row.one or 0]
            given = Given(row.guardian_id is None, frozenset(row.record_classes), days, tuple(of_person))
            found[row.student_id].append(given)
    return found


def _standing(ids: Collection[int]) -> set[tuple[int, int]]:
    rows = students.get_guardianships_for(DUTY).filter(student__in=ids, ended_at=None, guardian__ended_at=None)
    return set(rows.values_list("student_id", "guardian_id"))


def _barred(ids: Collection[int]) -> dict[tuple[int, int], list[Days]]:
    """By student and person: on whichever of their records a limit was kept."""
    found: dict[tuple[int, int], list[Days]] = defaultdict(list)
    rows = ContactLimit.objects.filter(student__in=ids, may_not_consent=True)
    for row in rows.annotate(one=students.one_adult("guardian")).order_by("pk"):
        found[row.student_id, row.one].append(Days(row.starts_on, row.ends_on))
    return found


def _blocked(version: Version, ids: Collection[int]) -> set[int]:
    """Students for whom an objection is open, or was upheld."""
    rows = Objection.objects.filter(Q(upheld=None) | Q(upheld=True), agreement=version.agreement, student__in=list(ids))
    return set(rows.values_list("student_id", flat=True))


def _placed(version: Version, ids: Collection[int]) -> dict[int, list[Placed]]:
    found: dict[int, list[Placed]] = defaultdict(list)
    for row in Placement.objects.filter(agreement=version.agreement, student__in=list(ids)).order_by("pk"):
        found[row.student_id].append(Placed(row.relation, Days(row.starts_on, row.ends_on)))
    return found


def _born(ids: Collection[int]) -> dict[int, date]:
    rows = students.get_demographics_for(DUTY).filter(student__in=list(ids)).exclude(birth_on=None)
    return {pk: born for pk, born in rows.values_list("student_id", "birth_on") if born is not None}


def source_of(agreement_id: int) -> str:
    """This function will return how relations name the agreement they come from."""
    return f"agreement:{agreement_id}"
