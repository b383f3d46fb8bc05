"""A family name that is kept run together is found as well where it is typed apart: `de la cruz` for Delacruz."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rooms.conftest import AT, SET_UP, Town
from tests.rooms.students.directory.finding_ground import names_found

APART = (
    ("Delacruz", "de la cruz"),
    ("Delacruz", "De La Cruz"),
    ("Delacruz", "dela cruz"),
    ("Delacruz", "de lacruz"),
    ("Vanderberg", "van der berg"),
    ("O'Neill", "o neill"),
    ("Macarthur", "mac arthur"),
    ("Stjohn", "st. john"),
    ("Santamaría", "santa maria"),
    ("García Delatorre", "garcia de la torre"),
    ("García Delatorre", "de la torre garcia"),
    ("Delacruz-Delatorre", "de la cruz de la torre"),
)


def _add(town: Town, family: str, given: str = "Ines") -> None:
    """One at each school."""
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student

    with acting_as(SET_UP):
        for source, school in (("kept", town.high), ("away", town.cedar)):
            Student.objects.update_or_create(
                source_id=f"{source}-{family}",
                defaults={"given_name": given, "family_name": family, "home_school": school},
            )


@pytest.mark.parametrize(("who", "n"), [("coordinator", 1), ("coordinator_elsewhere", 1), ("administrator", 2)])
@pytest.mark.parametrize(("name", "text"), APART)
def test_a_name_kept_run_together_is_found_typed_apart(named: Town, who: str, n: int, name: str, text: str) -> None:
    _add(named, name)
    assert names_found(named, who, text) == [name] * n
    assert names_found(named, who, f"ines {text}") == [name] * n
    assert names_found(named, who, f"{text}, ines") == [name] * n


@pytest.mark.parametrize("who", ["coordinator", "administrator"])
@pytest.mark.parametrize("text", ["de la", "de la c", "de la cr", "de la cru", "ines de la c"])
def test_it_is_found_while_it_is_being_typed(named: Town, who: str, text: str) -> None:
    _add(named, "Delacruz")
    assert set(names_found(named, who, text)) == {"Delacruz"}


@pytest.mark.parametrize("who", ["coordinator", "administrator"])
def test_both_ways_of_keeping_it_are_found_and_nobody_else(named: Town, who: str) -> None:
    for family in ("De La Cruz", "Delacruz", "Delaney", "Lacroix", "Cruz"):
        _add(named, family)
    assert set(names_found(named, who, "de la cruz")) == {"De La Cruz", "Delacruz"}
    assert set(names_found(named, who, "la cruz")) == {"De La Cruz"}, "not what a longer name only ends in"
    assert "De La Cruz" in names_found(named, who, "de la crux"), "a slip is looked for as before"


@pytest.mark.parametrize("who", ["coordinator", "administrator"])
def test_a_short_given_name_is_no_piece_that_hides_the_family_name(named: Town, who: str) -> None:
    _add(named, "Delacruz", "Ana")
    _add(named, "Anadel", "Bo")
    assert set(names_found(named, who, "ana de la cruz")) == {"Delacruz"}
    assert set(names_found(named, who, "bo anadel")) == {"Anadel"}


@pytest.mark.parametrize(
    "who",
    ["outsider", "finance", "guardian", "student", "partner", "state_analyst", "teacher", "coordinator_elsewhere"],
)
def test_nobody_finds_so_whom_they_may_not_see(named: Town, who: str) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student

    with acting_as(SET_UP):
        Student.objects.create(source_id="apart", given_name="Ines", family_name="Delacruz", home_school=named.high)
    assert names_found(named, "coordinator", "de la cruz") == ["Delacruz"]
    for text in ("de la cruz", "ines de la cruz", "dela cruz", "de la crus"):
        assert names_found(named, who, text) == []


def test_one_who_left_is_not_found(named: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student

    _add(named, "Delacruz")
    with acting_as(SET_UP):
        Student.objects.filter(family_name="Delacruz").update(ended_at=AT)
    for who in ("coordinator", "administrator"):
        assert names_found(named, who, "de la cruz") == []


@pytest.mark.parametrize("who", ["coordinator", "administrator"])
def test_of_many_all_are_found(named: Town, who: str) -> None:
    """More than are named by their keys, and more words that begin so than are looked for by name."""
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student

    ends = [chr(97 + n % 26) + chr(97 + n // 26) for n in range(60)]
    families = [f"Delacruz{end}" for end in ends] + [f"Delb{end}la" for end in ends]
    with acting_as(SET_UP):
        Student.objects.bulk_create(
            Student(source_id=family, given_name="Ines", family_name=family, home_school=named.high)
            for family in families
        )
    assert len(names_found(named, who, "de la cruz")) == 60
    assert len(names_found(named, who, "ines de la cruz")) == 60


def _letters(least: int, most: int) -> st.SearchStrategy[str]:
    return st.text("abcdefghijklmnopqrstuvwxyz", min_size=least, max_size=most)


@given(st.lists(_letters(1, 3), min_size=1, max_size=3), _letters(4, 12))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_small_words_it_is_typed_with_it_is_found(named: Town, small: list[str], last: str) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student

    name = "".join([*small, last]).title()
    with acting_as(SET_UP):
        Student.objects.update_or_create(
            source_id="apart", defaults={"given_name": "Ines", "family_name": name, "home_school": named.high}
        )
    for who in ("coordinator", "administrator"):
        assert name in names_found(named, who, " ".join([*small, last]))


def test_those_who_are_shared_names_by_fields_find_so_too(named: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.directory import finding
    from throughline.rooms.students.models import Student

    _add(named, "Delacruz")
    with acting_as(SET_UP):
        for text, n in (("ines de la cruz", 2), ("dela cruz", 2), ("de la rosa", 0)):
            asked = [(word, *finding.run_together(text).get(word, ())) for word in finding.words_typed(text)]
            assert finding._by_shared_names(Student.objects.all(), asked).count() == n


def test_it_is_one_statement_as_before(named: Town) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students import access
    from throughline.rooms.students.directory.finding import find_by_name_or_near

    _add(named, "Delacruz")
    for who in ("coordinator", "administrator"):
        viewer = named.viewer(who)
        with acting_as(viewer):
            seen = access.get_students_for(viewer)
            list(seen)
            with CaptureQueriesContext(connection) as asked:
                list(find_by_name_or_near(seen, "de la cruz")[0])
        assert len(asked) == 2, "who it is, and the rows of the list"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("cruz", {}),
        ("munoz cruz", {}),
        ("de 12", {}),
        ("\x00 de \x00 la", {"de": ["dela"], "la": ["dela"]}),
        ("de de", {"de": ["dede"]}),
    ],
)
def test_only_small_words_are_joined(text: str, pieces: dict[str, list[str]]) -> None:
    from throughline.rooms.students.directory.finding import run_together

    assert run_together(text) == pieces


def test_what_is_typed_is_bounded() -> None:
    from throughline.rooms.students.directory.finding import MOST_LETTERS, MOST_WORDS, run_together

    joined = run_together("de " * 500 + "x" * 500 + " la" * 500)
    assert len(joined) <= MOST_WORDS
    assert all(len(one) <= MOST_LETTERS for some in joined.values() for one in some)
