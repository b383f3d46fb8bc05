"""A child is found by a name written almost right, by those who may see the child, and by nobody else."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rooms.conftest import AT, SET_UP, Town
from tests.rooms.students.directory.finding_ground import names_found

from throughline.values.viewer import Viewer


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
    assert names_found(named, "coordinator", text) == ["Castañeda Vásquez"], how


@pytest.mark.parametrize("text", ["o'brien", "obrien", "O’Brien", "obrien-diaz", "diaz", "o'brein", "obrian diaz"])
def test_marks_within_a_name_need_not_be_typed(named: Town, text: str) -> None:
    assert names_found(named, "coordinator", text) == ["O'Brien-Díaz"]


def test_the_name_most_like_what_was_typed_comes_first(named: Town) -> None:
    assert names_found(named, "administrator", "munozan") == ["Muñozano"], "how a name begins is how it is written"
    found = names_found(named, "administrator", "mumozano")
    assert found[0] == "Muñozano"
    assert names_found(named, "administrator", "munozz")[0].startswith("Muñoz ")


@pytest.mark.parametrize("who", ["coordinator", "administrator"])
@pytest.mark.parametrize(
    "text",
    [
        *("garcia", "garc", "ruiz", "Ruiz-García", "ruizgarcia", "ruiz garcia", "ruiz–garcia", "sorli", "SØRLI"),
        *("gracia", "garsia", "rui garcai", "ruis-garcia", "sunniva garca", "suniva garcia", "sunnivva sorly"),
    ],
)
def test_a_piece_of_a_name_is_found_whole_or_misspelled(named: Town, who: str, text: str) -> None:
    assert names_found(named, who, text) == ["Ruiz-García Sørli"]


@pytest.mark.parametrize(("text", "known"), [("garcia sorli", False), ("garsia sorli", True), ("castaneda", False)])
def test_whoever_looks_is_told_whether_it_is_such_a_name(named: Town, text: str, known: bool) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students import access
    from throughline.rooms.students.directory.finding import find_by_name_or_near

    for who in ("coordinator", "administrator"):
        viewer = named.viewer(who)
        with acting_as(viewer):
            assert find_by_name_or_near(access.get_students_for(viewer), text)[1] is known


def test_two_slips_in_a_long_name_are_forgiven_but_no_number_is(named: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student

    with acting_as(SET_UP):
        Student.objects.filter(source_id="named-0").update(local_id="4711007")
    for who in ("coordinator", "administrator"):
        assert names_found(named, who, "kaztaneda") == ["Castañeda Vásquez"]
        assert names_found(named, who, "4711") == names_found(named, who, "jesus 4711007") == ["Castañeda Vásquez"]
        assert names_found(named, who, "jesuz 4711007") == ["Castañeda Vásquez"], (
            "the number is right, and the name near"
        )
        assert names_found(named, who, "4711008") == names_found(named, who, "jesus 4711")[1:] == []


@pytest.mark.parametrize("text", ["munozano", "mumozano", "muñozan", "mateo munozanoo"])
def test_a_child_out_of_sight_is_neither_found_nor_counted(named: Town, text: str) -> None:
    assert "Muñozano" not in names_found(named, "coordinator", text)
    client = named.client("coordinator")
    client.post("/students/find/", {"text": text})
    page = client.get("/students/").content.decode()
    assert "Muñozano" not in page
    assert f"{len(names_found(named, 'coordinator', text))} student" in page or "No student here" in page


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


@pytest.mark.parametrize("who", ["outsider", "finance", "guardian", "student", "partner", "state_analyst", "teacher"])
@pytest.mark.parametrize("text", ["castaneda", "csataneda", "jesus castaneda", "jesuz castaneda", "jesuz vasqez"])
def test_nobody_finds_one_whom_they_may_not_see_by_any_spelling(named: Town, who: str, text: str) -> None:
    assert "Castañeda Vásquez" not in names_found(named, who, text)


def test_the_districts_words_are_for_those_alone_who_see_every_student(named: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students import access
    from throughline.rooms.students.models import Spelling
    from throughline.values.viewer import NOBODY

    viewers = [named.viewer(key) for key in named.users]
    everybody = {SET_UP.duty}
    for viewer in [*viewers, NOBODY, SET_UP]:
        with acting_as(viewer):
            sees_all = access.get_students_for(viewer).count() == 9
            assert Spelling.objects.filter(word="castaneda").exists() is sees_all
            everybody |= {viewer.name} if sees_all else set()
    assert 2 < len(everybody) < len(viewers) - 3
    with acting_as(replace(named.viewer("administrator"), behind=named.viewer("coordinator"))):
        assert not Spelling.objects.exists()


def test_a_word_is_kept_under_the_keys_it_is_looked_for_by_and_goes_with_who_bore_it(named: Town) -> None:
    from throughline.engines.identity import kept_keys
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import NameWord, Spelling, Student

    def kept() -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for key, word in Spelling.objects.values_list("key", "word"):
            found.setdefault(word, set()).add(key)
        return found

    def borne() -> set[str]:
        words = NameWord.objects.values_list("word", flat=True)
        return {word for word in words if not any(letter.isdigit() for letter in word)}

    with acting_as(SET_UP):
        assert kept() == {word: kept_keys(word) for word in borne()}
        Student.objects.filter(source_id="named-2").update(family_name="Quispe " + "x" * 30, local_id="A17")
        Student.objects.filter(source_id="named-1").update(home_school=named.cedar)
        Student.objects.filter(source_id="named-3").delete()
        assert kept() == {word: kept_keys(word) for word in borne()}
        assert {"munozano", "sorli", "a17"}.isdisjoint(kept())
        assert {"quispe", "obrien", "mateo"} <= kept().keys()


def test_who_came_is_found_at_once_and_who_was_renamed_by_the_new_name_alone(named: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student

    for who in ("coordinator", "administrator"):
        with acting_as(SET_UP):
            came = Student.objects.create(
                source_id=f"came-{who}", given_name="Ngozi", family_name="Okonkwo", home_school=named.high
            )
        assert names_found(named, who, "okonkwo") == names_found(named, who, "okonwko") == ["Okonkwo"]
        with acting_as(SET_UP):
            Student.objects.filter(pk=came.pk).update(family_name="Adichie")
        assert names_found(named, who, "okonwko") == []
        assert names_found(named, who, "ngozy adichi") == names_found(named, who, "adicihe") == ["Adichie"]
        with acting_as(SET_UP):
            Student.objects.filter(pk=came.pk).update(ended_at=AT)
        assert names_found(named, who, "adicihe") == names_found(named, who, "adichie") == []


@pytest.mark.parametrize(("who", "most"), [("coordinator", 2), ("teacher", 2), ("administrator", 3)])
def test_it_asks_equally_often_however_many_there_are(named: Town, who: str, most: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students import access
    from throughline.rooms.students.directory.finding import find_by_name_or_near, name_order
    from throughline.rooms.students.models import Student

    viewer, counts = named.viewer(who), []
    texts = ("mateo munoz", "mateo mumoz", "mumoz", "mateu mumoz", "m", "gonzalezzz")
    for n_more in (0, 60):
        with acting_as(SET_UP):
            Student.objects.bulk_create(
                Student(source_id=f"more-{at}", given_name="Mateo", family_name="Munoz", home_school=named.high)
                for at in range(n_more)
            )
        with acting_as(viewer):
            seen = access.get_students_for(viewer).filter(ended_at=None)
            list(seen)
            for text in texts:
                with CaptureQueriesContext(
                    connection,
                ) as asked:
                    found, is_near = find_by_name_or_near(seen, text)
                    list(found.order_by(*name_order(is_near=is_near)))
                assert len(asked) <= most, text
                counts.append(len(asked))
    assert counts[: len(texts)] == counts[len(texts) :]


def test_of_many_who_bear_a_common_name_the_nearest_are_found(named: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who bears a word that many bear is followed up too, where nobody was found by a rarer one."""
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.directory import nearness
    from throughline.rooms.students.models import Student

    monkeypatch.setattr(nearness, "MOST_FOLLOWED", 3)
    with acting_as(SET_UP):
        Student.objects.bulk_create(
            Student(source_id=f"{given}-{family}", given_name=given, family_name=family, home_school=named.high)
            for given in ("Amelie", "Amelia", "Emilia", "Emilie", "Bruno")
            for family in ("Zimmermann", "Zimmerman", "Zummermann", "Okoye", "Oyelaran")
        )
    assert names_found(named, "administrator", "amelie zimmermann")[0] == "Zimmermann"
    assert set(names_found(named, "administrator", "bruno zimmermamn")) == {"Zimmermann", "Zimmerman"}
    assert names_found(named, "administrator", "bruni zimmermann")[0] == "Zimmermann"
    assert names_found(named, "administrator", "amelia okoy") == ["Okoye"]


