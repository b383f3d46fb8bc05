"""Students found by their supports: in which, in none, ended and unchecked; each by the support's own class."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.conftest import AT, Town
from tests.rooms.support.conftest import Gives
from tests.rooms.support.meeting_ground import Ground

from throughline.demo import cast

if TYPE_CHECKING:
    from throughline.rooms.partners.models import Program
    from throughline.rooms.support.models import Support

SEE_HEALTH = {"nurse", "guardian"}


def _end(ground: Ground, support: "Support", day: int = 18) -> "Support":
    from throughline.rooms.support.supports.commands import end_support

    with ground.acting("coordinator"):
        return end_support(
            by=ground.town.viewer("coordinator"),
            at=AT,
            support_id=support.pk,
            ended_on=date(2026, 11, day),
            why="The weeks are over.",
        )


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ("any", {"Mateo"}),
        ("about-academic", {"Mateo"}),
        ("about-health", set()),
        ("none", {"Zoë", "Nils"}),
        ("unchecked", {"Zoë"}),
        ("in-nothing", set()),
        ("what\x00ever", set()),
    ],
)
def test_the_list_of_students_is_parted_by_their_supports(
    town: Town, ground: Ground, give: Gives, program: "Callable[..., Program]", asked: str, seen: set[str]
) -> None:
    into = program()
    give(into=into)
    give(name="Chess")
    _end(ground, give(student="classmate", into=into))
    client = town.client("coordinator")
    everyone = client.get("/students/?more=1").content.decode()
    for words in ("In a support now (1)", "Tutoring (1)", "In none that you may see (2)", "Ended, not checked (1)"):
        assert words in everyone
    for answer, there in ((asked, seen), (f"in-{into.pk}", {"Mateo"})):
        rows = client.get("/students/", {"support": answer}).content.decode().partition("<tbody")[2]
        assert {name for name in ("Mateo", "Zoë", "Nils") if name in rows} == there
    both = client.get("/students/", {"support": "any", "plan": "none"}).content.decode().partition("<tbody")[2]
    assert "Mateo" in both


@pytest.mark.parametrize("key", cast.BY_KEY)
def test_a_restricted_support_counts_and_is_listed_only_for_who_may_see_its_class(
    town: Town, ground: Ground, give: Gives, key: str
) -> None:
    given = give("nurse", record_class="health", name="Breathing")
    ended = give("nurse", student="classmate", record_class="health", name="Asthma group")
    with ground.acting("nurse"):
        ended.ended_on = date(2026, 11, 18)
        ended.save()
    client, sees = town.client(key), {"Mateo": key in SEE_HEALTH, "Zoë": key == "nurse"}
    assert ("Breathing (1)" in client.get("/students/?more=1").content.decode()) == sees["Mateo"]
    for answer, name in ((f"in-{given.program_id}", "Mateo"), ("any", "Mateo"), ("unchecked", "Zoë")):
        rows = client.get("/students/", {"support": answer}).content.decode().partition("<tbody")[2]
        assert (name in rows) == sees[name], answer
    assert ("Asthma group" in client.get("/needs-us/unchecked/").content.decode()) == sees["Zoë"]


def test_a_list_leaves_the_house_only_by_supports_that_may_leave_it(town: Town, ground: Ground, give: Gives) -> None:
    from throughline.rooms.students import api as students
    from throughline.rooms.students.narrowing import narrowed, tells_what_one_may_not_export

    give("nurse", record_class="health", name="Breathing")
    give(student="classmate")
    nurse, lead = town.viewer("nurse"), town.viewer("data_lead")
    with ground.acting("nurse"):
        assert tells_what_one_may_not_export(nurse, [("support", "any")])
    with ground.acting("data_lead"):
        found = students.get_students_for(lead, act="export")
        names = {one.given_name for one in narrowed(lead, found, [("support", "any")], act="export")}
        assert names == {"Zoë"}
        assert not tells_what_one_may_not_export(lead, [("support", "any")])


def test_supports_that_ended_unchecked_are_a_list_of_who_needs_us(town: Town, ground: Ground, give: Gives) -> None:
    from tests.rooms.conftest import SET_UP

    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.audit.models import Disclosure

    _end(ground, give())
    give(name="Chess", student="classmate")
    client = town.client("principal")
    rows = client.get("/needs-us/unchecked/").content.decode().partition("<tbody")[2]
    assert ["Mateo" in rows, "Zoë" in rows, "Tutoring" in rows] == [True, False, True]
    assert "Mateo" not in town.client("coordinator_elsewhere").get("/needs-us/unchecked/").content.decode()
    with acting_as(SET_UP):
        noted = Disclosure.objects.filter(place="warning.unchecked", viewer_id=town.users["principal"].pk)
        assert set(noted.values_list("record_class", flat=True)) == {"directory", "supports"}


def test_lists_by_support_ask_the_database_equally_often(town: Town, ground: Ground, give: Gives) -> None:
    client = town.client("coordinator")

    def count() -> list[int]:
        found = []
        for url in ("/students/", "/students/?more=1", "/students/?support=any", "/needs-us/unchecked/"):
            client.get(url)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            found.append(len(asked))
        return found

    give(name="One")
    _end(ground, give(name="Two"))
    few = count()
    for n, student in enumerate(("mateo", "classmate", "not_taught")):
        give(name=f"More {n}", student=student)
        _end(ground, give(name=f"Less {n}", student=student))
    assert count() == few
