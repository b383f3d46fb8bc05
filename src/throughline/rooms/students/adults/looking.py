"""Looks through the families for adults who are likely entered twice, and keeps the pairs."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from throughline.engines import identity
from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students import access
from throughline.rooms.students.adults.people import adult_facts, find_adults
from throughline.rooms.students.duplicates.keeping import keep_pairs
from throughline.rooms.students.duplicates.queries import check_may_find_duplicates
from throughline.rooms.students.pairs import LikelyAdults
from throughline.values.viewer import Viewer

_NOUN = "duplicate adults"


def look_for_adults(*, by: Viewer, at: datetime) -> int:
    """This function will look through every adult of a family, keep the pairs that are likely now, and count them.

    What somebody said of a pair stays. **Raises** `NotAllowed` for those who do not keep the roster.
    """
    with accounts.acting_as(by):
        check_may_find_duplicates(by)
        adults = find_adults(by)
        for joined in access.get_adult_joins_for(by).filter(parted_at=None).values_list("joined_id", flat=True):
            adults.pop(joined, None)
        pairs = identity.find_adult_pairs(adults.values()).pairs
        known = {(row.one_id, row.other_id): row for row in access.get_likely_adults_for(by)}
        gone = keep_pairs(
            LikelyAdults, pairs, known, lambda pair: adult_facts(adults[pair.one], adults[pair.other]), at
        )
        access.get_likely_adults_for(by).filter(pk__in=gone).delete()
        details = {"adults": len(adults), "pairs": len(pairs)}
        audit.record_act(by=by, at=at, act="look for", noun=_NOUN, details=details)
    return len(pairs)


def look_at_two_adults(*, by: Viewer, at: datetime, guardian_ids: tuple[int, int]) -> None:
    """This function will propose two adults where they are likely one person, without looking at all others."""
    adults = find_adults(by, guardian_ids)
    known = access.get_likely_adults_for(by).filter(one__in=guardian_ids, other__in=guardian_ids)
    if not known.exists():
        pairs = identity.find_adult_pairs(adults.values()).pairs
        keep_pairs(LikelyAdults, pairs, {}, lambda pair: adult_facts(adults[pair.one], adults[pair.other]), at)


def forget_adult_pairs(*, by: Viewer, at: datetime, guardian_ids: Collection[int]) -> int:
    """This function will take away the pairs of adults whose rows are about to go, and return how many.

    What was said of them goes too; history keeps it.
    """
    with accounts.acting_as(by):
        of_them = Q(one__in=guardian_ids) | Q(other__in=guardian_ids)
        n_removed, _by_model = access.get_likely_adults_for(by).filter(of_them).delete()
        if n_removed:
            audit.record_act(by=by, at=at, act="remove", noun=_NOUN, details={"removed": n_removed})
    return n_removed
