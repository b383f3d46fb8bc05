"""Partner organizations and agencies as people meet them: anyone signed in reads them, few keep them."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from throughline.rooms.accounts.models import RoleAssignment
from throughline.rooms.accounts.sight.queries import holds
from throughline.rooms.accounts.sight.viewing import today
from throughline.rooms.district import api as district
from throughline.values.errors import NotAllowed, NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

KEEPERS = ("district_admin", "district_data", "district_support")


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """One organization, and how many people hold a role at it today."""

    partner: district.Outside
    n_people: int


@dataclass(frozen=True, slots=True)
class PartnersPage:
    """Every organization outside the district, and whether the reader keeps them."""

    rows: list[PartnerRow]
    may_keep: bool


@dataclass(frozen=True, slots=True)
class PartnerPage:
    """One organization, the people who hold a role at it today, and whether the reader keeps it."""

    partner: district.Outside
    people: list[str]
    may_keep: bool


def partners_page(viewer: Viewer) -> PartnersPage:
    """This function will return every partner organization and agency, closed ones included."""
    found = district.find_outside()
    held = _held_today().filter(organization_id__in=[partner.id for partner in found])
    counts = dict(
        held.values("organization_id").annotate(n=Count("user", distinct=True)).values_list("organization_id", "n")
    )
    return PartnersPage([PartnerRow(partner, counts.get(partner.id, 0)) for partner in found], may_keep(viewer))


def partner_page(viewer: Viewer, organization_id: int) -> PartnerPage:
    """This function will return one organization. Who of its people has an account is shown to those who keep it.

    **Raises** `NotFound` where there is none.
    """
    partner = find_partner(organization_id)
    keeps = may_keep(viewer)
    people = _held_today().filter(organization_id=organization_id).order_by("user__name")
    names = list(dict.fromkeys(people.values_list("user__name", flat=True))) if keeps else []
    return PartnerPage(partner, names, keeps)


def find_partner(organization_id: int) -> district.Outside:
    """This function will return one partner organization or agency.

    **Raises** `NotFound` where there is none.
    """
    found = district.find_outside([organization_id])
    if not found:
        raise NotFound(gettext_noop("There is no such partner organization or agency."))
    return found[0]


def may_keep(viewer: Viewer) -> bool:
    """This function will tell whether `viewer` keeps the list of partners."""
    return viewer.duty == "set_up" or holds(viewer, *KEEPERS)


def check_may_keep(viewer: Viewer) -> None:
    """This function will do nothing for those who keep the list of partners.

    **Raises** `NotAllowed` for all others.
    """
    if not may_keep(viewer):
        raise NotAllowed(
            gettext_noop("Partner organizations are kept by the administrator, the data lead and student support."),
            gettext_noop("Tell one of them what should change."),
        )


def _held_today() -> QuerySet[RoleAssignment]:
    day = today()
    return RoleAssignment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day, user__is_active=True
    )
