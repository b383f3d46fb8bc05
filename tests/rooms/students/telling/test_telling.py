"""What is told of a student: who tells it, who reads it, that versions are kept and nothing is lost."""

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.utils import timezone
from tests.rooms.conftest import SET_UP, Town

if TYPE_CHECKING:
    from throughline.rooms.students.models import Saying

TELLS = ("student", "guardian", "teacher", "coordinator", "nurse", "principal", "counselor", "support_lead")


def _tell(town: Town, who: str, text: str, kind: str = "strength", student: str = "mateo") -> "Saying":
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.telling.commands import tell

    viewer = town.viewer(who)
    with acting_as(viewer):
        return tell(
            by=viewer,
            at=timezone.now(),
            student_id=town.students[student].pk,
            key=uuid4(),
            kind=kind,
            text=text,
        )


def _address(town: Town, student: str = "mateo") -> str:
    return f"/students/{town.students[student].pk}/own-words/"


@pytest.mark.parametrize("who", TELLS)
def test_the_student_the_family_and_those_who_work_with_them_tell(town: Town, who: str) -> None:
    sent = {"key": str(uuid4()), "kind": "strength", "text": "Explains patiently."}
    answer = town.client(who).post(_address(town), sent, follow=True)
    assert answer.status_code == 200
    assert "Explains patiently." in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "student"),
    [
        ("teacher", "not_taught"),
        ("coordinator", "elsewhere"),
        ("student", "classmate"),
        ("guardian", "classmate"),
        ("administrator", "mateo"),
        ("finance", "mateo"),
        ("partner", "mateo"),
        ("outsider", "mateo"),
    ],
)
def test_all_others_find_no_such_student(town: Town, who: str, student: str) -> None:
    client = town.client(who)
    sent = {"key": str(uuid4()), "kind": "strength", "text": "Nothing of mine."}
    assert client.get(_address(town, student)).status_code == 404
    assert client.post(_address(town, student), sent).status_code == 404
    assert "Nothing of mine." not in client.get(f"/students/{town.students[student].pk}/").content.decode()


def test_the_page_opens_with_the_students_own_words_before_all_else(town: Town) -> None:
    _tell(town, "coordinator", "Told by another.", kind="words")
    _tell(town, "student", "I like taking radios apart.", kind="words")
    page = town.client("teacher").get(f"/students/{town.students['mateo'].pk}/").content.decode()
    assert page.index("I like taking radios apart.") < page.index("Attendance this school year")
    assert "Told by another." not in page, "the student's own stand first"


def test_what_others_tell_says_who_they_are_and_when(town: Town) -> None:
    told = {who: _tell(town, who, f"By the {who}.").told_as for who in ("student", "guardian", "teacher", "nurse")}
    assert told == {"student": "self", "guardian": "guardian", "teacher": "teacher", "nurse": "school_health"}
    page = town.client("guardian").get(_address(town)).content.decode()
    assert f"{town.users['nurse'].name}, Nurse" in page


def test_only_the_newest_way_to_be_called_stands(town: Town) -> None:
    _tell(town, "student", "Matt", kind="called")
    _tell(town, "student", "Teo, he/him", kind="called")
    page = town.client("teacher").get(f"/students/{town.students['mateo'].pk}/").content.decode()
    assert "Teo, he/him" in page
    assert "Matt<" not in page


def test_the_author_changes_the_words_and_what_they_were_is_kept(town: Town) -> None:
    row = _tell(town, "teacher", "Draws well.")
    client, address = town.client("teacher"), f"{_address(town)}{row.pk}/"
    assert client.post(address, {"text": "Draws people from memory."}).status_code == 302
    page = client.get(address).content.decode()
    assert "1 earlier version" in page
    assert "Draws well." in page
    assert "Draws well." not in client.get(_address(town)).content.decode()


@pytest.mark.parametrize("who", ["nurse", "counselor"])
def test_nobody_else_at_school_changes_it(town: Town, who: str) -> None:
    row = _tell(town, "teacher", "Draws well.")
    client = town.client(who)
    assert client.get(f"{_address(town)}{row.pk}/").status_code == 404
    assert client.post(f"{_address(town)}{row.pk}/", {"text": "Mine now."}).status_code == 404
    assert client.post(f"{_address(town)}{row.pk}/set-aside/").status_code == 404


@pytest.mark.parametrize("who", ["student", "guardian", "teacher", "principal"])
def test_the_author_the_student_the_family_and_who_answers_set_aside(town: Town, who: str) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import Saying

    row = _tell(town, "teacher", "Draws well.")
    client = town.client(who)
    if who != "teacher":
        assert client.post(f"{_address(town)}{row.pk}/", {"text": "Not mine."}).status_code == 404
    assert client.post(f"{_address(town)}{row.pk}/set-aside/").status_code == 302
    assert "Draws well." not in client.get(_address(town)).content.decode()
    with acting_as(SET_UP):
        assert Saying.objects.get().text == "Draws well."


@pytest.mark.parametrize(
    "wrong", [{"text": "   "}, {"text": "x" * 601}, {"kind": "grudge"}, {"key": "none"}, {"text": "\x00"}]
)
def test_what_is_missing_is_said_and_nothing_is_kept(town: Town, wrong: dict[str, str]) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import Saying

    sent = {"key": str(uuid4()), "kind": "strength", "text": "Fine."} | wrong
    answer = town.client("teacher").post(_address(town), sent)
    assert answer.status_code == 400
    with acting_as(SET_UP):
        assert not Saying.objects.exists()


def test_what_is_sent_twice_is_kept_once_and_no_key_of_anothers_is_taken(town: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import Saying

    sent = {"key": str(uuid4()), "kind": "strength", "text": "Once."}
    client = town.client("teacher")
    assert [client.post(_address(town), sent).status_code for _ in range(2)] == [302, 302]
    assert town.client("nurse").post(_address(town), sent).status_code == 404
    with acting_as(SET_UP):
        assert Saying.objects.count() == 1


def test_looking_is_noted_for_staff_and_not_for_the_family(town: Town) -> None:
    from throughline.rooms.audit.models import Disclosure

    town.client("student").get(_address(town))
    town.client("guardian").get(_address(town))
    assert not Disclosure.objects.exists()
    town.client("nurse").get(_address(town))
    noted = Disclosure.objects.filter(place="students.sayings").order_by("record_class")
    assert [row.record_class for row in noted] == ["directory", "strengths"]


def test_queries_do_not_grow_with_what_is_told(town: Town) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = town.client("teacher")
    for address in (_address(town), f"/students/{town.students['mateo'].pk}/"):
        _tell(town, "nurse", "One.")
        client.get(address)  # the session is begun
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for n in range(9):
            _tell(town, "coordinator", f"{n}.", kind="interest")
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        assert len(few) == len(many)


@pytest.mark.parametrize("text", ["", "[[kind]]\ncode = 'x'\n", "[[kind]]\ncode = 'words'\n" * 2])
def test_kinds_that_do_not_fit_are_refused_by_name(text: str) -> None:
    from throughline.formats.kinds import read_kinds
    from throughline.rooms.students.sayings.kinds import KINDS, SayingKind

    with pytest.raises(ValueError, match=r"kinds\.toml does not fit its schema"):
        read_kinds(text, KINDS.name, SayingKind)
