"""Who needs us: open flags, and gaps. Each list is a query that is paged, and notes whom it shows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import QuerySet

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.warning import access
from throughline.rooms.warning.flags.queries import shown_flags
from throughline.rooms.warning.models import Flag, RuleVersion, StudentStanding
from throughline.rooms.warning.needs_us.gaps import GAPS, Gap
from throughline.rooms.warning.noting import Dress, Dressed
from throughline.values.viewer import Viewer

FLAGS = "flags"


@dataclass(frozen=True, slots=True)
class NeedsPage:
    """A list not yet fetched, and what it can be narrowed by. `rules` is None before any are in force.

    `counts` says of each list that the viewer is offered how many are on it.
    """

    rows: QuerySet[Any]
    schools: Sequence[tuple[int, str]]
    rules: RuleVersion | None
    counts: Mapping[str, int]


def flags_page(viewer: Viewer, *, answered: bool = False) -> NeedsPage:
    """This function will return the flags of students whom `viewer` may see. **Raises** `NotAllowed`."""
    found = _flags(viewer).filter(cleared_at__isnull=not answered)
    return _page(viewer, found.select_related("student__home_school", "owner", "rules", "cleared_by"))


def gap_page(viewer: Viewer, key: str) -> NeedsPage:
    """This function will return one of the lists of gaps. **Raises** `NotAllowed`."""
    rows = GAPS[key].find(viewer)
    return _page(viewer, rows.select_related(f"{to_student(rows)}home_school"))


def to_student(rows: QuerySet[Any]) -> str:
    """This function will say how a query's fields of a student begin: it holds students, or what is about them."""
    return "" if rows.model is students.Student else "student__"


def _page(viewer: Viewer, rows: QuerySet[Any]) -> NeedsPage:
    access.check_may_see_any(viewer)
    school = f"{to_student(rows)}home_school"
    seen = rows.order_by(f"{school}__name").exclude(**{school: None})
    reaches = accounts.find_reaches(viewer, "see", {name for gap in GAPS.values() for name in gap.classes})
    offered = {key: gap for key, gap in GAPS.items() if any(reaches[name] for name in gap.classes)}
    return NeedsPage(
        rows=rows,
        schools=list(seen.values_list(f"{school}_id", f"{school}__name").distinct()),
        rules=access.in_force(),
        counts={
            FLAGS: _flags(viewer).filter(cleared_at=None).count(),
            **{key: gap.find(viewer).count() for key, gap in offered.items()},
        },
    )


def _flags(viewer: Viewer) -> QuerySet[Flag]:
    return access.get_flags_for(viewer).filter(student__in=students.get_students_for(viewer).filter(ended_at=None))


def dressed(viewer: Viewer, found: Sequence[Any]) -> Dressed:
    """This function will put to flags the reasons `viewer` may see."""
    shown = shown_flags(viewer, list(found)) if found else []
    classes = {access.CLASS, *(reason.record_class for one in shown for reason in one.reasons)}
    return Dressed(shown, [row.student for row in found], frozenset(classes))


def dressed_as(key: str) -> Dress:
    """This function will say which classes of record a list of gaps shows; its rows are shown as they stand."""
    return partial(_dressed, GAPS[key])


def _dressed(gap: Gap, _viewer: Viewer, found: Sequence[Any]) -> Dressed:
    standings = [row for row in found if isinstance(row, StudentStanding)]
    classes = {row.record_class for row in standings} | ({access.CLASS} if standings else set())
    shown = [row if isinstance(row, students.Student) else row.student for row in found]
    if not gap.is_by_row:
        return Dressed(found, shown, frozenset({*gap.classes, *classes}))
    of_each: dict[int, set[str]] = defaultdict(set)
    for row in found:
        of_each[row.student_id].add(row.record_class)
    return Dressed(found, shown, frozenset(), of_each)
