"""A page of changes laid out to be read: by day, and by what was done at once. Any room can show one.

read = audit.read_timeline(request, [audit.Tracked(Formula, "formula", Q(pgh_obj_id=formula.pk), {"name": _("Name")})])
{% include "changes/timeline.html" with timeline=read %}
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.audit.changes.queries import PER_PAGE, Change, Changes, Tracked, find_changes
from throughline.web.components.pieces import Link

Offer = Callable[[Change], Link | None]
# From this many rows on, what was done at once is folded.
MANY = 6


@dataclass(frozen=True, slots=True)
class Told:
    """One change in words: what it is about, what happened to it, and a way to undo it where the room offers one."""

    change: Change
    title: str
    undo: Link | None


@dataclass(frozen=True, slots=True)
class Together:
    """What one person did at once."""

    at: datetime
    who: str
    title: str
    origin: Link | None
    rows: tuple[Told, ...]

    @property
    def is_many(self) -> bool:
        return len(self.rows) >= MANY

    @property
    def count(self) -> str:
        n = len(self.rows)
        return ngettext("%(n)s change", "%(n)s changes", n) % {"n": n}


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of a timeline: days, the newest first, each with what was done at once; and where to turn."""

    days: tuple[tuple[date, tuple[Together, ...]], ...]
    n: int
    newer_url: str
    older_url: str
    since: str
    until: str

    @property
    def count(self) -> str:
        return ngettext("%(n)s change", "%(n)s changes", self.n) % {"n": self.n}


_origins: dict[str, Callable[[str], Link]] = {}


def register_origin(prefix: str, say: Callable[[str], Link]) -> None:
    """This function will have requests named `prefix:number` said by `say`, such as an import. Call it from `ready`."""
    _origins[prefix] = say


def say_origin(request: str) -> Link | None:
    """This function will say what a request such as `import:7` was, or None where no room says."""
    prefix, _colon, number = request.partition(":")
    return _origins[prefix](number) if prefix in _origins else None


def read_timeline(
    request: HttpRequest,
    sources: Iterable[Tracked],
    *,
    kinds: Mapping[str, str] | None = None,
    undo: Offer | None = None,
    links: bool = True,
) -> Timeline:
    """This function will return the page of a timeline that the request asks for, by its days and its place.

    `kinds` are words for the kinds of rows; `undo` offers a way back from a change; `links` leads to where changes
    came from, for those who may open it.
    """
    since, until = (parse_day(request.GET.get(name, "")) for name in ("since", "until"))
    start = _start(request.GET.get("start", ""))
    found = find_changes(sources, since=_midnight(since, 0), until=_midnight(until, 1), start=start)
    asked = request.GET.copy()

    def turned(place: int) -> str:
        asked["start"] = str(place)
        return f"{request.path}?{asked.urlencode()}"

    return Timeline(
        days=_by_day(found, kinds or {}, undo, links),
        n=found.n,
        newer_url=turned(max(0, start - PER_PAGE)) if start else "",
        older_url=turned(start + PER_PAGE) if start + PER_PAGE < found.n else "",
        since=since.isoformat() if since else "",
        until=until.isoformat() if until else "",
    )


def parse_day(text: str) -> date | None:
    """This function will read a day such as 2026-11-20, or return None where the text is none."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def _by_day(
    found: Changes, kinds: Mapping[str, str], undo: Offer | None, links: bool
) -> tuple[tuple[date, tuple[Together, ...]], ...]:
    days = []
    for day, of_day in groupby(found.rows, key=lambda row: timezone.localtime(row.at).date()):
        at_once = groupby(of_day, key=lambda row: (row.request, row.who, row.at))
        days.append((day, tuple(_together(list(rows), kinds, undo, links) for _key, rows in at_once)))
    return tuple(days)


def _together(rows: list[Change], kinds: Mapping[str, str], undo: Offer | None, links: bool) -> Together:
    first = rows[0]
    origin = say_origin(first.request)
    title = origin.label if origin else ""
    who = first.who or _("Somebody unknown")
    told = tuple(Told(row, _title(row, kinds), undo(row) if undo else None) for row in rows)
    shown = replace(origin, url="") if origin and not links else origin
    return Together(first.at, who, title, shown, told)


def _title(row: Change, kinds: Mapping[str, str]) -> str:
    words = {"made": _("%(kind)s: added"), "changed": _("%(kind)s: changed"), "removed": _("%(kind)s: taken out")}
    return words[row.label] % {"kind": kinds.get(row.kind, row.kind)}


def _midnight(day: date | None, after: int) -> datetime | None:
    if day is None or day >= date.max - timedelta(days=2):
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=after), time.min))


def _start(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0
