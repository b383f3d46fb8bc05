"""Today: the greeting, what is theirs, why they see anything, and whom to ask when they see nothing."""

import pytest
import time_machine
from tests.rooms.conftest import Town

from throughline.values.viewer import Viewer


@pytest.fixture
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    from throughline.rooms.accounts.today import contributions

    monkeypatch.setattr(contributions, "_task_sources", [])


def _today(town: Town, key: str, hour: int = 16) -> str:
    with time_machine.travel(f"2026-11-20T{hour:02d}:00:00Z", tick=False):
        client = town.client(key)
        client.cookies["django_language"] = town.users[key].language
        return client.get("/").content.decode()


@pytest.mark.parametrize(("hour", "words"), [(16, "Good morning"), (22, "Good afternoon"), (5, "Good evening")])
def test_it_greets_by_the_districts_clock(town: Town, hour: int, words: str) -> None:
    assert f"{words}, Priya." in _today(town, "finance", hour)


@pytest.mark.usefixtures("_own_registry")
@pytest.mark.parametrize(("n", "words"), [(1, "One thing is yours"), (2, "Two things are"), (9, "9 things are")])
def test_it_counts_what_rooms_say_is_theirs(town: Town, n: int, words: str) -> None:
    from throughline.rooms.accounts import api as accounts

    def tasks(viewer: Viewer) -> list[accounts.Task]:
        counted = [accounts.Task(f"Task {i} of {viewer.name}.", f"/t{i}/", "Do it") for i in range(n)]
        return [*counted, accounts.Task("A look.", "/look/", "Look", "look")]

    accounts.register_tasks(tasks)
    page = _today(town, "finance")
    assert words in page
    assert 'href="/look/"' in page


@pytest.mark.usefixtures("_own_registry")
def test_the_most_urgent_come_first(town: Town) -> None:
    from throughline.rooms.accounts import api as accounts

    accounts.register_tasks(lambda _viewer: [accounts.Task("Soon one.", "/a/", "Go")])
    accounts.register_tasks(lambda _viewer: [accounts.Task("Late one.", "/b/", "Go", "overdue")])
    page = _today(town, "finance")
    assert page.index("Late one.") < page.index("Soon one.")


def test_a_family_finds_each_child_in_spanish(town: Town) -> None:
    page = _today(town, "guardian")
    assert "Buenos días, Lucía." in page
    for key in ("mateo", "valentina"):
        assert f'href="/students/{town.students[key].pk}/"' in page
    assert "Classmate" not in page


def test_it_says_what_one_can_see_and_why(town: Town) -> None:
    page = _today(town, "nurse")
    assert "Nurse: Alder Valley High School" in page
    assert "Health" in page
    assert "students&#x27; health (34 CFR" in page


def test_a_role_that_ended_shows_nothing_more(town: Town) -> None:
    from datetime import date

    from throughline.rooms.accounts.models import RoleAssignment

    RoleAssignment.objects.filter(user=town.users["nurse"]).update(ends_on=date(2026, 11, 19))
    assert "You have no role here yet" in _today(town, "nurse")


def test_the_outsider_is_told_whom_to_ask_and_nothing_else(town: Town) -> None:
    page = _today(town, "outsider")
    assert "You have no role here yet" in page
    assert "Wei Li" in page
    for hidden in ("Alder Valley High School", "Mateo", "/students/", "/policy/"):
        assert hidden not in page
