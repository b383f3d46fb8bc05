"""The charts of the dashboards, each with its sentence and its table."""

from django.utils.dateformat import format as format_by_pattern
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.students.charts.week import week_chart
from throughline.rooms.students.dashboards.queries import AttendancePage, BehaviorPage
from throughline.web.charts import Axis, Bar, Chart, Line, bars, lines
from throughline.web.components import figures


def months_chart(page: AttendancePage) -> Chart | None:
    """This function will draw the share of days at school by month, or nothing where none is on record."""
    if not page.months:
        return None
    n, away = page.whole.n_days, page.whole.n_away
    words = {"there": figures.number(n - away), "n": figures.number(n)}
    return lines(
        key="months",
        title=_("At school, by month"),
        says=ngettext("There on %(there)s of %(n)s day.", "There on %(there)s of %(n)s days.", n) % words,
        label_head=_("Month"),
        axis=Axis(_("Share of days at school"), "percent"),
        at=[format_by_pattern(month, "M") for month, _tally in page.months],
        own=Line(_("All these students"), [tally.share_there for _month, tally in page.months]),
        bounds=(0.8, 1),
    )


def weekdays_chart(page: AttendancePage) -> Chart | None:
    """This function will draw the share of days away by weekday, or nothing where none is on record."""
    if not page.weekdays:
        return None
    shares = [(str(WEEKDAYS[day - 1]).capitalize(), tally.n_away / tally.n_days) for day, tally in page.weekdays]
    return bars(
        key="weekdays",
        title=_("Away, by weekday"),
        says=_("Most often away: %(day)s.") % {"day": max(shares, key=lambda one: one[1])[0]},
        label_head=_("Day"),
        axis=Axis(_("Share of days away"), "percent", decimals=1),
        rows=[Bar(name, share) for name, share in shares],
    )


def hours_chart(page: BehaviorPage) -> Chart | None:
    """This function will draw on which weekdays and hours something was written down, or nothing where nothing was."""
    n = page.whole.n_incidents
    says = ngettext("%(timed)s of %(n)s incident has a time.", "%(timed)s of %(n)s incidents have a time.", n)
    words = {"timed": figures.number(sum(page.hours.values())), "n": figures.number(n)}
    return week_chart(page.hours, key="hours", says=says % words)
