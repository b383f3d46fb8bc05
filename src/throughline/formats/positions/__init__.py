"""A year's catalog of positions and what is guaranteed of it, from CSV or a workbook, and written back the same."""

from throughline.formats.positions.columns import CODE, POSITION_COLUMNS
from throughline.formats.positions.program_columns import PROGRAM_COLUMNS
from throughline.formats.positions.program_reader import Known, ProgramReading, read_program
from throughline.formats.positions.reader import PositionsReading, read_positions
from throughline.formats.positions.staff_columns import STAFF_COLUMNS
from throughline.formats.positions.staff_reader import StaffReading, read_staff
from throughline.formats.positions.writer import write_positions, write_program, write_staff

__all__ = [
    "CODE",
    "POSITION_COLUMNS",
    "PROGRAM_COLUMNS",
    "STAFF_COLUMNS",
    "Known",
    "PositionsReading",
    "ProgramReading",
    "StaffReading",
    "read_positions",
    "read_program",
    "read_staff",
    "write_positions",
    "write_program",
    "write_staff",
]
