"""A year's catalog of positions, from a CSV file or a workbook: every problem named, and written back the same."""

from throughline.formats.positions.columns import CODE, POSITION_COLUMNS
from throughline.formats.positions.reader import PositionsReading, read_positions
from throughline.formats.positions.staff_columns import STAFF_COLUMNS
from throughline.formats.positions.staff_reader import StaffReading, read_staff
from throughline.formats.positions.writer import write_positions, write_staff

__all__ = [
    "CODE",
    "POSITION_COLUMNS",
    "STAFF_COLUMNS",
    "PositionsReading",
    "StaffReading",
    "read_positions",
    "read_staff",
    "write_positions",
    "write_staff",
]
