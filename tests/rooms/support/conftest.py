"""Notes in the town: how to write one as somebody, and how to read what the database shows somebody."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from tests.rooms.conftest import AT, Town
from tests.rooms.support.meeting_ground import Ground

if TYPE_CHECKING:
    from throughline.rooms.partners.models import Program
    from throughline.rooms.support.models import Note, Session, Support

Writes = Callable[..., "Note"]
Gives = Callable[..., "Support"]
Logs = Callable[..., "Session"]
FIRST = date(2026, 11, 2)
KIND_OF = {
    "notes": "note",
    "notes_health": "health",
    "notes_protection": "child_protection",
    "notes_legal": "legal",
}


@pytest.fixture
def write(town: Town) -> Writes:
    def write(
        key: str,
        student: str = "mateo",
        *,
        audience: str = "notes",
        kind: str = "",
        text: str = "He laughed a lot today.",
        mentions: tuple[str, ...] = (),
        at: datetime = AT,
        note_key: UUID | None = None,
        on: date = date(2026, 11, 19),
    ) -> "Note":
        from throughline.rooms.accounts.sight.viewing import acting_as
        from throughline.rooms.support.notes.commands import Written, write_note

        written = Written(
            key=note_key or uuid4(),
            kind=kind or KIND_OF[audience],
            audience=audience,
            on=on,
            text=text,
            mentions=tuple(town.users[name].pk for name in mentions),
        )
        viewer = town.viewer(key)
        with acting_as(viewer):
            return write_note(by=viewer, at=at, student_id=town.students[student].pk, written=written)

    return write


@pytest.fixture
def ground(town: Town) -> Ground:
    return Ground(town)


@pytest.fixture
def program(ground: Ground) -> "Callable[..., Program]":
    def program(name: str = "Tutoring", *, record_class: str = "supports") -> "Program":
        from throughline.rooms.partners import api as partners

        facts = partners.ProgramFacts(name, "academic", record_class=record_class, minutes=45)
        place, by = ground.town.high.pk, ground.town.viewer("coordinator")
        with ground.acting("coordinator"):
            return partners.add_program(by=by, at=AT, key=uuid4(), provider_id=place, facts=facts)

    return program


@pytest.fixture
def give(ground: Ground, program: "Callable[..., Program]") -> Gives:
    def give(
        by: str = "coordinator",
        student: str = "mateo",
        *,
        name: str = "Tutoring",
        record_class: str = "supports",
        key: UUID | None = None,
        into: "Program | None" = None,
        ends_on: date | None = None,
    ) -> "Support":
        from throughline.rooms.support.supports.commands import SupportFacts, give_support

        into, viewer = into or program(name, record_class=record_class), ground.town.viewer(by)
        facts = SupportFacts("To pass.", FIRST, ground.town.users[by].pk, ends_on, 2, 45)
        with ground.acting(by):
            return give_support(
                by=viewer,
                at=AT,
                key=key or uuid4(),
                student_id=ground.town.students[student].pk,
                program_id=into.pk,
                facts=facts,
            )

    return give


@pytest.fixture
def log(ground: Ground) -> Logs:
    def log(
        support: "Support", day: int, *, by: str = "coordinator", came: bool = True, key: UUID | None = None
    ) -> "Session":
        from throughline.rooms.support.sessions.commands import Logged, log_session

        logged = Logged(uuid4(), date(2026, 11, day), came, "" if came else "away")
        with ground.acting(by):
            return log_session(by=ground.town.viewer(by), at=AT, support_id=support.pk, logged=logged)

    return log
