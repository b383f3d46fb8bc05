"""What was given to a student, set along the places of a chart."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from throughline.rooms.students.charts.given import Given
from throughline.web.charts import Span

_HALF_MONTH = timedelta(days=14)


def on_months(given: Sequence[Given], months: Sequence[date], today: date) -> list[Span]:
    """This function will mark what was given on months named by their first days; each stands at its middle."""
    ends = [month.replace(day=monthrange(month.year, month.month)[1]) for month in months]
    return _marked(given, [month + _HALF_MONTH for month in months], months, ends, today)


def on_days(given: Sequence[Given], days: Sequence[date], today: date) -> list[Span]:
    """This function will mark what was given on single days."""
    return _marked(given, days, days, days, today)


def _marked(
    given: Sequence[Given], at: Sequence[date], first: Sequence[date], last: Sequence[date], today: date
) -> list[Span]:
    spans = []
    for one in given:
        until = one.until(today)
        places = frozenset(n for n in range(len(at)) if one.first <= last[n] and until >= first[n])
        if at and until >= first[0] and one.first <= max(last[-1], at[-1]):
            spans.append(Span(one.label, _along(one.first, at), _along(until, at), places))
    return spans


def _along(day: date, at: Sequence[date]) -> float:
    """How far along the places a day lies, the first and the last at the ends."""
    if day <= at[0]:
        return 0.0
    for number, (before, after) in enumerate(pairwise(at)):
        if day <= after and after > before:
            return number + (day - before).days / (after - before).days
    return float(len(at) - 1)
