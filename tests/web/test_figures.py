from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import override

from throughline.web.components import figures


@pytest.mark.parametrize(
    ("cents", "shown"),
    [(0, "$0.00"), (5, "$0.05"), (123450, "$1,234.50"), (-123456789, "−$1,234,567.89"), (None, "–")],
)
def test_money_is_shown_to_the_cent(cents: int | None, shown: str) -> None:
    assert figures.money(cents) == shown


@pytest.mark.parametrize(("cents", "shown"), [(149, "$1"), (150, "$2"), (-150, "−$2"), (-49, "$0")])
def test_whole_dollars_round_half_away_from_zero(cents: int, shown: str) -> None:
    assert figures.money_whole(cents) == shown


def test_a_change_carries_its_sign() -> None:
    assert [figures.money_change(cents) for cents in (100, 0, -100)] == ["+$1.00", "$0.00", "−$1.00"]


def test_numbers_are_grouped_and_rounded_half_up() -> None:
    assert figures.number(1234567) == "1,234,567"
    assert figures.number(Decimal("2.345"), 2) == "2.35"
    assert figures.number(-0.04, 1) == "0.0"


@pytest.mark.parametrize(("language", "shown"), [("en", "82%"), ("es", "82\u00a0%")])
def test_a_percentage_follows_the_language(language: str, shown: str) -> None:
    with override(language):
        assert figures.percent(0.82) == shown


@pytest.mark.parametrize(
    ("language", "full", "short"),
    [("en", "November 20, 2026", "Nov 20, 2026"), ("es", "20 de noviembre de 2026", "20 nov 2026")],
)
def test_dates_follow_the_language(language: str, full: str, short: str) -> None:
    with override(language):
        assert figures.day(date(2026, 11, 20)) == full
        assert figures.short_day(date(2026, 11, 20)) == short


def test_a_moment_is_told_in_the_districts_time() -> None:
    with override("en"):
        assert figures.moment(datetime(2026, 11, 20, 23, 4, tzinfo=UTC)) == "Nov 20, 2026, 3:04 p.m."


def test_a_minus_sign_stays_with_its_dollars_at_the_end_of_a_line() -> None:
    assert figures.unparted("2 × −$3.00 and −5") == "2 × −\u2060$3.00 and −5"
