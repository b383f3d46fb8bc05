"""Who needs us: each sees their own, gaps are gaps, and a longer list asks no more of the database."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.conftest import AT, SET_UP, Town

if TYPE_CHECKING:
    from throughline.rooms.support.models import Turn


def _list(town: Town, key: str, path: str = "/needs-us/") -> str:
    response = town.client(key).get(path)
    return response.content.decode() if response.status_code == 200 else str(response.status_code)


def test_each_sees_the_flags_of_their_own_students(switched_on: Town) -> None:
    coordinator, elsewhere = _list(switched_on, "coordinator"), _list(switched_on, "coordinator_elsewhere")
    assert "Mateo Muñoz Herrera" in coordinator
    assert "Valentina" not in coordinator
    assert "Valentina Muñoz Herrera" in elsewhere
    assert "Mateo" not in elsewhere
    assert all(name in _list(switched_on, "support_lead") for name in ("Mateo", "Valentina"))
    for key in ("guardian", "student", "partner", "finance", "state_analyst", "outsider"):
        assert _list(switched_on, key) == "403", key


def test_nobody_spoke_with_who_was_absent_until_somebody_did(switched_on: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.support import api as support

    path = "/needs-us/no-contact/"
    assert "Mateo" in _list(switched_on, "coordinator", path)
    counselor = switched_on.viewer("counselor")
    for kind, gone in (("observation", False), ("family_contact", True)):
        with acting_as(counselor):
            written = support.Written(uuid4(), kind, "notes", date(2026, 11, 18), "We spoke.")
            student_id = switched_on.students["mateo"].pk
            support.write_note(by=counselor, at=AT, student_id=student_id, written=written)
        assert ("Mateo" not in _list(switched_on, "coordinator", path)) is gone
    assert "Mateo" not in _list(switched_on, "coordinator", "/needs-us/no-note/")


def test_before_rules_are_in_force_it_says_so(fall: Town) -> None:
    assert "No rules are in force yet" in _list(fall, "coordinator")
    url = f"/students/{fall.students['mateo'].pk}/early-warning/"
    assert "No rules are in force yet" in _list(fall, "coordinator", url)


def test_a_longer_list_takes_as_many_queries(switched_on: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.warning.models import Flag, RuleVersion

    client = switched_on.client("coordinator")

    def n_queries() -> int:
        client.get("/needs-us/")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get("/needs-us/").status_code == 200
        return len(seen)

    before = n_queries()
    with acting_as(SET_UP):
        version = RuleVersion.objects.get()
        Flag.objects.bulk_create(
            Flag(
                student=switched_on.students[key],
                rules=version,
                level=2,
                level_now=2,
                raised_on=date(2026, 11, 20),
                raised_at=AT,
                due_on=date(2026, 12, 4),
            )
            for key in ("classmate", "not_taught")
        )
    assert n_queries() == before


def test_who_has_no_trusted_adult_leaves_the_list_once_one_is_named(town: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Saying

    path = "/needs-us/no-adult/"
    assert all(name in _list(town, "coordinator", path) for name in ("Mateo", "Zoë", "Nils"))
    with acting_as(SET_UP):
        for key, kind, aside in (
            ("mateo", "trusted_adult", None),
            ("classmate", "strength", None),
            ("not_taught", "trusted_adult", AT),
        ):
            Saying.objects.create(
                key=uuid4(),
                student=town.students[key],
                kind=kind,
                text="Ms. Nguyễn",
                author=town.users["teacher"],
                told_as="teacher",
                told_on=date(2026, 11, 10),
                changed_at=AT,
                set_aside_at=aside,
            )
    page = _list(town, "coordinator", path)
    assert "Mateo" not in page
    assert all(name in page for name in ("Zoë", "Nils"))
    assert "Valentina" in _list(town, "coordinator_elsewhere", path)


def test_who_was_spoken_of_this_year_is_reviewed_and_last_year_does_not_count(town: Town) -> None:
    path = "/needs-us/not-reviewed/"
    _meet(town, "mateo", date(2026, 11, 10))
    _meet(town, "classmate", date(2026, 5, 10))
    _meet(town, "not_taught", None)
    page = _list(town, "coordinator", path)
    assert "Mateo" not in page
    assert all(name in page for name in ("Zoë", "Nils"))


def test_what_was_decided_is_late_until_it_is_done_or_taken_back(town: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.support.models import Decision

    path = "/needs-us/not-done/"
    turn = _meet(town, "mateo", date(2026, 11, 2))
    with acting_as(SET_UP):
        for text, due, done, dropped in (
            ("Ring the mother", date(2026, 11, 9), None, None),
            ("Find a tutor", date(2036, 12, 9), None, None),
            ("Ask the nurse", date(2026, 11, 9), AT, None),
            ("Move the seat", date(2026, 11, 9), None, AT),
        ):
            Decision.objects.create(
                key=uuid4(),
                meeting=turn.meeting,
                turn=turn,
                student=town.students["mateo"],
                text=text,
                owner=town.users["counselor"],
                due_on=due,
                decided_by=town.users["coordinator"],
                decided_on=date(2026, 11, 2),
                changed_at=AT,
                done_at=done,
                dropped_at=dropped,
            )
    page = _list(town, "coordinator", path)
    assert "Ring the mother" in page
    assert not any(text in page for text in ("Find a tutor", "Ask the nurse", "Move the seat"))
    assert "Ring the mother" not in _list(town, "coordinator_elsewhere", path)


def test_each_list_shows_whom_it_names_and_notes_it(town: Town) -> None:
    from throughline.rooms.audit.models import Disclosure

    for key, path in (("no_adult", "/needs-us/no-adult/"), ("not_reviewed", "/needs-us/not-reviewed/")):
        assert "Mateo" in _list(town, "coordinator", path)
        noted = Disclosure.objects.filter(place=f"warning.{key}", student_id=town.students["mateo"].pk)
        shown = {"no_adult": "strengths", "not_reviewed": "notes"}[key]
        assert set(noted.values_list("record_class", flat=True)) == {"directory", shown}


def test_lists_of_gaps_ask_no_more_of_the_database_for_more_students(town: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student

    client = town.client("coordinator")
    paths = ("/needs-us/no-adult/", "/needs-us/not-reviewed/", "/needs-us/not-done/")

    def n_queries() -> list[int]:
        found = []
        for path in paths:
            with CaptureQueriesContext(connection) as seen:
                assert client.get(path).status_code == 200
            found.append(len(seen))
        return found

    n_queries()
    before = n_queries()
    with acting_as(SET_UP):
        Student.objects.bulk_create(
            Student(source_id=f"more-{n}", given_name="More", family_name=f"{n}", grade="10", home_school=town.high)
            for n in range(20)
        )
    assert n_queries() == before


def _meet(town: Town, key: str, on: date | None) -> "Turn":
    """Put a student on a meeting's list, and speak of them on a day."""
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.support.models import Meeting, Turn

    with acting_as(SET_UP):
        meeting = Meeting.objects.create(
            title="Tenth grade",
            kind="class_review",
            on=on or date(2026, 11, 30),
            school=town.high,
            leader=town.users["coordinator"],
            member_ids=[town.users["coordinator"].pk],
            n_students=1,
            planned_at=AT,
        )
        return Turn.objects.create(meeting=meeting, student=town.students[key], kind=meeting.kind, place=1, on=on)
