"""The days of a run as they are written in a terminal: --count-day and --need-day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

import typer

from throughline.formats.formula import CountDays
from throughline.values.errors import RefusedInput

CountDay = Annotated[
    str, typer.Option(metavar="DAY", help="The day of enrollment, where SCHOOLS.csv has a column counted_on.")
]
NeedDays = Annotated[
    list[str] | None, typer.Option(metavar="NEED=DAY", help="The day one need is counted on; again for each need.")
]


def read_count_days(on: str, needs: Sequence[str]) -> CountDays:
    """This function will read the day of enrollment and that of each need, such as `special_education=2026-12-01`.

    **Raises** `RefusedInput` for what is no day, or a need that is there twice.

    **Example**

    >>> read_count_days("2026-10-01", ["poverty=2026-04-15"]).own
    {'poverty': datetime.date(2026, 4, 15)}
    """
    own: dict[str, date] = {}
    for written in needs:
        name, equals, day = (part.strip() for part in written.partition("="))
        if not (name and equals):
            raise RefusedInput(f"“{written}” names no need and day.", "Write --need-day special_education=2026-12-01.")
        if name.casefold() in own:
            raise RefusedInput(f"“{name}” has two days.", "Leave one --need-day for it.")
        own[name.casefold()] = _day(day, "--need-day")
    return CountDays(_day(on, "--count-day") if on else None, own)


def own_days(labels: Mapping[str, str], counted_on: Mapping[str, str]) -> str:
    """This function will say which counts are of another day than enrollment."""
    return "; ".join(f"{labels[key]}: counted on {day}" for key, day in counted_on.items())


def _day(written: str, option: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise RefusedInput(f"{option}: “{written}” is no day of the calendar.", "Write it as 2026-10-01.") from None
