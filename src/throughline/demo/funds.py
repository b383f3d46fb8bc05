"""What the invented district lives on: enough for its formula, with something of every kind a district knows."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Protocol

from throughline.demo import named
from throughline.engines.funding.prior import PriorBudget
from throughline.engines.funding.revenues import LOCKED, SCHOOL_GRANT, UNLOCKED, CentralShare, Grant, Revenue
from throughline.formats.counts import FiledCounts
from throughline.rooms.funding import api as funding
from throughline.rooms.students import api as students
from throughline.values.school_year import SchoolYear

_FULL = 100_000_00  # revenues are written in full hundreds of thousands


# How last year's books named each revenue source, what share of a school's budget it was, and what is left to the rest.
_BOOKED = (
    ("Aid from the State, general", 55),
    ("Levy on property", 36),
    ("Title 1 Part A (federal)", 6),
    ("Technology bond of 2019", 1),
)
_REST = "Riverlight Arts Fund"


class Budgeted(Protocol):
    """What a school has by a run."""

    school_source_id: str
    total_cents: int
    n_students: int


def demo_earlier(now: Iterable[Budgeted]) -> Iterator[tuple[int, str, list[PriorBudget]]]:
    """This function will yield last year's budgets, some higher and some lower, and minimums of this year and the next.

    Last year's books named sources their own way, and one that is gone. One school is below its minimum. Each is a
    fiscal year, a kind and a budget for each school.
    """
    schools, year = list(now), SchoolYear.of(named.COUNT_DAY).ends
    before = [
        PriorBudget(one.school_source_id, one.total_cents * (91 + 5 * place % 13) // 100_00 * 100, one.n_students - 4)
        for place, one in enumerate(schools)
    ]
    least = [
        PriorBudget(one.school_source_id, one.total_cents * (102 if place == 2 else 88) // 100_000_00 * 100_000)
        for place, one in enumerate(schools)
    ]
    yield year - 1, "budget", [replace(one, by_source=_booked(one.cents)) for one in before]
    yield year, "minimum", least
    yield year + 1, "minimum", [replace(one, cents=one.cents * 103 // 100) for one in least]


def _booked(cents: int) -> dict[str, int]:
    """A budget by the sources of last year's books, in full dollars but for the last, so that they add up."""
    sources = {name: cents * percent // 100_00 * 100 for name, percent in _BOOKED}
    return sources | {_REST: cents - sum(sources.values())}


def demo_counts() -> Iterator[FiledCounts]:
    """This function will yield the counts that next year is planned on: a few more here, a few fewer there."""
    codes = (students.ALL_STUDENTS, *students.need_categories())
    for place, row in enumerate(students.count_needs(named.COUNT_DAY, codes).schools):
        here = {code: row.count(code) for code in codes}
        ahead = {code: max(0, n + place % 5 - 2) if n else 0 for code, n in here.items()}
        yield FiledCounts(row.school.source_id, ahead)


def demo_funds(formula_cents: int) -> funding.Funds:
    """This function will return a year's revenues that come to a little more than the formula pays."""
    state = -(-formula_cents * 70 // 100 // _FULL) * _FULL
    levy = -(-formula_cents * 46 // 100 // _FULL) * _FULL
    title = Revenue(
        "title_i",
        "Title I, Part A",
        "federal",
        restricted=True,
        status=LOCKED,
        amount_cents=2_400_000_00,
        carry_over_cents=118_450_25,
        central=(
            CentralShare("Homeless students", cents=45_000_00),
            CentralShare("Family engagement", share=Fraction(1, 100)),
        ),
        starts_on=date(2026, 7, 1),
        ends_on=date(2027, 9, 30),
        allowed_uses=("salaries", "materials", "tutoring"),
        eligible_schools=frozenset({named.HIGH, named.CEDAR_HOLLOW}),
        eligible_needs=frozenset({"economically_disadvantaged"}),
        supplement_not_supplant=True,
        poolable=False,
    )
    general = Revenue(
        "state_aid",
        "State aid",
        "state",
        restricted=False,
        status=UNLOCKED,
        amount_cents=state,
        central=(CentralShare("Transportation", share=Fraction(6, 100)), CentralShare("Facilities", cents=900_000_00)),
        pool="general",
    )
    local = Revenue(
        "local_levy",
        "Property tax levy",
        "local",
        restricted=False,
        status=UNLOCKED,
        amount_cents=levy,
        central=(CentralShare("Facilities", share=Fraction(4, 100)),),
        pool="general",
    )
    arts = Revenue(
        "arts_grant",
        "Riverlight Fund for the arts",
        "private",
        restricted=True,
        status=SCHOOL_GRANT,
        amount_cents=60_000_00,
        ends_on=date(2027, 6, 30),
    )
    grants = (
        Grant(named.HIGH, "arts_grant", 38_000_00),
        Grant(named.CEDAR_HOLLOW, "arts_grant", 22_000_00),
        Grant(named.HIGH, "title_i", 640_000_00),
    )
    return funding.Funds(SchoolYear.of(named.COUNT_DAY).ends, (general, local, title, arts), grants)
