"""A student's charts, each with its sentence, its table, and the middle of those around them."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median

from django.utils.dateformat import format as format_by_pattern
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.students.charts import before_after
from throughline.rooms.students.charts.marked import on_days, on_months
from throughline.rooms.students.charts.queries import ChartsPage, Sitting
from throughline.rooms.students.charts.week import week_chart
from throughline.rooms.students.directory.words import grade_words
from throughline.web.charts import Axis, Bar, Chart, Line, bars, lines
from throughline.web.components import figures


def attendance_chart(page: ChartsPage) -> Chart | None:
    """This function will draw the share of days at school by month, or nothing where no month has enough days."""
    months = page.months or []
    shares = [one.share for one in months]
    if all(share is None for share in shares):
        return None
    n, away = sum(one.n_days for one in months), sum(one.n_away for one in months)
    says = ngettext("There on %(there)s of %(n)s day.", "There on %(there)s of %(n)s days.", n)
    return lines(
        key="attendance",
        title=_("At school, by month"),
        says=says % {"there": figures.number(n - away), "n": figures.number(n)},
        label_head=_("Month"),
        axis=Axis(_("Share of days at school"), "percent"),
        at=[format_by_pattern(one.month, "M") for one in months],
        own=Line(page.student.name, shares),
        beside=[
            Line(_middle_of_grade(page), [page.beside.grade.get(one.month) for one in months]),
            Line(_("Middle of the school"), [page.beside.school.get(one.month) for one in months]),
        ],
        bounds=(0.8, 1),
        spans=on_months(page.given, [one.month for one in months], page.today),
        spans_head=_("Supports then"),
    )


def marks_chart(page: ChartsPage) -> Chart | None:
    """This function will draw the newest mark of each class beside the middle of the class."""
    marks = page.marks or []
    if not marks:
        return None
    compared = [one for one in marks if one.middle is not None]
    n = sum(one.percent >= one.middle for one in compared if one.middle is not None)
    says = ngettext(
        "At or above the middle of the class in %(n)s of %(all)s class with enough marks to compare.",
        "At or above the middle of the class in %(n)s of %(all)s classes with enough marks to compare.",
        len(compared),
    )
    return bars(
        key="marks",
        title=_("Newest mark in each class"),
        says=says % {"n": n, "all": len(compared)} if compared else _("Too few marks in each class to compare with."),
        label_head=_("Class"),
        axis=Axis(_("Percent"), decimals=0),
        rows=[Bar(one.title, one.percent, one.middle) for one in marks],
        against_label=_("Middle of the class"),
    )


def marks_over_time(page: ChartsPage) -> Chart | None:
    """This function will draw the middle of the marks of each posting, or nothing where there is but one."""
    held: dict[date, list[float]] = {}
    for on, percent in page.posted or []:
        held.setdefault(on, []).append(percent / 100)
    if len(held) < 2:
        return None
    middles = [median(held[on]) for on in sorted(held)]
    says = _("%(newest)s on %(day)s; %(oldest)s at first.") % {
        "newest": figures.percent(middles[-1]),
        "oldest": figures.percent(middles[0]),
        "day": figures.short_day(max(held)),
    }
    return lines(
        key="marks-over-time",
        title=_("Middle of the marks, posting by posting"),
        says=says,
        label_head=_("Posted"),
        axis=Axis(_("Percent"), "percent"),
        at=[format_by_pattern(on, "j M") for on in sorted(held)],
        own=Line(page.student.name, middles),
        spans=on_days(page.given, sorted(held), page.today),
        spans_head=_("Supports then"),
    )


def result_charts(page: ChartsPage) -> Iterator[tuple[Chart, list[tuple[str, str]]]]:
    """This function will draw each subject with several sittings beside the middle of the grade, and say its change.

    The words are of before, during and after each support.
    """
    for number, (subject, sittings) in enumerate(sorted((page.sittings or {}).items())):
        if len(sittings) > 1:
            chart = lines(
                key=f"results-{number}",
                title=_("%(subject)s, sitting by sitting") % {"subject": subject.capitalize()},
                says=_change(sittings),
                label_head=_("Sitting"),
                axis=Axis(_("Score")),
                at=[format_by_pattern(one.taken_on, "M Y") for one in sittings],
                own=Line(page.student.name, [one.score for one in sittings]),
                beside=[Line(_middle_of_grade(page), [one.middle for one in sittings])],
                spans=on_days(page.given, [one.taken_on for one in sittings], page.today),
                spans_head=_("Supports then"),
            )
            yield chart, before_after.result_words(page, sittings)


def single_results(page: ChartsPage) -> list[tuple[str, str]]:
    """This function will say the score of each subject that was tested once, and the middle of the grade beside it."""
    return [
        (subject.capitalize(), _single(page, sittings[0]))
        for subject, sittings in sorted((page.sittings or {}).items())
        if len(sittings) == 1
    ]


def _single(page: ChartsPage, one: Sitting) -> str:
    words = {"score": figures.number(one.score), "day": figures.short_day(one.taken_on), "what": one.assessment}
    own = _("%(score)s in %(what)s on %(day)s.") % words
    if one.middle is None:
        return own
    middle = {"middle": _middle_of_grade(page), "score": figures.number(one.middle)}
    return own + " " + _("%(middle)s: %(score)s.") % middle


def behavior_chart(page: ChartsPage) -> Chart | None:
    """This function will draw on which weekdays and hours something was written down, or nothing where nothing was."""
    return week_chart(page.hours or {}, key="behavior", says=incidents_words(page))


def incidents_over_time(page: ChartsPage) -> Chart | None:
    """This function will draw how many incidents each month of the year has, beside the supports."""
    months = _months_until(page.year.first_day, page.today)
    if not page.incidents or not page.given:
        return None
    held = Counter(on.replace(day=1) for on in page.incidents)
    return lines(
        key="incidents-over-time",
        title=_("Incidents, month by month"),
        says=incidents_words(page),
        label_head=_("Month"),
        axis=Axis(_("Incidents"), from_zero=True),
        at=[format_by_pattern(month, "M") for month in months],
        own=Line(page.student.name, [float(held[month]) for month in months]),
        bounds=(0, 5),
        spans=on_months(page.given, months, page.today),
        spans_head=_("Supports then"),
    )


def _months_until(first: date, last: date) -> list[date]:
    month, found = first.replace(day=1), []
    while month <= last:
        found.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return found


def incidents_words(page: ChartsPage) -> str:
    """This function will say how many incidents there are this year, and how many in the middle of the grade."""
    n = page.n_incidents
    own = ngettext("%(n)s incident this school year.", "%(n)s incidents this school year.", n) % {"n": n}
    if page.incident_middle is None:
        return own
    middle = figures.number(page.incident_middle, 0 if page.incident_middle == int(page.incident_middle) else 1)
    beside = _("The middle student of %(grade)s here has %(n)s.") % {"grade": _grade(page), "n": middle}
    return f"{own} {beside}"


def _change(sittings: list[Sitting]) -> str:
    newest = sittings[-1]
    change = newest.score - sittings[0].score
    words = {
        "score": figures.number(newest.score),
        "day": figures.short_day(newest.taken_on),
        "change": f"{'+' if change > 0 else ''}{figures.number(change)}",
        "n": str(len(sittings)),
    }
    return _("%(score)s on %(day)s; %(change)s over %(n)s sittings.") % words


def _middle_of_grade(page: ChartsPage) -> str:
    return _("Middle of %(grade)s here") % {"grade": _grade(page)}


def _grade(page: ChartsPage) -> str:
    words = grade_words(page.student.grade)
    return words[:1].lower() + words[1:]
