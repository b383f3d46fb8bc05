"""Notes in the town: how to write one as somebody, and how to read what the database shows somebody."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from tests.rooms.conftest import AT, Town
from tests.rooms.support.meeting_ground import Ground

if TYPE_CHECKING:
    from throughline.rooms.support.models import Note

Writes = Callable[..., "Note"]
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
