"""Charts of one student: what is drawn for whom, what it is compared with, and that few students make no middle."""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from tests.rooms.conftest import SET_UP, Town

if TYPE_CHECKING:
    from throughline.rooms.students.models import Student

TERM = date(2026, 10, 1)


def _address(town: Town, student: str = "mateo") -> str:
    return f"/students/{town.students[student].pk}/charts/"


def _read(town: Town, who: str, student: str = "mateo") -> str:
    answer = town.client(who).get(_address(town, student))
    assert answer.status_code == 200
    return answer.content.decode()


def _classmates(town: Town, n: int) -> "list[Student]":
    """Others of the tenth grade, each there on all of October, with a mark and a score."""
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.district.models import AcademicSession
    from throughline.rooms.students import models

    with acting_as(SET_UP):
        made = [
            models.Student.objects.create(
                source_id=f"m{number}", given_name="Other", family_name=str(number), grade="10", home_school=town.high
            )
            for number in range(n)
        ]
        room = models.Class.objects.get(source_id=f"{town.high.pk}-10")
        term = AcademicSession.objects.get(source_id="T1")
        models.Mark.objects.filter(student=town.students["mateo"]).update(percent=Decimal(80))
        for number, student in enumerate(made):
            models.Mark.objects.create(
                student=student, classroom=room, session=term, mark="C", percent=60 + number, posted_on=TERM
            )
        for student in (*made, town.students["mateo"]):
            models.AttendanceDay.objects.bulk_create(
                models.AttendanceDay(
                    student=student,
                    school=town.high,
                    on=TERM + timedelta(days=day),
                    status="absent_excused" if student.source_id == "mateo" and day < 2 else "present",
                )
                for day in range(10)
            )
    return made


@pytest.mark.parametrize(
    ("who", "shown", "not_shown"),
    [
        ("teacher", ("of-attendance", "of-marks", "of-behavior"), ()),
        ("nurse", ("of-attendance",), ("of-marks", "of-results", "of-behavior")),
        ("student", ("of-attendance", "of-marks", "of-behavior"), ()),
        ("guardian", ("of-attendance", "of-marks", "of-behavior"), ()),
    ],
)
def test_only_what_one_may_see_is_drawn(
    town: Town, who: str, shown: tuple[str, ...], not_shown: tuple[str, ...]
) -> None:
    page = _read(town, who)
    assert [one for one in shown if f'id="{one}"' not in page] == []
    assert [one for one in not_shown if f'id="{one}"' in page] == []


@pytest.mark.parametrize(
    ("who", "student"),
    [("teacher", "not_taught"), ("coordinator", "elsewhere"), ("guardian", "classmate"), ("privacy_officer", "none")],
)
def test_of_others_there_is_none(town: Town, who: str, student: str) -> None:
    address = _address(town, student) if student in town.students else "/students/999999999/charts/"
    assert town.client(who).get(address).status_code == 404


def test_too_little_is_said_outright(town: Town) -> None:
    page = _read(town, "teacher")
    assert "Not enough data: no month of this school year has five days on record yet." in page
    assert "Not enough data: no mark of this school year is given in percent." in page
    assert "Not enough data: none of them has a time of day." in page


def test_the_middle_is_that_of_ten_or_more(town: Town) -> None:
    _classmates(town, 8)
    few = _read(town, "teacher")
    assert "not enough data" in few
    assert "Too few marks in each class to compare with." in few


def test_months_and_marks_stand_beside_the_middle(town: Town) -> None:
    _classmates(town, 11)
    page = _read(town, "guardian").replace("\xa0", "")
    assert "There on 10 of 14 days." in page  # ten in October with two away, and four in November with two away
    assert '<td class="number">80%</td><td class="number">100%</td><td class="number">100%</td>' in page
    assert "At or above the middle of the class in 1 of 1 class" in page


def test_hours_of_the_week_are_counted(town: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import BehaviorIncident

    with acting_as(SET_UP):
        BehaviorIncident.objects.filter(student=town.students["mateo"]).update(at_time=time(10, 40))
        BehaviorIncident.objects.create(
            source_id="second",
            student=town.students["mateo"],
            school=town.high,
            on=date(2026, 11, 9),
            at_time=time(10, 5),
            behavior="Again",
        )
    page = _read(town, "teacher")
    assert "2 incidents this school year." in page
    assert '<td class="d4">2</td>' in page


def test_looking_is_noted_and_queries_do_not_grow(town: Town) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from throughline.rooms.audit.models import Disclosure

    client = town.client("teacher")
    _classmates(town, 1)
    client.get(_address(town))
    noted = Disclosure.objects.filter(place="students.charts").order_by("record_class")
    assert [row.record_class for row in noted] == ["academic", "assessments", "attendance", "behavior", "directory"]
    assert {row.student_id for row in noted} == {town.students["mateo"].pk}, "those in the middle are shown to nobody"
    with CaptureQueriesContext(connection) as few:
        client.get(_address(town))
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import Student

    with acting_as(SET_UP):
        Student.objects.bulk_create(
            Student(source_id=f"n{n}", given_name="N", family_name=str(n), grade="10", home_school=town.high)
            for n in range(30)
        )
    with CaptureQueriesContext(connection) as many:
        client.get(_address(town))
    assert len(few) == len(many)
