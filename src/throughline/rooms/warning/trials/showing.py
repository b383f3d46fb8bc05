"""What came of a trial in words: a sentence, two tables of numbers, and the students by name."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.formats.warning import RulesPart
from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.warning.models import Trial, TrialReason, TrialStudent
from throughline.rooms.warning.noting import NotedSource
from throughline.rooms.warning.trials.queries import Compared, TriedRow, dressed
from throughline.rooms.warning.trials.tallies import BLANK, Tally
from throughline.rooms.warning.words import joined, level_words, reason_words
from throughline.values.words import gettext_noop
from throughline.web.components.figures import number
from throughline.web.components.pieces import Kind, Progress, Status
from throughline.web.tables import Choice, Column, Table
from throughline.web.tables.sources import QuerysetSource

CHANGES: dict[str, tuple[str, Kind]] = {
    TrialStudent.Change.ADDED: (gettext_noop("Added"), "care"),
    TrialStudent.Change.DROPPED: (gettext_noop("Dropped"), "note"),
}
_STATES: dict[str, Literal["running", "done", "stopped", "failed"]] = {
    Trial.State.WORKING: "running",
    Trial.State.DONE: "done",
    Trial.State.STOPPED: "stopped",
    Trial.State.FAILED: "failed",
}


def progress_of(trial: Trial, state: str, url: str) -> Progress:
    """This function will show how far a trial has come, and lead to what came of it. Nobody is named on the way."""
    return Progress(
        _("Trying the rules"),
        trial.n_done,
        trial.n_students or None,
        state=_STATES[state],
        key="trial",
        poll_url=f"{url}?progress=1",
        follow_url=url,
        cancel_url=reverse("warning:stop_trial", args=[trial.pk]),
    )


def sentences_of(found: Compared) -> list[str]:
    """This function will say in plain words what the rules would do."""
    whole = found.whole
    if whole == BLANK:
        return [_("There are too few students in it to say numbers to those who may not see the students.")]
    said = [_flagged(found)]
    if found.part_before is not None:
        said.append(_changed(whole))
    return said


def tables_of(request: HttpRequest, found: Compared, at: datetime) -> dict[str, Any]:
    """This function will put what came of a trial in tables."""
    beside = found.part_before is not None
    school = Column("name", _("School"))
    watched = Column("name", _("What is watched"), sortable=False)
    schools = [school, Column("n_students", _("Students"), kind="number"), *_columns(beside)]
    return {
        "schools": Table(
            **_plain("schools", _("By school")),
            columns=schools,
            rows=found.schools,
            order="name",
            count=lambda n: ngettext("%(n)s school", "%(n)s schools", n),
        ).read(request),
        "indicators": Table(
            **_plain("watched", _("By what is watched")),
            columns=[watched, *_columns(beside)],
            rows=found.indicators,
            count=lambda n: ngettext("%(n)s thing is watched", "%(n)s things are watched", n),
        ).read(request),
        "named": _named(request, found, at),
    }


def _flagged(found: Compared) -> str:
    n, whole = found.trial.n_students, found.whole
    words = {"n": number(n), "after": number(whole.after), "before": number(whole.before)}
    if found.part_before is None:
        return (
            ngettext(
                "Of %(n)s student these rules would flag %(after)s. No rules are in force to compare them with.",
                "Of %(n)s students these rules would flag %(after)s. No rules are in force to compare them with.",
                n,
            )
            % words
        )
    return (
        ngettext(
            "Of %(n)s student the changed rules would flag %(after)s; the rules in force flag %(before)s.",
            "Of %(n)s students the changed rules would flag %(after)s; the rules in force flag %(before)s.",
            n,
        )
        % words
    )


def _changed(whole: Tally) -> str:
    if not whole.added and not whole.dropped:
        return _("They would add nobody and drop nobody.")
    words = {"added": number(whole.added), "dropped": number(whole.dropped), "kept": number(whole.kept)}
    return _("They would add %(added)s and drop %(dropped)s; %(kept)s are flagged by both.") % words


def _columns(beside: bool) -> list[Column]:
    after = _column("after", _("By these rules"))
    if not beside:
        return [after]
    return [
        _column("before", _("By the rules in force")),
        after,
        _column("added", _("Added")),
        _column("dropped", _("Dropped")),
    ]


def _column(key: str, label: str) -> Column:
    return Column(key, label, kind="number", value=lambda row: getattr(row.tally, key))


def _plain(key: str, caption: str) -> dict[str, Any]:
    return {"key": key, "caption": caption, "searchable": False, "shares_page": True}


def _named(request: HttpRequest, found: Compared, at: datetime) -> Any:
    beside, viewer = found.part_before is not None, accounts.viewer_of(request)
    schools = [(str(pk), name) for pk, name in _schools(found)]
    choices = [Choice("school", _("School"), schools, lookup="school_id")] if len(schools) > 1 else []
    if beside:
        words = [(code, _(word)) for code, (word, _kind) in CHANGES.items()]
        choices = [Choice("change", _("What would change"), words, lookup="change"), *choices]
    columns = _name_columns(beside)
    inner = QuerysetSource(found.rows.select_related("student", "school", "trial__against"), columns, choices, ())
    return Table(
        key="named",
        caption=_("Whom, and why"),
        columns=columns,
        rows=NotedSource(inner, viewer, at, "warning.trial", dressed),
        choices=choices,
        order="student",
        searchable=False,
        shares_page=True,
        count=lambda n: ngettext("%(n)s student", "%(n)s students", n),
        narrow="stack",
        empty_title=_("Nobody here"),
        empty_text=_("No student whom your role lets you see would be added or dropped."),
    ).read(request)


def _schools(found: Compared) -> list[tuple[int, str]]:
    rows = found.rows.order_by("school__name").values_list("school", "school__name").distinct()
    return [(pk, name) for pk, name in rows]


def _name_columns(beside: bool) -> list[Column]:
    columns = [
        Column(
            "student",
            _("Student"),
            value=lambda row: row.row.student.name,
            link=lambda row: reverse("students:student", args=[row.row.student_id]),
            order=("student__family_name", "student__given_name"),
        ),
        Column("school", _("School"), value=lambda row: row.row.school.name, order=("school__name",)),
        Column(
            "grade",
            _("Grade"),
            value=lambda row: students.grade_words(row.row.student.grade),
            order=("student__grade",),
        ),
        Column("after", _("By these rules"), value=_after, sortable=False),
    ]
    if beside:
        columns.insert(3, Column("change", _("What would change"), kind="status", value=_change, order=("change",)))
        columns.insert(4, Column("before", _("By the rules in force"), value=_before, sortable=False))
    return columns


def _change(row: TriedRow) -> Status:
    word, kind = CHANGES[row.row.change]
    return Status(_(word), kind)


def _after(row: TriedRow) -> str:
    return _why(row.part, row.row.level, row.reasons)


def _before(row: TriedRow) -> str:
    return _why(row.part_before, row.row.level_before, row.reasons_before) if row.part_before else ""


def _why(part: RulesPart, level: int, reasons: Sequence[TrialReason]) -> str:
    """What is suggested, and what was counted: “Look closer. Absent 12 of 64 school days.”"""
    said = joined([reason_words(one.measure, one.numerator, one.denominator) for one in reasons])
    if not said and level > 0:
        said = _("The reasons are not for your role to see.")
    return f"{level_words(part, level)}. {said}".strip()
