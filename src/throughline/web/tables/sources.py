"""Where a table's rows come from: a list in memory, or a query that counts, orders and slices in the database."""

import operator
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import reduce
from typing import Any, Protocol

from django.db.models import F, Q, QuerySet, Sum

from throughline.web.components.pieces import Link, Person, Status
from throughline.web.tables.columns import Choice, Column
from throughline.web.tables.questions import Question


class Answer(Protocol):
    """The rows that fit a question, not yet fetched."""

    n_all: int
    n_found: int

    def rows(self, start: int, stop: int | None) -> Sequence[Any]:
        """This function will return the rows from `start` up to `stop`, in the order asked for."""

    def totals(self, columns: Sequence[Column]) -> dict[str, Any]:
        """This function will return the sum of each column over every row that fits, by the column's key.

        It is None where no row holds anything: nothing was added up, which is not a sum of zero.
        """


class Source(Protocol):
    """Anything a table can ask. A room may write its own."""

    def ask(self, question: Question) -> Answer:
        """This function will narrow and order the rows as asked."""


def word_of(value: Any) -> str:
    """This function will return the words of a cell, for searching, ordering and exporting."""
    match value:
        case None:
            return ""
        case Status(word=word):
            return word
        case Person(name=name):
            return name
        case Link(label=label):
            return label
    return str(value)


def folded(text: str) -> str:
    """This function will return text as people look it up: without case and accents.

    **Example**

    >>> folded("Núñez")
    'nunez'
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


class ListSource:
    """Rows in memory."""

    def __init__(self, rows: Sequence[Any], columns: Sequence[Column], choices: Sequence[Choice]) -> None:
        self._rows, self._columns, self._choices = rows, {column.key: column for column in columns}, choices

    def ask(self, question: Question) -> "ListAnswer":
        """This function will narrow and order the rows as asked."""
        rows = list(self._rows)
        for choice in self._choices:
            if answer := dict(question.chosen).get(choice.key):
                rows = [row for row in rows if choice.fits(row, answer)]
        if question.text:
            rows = self._search(rows, question.text)
        if column := self._columns.get(question.order):
            # Two passes keep the rows that hold nothing last, whichever way the rest is ordered.
            held = [row for row in rows if column.of(row) is not None]
            held.sort(key=lambda row: _sort_key(column.of(row)), reverse=question.descending)
            rows = held + [row for row in rows if column.of(row) is None]
        return ListAnswer(rows, len(self._rows))

    def _search(self, rows: list[Any], text: str) -> list[Any]:
        wanted = folded(text).split()
        columns = [column for column in self._columns.values() if not column.numeric]

        def fits(row: Any) -> bool:
            held = folded(" ".join(word_of(column.of(row)) for column in columns))
            return all(word in held for word in wanted)

        return [row for row in rows if fits(row)]


class ListAnswer:
    """The rows of a list that fit."""

    def __init__(self, rows: Sequence[Any], n_all: int) -> None:
        self._rows, self.n_all, self.n_found = rows, n_all, len(rows)

    def rows(self, start: int, stop: int | None) -> Sequence[Any]:
        """This function will return the rows from `start` up to `stop`."""
        return self._rows[start:stop]

    def totals(self, columns: Sequence[Column]) -> dict[str, Any]:
        """This function will return the sum of each column over every row that fits."""
        held = {column.key: [one for row in self._rows if (one := column.of(row)) is not None] for column in columns}
        return {key: sum(values) if values else None for key, values in held.items()}


class QuerysetSource:
    """Rows of a database query. `search` names the text fields to look in; without any, no search is offered."""

    def __init__(
        self,
        queryset: QuerySet[Any],
        columns: Sequence[Column],
        choices: Sequence[Choice],
        search: Sequence[str],
    ) -> None:
        self._queryset, self._choices, self._search = queryset, choices, search
        self._columns = {column.key: column for column in columns}

    def ask(self, question: Question) -> "QuerysetAnswer":
        """This function will narrow and order the query as asked."""
        found = self._queryset
        chosen = dict(question.chosen)
        for choice in self._choices:
            if (answer := chosen.get(choice.key)) is None:
                continue
            found = (
                choice.narrow(found, answer) if choice.narrow else found.filter(**{choice.lookup or choice.key: answer})
            )
        if self._search:
            for word in question.text.split():
                fields = (Q(**{f"{name}__icontains": word}) for name in self._search)
                found = found.filter(reduce(operator.or_, fields))
        if column := self._columns.get(question.order):
            found = found.order_by(*_orderings(column, question.descending), "pk")
        return QuerysetAnswer(self._queryset, found, question.narrows)


class QuerysetAnswer:
    """The rows of a query that fit: each of these is one statement, whatever the number of rows."""

    def __init__(self, everything: QuerySet[Any], found: QuerySet[Any], narrowed: bool) -> None:
        self._found = found
        self.n_found = found.count()
        self.n_all = everything.count() if narrowed else self.n_found

    def rows(self, start: int, stop: int | None) -> Sequence[Any]:
        """This function will fetch the rows from `start` up to `stop`."""
        return list(self._found[start:stop])

    def totals(self, columns: Sequence[Column]) -> dict[str, Any]:
        """This function will sum each column in the database."""
        if not columns:
            return {}
        fields = {f"total_{column.key}": Sum((column.order or (column.key,))[0]) for column in columns}
        sums = self._found.order_by().aggregate(**fields)
        return {column.key: sums[f"total_{column.key}"] for column in columns}


def _orderings(column: Column, descending: bool) -> list[Any]:
    names = column.order or (column.key,)
    return [F(name).desc(nulls_last=True) if descending else F(name).asc(nulls_last=True) for name in names]


def _sort_key(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    return value if isinstance(value, (int, float, date)) or hasattr(value, "quantize") else folded(word_of(value))
