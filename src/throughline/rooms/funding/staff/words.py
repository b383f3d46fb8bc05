"""What follows from charging staff at the average or at real cost, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.engines.funding.positions import REAL
from throughline.rooms.funding.staff.queries import BothWays
from throughline.web.components import figures


def headline(page: BothWays) -> list[tuple[str, str, str]]:
    """This function will return the figures that both ways are about."""
    found = page.charged
    return [
        (_("At the average"), figures.money_whole(found.average_cents), ""),
        (_("At real cost"), figures.money_whole(found.real_cents), ""),
        (_("Difference"), figures.money_change(found.difference_cents), ""),
    ]


def sentences(page: BothWays, way: str) -> list[str]:
    """This function will say who is charged more or less by a way than by the other, and what is left over."""
    alone = [one for one in page.schools if one.name]
    sign = 1 if way == REAL else -1
    more = [one for one in alone if sign * one.moved_cents > 0]
    less = [one for one in alone if sign * one.moved_cents < 0]
    says = (
        [_("Each school is charged what its own people cost.")]
        if way == REAL
        else [_("Each school is charged the same for a unit of a position, whoever holds it.")]
    )
    if more:
        words = {"n": figures.number(len(more)), "money": figures.money(sum(abs(one.moved_cents) for one in more))}
        says.append(
            ngettext(
                "%(n)s school is charged more than the other way: %(money)s.",
                "%(n)s schools are charged more than the other way: %(money)s.",
                len(more),
            )
            % words
        )
    if less:
        words = {"n": figures.number(len(less)), "money": figures.money(sum(abs(one.moved_cents) for one in less))}
        says.append(
            ngettext(
                "%(n)s school is charged less: %(money)s.", "%(n)s schools are charged less: %(money)s.", len(less)
            )
            % words
        )
    return [*says, difference_sentence(page)]


def difference_sentence(page: BothWays) -> str:
    """This function will name what the average and real cost differ by at all schools, and why."""
    cents = page.charged.difference_cents
    words = {"money": figures.money(abs(cents))}
    if cents > 0:
        return (
            _(
                "At the average, all schools together are charged %(money)s more than staff really costs: the catalog's"
                " prices are above the district's own averages."
            )
            % words
        )
    if cents < 0:
        return (
            _(
                "At the average, all schools together are charged %(money)s less than staff really costs, and the"
                " district bears it: the catalog's prices are below its own averages."
            )
            % words
        )
    return _("Both ways come to the same for all schools together: the catalog's prices are the district's averages.")
