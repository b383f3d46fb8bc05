"""How it was before a support, while it was given, and after: in words, and said outright where there is too little.

Each looks at the school year on the page. That something changed does not show why, which the page says beside it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.students.charts.given import Given
from throughline.rooms.students.charts.queries import ChartsPage, Sitting
from throughline.web.components import figures

FEWEST_DAYS = 10
FEWEST_MARKS = 3
FEWEST_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some days in a row, the first and the last among them."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def weeks(self) -> int:
        return max(0, (self.last - self.first).days + 1) // 7


# What is said of a stretch of days; nothing where there is too little.
Says = Callable[[Stretch], str | None]


def attendance_words(page: ChartsPage) -> list[tuple[str, str]]:
    """This function will say for each support on how many days the student was at school before, during and after."""

    def said(stretch: Stretch) -> str | None:
        away = [is_away for on, is_away in page.days or [] if stretch.holds(on)]
        if len(away) < FEWEST_DAYS:
            return None
        n, share = len(away), 1 - sum(away) / len(away)
        words = ngettext("there on %(share)s of %(n)s day", "there on %(share)s of %(n)s days", n)
        return words % {"share": figures.percent(share), "n": figures.number(n)}

    return _of_each(page, said)


def mark_words(page: ChartsPage) -> list[tuple[str, str]]:
    """This function will say for each support the middle of the marks posted before, during and after."""

    def said(stretch: Stretch) -> str | None:
        held = [percent for on, percent in page.posted or [] if stretch.holds(on)]
        if len(held) < FEWEST_MARKS:
            return None
        words = ngettext("middle %(middle)s of %(n)s mark", "middle %(middle)s of %(n)s marks", len(held))
        return words % {"middle": figures.percent(median(held) / 100), "n": len(held)}

    return _of_each(page, said)


def result_words(page: ChartsPage, sittings: Sequence[Sitting]) -> list[tuple[str, str]]:
    """This function will say for each support the newest score of a subject before, during and after."""

    def said(stretch: Stretch) -> str | None:
        held = [one for one in sittings if stretch.holds(one.taken_on)]
        if not held:
            return None
        words = {"score": figures.number(held[-1].score), "day": figures.short_day(held[-1].taken_on)}
        return _("%(score)s on %(day)s") % words

    return _of_each(page, said, since=min((one.taken_on for one in sittings), default=None))


def incident_words(page: ChartsPage) -> list[tuple[str, str]]:
    """This function will say for each support how many incidents there were before, during and after."""

    def said(stretch: Stretch) -> str | None:
        weeks = stretch.weeks
        if weeks < FEWEST_WEEKS:
            return None
        n = sum(stretch.holds(on) for on in page.incidents)
        words = ngettext("%(n)s incident in %(weeks)s weeks", "%(n)s incidents in %(weeks)s weeks", n)
        return words % {"n": n, "weeks": weeks}

    return _of_each(page, said)


def days_words(given: Given) -> str:
    """This function will name what was given, and from when until when."""
    words = {"what": given.label, "start": figures.short_day(given.first), "end": figures.short_day(given.last)}
    return (_("%(what)s, %(start)s to %(end)s") if given.last else _("%(what)s, since %(start)s")) % words


def _of_each(page: ChartsPage, said: Says, *, since: date | None = None) -> list[tuple[str, str]]:
    start = since or page.begun_on
    return [(days_words(one), " ".join(_parts(one, said, start, page.today))) for one in page.given]


def _parts(given: Given, said: Says, start: date, today: date) -> Iterator[str]:
    one_day = timedelta(days=1)
    nothing = _("not enough data")
    before = said(Stretch(start, given.first - one_day))
    yield _("Before: %(what)s.") % {"what": before or nothing}
    during = said(Stretch(max(start, given.first), given.until(today)))
    yield _("While given: %(what)s.") % {"what": during or nothing}
    if given.last is not None and given.last < today:
        after = said(Stretch(given.last + one_day, today))
        yield _("After: %(what)s.") % {"what": after or nothing}
