"""A class list begun, read and moved in, as these tests do it."""

from typing import TYPE_CHECKING

from tests.rooms.conftest import AT, SET_UP, Town

if TYPE_CHECKING:
    from throughline.rooms.students.models import ClassList

N_MORE = 6
BALANCES = ("sex", "need:special_education")


def begin(town: Town, by: str = "principal", rooms: tuple[str, ...] = ("Room 1", "Room 2")) -> "ClassList":
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.class_lists.commands import Begun, begin_class_list

    viewer = town.viewer(by)
    with acting_as(viewer):
        return begin_class_list(by=viewer, at=AT, begun=Begun(town.high.pk, "10", rooms, BALANCES))


def room_of(town: Town, row: "ClassList", key: str) -> int | None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import NextPlace

    with acting_as(SET_UP):
        return NextPlace.objects.get(class_list=row, student=town.students[key]).room


def read(town: Town, row: "ClassList") -> "ClassList":
    from throughline.rooms.accounts.sight.viewing import acting_as

    with acting_as(SET_UP):
        row.refresh_from_db()
    return row


def move(town: Town, row: "ClassList", key: str, by: str) -> int:
    """Move a student to the other class, as a browser does."""
    was = room_of(town, row, key)
    to = 1 - (was or 0)
    sent = {"student": town.students[key].pk, "room": to, "was": "" if was is None else was}
    assert town.client(by).post(f"/students/class-lists/{row.pk}/move/", sent).status_code == 302
    return to
