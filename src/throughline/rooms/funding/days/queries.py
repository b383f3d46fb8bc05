"""Read a fiscal year's count days, with what formulas say of each need."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from throughline.engines.funding.steps import StepsFormula
from throughline.formats.formula import stated_day
from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding import access
from throughline.rooms.funding.budgets.roster_columns import asked_by
from throughline.rooms.funding.documents import formula_value
from throughline.rooms.funding.filed import filed_days
from throughline.rooms.students import api as students
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer


@dataclass(frozen=True, slots=True)
class NeedDay:
    """One need: its day if it has its own, and on which days the kept formulas say that it is counted."""

    code: str
    label: str
    on: date | None
    stated: Sequence[tuple[str, date]] = ()


@dataclass(frozen=True, slots=True)
class OwnDayTold:
    """One need with a day of its own, and whether that day can be counted: it has come, or a file is kept of it."""

    label: str
    on: date
    has_counts: bool


@dataclass(frozen=True, slots=True)
class DaysPage:
    """Every need category of a year; `filed` are the days that have counts from a file."""

    year: int
    year_name: str
    needs: Sequence[NeedDay]
    filed: Sequence[date]
    may_write: bool

    @property
    def n_own(self) -> int:
        """How many needs have a day of their own."""
        return sum(one.on is not None for one in self.needs)


def days_page(viewer: Viewer, year: int) -> DaysPage:
    """This function will return a year's count days, those that have one first. **Raises** `NotAllowed`."""
    decided = dict(access.get_count_days_for(viewer).filter(year=year).values_list("need", "on"))
    stated = _stated(viewer, year)
    language = get_language() or "en"
    needs = [
        NeedDay(code, one.name(language), decided.get(code), sorted(stated.get(code, {}).items()))
        for code, one in students.need_categories().items()
        if code != students.ALL_STUDENTS
    ]
    needs.sort(key=lambda one: (one.on is None, not one.stated))
    may_write = accounts.may(viewer, "write", access.CLASS)
    return DaysPage(year, str(SchoolYear(year)), needs, filed_days(viewer), may_write)


def own_days(viewer: Viewer, year: int) -> list[OwnDayTold]:
    """This function will return the needs of a year that have a day of their own. **Raises** `NotAllowed`."""
    decided = access.get_count_days_for(viewer).filter(year=year).values_list("need", "on")
    if not decided:
        return []
    filed, today, language = set(filed_days(viewer)), accounts.today(), get_language() or "en"
    names = students.need_categories()
    return [OwnDayTold(names[need].name(language), on, on <= today or on in filed) for need, on in decided]


def _stated(viewer: Viewer, year: int) -> dict[str, dict[str, date]]:
    """What the newest version of each kept formula says of a need's day, where that is a day of the calendar."""
    newest = {row.key: row for row in access.get_formulas_for(viewer).order_by("number")}
    found: dict[str, dict[str, date]] = {}
    for row in newest.values():
        formula = formula_value(row)
        if not isinstance(formula, StepsFormula):
            continue
        codes = asked_by(formula).needs
        for column in formula.inputs:
            day = stated_day(column.counted_on, year)
            if day and column.key in codes:
                found.setdefault(codes[column.key], {})[formula.name.text(get_language() or "en")] = day
    return found
