"""Attendance and behavior of many at once: who is counted for whom, that sums are right, and that no number tells."""

import re
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.rooms.conftest import SET_UP, Town

if TYPE_CHECKING:
    from throughline.rooms.district.models import Organization
    from throughline.rooms.students.models import Student

ATTENDANCE, BEHAVIOR = "/students/dashboards/", "/students/dashboards/behavior/"
MONDAY = date(2026, 10, 5)


def _days(student: "Student", school: "Organization", statuses: str, first: date = MONDAY) -> None:
    """Days in a row: p present, a absent, t tardy."""
    from throughline.rooms.students.models import AttendanceDay

    words = {"p": "present", "a": "absent_unexcused", "t": "tardy"}
    AttendanceDay.objects.bulk_create(
        AttendanceDay(student=student, school=school, on=first + timedelta(days=n), status=words[letter])
        for n, letter in enumerate(statuses)
    )


def _more(town: Town, n: int, school: "Organization", grade: str = "10") -> "list[Student]":
    from throughline.rooms.students.models import Student

    return [
        Student.objects.create(
            source_id=f"more{school.pk}-{number}",
            given_name="More",
            family_name=str(number),
            grade=grade,
            home_school=school,
        )
        for number in range(n)
    ]


@pytest.fixture
def days(town: Town) -> Town:
    """Every day of the town as the test says, and no other."""
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import AttendanceDay, BehaviorIncident

    with acting_as(SET_UP):
        AttendanceDay.objects.all().delete()
        BehaviorIncident.objects.all().delete()
        _days(town.students["mateo"], town.high, "pppppppppaaa")  # 3 of 12 away: often
        _days(town.students["classmate"], town.high, "pppppppppppppppppppt")  # 20 days, late once
        _days(town.students["not_taught"], town.high, "aapppppp")  # 8 days say nothing yet
        _days(town.students["valentina"], town.cedar, "pppppppppp")
    return town


def _page(town: Town, who: str, address: str = ATTENDANCE, **asked: str) -> str:
    answer = town.client(who).get(address, asked)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def _rows(page: str) -> list[list[str]]:
    """The cells of the table by group, in words."""
    body = page.rpartition("<tbody")[2].partition("</tbody>")[0]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in body.split("</tr>") if "<t" in row]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in cells]


def test_a_school_is_summed_by_grade(days: Town) -> None:
    rows = _rows(_page(days, "principal", by="grade"))
    assert rows == [
        ["Grade 10", "2", "90.6%", "1", "50.0%", "3.1%"],
        ["Grade 12", "1", "75.0%", "0", "0.0%", "0.0%"],
    ]


def test_the_district_is_summed_by_school_and_narrowed_to_one(days: Town) -> None:
    rows = _rows(_page(days, "data_lead", by="school"))
    assert [row[:2] for row in rows] == [["Alder Valley High School", "3"], ["Cedar Hollow", "1"]]
    one = _rows(_page(days, "data_lead", by="school", school=str(days.cedar.pk)))
    assert [row[:2] for row in one] == [["Cedar Hollow", "1"]]


@pytest.mark.parametrize(
    ("who", "n"),
    [("teacher", "2"), ("principal", "3"), ("coordinator", "3"), ("coordinator_elsewhere", "1"), ("data_lead", "4")],
)
def test_each_counts_the_students_they_may_see_and_no_other(days: Town, who: str, n: str) -> None:
    rows = _rows(_page(days, who, by="grade"))
    assert sum(int(row[1]) for row in rows) == int(n)


@pytest.mark.parametrize("who", ["student", "guardian", "partner", "finance", "outsider", "state_analyst"])
@pytest.mark.parametrize("address", [ATTENDANCE, BEHAVIOR])
def test_those_who_work_with_no_class_or_school_are_refused(days: Town, who: str, address: str) -> None:
    assert days.client(who).get(address).status_code == 403


def test_months_and_weekdays_are_drawn_of_the_same_days(days: Town) -> None:
    page = _page(days, "principal")
    assert "There on 35 of 40 days." in page
    assert "At school, by month" in page
    assert "Away, by weekday" in page


