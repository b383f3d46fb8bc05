"""Recounts as tables: the list, every school's change by cause, and every count that is another."""

from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from throughline.engines.funding.changes import Part
from throughline.engines.funding.steps import Taken
from throughline.rooms.funding.recounts.queries import CountTold, RecountPage, RecountRow, SchoolChanged
from throughline.rooms.funding.scenarios.words import state_status
from throughline.web.components import figures
from throughline.web.components.pieces import Status
from throughline.web.tables import Column, Table


def recounts_table(rows: Sequence[RecountRow]) -> Table:
    """This function will list the recounts."""
    return Table(
        key="recounts",
        caption=_("Recounts"),
        columns=[
            Column("name", _("Recount"), link=lambda row: reverse("funding:recount", args=[row.number])),
            Column("state", _("State"), kind="status", value=lambda row: state_status(row.state)),
            Column("count_on", _("Counted again on"), kind="date"),
            Column("first_on", _("In place of"), kind="date"),
            Column("run", _("Run"), kind="number", link=lambda row: reverse("funding:run", args=[row.run])),
            Column("year_name", _("Fiscal year")),
            Column("by_name", _("By")),
        ],
        rows=rows,
        searchable=False,
        count=lambda n: ngettext("%(n)s recount", "%(n)s recounts", n),
        empty_title=_("No recount yet"),
        empty_text=_("Budgets stand on the students counted first."),
        narrow="stack",
    )


def schools_table(page: RecountPage) -> Table:
    """This function will lay every school's change out by its causes: they add up to it, to the cent."""
    return Table(
        key="schools",
        caption=_("Every school's change, by its causes"),
        columns=[
            Column("name", _("School")),
            Column("students", _("Students"), value=_students, sortable=False),
            Column("before_cents", _("Adopted"), kind="money", total=True),
            Column("after_cents", _("Recounted"), kind="money", total=True),
            Column("change_cents", pgettext("difference", "Change"), kind="money", total=True),
            *(
                Column(part.name.lower(), cause_name(part), kind="money", total=True, value=_did(part))
                for part in page.causes
            ),
        ],
        rows=page.schools,
        order="change_cents",
        count=lambda n: ngettext("%(n)s school", "%(n)s schools", n),
        file_name=f"recount-{page.scenario.number}",
        shares_page=True,
        narrow="scroll",
    )


def counts_table(page: RecountPage) -> Table:
    """This function will list every count that is another on the later day, and what became of it."""
    return Table(
        key="counts",
        caption=_("Every count that is another, and what became of it"),
        columns=[
            Column("school", _("School")),
            Column("count", _("What is counted")),
            Column("first", _("First"), kind="number", value=_number("first")),
            Column("later", _("Later"), kind="number", value=_number("later")),
            Column("used", _("Used"), kind="number", value=_number("used")),
            Column("taken", _("Why"), kind="status", value=lambda row: taken_status(row.taken)),
        ],
        rows=page.counts,
        order="school",
        searchable=False,
        count=lambda n: ngettext("%(n)s count", "%(n)s counts", n),
        file_name=f"recount-{page.scenario.number}-counts",
        shares_page=True,
        narrow="stack",
    )


def taken_status(taken: Taken) -> Status:
    """This function will say what became of a later count."""
    return {
        Taken.SAME: Status(pgettext("later count", "The same"), "quiet"),
        Taken.LATER: Status(pgettext("later count", "Taken"), "good"),
        Taken.PART: Status(pgettext("later count", "In part, by the formula"), "good"),
        Taken.CAPPED: Status(pgettext("later count", "As far as the formula lets it"), "good"),
        Taken.BELOW: Status(pgettext("later count", "Too small a change"), "quiet"),
        Taken.FELL: Status(pgettext("later count", "It fell, and stays"), "quiet"),
        Taken.FIXED: Status(pgettext("later count", "The formula keeps its count day"), "quiet"),
        Taken.UNKNOWN: Status(pgettext("later count", "Not counted again"), "care"),
    }[taken]


def cause_name(part: Part) -> str:
    """This function will name a cause in a word or two, as the head of a column."""
    return {
        Part.OPENED: pgettext("cause", "Opened or closed"),
        Part.ENROLLMENT: pgettext("cause", "Enrollment"),
        Part.NEED_MIX: pgettext("cause", "Need mix"),
        Part.FIGURES: pgettext("cause", "Other figures"),
        Part.OTHER_SCHOOLS: pgettext("cause", "Other schools"),
        Part.SOURCES: pgettext("cause", "Sources"),
        Part.RATES: pgettext("cause", "The formula"),
        Part.TOP_UPS: pgettext("cause", "Held"),
        Part.ROUNDING: pgettext("cause", "Rounding"),
    }[part]


def staff_sentences(page: RecountPage) -> list[str]:
    """This function will say that what was adopted as guaranteed staff stays; nothing where none was."""
    if not page.found.inputs.floors.guaranteed:
        return []
    return [_("Guaranteed staff stays as it was adopted, whatever its year says of it now.")]


def _students(row: SchoolChanged) -> str:
    before, now = figures.number(row.n_first), figures.number(row.n_later)
    return before if before == now else f"{before} → {now}"


def _did(part: Part) -> Callable[[SchoolChanged], int]:
    return lambda row: row.causes.get(part, 0)


def _number(name: str) -> Callable[[CountTold], float | int | None]:
    """A count as a number: it was kept exactly, and is whole unless a formula takes a part of a change."""

    def value(row: CountTold) -> float | int | None:
        text: str = getattr(row, name)
        if not text:
            return None
        up, _slash, down = text.partition("/")
        return int(up) / int(down) if down else int(up)

    return value
