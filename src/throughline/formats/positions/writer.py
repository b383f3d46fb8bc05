"""A catalog of positions, and what staff really costs, as CSV as they are brought in."""

from collections.abc import Iterable
from typing import IO

from throughline.engines.funding.positions import Position, Staff
from throughline.formats.csv.writing import CsvTable, escaped_formula
from throughline.formats.positions.columns import POSITION_COLUMNS
from throughline.formats.positions.staff_columns import STAFF_COLUMNS
from throughline.values.money import dollars_text


def write_positions(out: IO[str], positions: Iterable[Position]) -> None:
    """This function will write a catalog so that `read_positions` reads it back the same."""
    table = CsvTable(out, [column.name for column in POSITION_COLUMNS])
    for one in positions:
        percent = format((one.benefits_share * 100).normalize(), "f") if one.benefits_share else ""
        amount = dollars_text(one.benefits_cents) if one.benefits_cents else ""
        cells = [one.code, one.name, dollars_text(one.salary_cents), percent, amount, one.source]
        table.add([escaped_formula(cell) for cell in cells])


def write_staff(out: IO[str], staff: Iterable[Staff]) -> None:
    """This function will write staff by school and position so that `read_staff` reads it back the same."""
    table = CsvTable(out, [column.name for column in STAFF_COLUMNS])
    for one in staff:
        units = format(one.units.normalize(), "f")
        table.add([escaped_formula(one.school_id), one.position, units, dollars_text(one.cost_cents)])
