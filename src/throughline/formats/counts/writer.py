"""Counts as CSV, so that they are read back the same."""

from collections.abc import Iterable, Mapping
from typing import IO

from throughline.formats.counts.reader import ALL, FiledCounts
from throughline.formats.csv.writing import CsvTable, escaped_formula


def write_counts(out: IO[str], schools: Iterable[FiledCounts], names: Mapping[str, str]) -> None:
    """This function will write counts so that `read_counts` reads them back the same."""
    rows = list(schools)
    codes = list(dict.fromkeys([ALL, *(code for one in rows for code in (*one.counts, *one.withheld))]))
    table = CsvTable(out, ["school_id", "school_name", *codes])
    for one in rows:
        named = [escaped_formula(one.school_id), escaped_formula(names.get(one.school_id, ""))]
        table.add([*named, *(_cell(one, code) for code in codes)])


def _cell(one: FiledCounts, code: str) -> str:
    if code in one.withheld:
        least, most = one.withheld[code]
        return f"{least}-{most}"
    return str(one.counts.get(code, ""))  # blank where nothing is known of it
