"""Schools' figures with some of them from an earlier result and some from a later one."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from throughline.engines.funding.changes.parts import Part
from throughline.engines.funding.steps import Cell, SchoolColumns, StepsFormula
from throughline.engines.funding.steps.units import TEXT, TRUTH, UNITS

Row = dict[str, Cell]
_LEVEL = "level"  # no column may be called so: it is a word of its own in calculations


@dataclass(frozen=True, slots=True)
class Hybrids:
    """The figures of two results by school, as far as the earlier formula reads them."""

    before: dict[str, Row]
    after: dict[str, Row]
    names: dict[str, str]
    counts: tuple[str, ...]
    enrolled: str

    @classmethod
    def of(cls, formula: StepsFormula, before: SchoolColumns, after: SchoolColumns, enrolled: str = "") -> "Hybrids":
        """This function will lay the figures of both results side by side.

        A column that the later figures lack keeps the earlier figure; at a school that is new it is nothing.
        """
        counts = tuple(column.key for column in formula.inputs if column.unit == "pupils" and not column.prior)
        units = {column.key: column.unit for column in formula.inputs}
        first = _rows(before, tuple(units))
        last = _rows(after, tuple(key for key in units if key in after.columns))
        empty = {key: _nothing(unit) for key, unit in units.items()}
        last = {school_id: empty | first.get(school_id, {}) | row for school_id, row in last.items()}
        names = {
            school_id: columns.name_at(at)
            for columns in (before, after)
            for at, school_id in enumerate(columns.school_ids)
        }
        return cls(first, last, names, counts, enrolled or _everybody(counts, first))

    def own(self, part: Part, school_ids: set[str]) -> SchoolColumns:
        """This function will change those schools' figures up to `part`, and leave every other school as it was."""
        rows = {
            school_id: self._own_row(part, school_id) if school_id in school_ids else row
            for school_id, row in self.before.items()
        }
        return self._columns(rows)

    def later(self) -> SchoolColumns:
        """This function will return every school's later figures."""
        return self._columns(self.after)

    def _own_row(self, part: Part, school_id: str) -> Row:
        was, now = self.before[school_id], self.after[school_id]
        if part is Part.FIGURES:
            return now
        if part is Part.NEED_MIX:
            return was | {key: now[key] for key in self.counts}
        if not self.enrolled:
            return was
        students, later = Fraction(was[self.enrolled]), Fraction(now[self.enrolled])
        if not students:
            return was | {key: now[key] for key in self.counts}
        return was | {key: Fraction(was[key]) * later / students for key in self.counts}

    def _columns(self, rows: dict[str, Row]) -> SchoolColumns:
        keys = [key for key in next(iter(rows.values()), {}) if key != _LEVEL]
        columns: dict[str, Sequence[Cell]] = {key: [row[key] for row in rows.values()] for key in keys}
        levels = tuple(str(row[_LEVEL]) for row in rows.values())
        return SchoolColumns(tuple(rows), levels, columns, tuple(self.names[school_id] for school_id in rows))


def _rows(columns: SchoolColumns, keys: tuple[str, ...]) -> dict[str, Row]:
    return {
        school_id: {key: columns.columns[key][at] for key in keys} | {_LEVEL: columns.levels[at]}
        for at, school_id in enumerate(columns.school_ids)
    }


def _everybody(counts: tuple[str, ...], rows: dict[str, Row]) -> str:
    """The count called "enrolled", else the one that is highest over all schools, the first of equals."""
    if "enrolled" in counts:
        return "enrolled"
    sums = {key: sum((Fraction(row[key]) for row in rows.values()), Fraction(0)) for key in counts}
    return max(counts, key=lambda key: sums[key], default="")


def _nothing(unit: str) -> Cell:
    of = UNITS[unit].of
    return False if of == TRUTH else "" if of == TEXT else Fraction(0)
