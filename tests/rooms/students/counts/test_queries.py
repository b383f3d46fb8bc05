"""The counting rule, one example at a time."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.district.models import Kind, Organization
from throughline.rooms.students import api as students
from throughline.rooms.students.models import Enrollment, Student
from throughline.values.viewer import NOBODY

DAY = date(2026, 10, 1)
DAY_BEFORE, DAY_AFTER = date(2026, 9, 30), date(2026, 10, 2)
CODES = ("economically_disadvantaged", "homeless", "special_education")


def counts(*codes: str) -> dict[str, dict[str, int]]:
    counted = students.count_needs(DAY, codes or CODES)
    return {row.school.source_id: dict(row.counts) for row in counted.schools}


def test_a_student_counts_where_enrolled_on_the_day(schools: Any, enroll: Any) -> None:
    oak, pine = schools
    enroll("A", oak)
    enroll("B", oak, ends_on=DAY)
    enroll("C", pine, starts_on=DAY)
    enroll("D", pine, starts_on=None)
    assert counts() == {"OAK": {"all": 2}, "PINE": {"all": 2}}


def test_a_student_who_left_or_comes_later_does_not_count(schools: Any, enroll: Any) -> None:
    oak, _pine = schools
    enroll("A", oak, ends_on=DAY_BEFORE)
    enroll("B", oak, starts_on=DAY_AFTER)
    assert counts() == {"OAK": {"all": 0}, "PINE": {"all": 0}}


def test_a_student_who_moved_after_the_day_counts_in_the_first_school(schools: Any, enroll: Any) -> None:
    oak, pine = schools
    enroll("A", oak, ends_on=date(2026, 10, 18), home=pine)
    enroll("A", pine, starts_on=date(2026, 10, 19))
    assert counts() == {"OAK": {"all": 1}, "PINE": {"all": 0}}


def test_a_student_who_moved_before_the_day_counts_in_the_second_school(schools: Any, enroll: Any) -> None:
    oak, pine = schools
    enroll("A", oak, ends_on=date(2026, 9, 14))
    enroll("A", pine, starts_on=date(2026, 9, 15))
    assert counts() == {"OAK": {"all": 0}, "PINE": {"all": 1}}


def test_of_two_enrollments_on_the_day_the_primary_counts(schools: Any, enroll: Any) -> None:
    oak, pine = schools
    enroll("A", oak, starts_on=date(2026, 8, 17))
    enroll("A", pine, starts_on=date(2026, 9, 1), is_primary=False)
    assert counts() == {"OAK": {"all": 1}, "PINE": {"all": 0}}


def test_of_two_primary_enrollments_the_later_counts_and_only_once(schools: Any, enroll: Any) -> None:
    oak, pine = schools
    enroll("A", oak, starts_on=date(2026, 8, 17))
    enroll("A", pine, starts_on=DAY)
    assert counts() == {"OAK": {"all": 0}, "PINE": {"all": 1}}


def test_a_need_counts_while_it_is_held(schools: Any, enroll: Any, hold: Any) -> None:
    oak, _pine = schools
    hold(enroll("A", oak), "homeless", record_class="housing", starts_on=DAY)
    hold(enroll("B", oak), "homeless", record_class="housing", ends_on=DAY)
    hold(enroll("C", oak), "homeless", record_class="housing", ends_on=DAY_BEFORE)
    hold(enroll("D", oak), "homeless", record_class="housing", starts_on=DAY_AFTER)
    assert counts()["OAK"] == {"all": 4, "homeless": 2}


def test_a_student_in_two_categories_counts_in_both(schools: Any, enroll: Any, hold: Any) -> None:
    oak, _pine = schools
    student = enroll("A", oak)
    hold(student, "economically_disadvantaged")
    hold(student, "special_education", record_class="special_education")
    assert counts()["OAK"] == {"all": 1, "economically_disadvantaged": 1, "special_education": 1}


def test_two_tiers_of_one_category_count_once(schools: Any, enroll: Any, hold: Any) -> None:
    oak, _pine = schools
    student = enroll("A", oak)
    hold(student, "special_education", level="tier_1", record_class="special_education")
    hold(student, "special_education", level="tier_2", record_class="special_education")
    assert counts()["OAK"]["special_education"] == 1


def test_every_class_of_record_a_need_may_carry_is_counted(schools: Any, enroll: Any, hold: Any) -> None:
    from throughline.rooms.students.access import NEED_CLASSES

    oak, _pine = schools
    student = enroll("A", oak)
    for record_class in NEED_CLASSES:
        hold(student, f"of_{record_class}", record_class=record_class)
    wanted = {f"of_{record_class}": 1 for record_class in NEED_CLASSES}
    assert counts(*wanted)["OAK"] == {"all": 1} | wanted


def test_what_vanished_from_the_feed_counts_until_the_day_before(schools: Any, enroll: Any) -> None:
    oak, _pine = schools
    for source_id, at in (("A", datetime(2026, 10, 2, 18, tzinfo=UTC)), ("B", datetime(2026, 10, 1, 18, tzinfo=UTC))):
        Enrollment.objects.filter(student=enroll(source_id, oak)).update(ended_at=at)
    Student.objects.filter(pk=enroll("C", oak).pk).update(ended_at=datetime(2026, 9, 1, tzinfo=UTC))
    assert counts()["OAK"] == {"all": 1}


def test_a_place_that_is_no_school_is_not_lost_where_it_has_students(schools: Any, enroll: Any) -> None:
    home = Organization.objects.create(source_id="HOME", name="Home instruction", kind=Kind.DEPARTMENT)
    enroll("A", home)
    assert counts()["HOME"] == {"all": 1}


def test_a_school_that_closed_before_the_day_is_not_listed(schools: Any) -> None:
    Organization.objects.filter(source_id="PINE").update(ended_at=datetime(2026, 6, 30, tzinfo=UTC))
    assert list(counts()) == ["OAK"]


def test_counting_needs_no_sight_of_students_and_lends_none(schools: Any, enroll: Any) -> None:
    oak, _pine = schools
    enroll("A", oak)
    with acting_as(NOBODY):
        assert counts()["OAK"] == {"all": 1}
        assert not Student.objects.exists()


@pytest.mark.parametrize("n_students", [2, 40])
def test_the_number_of_queries_does_not_grow(schools: Any, enroll: Any, hold: Any, n_students: int) -> None:
    oak, pine = schools
    for number in range(n_students):
        hold(enroll(f"S{number}", (oak, pine)[number % 2]), "homeless", record_class="housing")
    with CaptureQueriesContext(connection) as queries:
        counted = counts("homeless")
    assert counted["OAK"]["homeless"] == n_students // 2
    assert len(queries) == 6  # savepoint, viewer, the count, viewer, savepoint, schools


def test_one_school_one_category_agrees_with_the_whole_count(schools: Any, enroll: Any, hold: Any) -> None:
    oak, _pine = schools
    hold(enroll("A", oak), "homeless", record_class="housing")
    enroll("B", oak)
    assert students.count_students(DAY, oak.pk, "homeless") == 1
    assert students.count_students(DAY, oak.pk, "all") == 2


def test_grades_come_from_students_and_else_from_classes(schools: Any, enroll: Any) -> None:
    from throughline.rooms.students.models import Class

    oak, pine = schools
    enroll("A", oak)
    for number, school in enumerate(schools):
        Class.objects.create(source_id=f"C{number}", title="Class", kind="homeroom", school=school, grades="06, 07")
    assert students.grades_by_school(DAY) == {oak.pk: {"03": 1}, pine.pk: {"06": 1, "07": 1}}
