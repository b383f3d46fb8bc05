"""Who works with one student, by what, and who may name them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.models import ClassPlace, Relation, StaffMember, StaffPost, Student
from throughline.values.errors import NotAllowed, NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

SEEN_WITH = access.TEAM_SEEN_WITH


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody named for a student: as what, from when until when, and by whom."""

    id: int
    user_id: int
    name: str
    relation: str
    starts_on: date | None
    ends_on: date | None
    given_by: str


@dataclass(frozen=True, slots=True)
class AtWork:
    """Somebody who works with a student by their own work: a teacher in a class, or a role at the school."""

    name: str
    relation: str
    what: str


@dataclass(frozen=True, slots=True)
class TeamPage:
    """Who works with a student now, will, and did; and what the viewer may name somebody as."""

    student: Student
    sight: access.Sight
    now: list[Member]
    ahead: list[Member]
    earlier: list[Member]
    at_work: list[AtWork]
    may_give: tuple[str, ...]


def find_seen(viewer: Viewer, student_id: int) -> tuple[Student, access.Sight]:
    """This function will return a student of whom `viewer` may see who works with them.

    **Raises** `NotFound` where there is no such student, or none of whom they may.
    """
    found = access.get_students_for(viewer).select_related("home_school").filter(pk=student_id).first()
    sight = access.explain_sight(viewer, [found], ("directory", SEEN_WITH))[found.pk] if found else None
    if found is None or sight is None or not access.sees_team(viewer, sight):
        raise NotFound(gettext_noop("There is no such student, or none you may see."))
    return found, sight


def team_page(viewer: Viewer, student_id: int) -> TeamPage:
    """This function will return who works with a student; the caller notes that `viewer` was shown it.

    **Raises** `NotFound` as `find_seen`.
    """
    student, sight = find_seen(viewer, student_id)
    now: list[Member] = []
    ahead: list[Member] = []
    earlier: list[Member] = []
    for row in access.find_named_for(student):
        (ahead if _is_ahead(row) else earlier if is_over(row) else now).append(_member(row))
    return TeamPage(
        student,
        sight,
        sorted(now, key=lambda one: (access.NAMED.index(one.relation), one.name, one.id)),
        ahead,
        sorted(earlier, key=lambda one: (one.ends_on or date.max, one.id), reverse=True),
        [*_teachers(viewer, student), *_at_school(student)],
        relations_to_give(viewer, student),
    )


def relations_to_give(viewer: Viewer, student: Student) -> tuple[str, ...]:
    """This function will return what `viewer` may name somebody as for a student: what their roles there grant."""
    if viewer.behind is not None:
        return ()
    policy = accounts.shipped_policy()
    granted: set[str] = set()
    for role in accounts.current_roles(viewer):
        relation = policy.named(role.relation)
        at_school = role.organization_id is not None and role.organization_id == student.home_school_id
        if relation is not None and (relation.scope == "district" or (relation.scope == "school" and at_school)):
            granted.update(relation.grants)
    return tuple(code for code in access.NAMED if code in granted)


def check_may_name(granted: tuple[str, ...]) -> None:
    """This function will do nothing where something may be given.

    **Raises** `NotAllowed` otherwise, with whom to ask.
    """
    if not granted:
        raise NotAllowed(
            gettext_noop("Your role does not include naming people for this student."),
            gettext_noop("The school's leadership and coordinator can, and the district's student support."),
        )


def staff_by_name(*, school_id: int | None) -> list[tuple[int, str]]:
    """This function will list the staff of a school who can sign in, and those who lead support in the district."""
    posts = StaffPost.objects.filter(organization=school_id, ended_at=None).values("staff__source_id")
    here = _role_today(Q(roles__organization=school_id)) | Q(source_id__in=posts)
    everywhere = _role_today(Q(roles__relation="district_support"))
    people = staff().filter(here | everywhere).distinct()
    return list(people.order_by("name", "pk").values_list("pk", "name"))


def staff() -> QuerySet[accounts.User]:
    """This function will return those with a standing on the staff: a school official's role today, or on the roster.

    Partners, families, students and those without a role have none.
    """
    officials = [one.code for one in accounts.shipped_policy().relation if one.ground == "school_official"]
    rostered = StaffMember.objects.filter(ended_at=None).values("source_id")
    on_roster = Q(source_id__in=rostered) & ~Q(source_id="")
    standing = accounts.User.objects.filter(_role_today(Q(roles__relation__in=officials)) | on_roster)
    return accounts.User.objects.filter(is_active=True, pk__in=standing.values("pk"))


def _role_today(condition: Q) -> Q:
    day = accounts.today()
    in_days = Q(roles__starts_on__lte=day) & (Q(roles__ends_on=None) | Q(roles__ends_on__gte=day))
    return condition & in_days


def is_over(row: Relation) -> bool:
    """This function will tell whether what somebody was named has ended, by its last day or at once."""
    return row.until_at is not None or (row.ends_on is not None and row.ends_on < accounts.today())


def _is_ahead(row: Relation) -> bool:
    return row.until_at is None and row.starts_on is not None and row.starts_on > accounts.today()


def _member(row: Relation) -> Member:
    name = row.user.name if row.user else ""
    return Member(row.pk, row.user_id or 0, name, row.relation, row.starts_on, row.ends_on, row.given_by)


def _teachers(viewer: Viewer, student: Student) -> Iterable[AtWork]:
    day = accounts.today()
    places = access.get_class_places_for(viewer).filter(student=student, ended_at=None).exclude(ends_on__lt=day)
    for place in (
        places.select_related("classroom")
        .prefetch_related("classroom__teaching__staff")
        .order_by("classroom__title", "pk")
    ):
        yield from _of_class(place, day)


def _of_class(place: ClassPlace, day: date) -> Iterable[AtWork]:
    for one in place.classroom.teaching.all():
        begun = one.starts_on is None or one.starts_on <= day
        if one.ended_at is None and begun and (one.ends_on is None or one.ends_on >= day):
            yield AtWork(one.staff.name, "teacher", place.classroom.title)


def _at_school(student: Student) -> Iterable[AtWork]:
    """Those with a role at the student's school; those of the district's offices do not work with one student."""
    policy = accounts.shipped_policy()
    for holder in accounts.find_holders(("directory",), school_id=student.home_school_id):
        relation = policy.named(holder.relation)
        if relation is not None and relation.scope == "school":
            yield AtWork(holder.name, holder.relation, holder.where)
