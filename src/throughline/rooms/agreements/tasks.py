"""What this room adds to Today and to a student's page."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements.documents.queries import agreements_page, may_read_agreements
from throughline.rooms.students import api as students
from throughline.values.viewer import Viewer
from throughline.web.components import figures

_WAITS = {"drafted", "signed_district", "signed_partner"}


def find_tasks(viewer: Viewer) -> Iterator[accounts.Task]:
    """This function will list agreements that wait for a signature of the viewer's side, or end soon."""
    if not may_read_agreements(viewer):
        return
    belongs = bool(accounts.memberships(viewer))
    for row in agreements_page(viewer):
        url = reverse("agreements:agreement", args=[row.id])
        words = {"title": row.title, "who": row.organization, "day": figures.day(row.ends_on)}
        if row.state in _WAITS and row.state != ("signed_partner" if belongs else "signed_district"):
            yield accounts.Task(_("“%(title)s” with %(who)s waits to be signed.") % words, url, _("Read it"))
        elif row.ends_soon:
            says = _("“%(title)s” with %(who)s ends on %(day)s.") % words
            yield accounts.Task(says, url, _("Read it"))


def student_links(viewer: Viewer, student: students.Student, sight: students.Sight) -> Iterator[tuple[str, str]]:
    """This function will lead from a student's page to what is shared: for family and for staff, each their own."""
    if "oversight" not in sight:
        return
    if "oversight" in sight.own:
        yield _("What is shared, and with whom"), reverse("agreements:sharing", args=[student.pk])
    else:
        yield _("Consents and what is shared"), reverse("agreements:consents", args=[student.pk])
