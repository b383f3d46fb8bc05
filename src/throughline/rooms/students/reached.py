"""Whom a viewer reaches, in a form the database can look up: schools and students by their keys, not by a question.

An `or` of keys is found by indexes; where one part of it is a question about another table, PostgreSQL reads every row.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Now

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import in_part
from throughline.rooms.students.models import Relation, Student
from throughline.values.viewer import Viewer

# More relations than this are asked for in the statement itself: an organization whose agreement names a whole school.
MOST_NAMED = 1_000


@dataclass(frozen=True, slots=True)
class Reached:
    """Whom a viewer reaches, by keys: everybody whose home school is one of these, and these students."""

    schools: tuple[int, ...]
    students: tuple[int, ...]


# A student, the relation, and the only classes of record, or fields of them, it lets be seen, where it names any.
Standing = tuple[int, str, list[str]]
_Row = TypeVar("_Row", bound=Model)


def holding_today() -> QuerySet[Relation]:
    """This function will return the relations that hold now, of whomever the caller may see."""
    day = accounts.today()
    return Relation.objects.filter(
        Q(starts_on=None) | Q(starts_on__lte=day),
        Q(ends_on=None) | Q(ends_on__gte=day),
        Q(until_at=None) | Q(until_at__gt=Now()),
    )


def get_relations_of(viewer: Viewer, record_class: str = "") -> QuerySet[Relation]:
    """This function will return the relations `viewer` stands in today, by themselves or through their organization.

    With `record_class`, only those that let it be seen, whole or in part.
    """
    own = Q(user_id=viewer.user_id or 0) | Q(organization__in=accounts.memberships(viewer))
    found = holding_today().filter(own)
    if record_class:
        found = found.filter(in_part.lets_be_seen(record_class))
    return found


def students_within(viewer: Viewer, reach: accounts.Reach, record_class: str) -> QuerySet[Student]:
    """This function will return the students of whom `reach`, the viewer's own for this class of record, lets know."""
    if reach.everything:
        return Student.objects.all()
    return in_part.reading(Student.objects.all(), viewer).filter(_condition(viewer, reach, record_class))


def keys_within(viewer: Viewer, reach: accounts.Reach, record_class: str) -> Reached | None:
    """This function will return what `students_within` asks for, by keys; None for everybody, or where it must ask."""
    if reach.everything or not _is_answered(viewer, reach):
        return None
    related = _keys_of(viewer, reach, record_class) if reach.relations else ()
    return Reached(tuple(sorted(reach.school_ids)), tuple(sorted(related)))


def rows_of_one(
    rows: QuerySet[_Row], viewer: Viewer, reach: accounts.Reach, record_class: str, student: Student
) -> QuerySet[_Row]:
    """This function will return a student's own among rows of one class of record, none where `reach` leaves them out.

    The student is one whom `viewer` was shown in this request, so that what is known of the viewer answers. Only where
    that does not does the statement ask.
    """
    read = (rows if reach.everything else in_part.reading(rows, viewer)).filter(student=student)
    if _is_answered(viewer, reach):
        return read if reaches_one(viewer, reach, student, record_class) else read.none()
    return read.filter(student__in=students_within(viewer, reach, record_class))


def within_by_class(
    viewer: Viewer, reaches: Mapping[str, accounts.Reach], column: str, *, of: Student | None = None
) -> Q:
    """This function will return the condition for rows of a student whose own class of record stands in `column`.

    Classes that reach the same students are asked for together: an `or` of them would have every row read. Rows `of`
    one student, whom `viewer` was shown in this request, are asked for by what is known, as `rows_of_one` does.
    """
    if of is not None and all(_is_answered(viewer, reach) for reach in reaches.values()):
        seen = [name for name, reach in reaches.items() if reaches_one(viewer, reach, of, name)]
        return Q(**{f"{column}__in": seen, "student": of})
    classes_by: dict[Q, list[str]] = {}
    for record_class, reach in reaches.items():
        if reach:
            classes_by.setdefault(_condition(viewer, reach, record_class), []).append(record_class)
    rows = Q(pk__in=())
    for condition, classes in classes_by.items():
        within = Q(**{f"{column}__in": classes})
        if condition:
            within &= Q(student__in=in_part.reading(Student.objects.all(), viewer).filter(condition))
        rows |= within
    return rows if of is None else rows & Q(student=of)


