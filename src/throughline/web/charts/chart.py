"""A chart: one question, the sentence that answers it, the drawing that shows it, the table that proves it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

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
    def body(self) -> SafeString:
        """The rows of its table, written here: a template takes ten times as long over a thousand of them."""
        opens = ['<td class="number">' if numeric else "<td>" for numeric in self.numeric[1:]]
        rows = (
            f'<tr><th scope="row">{escape(first)}</th>'
            + "".join(f"{opened}{escape(shown)}</td>" for opened, shown in zip(opens, rest, strict=True))
            for first, *rest in self.rows
        )
        return mark_safe("</tr>\n".join([*rows, ""]))  # noqa: S308 - every word in it was escaped

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
