"""Who moves on, as a table with counted facets; the rows it hands out are noted."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support.handovers.covering import Coverage, Row, note_rows
from throughline.rooms.support.handovers.words import state_status, state_words
from throughline.rooms.support.models import Handover
from throughline.values.viewer import Viewer
from throughline.web.components.pieces import Status
from throughline.web.tables import Choice, Column, Question, Table
from throughline.web.tables.sources import ListAnswer, ListSource

NOBODY = "0"
_Tests = dict[str, Callable[[Row, str], bool]]


class CoverageRows:
    """The rows of a coverage list, noted as they are handed out; `found` are all that fit what was asked."""

    def __init__(self, viewer: Viewer, page: Coverage, inner: ListSource, at: datetime) -> None:
        self._viewer, self._page, self._inner, self._at = viewer, page, inner, at
        self.found: Sequence[Row] = ()

    def ask(self, question: Question) -> "_Noted":
        """This function will narrow and order the rows as asked."""
        answer = self._inner.ask(question)
        self.found = answer.rows(0, None)
        by_need = any(key == "need" for key, _answer in question.chosen)
        return _Noted(answer, lambda rows: note_rows(self._viewer, self._page, rows, needs=by_need, at=self._at))


class _Noted:
    def __init__(self, inner: ListAnswer, note: Callable[[Sequence[Row]], None]) -> None:
        self._inner, self._note = inner, note
        self.n_all, self.n_found = inner.n_all, inner.n_found

    def rows(self, start: int, stop: int | None) -> Sequence[Row]:
        rows = self._inner.rows(start, stop)
        self._note(rows)
        return rows

    def totals(self, columns: Sequence[Column]) -> dict[str, Any]:
        return self._inner.totals(columns)


def coverage_table(request: HttpRequest, page: Coverage, *, at: datetime) -> tuple[Table, CoverageRows]:
    """This function will return the list of who moves on from a school, not yet read, and its rows."""
    columns = [
        Column("name", _("Name"), value=lambda row: row.student.name, link=_opened),
        Column("grade", _("Grade"), value=lambda row: students.grade_words(row.student.grade)),
        Column("to_school", _("Next school"), value=lambda row: row.to_school or None),
        Column("state", _("Handover note"), kind="status", value=lambda row: state_status(row.state)),
        Column("writer", _("Who writes"), value=_writer),
        Column("read", _("Read by"), value=_reader, sortable=False),
    ]
    choices = _choices(request, page.rows)
    rows = CoverageRows(accounts.viewer_of(request), page, ListSource(page.rows, columns, choices), at)
    table = Table(
        key="handovers",
        caption=_("Who moves on"),
        columns=columns,
        rows=rows,
        choices=choices,
        order="name",
        searchable=False,
        count=lambda n: ngettext("%(n)s student", "%(n)s students", n),
        empty_title=_("Nobody here"),
        empty_text=_("No student who moves on from this school fits."),
        narrow="stack",
    )
    return table, rows


def arrived_table(rows: Sequence[Handover]) -> Table:
    """This function will return the handover notes that came to the viewer's schools, not yet read from the address."""
    states = {"written": _("Not read yet"), "read": _("Read")}
    schools = sorted({(str(row.from_school_id), row.from_school.name) for row in rows}, key=lambda one: one[1])
    state_of = Counter("read" if row.is_read else "written" for row in rows)
    from_ = Counter(str(row.from_school_id) for row in rows)
    choices = [
        Choice(
            "state",
            _("Handover note"),
            _counted(states, state_of),
            test=lambda row, one: row.is_read == (one == "read"),
        ),
        Choice(
            "from",
            _("Comes from"),
            _counted(dict(schools), from_),
            test=lambda row, one: str(row.from_school_id) == one,
        ),
    ]
    return Table(
        key="arrived",
        caption=_("New to us"),
        columns=[
            Column("name", _("Name"), value=lambda row: row.student.name, link=_arrival),
            Column("grade", _("Grade"), value=lambda row: students.grade_words(row.student.grade)),
            Column("from_school", _("Comes from"), value=lambda row: row.from_school.name),
            Column("written_at", _("Written"), kind="date", value=lambda row: row.written_at.date()),
            Column("state", _("Handover note"), kind="status", value=_arrived_status),
            Column("read", _("Read by"), value=_read_by, sortable=False),
        ],
        rows=list(rows),
        choices=[choice for choice in choices if len(choice.options) > 1],
        order="",
        searchable=False,
        count=lambda n: ngettext("%(n)s student", "%(n)s students", n),
        empty_title=_("Nobody came with a handover note"),
        empty_text=_("Once a student whose last school wrote one is at your school, it stands here."),
        narrow="stack",
    )


