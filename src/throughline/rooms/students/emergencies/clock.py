"""When a day of the district begins, and by when a review is due."""

from datetime import date, datetime, timedelta

from django.utils import timezone

REVIEW_WITHIN = 2  # working days
_FRIDAY = 5


def start_of_day(at: datetime) -> datetime:
    """This function will return when the day of `at` began, by the district's clock."""
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)


def review_due_on(at: datetime) -> date:
    """This function will return the last day on which what was opened at `at` is reviewed in time.

    **Units** working days, Monday to Friday, after the day it was opened.
    """
    day, left = timezone.localtime(at).date(), REVIEW_WITHIN
    while left:
        day += timedelta(days=1)
        left -= day.isoweekday() <= _FRIDAY
    return day
