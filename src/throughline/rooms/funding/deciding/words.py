"""What follows from other figures in one sentence, short enough to stay in sight while somebody types."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.funding.scenarios.consequences import Consequence
from throughline.web.components import figures


def in_a_sentence(found: Consequence, number: int) -> str:
    """This function will say what all schools have more or less than in run `number`, and how many gain and lose."""
    n_gain, n_lose = len(found.gainers), len(found.losers)
    run = {"number": number}
    if not n_gain and not n_lose:
        return _("Every school has what it has in run %(number)s.") % run
    gain = ngettext("%(n)s school gains", "%(n)s schools gain", n_gain) % {"n": figures.number(n_gain)}
    lose = ngettext("%(n)s school loses", "%(n)s schools lose", n_lose) % {"n": figures.number(n_lose)}
    moved = ", ".join(part for part, n in ((gain, n_gain), (lose, n_lose)) if n)
    about = {"moved": moved, "change": figures.money_change(found.change_cents), **run}
    if found.change_cents:
        return _("%(change)s against run %(number)s: %(moved)s.") % about
    return _("As much as run %(number)s in all: %(moved)s.") % about
