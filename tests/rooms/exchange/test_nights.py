"""What a night's file does: changes, ends, reopens, and leaves alone."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.exchange.api import RunReport
from throughline.rooms.students.models import ClassPlace, Enrollment, Guardian, Guardianship, StaffMember, Student
from throughline.values.viewer import Viewer

Rows = dict[str, list[dict[str, Any]]]
BringIn = Callable[..., RunReport]


@pytest.fixture(autouse=True)
def _as_data_lead(data_lead: Viewer) -> object:
    with acting_as(data_lead):
        yield


def without(rows: Rows, table: str, *ids: str) -> None:
    rows[table] = [row for row in rows[table] if row["sourcedId"] not in ids]


def leave(rows: Rows, person: str) -> None:
    """Take a person out of every file."""
    without(rows, "users", person)
    for table in ("roles", "enrollments"):
        rows[table] = [row for row in rows[table] if row["userSourcedId"] != person]
    without(rows, "demographics", person)


def user(rows: Rows, person: str) -> dict[str, Any]:
    return next(row for row in rows["users"] if row["sourcedId"] == person)


def test_a_first_night_adds_everybody(bring_in: BringIn, small_district: Rows) -> None:
    report = bring_in(small_district)
    assert report.status == "applied", report.as_json()
    assert report.counts["student"]["create"] == 4
    assert report.counts["staff"]["create"] == 1
    assert report.counts["guardian"]["create"] == 1
    ana = Student.objects.get(source_id="s1")
    assert (ana.name, ana.grade, str(ana.home_school)) == ("Ana Reyes", "03", "Ash School")
    assert ana.demographics.birth_on == date(2018, 2, 3)
    assert Guardianship.objects.get().guardian.source_id == "g1"
    enrollment = Enrollment.objects.get(student=ana)
    assert (enrollment.starts_on, enrollment.grade) == (date(2026, 8, 20), "03")


def test_a_changed_cell_changes_one_row(bring_in: BringIn, small_district: Rows) -> None:
    bring_in(small_district)
    user(small_district, "s2")["familyName"] = "Chen-Lopez"
    report = bring_in(small_district)
    assert report.n_changes == 1
    assert report.counts["student"]["change"] == 1
    assert report.rows["users.csv"]["unchanged"] == 5
    assert Student.objects.get(source_id="s2").family_name == "Chen-Lopez"


def test_a_new_grade_reaches_the_enrollment_though_its_row_did_not_change(
    bring_in: BringIn, small_district: Rows
) -> None:
    bring_in(small_district)
    user(small_district, "s1")["grades"] = "04"
    bring_in(small_district)
    assert Enrollment.objects.get(student__source_id="s1").grade == "04"


def test_who_vanishes_is_ended_with_all_that_is_theirs(bring_in: BringIn, small_district: Rows) -> None:
    bring_in(small_district)
    leave(small_district, "s2")
    report = bring_in(small_district, confirm_ending=True)
    assert report.counts["student"]["end"] == 1
    bo = Student.objects.get(source_id="s2")
    assert bo.ended_at is not None
    assert Enrollment.objects.get(student=bo).ends_on == date(2026, 11, 20)
    assert ClassPlace.objects.get(student=bo).ended_at is not None
    assert Student.objects.filter(ended_at=None).count() == 3


def test_who_returns_is_reopened_as_the_same_student(bring_in: BringIn, small_district: Rows) -> None:
    bring_in(small_district)
    before = Student.objects.get(source_id="s2")
    away = {table: list(rows) for table, rows in small_district.items()}
    leave(away, "s2")
    bring_in(away, confirm_ending=True)
    report = bring_in(small_district)
    after = Student.objects.get(source_id="s2")
    assert report.counts["student"]["reopen"] == 1
    assert (after.pk, after.ended_at) == (before.pk, None)
    assert Enrollment.objects.get(student=after).ends_on is None
    assert ClassPlace.objects.get(student=after).ended_at is None


def test_a_move_between_schools_ends_one_enrollment_and_begins_another(bring_in: BringIn, small_district: Rows) -> None:
    bring_in(small_district)
    without(small_district, "roles", "r-s3")
    small_district["roles"].append(
        {
            "sourcedId": "r-s3-A",
            "userSourcedId": "s3",
            "roleType": "primary",
            "role": "student",
            "orgSourcedId": "A",
            "beginDate": date(2026, 11, 1),
        }
    )
    report = bring_in(small_district)
    chidi = Student.objects.get(source_id="s3")
    assert str(chidi.home_school) == "Ash School"
    assert chidi.ended_at is None
    assert report.counts["enrollment"] | {"same": 0} == {"create": 1, "end": 1, "same": 0}
    assert "end" not in report.counts["student"] or report.counts["student"]["end"] == 0


def test_the_same_file_twice_changes_nothing(bring_in: BringIn, small_district: Rows) -> None:
    bring_in(small_district)
    assert bring_in(small_district).n_changes == 0


def test_a_delta_says_only_what_changed(bring_in: BringIn, small_district: Rows) -> None:
    bring_in(small_district)
    stamp = {"status": "active", "dateLastModified": "2026-11-20T01:00:00.000Z"}
    gone = {"status": "tobedeleted", "dateLastModified": "2026-11-20T02:00:00.000Z"}
    bo = user(small_district, "s2") | stamp | {"givenName": "Bob"}
    report = bring_in({"users": [bo, user(small_district, "s4") | gone]}, "delta", confirm_ending=True)
    assert (report.counts["student"]["change"], report.counts["student"]["end"]) == (1, 1)
    assert Student.objects.get(source_id="s2").given_name == "Bob"
    assert Student.objects.get(source_id="s4").ended_at is not None
    assert Student.objects.filter(ended_at=None).count() == 3


def test_in_a_delta_the_latest_change_of_one_id_counts(bring_in: BringIn, small_district: Rows) -> None:
    bring_in(small_district)
    rows = [
        user(small_district, "s2")
        | {"status": "active", "dateLastModified": f"2026-11-20T0{hour}:00:00Z", "givenName": name}
        for hour, name in ((3, "Third"), (2, "Second"))
    ]
    report = bring_in({"users": rows}, "delta")
    assert Student.objects.get(source_id="s2").given_name == "Third"
    assert "oneroster.earlier_change" in {problem.rule.code for problem in report.problems}


def test_a_row_kept_out_does_not_end_the_person_it_names(bring_in: BringIn, small_district: Rows) -> None:
    bring_in(small_district)
    user(small_district, "s2")["enabledUser"] = "maybe"
    report = bring_in(small_district)
    assert report.n_errors == 1
    assert Student.objects.get(source_id="s2").ended_at is None


def test_good_rows_come_in_while_bad_ones_are_told(bring_in: BringIn, small_district: Rows) -> None:
    small_district["enrollments"].append(
        {
            "sourcedId": "e-x",
            "classSourcedId": "K",
            "schoolSourcedId": "A",
            "userSourcedId": "nobody",
            "role": "student",
        }
    )
    report = bring_in(small_district)
    problem = next(problem for problem in report.problems if problem.severity == "error")
    assert (problem.file, problem.row, problem.column, problem.value) == (
        "enrollments.csv",
        5,
        "userSourcedId",
        "nobody",
    )
    assert ClassPlace.objects.count() == 2


def test_organizations_that_are_each_other_s_parent_are_told(bring_in: BringIn, small_district: Rows) -> None:
    small_district["orgs"][0]["parentSourcedId"] = "A"
    report = bring_in(small_district)
    told = [(p.file, p.row, p.column, p.value) for p in report.problems if p.rule.code == "roster.parent_circle"]
    assert told == [("orgs.csv", 2, "parentSourcedId", "A"), ("orgs.csv", 3, "parentSourcedId", "D")]
    assert Student.objects.count() == 4


def test_two_primary_roles_at_one_school_are_told(bring_in: BringIn, small_district: Rows) -> None:
    again = dict(small_district["roles"][0], sourcedId="r-again")
    small_district["roles"].append(again)
    report = bring_in(small_district)
    told = [(p.file, p.row, p.value) for p in report.problems if p.rule.code == "oneroster.two_primary_roles"]
    assert told == [("roles.csv", 2, "s1"), ("roles.csv", 8, "s1")]


def test_a_teacher_who_loses_the_role_is_no_longer_staff(bring_in: BringIn, small_district: Rows) -> None:
    bring_in(small_district)
    leave(small_district, "t1")
    bring_in(small_district)
    assert StaffMember.objects.get(source_id="t1").ended_at is not None


def test_a_guardian_no_longer_named_by_the_child_stands_for_it_no_longer(
    bring_in: BringIn, small_district: Rows
) -> None:
    bring_in(small_district)
    user(small_district, "s1")["agentSourcedIds"] = ""
    bring_in(small_district)
    assert Guardianship.objects.get().ended_at is not None
    assert Guardian.objects.get(source_id="g1").ended_at is None


def test_a_guardian_who_names_the_child_stands_for_it_too(bring_in: BringIn, small_district: Rows) -> None:
    user(small_district, "s1")["agentSourcedIds"] = ""
    user(small_district, "g1")["agentSourcedIds"] = "s1,s3"
    bring_in(small_district)
    assert sorted(Guardianship.objects.values_list("student__source_id", flat=True)) == ["s1", "s3"]


def test_ids_that_differ_twice_in_a_bulk_file_are_kept_out(bring_in: BringIn, small_district: Rows) -> None:
    bring_in(small_district)
    small_district["users"].append(user(small_district, "s2") | {"givenName": "Other"})
    report = bring_in(small_district)
    assert "oneroster.twice" in {problem.rule.code for problem in report.problems}
    assert Student.objects.get(source_id="s2").given_name == "Bo"
    assert Student.objects.get(source_id="s2").ended_at is None


class TestTheGuard:
    def test_more_endings_than_usual_wait_for_a_person(self, bring_in: BringIn, small_district: Rows) -> None:
        bring_in(small_district)
        leave(small_district, "s2")
        report = bring_in(small_district)
        assert report.status == "previewed"
        assert report.endings["n_ending"] == 1
        assert "waits for a person" in report.says
        assert Student.objects.filter(ended_at=None).count() == 4

    def test_a_school_losing_all_its_students_is_named(
        self, bring_in: BringIn, small_district: Rows, settings: object
    ) -> None:
        settings.ENDING_LIMIT_SHARE = 0.9  # type: ignore[attr-defined]  # pytest-django's settings
        bring_in(small_district)
        leave(small_district, "s3")
        leave(small_district, "s4")
        report = bring_in(small_district)
        assert report.endings["schools_emptied"] == ["Birch School"]
        assert report.status == "previewed"
