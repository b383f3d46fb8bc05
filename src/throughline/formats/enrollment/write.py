"""Students by school, year and grade as the file they can be read from."""

from collections.abc import Mapping
from typing import TextIO

from throughline.engines.projection import History
from throughline.formats.csv.writing import CsvTable, escaped_formula
from throughline.values.school_year import SchoolYear


def write_history(out: TextIO, histories: Mapping[str, History]) -> None:
    """This function will write one row for each school, year and grade."""
    table = CsvTable(out, ("school_id", "year", "grade", "students"))
    for school_id, history in histories.items():
        for year, row in zip(history.years, history.counts, strict=True):
            for grade, students in zip(history.grades, row, strict=True):
                table.add([escaped_formula(school_id), str(SchoolYear(year)), grade, students])
