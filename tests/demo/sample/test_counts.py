"""schools.csv counts what the roster and needs.csv say, by their dates alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.demo.conftest import Files


@pytest.mark.parametrize(
    "category", ["all", "economically_disadvantaged", "english_learner", "special_education", "homeless"]
)
@pytest.mark.parametrize("which", ["district", "demo_files"])
def test_counts_are_those_of_the_count_day(request: pytest.FixtureRequest, which: str, category: str) -> None:
    files: Files = request.getfixturevalue(which)
    day = "2026-10-01"
    holders = {
        row["student_id"]
        for row in files.needs
        if row["category"] == category and row["start_date"] <= day <= (row["end_date"] or "9999")
    }
    for school in files.table("schools"):
        enrolled = {
            role["userSourcedId"]
            for role in files.roles
            if role["role"] == "student"
            and role["orgSourcedId"] == school["school_id"]
            and role["beginDate"] <= day <= (role["endDate"] or "9999")
        }
        assert int(school[category]) == len(enrolled if category == "all" else enrolled & holders)
