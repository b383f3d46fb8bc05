"""Each school's counts on a day, from a CSV file or a workbook: every problem named, and written back the same."""

from throughline.formats.counts.reader import CountsReading, FiledCounts, read_counts
from throughline.formats.counts.writer import write_counts

__all__ = ["CountsReading", "FiledCounts", "read_counts", "write_counts"]
