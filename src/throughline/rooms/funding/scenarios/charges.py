"""How a scenario charges schools for staff, and who is charged more or less by it."""

from django.utils.translation import gettext as _

from throughline.engines.funding.positions import AVERAGE
from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding import access
from throughline.rooms.funding.budgets.guaranteed import charge_sentence
from throughline.rooms.funding.charged import StaffKept, charged_both_ways
from throughline.rooms.funding.scenarios.consequences import Consequence, Decided
from throughline.rooms.funding.staff.queries import BothWays, both_ways
from throughline.rooms.funding.staff.words import sentences
from throughline.values.viewer import Viewer


def charge_of(found: Consequence, decided: Decided) -> StaffKept:
    """This function will return how schools are charged: as the scenario decides, or else as its year did."""
    return found.inputs.staff.decided(decided.staff)


def charged_in(viewer: Viewer, found: Consequence) -> BothWays | None:
    """This function will lay staff out both ways beside what a scenario pays; nothing for those who may not see costs.

    Nothing either where no costs were known when it was begun.
    """
    costs = found.inputs.staff.costs
    if not costs or not accounts.may(viewer, "see", access.PERSONNEL):
        return None
    budgets = {one.school.source_id: one.total_cents for one in found.schools}
    names = {one.school.source_id: one.name for one in found.schools}
    return both_ways(charged_both_ways(viewer, costs), budgets, names)


def named(found: Consequence, decided: Decided) -> str:
    """This function will say how a scenario charges schools for staff, and where that is its own decision."""
    kept = charge_of(found, decided)
    if not kept.way:
        return _("How schools are charged for staff is not decided; until then it is the average of each position.")
    says = charge_sentence((kept.way, ""))
    return f"{says} {_('That is this scenario’s own decision.')}" if kept.way != found.inputs.staff.way else says


def missing_says(found: Consequence) -> str:
    """This function will say why the two ways do not stand side by side."""
    if found.inputs.staff.costs:
        return _("What staff really costs is for the finance office alone, so who gains and loses by it is not shown.")
    return _("What staff really costs was not known when this was begun, so both ways are not set side by side.")


def says_of(both: BothWays, kept: StaffKept) -> list[str]:
    """This function will say who is charged more or less, and what is left over for all schools."""
    return sentences(both, kept.way or AVERAGE)
