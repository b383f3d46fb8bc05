"""What this room adds to Today: previews that wait for a decision."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.exchange.models import Status
from throughline.rooms.exchange.runs.queries import get_runs_for
from throughline.values.viewer import Viewer

_MOST = 5


def find_tasks(viewer: Viewer) -> Iterator[accounts.Task]:
    """This function will yield the previews that wait, and where nothing has ever come in, the first import."""
    if viewer.user_id is None or not accounts.may(viewer, "write", "directory"):
        return
    runs = get_runs_for(viewer)
    for run in runs.filter(status=Status.PREVIEWED)[:_MOST]:
        sentence = _("%(file)s has been read and waits for a decision.") % {"file": run.file_name}
        yield accounts.Task(sentence, reverse("exchange:run", args=[run.pk]), _("Look at the preview"), "today")
    if not runs.exists():
        yield accounts.Task(
            _("There is no roster yet. It comes from the student information system."),
            reverse("exchange:start"),
            _("Bring it in"),
            "today",
        )
