"""Likely duplicates put into tables: the list, which notes whom it shows, and one pair row by row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.engines.identity import Reason
from throughline.rooms.audit import api as audit
from throughline.rooms.students import access
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.directory.words import grade_words
from throughline.rooms.students.duplicates.queries import SHOWN, PairPage, PairsPage, Side
from throughline.rooms.students.duplicates.words import say_reasons, say_sure
from throughline.rooms.students.models import LikelyPair, Student
from throughline.rooms.students.pairs import LikelyAdults
from throughline.web.components import figures
from throughline.web.components.pieces import Status, Tab
from throughline.web.tables import Column, Question, Table
from throughline.web.tables.sources import QuerysetAnswer, QuerysetSource


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing as it stands with each of two students."""

    what: str
    one: str
    other: str

    @property
    def is_same(self) -> bool:
        return self.one == self.other


class NotedPairs:
    """A table's source that has each pair noted which it hands out."""

    def __init__(self, inner: QuerysetSource, note: Callable[[Sequence[Any]], None]) -> None:
        self._inner, self._note = inner, note

    def ask(self, question: Question) -> "_Answer":
        """This function will narrow and order the rows as asked."""
        return _Answer(self._inner.ask(question), self._note)


class _Answer:
    def __init__(self, found: QuerysetAnswer, note: Callable[[Sequence[Any]], None]) -> None:
        self._inner, self._note = found, note
        self.n_all, self.n_found = found.n_all, found.n_found

    def totals(self, columns: Sequence[Column]) -> dict[str, Any]:
        """This function will sum each column in the database."""
        return self._inner.totals(columns)

    def rows(self, start: int, stop: int | None) -> Sequence[Any]:
        """This function will fetch the rows from `start` up to `stop`, and note whom they show."""
        rows = list(self._inner.rows(start, stop))
        self._note(rows)
        return rows


@dataclass(frozen=True, slots=True)
class PairList:
    """What differs between lists of pairs: how one of a pair is named, where the pair is, and who notes the rows."""

    key: str
    caption: str
    named: Callable[[Any], str]
    link: Callable[[Any], str]
    note: Callable[[Sequence[Any]], None]
    none: str


def pairs_listed(page: PairsPage, of: PairList) -> Table:
    """This function will list pairs, the likeliest first, with why they may be one or who said they are two."""
    columns = [
        Column("one", _("First record"), value=lambda pair: of.named(pair.one), link=of.link, sortable=False),
        Column("other", _("Second record"), value=lambda pair: of.named(pair.other), sortable=False),
        Column("sure", _("One person?"), kind="status", value=lambda pair: say_sure(pair.score), sortable=False),
        Column("why", _("Why"), value=_why, sortable=False),
    ]
    if page.decided:
        columns[2] = Column("said", _("Two people, says"), value=say_said, sortable=False)
    return Table(
        key=of.key,
        caption=of.caption,
        columns=columns,
        rows=NotedPairs(QuerysetSource(page.rows, columns, [], ()), of.note),
        searchable=False,
        count=lambda n: ngettext("%(n)s pair", "%(n)s pairs", n),
        empty_title=_("No pair here"),
        empty_text=_("Nobody was said to be two people.") if page.decided else of.none,
        narrow="stack",
    )


def two_views(page: PairsPage, here: str) -> list[Tab]:
    """This function will return the two views of a list of pairs."""
    return [
        Tab(_("To look at"), here, not page.decided, page.n_waiting),
        Tab(_("Two people"), f"{here}?said=two", page.decided, page.n_decided),
    ]


def pairs_table(page: PairsPage) -> Table:
    """This function will list pairs of students."""

    def note(rows: Sequence[LikelyPair]) -> None:
        students = {student.pk: student for row in rows for student in (row.one, row.other)}
        sights = access.explain_sight(page.viewer, students.values(), SHOWN)
        shown = ((pk, sight, SHOWN) for pk, sight in sights.items())
        note_looked(by=page.viewer, at=page.at, shown=shown, place="students.duplicates")

    none = _("No two students look like one.")
    return pairs_listed(page, PairList("duplicates", _("Likely duplicates"), _named, _pair_url, note, none))


