"""How what a column holds is put into a cell."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape, format_html

from throughline.web.components import figures, marks
from throughline.web.components.pieces import Link, Person, Status
from throughline.web.tables.columns import Column


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, ready to be shown. `label` is the column's name, for narrow screens where heads cannot stand above."""

    shown: str
    css: str
    label: str


def cell(column: Column, row: Any) -> Cell:
    """This function will return the cell of `row` in `column`."""
    value = column.of(row)
    shown = words(column, value)
    if column.link and value is not None and (url := column.link(row)):
        shown = format_html('<a href="{}">{}</a>', url, shown)
    return Cell(shown, _css(column, value), column.label)


def total_cell(column: Column, totals: dict[str, Any]) -> Cell:
    """This function will return the cell under a column: its total, or nothing."""
    if not column.total:
        return Cell("", "none", column.label)
    return Cell(words(column, totals[column.key]), _css(column, totals[column.key]), column.label)


def words(column: Column, value: Any) -> str:
    """This function will return a value as safe text, written as its column's kind is read."""
    if value is None or value == "":
        return figures.NOTHING
    return _SHOWN[column.kind](value, column.decimals)


def _css(column: Column, value: Any) -> str:
    kinds = ["number"] if column.numeric else []
    return " ".join([*kinds, "none"] if value is None or value == "" else kinds)


def _status(value: Status, _decimals: int) -> str:
    return marks.status(value)


def _person(value: Person, _decimals: int) -> str:
    return marks.person(value)


def _link(value: Link, _decimals: int) -> str:
    return marks.link(value)


_SHOWN: dict[str, Callable[[Any, int], str]] = {
    "text": lambda value, _: escape(value),
    "number": figures.number,
    "money": lambda cents, _: figures.money(cents),
    "percent": figures.percent,
    "date": lambda value, _: figures.short_day(value),
    "moment": lambda value, _: figures.moment(value),
    "status": _status,
    "person": _person,
    "link": _link,
}
