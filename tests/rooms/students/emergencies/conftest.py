"""Somebody breaks the glass in the browser, and what each wall shows them then."""

import re
from typing import TYPE_CHECKING

from django.test import Client
from tests.rooms.conftest import SET_UP, Town

if TYPE_CHECKING:
    from throughline.rooms.students.models import Emergency

WHY = "Collapsed on the museum trip; the paramedics ask about allergies."


def look_up(client: Client, text: str) -> str:
    answer = client.post("/students/emergency/", {"text": text})
    assert answer.status_code == 200
    return answer.content.decode()


def found_in(page: str) -> str:
    held = re.search(r'name="found" value="([^"]+)"', page)
    return held[1] if held else ""


def break_glass(town: Town, who: str, name: str, student: str, reason: str = WHY) -> Client:
    client = town.client(who)
    given = {"found": found_in(look_up(client, name)), "student": town.students[student].pk, "reason": reason}
    answer = client.post("/students/emergency/open/", given)
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == f"/students/{town.students[student].pk}/"
    return client


def sees(town: Town, who: str, student: str) -> dict[str, bool]:
    """What each wall lets somebody see of a student, each alone."""
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students import access
    from throughline.rooms.students.models import Mark, Need, Student

    viewer, pk = town.viewer(who), town.students[student].pk
    with acting_as(viewer):
        second = Student.objects.filter(pk=pk).exists()
        health = Need.objects.filter(student=pk, record_class="health").exists()
        marks = Mark.objects.filter(student=pk).exists()
    with acting_as(SET_UP):
        first = access.get_students_for(viewer).filter(pk=pk).exists()
        first_health = access.get_needs_for(viewer).filter(student=pk, record_class="health").exists()
    return {"first": first, "second": second, "health": health, "first health": first_health, "marks": marks}


CLOSED = {"first": False, "second": False, "health": False, "first health": False, "marks": False}
OPEN = {"first": True, "second": True, "health": True, "first health": True, "marks": False}


def the_one() -> "Emergency":
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import Emergency

    with acting_as(SET_UP):
        return Emergency.objects.get()
