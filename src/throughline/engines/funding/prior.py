"""Dollars beside those of another budget, school by school: who gains, who loses, and how it all adds up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from throughline.values.money import per_pupil


@dataclass(frozen=True, slots=True)
class PriorBudget:
    """What a school had, or is to have at least: in all, and by source where that is known.

    `n_students` is None where nobody said how many students it was for; `by_source` adds up to `cents`, or is empty.
    """

    school_id: str
    cents: int
    n_students: int | None = None
    by_source: Mapping[str, int] = field(default_factory=dict)


class Standing(StrEnum):
    """How a school stands to its earlier budget: one of these, and of a school that has none or is gone, the last."""

    GAINS = "gains"
    LOSES = "loses"
    SAME = "same"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class SchoolBeside:
    """One school's dollars now beside those before. **Units** cents; a side the school is not on is None."""

    school_id: str
    now_cents: int | None
    now_students: int | None
    prior_cents: int | None
    prior_students: int | None

    @property
    def change_cents(self) -> int:
        """What it has more now; a school that is new had nothing, and one that is gone has nothing."""
        return (self.now_cents or 0) - (self.prior_cents or 0)

    @property
    def change_share(self) -> Fraction | None:
        """The change as a share of what it had, exactly; None where it had nothing."""
        return Fraction(self.change_cents, self.prior_cents) if self.prior_cents else None

    @property
    def now_per_pupil_cents(self) -> int | None:
        return _each(self.now_cents, self.now_students)

    @property
    def prior_per_pupil_cents(self) -> int | None:
        return _each(self.prior_cents, self.prior_students)

    @property
    def per_pupil_change_cents(self) -> int | None:
        """The change for each student; None where one side is not known."""
        now, prior = self.now_per_pupil_cents, self.prior_per_pupil_cents
        return None if now is None or prior is None else now - prior

    @property
    def standing(self) -> Standing:
        if self.prior_cents is None:
            return Standing.NEW
        if self.now_cents is None:
            return Standing.GONE
        if self.change_cents == 0:
            return Standing.SAME
        return Standing.GAINS if self.change_cents > 0 else Standing.LOSES


@dataclass(frozen=True, slots=True)
class Beside:
    """Every school on either side, those of now first and in their order, then those that are gone."""

    schools: Sequence[SchoolBeside]

    @property
    def now_cents(self) -> int:
        return sum(one.now_cents or 0 for one in self.schools)

    @property
    def prior_cents(self) -> int:
        return sum(one.prior_cents or 0 for one in self.schools)

    @property
    def change_cents(self) -> int:
        return self.now_cents - self.prior_cents

    @property
    def gained_cents(self) -> int:
        """What schools that gain have more, in all."""
        return sum(one.change_cents for one in self.standing(Standing.GAINS))

    @property
    def lost_cents(self) -> int:
        """What schools that lose have less, in all, as a number above zero."""
        return -sum(one.change_cents for one in self.standing(Standing.LOSES))

    @property
    def new_cents(self) -> int:
        return sum(one.change_cents for one in self.standing(Standing.NEW))

    @property
    def gone_cents(self) -> int:
        return -sum(one.change_cents for one in self.standing(Standing.GONE))

    def standing(self, how: Standing) -> list[SchoolBeside]:
        """This function will return the schools that stand so, those that move the most first."""
        found = [one for one in self.schools if one.standing is how]
        return sorted(found, key=lambda one: (-abs(one.change_cents), one.school_id))


def set_beside(now: Iterable[PriorBudget], prior: Iterable[PriorBudget]) -> Beside:
    """This function will lay dollars beside earlier ones, school by school.

    What gainers gain, less what losers lose, with what is new and without what is gone, is the whole change, to the
    cent. **Raises** `ValueError` where a side names a school twice.

    **Example**

    >>> was = [PriorBudget("A", 500), PriorBudget("B", 300)]
    >>> found = set_beside([PriorBudget("A", 700), PriorBudget("B", 250)], was)
    >>> found.gained_cents, found.lost_cents, found.change_cents
    (200, 50, 150)
    """
    here, before = _by_school(now), _by_school(prior)
    return Beside([_beside(school_id, here, before) for school_id in dict.fromkeys((*here, *before))])


def _by_school(budgets: Iterable[PriorBudget]) -> dict[str, PriorBudget]:
    found: dict[str, PriorBudget] = {}
    for one in budgets:
        if one.school_id in found:
            raise ValueError(f"The school {one.school_id} is named twice on one side")
        found[one.school_id] = one
    return found


def _beside(school_id: str, here: Mapping[str, PriorBudget], before: Mapping[str, PriorBudget]) -> SchoolBeside:
    now, prior = here.get(school_id), before.get(school_id)
    return SchoolBeside(
        school_id,
        now.cents if now else None,
        now.n_students if now else None,
        prior.cents if prior else None,
        prior.n_students if prior else None,
    )


def _each(cents: int | None, n_students: int | None) -> int | None:
    return None if cents is None or n_students is None else per_pupil(cents, n_students)


@dataclass(frozen=True, slots=True)
class SourceBeside:
    """One source now beside what it was before; without a `key` it is an earlier one that is none of today's."""

    key: str | None
    name: str
    now_cents: int
    prior_cents: int

    @property
    def change_cents(self) -> int:
        return self.now_cents - self.prior_cents


def sources_beside(
    now: Mapping[str, int], prior: Mapping[str, int], matched: Mapping[str, str], names: Mapping[str, str]
) -> list[SourceBeside]:
    """This function will lay dollars by source beside earlier ones that were named otherwise, like beside like.

    `now` is by key and `prior` by the name it was given then; `matched` says which key that name is, and `names` how a
    key is called now. Those that stand on both sides come first, then what is only now, then what was matched to
    nothing. What each changed adds up to the whole change, to the cent.

    **Example**

    >>> found = sources_beside({"aid": 700}, {"State money": 500, "Soda": 20}, {"State money": "aid"}, {"aid": "Aid"})
    >>> [(one.name, one.change_cents) for one in found]
    [('Aid', 200), ('Soda', -20)]
    """
    before: dict[str, int] = {}
    for name, cents in prior.items():
        if name in matched:
            before[matched[name]] = before.get(matched[name], 0) + cents
    keys = dict.fromkeys((*(key for key in now if key in before), *now, *before))
    found = [SourceBeside(key, names.get(key, key), now.get(key, 0), before.get(key, 0)) for key in keys]
    return found + [SourceBeside(None, name, 0, cents) for name, cents in prior.items() if name not in matched]
