"""Reads our own CSV files, forgiving what people and spreadsheets do to them."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from throughline.formats.csv.block import Digests
from throughline.formats.csv.dialect import Dialect
from throughline.formats.csv.reading import TableReading
from throughline.formats.csv.tally import Tally
from throughline.formats.district_csv import rules
from throughline.formats.district_csv.catalog import TABLES
from throughline.values.errors import RefusedInput
from throughline.values.problem import Problem, Rule

_DIALECT: Final = Dialect(lenient=True)


def read_table(path: Path, table: str, tally: Tally, known: Digests | None = None) -> TableReading:
    """This function will read one of our CSV files: iterate the answer for blocks of rows that may be taken.

    Byte order marks, semicolons or tabs, headers in capitals and spaces around cells are read with a
    warning. **Shapes** `known` are digests of rows taken before, sorted: those rows are passed over.
    **Raises** `RefusedInput` where there is no file at `path`; `KeyError` for a table that we have not.
    """
    if path.is_dir():
        raise _refusal(rules.IS_FOLDER, path)
    if not path.is_file():
        raise _refusal(rules.NOT_THERE, path)
    return TableReading(
        lambda: path.open("rb"), TABLES[table], file=path.name, tally=tally, dialect=_DIALECT, known=known
    )


def _refusal(rule: Rule, path: Path) -> RefusedInput:
    problem = Problem(rule, path.name)
    return RefusedInput(problem.says(), problem.next_step(), (problem,))
