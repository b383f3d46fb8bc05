"""How often something fell on each weekday and hour: of one student, or of many."""

from collections.abc import Mapping

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from throughline.web.charts import Chart, heat

SCHOOL_HOURS = (8, 15)


def week_chart(counts: Mapping[tuple[int, int], int], *, key: str, says: str) -> Chart | None:
    """This function will draw incidents by (weekday from 0, hour) over the hours of school, or nothing where none is.

    Earlier and later hours are added where something fell there, and so is the weekend.
    """
    if not counts:
        return None
    hours = [hour for _day, hour in counts]
    first, last = min([SCHOOL_HOURS[0], *hours]), max([SCHOOL_HOURS[1], *hours])
    days = range(7 if any(day > 4 for day, _hour in counts) else 5)
    return heat(
        key=key,
        title=_("What was written down, by day and hour"),
        says=says,
        corner=_("Day"),
        down=[str(WEEKDAYS[day]).capitalize() for day in days],
        across=[f"{hour}:00" for hour in range(first, last + 1)],
        counts={(day, hour - first): n for (day, hour), n in counts.items()},
    )
