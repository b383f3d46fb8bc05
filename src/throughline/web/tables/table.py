"""A table as a room declares it, and as it stands once a request has been read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from throughline.web.components import figures
from throughline.web.tables.cells import Cell, cell, drawn_cells, drawn_row, total_cell
from throughline.web.tables.columns import Choice, Column
from throughline.web.tables.controls import Filter, Head, Option, head_of, sort_options
from throughline.web.tables.exports import FORMATS, export_response
from throughline.web.tables.questions import PER_PAGE, Address, Question, address_of, read_question
from throughline.web.tables.sources import Answer, ListSource, QuerysetSource, Source

MORE = "more"
MOST_COLUMNS_AT_A_DESK = 7
MOST_WITH_MONEY_AT_A_DESK = 9  # a column of dollars counts twice: those of a district are wide


def asks_for_more(request: HttpRequest) -> bool:
    """This function will tell whether an address asks for every choice, not only those that are offered at once."""
    return MORE in request.GET


def _rows_in_words(n: int) -> str:
    return ngettext("%(n)s row", "%(n)s rows", n)


@dataclass(frozen=True, kw_only=True)
class Table:
    """A list with filters, order, pages and exports, all kept in the page's address.

    `rows` is a sequence, a queryset, or a `Source`. `key` is unique in the page. With several tables on a page give
    each `shares_page=True`, so that their addresses do not meet. `search` lists the text fields of a queryset; for
    rows in memory every column of words is searched. `searchable=False` offers no search: a name typed into it would
    stand in the address, so leave it out where rows are students. `count` says a number of rows in words, with
    `%(n)s` for the number. `narrow` is how the table stands on a phone: `stack` (each row a small card) reads best
    for words, `scroll` (first column held) for figures one compares; left empty it is chosen by the columns.
    `whole` shows every row at once: on an answer to what was sent, that has no address to turn a page by.
    `has_more`: there are further choices, offered where the address asks for them with `more` (see `asks_for_more`).
    """

    key: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Any] | QuerySet[Any] | Source
    choices: Sequence[Choice] = ()
    order: str = ""
    search: Sequence[str] = ()
    searchable: bool = True
    count: Callable[[int], str] = _rows_in_words
    caption_shown: bool = False
    file_name: str = ""
    empty_title: str = ""
    empty_text: str = ""
    narrow: Literal["", "stack", "scroll"] = ""
    shares_page: bool = False
    tall: bool = False
    has_more: bool = False
    whole: bool = False

    def read(self, request: HttpRequest) -> "ReadTable":
        """This function will read what the request asks of this table."""
        address = address_of(request, f"{self.key}-" if self.shares_page else "")
        question = read_question(address, self.columns, self.choices, self.order)
        return ReadTable(self, address, question, self._source().ask(question))

    @property
    def has_search(self) -> bool:
        return self.searchable and (bool(self.search) or not isinstance(self.rows, QuerySet))

    @property
    def on_a_phone(self) -> str:
        if self.narrow:
            return self.narrow
        return "scroll" if sum(column.numeric for column in self.columns) > 2 else "stack"

    @property
    def fits_a_desk(self) -> bool:
        n = len(self.columns)
        n_with_money = n + sum(column.kind == "money" for column in self.columns)
        return n <= MOST_COLUMNS_AT_A_DESK and n_with_money <= MOST_WITH_MONEY_AT_A_DESK

    def _source(self) -> Source:
        if isinstance(self.rows, QuerySet):
            return QuerysetSource(self.rows, self.columns, self.choices, self.search)
        if isinstance(self.rows, Sequence):
            return ListSource(self.rows, self.columns, self.choices)
        return self.rows


class ReadTable:
    """A table with its request read: what its template shows, and what its exports hold."""

    def __init__(self, table: Table, address: Address, question: Question, answer: Answer) -> None:
        self.table, self.address, self.question, self._answer = table, address, question, answer
        self.n_all, self.n_found = answer.n_all, answer.n_found
        self._per = max(1, answer.n_found) if table.whole else question.per
        self.n_pages = max(1, -(-answer.n_found // self._per))
        self.page = min(question.page, self.n_pages)

    def export(self, request: HttpRequest) -> HttpResponse | None:
        """This function will return the file the address asks for, or None where it asks for the page."""
        kind = self.exporting
        if not kind or request.method != "GET":
            return None
        rows = self._answer.rows(0, None)
        return export_response(kind, self.table.file_name or self.table.key, self.table.columns, rows)

    @property
    def exporting(self) -> str:
        """The kind of file asked for, empty for the page: a room logs the disclosure by it."""
        asked = self.address.get("export")
        return asked if asked in FORMATS else ""

    @cached_property
    def rows(self) -> list[list[Cell]]:
        start = (self.page - 1) * self._per
        found = self._answer.rows(start, start + self._per)
        return [[cell(column, row) for column in self.table.columns] for row in found]

    @property
    def drawn(self) -> list[SafeString]:
        """Each row on this page as HTML: what stands between its `<tr>` and `</tr>`."""
        return [drawn_row(row) for row in self.rows]

    @cached_property
    def totals(self) -> list[Cell]:
        columns = [column for column in self.table.columns if column.total]
        if not columns or not self.n_found:
            return []
        totals = self._answer.totals(columns)
        return [total_cell(column, totals) for column in self.table.columns[1:]]

    @property
    def drawn_totals(self) -> SafeString:
        """The totals as HTML, beside the head of their row."""
        return drawn_cells(self.totals)

    @property
    def heads(self) -> list[Head]:
        return [head_of(column, self.question, self.address, self.n_found) for column in self.table.columns]

    @property
    def filters(self) -> list[Filter]:
        chosen = dict(self.question.chosen)
        return [
            Filter(
                self.address.name(choice.key),
                choice.label,
                [Option(value, label, chosen.get(choice.key) == value) for value, label in choice.options],
            )
            for choice in self.table.choices
        ]

    @property
    def sorts(self) -> list[Option]:
        return sort_options(self.table.columns, self.question)

    @property
    def words(self) -> str:
        """How many rows there are: `412 schools`, or `12 of 412 schools` where some were left out."""
        every = self.table.count(self.n_all) % {"n": figures.number(self.n_all)}
        if not self.question.narrows:
            return every
        return gettext("%(found)s of %(all)s") % {"found": figures.number(self.n_found), "all": every}

    @property
    def span(self) -> str:
        """Which of them stand on this page, empty where all do."""
        if self.n_pages == 1:
            return ""
        first = (self.page - 1) * self._per + 1
        last = min(self.n_found, self.page * self._per)
        numbers = {"first": figures.number(first), "last": figures.number(last)}
        return gettext("%(first)s to %(last)s shown") % numbers

    @property
    def pages(self) -> list[Option]:
        """The pages to turn to; an option without an address is a gap."""
        near = {1, self.n_pages, self.page - 1, self.page, self.page + 1}
        shown = sorted(number for number in near if 1 <= number <= self.n_pages)
        found: list[Option] = []
        for before, number in zip([0, *shown], shown, strict=False):
            if number - before > 1:
                found.append(Option("", "…"))
            found.append(self._page(number))
        return found

    @property
    def previous(self) -> Option | None:
        return self._page(self.page - 1) if self.page > 1 else None

    @property
    def next(self) -> Option | None:
        return self._page(self.page + 1) if self.page < self.n_pages else None

    @property
    def per_page(self) -> list[Option]:
        if self.table.whole or self.n_found <= PER_PAGE[0]:
            return []
        return [Option(str(per), str(per), per == self.question.per, self.address.with_(per=per)) for per in PER_PAGE]

    @property
    def exports(self) -> list[Option]:
        if not self.table.file_name:
            return []
        return [Option(kind, kind.upper(), url=self.address.with_(export=kind)) for kind in FORMATS]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What else the address holds, which the filter form carries along."""
        return self.address.others(["q", "sort", *(choice.key for choice in self.table.choices)])

    @property
    def cleared_url(self) -> str:
        return self.address.with_(q=None, **{choice.key: None for choice in self.table.choices})

    @property
    def more_url(self) -> str:
        """Where the further choices are offered, with what is chosen already; empty where there are none."""
        return self.address.with_(**{MORE: "1"}) if self.table.has_more else ""

    @property
    def has_tools(self) -> bool:
        return bool(self.table.choices or self.table.has_search) and self.n_all > 0

    def _page(self, number: int) -> Option:
        url = self.address.with_(page=number if number > 1 else None)
        return Option(str(number), figures.number(number), number == self.page, url)
