"""The sentences and ledgers of positions and guaranteed programs."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from throughline.engines.funding.positions import Group
from throughline.rooms.funding.budgets.guaranteed import floor_money
from throughline.rooms.funding.filed import counted_words
from throughline.rooms.funding.graded import source_words
from throughline.rooms.funding.guarantee_words import group_name, units_text
from throughline.rooms.funding.positions.queries import PositionCost, ProgramCost, SchoolFloor
from throughline.values.school_year import SchoolYear
from throughline.web.components import figures
from throughline.web.components.pieces import Ledger, LedgerLine, Status

_MOST_NAMED = 5


def headline(cost: ProgramCost) -> list[tuple[str, str, str]]:
    """This function will return the figures a program is about."""
    found = [
        (_("All guaranteed staff"), floor_money(cost.floor_cents, cost.most_cents), ""),
        (_("Schools"), figures.number(len(cost.schools)), ""),
    ]
    if cost.run_number is None:
        return found
    return [
        *found,
        (_("Schools that have less"), figures.number(len(cost.below)), ""),
        (_("What they lack"), floor_money(cost.missing_cents, cost.most_missing_cents), ""),
    ]


def sentences(cost: ProgramCost) -> list[str]:
    """This function will say on whose students a program is priced, and whom it raises by how much."""
    if not cost.most_cents:
        return [_("Nothing is guaranteed yet. Choose a position, and say how many units of it a school has at least.")]
    counted = {"counted": counted_words(cost.on, cost.rule), "n": figures.number(cost.n_students)}
    says = [_("Priced on %(n)s students, %(counted)s.") % counted, *_own_days(cost), *_grades_from(cost)]
    if cost.run_number is None:
        return [*says, _("There is no run to set it beside yet.")]
    run = {"number": cost.run_number, "n": figures.number(len(cost.below)), "money": figures.money(cost.missing_cents)}
    if cost.unknown:
        return [*says, *_below_at_least(cost, run)]
    if not cost.below:
        return [*says, _("Run %(number)s pays every school at least this, so nothing would be added.") % run]
    below = ngettext(
        "Run %(number)s pays %(n)s school less: %(money)s would be added.",
        "Run %(number)s pays %(n)s schools less: %(money)s would be added.",
        len(cost.below),
    )
    return [*says, below % run]


def _own_days(cost: ProgramCost) -> list[str]:
    """Each need that is counted on a day of its own, which is not that of all students."""
    return [
        _("“%(need)s” is counted on %(day)s.") % {"need": group_name(Group(code)), "day": figures.day(on)}
        for code, on in cost.days
    ]


def _grades_from(cost: ProgramCost) -> list[str]:
    """Where grades are from that the file of the day does not say."""
    words = {"day": figures.day(cost.on), "sources": "; ".join(map(source_words, cost.sources))}
    return [_("The file of %(day)s says no grades; they are taken %(sources)s.") % words] if cost.sources else []


def missing_says(cost: ProgramCost) -> str:
    """This function will say which grades are missing and what would bring them; nothing where none is."""
    if not cost.ungraded:
        return ""
    more = len(cost.ungraded) - _MOST_NAMED
    words = {
        "day": figures.day(cost.on),
        "schools": ", ".join(cost.ungraded[:_MOST_NAMED]) + (f" (+{more})" if more > 0 else ""),
        "columns": ", ".join(cost.grade_columns),
        "year": SchoolYear.of(cost.on),
    }
    return (
        _(
            "Nobody says how many students of each grade there are on %(day)s at %(schools)s. Bring in a file with the"
            " columns %(columns)s, or project students to %(year)s."
        )
        % words
    )


def _below_at_least(cost: ProgramCost, run: Mapping[str, object]) -> list[str]:
    """What a run lacks for certain, where not all counts are known."""
    below = ngettext(
        "Run %(number)s pays %(n)s school less for certain: at least %(money)s would be added.",
        "Run %(number)s pays %(n)s schools less for certain: at least %(money)s would be added.",
        len(cost.below),
    )
    return [below % run] if cost.below else []


def unknown_says(cost: ProgramCost) -> list[str]:
    """This function will say of each group what its withheld counts may be, school by school."""
    found: dict[str, list[str]] = {}
    for one in cost.unknown:
        part = f"{one.school} {figures.number(one.least)}–{figures.number(one.most)}"
        found.setdefault(group_name(one.group), []).append(part)
    return [f"{name}: {', '.join(parts)}" for name, parts in found.items()]


def raised(cost: ProgramCost) -> list[str]:
    """This function will name the schools that lack the most, each with what it lacks."""
    return [f"{one.name}: {figures.money(one.missing_cents)}" for one in cost.below[:_MOST_NAMED]]


def standing_of(row: SchoolFloor) -> Status | None:
    """This function will say how a run stands to what a school is guaranteed."""
    if row.missing_cents is None:
        return None
    if row.most_missing_cents != row.missing_cents and not row.missing_cents:
        return Status(pgettext("floor", "Not known yet"), "quiet")
    return Status(_("Lacking"), "care") if row.missing_cents else Status(pgettext("floor", "Reached"), "good")


def positions_ledger(cost: ProgramCost) -> Ledger | None:
    """This function will lay out what each position costs at all schools together."""
    if not cost.most_cents:
        return None
    return Ledger(
        caption=_("Position by position, at all schools"),
        lines=[LedgerLine(one.name, one.cents, note=_units_at(one)) for one in cost.positions],
        total_label=_("All guaranteed staff, at least") if cost.unknown else _("All guaranteed staff"),
        total_cents=cost.floor_cents,
    )


def _units_at(one: PositionCost) -> str:
    units = units_text(one.units)
    if one.most_units != one.units:
        units = _("%(least)s to %(most)s") % {"least": units, "most": units_text(one.most_units)}
    words = {"units": units, "price": figures.money(one.price_cents)}
    return _("%(units)s units at %(price)s") % words
