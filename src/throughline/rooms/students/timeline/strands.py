"""What a timeline is woven of: each kind of thing that happens is a strand, from this room or one above."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from throughline.rooms.students.access import Sight
from throughline.rooms.students.models import Student
from throughline.values.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened, in words: what, more about it, where it is read, and its own class of record if any.

    `also` are other classes of record that its words tell of. `quoted` are somebody's own words, said before the
    text, in the `language` they were written in.
    """

    title: str
    text: str = ""
    url: str = ""
    record_class: str = ""
    also: tuple[str, ...] = ()
    quoted: str = ""
    language: str = ""

    @property
    def said(self) -> str:
        """All of it but the title, on one line."""
        return " · ".join(part for part in (self.quoted, self.text) if part)


@dataclass(frozen=True, slots=True)
class Strand:
    """One kind of thing that happens to a student, as far as one viewer may see.

    `rows` are this student's, already within the viewer's sight; `day` names their column of the day; `tell` puts the
    rows of one page into words, by their key. Without a `record_class` each happening says its own.
    """

    kind: str
    label: str
    record_class: str
    rows: QuerySet[Any]
    day: str
    tell: Callable[[list[Any]], dict[Any, Happening]]


@dataclass(frozen=True, slots=True)
class Told:
    """A happening on its day, and the kind and class of record it is of."""

    on: date
    label: str
    record_class: str
    happening: Happening

    @property
    def classes(self) -> frozenset[str]:
        """The classes of record that whoever reads it is shown."""
        return frozenset((self.record_class, *self.happening.also))


StrandSource = Callable[[Viewer, Student, Sight], Iterable[Strand]]
_sources: list[StrandSource] = []


def register_strands(source: StrandSource) -> None:
    """This function will ask `source` for strands of each timeline. Call it from `AppConfig.ready`.

    The source yields only what the viewer may know of: `rows` filtered by its room's own access.
    """
    if source not in _sources:
        _sources.append(source)


def contributed_strands(viewer: Viewer, student: Student, sight: Sight) -> list[Strand]:
    """This function will gather the strands of every room above."""
    return [strand for source in _sources for strand in source(viewer, student, sight)]
