"""Revenues and what schools are named for, as CSV files: read with every problem named, and written back the same."""

from throughline.formats.revenues.columns import COLUMNS, GRANT_COLUMNS
from throughline.formats.revenues.reader import RevenuesReading, load_revenues, read_grants, read_revenues
from throughline.formats.revenues.writer import write_draws, write_revenues

__all__ = [
    "COLUMNS",
    "GRANT_COLUMNS",
    "RevenuesReading",
    "load_revenues",
    "read_grants",
    "read_revenues",
    "write_draws",
    "write_revenues",
]
