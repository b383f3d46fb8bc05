"""The roster hangs together: references, families, moves, classes and their teachers, names of many scripts."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pytest

from throughline.formats.csv.columns import Kind
from throughline.formats.oneroster.catalog import TABLES, V1_2

if TYPE_CHECKING:
    from tests.demo.conftest import Files, Row

    from throughline.demo.sample.write import Sample


@pytest.mark.parametrize("table", sorted(TABLES))
def test_ids_are_unique_and_references_resolve(district: Files, table: str) -> None:
    rows = district.roster(table)
    assert len({row["sourcedId"] for row in rows}) == len(rows) > 0
    for column in TABLES[table].columns_of(V1_2):
        if column.refers_to in TABLES:
            known = {row["sourcedId"] for row in district.roster(column.refers_to)}
            cells = {row[column.name] for row in rows} - {""}
            ids = {one for cell in cells for one in (cell.split(",") if column.kind is Kind.IDS else [cell])}
            assert ids <= known, column.name


@pytest.mark.parametrize("table", sorted(TABLES))
def test_required_cells_are_filled_and_choices_known(district: Files, table: str) -> None:
    for column in TABLES[table].columns_of(V1_2):
        cells = {row[column.name] for row in district.roster(table)}
        if column.required:
            assert "" not in cells, column.name
        if column.choices:
            unknown = cells - set(column.choices) - {""}
            assert all(column.extensible and cell.startswith("ext:") for cell in unknown), column.name


def test_district_files_name_people_and_places_of_the_roster(district: Files) -> None:
    people, schools = set(district.users), {row["sourcedId"] for row in district.roster("orgs")}
    for name in ("needs", "attendance", "marks", "behavior", "assessments", "school_revenues", "positions"):
        rows = district.table(name)
        assert {row["student_id"] for row in rows if "student_id" in row} <= people, name
        assert {row["school_id"] for row in rows if "school_id" in row} <= schools, name


def test_there_are_as_many_students_and_schools_as_asked(district: Files, sample: Sample) -> None:
    assert len(district.students) == sample.n_students
    assert sum(org["type"] == "school" for org in district.roster("orgs")) == sample.n_schools


def test_usernames_and_mail_are_unique(district: Files) -> None:
    for column in ("username", "email"):
        cells = [user[column] for user in district.users.values()]
        assert all(cell.isascii() and cell for cell in cells)
        assert len(set(cells)) == len(cells)


def test_siblings_share_guardians_and_family_name(district: Files) -> None:
    families: dict[str, list[Row]] = defaultdict(list)
    for user in district.students:
        assert user["agentSourcedIds"]
        families[user["agentSourcedIds"]].append(user)
    with_siblings = [children for children in families.values() if len(children) > 1]
    assert len(with_siblings) > 0.1 * len(families)
    assert all(len({child["familyName"] for child in children}) == 1 for children in with_siblings)
    assert all(len({child["givenName"] for child in children}) == len(children) for children in with_siblings)
    assert any(len({child["primaryOrgSourcedId"] for child in children}) > 1 for children in with_siblings)


def test_guardians_have_a_role_at_each_school_of_their_children(district: Files) -> None:
    at = defaultdict(set)
    for role in district.roles:
        if role["role"] in ("parent", "guardian", "relative"):
            at[role["userSourcedId"]].add(role["orgSourcedId"])
    for user in district.students:
        for guardian in user["agentSourcedIds"].split(","):
            assert user["primaryOrgSourcedId"] in at[guardian]


def test_each_user_has_one_primary_role_at_an_organization(district: Files) -> None:
    assert set(district.users) == {role["userSourcedId"] for role in district.roles}
    pairs = Counter((role["userSourcedId"], role["orgSourcedId"]) for role in district.roles)
    assert set(pairs.values()) == {1}


def test_every_class_has_one_teacher_and_sensible_size(district: Files) -> None:
    teachers: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for row in district.enrollments:
        (teachers if row["role"] == "teacher" else sizes)[row["classSourcedId"]] += 1
    for each in district.roster("classes"):
        assert teachers[each["sourcedId"]] == 1
        assert 8 <= sizes[each["sourcedId"]] <= 40, each["sourcedId"]


def test_nobody_is_in_two_classes_at_once(district: Files) -> None:
    period = {row["sourcedId"]: row["periods"] for row in district.roster("classes")}
    busy = Counter(
        (row["userSourcedId"], row["beginDate"], period[row["classSourcedId"]]) for row in district.enrollments
    )
    assert set(busy.values()) == {1}


def test_moves_end_one_enrollment_and_begin_another(district: Files) -> None:
    stays: dict[str, list[Row]] = defaultdict(list)
    for role in district.roles:
        if role["role"] == "student":
            stays[role["userSourcedId"]].append(role)
    moved = {student: roles for student, roles in stays.items() if len(roles) > 1}
    assert 0.01 < len(moved) / len(stays) < 0.10
    for student, (before, after) in moved.items():
        assert before["endDate"] < after["beginDate"]
        assert before["orgSourcedId"] != after["orgSourcedId"]
        assert district.users[student]["primaryOrgSourcedId"] == after["orgSourcedId"]


def test_those_who_left_are_ended_and_switched_off(district: Files) -> None:
    going_on = {role["userSourcedId"] for role in district.roles if not role["endDate"]}
    left = [user for user in district.students if user["sourcedId"] not in going_on]
    assert left
    assert all(
        user["enabledUser"] == ("true" if user["sourcedId"] in going_on else "false") for user in district.students
    )


def test_names_have_accents_and_scripts_in_one_normal_form(district: Files) -> None:
    written = " ".join(
        user[column] for user in district.students for column in ("givenName", "familyName", "preferredGivenName")
    )
    assert unicodedata.is_normalized("NFC", written)
    scripts = {unicodedata.name(letter, "").split()[0] for letter in written if letter.isalpha()}
    assert {"LATIN", "CJK", "ARABIC", "CYRILLIC", "HANGUL", "DEVANAGARI"} <= scripts
    assert all(name in written for name in ("Nguyễn", "Muñoz", "O'Brien-Díaz", "Zúñiga"))
