"""Makes the pairs that are kept those that are likely now, of students or of adults; what somebody said stays."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from throughline.engines import identity
from throughline.rooms.students.models import LikelyPair
from throughline.rooms.students.pairs import LikelyAdults

_AT_ONCE = 2000
_Likely = TypeVar("_Likely", LikelyPair, LikelyAdults)


def keep_pairs(
    model: type[_Likely],
    pairs: Sequence[identity.Pair],
    known: Mapping[tuple[int, int], _Likely],
    facts_of: Callable[[identity.Pair], str],
    at: datetime,
) -> list[int]:
    """This function will keep `pairs`, and return the ids of those among `known` that nothing speaks for any more.

    Of `known`, those of which somebody said something are not among these. The caller has checked who may.
    """
    made, changed, left = [], [], dict(known)
    for pair in pairs:
        row = left.pop((pair.one, pair.other), None)
        told = (pair.score, [str(reason) for reason in pair.reasons], facts_of(pair))
        if row is None:
            row = model(one_id=pair.one, other_id=pair.other, found_at=at)
            made.append(row)
        elif (row.score, row.reasons, row.facts) != told:
            changed.append(row)
        row.score, row.reasons, row.facts = told
    model.objects.bulk_create(made, batch_size=_AT_ONCE)
    model.objects.bulk_update(changed, ["score", "reasons", "facts"], batch_size=_AT_ONCE)
    return [row.pk for row in left.values() if not row.two_people_facts]
