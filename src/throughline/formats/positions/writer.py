"""A catalog of positions, what schools are guaranteed of it, and what staff really costs, as CSV as they come in."""

from collections.abc import Iterable
from decimal import Decimal
from typing import IO

from throughline.engines.funding.positions import NEAREST, Guarantee, Position, Staff
from throughline.formats.csv.writing import CsvTable, escaped_formula
from throughline.formats.positions.columns import POSITION_COLUMNS
from throughline.formats.positions.program_columns import GRADES_WRITTEN, PROGRAM_COLUMNS
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
        table.add([escaped_formula(one.school_id), one.position, _plain(one.units), dollars_text(one.cost_cents)])


def write_program(out: IO[str], guarantees: Iterable[Guarantee]) -> None:
    """This function will write what schools are guaranteed so that `read_program` reads it back the same."""
    table = CsvTable(out, [column.name for column in PROGRAM_COLUMNS])
    for one in guarantees:
        grades = [GRADES_WRITTEN[grade] for grade in one.group.span] if one.group.span else ["", ""]
        by_students = [_rounding(one), _plain(one.least) if one.least else ""] if one.per else ["", ""]
        cells = [one.position, _plain(one.units), str(one.per or ""), one.group.need, *grades, one.level, *by_students]
        table.add([escaped_formula(cell) for cell in cells])


def _rounding(one: Guarantee) -> str:
    return f"{one.mode} {_plain(one.step)}" if one.mode == NEAREST else f"{one.mode} to {_plain(one.step)}"


def _plain(units: Decimal) -> str:
    return format(units.normalize(), "f")
