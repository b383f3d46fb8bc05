"""The sole way to a program. Programs hold no student: whoever is signed in reads them, few keep them."""

from django.db.models import QuerySet

from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.partners.models import Program
from throughline.values.errors import NotAllowed
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

OUTSIDE = (district.Kind.PARTNER.value, district.Kind.AGENCY.value)


def get_programs_for(viewer: Viewer) -> QuerySet[Program]:
    """This function will return every program, closed ones included, to whoever is signed in."""
    known = viewer.user_id is not None or bool(viewer.duty)
    return Program.objects.select_related("provider") if known else Program.objects.none()


def may_keep_at(viewer: Viewer, provider_id: int, kind: str) -> bool:
    """This function will tell whether `viewer` keeps the programs of an organization of this kind.

    Who may write needs in the whole district keeps them all; who may at a school keeps that school's,
    and those of organizations outside the district, which no one school owns.
    """
    reach = accounts.find_reach(viewer, "write", "needs")
    if viewer.behind is not None:
        return False
    return reach.everything or provider_id in reach.school_ids or (bool(reach.school_ids) and kind in OUTSIDE)


def may_keep_any(viewer: Viewer) -> bool:
    """This function will tell whether `viewer` keeps programs of any organization."""
    reach = accounts.find_reach(viewer, "write", "needs")
    return viewer.behind is None and (reach.everything or bool(reach.school_ids))


def check_may_keep_at(viewer: Viewer, provider_id: int, kind: str) -> None:
    """This function will do nothing where `viewer` keeps these programs. **Raises** `NotAllowed` otherwise."""
    if not may_keep_at(viewer, provider_id, kind):
        raise NotAllowed(
            gettext_noop("Programs are kept by coordinators, for their school and for partners, and by the district."),
            gettext_noop("Tell one of them what should change."),
        )
