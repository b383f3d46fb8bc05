"""Who is in a count: shown only to those allowed, and every showing is noted."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.audit.models import Disclosure
from throughline.rooms.students import api as students
from throughline.values.viewer import NOBODY, Viewer

DAY = date(2026, 10, 1)
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)


def named(viewer: Viewer, school_id: int, code: str, **page: int) -> students.CountList:
    with acting_as(viewer):
        return students.students_in_count(viewer=viewer, at=NOW, school_id=school_id, code=code, on=DAY, **page)


def in_sight(viewer: Viewer, school_id: int, code: str) -> int:
    with acting_as(viewer):
        return students.count_in_sight(viewer=viewer, school_id=school_id, code=code, on=DAY)


@pytest.fixture
def homeless(schools: Any, enroll: Any, hold: Any) -> Any:
    oak, _pine = schools
    student = enroll("A", oak)
    enroll("B", oak)
    hold(student, "homeless", record_class="housing", starts_on=date(2026, 9, 4))
    return student


def test_it_says_who_and_why(schools: Any, homeless: Any, person: Any) -> None:
    oak, _pine = schools
    found = named(person("school_leader", oak), oak.pk, "homeless")
    (row,) = found.rows
    assert students.count_in_sight(viewer=Viewer(duty="set_up"), school_id=oak.pk, code="homeless", on=DAY) == 1
    assert (row.name, row.grade, row.enrolled_since) == ("A Ek", "03", date(2026, 8, 17))
    assert row.holdings == (students.Holding("", date(2026, 9, 4), None, "screening"),)


def test_each_reading_is_noted_with_its_basis(schools: Any, homeless: Any, person: Any) -> None:
    oak, _pine = schools
    viewer = person("school_leader", oak)
    named(viewer, oak.pk, "homeless")
    noted = Disclosure.objects.get()
    assert (noted.viewer_id, noted.student_id, noted.record_class) == (viewer.user_id, homeless.pk, "housing")
    assert noted.place == "funding.count"
    assert "99.31" in noted.basis


def test_only_the_page_that_is_shown_is_noted(schools: Any, enroll: Any, person: Any) -> None:
    oak, _pine = schools
    for number in range(5):
        enroll(f"S{number}", oak)
    found = named(person("district_data"), oak.pk, "all", first=2, most=2)
    assert [row.source_id for row in found.rows] == ["S2", "S3"]
    assert Disclosure.objects.count() == 2


@pytest.mark.parametrize("relation", ["district_finance", "partner", "state_analyst", "outsider", "teacher"])
def test_those_without_the_need_see_no_one(schools: Any, homeless: Any, person: Any, relation: str) -> None:
    oak, _pine = schools
    viewer = person(relation)
    for code in ("homeless", "all"):
        assert named(viewer, oak.pk, code).rows == ()
    assert not Disclosure.objects.exists()
    assert not students.may_see_names(viewer, oak.pk, students.classes_to_see("homeless"))


def test_a_nurse_sees_who_is_enrolled_but_not_who_is_homeless(schools: Any, homeless: Any, person: Any) -> None:
    oak, _pine = schools
    viewer = person("school_health", oak)
    assert len(named(viewer, oak.pk, "all").rows) == 2
    assert named(viewer, oak.pk, "homeless").rows == ()


def test_the_leader_of_another_school_sees_no_one(schools: Any, homeless: Any, person: Any) -> None:
    oak, pine = schools
    assert named(person("school_leader", pine), oak.pk, "all").rows == ()


def test_one_who_moved_on_is_the_new_schools_to_see(schools: Any, enroll: Any, person: Any) -> None:
    oak, pine = schools
    enroll("A", oak, ends_on=date(2026, 10, 18), home=pine)
    enroll("A", pine, starts_on=date(2026, 10, 19))
    assert in_sight(person("school_leader", oak), oak.pk, "all") == 0
    assert in_sight(person("district_data"), oak.pk, "all") == 1


def test_the_second_wall_holds_where_the_first_is_gone(
    schools: Any, homeless: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from throughline.rooms.students import access
    from throughline.rooms.students.models import Need, Student

    oak, _pine = schools
    monkeypatch.setattr(access, "get_students_for", lambda *_args, **_more: Student.objects.all())
    monkeypatch.setattr(access, "get_needs_for", lambda *_args, **_more: Need.objects.all())
    assert named(NOBODY, oak.pk, "homeless").rows == ()
    assert named(NOBODY, oak.pk, "all").rows == ()


def test_the_list_and_the_number_agree(schools: Any, enroll: Any, hold: Any, person: Any) -> None:
    oak, pine = schools
    for number in range(9):
        student = enroll(f"S{number}", (oak, pine)[number % 3 == 0])
        if number % 2:
            hold(student, "english_learner", level="emerging")
    viewer = person("district_data")
    for school in schools:
        for code in ("all", "english_learner"):
            assert in_sight(viewer, school.pk, code) == students.count_students(DAY, school.pk, code)


@pytest.mark.parametrize("n_students", [2, 30])
def test_the_number_of_queries_does_not_grow(
    schools: Any, enroll: Any, hold: Any, person: Any, n_students: int
) -> None:
    oak, _pine = schools
    for number in range(n_students):
        hold(enroll(f"S{number}", oak), "english_learner")
    viewer = person("district_data")
    with acting_as(viewer), CaptureQueriesContext(connection) as queries:
        found = students.students_in_count(
            viewer=viewer, at=NOW, school_id=oak.pk, code="english_learner", on=DAY, most=50
        )
    assert len(found.rows) == n_students
    assert len(queries) == 11
