"""What the list of students is called: a family has children, staff have students, and the menu says the same."""

import pytest
from tests.rooms.conftest import Town


@pytest.mark.parametrize(
    ("key", "words"), [("guardian", "My children"), ("student", "My record"), ("teacher", "Students")]
)
def test_the_list_is_headed_as_the_menu_calls_it(town: Town, key: str, words: str) -> None:
    page = town.client(key).get("/students/").content.decode()
    assert f"<title>{words} · " in page
    heading = page.partition("<h1")[2].partition("</h1>")[0]
    assert heading.endswith(words)
    assert words in page.partition("<main")[0], "the menu"
