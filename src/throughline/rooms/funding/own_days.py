"""Needs that are counted each on its own day: beside the rest, in words, and as they are kept with a run."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.filed import DayCounts, OwnDay, OwnDays, count_day, counted_words
from throughline.rooms.funding.models import CountDay
from throughline.rooms.students import api as students

Kept = Mapping[str, list[str]]


def decided_days(year: int) -> dict[str, date]:
    """This function will return the day of each need that a fiscal year counts on a day of its own, by its code."""
    return dict(CountDay.objects.filter(year=year).order_by("need").values_list("need", "on"))


def count_own_days(on: date, codes: Iterable[str], days: Mapping[str, date], *, grades: bool = False) -> DayCounts:
    """This function will count a day, and each need that `days` names on the day of its own.

    Schools, enrollment and grades are those of `on`. A school with students that a need's day does not know has no
    count of it, and that is told: it is never zero.
    """
    wanted = list(dict.fromkeys(codes))
    elsewhere: dict[date, list[str]] = {}
    for code in wanted:
        if code != students.ALL_STUDENTS and days.get(code, on) != on:
            elsewhere.setdefault(days[code], []).append(code)
    apart = {code for found in elsewhere.values() for code in found}
    counted = count_day(on, [code for code in wanted if code not in apart], grades=grades)
    for day, found in sorted(elsewhere.items()):
        counted = _beside(counted, day, found)
    return counted


def own_day_words(label: str, own: OwnDay) -> str:
    """This function will say of one need on which day of its own it is counted."""
    return f"{label}: {counted_words(own.on, own.rule)}"


def as_json(own: OwnDays) -> dict[str, list[str]]:
    """This function will write needs' own days as they are kept with a run and a scenario."""
    return {code: [one.on.isoformat(), one.rule] for code, one in sorted(own.items())}


def of_json(kept: Kept) -> dict[str, OwnDay]:
    """This function will read needs' own days as they were kept."""
    return {code: OwnDay(date.fromisoformat(on), rule) for code, (on, rule) in kept.items()}


def by_column(own: OwnDays, columns: Mapping[str, str]) -> dict[str, str]:
    """This function will write own days for the engine, by its columns; `columns` holds the code of each."""
    return {key: own[code].on.isoformat() for key, code in columns.items() if code in own}


def _beside(counted: DayCounts, day: date, codes: list[str]) -> DayCounts:
    """Put other needs beside those of a day, as they were counted on a day of their own."""
    found, here = count_day(day, codes), counted.counted.schools
    on_it = {row.school.id: row for row in found.counted.schools}
    anybody = any(row.count(students.ALL_STUDENTS) for row in on_it.values())
    if not found.filed and (day > accounts.today() or not anybody):
        return replace(counted, uncounted={**counted.uncounted, **dict.fromkeys(codes, day)})
    absent = [row.school.name for row in here if row.school.id not in on_it and row.count(students.ALL_STUDENTS)]
    schools = tuple(_with(row, on_it.get(row.school.id), codes) for row in here)
    names, ids = {row.school.name for row in here}, {row.school.id for row in here}
    hidden = {code: {key: one for key, one in of.items() if key in ids} for code, of in found.withheld.items()}
    lacking = {code: [name for name in of if name in names] for code, of in found.lacking.items()}
    return replace(
        counted,
        counted=replace(counted.counted, schools=schools),
        withheld={**counted.withheld, **hidden},
        lacking={**counted.lacking, **lacking},
        own={**counted.own, **dict.fromkeys(codes, OwnDay(day, found.counted.rule))},
        absent={**counted.absent, **(dict.fromkeys(codes, absent) if absent else {})},
    )


def _with(row: students.SchoolCount, other: students.SchoolCount | None, codes: list[str]) -> students.SchoolCount:
    """A school's counts with those of another day; one that the day does not know has none of them."""
    counts = {code: 0 if other is None else other.count(code) for code in codes}
    return replace(row, counts={**row.counts, **counts})
