"""The sentences and ledgers of positions and guaranteed programs."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from throughline.rooms.funding.budgets.guaranteed import units_text
from throughline.rooms.funding.filed import counted_words
from throughline.rooms.funding.positions.queries import PositionCost, ProgramCost, SchoolFloor
from throughline.web.components import figures
from throughline.web.components.pieces import Ledger, LedgerLine, Status

_MOST_NAMED = 5


def headline(cost: ProgramCost) -> list[tuple[str, str, str]]:
    """This function will return the figures a program is about."""
    found = [
        (_("All guaranteed staff"), figures.money_whole(cost.floor_cents), ""),
        (_("Schools"), figures.number(len(cost.schools)), ""),
    ]
    if cost.run_number is None:
        return found
    return [
        *found,
        (_("Schools that have less"), figures.number(len(cost.below)), ""),
        (_("What they lack"), figures.money_whole(cost.missing_cents), ""),
    ]


def sentences(cost: ProgramCost) -> list[str]:
    """This function will say on whose students a program is priced, and whom it raises by how much."""
    if not cost.floor_cents:
        return [_("Nothing is guaranteed yet. Choose a position, and say how many units of it a school has at least.")]
    counted = {"counted": counted_words(cost.on, cost.rule), "n": figures.number(cost.n_students)}
    says = [_("Priced on %(n)s students, %(counted)s.") % counted]
    if cost.run_number is None:
        return [*says, _("There is no run to set it beside yet.")]
    run = {"number": cost.run_number, "n": figures.number(len(cost.below)), "money": figures.money(cost.missing_cents)}
    if not cost.below:
        return [*says, _("Run %(number)s pays every school at least this, so nothing would be added.") % run]
    below = ngettext(
        "Run %(number)s pays %(n)s school less: %(money)s would be added.",
        "Run %(number)s pays %(n)s schools less: %(money)s would be added.",
        len(cost.below),
    )
    return [*says, below % run]


def raised(cost: ProgramCost) -> list[str]:
    """This function will name the schools that lack the most, each with what it lacks."""
    return [f"{one.name}: {figures.money(one.missing_cents)}" for one in cost.below[:_MOST_NAMED]]


def standing_of(row: SchoolFloor) -> Status | None:
    """This function will say how a run stands to what a school is guaranteed."""
    if row.missing_cents is None:
        return None
    return Status(_("Lacking"), "care") if row.missing_cents else Status(pgettext("floor", "Reached"), "good")


def positions_ledger(cost: ProgramCost) -> Ledger | None:
    """This function will lay out what each position costs at all schools together."""
    if not cost.floor_cents:
        return None
    return Ledger(
        caption=_("Position by position, at all schools"),
        lines=[LedgerLine(one.name, one.cents, note=_units_at(one)) for one in cost.positions],
        total_label=_("All guaranteed staff"),
        total_cents=cost.floor_cents,
    )


def _units_at(one: PositionCost) -> str:
    words = {"units": units_text(one.units), "price": figures.money(one.price_cents)}
    return _("%(units)s units at %(price)s") % words
