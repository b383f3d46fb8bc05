"""What is left unsaid to those who may not see the students: small numbers, and what they could be found by."""

from collections.abc import Sequence

import numpy as np

from throughline.engines.warning import Score, withhold
from throughline.rooms.warning.trials.tallies import FEWEST


def is_small(score: Score) -> bool:
    """This function will tell whether some number of these students, or of any part of them, is small."""
    return any(0 < n < FEWEST for n in _counts(score))


def groups_unsaid(scores: Sequence[Score], whole: Score) -> list[bool]:
    """This function will say which groups of a family to leave out, where the numbers of all students are said.

    A group is left out where it is small, where all the others are, and with as many more of the family as it takes
    that the rest does not come to a small number: as if no student stood in two of its groups, which hides more.
    """
    counts = np.array([_counts(one) for one in scores], dtype=np.int64).reshape(len(scores), -1)
    all_of = np.array(_counts(whole), dtype=np.int64)
    rest = np.maximum(all_of - counts.sum(axis=0), 0)
    unsaid = withhold(np.vstack([counts, rest]) if rest[0] else counts, FEWEST).groups[: len(scores)]
    for place, one in enumerate(counts):
        unsaid[place] |= withhold(np.vstack([one, all_of - one]), FEWEST).groups[0]
    return [bool(hidden) for hidden in unsaid]


def _counts(one: Score) -> tuple[int, ...]:
    """All there are, and each of the four parts of them."""
    missed, for_nothing = one.n_came - one.n_both, one.n_pointed - one.n_both
    neither = one.n - one.n_both - missed - for_nothing
    return one.n, one.n_pointed, one.n_came, one.n_both, missed, for_nothing, neither
