"""A chart: one question, the sentence that answers it, the drawing that shows it, the table that proves it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

N_SERIES = 8


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart ready to be shown. `numeric` says which columns of its table are figures."""

    key: str
    title: str
    says: str
    plot: SafeString
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[bool]
    legend: Sequence[tuple[str, str]] = field(default=())
    is_table: bool = False

    @property
    def head_cells(self) -> list["Figure"]:
        return self._cells(self.heads)

    @property
    def row_cells(self) -> list[list["Figure"]]:
        return [self._cells(row) for row in self.rows]

    def _cells(self, row: Sequence[str]) -> list["Figure"]:
        return [Figure(shown, numeric) for shown, numeric in zip(row, self.numeric, strict=True)]


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell of a chart's table."""

    shown: str
    numeric: bool


def series(number: int) -> str:
    """This function will return the class that colours a series, counted from 0."""
    return f"s{number % N_SERIES + 1}"
