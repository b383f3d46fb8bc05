"""How a student stands, and why, in words people use."""

from decimal import Decimal
from fractions import Fraction

from django.utils.translation import get_language, gettext, ngettext, pgettext

from throughline.engines.warning import Measure, Standing
from throughline.formats.warning import IndicatorPart, LevelPart, RulesPart
from throughline.values.words import gettext_noop as _
from throughline.web.components.figures import percent
from throughline.web.components.pieces import Kind, Status

STANDINGS: dict[Standing, tuple[str, Kind]] = {
    Standing.NO_DATA: (_("Not enough data"), "quiet"),
    Standing.THRIVING: (_("Thriving"), "good"),
    Standing.ON_TRACK: (_("On track"), "good"),
    Standing.OFF_TRACK: (_("Off track"), "care"),
    Standing.FAR_OFF: (_("Far off track"), "stop"),
}
OUTCOMES = {
    "support_arranged": _("Support was arranged"),
    "already_helped": _("The student already has support; we go on"),
    "watch": _("Nothing more for now; we keep in mind"),
    "record_wrong": _("The record was wrong, and is being corrected"),
    "left": _("The student has left the school"),
}
DOMAINS = {
    "academic": _("Learning"),
    "social_emotional": _("Social, emotional and behavioral"),
    "health": _("Health"),
    "family": _("Family and home"),
}
SHARES = (Measure.ABSENCE, Measure.RECENT_ABSENCE, Measure.COURSES_NOT_PASSED, Measure.CREDITS_NOT_EARNED)


def named(one: IndicatorPart | LevelPart | RulesPart) -> str:
    """This function will return a name of the rules in the reader's language."""
    language = (get_language() or "en").partition("-")[0]
    names: dict[str, str] = {str(code): text for code, text in one.names.items()}
    return names.get(language) or names.get("en") or next(iter(names.values()))


def standing_status(standing: int) -> Status:
    """This function will show how a student stands on one indicator."""
    word, kind = STANDINGS[Standing(standing)]
    return Status(gettext(word), kind)


def level_words(part: RulesPart, level: int) -> str:
    """This function will name what is suggested: a level of the rules, nothing, or too little to say."""
    if 0 < level <= len(part.level):
        return named(part.level[level - 1])
    return gettext("Nothing is suggested") if level == 0 else gettext("Not enough data")


def level_status(part: RulesPart, level: int) -> Status:
    """This function will show what is suggested."""
    worst = level == len(part.level) and level > 1
    return Status(level_words(part, level), "stop" if worst else "care" if level > 0 else "quiet")


def outcome_words(code: str) -> str:
    """This function will say how a flag was answered."""
    return gettext(OUTCOMES[code]) if code in OUTCOMES else code


def reason_words(measure: str, numerator: int, denominator: int) -> str:
    """This function will say what was counted, so that anybody can count it again: “12 of 64 school days absent”."""
    n, of = numerator, denominator
    says = {
        Measure.ABSENCE: ngettext("absent %(n)s of %(of)s school day", "absent %(n)s of %(of)s school days", of),
        Measure.RECENT_ABSENCE: ngettext(
            "absent %(n)s of the last %(of)s school day", "absent %(n)s of the last %(of)s school days", of
        ),
        Measure.COURSES_FAILED: ngettext(
            "fails %(n)s course in the latest marks", "fails %(n)s courses in the latest marks", n
        ),
        Measure.COURSES_NOT_PASSED: ngettext(
            "has not passed %(n)s of %(of)s mark", "has not passed %(n)s of %(of)s marks", of
        ),
        Measure.CREDITS_NOT_EARNED: ngettext(
            "has not earned %(n)s of %(of)s credit", "has not earned %(n)s of %(of)s credits", -(-of // 100)
        ),
        Measure.INCIDENTS: ngettext("%(n)s incident lately", "%(n)s incidents lately", n),
        Measure.DAYS_SUSPENDED: ngettext("%(n)s day suspended", "%(n)s days suspended", -(-n // (of or 1))),
        Measure.SCHOOL_MOVES: ngettext("changed schools %(n)s time", "changed schools %(n)s times", n),
        Measure.LOW_RESULTS: ngettext("low results in %(n)s subject", "low results in %(n)s subjects", n),
    }[Measure(measure)]
    if measure == Measure.DAYS_SUSPENDED:
        return says % {"n": plain(Fraction(n, of or 1))}
    if measure == Measure.CREDITS_NOT_EARNED:
        return says % {"n": plain(Fraction(n, 100)), "of": plain(Fraction(of, 100))}
    return says % {"n": n, "of": of}


def figure_words(measure: Measure, figure: Fraction) -> str:
    """This function will write a cut point as the rules mean it: 10% of the days, 2 incidents."""
    if measure not in SHARES:
        return plain(figure)
    places = next((places for places in range(5) if (figure * 100 * 10**places).denominator == 1), 4)
    return percent(Decimal(figure.numerator) / Decimal(figure.denominator), places)


def plain(figure: Fraction) -> str:
    """This function will write a number without needless zeros."""
    return f"{float(figure):g}"


def first_letter_up(text: str) -> str:
    """This function will begin a sentence."""
    return text[:1].upper() + text[1:]


def joined(parts: list[str]) -> str:
    """This function will put reasons one after another, the first one beginning the sentence."""
    return first_letter_up(pgettext("between reasons", "; ").join(parts)) + "." if parts else ""
