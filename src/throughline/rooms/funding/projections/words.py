"""What a projection comes to, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from throughline.rooms.funding.ahead import Ahead, SchoolAhead, YearAhead
from throughline.values.school_year import SchoolYear
from throughline.web.components import figures


def lead(found: Ahead) -> str:
    """This function will say what is expected next year, beside the year that was counted."""
    year = found.years[0]
    return _expected(year, found.in_year(year).students, found.now)


def school_lead(school: SchoolAhead, year: int) -> str:
    """This function will say what is expected at one school next year."""
    return _expected(year, school.in_year(year).students, school.now)


def between(one: YearAhead) -> str:
    """This function will say between what bounds a year's students lie, where past years can tell."""
    if one.low is None or one.high is None:
        return ""
    return _("%(low)s to %(high)s") % {"low": figures.number(one.low), "high": figures.number(one.high)}


def past_sentence(found: Ahead) -> str:
    """This function will say how wrong this way would have been, or that too few years are known to say."""
    errors = [abs(one.error_share) for one in found.past if one.error_share is not None]
    if not errors:
        return _("Too few years are known to say how wrong this way would have been: three are the fewest.")
    says = ngettext(
        "In the %(n)s past year that can be tested, the district's total was off by %(most)s.",
        "In the %(n)s past years that can be tested, the district's total was off by at most %(most)s.",
        len(errors),
    )
    return says % {"n": figures.number(len(errors)), "most": figures.percent(float(max(errors)), 1)}


def headline(found: Ahead) -> list[tuple[str, str, str]]:
    """This function will return the figures a projection is about."""
    year = found.years[0]
    ahead = found.in_year(year)
    return [
        (_("Counted, %(year)s") % {"year": SchoolYear(found.base_year)}, figures.number(found.now), ""),
        (_("Projected, %(year)s") % {"year": SchoolYear(year)}, figures.number(ahead.students), between(ahead)),
        (pgettext("difference", "Change"), change_words(ahead.students - found.now), ""),
    ]


def change_words(n: int) -> str:
    """This function will write a change with its sign."""
    return f"+{figures.number(n)}" if n > 0 else figures.number(n)


def _expected(year: int, then: int, now: int) -> str:
    words = {"year": SchoolYear(year), "n": figures.number(then), "change": figures.number(abs(then - now))}
    if then == now:
        return _("%(n)s students are expected in %(year)s, as many as now.") % words
    if then > now:
        return _("%(n)s students are expected in %(year)s, %(change)s more than now.") % words
    return _("%(n)s students are expected in %(year)s, %(change)s fewer than now.") % words