def _of_one_house(town: Town) -> None:
    """Five given names with five family names at one school, and one of each pair who left."""
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student

    with acting_as(SET_UP):
        Student.objects.bulk_create(
            Student(
                source_id=f"{given}-{family}-{ended}",
                given_name=given,
                family_name=family,
                home_school=town.high,
                ended_at=AT if ended else None,
            )
            for given in ("Amelie", "Amelia", "Emilia", "Emilie", "Bruno")
            for family in ("Zimmermann", "Zimmerman", "Zummermann", "Okoye", "Oyelaran")
            for ended in (False, True)
        )


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("amelie zimmermann", ["Zimmermann"]),
        ("ameli zimmerman", ["Zimmerman"]),
        ("zimmermann bruno", ["Zimmermann"]),
        ("bruno zimmermamn", ["Zimmerman", "Zimmermann"]),
        ("bruni zimmermann", ["Zimmermann"]),
        ("bruni zimmermamn", ["Zimmerman", "Zimmermann"]),
        ("amelia okoy", ["Okoye"]),
        ("bruno quispe", []),
        ("jesus zimmermann", []),
    ],
)
def test_whether_few_or_many_bear_a_word_the_same_are_found(
    named: Town, monkeypatch: pytest.MonkeyPatch, text: str, first: list[str]
) -> None:
    """Those who bear a word are followed up one by one, or gone through together: the nearest are the same."""
    from throughline.rooms.students.directory import nearness

    _of_one_house(named)
    found = []
    for followed, counted in ((500, 3_000), (0, 3_000), (0, 1), (4, 1), (12, 1)):
        monkeypatch.setattr(nearness, "MOST_FOLLOWED", followed)
        monkeypatch.setattr(nearness, "MOST_COUNTED", counted)
        found.append(names_found(named, "administrator", text)[: len(first) or None])
    assert found == [first] * len(found)


