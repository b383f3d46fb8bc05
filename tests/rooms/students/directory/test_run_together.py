"""A family name of several pieces is found as well where it is typed run together: `delacruz` for De La Cruz."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ground import owning_tables
from tests.rooms.conftest import SET_UP, Town
from tests.rooms.students.directory.finding_ground import names_found

TOGETHER = (
    ("De La Cruz", "delacruz"),
    ("de la Cruz", "dela"),
    ("O Neill", "oneill"),
    ("Van Dyke", "vandyke"),
    ("van der Berg", "vanderberg"),
    ("Dela Cruz", "delacruz"),
    ("St. John", "stjohn"),
    ("D’ Angelo", "dangelo"),
    ("García de la Torre", "delatorre"),
    ("Ruiz-De León", "deleon"),
    ("De La Cruz", "dellacruz"),
)


@pytest.mark.parametrize("who", ["coordinator", "administrator"])
@pytest.mark.parametrize(("name", "text"), TOGETHER)
def test_a_name_of_several_pieces_is_found_typed_run_together(named: Town, who: str, name: str, text: str) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student

    with acting_as(SET_UP):
        Student.objects.create(source_id="pieces", given_name="Ines", family_name=name, home_school=named.high)
        Student.objects.create(source_id="away", given_name="Ines", family_name=name, home_school=named.cedar)
    assert names_found(named, who, text) == [name] * (1 if who == "coordinator" else 2)
    assert names_found(named, who, f"ines {text}") == [name] * (1 if who == "coordinator" else 2)
    with acting_as(SET_UP):
        Student.objects.filter(source_id="pieces").update(family_name="Else")
    assert name not in names_found(named, "coordinator", text)


def _letters(least: int, most: int) -> st.SearchStrategy[str]:
    return st.text("abcdefghijklmnopqrstuvwxyz", min_size=least, max_size=most)


@given(st.lists(_letters(1, 3), min_size=1, max_size=3), _letters(4, 12))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_small_words_a_name_begins_with_it_is_found_run_together(
    named: Town, small: list[str], last: str
) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import NameWord, Student

    with acting_as(SET_UP):
        name = " ".join([*small, last]).title()
        row, _made = Student.objects.update_or_create(
            source_id="pieces", defaults={"given_name": "Ines", "family_name": name, "home_school": named.high}
        )
        words = set(NameWord.objects.filter(student=row).values_list("word", flat=True))
    assert words == {"ines", *small, last, "".join([*small, last])}
    assert name in names_found(named, "coordinator", "".join([*small, last]))
    assert name in names_found(named, "administrator", "".join([*small, last]))


def test_two_family_names_have_no_word_of_both_and_two_names_are_kept_apart(named: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import NameWord, Student

    with acting_as(SET_UP):
        row = Student.objects.create(
            source_id="two", given_name="Li", family_name="Muñoz Herrera", preferred_family_name="Le", grade="10"
        )
        words = set(NameWord.objects.filter(student=row).values_list("word", flat=True))
    assert words == {"li", "munoz", "herrera", "le"}


@pytest.fixture
def as_owner(_in_town: None) -> Iterator[None]:
    with owning_tables():
        yield


def test_the_names_that_are_there_are_found_run_together_once_the_upgrade_is_done(as_owner: None, named: Town) -> None:
    from importlib import import_module

    from django.db import connection

    from throughline.engines.identity import kept_keys
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import NameWord, Spelling, Student

    fill = import_module("throughline.rooms.students.migrations.0015_names_run_together")._FILL
    with acting_as(SET_UP), connection.cursor() as cursor:
        for n, name in enumerate(("De La Cruz", "Van Dyke", "Muñoz Herrera", "de la Cruz")):
            Student.objects.create(source_id=f"there-{n}", given_name="Ines", family_name=name, home_school=named.high)
        before = sorted(NameWord.objects.values_list("student", "word"))
        for word in ("delacruz", "vandyke"):
            NameWord.objects.filter(word=word).delete()
            Spelling.objects.filter(word=word).delete()
        cursor.execute("set constraints all immediate")
        for _time in range(2):
            cursor.execute(fill)
            assert sorted(NameWord.objects.values_list("student", "word")) == before
            assert set(Spelling.objects.filter(word="delacruz").values_list("key", flat=True)) == kept_keys("delacruz")
            assert Spelling.objects.filter(word="vandyke").exists()
