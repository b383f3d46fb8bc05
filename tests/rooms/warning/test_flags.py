"""Flags: raised with reasons, shown as far as one may see, answered by an act and by nothing else."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from tests.rooms.conftest import AT, SET_UP, Town
from tests.rooms.warning.conftest import fail

from throughline.values.errors import NotFound, RefusedInput

if TYPE_CHECKING:
    from throughline.rooms.warning.models import Flag

SEEN = ("directory", "warning", "enrollment", "attendance")
FlagOf = Callable[[str], "Flag"]
WHY = "She has a ride from Monday on; we look again in December."


def _as(town: Town, key: str):  # type: ignore[no-untyped-def] # a context of the accounts room
    from throughline.rooms.accounts.sight.viewing import acting_as

    return acting_as(SET_UP if key == "set_up" else town.viewer(key))


def _work_out(town: Town, days: int = 0) -> int:
    from throughline.rooms.warning import api as warning

    return warning.work_out_warning(by=town.viewer("data_lead"), at=AT + timedelta(days=days)).n_raised


def _clear(town: Town, flag: "Flag", key: str = "coordinator", *, why: str = WHY, note_id: int | None = None) -> "Flag":
    from throughline.rooms.warning import api as warning

    with _as(town, key):
        return warning.clear_flag(
            by=town.viewer(key), at=AT, flag_id=flag.pk, outcome="support_arranged", why=why, note_id=note_id
        )


def _page(town: Town, key: str, student: str = "mateo") -> str:
    response = town.client(key).get(f"/students/{town.students[student].pk}/early-warning/")
    return response.content.decode() if response.status_code == 200 else str(response.status_code)


def test_who_misses_many_days_and_fails_a_course_is_flagged_with_both_reasons(flag_of: FlagOf, town: Town) -> None:
    flag = flag_of("mateo")
    assert (flag.level, flag.raised_on, flag.due_on) == (3, date(2026, 11, 20), date(2026, 12, 4))
    page = _page(town, "coordinator")
    assert "Absent 14 of 48 school days" in page  # 12 in the fall, and two of the days that everybody in the town has
    assert "Fails 1 course in the latest marks" in page
    assert "Nobody has taken it yet" in page


def test_who_is_there_every_day_is_not_flagged_and_nothing_is_raised_twice(switched_on: Town) -> None:
    from throughline.rooms.warning.models import Flag

    assert _work_out(switched_on) == 0
    with _as(switched_on, "set_up"):
        assert set(Flag.objects.values_list("student__source_id", flat=True)) == {"mateo", "valentina"}


def test_of_the_reasons_everybody_sees_only_what_they_may_see_of_the_student(switched_on: Town) -> None:
    nurse = _page(switched_on, "nurse")  # attendance, but neither marks nor behavior
    assert "Absent 14 of 48 school days" in nurse
    assert "Fails 1 course" not in nurse
    assert "Fails 1 course" in _page(switched_on, "teacher")
    for key in ("guardian", "student", "partner", "administrator", "finance", "coordinator_elsewhere"):
        assert _page(switched_on, key) == "404", key


def test_looking_at_flags_is_written_down(switched_on: Town) -> None:
    from throughline.rooms.audit.models import Disclosure

    _page(switched_on, "nurse")  # attendance, and that the student changed no school
    seen = Disclosure.objects.filter(place="warning.student").values_list("viewer_name", "record_class")
    assert set(seen) == {(str(switched_on.viewer("nurse")), name) for name in SEEN}


def test_a_flag_is_answered_with_words_and_not_raised_again_for_a_while(switched_on: Town, flag_of: FlagOf) -> None:
    flag = _clear(switched_on, flag_of("mateo"))
    assert (flag.outcome, flag.why, flag.cleared_by_id) == (
        "support_arranged",
        WHY,
        switched_on.users["coordinator"].pk,
    )
    assert _work_out(switched_on) == 0
    page = _page(switched_on, "principal")
    assert "Support was arranged" in page
    assert WHY in page


@pytest.mark.parametrize("why", ["", "   ", "ok"])
def test_without_an_act_a_flag_stays_open(switched_on: Town, flag_of: FlagOf, why: str) -> None:
    with pytest.raises(RefusedInput, match="answered by an act"):
        _clear(switched_on, flag_of("mateo"), why=why)
    assert flag_of("mateo").cleared_at is None


def _note(town: Town, student: str, days: int) -> int:
    from throughline.rooms.support import api as support

    with _as(town, "coordinator"):
        written = support.Written(uuid4(), "note", "notes", date(2026, 11, 19), "We spoke about the ride.")
        by, at = town.viewer("coordinator"), AT + timedelta(days=days)
        return support.write_note(by=by, at=at, student_id=town.students[student].pk, written=written).pk


def test_a_note_about_this_student_written_since_answers_a_flag_and_no_other_note(
    switched_on: Town, flag_of: FlagOf
) -> None:
    flag = flag_of("mateo")
    for student, days in (("classmate", 1), ("mateo", -1)):
        with pytest.raises(RefusedInput, match="not written about this student since"):
            _clear(switched_on, flag, why="", note_id=_note(switched_on, student, days))
    note_id = _note(switched_on, "mateo", 1)
    assert _clear(switched_on, flag, why="", note_id=note_id).note_id == note_id


def test_the_database_itself_refuses_an_answer_without_an_act(switched_on: Town, flag_of: FlagOf) -> None:
    from django.db import IntegrityError, transaction

    flag = flag_of("mateo")
    flag.cleared_at, flag.outcome, flag.cleared_by_id = AT, "watch", switched_on.users["nurse"].pk
    with _as(switched_on, "set_up"), pytest.raises(IntegrityError), transaction.atomic():
        flag.save()


@pytest.mark.parametrize("key", ["teacher", "coordinator_elsewhere", "guardian", "privacy_officer"])
def test_who_may_not_write_early_warning_answers_no_flag(switched_on: Town, flag_of: FlagOf, key: str) -> None:
    with pytest.raises(NotFound):
        _clear(switched_on, flag_of("mateo"), key)


def test_a_flag_is_taken_handed_on_and_stands_on_the_owners_today(switched_on: Town, flag_of: FlagOf) -> None:
    flag, client = flag_of("mateo"), switched_on.client("coordinator")
    assert client.post(f"/needs-us/flags/{flag.pk}/take/").status_code == 302
    assert "Answer the flag on Mateo Muñoz Herrera" in client.get("/").content.decode()
    counselor = switched_on.users["counselor"].pk
    sent = {"owner": counselor, "due_on": "2026-12-01"}
    assert client.post(f"/needs-us/flags/{flag.pk}/hand/", sent).status_code == 302
    assert flag_of("mateo").owner_id == counselor
    for wrong in ({"owner": switched_on.users["teacher"].pk, "due_on": "2026-12-01"}, {"owner": "x"}, {}):
        assert client.post(f"/needs-us/flags/{flag.pk}/hand/", wrong).status_code == 200
    assert flag_of("mateo").owner_id == counselor
    assert "Answer the flag on Mateo" in switched_on.client("counselor").get("/").content.decode()


def test_an_answered_flag_comes_back_when_more_is_suggested(switched_on: Town, flag_of: FlagOf) -> None:
    with _as(switched_on, "set_up"):
        from throughline.rooms.warning.models import Flag

        flag = flag_of("valentina")
        first = flag.level
    _clear(switched_on, flag, "coordinator_elsewhere")
    assert _work_out(switched_on) == 0
    fail(switched_on, "valentina", "40")
    fail(switched_on, "valentina", "41")
    assert _work_out(switched_on) == 1
    with _as(switched_on, "set_up"):
        assert Flag.objects.get(student=switched_on.students["valentina"], cleared_at=None).level > first


def test_a_student_without_data_is_said_to_have_none(switched_on: Town) -> None:
    page = _page(switched_on, "coordinator", "classmate")
    assert "Low results" not in page
    assert "Not enough data" in page  # nobody took an assessment this year
    assert "On track" in page
