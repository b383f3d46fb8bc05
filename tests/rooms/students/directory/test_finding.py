"""A child is found by a name written almost right, by those who may see the child, and by nobody else."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rooms.conftest import SET_UP, Town

from throughline.values.viewer import Viewer


@pytest.fixture
def named(town: Town) -> Town:
    """Two surnames, a name they go by, marks within a name, and one like Mateo's where a coordinator may not look."""
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student

    with acting_as(SET_UP):
        for number, (given_name, family_name, goes_by, school) in enumerate(
            (
                ("Jesús", "Castañeda Vásquez", "Chuy", town.high),
                ("Siobhán", "O'Brien-Díaz", "", town.high),
                ("Mateo", "Muñozano", "", town.cedar),
            )
        ):
            Student.objects.create(
                source_id=f"named-{number}",
                given_name=given_name,
                family_name=family_name,
                preferred_given_name=goes_by,
                grade="10",
                home_school=school,
            )
    return town


def _found(town: Town, who: str, text: str) -> list[str]:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students import access
    from throughline.rooms.students.directory.finding import find_by_name_or_near, name_order

    viewer = town.viewer(who)
    with acting_as(viewer):
        found, is_near = find_by_name_or_near(access.get_students_for(viewer).filter(ended_at=None), text)
        return [row.family_name for row in found.order_by(*name_order(is_near=is_near))]


@pytest.mark.parametrize(
    ("how", "text"),
    [
        ("as it is written", "Jesús Castañeda"),
        ("without its accents", "jesus castaneda"),
        ("the family name first", "Castañeda Jesús"),
        ("by the second surname", "vasquez"),
        ("both surnames", "castaneda vasquez"),
        ("by the name they go by", "chuy"),
        ("by how it begins", "casta"),
        ("two letters swapped", "csataneda"),
        ("a letter left out", "castneda"),
        ("a letter doubled", "castanneda"),
        ("another letter", "kastaneda"),
        ("swapped at the middle", "castnaeda"),
        ("both names with a slip", "jesuz vasqez"),
        ("the name they go by with a slip", "chuuy"),
        ("a short slip", "hcuy"),
    ],
)
def test_a_child_is_found(named: Town, how: str, text: str) -> None:
    assert _found(named, "coordinator", text) == ["Castañeda Vásquez"], how


@pytest.mark.parametrize("text", ["o'brien", "obrien", "O’Brien", "obrien-diaz", "diaz", "o'brein", "obrian diaz"])
def test_marks_within_a_name_need_not_be_typed(named: Town, text: str) -> None:
    assert _found(named, "coordinator", text) == ["O'Brien-Díaz"]


def test_the_name_most_like_what_was_typed_comes_first(named: Town) -> None:
    assert _found(named, "administrator", "munozan") == ["Muñozano"], "how a name begins is how it is written"
    found = _found(named, "administrator", "mumozano")
    assert found[0] == "Muñozano"
    assert _found(named, "administrator", "munozz")[0].startswith("Muñoz ")


@pytest.mark.parametrize("text", ["munozano", "mumozano", "muñozan", "mateo munozanoo"])
def test_a_child_out_of_sight_is_neither_found_nor_counted(named: Town, text: str) -> None:
    assert "Muñozano" not in _found(named, "coordinator", text)
    client = named.client("coordinator")
    client.post("/students/find/", {"text": text})
    page = client.get("/students/").content.decode()
    assert "Muñozano" not in page
    assert f"{len(_found(named, 'coordinator', text))} student" in page or "No student here" in page


def test_words_stand_behind_the_second_wall_and_follow_the_name(named: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import NameWord, Student

    def words(viewer: Viewer, word: str) -> int:
        with acting_as(viewer):
            return NameWord.objects.filter(word=word).count()

    coordinator = named.viewer("coordinator")
    assert (words(coordinator, "castaneda"), words(coordinator, "munozano")) == (1, 0)
    with acting_as(SET_UP):
        Student.objects.filter(source_id="named-2").update(family_name="Quispe")
        Student.objects.filter(source_id="named-0").update(home_school=named.cedar)
    assert [words(SET_UP, word) for word in ("munozano", "quispe", "castaneda")] == [0, 1, 1]
    assert words(coordinator, "castaneda") == 0, "the word goes to the new school with the child"


LETTERS = "abcdefghijklmnopqrstuvwxyz"


@st.composite
def _slips(draw: Any) -> tuple[str, str]:
    """A name of four letters or more, and the same with one slip."""
    word = draw(st.text(LETTERS, min_size=4, max_size=14))
    at, letter = draw(st.integers(0, len(word) - 2)), draw(st.sampled_from(LETTERS))
    kind = draw(st.sampled_from(("left out", "doubled", "another", "more", "swapped")))
    return word, {
        "left out": word[:at] + word[at + 1 :],
        "doubled": word[: at + 1] + word[at:],
        "another": word[:at] + letter + word[at + 1 :],
        "more": word[:at] + letter + word[at:],
        "swapped": word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    }[kind]


@given(slip=_slips())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_slip_anywhere_still_finds_the_name(town: Town, slip: tuple[str, str]) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student

    word, typed = slip
    with acting_as(SET_UP):
        child = Student.objects.filter(source_id="slip").first() or Student(source_id="slip", given_name="Zzyzx")
        child.family_name, child.home_school = word, town.high
        child.save()
    assert word in _found(town, "coordinator", typed)
