"""One timeline of all one may see: what stands on it for whom, its filters and pages, and what it asks."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from tests.rooms.conftest import SET_UP, Town


def _address(town: Town, student: str = "mateo") -> str:
    return f"/students/{town.students[student].pk}/timeline/"


def _read(town: Town, who: str, student: str = "mateo", **query: str) -> str:
    answer = town.client(who).get(_address(town, student), query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("who", "shown", "not_shown"),
    [
        ("teacher", ("Absent, excused", "Incident of mateo", ": B+", "Spring reading"), ("From this day:",)),
        ("nurse", ("Absent, excused", "Economically disadvantaged", "asthma"), ("Incident", ": B+", "Homeless")),
        ("coordinator", ("Homeless", "Special education", "Incident of mateo"), ("asthma",)),
        ("student", ("Absent, excused", "Economically disadvantaged"), ("Homeless", "asthma")),
    ],
)
def test_only_what_one_may_see_is_on_it(
    town: Town, who: str, shown: tuple[str, ...], not_shown: tuple[str, ...]
) -> None:
    page = _read(town, who)
    assert [words for words in shown if words not in page] == []
    assert [words for words in not_shown if words in page] == []


@pytest.mark.parametrize(
    ("who", "student"),
    [("teacher", "not_taught"), ("coordinator", "elsewhere"), ("student", "classmate"), ("outsider", "mateo")],
)
def test_of_others_there_is_none(town: Town, who: str, student: str) -> None:
    assert town.client(who).get(_address(town, student)).status_code == 404


def test_the_newest_comes_first_and_present_days_are_left_out(town: Town) -> None:
    days = re.findall(r'class="when">([^<]+)<', _read(town, "teacher"))
    assert days[0] == "Nov 20, 2026"
    assert days[-1] == "Apr 1, 2026"
    assert "Nov 17, 2026" not in days, "the student was there, nothing to tell"


def test_it_is_narrowed_by_kind_and_days(town: Town) -> None:
    marks = _read(town, "teacher", kind="mark")
    assert ": B+" in marks
    assert "Absent" not in re.sub(r"<form.*?</form>", "", marks, flags=re.DOTALL)
    assert "Spring reading" not in _read(town, "teacher", since="2026-08-01")
    assert "Absent, excused" not in _read(town, "teacher", until="2026-11-01")


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "grudge"},
        {"since": "2026-02-31"},
        {"until": "yesterday"},
        {"page": "0"},
        {"page": "99999"},
        {"page": "²"},
        {"kind": "\x00"},
    ],
)
def test_odd_questions_are_answered(town: Town, query: dict[str, str]) -> None:
    assert town.client("teacher").get(_address(town), query).status_code == 200


def test_pages_hold_each_happening_once(town: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import AttendanceDay
    from throughline.rooms.students.timeline.queries import Asked, timeline_page

    mateo, viewer = town.students["mateo"], town.viewer("teacher")
    with acting_as(SET_UP):
        AttendanceDay.objects.bulk_create(
            AttendanceDay(student=mateo, school=town.high, on=date(2026, 6, 1) - timedelta(days=n), status="tardy")
            for n in range(90)
        )
    with acting_as(viewer):
        pages = [timeline_page(viewer, mateo.pk, at=timezone.now(), asked=Asked(page=n)) for n in (1, 2, 3, 4)]
    told = [(one.on, one.happening.title) for page in pages for one in page.told]
    assert len(told) == len(set(told)) == pages[0].n
    assert told == sorted(told, key=lambda one: one[0], reverse=True)


def test_what_was_read_is_noted_class_by_class(town: Town) -> None:
    from throughline.rooms.audit.models import Disclosure

    _read(town, "guardian")
    assert not Disclosure.objects.exists()
    _read(town, "teacher", kind="mark")
    noted = Disclosure.objects.filter(place="students.timeline").order_by("record_class")
    assert [row.record_class for row in noted] == ["academic", "directory"]


def test_a_restricted_note_stands_on_it_without_its_words(town: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.support.notes.commands import Written, write_note

    counselor = town.viewer("counselor")
    for audience, text in (("notes_protection", "Said in confidence."), ("notes", "Helps others.")):
        kind = "child_protection" if audience != "notes" else "note"
        with acting_as(counselor):
            written = Written(uuid4(), kind, audience, date(2026, 11, 19), text)
            write_note(by=counselor, at=timezone.now(), student_id=town.students["mateo"].pk, written=written)
    for who in ("teacher", "counselor"):
        page = _read(town, who)
        assert "Restricted: child protection" in page
        assert "Helps others." in page
        assert "Said in confidence." not in page
    assert "Restricted" not in _read(town, "guardian")


def test_queries_do_not_grow_with_what_happened(town: Town) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import AttendanceDay

    client = town.client("coordinator")
    client.get(_address(town))
    with CaptureQueriesContext(connection) as few:
        client.get(_address(town))
    with acting_as(SET_UP):
        AttendanceDay.objects.bulk_create(
            AttendanceDay(
                student=town.students["mateo"], school=town.high, on=date(2026, 10, 30) - timedelta(n), status="tardy"
            )
            for n in range(30)
        )
    with CaptureQueriesContext(connection) as many:
        client.get(_address(town))
    assert len(few) == len(many)
