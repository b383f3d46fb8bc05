"""The language at a student's home: named in the reader's language, and parting the list for those who may know it."""

from typing import Any

import pytest
from tests.rooms.conftest import Town

from throughline.values.viewer import Viewer

SET_UP = Viewer(duty="set_up", name="test")


@pytest.fixture
def speaking(town: Town) -> Town:
    """Mateo's family speaks Spanish, his classmate's Haitian Creole, and Eve's at the other school Spanish."""
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import HomeLanguage

    with acting_as(SET_UP):
        for student, language in (("mateo", "es"), ("classmate", "ht"), ("elsewhere", "es")):
            HomeLanguage.objects.create(student=town.students[student], language=language)
    return town


def test_a_language_is_named_in_the_readers_own() -> None:
    from django.utils import translation

    from throughline.rooms.students.languages.names import known_codes, language_words

    assert [language_words(code) for code in ("es", "ht", "prs", "mis")] == [
        "Spanish",
        "Haitian Creole",
        "Dari",
        "Another language",
    ]
    with translation.override("es"):
        assert [language_words(code) for code in ("es", "ht", "mis")] == ["Español", "Criollo haitiano", "Otro idioma"]
    assert {code: known_codes()[code] for code in ("spa", "es", "hat", "mam")} == {
        "spa": "es",
        "es": "es",
        "hat": "ht",
        "mam": "mam",
    }
    assert "klingon" not in known_codes()


def test_the_page_says_it_to_those_who_reach_the_family(speaking: Town) -> None:
    page = f"/students/{speaking.students['mateo'].pk}/"
    assert "Language at home: Spanish" in speaking.client("coordinator").get(page).content.decode()
    assert "Language at home: Spanish" in speaking.client("guardian").get(page).content.decode()
    assert "Language at home" not in speaking.client("student").get(page).content.decode()


def test_the_list_is_parted_by_it_within_ones_sight(speaking: Town) -> None:
    client = speaking.client("coordinator")
    page = client.get("/students/?more=1").content.decode()
    assert "Language at home" in page
    assert "Spanish (1)" in page, "the other school's is not counted"
    found = client.get("/students/?language=es").content.decode()
    assert "Mateo" in found
    assert "Classmate" not in found
    assert "Eve" not in found
    for nonsense in ("xx", "\x00", "es'"):
        assert "Mateo" not in client.get("/students/", {"language": nonsense}).content.decode()


def test_the_database_alone_keeps_it_from_who_may_not_reach_the_family(speaking: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import HomeLanguage

    def seen(key: str) -> set[Any]:
        with acting_as(speaking.viewer(key)):
            return set(HomeLanguage.objects.values_list("student_id", flat=True))

    ids = {key: row.pk for key, row in speaking.students.items()}
    assert seen("coordinator") == {ids["mateo"], ids["classmate"]}
    assert seen("guardian") == {ids["mateo"]}
    for nobody in ("student", "finance", "outsider", "partner", "state_analyst"):
        assert seen(nobody) == set()
