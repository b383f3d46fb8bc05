"""What tests of handovers stand on: somebody who acts, a note that is written, a student who moves."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

from tests.rooms.conftest import AT, SET_UP, Town

from throughline.values.viewer import Viewer

if TYPE_CHECKING:
    from throughline.rooms.support.handovers.commands import Restricted
    from throughline.rooms.support.models import Handover

SAID = {"first": "Knows the way once somebody has shown it.", "works": "Drawing, and mornings."}


@contextmanager
def acting(town: Town, key: str) -> Iterator[Viewer]:
    from throughline.rooms.accounts.sight.viewing import acting_as

    viewer = town.viewer(key)
    with acting_as(viewer):
        yield viewer


def hand_over(
    town: Town,
    key: str = "coordinator_elsewhere",
    student: str = "valentina",
    *,
    restricted: "Restricted | None" = None,
    said: dict[str, str] | None = None,
    to: int | None = None,
) -> "Handover":
    from throughline.rooms.support.handovers.commands import HandedOver, write_handover

    handed = HandedOver(uuid4(), SAID if said is None else said, restricted=restricted, to_school_id=to or town.high.pk)
    with acting(town, key) as viewer:
        return write_handover(by=viewer, at=AT, student_id=town.students[student].pk, handed=handed)


def move(town: Town, student: str = "valentina") -> None:
    """The roster says that a student is at the high school now."""
    from throughline.rooms.accounts.sight.viewing import acting_as

    with acting_as(SET_UP):
        row = town.students[student]
        row.home_school = town.high
        row.save(update_fields=["home_school"])


def handover_url(town: Town, rest: str = "", student: str = "valentina") -> str:
    return f"/students/{town.students[student].pk}/handover/{rest}"
