"""Each school's counts on one day or several, from a CSV file or a workbook: every problem named, and written back."""

from throughline.formats.counts.reader import CountsReading, FiledCounts, read_counts
from throughline.formats.counts.writer import write_counts, write_days

__all__ = ["CountsReading", "FiledCounts", "read_counts", "write_counts", "write_days"]
