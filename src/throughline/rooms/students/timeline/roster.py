"""The strands of the roster: attendance, incidents, marks, assessments, needs and moves."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.access import Sight
from throughline.rooms.students.directory.words import grade_words
from throughline.rooms.students.models import Need, Student
from throughline.rooms.students.needs.catalogue import need_categories
from throughline.rooms.students.timeline.strands import Happening, Strand
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop
from throughline.web.components import figures

_STATUSES = {
    "absent_excused": gettext_noop("Absent, excused"),
    "absent_unexcused": gettext_noop("Absent, not excused"),
    "tardy": gettext_noop("Late"),
}


def roster_strands(viewer: Viewer, student: Student, sight: Sight) -> Iterator[Strand]:
    """This function will yield what the roster knows of a student's days, class by class as the viewer may see."""
    if "attendance" in sight:
        days = access.get_attendance_for(viewer).filter(student=student, status__in=_STATUSES)
        yield Strand("attendance", _("Attendance"), "attendance", days, "on", _absences)
    if "enrollment" in sight:
        moves = access.get_enrollments_for(viewer).filter(student=student).select_related("school")
        begun, ended = moves.exclude(starts_on=None), moves.filter(ends_on__lte=accounts.today())
        yield Strand("move", _("Schools"), "enrollment", begun, "starts_on", _begun)
        yield Strand("left", _("Schools"), "enrollment", ended, "ends_on", _ended)
    if "behavior" in sight:
        incidents = access.get_incidents_for(viewer).filter(student=student)
        yield Strand("incident", _("Behavior"), "behavior", incidents, "on", _incidents)
    if "academic" in sight:
        marks = access.get_marks_for(viewer).filter(student=student).select_related("classroom", "session")
        yield Strand("mark", _("Marks"), "academic", marks, "posted_on", _marks)
    if "assessments" in sight:
        results = access.get_results_for(viewer).filter(student=student)
        yield Strand("result", _("Assessments"), "assessments", results, "taken_on", _results)
    needs = access.get_needs_for(viewer).filter(student=student)
    yield Strand("need", _("Circumstances"), "", needs, "starts_on", _needs_begun)
    over = needs.filter(ends_on__lte=accounts.today())
    yield Strand("need_over", _("Circumstances"), "", over, "ends_on", _needs_over)


def _absences(rows: list[Any]) -> dict[Any, Happening]:
    return {row.pk: Happening(_(_STATUSES[row.status]), row.reason) for row in rows}


def _begun(rows: list[Any]) -> dict[Any, Happening]:
    return {
        row.pk: Happening(_("Began at %(school)s") % {"school": row.school}, grade_words(row.grade)) for row in rows
    }


def _ended(rows: list[Any]) -> dict[Any, Happening]:
    return {row.pk: Happening(_("Last day at %(school)s") % {"school": row.school}) for row in rows}


def _incidents(rows: list[Any]) -> dict[Any, Happening]:
    return {row.pk: Happening(row.behavior.capitalize(), _what_followed(row)) for row in rows}


def _what_followed(row: Any) -> str:
    out = row.days_suspended
    days = ngettext("%(n)s day out of class", "%(n)s days out of class", round(out)) % {"n": figures.number(out)}
    return ". ".join(
        part for part in (row.location.capitalize(), row.response.capitalize(), days if out else "") if part
    )


def _marks(rows: list[Any]) -> dict[Any, Happening]:
    return {row.pk: Happening(f"{row.classroom.title}: {row.mark}", row.session.title) for row in rows}


def _results(rows: list[Any]) -> dict[Any, Happening]:
    return {row.pk: Happening(f"{row.assessment}, {row.subject}", _scored(row)) for row in rows}


def _scored(row: Any) -> str:
    score = figures.number(row.score) if row.score is not None else ""
    return ", ".join(part for part in (score, row.level) if part)


def _needs_begun(rows: list[Any]) -> dict[Any, Happening]:
    return {row.pk: _need(row, _("From this day: %(need)s")) for row in rows}


def _needs_over(rows: list[Any]) -> dict[Any, Happening]:
    return {row.pk: _need(row, _("Until this day: %(need)s")) for row in rows}


def _need(row: Need, words: str) -> Happening:
    category = need_categories().get(row.category)
    name = category.name(get_language() or "en") if category else row.category
    return Happening(words % {"need": name}, accounts.class_words(row.record_class), record_class=row.record_class)
