"""Which pairs of students wait for somebody to look, one pair side by side, and who may."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from throughline.engines.identity import Reason
from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students import access
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.models import Demographics, Enrollment, Guardian, LikelyPair, Student
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

# What the pages show of each student.
SHOWN = ("directory", "demographics", "enrollment", "family_contacts")


@dataclass(frozen=True, slots=True)
class PairsPage:
    """The pairs that wait, or those somebody said are two people; how many there are of each, and who asks."""

    rows: QuerySet[Any]
    decided: bool
    n_waiting: int
    n_decided: int
    viewer: Viewer
    at: datetime


@dataclass(frozen=True, slots=True)
class Side:
    """One student of a pair, with all that helps to tell whether the other is the same person."""

    student: Student
    birth: Demographics | None
    enrollments: list[Enrollment]
    adults: list[Guardian]
    beginning: audit.Beginning | None


@dataclass(frozen=True, slots=True)
class PairPage:
    """A pair, side by side."""

    pair: LikelyPair
    sides: tuple[Side, Side]

    @property
    def reasons(self) -> list[Reason]:
        """What speaks for one person and against it, the weightiest first."""
        return [Reason.read(written) for written in self.pair.reasons]


def may_find_duplicates(viewer: Viewer) -> bool:
    """This function will tell whether `viewer` keeps the roster of the whole district."""
    return all(accounts.may(viewer, "write", name) for name in SHOWN)


def check_may_find_duplicates(viewer: Viewer) -> None:
    """This function will do nothing where `may_find_duplicates` holds. **Raises** `NotAllowed` otherwise."""
    for name in SHOWN:
        accounts.check_may(viewer, "write", name)


def pairs_page(viewer: Viewer, *, at: datetime, decided: bool) -> PairsPage:
    """This function will return the pairs that wait for a look, or those that were said to be two people.

    **Raises** `NotAllowed` for those who do not keep the roster.
    """
    check_may_find_duplicates(viewer)
    pairs = access.get_likely_pairs_for(viewer).select_related("one__home_school", "other__home_school")
    return parted_by_decision(viewer, pairs, at=at, decided=decided)


def parted_by_decision(viewer: Viewer, pairs: QuerySet[Any], *, at: datetime, decided: bool) -> PairsPage:
    """This function will return which of some pairs wait, or were said to be two people, the likeliest first."""
    two = pairs.filter(two_people_facts=F("facts"))
    waiting = pairs.exclude(two_people_facts=F("facts"))
    rows = two if decided else waiting
    return PairsPage(rows.order_by("-score", "one", "other"), decided, waiting.count(), two.count(), viewer, at)


def pair_page(viewer: Viewer, pair_id: int, *, at: datetime) -> PairPage:
    """This function will return one pair side by side, and note that `viewer` looked at both.

    **Raises** `NotAllowed` for those who do not keep the roster, and `NotFound`.
    """
    pair = find_pair(viewer, pair_id)
    students = (pair.one, pair.other)
    sights = access.explain_sight(viewer, students, SHOWN)
    note_looked(by=viewer, at=at, shown=[(pk, sight, SHOWN) for pk, sight in sights.items()], place="students.pair")
    beginnings = audit.find_beginnings(Student, [student.pk for student in students])
    one, other = (_side(viewer, student, beginnings.get(student.pk)) for student in students)
    return PairPage(pair, (one, other))


def find_pair(viewer: Viewer, pair_id: int, *, lock: bool = False) -> LikelyPair:
    """This function will return one pair, held to the end of the transaction where `lock` is set.

    **Raises** `NotAllowed` for those who do not keep the roster, and `NotFound`.
    """
    check_may_find_duplicates(viewer)
    pairs = access.get_likely_pairs_for(viewer).filter(pk=pair_id).select_related("one__home_school")
    pairs = pairs.select_related("one__home_school", "other__home_school")
    found = (pairs.select_for_update(of=("self",)) if lock else pairs).first()
    if found is None:
        raise NotFound(
            gettext_noop("There is no such pair of students, or it is no longer likely."),
            gettext_noop("Look at the list of likely duplicates."),
        )
    return found


def _side(viewer: Viewer, student: Student, beginning: audit.Beginning | None) -> Side:
    enrollments = access.get_enrollments_for(viewer).filter(student=student).select_related("school")
    held = access.get_guardianships_for(viewer).filter(student=student, ended_at=None).select_related("guardian")
    return Side(
        student,
        access.get_demographics_for(viewer).filter(student=student).first(),
        list(enrollments.order_by("starts_on", "pk")),
        [row.guardian for row in held.order_by("guardian__family_name", "guardian_id")],
        beginning,
    )
