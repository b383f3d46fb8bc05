"""An objection that waits for a decision."""

from throughline.rooms.agreements import access
from throughline.rooms.agreements.models import Objection
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def find_objection(viewer: Viewer, student_id: int, objection_id: int) -> Objection:
    """This function will return an objection nobody has decided about.

    **Raises** `NotFound` where there is none that `viewer` may see.
    """
    rows = access.get_objections_for(viewer, student_id).filter(pk=objection_id, upheld=None)
    found = rows.select_related("agreement__organization").first()
    if found is None:
        raise NotFound(gettext_noop("There is no such objection to decide about."))
    return found
