"""Names that a spreadsheet accepts for its sheets: short, unique, free of the marks that formulas use."""

import re
from collections.abc import Iterable, Sequence

_LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]")
_RESERVED = {"history"}


def sheet_names(wanted: Iterable[str], taken: Sequence[str] = ()) -> list[str]:
    """This function will return a sheet name for each wanted one, none equal to another or to one `taken`.

    Equal is meant without regard to case, and length as the spreadsheet counts it, in UTF-16 units.

    **Example**

    >>> sheet_names(["Oak/Elm", "OAK ELM", "History", "x" * 40], taken=["Rates"])
    ['Oak Elm', 'OAK ELM (2)', 'History (2)', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx']
    """
    used = {name.casefold() for name in taken} | _RESERVED
    names = []
    last_number: dict[str, int] = {}  # so that a thousand schools of one name are not tried one by one
    for text in wanted:
        # A straight apostrophe inside a name is allowed, and trips more than one program; the curly one does not.
        clean = " ".join(_FORBIDDEN.sub(" ", text).split()).strip("' ").replace("'", "’") or "—"
        name = shortened(clean, _LONGEST)
        start = name.casefold()
        number = last_number.get(start, 1)
        while name.casefold() in used:
            number += 1
            ending = f" ({number})"
            name = shortened(clean, _LONGEST - len(ending)) + ending
        last_number[start] = number
        used.add(name.casefold())
        names.append(name)
    return names


def shortened(text: str, longest: int) -> str:
    """This function will cut `text` to `longest` UTF-16 units without splitting a character."""
    while len(text.encode("utf-16-le")) // 2 > longest:
        text = text[:-1]
    return text.rstrip("' ")


def quoted(name: str) -> str:
    """This function will write a sheet's name as a formula must.

    **Example**

    >>> quoted("St. Mary's")
    "'St. Mary''s'"
    """
    return "'" + name.replace("'", "''") + "'"