def reaches_somebody(viewer: Viewer, reach: accounts.Reach, record_class: str) -> bool:
    """This function will tell whether there is any place or relation by which `reach` lets know of a student."""
    if _is_answered(viewer, reach):
        by_place = reach.everything or bool(reach.school_ids)
        return by_place or (bool(reach.relations) and bool(_keys_of(viewer, reach, record_class)))
    by_place = not reach.halves and bool(reach.school_ids)
    return by_place or students_within(viewer, reach, record_class).exists()


def reaches(viewer: Viewer, reach: accounts.Reach, record_class: str, student_id: int) -> bool:
    """This function will tell whether `reach`, some of the viewer's own for this class, takes in a student."""
    return students_within(viewer, reach, record_class).filter(pk=student_id).exists()


def reaches_one(viewer: Viewer, reach: accounts.Reach, student: Student, record_class: str) -> bool:
    """This function will tell whether a student, whom `viewer` was shown in this request, is within `reach`.

    It is `students_within` for one student, answered from what is already known, as a sight is explained; the
    database is asked only where one views as another, or stands in more relations than are named.
    """
    if not reach:
        return False
    if not _is_answered(viewer, reach):
        return students_within(viewer, reach, record_class).filter(pk=student.pk).exists()
    by_place = reach.everything or student.home_school_id in reach.school_ids
    return by_place or (bool(reach.relations) and student.pk in _keys_of(viewer, reach, record_class))


def _is_answered(viewer: Viewer, reach: accounts.Reach) -> bool:
    """Whether what is known of the viewer says if a student is within their reach."""
    return not reach.halves and (reach.everything or not reach.relations or len(_standing(viewer)) <= MOST_NAMED)


def relations_held(viewer: Viewer) -> Mapping[str, list[int]]:
    """This function will return whom `viewer` stands in which relation to today: students by key, oldest first."""
    standing: Iterable[Standing] = _standing(viewer)
    if len(_standing(viewer)) > MOST_NAMED:
        standing = _rows(get_relations_of(viewer))
    found: dict[str, list[int]] = {}
    for student, relation, _classes in standing:
        found.setdefault(relation, []).append(student)
    return found


def find_standing(viewer: Viewer, student_ids: Collection[int]) -> list[Standing]:
    """This function will list the relations `viewer` stands in today to any of these students, ordered by relation."""
    standing = _standing(viewer)
    if len(standing) > MOST_NAMED:
        return list(_rows(get_relations_of(viewer).filter(student__in=list(student_ids))))
    return [one for one in standing if one[0] in student_ids]


def _condition(viewer: Viewer, reach: accounts.Reach, record_class: str) -> Q:
    if reach.everything:
        return Q()
    if not reach:
        return Q(pk__in=())
    if reach.halves:
        halves = [students_within(one, half, record_class) for one, half in reach.halves if not half.everything]
        return Q(*(Q(pk__in=half.values("pk")) for half in halves))
    return Q(home_school_id__in=sorted(reach.school_ids)) | _related(viewer, reach, record_class)


def _related(viewer: Viewer, reach: accounts.Reach, record_class: str) -> Q:
    """The students by relation: by their keys where these are few, which is nearly always."""
    if not reach.relations:
        return Q(pk__in=())
    if len(_standing(viewer)) > MOST_NAMED:
        named = get_relations_of(viewer, record_class).filter(relation__in=reach.relations)
        return Q(pk__in=named.values("student_id"))
    return Q(pk__in=sorted(_keys_of(viewer, reach, record_class)))


def _keys_of(viewer: Viewer, reach: accounts.Reach, record_class: str) -> set[int]:
    """The students by relation of whom `reach` lets this class be seen, where they are few enough to be named."""
    shares = accounts.all_shares(record_class)
    return {
        student
        for student, relation, classes in _standing(viewer)
        if relation in reach.relations and (not classes or not set(classes).isdisjoint(shares))
    }


def _standing(viewer: Viewer) -> list[Standing]:
    """The relations a viewer stands in today, up to one more than are named: read once a request for all classes."""
    key = ("standing", viewer.user_id, accounts.current_viewer(), accounts.today())
    return accounts.kept(key, lambda: list(_rows(get_relations_of(viewer))[: MOST_NAMED + 1]))


def _rows(relations: QuerySet[Relation]) -> QuerySet[Relation, Standing]:
    return relations.order_by("relation", "pk").values_list("student_id", "relation", "record_classes")
