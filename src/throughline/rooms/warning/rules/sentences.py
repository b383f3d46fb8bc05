"""Rules as sentences a data lead can read aloud."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.engines.warning import Measure
from throughline.formats.warning import IndicatorPart, RulesPart
from throughline.rooms.warning.words import figure_words, named, plain


@dataclass(frozen=True, slots=True)
class Told:
    """What a set of rules says: each thing that is watched, what is suggested, and when a person is asked to look."""

    watched: list[tuple[str, str]]
    not_watched: list[str]
    levels: list[str]
    flags: list[str]
    days: list[str]


def tell(part: RulesPart) -> Told:
    """This function will say rules in sentences."""
    return Told(
        watched=[(named(one), _indicator(one)) for one in part.indicator if one.on],
        not_watched=[named(one) for one in part.indicator if not one.on],
        levels=[_level(part, place) for place in range(len(part.level))],
        flags=_flags(part),
        days=_days(part),
    )


def _indicator(one: IndicatorPart) -> str:
    measure, said = Measure(one.measure), []
    off = figure_words(measure, Fraction(one.off_at))
    said.append(_("Off track from %(figure)s on (%(points)s).") % {"figure": off, "points": _points(one.points)})
    if one.far_at is not None:
        far = figure_words(measure, Fraction(one.far_at))
        words = _("Far off track from %(figure)s on (%(points)s).")
        said.append(words % {"figure": far, "points": _points(one.far_points)})
    if one.thriving_at is not None:
        said.append(_("Thriving up to %(figure)s.") % {"figure": figure_words(measure, Fraction(one.thriving_at))})
    if one.window:
        n = one.window
        said.append(ngettext("Over the last %(n)s school day.", "Over the last %(n)s school days.", n) % {"n": n})
    if one.grades:
        said.append(_("In grades %(grades)s.") % {"grades": ", ".join(grade.lstrip("0") for grade in one.grades)})
    if measure == Measure.COURSES_NOT_PASSED:
        said.append(_("Every course counts alike, whatever credits it gives."))
    if measure == Measure.CREDITS_NOT_EARNED:
        said.append(_("Needs the credits in the file of marks; a mark without them does not count here."))
    return " ".join(said)


def _points(n: int) -> str:
    return ngettext("%(n)s point", "%(n)s points", n) % {"n": n}


def _level(part: RulesPart, place: int) -> str:
    one = part.level[place]
    says = ngettext(
        "%(n)s point or more suggests “%(name)s”, tier %(tier)s.",
        "%(n)s points or more suggest “%(name)s”, tier %(tier)s.",
        one.at_least,
    )
    return says % {"n": one.at_least, "name": named(one), "tier": one.tier}


def _flags(part: RulesPart) -> list[str]:
    flags = part.flags
    first = next(one for one in part.level if one.code == flags.from_level)
    due = ngettext(
        "Somebody decides within %(n)s day what comes next.",
        "Somebody decides within %(n)s days what comes next.",
        flags.due_days,
    )
    quiet = ngettext(
        "Once answered, a flag is not raised again for %(n)s day, unless more is suggested than before.",
        "Once answered, a flag is not raised again for %(n)s days, unless more is suggested than before.",
        flags.quiet_days,
    )
    return [
        _("A flag is raised from “%(name)s” on.") % {"name": named(first)},
        due % {"n": flags.due_days},
        quiet % {"n": flags.quiet_days},
    ]


def _days(part: RulesPart) -> list[str]:
    least = ngettext(
        "Days count from the %(n)s. school day after enrolling.",
        "Days count once a student has been enrolled for %(n)s school days.",
        part.days.least,
    )
    passing = _("A mark of %(figure)s percent passes; anything below fails.")
    said = [least % {"n": part.days.least}, passing % {"figure": plain(Fraction(part.marks.pass_percent))}]
    if part.days.absences_only:
        said.append(_("The district records absences alone, so a school day without a record was attended."))
    else:
        share = figure_words(Measure.ABSENCE, Fraction(part.days.most_unrecorded))
        words = _("Where attendance is missing for %(share)s of the days or more, it says “Not enough data”.")
        said.append(words % {"share": share})
    return said
