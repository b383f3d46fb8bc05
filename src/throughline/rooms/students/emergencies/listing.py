"""The list of what was opened in emergencies, which notes whose records it shows."""

from collections.abc import Sequence
from typing import Any

from throughline.rooms.students import access
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.emergencies.queries import OVERSIGHT, EmergenciesPage
from throughline.rooms.students.models import Emergency
from throughline.web.tables import Column, Question
from throughline.web.tables.sources import QuerysetAnswer, QuerysetSource

_SHOWN = ("directory", OVERSIGHT)


class NotedEmergencies:
    """A table's source that notes each student whose emergency it hands out."""

    def __init__(self, inner: QuerysetSource, page: EmergenciesPage) -> None:
        self._inner, self._page = inner, page

    def ask(self, question: Question) -> "_Answer":
        """This function will narrow and order the rows as asked."""
        return _Answer(self._inner.ask(question), self._page)


class _Answer:
    def __init__(self, found: QuerysetAnswer, page: EmergenciesPage) -> None:
        self._inner, self._page = found, page
        self.n_all, self.n_found = found.n_all, found.n_found

    def totals(self, columns: Sequence[Column]) -> dict[str, Any]:
        """This function will sum each column in the database."""
        return self._inner.totals(columns)

    def rows(self, start: int, stop: int | None) -> Sequence[Emergency]:
        """This function will fetch the rows from `start` up to `stop`, and note whom they show."""
        rows: list[Emergency] = list(self._inner.rows(start, stop))
        note_shown(self._page, rows)
        return rows


def note_shown(page: EmergenciesPage, rows: Sequence[Emergency]) -> None:
    """This function will note once for each student that their emergencies were shown."""
    students = {row.student_id: row.student for row in rows}
    sights = access.explain_sight(page.viewer, students.values(), _SHOWN)
    shown = ((pk, sight, _SHOWN) for pk, sight in sights.items())
    note_looked(by=page.viewer, at=page.at, shown=shown, place="students.emergencies")
