"""What a school is guaranteed as staff, as its budget and its explanation say it."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from throughline.engines.funding.positions import REAL, PricedLine, floor_of
from throughline.web.components import figures
from throughline.web.components.pieces import Ledger, LedgerLine


def units_text(units: Decimal) -> str:
    """This function will write units with the decimals they have."""
    shown = format(units.normalize(), "f")
    return figures.number(units, len(shown.partition(".")[2]))


def school_ledger(lines: Sequence[PricedLine]) -> Ledger | None:
    """This function will lay out what one school is guaranteed: units times the price of each position."""
    if not lines:
        return None
    return Ledger(
        caption=_("Guaranteed as staff"),
        lines=[
            LedgerLine(one.name, one.cents, count=units_text(one.units), rate_cents=one.price_cents) for one in lines
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
