"""The demo's district: the cast and the named students are ordinary rows, each where its story says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from throughline.demo import cast, named
from throughline.demo.district import variant_night

if TYPE_CHECKING:
    from tests.demo.conftest import Files, Row


def classes_of(files: Files, user_id: str) -> set[str]:
    return {row["classSourcedId"] for row in files.enrollments if row["userSourcedId"] == user_id}


def needs_of(files: Files, student_id: str) -> set[str]:
    return {row["category"] for row in files.needs if row["student_id"] == student_id}


@pytest.mark.parametrize("member", [m for m in cast.CAST if m.person_id], ids=lambda m: m.key)
def test_cast_of_the_roster_has_its_own_row(demo_files: Files, member: cast.CastMember) -> None:
    row = demo_files.users[member.person_id]
    assert (row["givenName"], row["familyName"]) == (member.given_name, member.family_name)
    assert (row["username"], row["email"]) == (member.username, member.email)
    assert row["primaryOrgSourcedId"] == member.organization_id


def test_cast_has_one_of_each_and_two_coordinators() -> None:
    assert len(cast.BY_KEY) == len(cast.CAST) == len({member.username for member in cast.CAST}) == 17
    assert [member.relation for member in cast.CAST].count("coordinator") == 2
    assert len({member.email for member in cast.CAST}) == 17


def test_everything_said_of_the_cast_is_in_spanish() -> None:
    catalog = (Path(cast.__file__).parent / "locale/es/LC_MESSAGES/django.po").read_text("utf-8")
    for member in cast.CAST:
        for words in (member.says_who, member.came_to):
            assert f'msgid "{words}"\nmsgstr "' in catalog
            assert f'msgid "{words}"\nmsgstr ""' not in catalog


def test_the_teacher_teaches_the_student_and_not_the_other(demo_files: Files) -> None:
    taught = classes_of(demo_files, named.TEACHER)
    assert named.CAST_CLASS in taught & classes_of(demo_files, named.CAST_STUDENT)
    assert named.CAST_CLASS in classes_of(demo_files, named.CLASSMATE)
    assert not taught & classes_of(demo_files, named.NOT_TAUGHT_STUDENT)
    assert demo_files.users[named.NOT_TAUGHT_STUDENT]["primaryOrgSourcedId"] == named.HIGH


def test_the_guardian_is_agent_of_both_children_and_no_other(demo_files: Files) -> None:
    children = {u["sourcedId"] for u in demo_files.students if named.CAST_GUARDIAN in u["agentSourcedIds"].split(",")}
    assert children == {named.CAST_STUDENT, named.CAST_SIBLING}
    assert demo_files.users[named.CAST_SIBLING]["primaryOrgSourcedId"] == named.CEDAR_HOLLOW
    assert demo_files.users[named.CAST_SIBLING]["grades"] == "04"


def test_named_students_are_as_told(demo_files: Files) -> None:
    users = demo_files.users
    assert users[named.OTHER_SCHOOL_STUDENT]["primaryOrgSourcedId"] == named.CEDAR_HOLLOW
    assert "homeless" in needs_of(demo_files, named.HOMELESS_STUDENT)
    assert users[named.HOMELESS_STUDENT]["grades"] == "07"
    assert len(users[named.LONG_NAME_STUDENT]["familyName"]) > 35
    assert users[named.PREFERRED_NAME_STUDENT]["preferredGivenName"] == "محمد"
    assert needs_of(demo_files, named.CAST_STUDENT) == {"economically_disadvantaged", "english_learner"}


def test_the_one_who_moved_did_so_on_the_day(demo_files: Files) -> None:
    before, after = (role for role in demo_files.roles if role["userSourcedId"] == named.MOVED_STUDENT)
    assert (before["orgSourcedId"], before["endDate"]) == (named.CEDAR_HOLLOW, "2026-10-16")
    assert (after["orgSourcedId"], after["beginDate"]) == (named.OTHER_ELEMENTARY, named.MOVED_ON.isoformat())


def test_nothing_is_known_after_the_last_day(demo_files: Files) -> None:
    last = named.LAST_DATA_DAY.isoformat()
    assert max(row["date"] for row in demo_files.attendance) == last
    assert all(row["posted_date"] <= last for row in demo_files.table("marks"))
    assert all(row["date"] <= last for name in ("behavior", "assessments") for row in demo_files.table(name))
    assert all(row["beginDate"] <= last and row["endDate"] <= last for row in demo_files.enrollments)
    assert all(row["start_date"] <= last for row in demo_files.needs)


def test_the_next_night_differs_by_what_it_says(demo_files: Files, tmp_path: Path) -> None:
    night = variant_night(demo_files.folder, tmp_path)
    after = type(demo_files)(tmp_path)
    assert set(after.users) - set(demo_files.users) == set(night.new)
    assert set(demo_files.users) - set(after.users) == {night.vanished}
    changed = {user for user, row in after.users.items() if row != demo_files.users.get(user)}
    assert changed == {night.phone_changed, night.name_changed, night.ended, *night.new}
    assert after.users[night.ended]["enabledUser"] == "false"


def test_the_next_night_moves_one_student_to_other_classes(demo_files: Files, tmp_path: Path) -> None:
    night = variant_night(demo_files.folder, tmp_path)
    after = type(demo_files)(tmp_path)

    def going_on(rows: list[Row]) -> set[str]:
        mine = (row for row in rows if row["userSourcedId"] == night.changed_class)
        return {row["classSourcedId"] for row in mine if not row["endDate"]}

    was, now = going_on(demo_files.enrollments), going_on(after.enrollments)
    assert len(was) == len(now) == 6
    assert not was & now
    known = {row["sourcedId"] for row in after.roster("classes")}
    assert {row["classSourcedId"] for row in after.enrollments} <= known
    ids = [row["sourcedId"] for row in after.enrollments]
    assert len(set(ids)) == len(ids)
