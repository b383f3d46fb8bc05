"""What a person turns and chooses in a table: heads, orders, filters, pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext

from throughline.web.tables.columns import Column
from throughline.web.tables.questions import Address, Question


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head: its label, and where a sort by it leads."""

    key: str
    label: str
    css: str
    url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""

    @property
    def icon(self) -> str:
        return {"ascending": "arrow_upward", "descending": "arrow_downward"}.get(self.sorted, "unfold_more")


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: in a select, among pages, among exports."""

    value: str
    label: str
    current: bool = False
    url: str = ""


@dataclass(frozen=True)
class Filter:
    """A choice as its select shows it."""

    name: str
    label: str
    options: Sequence[Option]


def head_of(column: Column, question: Question, address: Address, n_found: int) -> Head:
    """This function will return a column's head; figures are looked at from the top down first, words from A."""
    css = "number" if column.numeric else ""
    if not column.sortable or n_found < 2:
        return Head(column.key, column.label, css)
    sorted_now = column.key == question.order
    turn = not question.descending if sorted_now else column.numeric
    url = address.with_(sort=("-" if turn else "") + column.key)
    now: Literal["", "ascending", "descending"] = ""
    if sorted_now:
        now = "descending" if question.descending else "ascending"
    return Head(column.key, column.label, css, url, now)


def sort_options(columns: Sequence[Column], question: Question) -> list[Option]:
    """This function will return the orders a phone offers, where the heads are not in sight."""
    now = ("-" if question.descending else "") + question.order
    found = []
    for column in columns:
        if column.sortable:
            counts = column.numeric or column.kind in ("date", "moment")
            up = gettext("%(column)s, lowest first") if counts else gettext("%(column)s, A to Z")
            down = gettext("%(column)s, highest first") if counts else gettext("%(column)s, Z to A")
            for value, label in ((column.key, up), (f"-{column.key}", down)):
                found.append(Option(value, label % {"column": column.label}, value == now))
    return found
