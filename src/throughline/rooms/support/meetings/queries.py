"""Meetings as one viewer may see them: which there are, who takes part, and whose turns there are."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet

from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.audiences.queries import Reader
from throughline.rooms.support.meetings.moves import Moved, find_moves
from throughline.rooms.support.models import Meeting, Turn
from throughline.values.errors import NotAllowed, NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class Row:
    """A student on the list of a meeting, and how many decisions were taken for them there."""

    turn: Turn
    n_decisions: int = 0


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting, and the students on its list whom the viewer may see; `n_hidden` more are on it."""

    meeting: Meeting
    rows: list[Row]
    members: list[str]
    leads: bool
    n_hidden: int = 0
    moves: list[Moved] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What its leader plans a meeting with: who could come, and classes to choose students from."""

    meeting: Meeting
    turns: list[Turn]
    n_hidden: int
    people: list[Reader] = field(default_factory=list)
    classes: list[tuple[str, str, int | None]] = field(default_factory=list)


def may_plan(viewer: Viewer) -> bool:
    """This function will tell whether `viewer` could lead a meeting: whoever may write notes about any student."""
    if viewer.behind is not None:
        return False
    reach = accounts.find_reach(viewer, "write", "notes")
    if reach.everything or reach.school_ids:
        return True
    return bool(reach) and students.get_students_for(viewer, "notes", act="write").exists()


def schools_to_plan(viewer: Viewer) -> list[tuple[int, str]]:
    """This function will return the schools at which `viewer` may lead a meeting. **Raises** `NotAllowed`."""
    if not may_plan(viewer):
        raise NotAllowed(
            gettext_noop("Your role lets you lead no meeting about students."),
            gettext_noop("If you need to for your work, ask the district's administrator."),
        )
    if accounts.find_reach(viewer, "write", "notes").everything:
        return [(school.id, school.name) for school in district.schools_on(accounts.today())]
    known = students.get_students_for(viewer, "notes", act="write").filter(ended_at=None).exclude(home_school=None)
    rows = known.order_by("home_school__name").values_list("home_school", "home_school__name").distinct()
    return [(pk, name) for pk, name in rows if pk is not None]


def find_meetings(viewer: Viewer) -> QuerySet[Meeting]:
    """This function will return the meetings `viewer` may see, for a table."""
    return access.get_meetings_for(viewer).select_related("leader", "school")


def find_meeting(viewer: Viewer, meeting_id: int) -> Meeting:
    """This function will return a meeting. **Raises** `NotFound` where there is none `viewer` may see."""
    found = access.get_meetings_for(viewer).filter(pk=meeting_id).select_related("leader", "school", "turn").first()
    if found is None:
        raise NotFound(gettext_noop("There is no such meeting, or you are not one of those who take part in it."))
    return found


def leads(viewer: Viewer, meeting: Meeting) -> bool:
    """This function will tell whether `viewer` leads a meeting."""
    return viewer.behind is None and meeting.leader_id == viewer.user_id


def takes_part(viewer: Viewer, meeting: Meeting) -> bool:
    """This function will tell whether `viewer` is one of those who meet, and may write there."""
    return viewer.behind is None and viewer.user_id in meeting.member_ids


def day_of(meeting: Meeting) -> date:
    """This function will return the day to which what is written belongs: the meeting's, or today where it is ahead."""
    return min(meeting.on, accounts.today())


def find_led(viewer: Viewer, meeting_id: int, *, lock: bool = False) -> Meeting:
    """This function will return a meeting that `viewer` leads. **Raises** `NotFound` where there is none."""
    rows = access.get_meetings_for(viewer).filter(pk=meeting_id, leader=viewer.user_id or 0)
    rows = rows.select_for_update(of=("self",)) if lock else rows.select_related("leader", "school", "turn")
    found = rows.first() if viewer.behind is None else None
    if found is None:
        raise NotFound(gettext_noop("There is no such meeting, or none that you lead."))
    return found


def turns_of(viewer: Viewer, meeting: Meeting) -> list[Turn]:
    """This function will return the turns of a meeting that `viewer` may see, in order, each with its student."""
    rows = access.get_turns_for(viewer).filter(meeting=meeting, student__in=students.get_students_for(viewer))
    return list(rows.select_related("student").order_by("place", "pk"))


def meeting_page(viewer: Viewer, meeting_id: int, *, at: datetime) -> MeetingPage:
    """This function will return a meeting with its list, and note whom it shows. **Raises** `NotFound`.

    It asks the database equally often, however many students are on the list.
    """
    meeting = find_meeting(viewer, meeting_id)
    turns = turns_of(viewer, meeting)
    taken = access.get_decisions_for(viewer).filter(meeting=meeting, dropped_at=None).values_list("turn", flat=True)
    counts = Counter(taken)
    note_turns(viewer, turns, at=at, place="support.list")
    return MeetingPage(
        meeting,
        [Row(turn, counts[turn.pk]) for turn in turns],
        member_names(meeting),
        leads(viewer, meeting),
        meeting.n_students - len(turns),
        find_moves(meeting, turns),
    )


def plan_page(viewer: Viewer, meeting_id: int, *, at: datetime) -> PlanPage:
    """This function will return what a meeting is planned with, and note whom its list shows.

    **Raises** `NotFound` where `viewer` does not lead it.
    """
    meeting = find_led(viewer, meeting_id)
    turns = turns_of(viewer, meeting)
    note_turns(viewer, turns, at=at, place="support.list")
    here = students.get_students_for(viewer, "notes", act="write").filter(home_school=meeting.school_id, ended_at=None)
    return PlanPage(
        meeting,
        turns,
        meeting.n_students - len(turns),
        find_people(meeting.school_id),
        students.find_classes(viewer, here.order_by(), every=True),
    )


def note_turns(viewer: Viewer, turns: list[Turn], *, at: datetime, place: str) -> None:
    """This function will note that these students stood on a list that `viewer` was shown."""
    listed = [turn.student for turn in turns]
    sights = students.explain_sight(viewer, listed, access.NAMED_WITH)
    students.note_looked(
        by=viewer, at=at, shown=[(one.pk, sights[one.pk], access.NAMED_WITH) for one in listed], place=place
    )


def find_people(school_id: int) -> list[Reader]:
    """This function will name who could take part at a school: those who may read notes there, as what they do."""
    found = {
        holder.user_id: Reader(holder.user_id, holder.name, holder.relation)
        for holder in accounts.find_holders(("notes",), school_id=school_id)
    }
    related = students.find_working_at(school_id)
    named = accounts.User.objects.filter(pk__in=related.keys() - found.keys(), is_active=True)
    for user_id, name in named.values_list("pk", "name"):
        found[user_id] = Reader(user_id, name, related[user_id])
    return sorted(found.values(), key=lambda one: one.name)


def member_names(meeting: Meeting) -> list[str]:
    """This function will name those who take part, its leader first."""
    rows = accounts.User.objects.filter(pk__in=meeting.member_ids).order_by("name").values_list("pk", "name")
    return [name for _first, name in sorted((pk != meeting.leader_id, name) for pk, name in rows)]
