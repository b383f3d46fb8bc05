"""Read projections, and what follows from each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.funding import access
from throughline.rooms.funding.ahead import Ahead, SchoolAhead, ahead_of
from throughline.rooms.funding.models import Projection
from throughline.rooms.funding.projections.roster import counted_histories, this_year
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class ProjectionRow:
    """One projection in the list."""

    number: int
    name: str
    next_year: int
    n_now: int
    n_next: int
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Adjusted:
    """One adjustment as it is shown, with its place in the list."""

    position: int
    school: str
    year: int
    grade: str
    students: int
    reason: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SchoolPage:
    """One school of a projection."""

    ahead: Ahead
    school: SchoolAhead
    adjusted: Sequence[Adjusted]
    others: Sequence[tuple[str, str]]
    may_write: bool


def find_projections(viewer: Viewer) -> list[ProjectionRow]:
    """This function will list every projection, the newest first. **Raises** `NotAllowed`."""
    rows = []
    for row in access.get_projections_for(viewer).order_by("-number"):
        found = ahead_of(row)
        year = found.years[0]
        n = found.in_year(year).students
        rows.append(ProjectionRow(row.number, row.name, year, found.now, n, row.by_name, row.at))
    return rows


def get_projection_for(viewer: Viewer, number: int) -> Projection:
    """This function will return a projection by its number. **Raises** `NotAllowed`, `NotFound`."""
    row = access.get_projections_for(viewer).filter(number=number).first()
    if row is None:
        raise NotFound(gettext_noop("There is no such projection."), gettext_noop("Choose one from the list."))
    return row


def adjusted_in(found: Ahead, school: str = "") -> list[Adjusted]:
    """This function will list what people know better, of all schools or of one."""
    names = {one.source_id: one.name for one in found.schools}
    return [
        Adjusted(
            position,
            names[one["school"]],
            one["year"],
            one["grade"],
            one["students"],
            one["reason"],
            one["by"],
            datetime.fromisoformat(one["at"]),
        )
        for position, one in enumerate(found.row.adjustments)
        if school in ("", one["school"])
    ]


def school_page(viewer: Viewer, number: int, school_id: int) -> SchoolPage:
    """This function will return one school of a projection. **Raises** `NotAllowed`, `NotFound`."""
    found = ahead_of(get_projection_for(viewer, number))
    here = next(iter(district.find_schools({school_id})), None)
    school = found.school(here.source_id) if here else None
    if school is None:
        raise NotFound(gettext_noop("There is no such school here."), gettext_noop("Choose one from the projection."))
    others = [(one.source_id, one.name) for one in found.schools if one.source_id != school.source_id]
    may_write = accounts.may(viewer, "write", access.CLASS)
    return SchoolPage(found, school, adjusted_in(found, school.source_id), others, may_write)


def years_in_roster(viewer: Viewer) -> int:
    """This function will say of how many Octobers the roster knows students. **Raises** `NotAllowed`."""
    accounts.check_may(viewer, "see", access.CLASS)
    known = counted_histories(this_year(accounts.today()))
    return max((len(one.history.years) for one in known), default=0)
