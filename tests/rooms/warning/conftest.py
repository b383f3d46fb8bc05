"""A town with a fall of attendance: Mateo misses many days and fails, his classmate is there every day."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.rooms.conftest import AT, SET_UP, Town

if TYPE_CHECKING:
    from throughline.rooms.warning.models import Flag

FALL = [day for n in range(60) if (day := date(2026, 8, 31) + timedelta(days=n)).weekday() < 5]
ABSENT = {"mateo": 12, "not_taught": 6, "valentina": 10}


@pytest.fixture
def fall(town: Town) -> Town:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import AttendanceDay

    with acting_as(SET_UP):
        AttendanceDay.objects.bulk_create(
            AttendanceDay(
                student=student,
                school=student.home_school,
                on=day,
                status="absent_unexcused" if place < ABSENT.get(key, 0) else "present",
            )
            for key, student in town.students.items()
            for place, day in enumerate(FALL)
        )
    fail(town, "mateo", "51")
    return town


def fail(town: Town, key: str, percent: str) -> None:
    """Give a student one more mark, posted in November."""
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.district.models import AcademicSession
    from throughline.rooms.students.models import Class, Mark

    with acting_as(SET_UP):
        student = town.students[key]
        course = Class.objects.create(
            source_id=f"{key}-{percent}", title="Algebra", kind="scheduled", school_id=student.home_school_id or 0
        )
        term = AcademicSession.objects.get(source_id="T1")
        Mark.objects.create(
            student=student, classroom=course, session=term, mark="", percent=percent, posted_on=date(2026, 11, 2)
        )


@pytest.fixture
def switched_on(fall: Town) -> Town:
    """The rules to begin from are in force, and have been worked out once."""
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.warning import api as warning

    lead = fall.viewer("data_lead")
    with acting_as(lead):
        draft = warning.save_draft(by=lead, at=AT)
        warning.switch_on(by=lead, at=AT, version=draft, why="We begin with the common figures.")
    warning.work_out_warning(by=lead, at=AT)
    return fall


@pytest.fixture
def flag_of(switched_on: Town) -> "Callable[[str], Flag]":
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.warning.models import Flag

    def flag_of(key: str) -> "Flag":
        with acting_as(SET_UP):
            return Flag.objects.get(student=switched_on.students[key])

    return flag_of
