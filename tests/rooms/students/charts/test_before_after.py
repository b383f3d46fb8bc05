"""Before, while it was given and after: each day is counted in one of them, and too little is said."""

from collections import Counter
from datetime import date, timedelta
from unittest.mock import Mock

from hypothesis import given
from hypothesis import strategies as st

YEAR = date(2026, 7, 1)
TODAY = date(2026, 11, 20)
DAY = st.integers(0, (TODAY - YEAR).days).map(lambda n: YEAR + timedelta(days=n))


@given(days=st.lists(DAY, max_size=60), first=DAY, last=st.none() | DAY)
def test_every_day_falls_before_during_or_after(days: list[date], first: date, last: date | None) -> None:
    from throughline.rooms.students.charts import before_after
    from throughline.rooms.students.charts.given import Given

    last = max(first, last) if last else None
    seen: Counter[date] = Counter()

    def said(stretch: before_after.Stretch) -> str | None:
        seen.update(day for day in set(days) if stretch.holds(day))
        return None

    words = list(before_after._parts(Given("Tutoring", first, last, "needs"), said, YEAR, TODAY))
    assert all(seen[day] == 1 for day in set(days))
    assert all("not enough data" in one for one in words)
    assert len(words) == (3 if last and last < TODAY else 2)


def test_scores_are_the_newest_on_each_side() -> None:
    from throughline.rooms.students.charts.before_after import result_words
    from throughline.rooms.students.charts.given import Given
    from throughline.rooms.students.charts.queries import Sitting

    page = Mock(given=[Given("Tutoring", date(2026, 9, 20), None, "needs")], today=TODAY)
    taken = [date(2026, 5, 4), date(2026, 9, 2), date(2026, 11, 3)]
    sittings = [Sitting("Benchmark", on, 500 + n, None) for n, on in enumerate(taken)]
    ((what, words),) = result_words(page, sittings)
    assert what == "Tutoring, since Sep 20, 2026"
    assert words == "Before: 501 on Sep 2, 2026. While given: 502 on Nov 3, 2026."


def test_incidents_need_four_weeks_on_a_side() -> None:
    from throughline.rooms.students.charts.before_after import incident_words
    from throughline.rooms.students.charts.given import Given

    incidents = [date(2026, 9, 1), date(2026, 9, 8), date(2026, 11, 10)]
    begun = date(2026, 8, 24)
    page = Mock(
        given=[Given("Circle", date(2026, 11, 2), None, "needs")], today=TODAY, begun_on=begun, incidents=incidents
    )
    ((_what, words),) = incident_words(page)
    assert words == "Before: 2 incidents in 10 weeks. While given: not enough data."
