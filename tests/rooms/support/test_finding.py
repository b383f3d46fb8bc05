"""Finding notes by what they say: only those one may read, never a restricted one, and quick behind the wall."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.conftest import SET_UP, Town
from tests.rooms.support.conftest import Writes

from throughline.rooms.support.finding.words import first_after, words_of


def _found(town: Town, key: str, words: str) -> str:
    return town.client(key).post("/notes/", {"text": words}).content.decode()


@pytest.mark.parametrize(
    ("key", "finds"),
    [
        ("coordinator", True),
        ("teacher", True),
        ("principal", True),
        ("nurse", True),
        ("support_lead", True),
        ("privacy_officer", True),
        ("coordinator_elsewhere", False),
    ],
)
def test_each_finds_the_notes_they_may_read(town: Town, write: Writes, key: str, finds: bool) -> None:
    write("coordinator", text="Habló de su mamá y de robótica.")
    for words in ("mama", "MAMÁ robot", "habló"):
        assert ("Habló de su mamá" in _found(town, key, words)) == finds
    assert "Habló de su mamá" not in _found(town, key, "mama escuela")


@pytest.mark.parametrize("key", ["guardian", "student", "data_lead", "finance", "partner", "outsider"])
def test_who_sees_no_notes_may_not_search_them(town: Town, write: Writes, key: str) -> None:
    write("coordinator")
    assert town.client(key).post("/notes/", {"text": "laughed"}).status_code == 403


@pytest.mark.parametrize("key", ["counselor", "principal", "teacher"])
def test_restricted_and_struck_notes_are_never_found(town: Town, write: Writes, key: str) -> None:
    write("counselor", audience="notes_protection", text="Whispered secretly.")
    note = write("teacher", text="Whispered openly.")
    assert "Whispered openly" in _found(town, key, "whispered")
    town.client("teacher").post(f"/notes/{note.pk}/strike/", {"why": "Another student."})
    page = _found(town, key, "whispered")
    assert "secretly" not in page
    assert "openly" not in page


def test_what_is_changed_is_found_by_its_new_words_alone(town: Town, write: Writes) -> None:
    note = write("teacher", text="Zebra.")
    client = town.client("teacher")
    based_on = client.get(f"/notes/{note.pk}/change/").context["form"]["based_on"].value()
    client.post(f"/notes/{note.pk}/change/", {"text": "Giraffe.", "based_on": based_on, "why": "Wrong animal."})
    assert "Giraffe." in _found(town, "principal", "giraffe")
    assert "Giraffe." not in _found(town, "principal", "zebra")


def test_whom_a_search_showed_is_written_down(town: Town, write: Writes) -> None:
    from throughline.rooms.audit.models import Disclosure

    write("coordinator")
    _found(town, "principal", "laughed")
    looks = Disclosure.objects.filter(place="support.find").values_list("viewer_name", "record_class")
    assert set(looks) == {("Thomas O'Brien-Díaz", "directory"), ("Thomas O'Brien-Díaz", "notes")}


def test_behind_the_wall_the_words_are_looked_up_in_their_index(town: Town, write: Writes) -> None:
    """A policy is asked before what might give a row away; comparing words does not, so the index may be used first."""
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.support import access

    write("coordinator")
    with acting_as(SET_UP), connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
    viewer = town.viewer("principal")
    with acting_as(viewer), connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        looked_up = access.get_words_for(viewer).filter(word__gte="lau", word__lt=first_after("lau"))
        sql, values = looked_up.values("note").query.sql_with_params()
        cursor.execute(f"explain {sql}", values)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Cond" in plan
    assert "word)::text >= " in plan or "word >= " in plan


@given(st.text(max_size=200), st.integers(min_value=1, max_value=5))
def test_every_word_is_found_by_how_it_begins(text: str, n_letters: int) -> None:
    for word in words_of(text):
        start = word[:n_letters]
        assert start <= word < first_after(start)
        assert words_of(word) == {word}
