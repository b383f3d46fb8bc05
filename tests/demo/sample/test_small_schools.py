"""Small schools beside the district: they come last, with students of their own, and change nothing of the others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.demo.conftest import SAMPLE, Files

from throughline.demo import named
from throughline.demo.sample.plan import GRADE_CODES, SmallSchool
from throughline.demo.sample.write import write_sample, write_year_before

if TYPE_CHECKING:
    from pathlib import Path

RIDGE, BRIDGE = "SCH-0013", "SCH-0014"
SMALL = (SmallSchool("Ridge School", "elementary", 48, 0.1), SmallSchool("Bridge School", "high", 40, 0.9))
WITH_SMALL = replace(SAMPLE, small=SMALL)


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("beside")
    write_sample(folder, WITH_SMALL)
    return Files(folder)


def of_school(files: Files, school: str) -> set[str]:
    return {row["sourcedId"] for row in files.students if row["primaryOrgSourcedId"] == school}


def test_they_come_last_with_students_of_their_own_grades(beside: Files) -> None:
    assert [row["name"] for row in beside.roster("orgs")][-2:] == ["Ridge School", "Bridge School"]
    grades = {GRADE_CODES.index(row["grades"]) for row in beside.students if row["primaryOrgSourcedId"] == BRIDGE}
    assert grades == {9, 10, 11, 12}
    assert len(beside.students) == SAMPLE.n_students + 88


def test_nothing_of_the_other_schools_changes(beside: Files, district: Files) -> None:
    for name in ("needs", "attendance", "marks", "behavior", "assessments", "school_budgets", "positions"):
        rows = {tuple(row.values()) for row in beside.table(name)}
        assert {tuple(row.values()) for row in district.table(name)} <= rows, name
    for table in ("users", "roles", "demographics", "enrollments", "classes"):
        rows = {tuple(row.values()) for row in beside.roster(table)}
        assert {tuple(row.values()) for row in district.roster(table)} <= rows, table


def test_one_is_poor_and_one_is_not(beside: Files) -> None:
    poor = beside.with_need("economically_disadvantaged")
    shares = [len(poor & of_school(beside, school)) / len(of_school(beside, school)) for school in (RIDGE, BRIDGE)]
    assert shares[0] < 0.3 < 0.7 < shares[1]


def test_the_year_before_had_them_too_and_their_youngest_came_from_elsewhere(beside: Files, tmp_path: Path) -> None:
    write_year_before(tmp_path, WITH_SMALL)
    before = Files(tmp_path)
    assert len(of_school(before, BRIDGE)) > 20
    then = {row["sourcedId"]: row for row in before.students}
    ninth = {row["sourcedId"] for row in beside.students if row["grades"] == "09"} & of_school(beside, BRIDGE)
    levels = {row["school_id"]: row["level"] for row in beside.table("schools")}
    came = [then[student] for student in ninth if student in then]
    assert {row["grades"] for row in came} == {"08"}
    assert {levels[row["primaryOrgSourcedId"]] for row in came} == {"middle"}


def test_the_demo_has_ten_schools_and_its_small_ones_are_named_last(demo_files: Files) -> None:
    schools = [row["sourcedId"] for row in demo_files.roster("orgs") if row["type"] == "school"]
    assert len(schools) == named.N_SCHOOLS == 10
    assert schools[-2:] == [named.HILL_SCHOOL, named.SECOND_CHANCE]
    assert len(demo_files.students) == named.N_STUDENTS
