"""A table narrows, orders, turns pages and totals as its address asks, and ignores what it does not offer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpRequest

from throughline.web.components.pieces import Person, Status
from throughline.web.tables import Choice, Column, ReadTable, Table

Ask = Callable[[str], HttpRequest]


@dataclass(frozen=True)
class School:
    name: str
    level: str
    cents: int | None


SCHOOLS = [
    School("Núñez Academy", "high", 300_00),
    School("alder Valley", "elementary", 100_00),
    School("Birch <b>Creek</b>", "elementary", None),
    School("Zoë Park", "high", 200_00),
]


def _table(**changes: Any) -> Table:
    settled: dict[str, Any] = {
        "key": "schools",
        "caption": "Schools",
        "columns": [
            Column("name", "School", link=lambda row: f"/{row.level}/"),
            Column("level", "Level", kind="status", value=lambda row: Status(row.level.title())),
            Column("cents", "Dollars", kind="money", total=True),
        ],
        "rows": SCHOOLS,
        "choices": [Choice("level", "Level", [("high", "High"), ("elementary", "Elementary")])],
        "file_name": "schools",
    }
    return Table(**(settled | changes))


def _names(read: ReadTable) -> list[str]:
    return [row[0].shown.split(">")[1].split("<")[0].split("&")[0].strip() for row in read.rows]


def _read(ask: Ask, query: str = "", **changes: Any) -> ReadTable:
    return _table(**changes).read(ask(f"/schools/{query}"))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?sort=name", ["alder Valley", "Birch", "Núñez Academy", "Zoë Park"]),
        ("?sort=-name", ["Zoë Park", "Núñez Academy", "Birch", "alder Valley"]),
        ("?sort=cents", ["alder Valley", "Zoë Park", "Núñez Academy", "Birch"]),
        ("?sort=-cents", ["Núñez Academy", "Zoë Park", "alder Valley", "Birch"]),
    ],
)
def test_it_orders_as_people_do_with_nothing_last(ask: Ask, query: str, names: list[str]) -> None:
    assert _names(_read(ask, query)) == names


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?q=nunez", ["Núñez Academy"]),
        ("?q=HIGH+park", ["Zoë Park"]),
        ("?level=high", ["Núñez Academy", "Zoë Park"]),
        ("?level=high&q=zoe", ["Zoë Park"]),
        ("?q=nobody", []),
    ],
)
def test_it_narrows(ask: Ask, query: str, names: list[str]) -> None:
    assert _names(_read(ask, query)) == names


@pytest.mark.parametrize(
    "query",
    ["?sort=password", "?level=secret", "?page=zero", "?page=-4", "?per=1000000", "?page=²", "?q=%00", "?export=pdf"],
)
def test_what_it_does_not_offer_is_as_if_not_asked(ask: Ask, query: str) -> None:
    read = _read(ask, query)
    assert len(read.rows) == 4
    assert read.export(ask("/")) is None


def test_it_counts_in_words(ask: Ask) -> None:
    assert _read(ask).words == "4 rows"
    assert _read(ask, "?level=high").words == "2 of 4 rows"


def test_totals_are_of_every_row_that_fits(ask: Ask) -> None:
    assert [cell.shown for cell in _read(ask).totals] == ["", "$600.00"]
    assert [cell.shown for cell in _read(ask, "?level=high").totals] == ["", "$500.00"]


def test_a_total_of_nothing_is_a_dash_and_one_of_zeros_is_zero(ask: Ask) -> None:
    nothing = [School("Oak", "high", None), School("Elm", "high", None)]
    (_level, cell) = _read(ask, rows=nothing).totals
    assert (cell.shown, cell.css) == ("–", "number none")
    assert _read(ask, rows=[*nothing, School("Ash", "high", 0)]).totals[-1].shown == "$0.00"


def test_pages_are_turned_and_a_page_too_far_is_the_last(ask: Ask) -> None:
    rows = [School(f"School {number:03}", "high", number) for number in range(120)]
    read = _read(ask, "?page=99", rows=rows)
    assert (read.page, read.n_pages, len(read.rows)) == (5, 5, 20)
    assert read.span == "101 to 120 shown"
    assert [page.label for page in read.pages] == ["1", "…", "4", "5"]
    assert read.next is None
    assert read.previous is not None
    assert read.previous.url == "/schools/?page=4"


def test_addresses_keep_what_else_was_asked(ask: Ask) -> None:
    read = _read(ask, "?tab=all&q=zo&page=2&level=high")
    urls = {head.key: head.url for head in _read(ask, "?tab=all&level=high").heads}
    assert urls["cents"] == "/schools/?tab=all&level=high&sort=-cents"
    assert read.exports[0].url == "/schools/?tab=all&q=zo&level=high&export=csv"
    assert read.cleared_url == "/schools/?tab=all"
    assert read.carried == [("tab", "all")]


def test_two_tables_on_a_page_do_not_meet(ask: Ask) -> None:
    read = _read(ask, "?q=zoe&schools-q=nunez", shares_page=True)
    assert _names(read) == ["Núñez Academy"]


def test_the_head_says_how_it_is_sorted_and_turns_it(ask: Ask) -> None:
    head = _read(ask, "?sort=name").heads[0]
    assert (head.sorted, head.url) == ("ascending", "/schools/?sort=-name")


def test_it_is_shown_with_everything_those_who_listen_need(ask: Ask, show: Callable[..., str]) -> None:
    shown = show("{% table table %}", table=_read(ask, "?sort=name"))
    assert 'aria-sort="ascending"' in shown
    assert '<caption class="unseen">Schools</caption>' in shown
    assert 'scope="row"' in shown
    assert '<label for="schools-q">' in shown
    assert "Birch &lt;b&gt;" in shown


def test_an_empty_table_says_so(ask: Ask, show: Callable[..., str]) -> None:
    shown = show(
        "{% table table %}", table=_read(ask, rows=[], empty_title="No school yet", empty_text="Import a roster.")
    )
    assert "No school yet" in shown
    assert "<form" not in shown
    assert "<table" not in shown


def test_a_table_in_which_nothing_fits_offers_the_way_out(ask: Ask, show: Callable[..., str]) -> None:
    shown = show("{% table table %}", table=_read(ask, "?q=nobody"))
    assert "Nothing fits" in shown
    assert 'href="/schools/"' in shown


def test_figures_scroll_on_a_phone_and_words_stack() -> None:
    figures = [Column(name, name, kind="number") for name in "abc"]
    assert _table().on_a_phone == "stack"
    assert _table(columns=figures).on_a_phone == "scroll"


def test_people_are_searched_by_name(ask: Ask) -> None:
    columns = [Column("who", "Who", kind="person", value=lambda row: Person(row.name))]
    assert _read(ask, "?q=zoe", columns=columns).n_found == 1


@pytest.mark.parametrize(("n_words", "n_money", "fits"), [(7, 0, True), (8, 0, False), (5, 2, True), (3, 4, False)])
def test_only_what_surely_fits_a_desk_stands_there_without_a_pane(n_words: int, n_money: int, fits: bool) -> None:
    words = [Column(f"words{n}", "Words") for n in range(n_words)]
    money = [Column(f"money{n}", "Dollars", kind="money") for n in range(n_money)]
    assert _table(columns=[*words, *money]).fits_a_desk is fits
