"""Joining two records of one student: what follows, what stays, who may, and that undoing gives every row back."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from tests.rooms.conftest import AT, SET_UP, Town

from throughline.values.errors import NotAllowed, RefusedInput

LIST = "/students/duplicates/"
BORN = date(2010, 5, 17)
# What is worked out anew, or tells of the join itself.
_NOT_COMPARED = ("students_relation", "students_likelypair", "students_join", "students_joinedrow")


def _acting(town: Town, who: str = "administrator"):  # type: ignore[no-untyped-def]  # a context of the accounts room
    from throughline.rooms.accounts.sight.viewing import acting_as

    return acting_as(SET_UP if who == "" else town.viewer(who))


@pytest.fixture
def pair(town: Town) -> tuple[int, int, int]:
    """Mateo and his record again, with rows of their own and some alike: the pair, the first and the second."""
    from throughline.rooms.students import models as students
    from throughline.rooms.students.duplicates.looking import look_for_duplicates
    from throughline.rooms.support import api as support

    mateo = town.students["mateo"]
    with _acting(town, ""):
        again = students.Student.objects.create(
            source_id="again", given_name="Mateo", family_name="Munoz Herrera", home_school=town.high, grade="10"
        )
        for student in (mateo, again):
            students.Demographics.objects.get_or_create(student=student, defaults={"birth_on": BORN})
        students.Enrollment.objects.create(source_id="e-again", student=again, school=town.high, grade="10")
        for day in (20, 13):  # the first is on record for both
            students.AttendanceDay.objects.create(
                student=again, school=town.high, on=date(2026, 11, day), status="present"
            )
        adult = students.Guardian.objects.create(source_id="g-again", given_name="Lucía", family_name="Herrera")
        students.Guardianship.objects.create(student=again, guardian=adult)
        students.DirectoryOptOut.objects.create(
            student=again, said_by="Lucía", came_by="paper", starts_on=date(2026, 9, 1)
        )
    counselor = town.viewer("counselor")
    with _acting(town, "counselor"):
        written = support.Written(
            key=UUID("0b6f7a4e-6f0e-4a44-9d0c-0d7f6c1f2a3c"),
            kind="child_protection",
            audience="notes_protection",
            on=date(2026, 11, 19),
            text="A quiet word.",
        )
        support.write_note(by=counselor, at=AT, student_id=again.pk, written=written)
    look_for_duplicates(by=town.viewer("administrator"), at=AT)
    with _acting(town):
        return students.LikelyPair.objects.get().pk, mateo.pk, again.pk


def _every_row(town: Town) -> dict[str, list[str]]:
    """Every row that names a student, and every student, byte for byte."""
    found = {}
    with _acting(town, ""), connection.cursor() as cursor:
        for table in sorted({table for table, _column in _keys_to_students()} | {"students_student"}):
            if table not in _NOT_COMPARED:
                cursor.execute(f"select to_jsonb(t)::text from {table} t order by 1")  # noqa: S608 - our own names
                found[table] = [row for (row,) in cursor.fetchall()]
    return found


def _keys_to_students() -> list[tuple[str, str]]:
    """Each column of the database with a key to a student."""
    with connection.cursor() as cursor:
        cursor.execute("""
            select c.conrelid::regclass::text, a.attname from pg_constraint c
            join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
            where c.contype = 'f' and c.confrelid = 'students_student'::regclass order by 1, 2""")
        return [(str(table), str(column)) for table, column in cursor.fetchall()]


def _join(town: Town, pair: tuple[int, int, int], who: str = "administrator") -> int:
    from throughline.rooms.students.merging.commands import join_students

    with _acting(town, who):
        return join_students(by=town.viewer(who), at=AT, pair_id=pair[0], keep_id=pair[1]).pk


def _undo(town: Town, join_id: int, at: Any = AT) -> int:
    from throughline.rooms.students.merging.commands import undo_join

    with _acting(town):
        return undo_join(by=town.viewer("administrator"), at=at, join_id=join_id)


def test_every_table_with_a_key_to_a_student_has_an_answer(town: Town) -> None:
    from throughline.rooms.students.merging.moves import all_moves

    answered = {(moves.table, moves.column) for moves in all_moves()}
    assert set(_keys_to_students()) == answered, "name in the room's joining.py what becomes of the rows"
    assert all(moves.why for moves in all_moves() if moves.how != "move")


def test_rows_follow_to_the_kept_record_and_what_it_has_itself_stays(town: Town, pair: tuple[int, int, int]) -> None:
    _join(town, pair)
    rows = _every_row(town)

    def of(table: str, student_id: int) -> int:
        return sum(json.loads(row)["student_id"] == student_id for row in rows[table])

    _pair, mateo, again = pair
    assert of("students_enrollment", again) == 0
    assert of("students_enrollment", mateo) == 2
    assert of("students_attendanceday", again) == 1, "the day that is on record for both"
    assert of("students_attendanceday", mateo) == 5
    assert of("support_note", mateo) == of("support_notetext", mateo) == 1, "though the administrator sees none of it"
    assert of("students_directoryoptout", mateo) == 1
    assert of("students_guardianship", mateo) == 2


def test_undoing_gives_every_row_back_as_it_was(town: Town, pair: tuple[int, int, int]) -> None:
    before = _every_row(town)
    join = _join(town, pair)
    assert _every_row(town) != before
    assert _undo(town, join) == 0
    assert _every_row(town) == before


def test_what_was_written_since_stays_with_the_kept_record(town: Town, pair: tuple[int, int, int]) -> None:
    from throughline.rooms.students.models import AttendanceDay

    join = _join(town, pair)
    with _acting(town, ""):
        AttendanceDay.objects.create(student_id=pair[1], school=town.high, on=date(2026, 11, 12), status="present")
        AttendanceDay.objects.filter(student_id=pair[1], on=date(2026, 11, 13)).delete()
    assert _undo(town, join) == 1, "one row that followed is no longer there"
    with _acting(town, ""):
        assert AttendanceDay.objects.get(on=date(2026, 11, 12)).student_id == pair[1]


def test_the_time_for_undoing_ends_and_it_is_done_once(town: Town, pair: tuple[int, int, int]) -> None:
    join = _join(town, pair)
    with pytest.raises(RefusedInput):
        _undo(town, join, AT + timedelta(days=31))
    _undo(town, join, AT + timedelta(days=29))
    with pytest.raises(RefusedInput):
        _undo(town, join)


def test_the_joined_record_leads_to_the_kept_one_and_is_not_proposed_again(
    town: Town, pair: tuple[int, int, int]
) -> None:
    from throughline.rooms.students.duplicates.looking import look_for_duplicates

    _join(town, pair)
    answer = town.client("coordinator").get(f"/students/{pair[2]}/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/students/{pair[1]}/"
    assert look_for_duplicates(by=town.viewer("administrator"), at=AT).n_pairs == 0


@pytest.mark.parametrize(
    "page",
    [
        "timeline/",
        "timeline/?kind=note&since=2026-09-01",
        "charts/",
        "packet/",
        "own-words/",
        "team/",
        "who-sees/",
        "notes/",
        "notes/new/",
        "handover/",
        "early-warning/",
        "consents/",
    ],
)
def test_each_page_of_the_joined_record_leads_to_the_same_page_of_the_kept_one(
    town: Town, pair: tuple[int, int, int], page: str
) -> None:
    client = town.client("coordinator")
    assert client.get(f"/students/{pair[2]}/{page}").status_code == 200, "two records, until they are joined"
    join = _join(town, pair)
    answer = client.get(f"/students/{pair[2]}/{page}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/students/{pair[1]}/{page}"
    assert town.client("outsider").get(f"/students/{pair[2]}/{page}").status_code in (403, 404)
    _undo(town, join)
    assert client.get(f"/students/{pair[2]}/{page}").status_code == 200


def test_what_is_written_on_a_page_left_open_is_kept_on_the_kept_record(town: Town, pair: tuple[int, int, int]) -> None:
    from throughline.rooms.students.told import Saying

    _join(town, pair)
    sent = {"key": "6f9d1a52-1f0a-4f0e-8a5c-7a1f3f0f9b11", "kind": "strength", "text": "Draws people from memory."}
    answer = town.client("coordinator").post(f"/students/{pair[2]}/own-words/", sent)
    assert answer.status_code == 307, "the browser posts the same once more"
    town.client("coordinator").post(f"/students/{pair[2]}/own-words/", sent, follow=True)
    with _acting(town, ""):
        assert Saying.objects.get(text=sent["text"]).student_id == pair[1]


def test_the_family_reads_who_looked_at_either_record(town: Town, pair: tuple[int, int, int]) -> None:
    from throughline.rooms.students.models import Relation

    town.client("nurse").get(f"/students/{pair[2]}/")
    before = town.client("guardian").get(f"/students/{pair[1]}/who-looked/").content.decode()
    _join(town, pair)
    with _acting(town, ""):  # the roster of this town does not tell whose mother she is
        Relation.objects.create(user=town.users["guardian"], student_id=pair[1], relation="guardian")
    after = town.client("guardian").get(f"/students/{pair[1]}/who-looked/").content.decode()
    nurse = town.users["nurse"].name
    assert nurse not in before
    assert nurse in after


def test_the_history_of_either_record_is_read_on_the_kept_one(town: Town, pair: tuple[int, int, int]) -> None:
    _join(town, pair)
    page = town.client("administrator").get(f"/students/{pair[1]}/history/?kind=student").content.decode()
    assert "Munoz Herrera" in page


def test_the_page_tells_beforehand_what_follows_and_nothing_of_what_one_may_not_see(
    town: Town, pair: tuple[int, int, int]
) -> None:
    page = town.client("administrator").get(f"{LIST}{pair[0]}/keep/{pair[1]}/").content.decode()
    assert "Days of attendance" in page
    assert "Enrollments" in page
    assert ">Notes<" not in page
    assert "follows as well" in page


def test_two_people_are_not_joined_and_a_stranger_is_not_kept(town: Town, pair: tuple[int, int, int]) -> None:
    client = town.client("administrator")
    assert client.post(f"{LIST}{pair[0]}/keep/{town.students['classmate'].pk}/").status_code == 404
    client.post(f"{LIST}{pair[0]}/two-people/")
    assert client.post(f"{LIST}{pair[0]}/keep/{pair[1]}/").status_code == 400


def test_the_browser_joins_and_undoes(town: Town, pair: tuple[int, int, int]) -> None:
    client = town.client("data_lead")
    assert client.post(f"{LIST}{pair[0]}/keep/{pair[2]}/").status_code == 302
    listed = client.get(f"{LIST}joined/").content.decode()
    assert "Mateo Muñoz Herrera" in listed
    from throughline.rooms.students.models import Join

    with _acting(town):
        join = Join.objects.get()
    assert (join.kept_id, join.joined_id) == (pair[2], pair[1])
    assert client.post(f"{LIST}joined/{join.pk}/undo/").status_code == 302
    assert "Undone" in client.get(f"{LIST}joined/").content.decode()
    assert "Mateo Munoz Herrera" in client.get(LIST).content.decode(), "the pair waits again"


@pytest.mark.parametrize("who", ["teacher", "coordinator", "principal", "guardian", "partner", "outsider"])
def test_nobody_else_joins(town: Town, pair: tuple[int, int, int], who: str) -> None:
    client = town.client(who)
    assert client.get(f"{LIST}{pair[0]}/keep/{pair[1]}/").status_code == 403
    assert client.post(f"{LIST}{pair[0]}/keep/{pair[1]}/").status_code == 403
    assert client.get(f"{LIST}joined/").status_code == 403
    with pytest.raises(NotAllowed):
        _join(town, pair, who)


def test_relations_follow_the_roster_and_come_back(town: Town, pair: tuple[int, int, int]) -> None:
    from throughline.rooms.students.models import Relation

    with _acting(town, ""):
        Relation.objects.create(user=town.users["counselor"], student_id=pair[2], relation="case_manager")
    join = _join(town, pair)
    with _acting(town, ""):
        assert Relation.objects.filter(student_id=pair[1], relation="case_manager").exists()
    _undo(town, join)
    with _acting(town, ""):
        assert Relation.objects.get(relation="case_manager").student_id == pair[2]
