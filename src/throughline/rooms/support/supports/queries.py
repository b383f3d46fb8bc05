"""Supports as far as a viewer may see: of one student, one of them, and who could answer for one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from throughline.rooms.accounts import api as accounts
from throughline.rooms.partners import api as partners
from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.audiences.queries import Reader
from throughline.rooms.support.models import Session, Support
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

CLASSES = partners.PLACE_CLASSES


@dataclass(frozen=True, slots=True)
class Came:
    """How many sessions of a support were attended and missed, and how many minutes were given."""

    attended: int = 0
    missed: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """A support, its sessions in figures, and whether the viewer may write of it, or of its sessions."""

    support: Support
    came: Came
    may_write: bool
    may_log: bool


@dataclass(frozen=True, slots=True)
class SupportsPage:
    """A student's supports: now or ahead, and ended.

    `may_add` where the viewer may give one; `own_only` where they see what their own organization gives, and no other.
    """

    student: students.Student
    sight: students.Sight
    now: list[Given] = field(default_factory=list)
    ended: list[Given] = field(default_factory=list)
    may_add: bool = False
    own_only: bool = False


@dataclass(frozen=True, slots=True)
class SupportPage:
    """One support with its sessions, the newest first."""

    given: Given
    sessions: list[Session]

    @property
    def support(self) -> Support:
        return self.given.support


def supports_page(viewer: Viewer, student_id: int, *, at: datetime) -> SupportsPage:
    """This function will return a student's supports, and note that `viewer` looked.

    It asks the database equally often however many there are. **Raises** `NotFound` where there is no such student,
    or none of whom they may see supports.
    """
    student, sight = find_seen(viewer, student_id)
    rows = list(seen_supports(viewer).filter(student=student).order_by("-starts_on", "-pk"))
    given = with_sessions(viewer, rows)
    note_supports(viewer, {student.pk: sight}, rows, at=at, place="support.supports")
    return SupportsPage(
        student,
        sight,
        [one for one in given if one.support.ended_on is None],
        [one for one in given if one.support.ended_on is not None],
        may_add=bool(access.gives_to(viewer, student.pk)),
        own_only=bool(accounts.memberships(viewer)) and not sight.own,
    )


def support_page(viewer: Viewer, support_id: int, *, at: datetime) -> SupportPage:
    """This function will return one support with its sessions, and note whose it is. **Raises** `NotFound`."""
    support = find_support(viewer, support_id)
    sight = students.explain_sight(viewer, [support.student], ("directory", *CLASSES))
    note_supports(viewer, sight, [support], at=at, place="support.supports")
    rows = access.get_sessions_for(viewer).filter(support=support, taken_back_at=None).select_related("logged_by")
    return SupportPage(with_sessions(viewer, [support])[0], list(rows.order_by("-on", "-pk")))


def find_seen(viewer: Viewer, student_id: int) -> tuple[students.Student, students.Sight]:
    """This function will return a student of whom `viewer` may see some supports. **Raises** `NotFound`."""
    student = students.get_students_for(viewer).filter(pk=student_id).select_related("home_school").first()
    sight = students.explain_sight(viewer, [student], ("directory", *CLASSES))[student.pk] if student else None
    if student is None or sight is None or not any(name in sight for name in CLASSES):
        raise NotFound(gettext_noop("There is no such student, or none whose supports you may see."))
    return student, sight


def seen_supports(viewer: Viewer) -> QuerySet[Support]:
    """This function will return the supports of students whom `viewer` may see, with what is named beside them."""
    rows = access.get_supports_for(viewer).filter(student__in=students.get_students_for(viewer))
    return rows.select_related("program__provider", "student", "owner", "checked_by")


def find_support(viewer: Viewer, support_id: int, *, lock: bool = False) -> Support:
    """This function will return one support. **Raises** `NotFound` where there is none they may see."""
    rows = seen_supports(viewer)
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=support_id).first()
    if found is None:
        raise NotFound(gettext_noop("There is no such support, or none you may see."))
    return found


def with_sessions(viewer: Viewer, rows: list[Support]) -> list[Given]:
    """This function will put to supports what their sessions come to, and whether `viewer` may write of each."""
    ids = [row.pk for row in rows]
    came = count_sessions(access.get_sessions_for(viewer).filter(support__in=ids))
    mine, logged = (
        set(of.filter(pk__in=ids).values_list("pk", flat=True)) for of in (may_write(viewer), may_log(viewer))
    )
    return [Given(row, came.get(row.pk, Came()), row.pk in mine, row.pk in logged) for row in rows]


def count_sessions(rows: QuerySet[Session]) -> Mapping[int, Came]:
    """This function will count sessions by their support, those taken back left out: one query."""
    counted = rows.filter(taken_back_at=None).order_by().values("support")
    found = counted.annotate(
        came=Count("pk", filter=Q(attended=True)), missed=Count("pk", filter=Q(attended=False)), n=Sum("minutes")
    )
    return {row["support"]: Came(row["came"], row["missed"], row["n"] or 0) for row in found}


def may_write(viewer: Viewer) -> QuerySet[Support]:
    """This function will return the supports of which `viewer` may write: none while viewing as somebody."""
    return access.get_supports_for(viewer, act="write") if viewer.behind is None else Support.objects.none()


def may_fill(viewer: Viewer, student_id: int) -> bool:
    """This function will tell whether `viewer` may give a student a support, or change one. **Raises** `NotFound`."""
    if not students.get_students_for(viewer).filter(pk=student_id).exists():
        raise NotFound(gettext_noop("There is no such student, or none you may see."))
    gives = viewer.behind is None and bool(access.gives_to(viewer, student_id))
    return gives or may_write(viewer).filter(student=student_id).exists()


def may_log(viewer: Viewer) -> QuerySet[Support]:
    """This function will return the supports whose sessions `viewer` may write down: none while viewing as somebody."""
    return access.get_supports_for(viewer, act="log") if viewer.behind is None else Support.objects.none()


def find_programs(viewer: Viewer, student_id: int) -> list[partners.Program]:
    """This function will list the open programs in which `viewer` may place a student, by name."""
    classes = access.gives_to(viewer, student_id)
    return [one for one in partners.find_open_programs(viewer) if one.record_class in classes]


def find_owners(student: students.Student, record_class: str = "") -> list[Reader]:
    """This function will name the staff who could answer for a student's support, of one class of record or of any."""
    policy = accounts.shipped_policy()
    related = students.find_related_to(student)
    classes = (record_class,) if record_class else CLASSES
    found: dict[int, Reader] = {}
    for holder in accounts.find_holders(classes, school_id=student.home_school_id, related=related):
        relation = policy.named(holder.relation)
        if relation is not None and relation.ground == "school_official":
            found.setdefault(holder.user_id, Reader(holder.user_id, holder.name, holder.relation))
    return sorted(found.values(), key=lambda one: one.name)


def find_unchecked(viewer: Viewer) -> QuerySet[Support]:
    """This function will return the supports that ended and of which nobody has said whether they helped."""
    return seen_supports(viewer).filter(ended_on__isnull=False, checked_on=None)


def note_supports(
    viewer: Viewer, sights: Mapping[int, students.Sight], rows: Iterable[Support], *, at: datetime, place: str
) -> None:
    """This function will note whose supports stood before `viewer`, of which class; also where a student has none."""
    held: dict[int, set[str]] = {pk: {"directory"} for pk in sights}
    for row in rows:
        held[row.student_id].add(row.record_class)
    for pk, sight in sights.items():
        held[pk] |= {CLASSES[0]} if CLASSES[0] in sight else set()
    students.note_looked(by=viewer, at=at, shown=[(pk, sights[pk], held[pk]) for pk in sights], place=place)


def may_log_any(viewer: Viewer) -> bool:
    """This function will tell whether `viewer` may write of anybody's supports."""
    if viewer.behind is not None:
        return False
    return any(students.get_students_for(viewer, name, act="write").exists() for name in CLASSES)
