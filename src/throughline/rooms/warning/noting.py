"""Tables that show students: each row fetched is put in full, and whom it shows is noted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from throughline.rooms.students import api as students
from throughline.rooms.warning.flags.queries import note_shown
from throughline.values.viewer import Viewer
from throughline.web.tables import Column, Question
from throughline.web.tables.sources import QuerysetAnswer, QuerysetSource


@dataclass(frozen=True, slots=True)
class Dressed:
    """Rows with all that is shown of them: whose they are, and which classes of record beside directory.

    `of_each` has further classes by student, where rows are not all of the same.
    """

    rows: Sequence[Any]
    students: Sequence[students.Student]
    classes: frozenset[str]
    of_each: Mapping[int, set[str]] = field(default_factory=dict)


Dress = Callable[[Viewer, Sequence[Any]], Dressed]


class NotedSource:
    """A table's source that dresses the rows it fetches, and notes each student it shows."""

    def __init__(self, inner: QuerysetSource, viewer: Viewer, at: datetime, place: str, dress: Dress) -> None:
        self._inner, self._viewer, self._at, self._place, self._dress = inner, viewer, at, place, dress

    def ask(self, question: Question) -> "NotedAnswer":
        """This function will narrow and order the rows as asked."""
        return NotedAnswer(self._inner.ask(question), self._viewer, self._at, self._place, self._dress)


class NotedAnswer:
    """Rows that are noted as they are fetched: the same number of queries for any number of rows."""

    def __init__(self, found: QuerysetAnswer, viewer: Viewer, at: datetime, place: str, dress: Dress) -> None:
        self._inner, self._viewer, self._at, self._place, self._dress = found, viewer, at, place, dress
        self.n_all, self.n_found = found.n_all, found.n_found

    def totals(self, columns: Sequence[Column]) -> dict[str, Any]:
        """This function will sum each column in the database."""
        return self._inner.totals(columns)

    def rows(self, start: int, stop: int | None) -> Sequence[Any]:
        """This function will fetch the rows from `start` up to `stop`, and note whom they show."""
        dressed = self._dress(self._viewer, list(self._inner.rows(start, stop)))
        classes = ["directory", *sorted(dressed.classes)]
        also, at, place = dressed.of_each, self._at, self._place
        note_shown(self._viewer, dressed.students, at=at, place=place, classes=classes, also=also)
        return dressed.rows
