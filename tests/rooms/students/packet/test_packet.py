"""A packet to print: the parts one chose, only those one may see, footed with who and when, and noted."""

from uuid import uuid4

import pytest
from django.utils import timezone
from tests.rooms.conftest import Town

Chosen = dict[str, str | list[str]]


def _packet(town: Town, who: str, chosen: Chosen, student: str = "mateo") -> str:
    answer = town.client(who).get(f"/students/{town.students[student].pk}/packet/", chosen)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_was_chosen_is_in_it_and_nothing_else(town: Town) -> None:
    page = _packet(town, "teacher", {"part": ["mark", "result"]})
    assert ": B+" in page
    assert "Spring reading" in page
    assert "Incident of mateo" not in page
    assert "Absent" not in page


def test_it_says_who_printed_it_for_which_days(town: Town) -> None:
    page = _packet(town, "teacher", {"part": "attendance", "since": "2026-11-20", "until": "2026-11-20"})
    assert f"Printed by {town.users['teacher'].name} on " in page
    assert "Absent, not excused" in page
    assert "Absent, excused" not in page


def test_first_one_chooses_among_what_one_may_see(town: Town) -> None:
    page = _packet(town, "nurse", {})
    assert 'value="attendance"' in page
    assert 'value="mark"' not in page
    assert "Printed by" not in page


@pytest.mark.parametrize("part", ["mark", "incident", "secret"])
def test_a_part_one_may_not_see_is_not_made(town: Town, part: str) -> None:
    page = _packet(town, "nurse", {"part": part})
    assert ": B+" not in page
    assert "Incident of mateo" not in page


@pytest.mark.parametrize(
    ("who", "student"), [("teacher", "not_taught"), ("student", "classmate"), ("outsider", "mateo")]
)
def test_of_others_there_is_none(town: Town, who: str, student: str) -> None:
    address = f"/students/{town.students[student].pk}/packet/"
    assert town.client(who).get(address, {"part": "attendance"}).status_code == 404


def test_handing_it_out_is_noted_class_by_class(town: Town) -> None:
    from throughline.rooms.audit.models import Disclosure

    _packet(town, "teacher", {"part": ["mark", "words"]})
    noted = Disclosure.objects.filter(place="students.packet").order_by("record_class")
    assert [row.record_class for row in noted] == ["academic", "directory", "strengths"]


def test_own_words_are_in_it(town: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.telling.commands import tell

    student, pk = town.viewer("student"), town.students["mateo"].pk
    with acting_as(student):
        tell(by=student, at=timezone.now(), student_id=pk, key=uuid4(), kind="words", text="Ask me first.")
    assert "Ask me first." in _packet(town, "principal", {"part": "words"})
    assert "Ask me first." not in _packet(town, "principal", {"part": "mark"})
