"""Money that may only add: what each school would have of state and local money without it, beside what it has.

A district may not give a school less of its own money because the school has this. **Source** for Title I, Part A: 20
U.S.C. 6321(b)(2), section 1118(b)(2) of the Elementary and Secondary Education Act as amended in 2015: the way of
sharing state and local money out gives a school all that it would receive if it did not receive Title I.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from throughline.engines.funding.revenues.draws import Draws, draw_on
from throughline.engines.funding.revenues.place import Placement, place_revenues, with_revenues
from throughline.engines.funding.revenues.revenue import SCHOOL_GRANT, UNLOCKED, Grant, Revenue
from throughline.engines.funding.steps import (
    Input,
    SchoolColumns,
    Step,
    StepsAllocation,
    StepsFormula,
    allocate_steps,
    read_expression,
)

_OWN = ("state", "local")  # whose money is not to be replaced
_NEVER = read_expression("0 == 1")


@dataclass(frozen=True, slots=True)
class Offset:
    """State and local money that one school has less of because it has a source that may only add.

    `steps` are those that give less, the most first; none where the source is in one pool with what it replaces.
    `may_be_excluded` where all of it is for needs that the source is for: section 1118(d) lets a district leave out
    its own supplemental money of that kind, with a reason. **Units** cents.
    """

    school_id: str
    revenue: str
    with_cents: int
    without_cents: int
    steps: tuple[str, ...]
    may_be_excluded: bool

    @property
    def cents(self) -> int:
        """What is taken."""
        return self.without_cents - self.with_cents


@dataclass(frozen=True, slots=True)
class PassedOver:
    """State or local money that names schools, none of which has a source that may only add. **Units** cents."""

    revenue: str
    other: str
    cents: int


@dataclass(frozen=True, slots=True)
class Reads:
    """A step that shares out state or local money and reads something of a source that may only add."""

    revenue: str
    step: str
    name: str


@dataclass(frozen=True, slots=True)
class Guessed:
    """A column that nobody said anything of, taken to tell of a source because of its name."""

    revenue: str
    column: str


@dataclass(frozen=True, slots=True)
class Supplement:
    """All that was found. `reads` is no fault by itself: where it takes money, that stands in `offsets`."""

    checked: tuple[str, ...] = ()
    offsets: tuple[Offset, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    reads: tuple[Reads, ...] = ()
    guessed: tuple[Guessed, ...] = ()

    @property
    def forbidden(self) -> tuple[Offset, ...]:
        """What no reason allows."""
        return tuple(one for one in self.offsets if not one.may_be_excluded)

    @property
    def needs_reason(self) -> bool:
        """True where a reason is to be kept before this becomes anybody's budget."""
        return bool(self.passed_over) or any(one.may_be_excluded for one in self.offsets)


def check_supplement(
    formula: StepsFormula,
    schools: SchoolColumns,
    revenues: Sequence[Revenue],
    grants: Sequence[Grant],
    result: StepsAllocation,
) -> Supplement:
    """This function will compare each school with itself, had it nothing of each source that may only add.

    The formula is run again without the source: it brings nothing, its steps pay nothing, and columns that tell of it
    are no and 0. A column tells of what its `tells_of` says; where that says nothing, a yes-or-no or dollar column that
    begins with the source's code is taken to, and named in `guessed`. `result` is the run with it.
    """
    bound = [one for one in revenues if one.supplement_not_supplant]
    if not bound:
        return Supplement()
    placed = place_revenues(formula, schools, revenues, grants)
    draws = draw_on(placed, result)
    offsets: list[Offset] = []
    passed: list[PassedOver] = []
    reads: list[Reads] = []
    guessed: list[Guessed] = []
    for one in bound:
        here = _receiving(one, placed, draws)
        if _matters(one, formula, placed):
            offsets += _offsets(one, here, formula, schools, (placed, draws, result))
        passed += _passed_over(one, here, placed, schools)
        reads += _reads(one, formula)
        guessed += [Guessed(one.key, column.key) for column in formula.inputs if _named_after(column, one.key)]
    found = (tuple(offsets), tuple(passed), tuple(reads), tuple(guessed))
    return Supplement(tuple(one.key for one in bound), *found)


def tells_of(column: Input, revenue: str) -> bool:
    """This function will say whether a column tells of a source: the formula says so, or else its name does.

    A formula that says `tells_of = "none"` of a column is believed, whatever its name.
    """
    return column.tells_of == revenue if column.tells_of else _named_after(column, revenue)


def _named_after(column: Input, revenue: str) -> bool:
    """`title_i_school` is named after `title_i`, and `title_iii_school` is not."""
    if column.tells_of or column.unit not in ("yes or no", "dollars"):
        return False
    return column.key == revenue or column.key.startswith(f"{revenue}_")


def _matters(one: Revenue, formula: StepsFormula, placed: Placement) -> bool:
    """Past a formula that reads nothing of it, a source changes nothing in it."""
    return bool(placed.pooled_cents(one)) or any(_telling(formula, one))


