"""One check for each kind of cell: what the cell means, written one way, and which rule it breaks.

A check sees each different value once, so it may take its time.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Final

from throughline.formats.csv import rules
from throughline.formats.csv.columns import Column, Kind
from throughline.values.money import cents_from_dollars, dollars_text
from throughline.values.problem import Rule


@dataclass(frozen=True, slots=True)
class Reading:
    """What a check made of a value: the text to go on with, and the rule broken, if any."""

    text: str
    rule: Rule | None = None
    details: Mapping[str, str] = field(default_factory=dict)


Check = Callable[[str], Reading]

_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?")
_DATETIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})", re.ASCII)
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?", re.ASCII)
_NUMBER = re.compile(r"-?(?:\d{1,12}(?:\.\d{1,9})?|\.\d{1,9})", re.ASCII)
_MONEY = re.compile(r"-?\$?-?(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.\d{1,2})?", re.ASCII)
_SLUG = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*", re.ASCII)
_NOT_SLUG = re.compile(r"[^a-z0-9]+", re.ASCII)

GRADES: Final = frozenset(
    ("IT", "PR", "PK", "TK", "KG", *(f"{grade:02d}" for grade in range(1, 14)), "PS", "UG", "Other")
)
_GRADES_READ_AS: Final = {str(grade): f"{grade:02d}" for grade in range(1, 10)} | {
    "K": "KG",
    "0": "KG",
    "00": "KG",
    "PREK": "PK",
    "PRE-K": "PK",
    "P": "PK",
}


def check_boolean(value: str) -> Reading:
    """This function will read true and false, in any case; `Y`, `1` and `yes` are not guessed."""
    if value in ("", "true", "false"):
        return Reading(value)
    lower = value.lower()
    if lower in ("true", "false"):
        return Reading(lower, rules.BOOLEAN_CASE, {"wanted": lower})
    return Reading(value, rules.NOT_BOOLEAN)


def check_date(value: str) -> Reading:
    """This function will read an ISO date of this or a neighboring century; others are never guessed."""
    if not value:
        return Reading(value)
    match = _DATE.fullmatch(value)
    if not match or not _is_day(match[1]):
        return Reading(value, rules.NOT_DATE)
    if match[1] != value:
        return Reading(match[1], rules.DATE_WITH_TIME, {"wanted": match[1]})
    return Reading(value)


def _is_day(text: str) -> bool:
    try:
        return text.isascii() and 1900 <= date.fromisoformat(text).year <= 2199
    except ValueError:
        return False


def check_datetime(value: str) -> Reading:
    """This function will read an ISO date and time that says its zone."""
    if not value:
        return Reading(value)
    try:
        if not _DATETIME.fullmatch(value):
            raise ValueError
        datetime.fromisoformat(value)
    except ValueError:
        return Reading(value, rules.NOT_DATETIME)
    return Reading(value)


def check_time(value: str) -> Reading:
    """This function will read a time of day, as `09:05`."""
    if not value:
        return Reading(value)
    match = _TIME.fullmatch(value)
    return Reading(f"{int(match[1]):02d}:{match[2]}") if match else Reading(value, rules.NOT_TIME)


def check_year(value: str) -> Reading:
    """This function will read a year of four digits."""
    fits = not value or (len(value) == 4 and value.isascii() and value.isdigit() and value >= "1900")
    return Reading(value) if fits else Reading(value, rules.NOT_YEAR)


def check_number(value: str, *, column: Column) -> Reading:
    """This function will read a plain decimal number, from the least to the most that its column may hold."""
    if not value:
        return Reading(value)
    if not _NUMBER.fullmatch(value):
        return Reading(value, rules.NOT_NUMBER)
    if column.between and not column.between[0] <= Decimal(value) <= column.between[1]:
        least, most = map(str, column.between)
        return Reading(value, rules.NUMBER_OUTSIDE, {"least": least, "most": most})
    return Reading(value)


def check_money(value: str) -> Reading:
    """This function will read dollars into one way of writing them: `1234.50`."""
    if not value:
        return Reading(value)
    if not _MONEY.fullmatch(value) or value.count("-") > 1:
        return Reading(value, rules.NOT_MONEY)
    text = dollars_text(cents_from_dollars(value))
    if "$" in value or "," in value:
        return Reading(text, rules.MONEY_READ_AS, {"wanted": text})
    return Reading(text)


def check_slug(value: str) -> Reading:
    """This function will read a code in lower snake case, and suggest one for what is not."""
    if not value or _SLUG.fullmatch(value):
        return Reading(value)
    wanted = _NOT_SLUG.sub("_", value.lower()).strip("_")
    return Reading(value, rules.NOT_SLUG, {"wanted": wanted[:40] or "english_learner"})


def check_list(value: str) -> Reading:
    """This function will read a comma-separated list without the spaces and blanks between its commas."""
    if "," not in value:
        return Reading(value)
    text = ",".join(part for part in map(str.strip, value.split(",")) if part)
    return Reading(value) if text == value else Reading(text, rules.LIST_SPACES)


def check_grades(value: str) -> Reading:
    """This function will read a list of CEDS grade codes, mending those that can mean one thing only."""
    parts = [part for part in map(str.strip, value.split(",")) if part]
    if all(part in GRADES for part in parts):
        text = ",".join(parts)
        return Reading(value) if text == value else Reading(text, rules.LIST_SPACES)
    text = ",".join(part if part in GRADES else _GRADES_READ_AS.get(part.upper(), part) for part in parts)
    if all(part in GRADES for part in text.split(",")):
        return Reading(text, rules.GRADE_READ_AS, {"wanted": text})
    return Reading(text, rules.GRADE_UNKNOWN)


def check_choice(value: str, *, column: Column, lenient: bool) -> Reading:
    """This function will read one of a column's words; `lenient` reads them in any case."""
    if value in column.choices or not value:
        return Reading(value)
    if column.extensible and value.startswith("ext:") and len(value) > 4:
        return Reading(value)
    folded = value.casefold().replace("-", "_").replace(" ", "_") if lenient else value.casefold()
    for choice in column.choices:
        if choice.casefold() == folded:
            rule = rules.CHOICE_READ_AS if lenient else rules.CHOICE_CASE
            return Reading(choice, rule, {"wanted": choice})
    return Reading(value, rules.NOT_CHOICE, {"wanted": ", ".join(column.choices)})


