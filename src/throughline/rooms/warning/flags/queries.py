"""How one student stands, what is suggested and why, and the flags: as far as a viewer may see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from throughline.formats.warning import RulesPart
from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support import api as support
from throughline.rooms.warning import access
from throughline.rooms.warning.documents import part_of
from throughline.rooms.warning.flags.tiers import Tiers, tiers_of
from throughline.rooms.warning.models import Flag, FlagReason, StudentStanding, Suggestion
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

CLASSES = ("directory", access.CLASS, *access.REASON_CLASSES)
_NOTES_OFFERED = 50


@dataclass(frozen=True, slots=True)
class ShownFlag:
    """A flag and what the viewer may see of why it was raised."""

    flag: Flag
    part: RulesPart
    reasons: Sequence[FlagReason]


@dataclass(frozen=True, slots=True)
class WarningPage:
    """One student's early warning. `part` is None before any rules were switched on."""

    student: students.Student
    part: RulesPart | None
    suggestion: Suggestion | None
    standings: Sequence[StudentStanding]
    flags: Sequence[ShownFlag]
    may_answer: bool

    @property
    def open_flag(self) -> ShownFlag | None:
        return next((one for one in self.flags if one.flag.cleared_at is None), None)

    @property
    def tiers(self) -> Tiers:
        return tiers_of(self.part, self.standings)


def find_watched(viewer: Viewer, student_id: int) -> students.Student:
    """This function will return a student whose early warning `viewer` may see.

    **Raises** `NotFound` where there is no such student, or none of whom they may.
    """
    seen = students.get_students_for(viewer).filter(pk__in=students.get_students_for(viewer, access.CLASS).values("pk"))
    found = seen.select_related("home_school").filter(pk=student_id).first()
    if found is None:
        raise NotFound(gettext_noop("There is no such student, or none you may see."))
    return found


def warning_page(viewer: Viewer, student_id: int, *, at: datetime) -> WarningPage:
    """This function will return one student's early warning, and note that it was shown. **Raises** `NotFound`."""
    student = find_watched(viewer, student_id)
    version = access.in_force()
    part = part_of(version) if version else None
    order = [one.code for one in part.indicator] if part else []
    rows = list(access.get_standings_for(viewer).filter(student=student))
    flags = access.get_flags_for(viewer).filter(student=student).select_related("rules", "owner", "cleared_by", "note")
    page = WarningPage(
        student=student,
        part=part,
        suggestion=access.get_suggestions_for(viewer).filter(student=student).first(),
        standings=sorted(rows, key=lambda row: order.index(row.indicator) if row.indicator in order else len(order)),
        flags=shown_flags(viewer, flags.order_by("-raised_on", "-pk")),
        may_answer=may_answer(viewer, student_id),
    )
    note_shown(viewer, [student], at=at, place="warning.student", classes=_classes(page))
    return page


def shown_flags(viewer: Viewer, flags: Iterable[Flag]) -> list[ShownFlag]:
    """This function will put to flags the reasons that `viewer` may see: one query, however many flags."""
    listed = list(flags)
    if not listed:
        return []
    reasons: dict[int, list[FlagReason]] = {flag.pk: [] for flag in listed}
    for reason in access.get_reasons_for(viewer).filter(flag__in=list(reasons)).order_by("-standing", "pk"):
        reasons[reason.flag_id].append(reason)
    return [ShownFlag(flag, part_of(flag.rules), reasons[flag.pk]) for flag in listed]


def get_flag_for(viewer: Viewer, flag_id: int, *, lock: bool = False) -> Flag:
    """This function will return an open flag that `viewer` may answer. **Raises** `NotFound`."""
    rows = access.get_flags_for(viewer, act="write").filter(pk__in=access.get_flags_for(viewer).values("pk"))
    rows = rows.select_for_update() if lock else rows.select_related("student", "rules", "owner")
    found = None if viewer.behind is not None else rows.filter(pk=flag_id, cleared_at=None).first()
    if found is None:
        raise NotFound(
            gettext_noop("There is no such flag, it was answered before, or it is not yours to answer."),
            gettext_noop("See the student's early warning for what became of it."),
        )
    return found


def flag_to_answer(viewer: Viewer, flag_id: int, *, at: datetime, with_notes: bool = False) -> Flag:
    """This function will return an open flag to be answered on a page, and note whom it names. **Raises** `NotFound`.

    `with_notes` where the page offers notes about the student too.
    """
    flag = get_flag_for(viewer, flag_id)
    classes = ["directory", access.CLASS, *(["notes"] if with_notes else [])]
    note_shown(viewer, [flag.student], at=at, place="warning.student", classes=classes)
    return flag


def find_open_flags(viewer: Viewer) -> list[int]:
    """This function will return the open flags `viewer` may answer, those with most suggested first."""
    rows = access.get_flags_for(viewer, act="write").filter(cleared_at=None)
    return list(rows.order_by("-level", "pk").values_list("pk", flat=True))


def may_answer(viewer: Viewer, student_id: int) -> bool:
    """This function will tell whether `viewer` may answer this student's flags."""
    return (
        viewer.behind is None
        and students.get_students_for(viewer, access.CLASS, act="write").filter(pk=student_id).exists()
    )


def find_owners(student: students.Student) -> list[tuple[int, str]]:
    """This function will name who may answer a student's flags and works with students: they may write notes too."""
    policy = accounts.shipped_policy()
    related = students.find_related_to(student)
    found: dict[int, str] = {}
    for holder in accounts.find_holders((access.CLASS,), school_id=student.home_school_id, related=related):
        relation = policy.named(holder.relation)
        if relation is not None and {access.CLASS, "notes"} <= set(relation.write):
            words = f"{holder.name}, {accounts.relation_words(holder.relation)}"
            found.setdefault(holder.user_id, words)
    return sorted(found.items(), key=lambda one: one[1])


def find_notes_since(viewer: Viewer, flag: Flag) -> list[tuple[int, str, datetime]]:
    """This function will list the notes written about a student since a flag was raised, the newest first."""
    rows = support.get_notes_for(viewer).filter(student=flag.student_id, written_at__gte=flag.raised_at, struck_at=None)
    ordered = rows.order_by("-written_at", "-pk")[:_NOTES_OFFERED]
    return [(note.pk, support.kind_words(note.kind), note.written_at) for note in ordered]


def note_shown(
    viewer: Viewer,
    shown: Sequence[students.Student],
    *,
    at: datetime,
    place: str,
    classes: Sequence[str],
    also: Mapping[int, Iterable[str]] | None = None,
) -> None:
    """This function will note that these classes of record of students were shown, each where `viewer` may see it.

    `also` has further classes by student.
    """
    of_each = {student.pk: {*classes, *(also or {}).get(student.pk, ())} for student in shown}
    asked = [*classes, *sorted(set().union(*of_each.values()) - set(classes))]
    sights = students.explain_sight(viewer, shown, asked)
    noted = [
        (pk, sights[pk], [name for name in asked if name in names and name in sights[pk]])
        for pk, names in of_each.items()
    ]
    students.note_looked(by=viewer, at=at, shown=noted, place=place)


def _classes(page: WarningPage) -> list[str]:
    of_reasons = {reason.record_class for one in page.flags for reason in one.reasons}
    shown = of_reasons | {row.record_class for row in page.standings}
    return [name for name in CLASSES if name in shown or name in ("directory", access.CLASS)]
