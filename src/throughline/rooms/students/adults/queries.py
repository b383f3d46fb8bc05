"""Which pairs of adults wait for somebody to look, and one pair side by side with what holds for each child."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from throughline.engines.identity import Reason
from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students import access
from throughline.rooms.students.directory.contacts import Rights, find_rights, is_told
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.duplicates.queries import PairsPage, check_may_find_duplicates, parted_by_decision
from throughline.rooms.students.models import Guardian, GuardianPost, Student
from throughline.rooms.students.pairs import LikelyAdults
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

# What the pages show of each student whose family it is.
SHOWN = ("directory", "family_contacts")


@dataclass(frozen=True, slots=True)
class AdultSide:
    """One record of a pair, with what helps to tell whether the other is the same person."""

    adult: Guardian
    roles: list[GuardianPost]
    signs_in: bool
    beginning: audit.Beginning | None


@dataclass(frozen=True, slots=True)
class ChildOfPair:
    """A student whom one record or both stand for, and what limits each adult there; None where it does not stand."""

    student: Student
    with_one: Rights | None
    with_other: Rights | None

    @property
    def limits_joined(self) -> tuple[str, ...]:
        """What holds for the person once the two are one: each limit of either."""
        both = (self.with_one, self.with_other)
        return tuple(dict.fromkeys(words for rights in both if rights for words in rights.limits))

    @property
    def is_shared(self) -> bool:
        """Whether both records stand for the student."""
        return self.with_one is not None and self.with_other is not None


@dataclass(frozen=True, slots=True)
class AdultPairPage:
    """A pair of adults, side by side, with every student of either."""

    pair: LikelyAdults
    sides: tuple[AdultSide, AdultSide]
    children: list[ChildOfPair]
    told_limits: bool

    @property
    def reasons(self) -> list[Reason]:
        """What speaks for one person and against it, the weightiest first."""
        return [Reason.read(written) for written in self.pair.reasons]

    @property
    def are_apart(self) -> bool:
        """Whether one stands for a student whom the other does not: joining must open none to the other."""
        return not all(child.is_shared for child in self.children)


def adults_page(viewer: Viewer, *, at: datetime, decided: bool) -> PairsPage:
    """This function will return the pairs that wait for a look, or those that were said to be two people.

    **Raises** `NotAllowed` for those who do not keep the roster.
    """
    check_may_find_duplicates(viewer)
    pairs = access.get_likely_adults_for(viewer).select_related("one", "other")
    return parted_by_decision(viewer, pairs, at=at, decided=decided)


def children_of(viewer: Viewer, guardian_ids: Iterable[int]) -> dict[int, list[Student]]:
    """This function will return the students on the roster for whom each of these adults stands now. One query."""
    rows = access.get_guardianships_for(viewer).filter(guardian__in=list(guardian_ids), ended_at=None)
    standing = rows.filter(student__ended_at=None).select_related("student__home_school")
    found: dict[int, list[Student]] = {}
    for row in standing.order_by("student__family_name", "student__given_name", "student_id"):
        found.setdefault(row.guardian_id, []).append(row.student)
    return found


def note_children(viewer: Viewer, children: Iterable[Student], *, at: datetime, place: str) -> None:
    """This function will note that `viewer` was shown whose family an adult is."""
    sights = access.explain_sight(viewer, {student.pk: student for student in children}.values(), SHOWN)
    note_looked(by=viewer, at=at, shown=[(pk, sight, SHOWN) for pk, sight in sights.items()], place=place)


def adult_pair_page(viewer: Viewer, pair_id: int, *, at: datetime) -> AdultPairPage:
    """This function will return one pair side by side, and note that `viewer` looked at each student of either.

    **Raises** `NotAllowed` for those who do not keep the roster, and `NotFound`.
    """
    pair = find_adults_pair(viewer, pair_id)
    adults = (pair.one, pair.other)
    of = children_of(viewer, [adult.pk for adult in adults])
    students = {student.pk: student for listed in of.values() for student in listed}
    sights = access.explain_sight(viewer, students.values(), SHOWN)
    note_looked(by=viewer, at=at, shown=[(pk, sight, SHOWN) for pk, sight in sights.items()], place="students.adults")
    children = []
    for pk, student in students.items():
        rights = find_rights(student, sights[pk])
        one, other = (rights.get(a.pk, Rights()) if student in of.get(a.pk, ()) else None for a in adults)
        children.append(ChildOfPair(student, one, other))
    beginnings = audit.find_beginnings(Guardian, [adult.pk for adult in adults])
    known = set(accounts.User.objects.filter(source_id__in=[a.source_id for a in adults]).values_list("source_id"))
    one_side, other_side = (
        AdultSide(
            adult,
            list(GuardianPost.objects.filter(guardian=adult, ended_at=None).select_related("organization")),
            (adult.source_id,) in known,
            beginnings.get(adult.pk),
        )
        for adult in adults
    )
    return AdultPairPage(pair, (one_side, other_side), children, all(is_told(sight) for sight in sights.values()))


def find_adults_pair(viewer: Viewer, pair_id: int, *, lock: bool = False) -> LikelyAdults:
    """This function will return one pair, held to the end of the transaction where `lock` is set.

    **Raises** `NotAllowed` for those who do not keep the roster, and `NotFound`.
    """
    check_may_find_duplicates(viewer)
    pairs = access.get_likely_adults_for(viewer).filter(pk=pair_id).select_related("one", "other")
    found = (pairs.select_for_update(of=("self",)) if lock else pairs).first()
    if found is None:
        raise NotFound(
            gettext_noop("There is no such pair of adults, or it is no longer likely."),
            gettext_noop("Look at the list of likely duplicates."),
        )
    return found