_CHECKS: Final[Mapping[Kind, Check]] = {
    Kind.BOOLEAN: check_boolean,
    Kind.DATE: check_date,
    Kind.DATETIME: check_datetime,
    Kind.TIME: check_time,
    Kind.YEAR: check_year,
    Kind.MONEY: check_money,
    Kind.SLUG: check_slug,
    Kind.GRADES: check_grades,
    Kind.IDS: check_list,
    Kind.WORDS: check_list,
}


def check_for(column: Column, *, lenient: bool = False) -> Check | None:
    """This function will return the check of a column's cells; None where any text will do.

    `lenient` is for files that people write by hand: words in any case are read, ids lose their spaces.
    """
    if column.kind is Kind.CHOICE:
        check: Check = partial(check_choice, column=column, lenient=lenient)
    elif column.kind is Kind.NUMBER:
        check = partial(check_number, column=column)
    elif column.kind is Kind.ID and lenient:
        check = Reading
    elif column.kind in _CHECKS:
        check = _CHECKS[column.kind]
    else:
        return None
    return partial(_trimmed, check)


def _trimmed(check: Check, value: str) -> Reading:
    """Reads spaces around a cell away, unless something graver is wrong with it."""
    text = value.strip()
    reading = check(text)
    if text != value and reading.rule is None:
        return Reading(reading.text, rules.SPACES_READ_AWAY)
    return reading