def _telling(formula: StepsFormula, one: Revenue) -> Iterator[str]:
    return (column.key for column in formula.inputs if tells_of(column, one.key))


def _receiving(one: Revenue, placed: Placement, draws: Draws) -> frozenset[str]:
    named = {grant.school_id for grant in placed.grants if grant.revenue == one.key and grant.cents}
    drawn = {draw.school_id for draw in draws.draws if draw.revenue == one.key}
    # Locked money that is named for nobody is spent at the schools it may pay.
    return frozenset(named | drawn or (() if one.status == UNLOCKED else one.eligible_schools))


def _offsets(
    one: Revenue,
    here: frozenset[str],
    formula: StepsFormula,
    schools: SchoolColumns,
    found: tuple[Placement, Draws, StepsAllocation],
) -> Iterator[Offset]:
    placed, draws, result = found
    nothing = replace(one, amount_cents=0, carry_over_cents=0, central=())
    revenues = [nothing if other.key == one.key else other for other in placed.revenues]
    grants = [grant for grant in placed.grants if grant.revenue != one.key]
    columns = {
        key: cells if key not in set(_telling(formula, one)) else [_without(cell) for cell in cells]
        for key, cells in schools.columns.items()
    }
    alone = all(other.key == one.key for other in placed.in_pool(one.feeds))
    paid_by_it = {one.feeds} if alone and one.status == UNLOCKED else set()
    steps = tuple(_off(step) if step.source in paid_by_it else step for step in formula.steps)
    bare = replace(formula, steps=steps)
    apart = place_revenues(bare, schools, revenues, grants)
    without = allocate_steps(bare, with_revenues(replace(schools, columns=columns), apart))
    own_with, own_without = _own(one, placed, draws, result), _own(one, apart, draw_on(apart, without), without)
    for at, school_id in enumerate(schools.school_ids):
        if school_id in here and own_without[school_id] > own_with[school_id]:
            less = _less(result, without, at, paid_by_it)
            excluded = bool(less) and all(step.need in one.eligible_needs for step in less)
            keys = tuple(step.key for step in less)
            yield Offset(school_id, one.key, own_with[school_id], own_without[school_id], keys, excluded)


def _without(cell: object) -> Fraction | bool:
    return False if isinstance(cell, bool) else Fraction(0)


def _off(step: Step) -> Step:
    return replace(step, expressions={**step.expressions, "when": _NEVER})


def _own(one: Revenue, placed: Placement, draws: Draws, result: StepsAllocation) -> dict[str, int]:
    """What the formula pays each school that is not another's money; what no revenue covers is the district's."""
    found = dict(zip(result.schools.school_ids, result.totals_cents, strict=True))
    others = {other.key for other in placed.revenues if other.origin not in _OWN} | {one.key}
    for draw in draws.draws:
        if draw.revenue in others:
            found[draw.school_id] -= draw.cents
    return found


def _less(result: StepsAllocation, without: StepsAllocation, at: int, aside: set[str]) -> list[Step]:
    """The steps that pay a school less with the source than without it, the most first."""
    before = {one.step.key: (one.cents or ())[at] for one in without.components}
    lost = [
        (before[one.step.key] - (one.cents or ())[at], one.step)
        for one in result.components
        if one.step.source not in aside
    ]
    return [step for cents, step in sorted(lost, key=lambda pair: -pair[0]) if cents > 0]


def _passed_over(one: Revenue, here: frozenset[str], placed: Placement, schools: SchoolColumns) -> Iterator[PassedOver]:
    """Money of the district's own that is for some schools only, and for none of these."""
    if not here or here >= frozenset(schools.school_ids):
        return
    for other in placed.revenues:
        if other.origin not in _OWN or other.supplement_not_supplant:
            continue
        grants = [grant for grant in placed.grants if grant.revenue == other.key and grant.cents]
        cents = placed.pooled_cents(other) if other.status == UNLOCKED else sum(grant.cents for grant in grants)
        named = {grant.school_id for grant in grants} if other.status == SCHOOL_GRANT else set[str]()
        named |= other.eligible_schools or {grant.school_id for grant in grants}
        if cents and named and here.isdisjoint(named):
            yield PassedOver(one.key, other.key, cents)


def _reads(one: Revenue, formula: StepsFormula) -> Iterator[Reads]:
    """What steps of other sources read of this one, directly or by way of what is calculated."""
    telling = {key for key in (one.key, one.feeds) if any(money.key == key for money in formula.sources)}
    telling |= set(_telling(formula, one))
    own = one.feeds if one.status == UNLOCKED else one.key
    for step in formula.steps:
        names = [name for part in step.expressions.values() for name in part.names if name in telling]
        if not names and step.source != own:
            continue
        if step.source and step.source != own:
            yield Reads(one.key, step.key, names[0])
        else:
            telling.add(step.key)
    for money in formula.sources:
        for name in money.eligible.names if money.eligible and money.key != own else ():
            if name in telling:
                yield Reads(one.key, money.key, name)
