"""The order of a meeting's list: the leader moves a student up or down, before and while it runs."""

from typing import TYPE_CHECKING

import pytest
from tests.papers import words_of
from tests.rooms.conftest import SET_UP, Town
from tests.rooms.support.meeting_ground import Ground

if TYPE_CHECKING:
    from throughline.rooms.support.models import Meeting


def _order(meeting: "Meeting") -> list[str]:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.support.models import Turn

    with acting_as(SET_UP):
        turns = Turn.objects.filter(meeting=meeting).select_related("student").order_by("place", "pk")
        return [turn.student.given_name for turn in turns]


def test_the_leader_moves_a_student_and_the_focus_stays_with_the_button(town: Town, ground: Ground) -> None:
    meeting = ground.plan(students=("mateo", "classmate"))
    turn, client = ground.turn(meeting, "classmate"), town.client("coordinator")
    url = f"/meetings/{meeting.pk}/plan/students/{turn.pk}/move/"
    assert _order(meeting) == ["Mateo", "Zoë"]
    answer = client.post(url, {"to": "up"})
    assert answer["Location"] == f"/meetings/{meeting.pk}/plan/#up-{turn.pk}"
    assert f'id="up-{turn.pk}"' in client.get(f"/meetings/{meeting.pk}/plan/").content.decode()
    assert _order(meeting) == ["Zoë", "Mateo"]
    client.post(url, {"to": "up"})
    assert _order(meeting) == ["Zoë", "Mateo"], "the first stays the first"
    client.post(url, {"to": "down"})
    assert _order(meeting) == ["Mateo", "Zoë"]


def test_whoever_is_next_follows_and_history_keeps_it(town: Town, ground: Ground) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.audit import api as audit

    meeting = ground.plan(students=("mateo", "classmate", "not_taught"))
    client = town.client("coordinator")
    ground.begin(meeting)
    turn = ground.turn(meeting, "not_taught")
    client.post(f"/meetings/{meeting.pk}/plan/students/{turn.pk}/move/", {"to": "up"})
    assert _order(meeting) == ["Mateo", "Nils", "Zoë"]
    page = client.get(f"/meetings/{meeting.pk}/").content.decode()
    assert page.index("Nils") < page.index("Zoë")
    walked = client.get(ground.url(meeting)).content.decode()
    assert "Nils Nottaught" in walked, "the page of the first names the next"
    with acting_as(SET_UP):
        acts = audit.find_acts({"meeting": [meeting.pk]}, most=20)
    assert [act.by for act in acts if act.act == "reorder"] == [town.users["coordinator"].name]


@pytest.mark.parametrize("key", ["coordinator", "teacher"])
def test_meeting_and_recap_say_who_changed_the_order(town: Town, ground: Ground, key: str) -> None:
    meeting = ground.plan(students=("mateo", "not_taught"))
    client = town.client(key)
    assert "Order changed" not in client.get(f"/meetings/{meeting.pk}/").content.decode()
    turn = ground.turn(meeting, "not_taught")
    town.client("coordinator").post(f"/meetings/{meeting.pk}/plan/students/{turn.pk}/move/", {"to": "up"})
    for path in ("", "recap/"):
        page = client.get(f"/meetings/{meeting.pk}/{path}").content.decode()
        assert f"Order changed by {town.users['coordinator'].name} on " in page
        assert ("Nils Nottaught went one up" in page) == (key == "coordinator"), "a teacher is told of own students"
    said = words_of(client.get(f"/meetings/{meeting.pk}/recap/pdf/").content)
    assert f"Order changed by {town.users['coordinator'].name} on " in said
    assert ("Nils Nottaught went one up" in said) == (key == "coordinator"), "so does the paper"


@pytest.mark.parametrize("key", ["teacher", "nurse", "principal", "guardian", "outsider"])
def test_others_move_nobody(town: Town, ground: Ground, key: str) -> None:
    meeting = ground.plan(students=("mateo", "classmate"))
    turn = ground.turn(meeting, "classmate")
    answer = town.client(key).post(f"/meetings/{meeting.pk}/plan/students/{turn.pk}/move/", {"to": "up"})
    assert answer.status_code in {403, 404}
    assert _order(meeting) == ["Mateo", "Zoë"]