def _arrived_status(row: Handover) -> Status:
    return Status(_("Read"), "good") if row.is_read else Status(_("Not read yet"), "care")


def _read_by(row: Handover) -> str | None:
    return row.read_by.name if row.read_by is not None and row.is_read else None


def _arrival(row: Handover) -> str:
    return reverse("support:handover", args=[row.student_id])


def _opened(row: Row) -> str:
    return reverse("support:handover", args=[row.student.pk])


def _writer(row: Row) -> str | None:
    return row.handover.writer.name if row.handover is not None and row.handover.writer is not None else None


def _reader(row: Row) -> str | None:
    return _read_by(row.handover) if row.handover is not None else None


def _writer_key(row: Row) -> str:
    return str(row.handover.writer_id or NOBODY) if row.handover is not None else NOBODY


def _choices(request: HttpRequest, rows: Sequence[Row]) -> list[Choice]:
    """The facets, each answer with how many fit it beside all else that is chosen."""
    tests: _Tests = {
        "state": lambda row, one: row.state == one,
        "grade": lambda row, one: row.student.grade == one,
        "to": lambda row, one: str(row.to_school_id or NOBODY) == one,
        "need": lambda row, one: one in row.needs,
        "writer": lambda row, one: _writer_key(row) == one,
    }
    found = []
    for key, label, words in _answers(rows):
        asked = {name: value for name in tests if name != key and (value := request.GET.get(name, ""))}
        fit = [row for row in rows if all(tests[name](row, value) for name, value in asked.items())]
        counts = Counter({one: sum(tests[key](row, one) for row in fit) for one in words})
        if len(words) > 1 or request.GET.get(key):
            found.append(Choice(key, label, _counted(words, counts), test=tests[key]))
    return found


def _answers(rows: Sequence[Row]) -> Iterable[tuple[str, str, dict[str, str]]]:
    held = {row.state for row in rows}
    grades = sorted({row.student.grade for row in rows}, key=students.grade_order)
    categories, language = students.need_categories(), get_language() or "en"
    needs = {code for row in rows for code in row.needs if code in categories}
    named = {code: categories[code].name(language) for code in needs}
    yield "state", _("Handover note"), {code: words for code, words in state_words().items() if code in held}
    yield "grade", _("Grade"), {grade: students.grade_words(grade) for grade in grades}
    yield "to", _("Next school"), {str(row.to_school_id or NOBODY): row.to_school or _("Not known yet") for row in rows}
    yield "need", _("Circumstance"), dict(sorted(named.items(), key=lambda one: one[1]))
    yield "writer", _("Who writes"), {_writer_key(row): _writer(row) or _("Nobody yet") for row in rows}


def _counted(words: dict[str, str], counts: Counter[str]) -> list[tuple[str, str]]:
    return [(code, _("%(words)s (%(n)s)") % {"words": said, "n": counts[code]}) for code, said in words.items()]


def arrived_rows(rows: QuerySet[Handover]) -> list[Handover]:
    """This function will return handovers with all that a list of them shows, those not read first."""
    listed = rows.select_related("student", "from_school", "read_by")
    ordered = listed.order_by("student__family_name", "student__given_name", "pk")
    return sorted(ordered, key=lambda row: row.is_read)