def test_of_more_than_are_named_by_their_keys_all_are_found(named: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    from throughline.rooms.students.directory import nearness

    _of_one_house(named)
    for followed, weighed in ((500, 400), (500, 3), (0, 400), (0, 3)):
        monkeypatch.setattr(nearness, "MOST_FOLLOWED", followed)
        monkeypatch.setattr(nearness, "MOST_WEIGHED", weighed)
        for who in ("administrator", "coordinator"):
            assert sorted(names_found(named, who, "emili zimm")) == [
                "Zimmerman",
                "Zimmerman",
                "Zimmermann",
                "Zimmermann",
            ]
            assert len(names_found(named, who, "zimm")) == 10
            assert len(names_found(named, who, "em")) == 10


@pytest.mark.parametrize("who", ["coordinator", "teacher", "guardian", "administrator"])
@pytest.mark.parametrize("text", ["mateo munoz", "mumoz", "nateo", "mateu", "m", "mu", "kuy", "jesus 4711"])
def test_by_school_by_student_and_one_by_one_the_same_are_found(
    named: Town, monkeypatch: pytest.MonkeyPatch, who: str, text: str
) -> None:
    """Whom a viewer sees is known by schools and students, or is asked for: what is found is the same."""
    from throughline.rooms.students import reached

    found = names_found(named, who, text)
    monkeypatch.setattr(reached, "MOST_NAMED", -1)
    assert names_found(named, who, text) == found


def test_of_whoever_looks_as_somebody_else_both_must_see_whom_they_find(named: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students import access
    from throughline.rooms.students.directory.finding import find_by_name_or_near

    def n_found(viewer: Viewer) -> int:
        with acting_as(viewer):
            return find_by_name_or_near(access.get_students_for(viewer), "kastaneda")[0].count()

    coordinator, administrator = named.viewer("coordinator"), named.viewer("administrator")
    assert n_found(coordinator) == n_found(replace(coordinator, behind=administrator)) == 1
    assert n_found(replace(named.viewer("guardian"), behind=administrator)) == 0


@pytest.mark.parametrize("who", ["coordinator", "administrator"])
@pytest.mark.parametrize("text", ["{castaneda}", 'm"u\\noz', "{", "\\", "casta\\", "%s", "{n}", "{students}"])
def test_marks_that_mean_something_to_a_database_mean_nothing_here(named: Town, who: str, text: str) -> None:
    names_found(named, who, text)


def test_one_connection_that_keeps_its_plans_shows_each_their_own(named: Town) -> None:
    """The plans outlive who asked: the walls are asked anew each time, and not when a statement is planned."""
    texts = ("mateo munozano", "mateo mumozano", "munozano", "mumozano", "munoz")
    for _time in range(10):
        for text in texts[:4]:
            assert names_found(named, "administrator", text) == ["Muñozano"], text
            for who in ("coordinator", "outsider", "guardian", "finance"):
                assert "Muñozano" not in names_found(named, who, text)
        assert "Muñozano" in names_found(named, "administrator", texts[4])
        assert "Muñozano" not in names_found(named, "coordinator", texts[4])


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
    assert word in names_found(town, "coordinator", typed)
    assert word in names_found(town, "administrator", typed)
