"""Causes of a change under a matrix of dollars: no school's money depends on another school."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from throughline.engines.funding.allocation import Allocation
from throughline.engines.funding.changes.parts import ChangePart, Part, parts_between
from throughline.engines.funding.checks import need_columns
from throughline.engines.funding.formula import ALL_STUDENTS

Counts = dict[str, Fraction]


@dataclass(frozen=True, slots=True)
class MatrixChange:
    """Two results of matrices, ready to say what changed at any school."""

    before: Allocation
    after: Allocation

    def parts(self, school_ids: Sequence[str]) -> dict[str, list[ChangePart]]:
        """This function will tell the causes apart for schools that are in both results."""
        was = {school_id: at for at, school_id in enumerate(self.before.schools.school_ids)}
        now = {school_id: at for at, school_id in enumerate(self.after.schools.school_ids)}
        return {school_id: self._of(was[school_id], now[school_id]) for school_id in school_ids}

    def _of(self, was: int, now: int) -> list[ChangePart]:
        formula = self.before.formula
        old_level, new_level = self.before.schools.levels[was], self.after.schools.levels[now]
        counts = self._counts(self.before, was)
        later = counts | self._counts(self.after, now)
        grown = _scaled(counts, later, _everybody(self.before, was), _everybody(self.after, now))
        known = new_level in {level.key for level in formula.levels}
        values: list[tuple[Part, Fraction | None]] = [
            (Part.ENROLLMENT, self._paid(grown, old_level)),
            (Part.NEED_MIX, self._paid(later, old_level)),
            (Part.FIGURES, self._paid(later, new_level) if known else None),
            (Part.RATES, Fraction(int(self.after.totals_cents[now]), 100)),
        ]
        return parts_between(values, Fraction(int(self.before.totals_cents[was]), 100))

    def _counts(self, result: Allocation, at: int) -> Counts:
        """The counts that the earlier formula pays for, as far as a result has them."""
        columns = need_columns(self.before.formula, result.schools)
        needs = zip(self.before.formula.needs, columns, strict=True)
        withheld = result.schools.withheld
        return {
            need.key: Fraction(int(result.schools.counts[at, column]))
            for need, column in needs
            if column is not None and (withheld is None or not withheld[at, column])
        }

    def _paid(self, counts: Counts, level: str) -> Fraction:
        formula = self.before.formula
        return sum((count * formula.rate_cents(level, need) for need, count in counts.items()), Fraction(0)) / 100


def _everybody(result: Allocation, at: int) -> Fraction | None:
    codes = result.schools.codes
    return Fraction(int(result.schools.counts[at, codes.index(ALL_STUDENTS)])) if ALL_STUDENTS in codes else None


def _scaled(counts: Counts, later: Counts, was: Fraction | None, now: Fraction | None) -> Counts:
    """Everybody's number changes and the share in each need stays; a school that had nobody has no share to keep."""
    if was is None or now is None:
        return counts
    return later if not was else {need: count * now / was for need, count in counts.items()}
