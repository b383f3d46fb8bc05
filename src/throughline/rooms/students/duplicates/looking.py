"""Looks through the roster for pairs that are likely one person, and keeps them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from throughline.engines import identity
from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students import access
from throughline.rooms.students.duplicates.keeping import keep_pairs
from throughline.rooms.students.duplicates.people import facts_of, find_people
from throughline.rooms.students.duplicates.queries import check_may_find_duplicates
from throughline.rooms.students.models import LikelyPair
from throughline.values.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Looked:
    """How many students were looked through, and how many pairs are likely one person."""

    n_students: int
    n_pairs: int


def look_for_duplicates(*, by: Viewer, at: datetime) -> Looked:
    """This function will look through every student, and make the pairs that wait those that are likely now.

    What somebody said of a pair stays. **Raises** `NotAllowed` for those who do not keep the roster.
    """
    with accounts.acting_as(by):
        check_may_find_duplicates(by)
        people = find_people(by)
        for joined in access.get_joins_for(by).filter(undone_at=None).values_list("joined_id", flat=True):
            people.pop(joined, None)
        current = set(access.get_students_for(by).filter(ended_at=None).values_list("pk", flat=True))
        pairs = [pair for pair in identity.find_pairs(people.values()).pairs if current & {pair.one, pair.other}]
        known = {(row.one_id, row.other_id): row for row in access.get_likely_pairs_for(by)}
        gone = keep_pairs(LikelyPair, pairs, known, lambda pair: facts_of(people[pair.one], people[pair.other]), at)
        access.get_likely_pairs_for(by).filter(pk__in=gone).delete()
        looked = Looked(len(people), len(pairs))
        details = {"students": looked.n_students, "pairs": looked.n_pairs}
        audit.record_act(by=by, at=at, act="look for", noun="duplicate students", details=details)
    return looked


def look_at_two(*, by: Viewer, at: datetime, student_ids: tuple[int, int]) -> None:
    """This function will propose two students where they are likely one person, without looking at all others."""
    people = find_people(by, student_ids)
    known = access.get_likely_pairs_for(by).filter(one__in=student_ids, other__in=student_ids)
    if not known.exists():
        pairs = list(identity.find_pairs(people.values()).pairs)
        keep_pairs(LikelyPair, pairs, {}, lambda pair: facts_of(people[pair.one], people[pair.other]), at)


def forget_pairs(*, by: Viewer, at: datetime, student_ids: Collection[int]) -> int:
    """This function will take away the pairs of students whose rows are about to go, and return how many.

    What was said of them goes too; history keeps it.
    """
    with accounts.acting_as(by):
        of_them = Q(one__in=student_ids) | Q(other__in=student_ids)
        n_removed, _by_model = access.get_likely_pairs_for(by).filter(of_them).delete()
        if n_removed:
            details = {"removed": n_removed}
            audit.record_act(by=by, at=at, act="remove", noun="duplicate students", details=details)
    return n_removed