def test_only_the_days_of_the_period_count(days: Town) -> None:
    from throughline.rooms.accounts.api import acting_as

    with acting_as(SET_UP):
        _days(days.students["mateo"], days.high, "aaaa", date(2025, 10, 6))
        _days(days.students["mateo"], days.high, "tt", date(2026, 11, 16))
    assert "There on 0 of 4 days." in _page(days, "principal", period="last")
    assert "There on 3 of 3 days." in _page(days, "principal", period="weeks")
    assert "There on 37 of 42 days." in _page(days, "principal")


@pytest.mark.parametrize(
    "asked",
    [
        {"school": "9" * 30},
        {"school": "x", "grade": "\x00", "period": "x", "by": "x"},
        {"grade": "'; drop table"},
        {"by": "weekday"},
        {"by": "what"},
        {"school": "-1", "by": "class"},
    ],
)
@pytest.mark.parametrize("address", [ATTENDANCE, BEHAVIOR])
def test_whatever_an_address_says_is_taken_without_a_fault(days: Town, asked: dict[str, str], address: str) -> None:
    assert days.client("principal").get(address, asked).status_code == 200


def test_a_circumstance_counts_only_for_those_who_may_see_it_and_never_in_a_small_group(days: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import Need

    with acting_as(SET_UP):
        more = _more(days, 11, days.high)
        for number, student in enumerate(more):
            _days(student, days.high, "pppppppppp")
            Need.objects.create(student=student, category="homeless", record_class="housing", starts_on=MONDAY)
            if number < 9:
                Need.objects.create(student=student, category="english_learner", record_class="needs", starts_on=MONDAY)
    seen = {who: _rows(_page(days, who, by="group")) for who in ("data_lead", "coordinator", "teacher")}
    assert ["Homeless", "14"] in [row[:2] for row in seen["coordinator"]]
    assert not [row for rows in seen.values() for row in rows if row[1:2] == ["9"]], "nine are too few to be named"
    assert not [row for row in seen["teacher"] if row[0] == "Homeless"], "not a teacher's to see"


def test_incidents_are_summed_by_what_where_and_hour(days: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import BehaviorIncident

    with acting_as(SET_UP):
        for number, (student, behavior, place, hour) in enumerate(
            (
                ("mateo", "disruption", "hallway", 9),
                ("mateo", "disruption", "hallway", 9),
                ("classmate", "disruption", "", None),
                ("elsewhere", "fighting", "bus", 15),
            )
        ):
            BehaviorIncident.objects.create(
                source_id=str(number),
                student=days.students[student],
                school=days.high,
                on=MONDAY,
                at_time=None if hour is None else time(hour, 20),
                location=place,
                behavior=behavior,
                days_suspended="0.5" if student == "mateo" else 0,
            )
    page = _page(days, "principal", BEHAVIOR, by="what")
    assert _rows(page) == [["disruption", "3", "2", "1.0"]]
    assert "2 of 3 incidents have a time." in page
    places = _rows(_page(days, "principal", BEHAVIOR, by="place"))
    assert places == [["hallway", "2", "1", "1.0"], ["Not said", "1", "1", "0.0"]]
    assert "fighting" not in page


def test_nobody_is_named(days: Town) -> None:
    for who in ("teacher", "principal", "data_lead"):
        for by in ("grade", "class", "group"):
            page = _page(days, who, by=by)
            assert not [one for one in days.students.values() if one.name in page]


def test_only_those_who_may_export_take_a_file(days: Town) -> None:
    taken = days.client("principal").get(ATTENDANCE, {"by": "grade", "export": "csv"})
    assert taken["Content-Type"].startswith("text/csv")
    assert "Grade 10" in b"".join(taken).decode() if taken.streaming else taken.content.decode()
    refused = days.client("teacher").get(ATTENDANCE, {"by": "grade", "export": "csv"})
    assert refused["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("by", ["grade", "class", "group"])
def test_the_database_is_asked_as_often_for_few_as_for_many(days: Town, by: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from throughline.rooms.accounts.api import acting_as

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            _page(days, "principal", by=by)
        return len(queries)

    asked()
    few = asked()
    with acting_as(SET_UP):
        for student in _more(days, 12, days.high, "11"):
            _days(student, days.high, "pppppppppp")
    assert asked() == few
