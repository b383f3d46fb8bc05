"""Budget caps: what each school may plan with, source by source, as the file that planning takes over."""

from throughline.formats.caps.document import Adopted, BudgetCaps, Cap, MadeBy, SchoolCaps, Stood
from throughline.formats.caps.files import CSV_COLUMNS, caps_json_schema, read_caps, write_caps, write_caps_csv

__all__ = [
    "CSV_COLUMNS",
    "Adopted",
    "BudgetCaps",
    "Cap",
    "MadeBy",
    "SchoolCaps",
    "Stood",
    "caps_json_schema",
    "read_caps",
    "write_caps",
    "write_caps_csv",
]
