"""Money adds up to the cent, from positions to the district's sources."""

from __future__ import annotations

from collections import Counter, defaultdict
from statistics import mean
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.demo.sample.money import before_central, central_cents
from throughline.values.money import cents_from_dollars

if TYPE_CHECKING:
    from tests.demo.conftest import Files


def test_what_schools_receive_is_what_the_sources_leave_them(district: Files) -> None:
    received: Counter[str] = Counter()
    for row in district.table("school_revenues"):
        received[row["source"]] += cents_from_dollars(row["amount"])
    sources = district.table("revenues")
    for row in sources:
        amount, carried = cents_from_dollars(row["amount"]), cents_from_dollars(row["carry_over"])
        central = central_cents(amount, int(row["central_percent"]))
        assert amount + carried - central == received[row["source"]], row["source"]
    assert {row["status"] for row in sources} == {"locked", "unlocked", "school_grant"}
    assert {row["restricted"] for row in sources} == {"true", "false"}


def test_school_budgets_add_up_to_their_revenue(district: Files) -> None:
    budgeted: Counter[tuple[str, str]] = Counter()
    for row in district.table("school_budgets"):
        budgeted[row["school_id"], row["source"]] += cents_from_dollars(row["amount"])
    for row in district.table("school_revenues"):
        assert budgeted.pop((row["school_id"], row["source"])) == cents_from_dollars(row["amount"])
    assert not budgeted


def test_positions_are_what_the_budget_pays_for_people(district: Files) -> None:
    paid: Counter[tuple[str, str]] = Counter()
    for row in district.table("positions"):
        paid[row["school_id"], row["source"]] += cents_from_dollars(row["salary"])
        paid[row["school_id"], row["source"]] += cents_from_dollars(row["benefits"])
    for row in district.table("school_budgets"):
        if row["object"] in ("certificated_salaries", "classified_salaries", "benefits"):
            paid[row["school_id"], row["source"]] -= cents_from_dollars(row["amount"])
    assert set(paid.values()) == {0}


def test_teachers_at_poor_schools_are_newer_and_paid_less(district: Files) -> None:
    poverty = {r["school_id"]: int(r["economically_disadvantaged"]) / int(r["all"]) for r in district.table("schools")}
    salaries = defaultdict(list)
    for row in district.table("positions"):
        if row["title"] == "Teacher":
            salaries[poverty[row["school_id"]] > 0.5].append(float(row["salary"]))
    assert mean(salaries[False]) - mean(salaries[True]) > 4_000


def test_title_i_goes_to_poor_schools_alone(district: Files) -> None:
    poverty = {r["school_id"]: int(r["economically_disadvantaged"]) / int(r["all"]) for r in district.table("schools")}
    with_title_i = {row["school_id"] for row in district.table("school_revenues") if row["source"] == "title_i"}
    without = poverty.keys() - with_title_i
    assert with_title_i
    assert without
    assert min(poverty[school] for school in with_title_i) > max(poverty[school] for school in without) - 0.15


def test_a_district_costs_what_districts_cost(district: Files) -> None:
    total = sum(cents_from_dollars(row["amount"]) for row in district.table("revenues"))
    assert 9_000_00 < total / len(district.students) < 25_000_00


@given(after=st.integers(0, 10**12), percent=st.integers(0, 99))
def test_the_central_part_comes_out_to_the_cent(after: int, percent: int) -> None:
    amount = before_central(after, percent)
    assert amount - central_cents(amount, percent) == after


@pytest.mark.parametrize("name", ["schools", "positions", "school_budgets", "school_revenues"])
def test_every_school_is_in_every_file(district: Files, name: str) -> None:
    schools = {org["sourcedId"] for org in district.roster("orgs") if org["type"] == "school"}
    assert {row["school_id"] for row in district.table(name)} == schools
