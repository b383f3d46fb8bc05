"""What a school is guaranteed as staff, as its budget and its explanation say it."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from throughline.engines.funding.positions import ALL, REAL, CountedOut, PricedLine, floor_of
from throughline.rooms.funding.graded import source_words
from throughline.rooms.funding.guarantee_words import rule_says, units_text
from throughline.web.components import figures
from throughline.web.components.pieces import Ledger, LedgerLine


def floor_money(least: int, most: int | None) -> str:
    """This function will say what guaranteed staff costs: the dollars, or from what to what where that is not known."""
    if most is None or most == least:
        return figures.money_whole(least)
    return _("%(least)s to %(most)s") % {"least": figures.money_whole(least), "most": figures.money_whole(most)}


def units_of(line: PricedLine) -> str:
    """This function will write a line's units, from the least to the most where a count is withheld."""
    if line.is_known:
        return units_text(line.units)
    return _("%(least)s to %(most)s") % {"least": units_text(line.units), "most": units_text(line.highest_units)}


def counted_says(line: PricedLine) -> str:
    """This function will say how a position's units came about, as far as students decide them."""
    return "; ".join(map(_part_says, line.counted))


def _part_says(part: CountedOut) -> str:
    """Such as: 1 for every 40 students (English learner), rounded to the nearest 0.5; 63 counted on October 1, 2026."""
    one, n = part.guarantee, part.students
    says = rule_says(one)
    if one.group == ALL:
        return says
    known = figures.number(n.least) if n.is_known else f"{figures.number(n.least)}–{figures.number(n.most)}"
    counted = {"rule": says, "n": known, "day": figures.day(date.fromisoformat(n.on))}
    if n.source:
        return _("%(rule)s: %(n)s on %(day)s, grades %(source)s") % {**counted, "source": source_words(n.source)}
    return _("%(rule)s: %(n)s, counted on %(day)s") % counted


def school_ledger(lines: Sequence[PricedLine]) -> Ledger | None:
    """This function will lay out what one school is guaranteed: units times the price of each position."""
    if not lines:
        return None
    return Ledger(
        caption=_("Guaranteed as staff"),
        lines=[
            LedgerLine(one.name, one.cents, count=units_of(one), rate_cents=one.price_cents, note=counted_says(one))
            for one in lines
        ],
        total_label=_("Price of the guaranteed program"),
        total_cents=floor_of(lines),
        count_head=_("Units"),
        rate_head=_("Price of one"),
    )


def paid_sentence(lines: Sequence[PricedLine], added_cents: int) -> str:
    """This function will say whether a school's guaranteed staff adds to what it has otherwise."""
    if not lines:
        return ""
    words = {"floor": figures.money(floor_of(lines)), "money": figures.money(added_cents)}
    if added_cents > 0:
        return (
            _(
                "The staff that every school is guaranteed costs %(floor)s here. The school had less than that, so"
                " %(money)s is added."
            )
            % words
        )
    return (
        _(
            "The staff that every school is guaranteed costs %(floor)s here. The school has at least that already, so"
            " nothing is added for it."
        )
        % words
    )


def charge_sentence(charge: tuple[str, str] | None) -> str:
    """This function will say how schools are charged for staff, and why if that is told; nothing if nobody decided."""
    if charge is None:
        return ""
    way, reason = charge
    if not reason:
        return (
            _("For staff, schools are charged what their own people really cost.")
            if way == REAL
            else _("For staff, schools are charged the district's average of each position.")
        )
    if way == REAL:
        return _("For staff, schools are charged what their own people really cost: %(reason)s") % {"reason": reason}
    return _("For staff, schools are charged the district's average of each position: %(reason)s") % {"reason": reason}
