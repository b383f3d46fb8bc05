"""What is guaranteed as staff in plain words: how many units, for how many students, and of whom they are counted."""

from decimal import Decimal

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from throughline.engines.funding.positions import ALL, DOWN, NEAREST, UP, Group, Guarantee
from throughline.rooms.students import api as students
from throughline.web.components import figures

_FINEST = Decimal("0.01")  # nobody asks how a hundredth of a unit is rounded


def units_text(units: Decimal) -> str:
    """This function will write units with the decimals they have."""
    shown = format(units.normalize(), "f")
    return figures.number(units, len(shown.partition(".")[2]))


def grade_name(grade: int) -> str:
    """This function will name a grade: before kindergarten, kindergarten, or its number."""
    if grade < 0:
        return pgettext("grade", "PK")
    return pgettext("grade", "K") if grade == 0 else str(grade)


def group_name(group: Group) -> str:
    """This function will name a group of students: a need, a span of grades, or both."""
    parts = []
    if group.need:
        category = students.need_categories().get(group.need)
        parts.append(category.name(get_language() or "en") if category else group.need)
    if group.span:
        first, last = map(grade_name, group.span)
        one = _("grade %(grade)s") % {"grade": first}
        parts.append(one if first == last else _("grades %(first)s to %(last)s") % {"first": first, "last": last})
    return ", ".join(parts)


def rule_says(one: Guarantee) -> str:
    """This function will say a guarantee as a rule: units, for how many students of whom, and how they are rounded."""
    about = {"units": units_text(one.units), "per": figures.number(one.per or 0), "group": group_name(one.group)}
    if one.per is None:
        if one.group == ALL:
            return _("%(units)s at each school") % about
        return _("%(units)s where any student is in “%(group)s”") % about
    says = [
        _("%(units)s for every %(per)s students") % about
        if one.group == ALL
        else _("%(units)s for every %(per)s students in “%(group)s”") % about
    ]
    if (one.step, one.mode) != (_FINEST, NEAREST):
        says.append(_rounding(one.mode) % {"step": units_text(one.step)})
    if one.least:
        says.append(_("at least %(least)s") % {"least": units_text(one.least)})
    return ", ".join(says)


def _rounding(mode: str) -> str:
    return {
        UP: _("rounded up to %(step)s"),
        DOWN: _("rounded down to %(step)s"),
        NEAREST: _("rounded to the nearest %(step)s"),
    }[mode]
