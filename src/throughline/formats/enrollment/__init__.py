"""Students by school, year and grade from files: counts of earlier years, births, and what people know better."""

from throughline.formats.enrollment.read import GRADES, read_births, read_history, read_known
from throughline.formats.enrollment.write import write_history

__all__ = ["GRADES", "read_births", "read_history", "read_known", "write_history"]
