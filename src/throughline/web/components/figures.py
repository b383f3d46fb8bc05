"""Money, numbers, shares and dates as people read them.

**Source**: CLDR 46. Spanish in the United States (es-US) groups thousands with a comma and marks decimals with a
point, as English does; it sets the percent sign apart by a no-break space and writes the day before the month.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils import timezone
from django.utils.dateformat import format as format_by_pattern
from django.utils.translation import get_language, gettext, pgettext

MINUS = "\u2212"
NOTHING = "\u2013"


def number(value: int | float | Decimal | None, decimals: int = 0) -> str:
    """This function will write a number with its thousands grouped, and a true minus sign.

    **Example**

    >>> number(-1234.5, 1)
    '−1,234.5'
    """
    if value is None:
        return NOTHING
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{MINUS if rounded < 0 else ''}{abs(rounded):,.{decimals}f}"


def money(cents: int | None) -> str:
    """This function will write cents as dollars and cents.

    **Example**

    >>> money(123450), money(-5)
    ('$1,234.50', '−$0.05')
    """
    if cents is None:
        return NOTHING
    whole, rest = divmod(abs(int(cents)), 100)
    return f"{MINUS if cents < 0 else ''}${whole:,}.{rest:02d}"


def money_whole(cents: int | None) -> str:
    """This function will write cents as dollars, rounded half up, for reading rather than for reconciling.

    **Example**

    >>> money_whole(123450)
    '$1,235'
    """
    if cents is None:
        return NOTHING
    dollars = int((Decimal(abs(int(cents))) / 100).to_integral_value(ROUND_HALF_UP))
    return f"{MINUS if cents < 0 and dollars else ''}${dollars:,}"


def money_change(cents: int | None) -> str:
    """This function will write a change in cents with its sign, zero as no change.

    **Example**

    >>> money_change(500)
    '+$5.00'
    """
    if cents is None:
        return NOTHING
    return f"+{money(cents)}" if cents > 0 else money(cents)


def unparted(text: str) -> str:
    """This function will keep each minus sign on the line of its dollars: a browser breaks a sentence between them.

    **Example**

    >>> unparted("2 × \u2212$3.00") == "2 × \u2212\u2060$3.00"
    True
    """
    return text.replace(f"{MINUS}$", f"{MINUS}\u2060$")


def percent(share: float | Decimal | None, decimals: int = 0) -> str:
    """This function will write a share from 0 to 1 as a percentage of the reader's language."""
    if share is None:
        return NOTHING
    return _percent_pattern(get_language() or "") % {"number": number(Decimal(str(share)) * 100, decimals)}


@lru_cache
def _percent_pattern(language: str) -> str:
    """The pattern of a language, looked up once: a chart writes thousands."""
    # Translators: a percentage. Spanish sets the sign apart by a no-break space.
    return pgettext("percentage", "%(number)s%%")


def day(value: date | None) -> str:
    """This function will write a date in full, as running text wants it: November 20, 2026."""
    # Translators: a date in full, in Django's date format letters. Spanish: j \d\e F \d\e Y
    return NOTHING if value is None else format_by_pattern(_here(value), pgettext("date pattern", "F j, Y"))


def short_day(value: date | None) -> str:
    """This function will write a date briefly, as tables want it: Nov 20, 2026."""
    # Translators: a short date, in Django's date format letters. Spanish: j M Y
    return NOTHING if value is None else format_by_pattern(_here(value), pgettext("date pattern", "M j, Y"))


def moment(value: datetime | None) -> str:
    """This function will write a date and the time of day in the district's time zone."""
    if value is None:
        return NOTHING
    clock = format_by_pattern(_here(value), pgettext("date pattern", "g:i a"))
    return gettext("%(day)s, %(time)s") % {"day": short_day(value), "time": clock}


def _here(value: date) -> date:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
