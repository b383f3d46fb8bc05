"""By what was proposed for their plans the list of students can be parted: where a goal waits for an answer."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.proposed import VOICE_CLASS
from throughline.values.viewer import Viewer

PROPOSED, WAITS = "proposed", "waits"
Students = QuerySet[students.Student]


def register_proposal_facet() -> None:
    """This function will let the list of students be parted by what was proposed for their plans."""
    students.register_facet(
        students.ListFacet(PROPOSED, VOICE_CLASS, lambda: _("Proposed goals"), _options, _by_proposal)
    )


def _options(viewer: Viewer, found: Students) -> list[students.Option]:
    return [(WAITS, _("Waits for an answer"), _by_proposal(viewer, found, WAITS).count())]


def _by_proposal(viewer: Viewer, found: Students, answer: str) -> Students:
    if answer != WAITS:
        return found.none()
    return found.filter(pk__in=access.get_waiting_proposals_for(viewer).values("student"))
