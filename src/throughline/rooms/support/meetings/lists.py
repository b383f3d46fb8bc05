"""Lists from which students come to a meeting: this room's own, and those that rooms above register."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.values.viewer import Viewer

# More than this no meeting speaks of in one sitting; a longer list is narrowed first.
MOST_STUDENTS = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list holds for one viewer: the first students in its order, and how many there are."""

    student_ids: Sequence[int]
    n: int


@dataclass(frozen=True, slots=True)
class StudentList:
    """A list by its code. `find` is given what the list's address says, and what was typed to find names.

    `says` names it where it can be put on any meeting as it is ("Open flags"); empty where it needs an address.
    """

    code: str
    find: Callable[[Viewer, str, str], Listed]
    says: Callable[[], str] | None = None


_lists: dict[str, StudentList] = {}


def register_list(one: StudentList) -> None:
    """This function will let students be put on a meeting from a list. Call it from `AppConfig.ready`."""
    _lists[one.code] = one


def find_list(code: str) -> StudentList | None:
    """This function will return a list some room registered, or None."""
    return _lists.get(code)


def offered_lists() -> list[tuple[str, str]]:
    """This function will return the lists that can be put on any meeting as they are, as (code, words)."""
    return [(one.code, one.says()) for one in _lists.values() if one.says is not None]


def of_directory(viewer: Viewer, asked: str, text: str) -> Listed:
    """This function will return the list of students as its address narrows and orders it."""
    rows, n = students.find_listed(viewer, asked, text, most=MOST_STUDENTS)
    return Listed([row.pk for row in rows], n)


def of_not_reached(viewer: Viewer, asked: str, _text: str) -> Listed:
    """This function will return the students whom an earlier meeting of the viewer's did not reach."""
    meeting_id = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 16 else 0
    own = access.get_meetings_for(viewer).filter(pk=meeting_id)
    left = access.get_turns_for(viewer).filter(meeting__in=own, on=None)
    ids = list(left.order_by("place", "pk").values_list("student", flat=True)[:MOST_STUDENTS])
    return Listed(ids, len(ids))


def of_one_class(viewer: Viewer, class_id: int) -> Listed:
    """This function will return the students of a homeroom or class, by name."""
    return of_directory(viewer, f"class={class_id}", "")
