"""From measures to how each student stands, and what the rules suggest: never more than that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from throughline.engines.warning.measures import Measured, measure
from throughline.engines.warning.records import Bools, Ints, Records
from throughline.engines.warning.rules import Indicator, Rules, Standing

NOT_ENOUGH = -1


@dataclass(frozen=True, slots=True)
class Suggested:
    """Every student's standings and level. **Shapes** `standing` (students, indicators); `points`, `level` (students,).

    `level` is the place of the level among those of the rules, counted from 1; 0 where nothing is suggested, and -1
    where too little is known to say so.
    """

    measured: Mapping[str, Measured]
    standing: Ints
    points: Ints
    level: Ints


def suggest(records: Records, rules: Rules, until: int) -> Suggested:
    """This function will say how each student stands, by what was known on the day `until`, and suggest a level.

    The same for rows in any order. One more absence, failed mark or incident never lowers a level.
    """
    measured = measure(records, rules, until)
    standing = np.zeros((records.n, len(rules.indicators)), dtype=np.int64)
    points = np.zeros(records.n, dtype=np.int64)
    for place, one in enumerate(rules.indicators):
        found = stand(one, measured[one.code])
        standing[:, place] = found
        points += np.where(found == Standing.OFF_TRACK, one.points, 0)
        points += np.where(found == Standing.FAR_OFF, one.far_points, 0)
    return Suggested(measured, standing, points, _levels(points, standing, rules))


def stand(one: Indicator, found: Measured) -> Ints:
    """This function will say how each student stands on one indicator.

    What is seen already may put somebody off track, however much is unknown; nobody is on track by not being known.
    """
    has_base = found.denominator > 0
    standing = np.where(found.enough & has_base, np.int64(Standing.ON_TRACK), np.int64(Standing.NO_DATA))
    if one.thriving_at is not None:
        at_most = found.numerator * one.thriving_at.denominator <= one.thriving_at.numerator * found.denominator
        standing = np.where((standing == Standing.ON_TRACK) & at_most, Standing.THRIVING, standing)
    standing = np.where(has_base & _reaches(found, one.off_at), Standing.OFF_TRACK, standing)
    if one.far_at is not None:
        standing = np.where(has_base & _reaches(found, one.far_at), Standing.FAR_OFF, standing)
    return standing.astype(np.int64)


def tiers(standing: Ints, rules: Rules, domain: str) -> Ints:
    """This function will suggest a tier in one domain: 1, 2 where something is off track, 3 where it is far off.

    0 where nothing of the domain is known. **Shapes** (students,).
    """
    places = [place for place, one in enumerate(rules.indicators) if one.domain == domain]
    worst = standing[:, places].max(axis=1, initial=int(Standing.NO_DATA))
    return np.select(
        [worst == Standing.NO_DATA, worst == Standing.FAR_OFF, worst == Standing.OFF_TRACK], [0, 3, 2], default=1
    )


def overall_tier(tiers: Iterable[int]) -> int:
    """This function will suggest a tier overall: the highest of the domains, 0 where nothing is known of any.

    **Example**

    >>> overall_tier([1, 3, 0]), overall_tier([0, 0])
    (3, 0)
    """
    return max(tiers, default=0)


def _reaches(found: Measured, cut: Fraction) -> Bools:
    """Exact: whole numbers multiplied crosswise, so that one tenth is one tenth."""
    reached: Bools = found.numerator * cut.denominator >= cut.numerator * found.denominator
    return reached


def _levels(points: Ints, standing: Ints, rules: Rules) -> Ints:
    level = np.searchsorted(np.array([one.at_least for one in rules.levels]), points, side="right")
    n_known = (standing != Standing.NO_DATA).sum(axis=1)
    return np.where((level == 0) & (n_known < rules.least_known), NOT_ENOUGH, level).astype(np.int64)
