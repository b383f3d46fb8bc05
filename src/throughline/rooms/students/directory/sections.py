"""The parts of a student's page, put into the components that show them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.directory.freshness import freshness_shown
from throughline.rooms.students.directory.links import student_links
from throughline.rooms.students.directory.student import StudentPage
from throughline.rooms.students.directory.told import told_shown
from throughline.rooms.students.directory.words import grade_words
from throughline.rooms.students.models import ClassPlace, Enrollment, Mark, Need
from throughline.rooms.students.needs.catalogue import need_categories
from throughline.rooms.students.relations.opened import Opened
from throughline.rooms.students.tabs import student_tabs
from throughline.web.components import figures
from throughline.web.components.pieces import Circumstance
from throughline.web.tables import Column, ReadTable, Table


def shown(request: HttpRequest, page: StudentPage, *, carried: str = "") -> dict[str, Any]:
    """This function will return what the page shows beside the student: only what is there and may be seen."""
    tables = {
        "classes": _classes(page) if page.places else None,
        "marks": _marks(page) if len(page.marks) > len(_newest_marks(page)) else None,
        "results": _results(page) if page.results else None,
        "incidents": _incidents(page) if page.incidents else None,
    }
    read: dict[str, ReadTable | None] = {key: table.read(request) if table else None for key, table in tables.items()}
    return read | {
        "lead": _lead(page),
        "told": told_shown(page) if page.sees("strengths") else None,
        "tell_url": reverse("students:sayings", args=[page.student.pk]),
        "tabs": student_tabs(page.student, page.sight, "student", asked=carried),
        "opened": opened_words(page.opened, timezone.now()) if page.opened else "",
        "crumbs": [(_("Students"), reverse("students:students"))],
        "circumstances": [circumstance_words(need) for need in page.needs],
        "attendance": attendance_figures(page),
        "schools": [(row.school.name, _when(row)) for row in page.enrollments],
        "only": accounts.share_words(page.sight.in_part, within_sentence=True),
        "bases": sorted({_(basis) for basis in page.sight.bases.values()}),
        "team": [(accounts.relation_words(row.relation), row.user.name) for row in page.named if row.user],
        "team_url": reverse("students:team", args=[page.student.pk]) if page.sees_team else "",
        "statements": [(accounts.class_words(row.part), row) for row in page.statements],
        "freshness": freshness_shown(page.sight),
        "oversight": _oversight(request, page) if page.sees("oversight") else [],
    }


def _oversight(request: HttpRequest, page: StudentPage) -> list[tuple[str, str]]:
    """Where those entitled to ask find who may see the student, and who looked."""
    pages = {
        "students:who_sees": _("Who can see this student, and why"),
        "students:who_looked": _("Who looked at this record"),
        "students:history": _("What changed in this record"),
        "students:record_requests": _("Ask to see or correct this record"),
        "students:opt_out": _("What may be shared without asking"),
    }
    own = [(label, reverse(name, args=[page.student.pk])) for name, label in pages.items()]
    return own + student_links(accounts.viewer_of(request), page.student, page.sight)


def opened_words(opened: Opened, at: datetime) -> str:
    """This function will say until when a record is open in an emergency, and how long that is."""
    n = opened.minutes_left(at)
    words = ngettext(
        "Open for you until %(end)s, for %(n)s more minute.", "Open for you until %(end)s, for %(n)s more minutes.", n
    )
    return words % {"end": figures.moment(opened.until_at), "n": n}


def _lead(page: StudentPage) -> str:
    school = page.student.home_school.name if page.student.home_school else ""
    homeroom = next((place.classroom.title for place in page.places if place.classroom.kind == "homeroom"), "")
    parts = (grade_words(page.student.grade), school, homeroom, page.student.pronouns)
    return " · ".join(part for part in parts if part)


def circumstance_words(need: Need) -> Circumstance:
    """This function will say a need that holds, and since when."""
    category = need_categories().get(need.category)
    label = category.name(get_language() or "en") if category else need.category
    if need.level.isdecimal():
        label = _("%(need)s, tier %(tier)s") % {"need": label, "tier": need.level}
    elif need.level:
        label = f"{label}: {need.level.replace('_', ' ')}"
    since = _("%(need)s, since %(start)s") % {"need": label, "start": figures.short_day(need.starts_on)}
    return Circumstance(since, accounts.class_words(need.record_class))


def attendance_figures(page: StudentPage) -> list[tuple[str, str, str]]:
    """This function will return the headline figures of attendance; none where there is no day on record."""
    days = page.attendance
    if days is None:
        return []
    of_days = ngettext("of %(n)s day, to %(day)s", "of %(n)s days, to %(day)s", days.n_days)
    return [
        (
            _("At school"),
            figures.percent(days.share),
            of_days % {"n": figures.number(days.n_days), "day": figures.short_day(days.until)},
        ),
        (_("Absent, excused"), figures.number(days.n_excused), ngettext("day", "days", days.n_excused)),
        (_("Absent, not excused"), figures.number(days.n_unexcused), ngettext("day", "days", days.n_unexcused)),
        (_("Late"), figures.number(days.n_late), ngettext("time", "times", days.n_late)),
    ]


def _when(row: Enrollment) -> str:
    """`Grade 10, from Aug 17, 2026`: when a student went to a school, and in which grade."""
    words = {"start": figures.short_day(row.starts_on), "end": figures.short_day(row.ends_on)}
    days = _("since %(start)s") % words if row.starts_on else ""
    if row.ends_on:
        days = _("%(start)s to %(end)s") % words
    return ", ".join(part for part in (grade_words(row.grade), days) if part)


def _table(key: str, caption: str, columns: list[Column], rows: list[Any], count: Callable[[int], str]) -> Table:
    return Table(
        key=key,
        caption=caption,
        columns=columns,
        rows=rows,
        count=count,
        searchable=False,
        narrow="stack",
        shares_page=True,
    )


def _newest_marks(page: StudentPage) -> dict[int, Mark]:
    """The newest mark of each class the student is in now."""
    current = {place.classroom_id for place in page.places}
    found: dict[int, Mark] = {}
    for mark in page.marks:  # the newest come first
        if mark.classroom_id in current:
            found.setdefault(mark.classroom_id, mark)
    return found


def _classes(page: StudentPage) -> Table:
    newest = _newest_marks(page)
    columns = [
        Column("title", _("Class"), value=lambda row: row.classroom.title, sortable=False),
        Column("teachers", _("Teachers"), value=_teachers, sortable=False),
    ]
    if newest:
        columns.append(
            Column("mark", _("Newest mark"), value=lambda row: _mark(newest.get(row.classroom_id)), sortable=False)
        )
    return _table(
        "classes",
        _("Classes now"),
        columns,
        page.places,
        lambda n: ngettext("%(n)s class", "%(n)s classes", n),
    )


def _mark(mark: Mark | None) -> str:
    return f"{mark.mark}, {mark.session.title}" if mark else ""


def _teachers(place: ClassPlace) -> str:
    teaching = [row for row in place.classroom.teaching.all() if row.ended_at is None]
    return ", ".join(row.staff.name for row in sorted(teaching, key=lambda row: (not row.is_primary, row.pk)))


def _marks(page: StudentPage) -> Table:
    columns = [
        Column("class", _("Class"), value=lambda row: row.classroom.title, sortable=False),
        Column("session", _("Period"), value=lambda row: row.session.title, sortable=False),
        Column("mark", _("Mark"), sortable=False),
        Column("posted_on", _("Posted"), kind="date", sortable=False),
    ]
    if any(mark.credits for mark in page.marks):
        columns.append(Column("credits", _("Credits passing gives"), kind="number", decimals=2, sortable=False))
    return _table(
        "marks", _("All marks this year"), columns, page.marks, lambda n: ngettext("%(n)s mark", "%(n)s marks", n)
    )


def _results(page: StudentPage) -> Table:
    columns = [
        Column("assessment", _("Assessment"), sortable=False),
        Column("subject", _("Subject"), sortable=False),
        Column("score", _("Score"), kind="number", decimals=0, sortable=False),
        Column("level", _("Level"), sortable=False),
        Column("taken_on", _("Taken"), kind="date", sortable=False),
    ]
    return _table(
        "results", _("Assessments"), columns, page.results, lambda n: ngettext("%(n)s result", "%(n)s results", n)
    )


def _incidents(page: StudentPage) -> Table:
    columns = [
        Column("on", _("Day"), kind="date", sortable=False),
        Column("behavior", _("What happened"), sortable=False),
        Column("response", _("What the school did"), sortable=False),
        Column("days_suspended", _("Days out of class"), kind="number", decimals=1, sortable=False),
    ]
    return _table(
        "incidents",
        _("What the school wrote down this year"),
        columns,
        page.incidents,
        lambda n: ngettext("%(n)s incident", "%(n)s incidents", n),
    )
