"""The result of a run: every school's cents by need, and the arithmetic behind any of them when asked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from throughline.engines.funding.canonical import Plain, digest_of
from throughline.engines.funding.counts import IntArray, SchoolCounts
from throughline.engines.funding.formula import ALL_STUDENTS, Formula, Level, Need
from throughline.engines.funding.version import ENGINE_VERSION
from throughline.values.money import Cents, per_pupil
from throughline.values.problem import Problem


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One step of the arithmetic: count × rate = amount, for one school and need."""

    school_id: str
    school_name: str
    level: Level
    need: Need
    count: int
    rate_cents: Cents
    amount_cents: Cents


@dataclass(frozen=True, slots=True)
class SchoolAllocation:
    """One school's result, ready to be read out: its lines add up to its total."""

    school_id: str
    school_name: str
    level: Level
    n_students: int | None  # None where the formula has no line for all students
    total_cents: Cents
    per_pupil_cents: Cents | None
    lines: tuple[TraceLine, ...]


@dataclass(frozen=True, eq=False)
class Allocation:
    """Every school's dollars under one formula.

    **Shapes** `level_index`, `totals_cents` (schools,); `counts`, `amounts_cents` (schools, needs), in the
    order of `schools.school_ids` and `formula.needs`. **Units** students and cents. The arrays are read-only.
    """

    formula: Formula
    schools: SchoolCounts
    level_index: IntArray
    counts: IntArray
    amounts_cents: IntArray
    totals_cents: IntArray
    by_level_and_need_cents: tuple[tuple[int, ...], ...]
    district_cents: int
    warnings: tuple[Problem, ...] = ()
    engine_version: str = ENGINE_VERSION

    @property
    def n_schools(self) -> int:
        return self.schools.n_schools

    def trace(self, positions: Iterable[int] | None = None) -> Iterator[TraceLine]:
        """This function will walk the arithmetic line by line, for all schools or those at `positions`.

        Lines are made as they are read, so a state's trace need never stand in memory.
        """
        for position in range(self.n_schools) if positions is None else positions:
            level_at = int(self.level_index[position])
            for need_at, need in enumerate(self.formula.needs):
                yield TraceLine(
                    self.schools.school_ids[position],
                    self.schools.school_names[position],
                    self.formula.levels[level_at],
                    need,
                    int(self.counts[position, need_at]),
                    Cents(self.formula.rates_cents[level_at][need_at]),
                    Cents(int(self.amounts_cents[position, need_at])),
                )

    def school(self, school_id: str) -> SchoolAllocation:
        """This function will return one school's result with its lines. **Raises** `KeyError` for none."""
        return self.school_at(self._position_of[school_id])

    def school_at(self, position: int) -> SchoolAllocation:
        """This function will return the result of the school at `position`, with its lines."""
        total = int(self.totals_cents[position])
        n_students = None if self._all_at is None else int(self.counts[position, self._all_at])
        return SchoolAllocation(
            school_id=self.schools.school_ids[position],
            school_name=self.schools.school_names[position],
            level=self.formula.levels[int(self.level_index[position])],
            n_students=n_students,
            total_cents=Cents(total),
            per_pupil_cents=None if n_students is None else per_pupil(total, n_students),
            lines=tuple(self.trace([position])),
        )

    def by_need_cents(self) -> dict[str, int]:
        """This function will return the district's cents for each need; they add up to `district_cents`."""
        columns = zip(*self.by_level_and_need_cents, strict=True)
        return {need.key: sum(column) for need, column in zip(self.formula.needs, columns, strict=True)}

    def by_level_cents(self) -> dict[str, int]:
        """This function will return the district's cents for each level; they add up to `district_cents`."""
        rows = zip(self.formula.levels, self.by_level_and_need_cents, strict=True)
        return {level.key: sum(row) for level, row in rows}

    @cached_property
    def inputs_digest(self) -> str:
        """The SHA-256 of all the sum depends on but the formula: schools, levels, counts, in any order."""
        keys = [need.key for need in self.formula.needs]
        own = self.schools.counted_on
        days: dict[str, Plain] = {need.key: own[need.counts] for need in self.formula.needs if need.counts in own}
        schools: dict[str, Plain] = {"needs": [*keys], "schools": self._sorted_rows(self.counts.tolist())}
        return digest_of(({"counted_on": days} if days else {}) | schools)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the whole run: engine, formula, inputs and every cent of the result."""
        return digest_of(
            {
                "engine": self.engine_version,
                "formula": self.formula.digest,
                "inputs": self.inputs_digest,
                "amounts_cents": self._sorted_rows(self.amounts_cents.tolist()),
                "district_cents": self.district_cents,
            }
        )

    def summary(self) -> dict[str, Plain]:
        """This function will return the run in plain values: what went in, what came out, and the digests."""
        return {
            "engine_version": self.engine_version,
            "formula": {
                "key": self.formula.key,
                "name": self.formula.name.text(),
                "version": self.formula.version,
                "year": self.formula.year,
                "currency": self.formula.currency,
                "illustrative": self.formula.illustrative,
                "source": self.formula.canonical()["source"],
                "digest": self.formula.digest,
            },
            "inputs_digest": self.inputs_digest,
            "result_digest": self.digest,
            "n_schools": self.n_schools,
            **({"counted_on": dict(self.schools.counted_on)} if self.schools.counted_on else {}),
            "n_students": self._n_students(),
            "total_cents": self.district_cents,
            "by_need_cents": self.by_need_cents(),
            "by_level_cents": self.by_level_cents(),
            "warnings": [problem.as_json() for problem in self.warnings],
        }

    @cached_property
    def _position_of(self) -> dict[str, int]:
        return {school_id: position for position, school_id in enumerate(self.schools.school_ids)}

    @cached_property
    def _all_at(self) -> int | None:
        codes = [need.counts for need in self.formula.needs]
        return codes.index(ALL_STUDENTS) if ALL_STUDENTS in codes else None

    def _n_students(self) -> int | None:
        return None if self._all_at is None else int(self.counts[:, self._all_at].sum())

    def _sorted_rows(self, rows: list[list[int]]) -> list[Plain]:
        together = zip(self.schools.school_ids, self.schools.levels, rows, strict=True)
        return [[school_id, level, row] for school_id, level, row in sorted(together)]
