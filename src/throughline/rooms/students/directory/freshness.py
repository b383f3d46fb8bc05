"""Where what stands on a student's page comes from, and how fresh it is: said by the room that brings it in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from throughline.rooms.audit import api as audit
from throughline.rooms.students.access import Sight
from throughline.web.components import figures


@dataclass(frozen=True, slots=True)
class Freshness:
    """One kind of file from the district's systems: the class of record it brings, when it was last taken, by what."""

    record_class: str
    words: str
    at: datetime
    request: str


_finders: list[Callable[[], Iterable[Freshness]]] = []


def register_freshness(find: Callable[[], Iterable[Freshness]]) -> None:
    """This function will have `find` asked how fresh a student's page is. Call it from `AppConfig.ready`.

    It knows of no student, and asks the database equally often for any.
    """
    if find not in _finders:
        _finders.append(find)


def freshness_shown(sight: Sight) -> list[tuple[str, str]]:
    """This function will say, for the classes of record one sees, what came from where and when, as terms."""
    told = []
    for one in (one for find in _finders for one in find() if one.record_class in sight):
        came = audit.say_origin(one.request)
        told.append((one.words, f"{figures.moment(one.at)}, {came.label}" if came else figures.moment(one.at)))
    return told
