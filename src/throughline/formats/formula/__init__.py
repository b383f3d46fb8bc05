"""Funding formulas as documents: TOML in, a `Formula` and Problems out, and back again without loss."""

from throughline.formats.formula.document import SCHEMA
from throughline.formats.formula.library import LibraryDocument, library, library_formula
from throughline.formats.formula.read import FormulaReading, load_formula, read_formula
from throughline.formats.formula.result_files import summary_json, write_allocations_csv, write_trace_csv
from throughline.formats.formula.schema import formula_json_schema
from throughline.formats.formula.schools import SchoolsReading, load_schools, read_schools
from throughline.formats.formula.write import write_formula

__all__ = [
    "SCHEMA",
    "FormulaReading",
    "LibraryDocument",
    "SchoolsReading",
    "formula_json_schema",
    "library",
    "library_formula",
    "load_formula",
    "load_schools",
    "read_formula",
    "read_schools",
    "summary_json",
    "write_allocations_csv",
    "write_formula",
    "write_trace_csv",
]
