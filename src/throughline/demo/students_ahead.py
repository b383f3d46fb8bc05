"""Earlier Octobers of the invented district, and what its finance officer knows of the years ahead."""

from dataclasses import replace
from datetime import datetime

from throughline.demo import named
from throughline.engines.projection import History
from throughline.rooms.funding import api as funding
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer

_YEARS_BEFORE = 4
_HOMES = "Forty homes on Mill Road, ready by August; permits of March."


def project_students(by: Viewer, at: datetime) -> None:
    """This function will begin the district's projection from earlier counts, with one thing that is known better."""
    year = SchoolYear.of(named.COUNT_DAY).ends
    schools = [_with_earlier_years(one, place) for place, one in enumerate(funding.counted_histories(year))]
    made = funding.begin_projection(
        by=by,
        at=at,
        name="Fall counts, carried on",
        origin="file",
        schools=schools,
        counted_on=named.COUNT_DAY,
        needs=funding.counted_needs(named.COUNT_DAY),
    )
    grade = schools[0].history.grades[2]
    home = next(one for one in schools if grade in one.history.grades).source_id
    funding.adjust_projection(
        by=by, at=at, projection=made, school=home, year=year + 1, grade=grade, students=6, reason=_HOMES
    )


def _with_earlier_years(one: funding.SchoolHistory, place: int) -> funding.SchoolHistory:
    """Before what is counted, each class was one grade lower a year back, with a student or two more or fewer.

    Of the oldest there were as many as in the first year that is counted.
    """
    history = one.history
    first, n_earlier = history.counts[0], _YEARS_BEFORE + 1 - len(history.years)

    def before(back: int, grade: int) -> int:
        n = first[grade + back] if grade + back < len(first) else first[grade] - back
        return max(0, n + (grade * 7 + back * 5 + place * 3) % 3 - 1) if n else 0

    earlier = [tuple(before(back, grade) for grade in range(len(first))) for back in range(n_earlier, 0, -1)]
    years = tuple(range(history.years[-1] - _YEARS_BEFORE, history.years[-1] + 1))
    return replace(one, history=History(years, history.grades, (*earlier, *history.counts)))
