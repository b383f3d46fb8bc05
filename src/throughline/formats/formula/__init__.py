"""Funding formulas as documents of either kind: TOML in, a formula and Problems out."""

from throughline.formats.formula.document import SCHEMA
from throughline.formats.formula.documents import (
    DocumentReading,
    StepsLibraryDocument,
    load_document,
    load_steps,
    read_document,
    steps_formula,
    steps_library,
)
from throughline.formats.formula.library import LibraryDocument, library, library_formula
from throughline.formats.formula.read import FormulaReading, load_formula, read_formula
from throughline.formats.formula.result_files import summary_json, write_allocations_csv, write_trace_csv
from throughline.formats.formula.schema import formula_json_schema, steps_json_schema
from throughline.formats.formula.schools import SchoolsReading, load_schools, read_schools
from throughline.formats.formula.schools_days import CountDays
from throughline.formats.formula.stated_day import stated_day
from throughline.formats.formula.steps_files import (
    drawn_text,
    rounding_text,
    steps_summary_json,
    write_steps_csv,
    write_steps_trace_csv,
)
from throughline.formats.formula.steps_schools import load_columns, with_recount
from throughline.formats.formula.steps_write import write_steps
from throughline.formats.formula.two_way import matrix_formula, weights_document
from throughline.formats.formula.write import write_formula

__all__ = [
    "SCHEMA",
    "CountDays",
    "DocumentReading",
    "FormulaReading",
    "LibraryDocument",
    "SchoolsReading",
    "StepsLibraryDocument",
    "drawn_text",
    "formula_json_schema",
    "library",
    "library_formula",
    "load_columns",
    "load_document",
    "load_formula",
    "load_schools",
    "load_steps",
    "matrix_formula",
    "read_document",
    "read_formula",
    "read_schools",
    "rounding_text",
    "stated_day",
    "steps_formula",
    "steps_json_schema",
    "steps_library",
    "steps_summary_json",
    "summary_json",
    "weights_document",
    "with_recount",
    "write_allocations_csv",
    "write_formula",
    "write_steps",
    "write_steps_csv",
    "write_steps_trace_csv",
    "write_trace_csv",
]
