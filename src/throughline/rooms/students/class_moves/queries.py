"""How a class list came to be: each step of each student one may see, and what was done with the list as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from throughline.rooms.audit import api as audit
from throughline.rooms.students import access
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.leading import LISTED, find_class_list
from throughline.rooms.students.models import ClassList, PlaceStep
from throughline.values.viewer import Viewer

MOST_STEPS = 600
MOST_ACTS = 200
# Acts that are told by the steps of students, one by one.
_TOLD_BY_STEPS = ("suggest", "add student", "take off student")


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was done: to students (its steps), or to the list as a whole (its act)."""

    at: datetime
    who: str
    act: str
    steps: Sequence[PlaceStep] = ()

    @property
    def is_undone(self) -> bool:
        return bool(self.steps) and all(step.undone_at for step in self.steps)


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A class list, and all that was done in it that the viewer may see, the newest first."""

    class_list: ClassList
    done: Sequence[Done]


def history_page(viewer: Viewer, list_id: int, *, at: datetime) -> HistoryPage:
    """This function will return how a class list came to be, and note whom it shows. **Raises** `NotFound`."""
    class_list = find_class_list(viewer, list_id)
    steps = access.get_place_steps_for(viewer).filter(
        class_list=class_list, student__in=access.get_students_for(viewer)
    )
    rows = list(steps.select_related("student", "by").order_by("-at", "act", "pk")[:MOST_STEPS])
    people = list({row.student_id: row.student for row in rows}.values())
    sights = access.explain_sight(viewer, people, LISTED)
    looks = ((one.pk, sights[one.pk], LISTED) for one in people)
    note_looked(by=viewer, at=at, shown=looks, place="students.class_history")
    done = [_done(list(together)) for _key, together in groupby(rows, key=lambda row: (row.at, row.act))]
    acts = audit.find_acts({"class list": [class_list.pk]}, most=MOST_ACTS)
    done += [Done(act.at, act.by, act.act) for act in acts if act.act not in _TOLD_BY_STEPS]
    return HistoryPage(class_list, sorted(done, key=lambda one: one.at, reverse=True))


def _done(steps: list[PlaceStep]) -> Done:
    return Done(steps[0].at, steps[0].by.name, steps[0].kind, steps)