def tabs(page: PairsPage) -> list[Tab]:
    """This function will return the two views of the list, and the way to adults of families."""
    adults = Tab(_("Adults of families"), reverse("students:adult_duplicates"))
    return [*two_views(page, reverse("students:duplicates")), adults]


def compared_table(page: PairPage) -> Table:
    """This function will set two students side by side, one thing a row, what differs first."""
    one, other = page.sides
    return compared_rows([Compared(what, say(one), say(other)) for what, say in _facts().items()])


def compared_rows(rows: list[Compared]) -> Table:
    """This function will lay out what was compared of two records, what differs first."""
    told = [row for row in rows if row.one or row.other]
    return Table(
        key="compared",
        caption=_("Side by side"),
        columns=[
            Column("what", _("What"), sortable=False),
            Column("one", _("First record"), sortable=False),
            Column("other", _("Second record"), sortable=False),
            Column("same", _("Compared"), kind="status", value=_same, sortable=False),
        ],
        rows=sorted(told, key=lambda row: row.is_same),
        searchable=False,
        count=lambda n: ngettext("%(n)s thing compared", "%(n)s things compared", n),
        narrow="stack",
    )


def crumbs() -> list[tuple[str, str]]:
    """This function will return the way back to the list."""
    return [(_("Likely duplicates"), reverse("students:duplicates"))]


def _facts() -> dict[str, Callable[[Side], str]]:
    return {
        _("Name"): lambda side: _whole_name(side.student),
        _("Called"): _called,
        _("Date of birth"): lambda side: figures.day(side.birth.birth_on) if side.birth and side.birth.birth_on else "",
        _("Sex"): lambda side: side.birth.sex if side.birth else "",
        _("Student number"): lambda side: side.student.local_id,
        _("Id in the district's system"): lambda side: side.student.source_id,
        _("Grade"): lambda side: grade_words(side.student.grade),
        _("School"): lambda side: str(side.student.home_school or ""),
        _("Enrolled"): _enrolled,
        _("Family"): lambda side: ", ".join(adult.name for adult in side.adults),
        _("Phone of the family"): lambda side: ", ".join(sorted({a.phone for a in side.adults if a.phone})),
        _("E-mail of the family"): lambda side: ", ".join(sorted({a.email for a in side.adults if a.email})),
        _("Where it comes from"): lambda side: say_origin(side.beginning),
        _("Left the roster"): lambda side: figures.moment(side.student.ended_at) if side.student.ended_at else "",
    }


def _whole_name(student: Student) -> str:
    return " ".join(part for part in (student.given_name, student.middle_name, student.family_name) if part)


def _called(side: Side) -> str:
    is_otherwise = side.student.preferred_given_name or side.student.preferred_family_name
    return side.student.name if is_otherwise else ""


def _enrolled(side: Side) -> str:
    told = [
        f"{row.school}, {figures.short_day(row.starts_on)}" if row.starts_on else str(row.school)
        for row in side.enrollments
    ]
    return "; ".join(told)


def say_origin(began: audit.Beginning | None) -> str:
    """This function will say which import or person a record came from, and since when."""
    if began is None:
        return ""
    came = audit.say_origin(began.request)
    source = came.label if came else (began.who or _("Somebody unknown"))
    return _("%(source)s, since %(when)s") % {"source": source, "when": figures.moment(began.at)}


def _same(row: Compared) -> Status:
    return Status(_("Same"), "quiet") if row.is_same else Status(_("Different"), "care")


def _named(student: Student) -> str:
    return ", ".join((student.name, grade_words(student.grade), str(student.home_school or "")))


def _pair_url(pair: LikelyPair) -> str:
    return reverse("students:duplicate", args=[pair.pk])


def _why(pair: LikelyPair) -> str:
    return say_reasons(Reason.read(written) for written in pair.reasons)


def say_said(pair: LikelyPair | LikelyAdults) -> str:
    """This function will say who told two records apart, and when."""
    return f"{pair.decided_by}, {figures.moment(pair.decided_at)}" if pair.decided_at else pair.decided_by
