"""A meeting in the town: planned by the coordinator, with the high school's three students."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from tests.rooms.conftest import AT, Town

if TYPE_CHECKING:
    from throughline.rooms.support.models import Decision, Meeting, Turn

TEAM = ("teacher", "nurse", "counselor")
DAY = date(2026, 11, 20)
DUE = date(2026, 11, 27)


@dataclass
class Ground:
    """What a test does in the town as one of the cast, through the commands."""

    town: Town

    def acting(self, key: str) -> AbstractContextManager[None]:
        from throughline.rooms.accounts.sight.viewing import acting_as

        return acting_as(self.town.viewer(key))

    def plan(
        self,
        *,
        by: str = "coordinator",
        team: Sequence[str] = TEAM,
        students: Sequence[str] = ("mateo", "classmate", "not_taught"),
        on: date = DAY,
    ) -> "Meeting":
        from throughline.rooms.support.meetings.commands import Planned, invite, plan_meeting

        viewer, ids = self.town.viewer(by), [self.town.students[key].pk for key in students]
        with self.acting(by):
            planned = Planned("Support team", "student_support", on, self.town.high.pk)
            meeting = plan_meeting(by=viewer, at=AT, planned=planned, student_ids=ids)
            people = [self.town.users[key].pk for key in team]
            return invite(by=viewer, at=AT, meeting_id=meeting.pk, user_ids=people)

    def turn(self, meeting: "Meeting", student: str = "mateo") -> "Turn":
        from throughline.rooms.support.models import Turn

        with self.acting("coordinator"):
            return Turn.objects.get(meeting=meeting, student=self.town.students[student])

    def url(self, meeting: "Meeting", student: str = "mateo") -> str:
        return f"/meetings/{meeting.pk}/students/{self.turn(meeting, student).pk}/"

    def begin(self, meeting: "Meeting", student: str = "mateo", *, at: datetime = AT) -> None:
        from throughline.rooms.support.turns.commands import begin_meeting

        turn_id = self.turn(meeting, student).pk
        with self.acting("coordinator"):
            begin_meeting(by=self.town.viewer("coordinator"), at=at, meeting_id=meeting.pk, turn_id=turn_id)

    def decide(
        self,
        meeting: "Meeting",
        text: str = "Ask the club for a place.",
        *,
        owner: str = "teacher",
        student: str = "mateo",
        by: str = "coordinator",
        due: date = DUE,
    ) -> "Decision":
        from throughline.rooms.support.decisions.commands import Decided
        from throughline.rooms.support.models import Decision
        from throughline.rooms.support.turns.commands import keep_turn

        decided = Decided(uuid4(), text, self.town.users[owner].pk, due)
        turn_id = self.turn(meeting, student).pk
        with self.acting(by):
            keep_turn(by=self.town.viewer(by), at=AT, meeting_id=meeting.pk, turn_id=turn_id, decided=decided)
            return Decision.objects.get(key=decided.key)

    def sent(self, **given: object) -> dict[str, object]:
        """What a browser sends from a student's turn."""
        usual = {"key": uuid4(), "revision": 0, "what_key": uuid4(), "what_revision": 0, "said": "", "what": ""}
        return usual | {"owner": 0, "due_on": "2026-11-27", "go": "keep"} | given
