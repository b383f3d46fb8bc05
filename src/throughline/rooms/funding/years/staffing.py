"""The steps of a year about staff: what positions cost, and what every school is guaranteed of them."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.funding.budgets.guaranteed import charge_sentence
from throughline.rooms.funding.years.queries import YearFacts
from throughline.rooms.funding.years.steps import DONE, OPTIONAL, SetUpStep, link_of
from throughline.web.components import figures
from throughline.web.components.pieces import Link


def positions_step(facts: YearFacts) -> SetUpStep:
    """This function will say whether positions have prices, and how schools are charged for staff."""
    title, url = _("What positions cost"), reverse("funding:positions_of", args=[facts.year])
    if not facts.n_positions:
        missing = [
            _("No position of %(year)s has a price.") % {"year": facts.name},
            _("Nobody can say then what guaranteed staff costs, or what schools are charged for theirs."),
        ]
        bring_in = reverse("funding:bring_in_positions", args=[facts.year])
        link = link_of(facts, (_("Bring in the positions"), bring_in), (_("Open the positions"), url))
        return SetUpStep("positions", title, OPTIONAL, (), missing, link)
    n = facts.n_positions
    says = ngettext("%(n)s position has a price.", "%(n)s positions have a price.", n) % {"n": figures.number(n)}
    charged = charge_sentence((facts.charge, "")) if facts.charge else ""
    there = [says, charged or _("How schools are charged for staff is not decided.")]
    return SetUpStep("positions", title, DONE, there, (), Link(_("Open the positions"), url))


def guaranteed_step(facts: YearFacts) -> SetUpStep:
    """This function will say what schools are guaranteed as staff, and how many scenarios pay for it."""
    title, n = _("Staff that every school is guaranteed"), facts.n_guaranteed
    link = Link(_("Open the guaranteed staff"), reverse("funding:program", args=[facts.year]))
    if not n:
        needs_prices = _("It is priced by the positions, so they come first.")
        choose = _("A scenario can then give no school the price of its own staff as a floor.")
        missing = [_("Nothing is guaranteed in %(year)s.") % {"year": facts.name}]
        missing += [choose] if facts.n_positions else [needs_prices]
        return SetUpStep("guaranteed", title, OPTIONAL, (), missing, link if facts.n_positions else None)
    there = [
        ngettext("%(n)s line of staff is guaranteed.", "%(n)s lines of staff are guaranteed.", n)
        % {"n": figures.number(n)}
    ]
    nets = [one.net for one in facts.scenarios]
    paying = sum(net.guaranteed for net in nets)
    if nets and not paying:
        missing = [_("No scenario pays up to it; its price only stands beside them.")]
        return SetUpStep("guaranteed", title, OPTIONAL, there, missing, link)
    if paying:
        there.append(_("%(n)s of %(all)s scenarios pay up to its price.") % {"n": paying, "all": len(nets)})
    return SetUpStep("guaranteed", title, DONE, there, (), link)
