"""What this room puts on "Today"."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding import access
from throughline.rooms.funding.budgets.queries import latest_run_for
from throughline.rooms.funding.filed import counted_words
from throughline.rooms.funding.schools.queries import n_schools_without_level
from throughline.values.viewer import Viewer


def tasks_for(viewer: Viewer) -> Iterator[accounts.Task]:
    """This function will yield what there is to do or to look at about schools' dollars."""
    if accounts.may(viewer, "write", "schools"):
        yield from _levels_to_set()
    reach = accounts.find_reach(viewer, "see", access.CLASS)
    if not (reach.everything or reach.school_ids):
        return
    run = latest_run_for(viewer)
    if run is not None:
        says = _("School budgets, %(counted)s.") if reach.everything else _("Your school's budget, %(counted)s.")
        yield accounts.Task(
            says % {"counted": counted_words(run.count_on, run.count_rule)},
            reverse("funding:budgets"),
            _("Open the budget"),
            "look",
        )
    if not reach.everything and (notice := access.get_notices_for(viewer).order_by("-at", "-pk").first()) is not None:
        says = _("What your school would receive under “%(name)s”. It is no budget.")
        url = reverse("funding:notice", args=[notice.pk])
        yield accounts.Task(says % {"name": notice.scenario_name}, url, _("Look at it"), "look")
    if run is None and accounts.may(viewer, "write", access.CLASS):
        yield accounts.Task(_("No school has its budget yet."), reverse("funding:new_run"), _("Count and allocate"))


def _levels_to_set() -> Iterator[accounts.Task]:
    n = n_schools_without_level()
    if n:
        says = ngettext(
            "%(n)s school has no level, so no formula can pay it.",
            "%(n)s schools have no level, so no formula can pay them.",
            n,
        )
        yield accounts.Task(says % {"n": n}, reverse("funding:schools"), _("Set the levels"))
