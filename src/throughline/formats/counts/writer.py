"""Counts as CSV, of one day or of several, so that they are read back the same."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import IO

from throughline.formats.counts.reader import ALL, FiledCounts
from throughline.formats.csv.writing import CsvTable, escaped_formula
from throughline.formats.formula.schools_days import COUNTED_ON


def write_counts(out: IO[str], schools: Iterable[FiledCounts], names: Mapping[str, str]) -> None:
    """This function will write a day's counts so that `read_counts` reads them back the same."""
    _write(out, [(None, list(schools))], names)


def write_days(out: IO[str], days: Mapping[date, Iterable[FiledCounts]], names: Mapping[str, str]) -> None:
    """This function will write the counts of several days, each row with its day, to be read back the same."""
    _write(out, [(day, list(schools)) for day, schools in days.items()], names)


def _write(out: IO[str], days: Sequence[tuple[date | None, list[FiledCounts]]], names: Mapping[str, str]) -> None:
    every = [one for _day, schools in days for one in schools]
    codes = list(dict.fromkeys([ALL, *(code for one in every for code in (*one.counts, *one.withheld))]))
    table = CsvTable(out, ["school_id", "school_name", *(COUNTED_ON for day, _schools in days[:1] if day), *codes])
    for day, schools in days:
        on = [] if day is None else [day.isoformat()]
        for one in schools:
            named = [escaped_formula(one.school_id), escaped_formula(names.get(one.school_id, ""))]
            table.add([*named, *on, *(_cell(one, code) for code in codes)])


def _cell(one: FiledCounts, code: str) -> str:
    if code in one.withheld:
        least, most = one.withheld[code]
        return f"{least}-{most}"
    return str(one.counts.get(code, ""))  # blank where nothing is known of it
