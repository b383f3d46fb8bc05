"""Rows of a query are counted, ordered, sliced and summed in the database, in as many statements at any size."""

from collections.abc import Callable

import pytest
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from pytest_django import DjangoAssertNumQueries

from throughline.web.tables import Choice, Column, Table

Ask = Callable[[str], HttpRequest]


def _table() -> Table:
    return Table(
        key="kinds",
        caption="Kinds",
        columns=[Column("model", "Model"), Column("id", "Number", kind="number", total=True)],
        rows=ContentType.objects.filter(app_label="things"),
        choices=[Choice("model", "Model", [("thing1", "One")])],
        search=["model"],
        order="model",
    )


@pytest.fixture
def _things(db: None) -> None:
    ContentType.objects.bulk_create(ContentType(app_label="things", model=f"thing{number}") for number in range(60))


@pytest.mark.usefixtures("_things")
class TestQueries:
    def test_a_page_is_fetched_and_no_more(self, ask: Ask, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        with django_assert_num_queries(3):  # count, page, totals
            read = _table().read(ask("/?per=50"))
            assert len(read.rows) == 50
            assert read.totals

    def test_narrowing_costs_one_count_more(self, ask: Ask, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        with django_assert_num_queries(3):
            read = _table().read(ask("/?q=THING1"))
            assert [row[0].shown for row in read.rows] == ["thing1", *(f"thing1{number}" for number in range(10))]
        assert read.words == "11 of 60 rows"

    def test_a_choice_is_asked_of_the_database(self, ask: Ask) -> None:
        assert _table().read(ask("/?model=thing1")).n_found == 1

    def test_order_turns(self, ask: Ask) -> None:
        assert _table().read(ask("/?sort=-model")).rows[0][0].shown == "thing9"
