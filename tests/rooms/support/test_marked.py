"""Supports marked on a student's charts: for whom, from when until when, and how it was before, during and after."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.conftest import AT, SET_UP, Town
from tests.rooms.support.meeting_ground import Ground

if TYPE_CHECKING:
    from throughline.rooms.support.models import Support

FIRST = date(2026, 10, 5)
Gives = Callable[..., "Support"]


@pytest.fixture
def give(ground: Ground) -> Gives:
    def give(name: str = "Tutoring", *, record_class: str = "supports", by: str = "coordinator") -> "Support":
        from throughline.rooms.partners import api as partners
        from throughline.rooms.support import api as support

        town = ground.town
        with ground.acting("coordinator"):
            facts = partners.ProgramFacts(name, "academic", record_class=record_class, minutes=45)
            program = partners.add_program(
                by=town.viewer("coordinator"), at=AT, key=uuid4(), provider_id=town.high.pk, facts=facts
            )
        with ground.acting(by):
            return support.give_support(
                by=town.viewer(by),
                at=AT,
                key=uuid4(),
                student_id=town.students["mateo"].pk,
                program_id=program.pk,
                facts=support.SupportFacts("To pass.", FIRST, town.users[by].pk, None, 2, 45),
            )

    return give


@pytest.fixture
def days(town: Town) -> None:
    """Mateo in September, away on half of fourteen days, and from the fifth of October on, away on one of ten."""
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import AttendanceDay

    with acting_as(SET_UP):
        AttendanceDay.objects.filter(student=town.students["mateo"]).delete()
        for first, n, n_away in ((date(2026, 9, 7), 14, 7), (FIRST, 10, 1)):
            AttendanceDay.objects.bulk_create(
                AttendanceDay(
                    student=town.students["mateo"],
                    school=town.high,
                    on=first + timedelta(days=number),
                    status="absent_excused" if number < n_away else "present",
                )
                for number in range(n)
            )


def _read(town: Town, who: str) -> str:
    answer = town.client(who).get(f"/students/{town.students['mateo'].pk}/charts/")
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ")


def _end(ground: Ground, support: "Support", on: date) -> None:
    from throughline.rooms.support.supports.commands import end_support

    with ground.acting("coordinator"):
        end_support(by=ground.town.viewer("coordinator"), at=AT, support_id=support.pk, ended_on=on, why="Done.")


@pytest.mark.usefixtures("days")
def test_a_support_is_shaded_named_and_in_the_table(town: Town, give: Gives) -> None:
    plain = _read(town, "coordinator")
    assert 'class="band"' not in plain
    assert "Supports then" not in plain
    give()
    page = _read(town, "coordinator")
    assert page.count('class="band"') == 2, "attendance, and incidents month by month"
    assert ">Tutoring</text>" in page
    september, october = page.split('<th scope="row">Sep</th>')[1].split('<th scope="row">Oct</th>')[:2]
    assert "Tutoring" not in september
    assert "<td>Tutoring</td>" in october


@pytest.mark.usefixtures("days")
def test_before_during_and_after_are_said(town: Town, ground: Ground, give: Gives) -> None:
    support = give()
    page = _read(town, "coordinator")
    assert "Before: there on 50% of 14 days. While given: there on 90% of 10 days." in page
    assert "After:" not in page
    _end(ground, support, date(2026, 10, 9))
    page = _read(town, "coordinator")
    assert "Before: there on 50% of 14 days. While given: not enough data. After: not enough data." in page
    assert "Tutoring, Oct 5, 2026 to Oct 9, 2026" in page


def test_what_ended_before_the_year_or_begins_later_is_not_marked(town: Town, give: Gives) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.support.models import Support

    pk = give().pk
    for first, last in ((date(2026, 4, 1), date(2026, 5, 1)), (date(2027, 1, 4), None)):
        with acting_as(SET_UP):
            Support.objects.filter(pk=pk).update(starts_on=first, ended_on=last)
        assert "Tutoring" not in _read(town, "coordinator")


def test_only_supports_one_may_see_are_marked_and_noted(town: Town, give: Gives) -> None:
    from throughline.rooms.audit.models import Disclosure

    give("Breathing well", record_class="health", by="nurse")
    for who in ("coordinator", "teacher"):
        page = _read(town, who)
        assert "Breathing well" not in page, who
        assert "Supports are shaded" not in page, who
    assert not Disclosure.objects.filter(place="students.charts", record_class="health").exists()
    assert "Breathing well" in _read(town, "nurse")
    noted = Disclosure.objects.get(place="students.charts", record_class="health")
    assert noted.student_id == town.students["mateo"].pk
    assert "Breathing well" in _read(town, "guardian")


def test_queries_do_not_grow_with_supports(town: Town, give: Gives) -> None:
    client, url = town.client("coordinator"), f"/students/{town.students['mateo'].pk}/charts/"
    give()
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(8):
        give(f"Program {number}")
    with CaptureQueriesContext(connection) as many:
        page = client.get(url).content.decode()
    assert len(few) == len(many)
    assert page.count("While given:") == 6 * 3, "the newest six, in attendance, marks and behavior"
