"""A catalog of positions as CSV, as it is brought in."""

from collections.abc import Iterable
from typing import IO

from throughline.engines.funding.positions import Position
from throughline.formats.csv.writing import CsvTable, escaped_formula
from throughline.formats.positions.columns import POSITION_COLUMNS
from throughline.values.money import dollars_text


def write_positions(out: IO[str], positions: Iterable[Position]) -> None:
    """This function will write a catalog so that `read_positions` reads it back the same."""
    table = CsvTable(out, [column.name for column in POSITION_COLUMNS])
    for one in positions:
        percent = format((one.benefits_share * 100).normalize(), "f") if one.benefits_share else ""
        amount = dollars_text(one.benefits_cents) if one.benefits_cents else ""
        cells = [one.code, one.name, dollars_text(one.salary_cents), percent, amount, one.source]
        table.add([escaped_formula(cell) for cell in cells])
