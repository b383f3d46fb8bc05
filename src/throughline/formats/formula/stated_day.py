"""The day of the calendar that a formula's words name for a count, where they name one."""

import re
from datetime import date

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NAMED = re.compile(rf"({'|'.join(_MONTHS)})\s+([0-9]{{1,2}})(?:st|nd|rd|th)?(?:\s*,?\s*([0-9]{{4}}))?", re.IGNORECASE)
_FIRST_MONTH = 7  # a school year begins in July


def stated_day(words: str, year: int) -> date | None:
    """This function will read the day that words such as "October 31" name in the school year that ends in `year`.

    None where they name no day, or more than a day: what is not plain is for a person to decide.

    **Example**

    >>> stated_day("December 1", 2027), stated_day("May 1, 2026", 2027), stated_day("the district's count day", 2027)
    (datetime.date(2026, 12, 1), datetime.date(2026, 5, 1), None)
    """
    text = words.strip()
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
        found = _NAMED.fullmatch(text)
        if found is None:
            return None
        month = _MONTHS.index(found[1].lower()) + 1
        of = int(found[3]) if found[3] else year - 1 if month >= _FIRST_MONTH else year
        return date(of, month, int(found[2]))
    except ValueError:
        return None
