"""What the invented district pays for each position, and what it guarantees every school: invented figures."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from throughline.demo import named
from throughline.demo.funds import Budgeted
from throughline.engines.funding.positions import (
    AVERAGE,
    DOWN,
    NEAREST,
    UP,
    Group,
    Guarantee,
    Position,
    Staff,
    priced,
)
from throughline.rooms.funding import api as funding
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer

_SOURCE = "Payroll of October 2026, invented"
_WHY_AVERAGE = (
    "No school should have a reason to hire the cheaper teacher. The board looks at real costs again in March."
)
_BENEFITS, _INSURANCE = Decimal("0.2165"), 9_800_00

_CATALOG = tuple(
    Position(code, name, salary, _BENEFITS, _INSURANCE, _SOURCE)
    for code, name, salary in (
        ("PRIN", "Principal", 124_300_00),
        ("TEACH", "Teacher", 71_450_00),
        ("COUN", "Counselor", 73_900_00),
        ("LIB", "Librarian", 69_200_00),
        ("NURSE", "School nurse", 64_750_00),
        ("OFFICE", "Office assistant", 41_380_00),
        ("CUST", "Custodian", 38_640_00),
        ("AIDE", "Classroom aide", 33_915_50),
    )
)
_PROGRAM = (
    Guarantee("PRIN", Decimal(1)),
    Guarantee("LIB", Decimal("0.5")),
    Guarantee("COUN", Decimal(1), per=250, step=Decimal("0.5"), mode=UP),
    Guarantee("TEACH", Decimal(1), per=25, step=Decimal("0.5"), mode=DOWN, least=Decimal(3)),
    Guarantee("TEACH", Decimal(1), per=40, step=Decimal("0.5"), mode=NEAREST, group=Group("english_learner")),
    Guarantee("AIDE", Decimal(1), per=75, step=Decimal("0.5"), mode=DOWN, group=Group(first_grade=0, last_grade=3)),
    Guarantee("CUST", Decimal("1.5")),
    Guarantee("NURSE", Decimal(1), per=750, step=Decimal("0.1"), mode=NEAREST, least=Decimal("0.2")),
)


def demo_positions() -> Iterator[tuple[int, tuple[Position, ...], tuple[Guarantee, ...]]]:
    """This function will yield a catalog and a program for this fiscal year and the next, which costs a little more."""
    year = SchoolYear.of(named.COUNT_DAY).ends
    yield year, _CATALOG, _PROGRAM
    yield year + 1, tuple(replace(one, salary_cents=one.salary_cents * 103 // 100) for one in _CATALOG), _PROGRAM


def bring_in_staff(by: Viewer, at: datetime, schools: Iterable[Budgeted]) -> None:
    """This function will bring in what staff really costs, and decide that schools pay the average."""
    year, staff = demo_staff(schools)
    funding.bring_in_staff(by=by, at=at, year=year, staff=staff)
    funding.decide_charge(by=by, at=at, year=year, way=AVERAGE, reason=_WHY_AVERAGE)


def demo_staff(schools: Iterable[Budgeted]) -> tuple[int, list[Staff]]:
    """This function will return what staff really costs this year: more at some schools, less where many are new."""
    catalog = {one.code: one for one in _CATALOG}
    staff = []
    for place, school in enumerate(schools):
        teachers = Decimal(school.n_students * 2 // 25) / 2
        share = Decimal(94 + 7 * place % 15) / 100
        units = {"PRIN": Decimal(1), "TEACH": teachers, "COUN": Decimal("0.5"), "CUST": Decimal("1.5")}
        if place % 2:
            units["NURSE"] = Decimal("0.5")
        staff += [
            Staff(school.school_source_id, code, n, priced(catalog[code].price_cents, n * share))
            for code, n in units.items()
        ]
    return SchoolYear.of(named.COUNT_DAY).ends, staff
