"""Names typed one a line, as one reads them from a paper: who is meant, also where a name is misspelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from throughline.rooms.students import api as students
from throughline.rooms.support.access import NAMED_WITH
from throughline.values.viewer import Viewer

MOST_NAMES = 40
MOST_OFFERED = 6


@dataclass(frozen=True, slots=True)
class Meant:
    """A name as typed, and whom it could mean; `is_sure` where there is one student of exactly that name."""

    typed: str
    found: Sequence[students.Student]
    is_sure: bool


def look_up_names(viewer: Viewer, text: str, *, school_id: int, at: datetime) -> list[Meant]:
    """This function will look up each line among the students about whom `viewer` may write, and note whom it offers.

    Those of the school of the meeting come first.
    """
    writable = students.get_students_for(viewer, "notes", act="write").values("pk")
    seen = students.get_students_for(viewer).filter(ended_at=None, pk__in=writable)
    meant = [_look_up(seen, line, school_id) for line in _lines(text)]
    offered = [one for line in meant if not line.is_sure for one in line.found]
    sights = students.explain_sight(viewer, offered, NAMED_WITH)
    shown = [(pk, sights[pk], NAMED_WITH) for pk in {one.pk for one in offered}]
    students.note_looked(by=viewer, at=at, shown=shown, place="support.list")
    return meant


def _lines(text: str) -> list[str]:
    lines = (" ".join(line.replace(",", " ").replace(";", " ").split()) for line in text.splitlines())
    return [line for line in dict.fromkeys(lines) if line][:MOST_NAMES]


def _look_up(seen: QuerySet[students.Student], line: str, school_id: int) -> Meant:
    found, is_near = students.find_by_name_or_near(seen, line)
    order = students.name_order(is_near=is_near)
    rows = list(found.select_related("home_school").order_by(*order, "pk")[: MOST_OFFERED * 4])
    here = [row for row in rows if row.home_school_id == school_id]
    return Meant(line, (here or rows)[:MOST_OFFERED], is_sure=not is_near and len(here or rows) == 1)
