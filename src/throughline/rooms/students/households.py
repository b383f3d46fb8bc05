"""Two households: a family reads its own telephone and e-mail in a child's record, never those of the other adults.

Nor does an adult who may not be told what others consented to learn it from who can see the student, or who looked.
"""

from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access, in_part
from throughline.rooms.students.models import Guardian, Guardianship, Relation, Student
from throughline.rooms.students.one_adult import one_adult
from throughline.values.viewer import Viewer

_NAMES = Viewer(duty="households", name="Who stands for a student")
# What limits an adult, kept as relations that show nobody anything: they only take away.
NOT_TOLD = "not_told"
NOT_HEARD = "not_heard"
LIMITS = frozenset({NOT_TOLD, NOT_HEARD})


@dataclass(frozen=True, slots=True)
class Reached:
    """An adult as far as a viewer may read of them, and the record that stands for the person."""

    adult: Guardian
    one_id: int


def with_contacts(viewer: Viewer, rows: QuerySet[Guardianship]) -> list[Reached]:
    """This function will fetch who stands for a student; to family, with no way to reach anybody but themselves.

    Where parents live apart, one must not learn from the school how to reach the other. Their names are shown: a duty
    reads them, since the second wall hides the rest of the row.
    """
    ids = list(rows.values_list("guardian_id", flat=True))
    if not ids:
        return []
    reached = _guardians_for(viewer).in_bulk(ids)
    with accounts.acting_as(_NAMES, reads=True):
        adults = Guardian.objects.annotate(one_id=one_adult("pk")).in_bulk(ids)
    found = []
    for pk in ids:
        adult, known = adults[pk], reached.get(pk, Guardian())
        adult.phone, adult.email, adult.username = known.phone, known.email, known.username
        found.append(Reached(adult, adult.one_id))
    return found


def with_history(viewer: Viewer, rows: QuerySet[Guardianship]) -> QuerySet[Guardianship]:
    """This function will keep the adults whose changes, of telephone and e-mail too, are the viewer's to read."""
    return rows.filter(guardian__in=_guardians_for(viewer).values("pk"))


def may_be_told(viewer: Viewer, student: Student) -> bool:
    """This function will tell whether `viewer` may learn what others in the family consented to for a student today."""
    return not access.holding_today().filter(user__in=_people(viewer), student=student, relation=NOT_TOLD).exists()


def speaks_as(viewer: Viewer, student_id: int) -> str:
    """This function will return as whom `viewer` may speak for a student today: `self` or `guardian`, or nothing.

    Nobody speaks while viewing as somebody else, and no adult whom an order keeps from speaking for the student.
    """
    held = access.relations_held(viewer)
    if viewer.behind is not None or student_id in held.get(NOT_HEARD, ()):
        return ""
    return next((relation for relation in ("self", "guardian") if student_id in held.get(relation, ())), "")


def untold_of(viewer: Viewer) -> frozenset[int]:
    """This function will return the students, by key, of whom `viewer` may not be told what others in the family say.

    Where one views as another, what either may not be told.
    """
    people = [viewer] if viewer.behind is None else [replace(viewer, behind=None), viewer.behind]
    return frozenset(pk for one in people for pk in access.relations_held(one).get(NOT_TOLD, ()))


def not_told_here() -> str:
    """This function will say, to an adult who may not be told of others' consents, what is left out of a page."""
    return gettext(
        "The district keeps that you may not be told what others consented to for this student. People outside the"
        " district who see the record by such a consent, if there are any, are left out here. If you have a question"
        " about it, ask the district's privacy officer."
    )


def _guardians_for(viewer: Viewer) -> QuerySet[Guardian]:
    """The adults whom `viewer` may read how to reach; to family, of their own themselves."""
    family = Relation.objects.filter(user__in=_people(viewer), relation__in=access.HOME)
    standing = access.get_guardianships_for(viewer).exclude(student__in=family.values("student"))
    known = accounts.User.objects.filter(pk=viewer.user_id or 0).exclude(source_id="")
    adults = in_part.reading(Guardian.objects.all(), viewer)
    return adults.filter(Q(pk__in=standing.values("guardian")) | Q(source_id__in=known.values("source_id")))


def _people(viewer: Viewer) -> list[int]:
    """Whoever looks, and whoever sits behind."""
    return [one.user_id for one in (viewer, viewer.behind) if one is not None and one.user_id is not None]
