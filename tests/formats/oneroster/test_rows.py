"""What importers get wrong about OneRoster rows, one by one."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.formats.oneroster.conftest import Builder

DAY = {"status": "active", "dateLastModified": "2025-01-02T03:04:05.006Z"}


def test_bulk_passes_over_status_and_dates_that_vendors_fill(build: "Builder") -> None:
    outcome = build.rosters({"orgs": [{**build.school, "status": "active", "dateLastModified": "yesterday"}]})
    assert outcome.rows["orgs"][0]["status"] == outcome.rows["orgs"][0]["dateLastModified"] == ""
    assert [code for code, _ in outcome.said()] == ["oneroster.filled_in_bulk"] * 2


def test_bulk_takes_a_deleted_row_as_ended_and_refuses_inactive(build: "Builder") -> None:
    rows = [{"sourcedId": "s1", "status": "tobedeleted"}, {**build.school, "sourcedId": "s2", "status": "inactive"}]
    outcome = build.rosters({"orgs": rows})
    assert [row["status"] for row in outcome.rows["orgs"]] == ["tobedeleted"]
    assert [code for code, _ in outcome.said()] == ["oneroster.deleted_in_bulk", "oneroster.inactive"]


def test_delta_needs_status_and_date_on_every_row_and_else_only_the_key_of_a_deletion(
    build: "Builder",
) -> None:
    rows = [
        {**build.school, **DAY},
        {"sourcedId": "s2", **DAY, "status": "tobedeleted"},
        {**build.school, "sourcedId": "s3"},
        {"sourcedId": "s4", "status": "tobedeleted"},
        {**build.school, **DAY, "sourcedId": "s5", "status": "inactive"},
        {**build.school, **DAY, "sourcedId": "s6", "dateLastModified": "2025-01-02"},
    ]
    outcome = build.rosters({"orgs": rows}, mode="delta")
    assert [row["sourcedId"] for row in outcome.rows["orgs"]] == ["s1", "s2"]
    assert set(outcome.said()) == {
        ("csv.blank", "orgs.csv, row 4, status"),
        ("csv.blank", "orgs.csv, row 4, dateLastModified"),
        ("csv.blank", "orgs.csv, row 5, dateLastModified"),
        ("oneroster.inactive", "orgs.csv, row 6, status"),
        ("csv.not_datetime", "orgs.csv, row 7, dateLastModified"),
    }


def test_a_file_without_rows_is_an_error_in_bulk_and_no_change_in_delta(build: "Builder") -> None:
    bulk = build.rosters({"orgs": []})
    assert bulk.said() == [("csv.no_rows", "orgs.csv")]
    assert bulk.reading.refused
    delta = build.rosters({"orgs": []}, mode="delta")
    assert delta.said() == []
    assert not delta.reading.refused


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"type": "School"}, "csv.choice_case"),
        ({"type": "campus"}, "csv.not_choice"),
        ({"type": "ext:campus"}, ""),
        ({"name": ""}, "csv.blank"),
    ],
)
def test_words_are_case_sensitive(build: "Builder", changes: dict[str, str], code: str) -> None:
    outcome = build.rosters({"orgs": [{**build.school, **changes}]})
    assert [said for said, _ in outcome.said()] == ([code] if code else [])
    assert bool(outcome.rows) == (not code)


def test_ids_are_kept_as_text_and_names_as_they_came(build: "Builder") -> None:
    name = "Zoe\u0308"
    outcome = build.rosters({"orgs": [{**build.school, "sourcedId": "000123", "name": name}]})
    assert (outcome.rows["orgs"][0]["sourcedId"], outcome.rows["orgs"][0]["name"]) == ("000123", name)


def test_roles_are_on_users_in_1_1_and_apart_in_1_2(build: "Builder") -> None:
    old_user = {**build.user, "orgSourcedIds": '"s1, s2"', "role": "administrator"}
    schools = [build.school, {**build.school, "sourcedId": "s2"}]
    old = build.rosters({"orgs": schools, "users": [old_user]}, version="1.1")
    assert (old.rows["users"][0]["role"], old.rows["users"][0]["orgSourcedIds"]) == ("administrator", "s1,s2")
    new = build.rosters({"orgs": schools, "users": [build.user], "roles": [{**build.role, "role": "administrator"}]})
    assert new.said("roles.csv") == [("csv.not_choice", "roles.csv, row 2, role")]
    fresh = build.rosters({"orgs": schools, "users": [build.user], "roles": [{**build.role, "role": "counselor"}]})
    assert fresh.said() == []


@pytest.mark.parametrize(("role", "taken"), [("teacher", True), ("proctor", True), ("aide", False), ("Teacher", False)])
def test_enrollment_roles_are_fewer(build: "Builder", role: str, taken: bool) -> None:
    row = {"sourcedId": "e1", "classSourcedId": "c", "schoolSourcedId": "s", "userSourcedId": "u", "role": role}
    outcome = build.rosters({"enrollments": [row]})
    assert bool(outcome.rows) == taken


def test_race_columns_are_independent_and_blank_is_not_known(build: "Builder") -> None:
    row = {"sourcedId": "u1", "asian": "true", "white": "TRUE", "blackOrAfricanAmerican": "false", "sex": "other"}
    outcome = build.rosters({"demographics": [row]})
    [taken] = outcome.rows["demographics"]
    assert (taken["asian"], taken["white"], taken["blackOrAfricanAmerican"]) == ("true", "true", "false")
    assert taken["demographicRaceTwoOrMoreRaces"] == taken["hispanicOrLatinoEthnicity"] == ""
    codes = [code for code, _ in outcome.said()]
    assert codes.count("csv.boolean_case") == 1
    refused = build.rosters({"demographics": [{**row, "asian": "Y"}]})
    assert "csv.not_boolean" in [code for code, _ in refused.said()]


def test_a_day_and_month_are_never_guessed(build: "Builder") -> None:
    outcome = build.rosters({"demographics": [{"sourcedId": "u1", "birthDate": "1/05/2013"}]})
    assert ("csv.not_date", "demographics.csv, row 2, birthDate") in outcome.said()
    assert outcome.rows == {}


def test_a_session_that_ends_before_it_starts_is_held(build: "Builder") -> None:
    session = {
        "sourcedId": "y",
        "title": "2026",
        "type": "schoolYear",
        "startDate": "2026-06-30",
        "endDate": "2025-08-01",
        "schoolYear": "2026",
    }
    outcome = build.rosters({"academicSessions": [session]})
    assert outcome.said() == [("csv.ends_before_start", "academicSessions.csv, row 2, endDate")]


def test_passwords_are_nowhere(build: "Builder") -> None:
    rows = [
        {**build.user, "password": "correct-horse"},
        {**build.user, "sourcedId": "u2", "password": "correct-horse", "enabledUser": "maybe"},
        {**build.user, "sourcedId": "u3", "grades": "1,correct-horse", "password": "correct-horse"},
    ]
    outcome = build.rosters({"orgs": [build.school], "users": rows, "roles": [build.role]})
    assert "correct-horse" not in str(outcome.rows)
    assert "correct-horse" not in str(outcome.tally.as_json())
    assert "oneroster.password_dropped" in outcome.tally.n_by_code()
    assert len(outcome.rows["users"]) == 1


def test_extensions_stay_out_with_a_notice_each(build: "Builder") -> None:
    content = build.table("orgs", build.school).replace(
        "parentSourcedId\r\n", "parentSourcedId,metadata.lunchStatus,ext_x,userFlags\r\n"
    )
    content = content.replace("school,,\r\n", "school,,,free,1,iep\r\n")
    outcome = build.read(build.zip({"orgs": content}))
    assert outcome.tally.n_by_code() == {"oneroster.extension": 3}
    assert "free" not in str(outcome.rows)
    assert "iep" not in str(outcome.tally.as_json())


def test_headers_are_read_by_name_and_doubted_by_order_case_and_version(build: "Builder") -> None:
    content = "name,sourcedId,type,Identifier,role\r\nNorth,s1,school,x,y\r\n"
    outcome = build.read(build.zip({"orgs": content}))
    assert outcome.rows["orgs"][0]["name"] == "North"
    assert outcome.rows["orgs"][0]["identifier"] == ""
    assert [code for code, _ in outcome.said()] == [
        "oneroster.column_capitals",
        "csv.column_unknown",
        "oneroster.column_order",
    ]
    users = build.table("users", {**build.user, "role": "student", "orgSourcedIds": "s1"}, version="1.1")
    newer = build.read(build.zip({"users": users, "roles": build.table("roles", build.role)}))
    assert "oneroster.other_version" in newer.tally.n_by_code("users.csv")
    assert newer.rows["users"][0]["role"] == ""
