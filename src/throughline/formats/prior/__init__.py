"""Schools' earlier budgets, from a CSV file or a workbook: every problem named, and written back the same."""

from throughline.formats.prior.columns import PRIOR_COLUMNS, called_by, is_enrollment
from throughline.formats.prior.reader import PriorReading, headings_of, load_prior, read_prior
from throughline.formats.prior.writer import as_columns, write_beside, write_prior

__all__ = [
    "PRIOR_COLUMNS",
    "PriorReading",
    "as_columns",
    "called_by",
    "headings_of",
    "is_enrollment",
    "load_prior",
    "read_prior",
    "write_beside",
    "write_prior",
]
