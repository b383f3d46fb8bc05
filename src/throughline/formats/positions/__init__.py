"""A year's catalog of positions, from a CSV file or a workbook: every problem named, and written back the same."""

from throughline.formats.positions.columns import CODE, POSITION_COLUMNS
from throughline.formats.positions.reader import PositionsReading, read_positions
from throughline.formats.positions.writer import write_positions

__all__ = ["CODE", "POSITION_COLUMNS", "PositionsReading", "read_positions", "write_positions"]
