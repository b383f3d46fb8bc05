"""Likely duplicates among adults put into tables: the list, one pair row by row, and what holds for each child."""

from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.students.adults.queries import (
    AdultPairPage,
    AdultSide,
    ChildOfPair,
    children_of,
    note_children,
)
from throughline.rooms.students.directory.contacts import Rights
from throughline.rooms.students.directory.words import grade_words
from throughline.rooms.students.duplicates.pages import (
    Compared,
    PairList,
    compared_rows,
    crumbs,
    pairs_listed,
    say_origin,
    two_views,
)
from throughline.rooms.students.duplicates.queries import PairsPage
from throughline.rooms.students.models import Guardian, Student
from throughline.rooms.students.pairs import LikelyAdults
from throughline.web.components.pieces import Status, Tab
from throughline.web.tables import Column, Table


def adults_table(page: PairsPage) -> Table:
    """This function will list pairs, the likeliest first, with the students whose family they are."""
    families: dict[int, list[Student]] = {}

    def note(rows: Sequence[LikelyAdults]) -> None:
        families.update(children_of(page.viewer, {pk for row in rows for pk in (row.one_id, row.other_id)}))
        shown = (student for listed in families.values() for student in listed)
        note_children(page.viewer, shown, at=page.at, place="students.adult_duplicates")

    def named(adult: Guardian) -> str:
        children = ", ".join(student.name for student in families.get(adult.pk, ()))
        return _("%(name)s, for %(children)s") % {"name": adult.name, "children": children} if children else adult.name

    caption, none = _("Adults of families who may be entered twice"), _("No two adults look like one.")
    return pairs_listed(page, PairList("adult_duplicates", caption, named, _pair_url, note, none))


def adult_tabs(page: PairsPage) -> list[Tab]:
    """This function will return the two views of the list."""
    return two_views(page, reverse("students:adult_duplicates"))


def adults_compared(page: AdultPairPage) -> Table:
    """This function will set two adults side by side, one thing a row, what differs first."""
    one, other = page.sides
    return compared_rows([Compared(what, say(one), say(other)) for what, say in _facts().items()])


def children_table(page: AdultPairPage) -> Table:
    """This function will list each student of either record, what limits the adult there, and what will hold."""
    columns = [
        Column("student", _("Student"), value=lambda child: _child(child.student), sortable=False),
        Column("one", _("First record"), value=lambda child: _standing(child.with_one), sortable=False),
        Column("other", _("Second record"), value=lambda child: _standing(child.with_other), sortable=False),
    ]
    if page.told_limits:
        columns.append(Column("then", _("Joined"), kind="status", value=_then, sortable=False))
    return Table(
        key="children",
        caption=_("Whom they stand for, and what limits them"),
        columns=columns,
        rows=page.children,
        searchable=False,
        count=lambda n: ngettext("%(n)s student", "%(n)s students", n),
        narrow="stack",
    )


def adult_crumbs() -> list[tuple[str, str]]:
    """This function will return the way back to the list."""
    return [*crumbs(), (_("Adults of families"), reverse("students:adult_duplicates"))]


def _facts() -> dict[str, Callable[[AdultSide], str]]:
    return {
        _("Name"): lambda side: " ".join(
            part for part in (side.adult.given_name, side.adult.middle_name, side.adult.family_name) if part
        ),
        _("Called"): lambda side: side.adult.name if side.adult.preferred_given_name else "",
        _("Phone"): lambda side: side.adult.phone,
        _("E-mail"): lambda side: side.adult.email,
        _("Id in the district's system"): lambda side: side.adult.source_id,
        _("Role"): _roles,
        _("Signs in"): lambda side: _("Yes") if side.signs_in else _("No"),
        _("Where it comes from"): lambda side: say_origin(side.beginning),
    }


def _roles(side: AdultSide) -> str:
    words = {"parent": _("Mother or father"), "guardian": _("Guardian"), "relative": _("Relative")}
    return ", ".join(sorted({f"{words.get(row.role, row.role)}, {row.organization}" for row in side.roles}))


def _standing(rights: Rights | None) -> str:
    if rights is None:
        return _("Does not stand for the student")
    return "; ".join((_("Stands for the student"), *rights.limits))


def _then(child: ChildOfPair) -> Status:
    limits = child.limits_joined
    return Status("; ".join(limits), "stop") if limits else Status(_("No limit"), "quiet")


def _child(student: Student) -> str:
    return ", ".join((student.name, grade_words(student.grade), str(student.home_school or "")))


def _pair_url(pair: LikelyAdults) -> str:
    return reverse("students:adult_duplicate", args=[pair.pk])
