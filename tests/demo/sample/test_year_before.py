"""The school year before: the same children a grade lower, those who have gone since, and nothing still open."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pytest
from tests.demo.conftest import SAMPLE, Files

from throughline.demo import named
from throughline.demo.district import write_last_year
from throughline.demo.sample.plan import GRADE_CODES
from throughline.demo.sample.write import OF_YEAR_BEFORE, write_year_before

if TYPE_CHECKING:
    from pathlib import Path

    from tests.demo.conftest import Row


@pytest.fixture(scope="session")
def before(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("before")
    write_year_before(folder, SAMPLE)
    return Files(folder)


@pytest.fixture(scope="session")
def demo_before(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("demo-before")
    write_last_year(folder)
    return Files(folder)


def by_id(files: Files) -> dict[str, Row]:
    return {row["sourcedId"]: row for row in files.students}


def test_who_is_there_still_was_a_grade_lower_and_is_the_same_child(before: Files, district: Files) -> None:
    then, now = by_id(before), by_id(district)
    both = then.keys() & now.keys()
    assert 0.85 < len(both) / len(now) < 0.95
    same = ("username", "givenName", "familyName", "preferredGivenName", "agentSourcedIds", "email")
    for student in both:
        assert GRADE_CODES.index(then[student]["grades"]) == GRADE_CODES.index(now[student]["grades"]) - 1
        assert [then[student][cell] for cell in same] == [now[student][cell] for cell in same]
    born = [{row["sourcedId"]: row for row in files.roster("demographics")} for files in (before, district)]
    assert all(born[0][student] == born[1][student] for student in both)


def test_whoever_has_gone_finished_school_or_left(before: Files, district: Files) -> None:
    then, now = by_id(before), by_id(district)
    gone = Counter(then[student]["grades"] for student in then.keys() - now.keys())
    new = Counter(now[student]["grades"] for student in now.keys() - then.keys())
    assert len(then) == len(now)
    assert gone["12"] == new["KG"] == sum(row["grades"] == "12" for row in then.values())
    assert sum(new.values()) > new["KG"], "some of every grade came over the summer"


def test_most_went_on_at_their_school_and_some_moved(before: Files, district: Files) -> None:
    then, now = by_id(before), by_id(district)
    level = {row["school_id"]: row["level"] for row in district.table("schools")}
    stayed, moved = 0, 0
    for student in then.keys() & now.keys():
        was, is_now = then[student]["primaryOrgSourcedId"], now[student]["primaryOrgSourcedId"]
        if level[was] == level[is_now]:
            stayed, moved = stayed + (was == is_now), moved + (was != is_now)
    assert 0.02 < moved / (stayed + moved) < 0.2


def test_everything_of_it_is_over(before: Files) -> None:
    for row in (*before.roles, *before.enrollments):
        if row["role"] == "student":
            assert "2025-08-18" <= row["beginDate"] <= row["endDate"] <= "2026-06-05"
    open_needs = [row for row in before.needs if not row["end_date"]]
    yearly = {"economically_disadvantaged", "directly_certified", "military_family", "homeless", "foster", "migrant"}
    assert not yearly & {row["category"] for row in open_needs}
    assert all(row["start_date"] <= "2026-06-30" for row in before.needs)
    assert {row["date"][:4] for row in before.attendance} == {"2025", "2026"}
    assert max(row["date"] for row in before.attendance) == "2026-06-05"


def test_nothing_of_it_bears_an_id_of_this_year(before: Files, district: Files) -> None:
    for table in ("classes", "enrollments", "academicSessions"):
        ids = [{row["sourcedId"] for row in files.roster(table)} for files in (before, district)]
        assert not ids[0] & ids[1], table
    students = [{r["sourcedId"] for r in files.roles if r["role"] == "student"} for files in (before, district)]
    assert not students[0] & students[1]
    incidents = [{row["incident_id"] for row in files.table("behavior")} for files in (before, district)]
    assert not incidents[0] & incidents[1]


def test_it_refers_to_itself(before: Files) -> None:
    people, classes = set(before.users), {row["sourcedId"] for row in before.roster("classes")}
    for name in OF_YEAR_BEFORE:
        assert {row["student_id"] for row in before.table(name)} <= people, name
    assert {row["class_id"] for row in before.table("marks")} <= classes
    assert {row["classSourcedId"] for row in before.enrollments} <= classes
    for column in ("username", "email"):
        cells = [user[column] for user in before.users.values()]
        assert len(set(cells)) == len(cells)


def test_days_fall_out_otherwise_and_the_habits_stay(before: Files, district: Files) -> None:
    def absent(files: Files) -> dict[str, list[bool]]:
        days: dict[str, list[bool]] = defaultdict(list)
        for row in files.attendance:
            days[row["student_id"]].append(row["status"].startswith("absent"))
        return days

    then, now = absent(before), absent(district)
    both = [student for student in then.keys() & now.keys() if len(then[student]) > 100 < len(now[student])]
    assert sum(then[student] == now[student] for student in both) < 0.1 * len(both)
    often = {student for student in both if sum(then[student]) >= 0.1 * len(then[student])}
    again = [sum(now[student]) / len(now[student]) for student in both if student in often]
    others = [sum(now[student]) / len(now[student]) for student in both if student not in often]
    assert sum(again) / len(again) > 2 * sum(others) / len(others)


def test_named_students_were_there_but_for_the_one_who_was_entered_anew(demo_before: Files) -> None:
    then = by_id(demo_before)
    assert (then[named.CAST_STUDENT]["grades"], then[named.CAST_SIBLING]["grades"]) == ("09", "03")
    first, anew = named.ENTERED_TWICE
    assert first in then
    assert anew not in then
    for student in (named.OTHER_SCHOOL_STUDENT, named.CLASSMATE, named.NOT_TAUGHT_STUDENT, named.MOVED_STUDENT):
        assert student in then
    assert all(member in demo_before.users for member in (named.TEACHER, named.COORDINATOR, named.CAST_GUARDIAN))


def test_the_same_sample_has_the_same_year_before(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_year_before(tmp_path / name, SAMPLE)
    for file in ("oneroster.zip", *(f"{name}.csv" for name in OF_YEAR_BEFORE)):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
