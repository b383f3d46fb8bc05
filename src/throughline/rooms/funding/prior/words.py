"""The sentences about earlier budgets: what is kept, and how dollars of now stand beside them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.engines.funding.prior import SchoolBeside, Standing
from throughline.rooms.funding.prior.sides import CURRENT, LAST_YEAR, MINIMUM, Compared, Side
from throughline.web.components import figures
from throughline.web.components.pieces import Status

MOST_NAMED = 5


def side_name(side: Side) -> str:
    """This function will name a set of budgets by what it is to the dollars of now."""
    year = {"year": side.year_name}
    return {
        LAST_YEAR: _("The year before, %(year)s"),
        CURRENT: _("The same year, %(year)s"),
        MINIMUM: _("Minimum to operate, %(year)s"),
    }[side.role] % year


def sentences(one: Compared) -> list[str]:
    """This function will say how all schools stand beside a set: in dollars, and how many gain and lose."""
    return _against_minimum(one) if one.side.role == MINIMUM else _against_budgets(one)


def standing_of(row: SchoolBeside, role: str) -> Status:
    """This function will say how one school stands beside a set."""
    if role == MINIMUM:
        return Status(_("Below the minimum"), "stop") if row.change_cents < 0 else Status(_("Reached"), "good")
    return {
        Standing.GAINS: Status(_("Gains"), "good"),
        Standing.LOSES: Status(_("Loses"), "care"),
        Standing.SAME: Status(_("As before"), "quiet"),
        Standing.NEW: Status(_("New"), "note"),
        Standing.GONE: Status(_("No longer paid"), "quiet"),
    }[row.standing]


def moved(one: Compared) -> tuple[list[str], list[str]]:
    """This function will name the schools that gain and lose the most, each with what it comes to."""

    def named(how: Standing) -> list[str]:
        rows = one.found.standing(how)[:MOST_NAMED]
        return [f"{one.names[row.school_id]}: {figures.money_change(row.change_cents)}" for row in rows]

    return named(Standing.GAINS), named(Standing.LOSES)


def school_sentence(row: SchoolBeside, side: Side) -> str:
    """This function will say how one school's dollars stand beside a set."""
    words = {
        "change": figures.money(abs(row.change_cents)),
        "prior": figures.money(row.prior_cents),
        "year": side.year_name,
        "percent": figures.percent(abs(float(row.change_share)), 1) if row.change_share is not None else "",
    }
    if side.role == MINIMUM:
        if row.change_cents < 0:
            return _("That is %(change)s below the minimum to operate it, %(prior)s.") % words
        return _("That is %(change)s above the minimum to operate it, %(prior)s.") % words
    if row.change_cents == 0:
        return _("That is the same as its budget of %(year)s.") % words
    if row.change_share is None:
        return _("Its budget of %(year)s was nothing.") % words
    if row.change_cents > 0:
        return _("That is %(change)s (%(percent)s) more than its budget of %(year)s, %(prior)s.") % words
    return _("That is %(change)s (%(percent)s) less than its budget of %(year)s, %(prior)s.") % words


def short_sentence(one: Compared) -> str:
    """This function will say in one line how all schools stand beside a set, under its name."""
    return f"{side_name(one.side)}: {' '.join(sentences(one))}"


def _against_budgets(one: Compared) -> list[str]:
    found = one.found
    words = {"prior": figures.money(found.prior_cents), "change": figures.money(abs(found.change_cents))}
    says = [
        (
            _("Schools had %(prior)s; now they have %(change)s more.")
            if found.change_cents > 0
            else _("Schools had %(prior)s; now they have %(change)s less.")
            if found.change_cents
            else _("Schools had %(prior)s, and have the same now.")
        )
        % words
    ]
    says += _counted(found.standing(Standing.GAINS), found.gained_cents, gain=True)
    says += _counted(found.standing(Standing.LOSES), found.lost_cents, gain=False)
    if new := found.standing(Standing.NEW):
        says.append(
            ngettext("%(n)s school had none: %(money)s.", "%(n)s schools had none: %(money)s.", len(new))
            % {"n": figures.number(len(new)), "money": figures.money(found.new_cents)}
        )
    if gone := found.standing(Standing.GONE):
        says.append(
            ngettext(
                "%(n)s school is no longer paid: %(money)s.", "%(n)s schools are no longer paid: %(money)s.", len(gone)
            )
            % {"n": figures.number(len(gone)), "money": figures.money(found.gone_cents)}
        )
    return says


def _counted(rows: Sequence[SchoolBeside], cents: int, *, gain: bool) -> list[str]:
    if not rows:
        return []
    words = {"n": figures.number(len(rows)), "money": figures.money(cents)}
    if gain:
        return [ngettext("%(n)s school gains %(money)s.", "%(n)s schools gain %(money)s.", len(rows)) % words]
    return [ngettext("%(n)s school loses %(money)s.", "%(n)s schools lose %(money)s.", len(rows)) % words]


def _against_minimum(one: Compared) -> list[str]:
    below = one.found.standing(Standing.LOSES)
    if not below:
        return [_("Every school has its minimum.")]
    words = {"n": figures.number(len(below)), "money": figures.money(one.found.lost_cents)}
    says = ngettext(
        "%(n)s school is below its minimum: %(money)s is missing.",
        "%(n)s schools are below theirs: %(money)s is missing.",
        len(below),
    )
    return [says % words]
