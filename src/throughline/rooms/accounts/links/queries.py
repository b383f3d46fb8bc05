"""Links in force: the one somebody opened, those made for a thing, and the administrator's list."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from throughline.rooms.accounts.links.purposes import OpenedLink, find_purpose, purpose_words, single_use_codes
from throughline.rooms.accounts.links.tokens import digests_of
from throughline.rooms.accounts.models import AccessLink
from throughline.rooms.accounts.sight.queries import holds
from throughline.values.errors import NotAllowed, NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

KEEPERS = ("district_admin", "privacy_officer")


@dataclass(frozen=True, slots=True)
class MadeFor:
    """How a link stands that was made for a thing, for the room whose thing it is."""

    id: int
    purpose: str
    object_id: int
    made_for: str
    made_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None
    n_opened: int
    in_force: bool


def find_open_link(token: str, *, now: datetime, lock: bool = False) -> OpenedLink | None:
    """This function will return the link of a token, where it is in force; None for any other, whatever the reason.

    With `lock` nobody else can use the link before the transaction ends.
    """
    rows = links_in_force(now).filter(digest__in=digests_of(token))
    row = (rows.select_for_update() if lock else rows).first()
    purpose = find_purpose(row.purpose) if row else None
    if row is None or purpose is None:
        return None
    return OpenedLink(row.pk, purpose, row.noun, row.object_id, row.made_for, row.expires_at)


def links_in_force(now: datetime) -> QuerySet[AccessLink]:
    """This function will return the links that open something: not over, not revoked, not used up."""
    used_up = Q(purpose__in=single_use_codes(), used_at__isnull=False)
    return AccessLink.objects.filter(expires_at__gt=now, revoked_at=None).exclude(used_up)


def find_links_for(noun: str, object_ids: Collection[int], *, now: datetime) -> list[MadeFor]:
    """This function will list every link ever made for some things, the newest first.

    Whether somebody may know of them is for the room to ask that shows them.
    """
    in_force = set(links_in_force(now).filter(noun=noun, object_id__in=object_ids).values_list("pk", flat=True))
    rows = AccessLink.objects.filter(noun=noun, object_id__in=object_ids).order_by("-made_at", "-pk")
    return [
        MadeFor(
            row.pk,
            row.purpose,
            row.object_id,
            row.made_for,
            row.made_at,
            row.expires_at,
            row.opened_at,
            row.used_at,
            row.revoked_at,
            row.n_opened,
            row.pk in in_force,
        )
        for row in rows
    ]


def get_links_for(viewer: Viewer, *, now: datetime) -> QuerySet[AccessLink]:
    """This function will return the links in force, for those who keep an eye on them.

    **Raises** `NotAllowed` for all others.
    """
    if not may_keep_links(viewer):
        raise NotAllowed(
            gettext_noop("Links without an account are looked after by the administrator and the privacy officer."),
            gettext_noop("If a link of yours should end, ask the district's administrator."),
        )
    return links_in_force(now)


def link_page(viewer: Viewer, link_id: int, *, now: datetime) -> AccessLink:
    """This function will return one link in force.

    **Raises** `NotAllowed` as `get_links_for` does, and `NotFound` where it is no longer in force or never was.
    """
    found = get_links_for(viewer, now=now).filter(pk=link_id).first()
    if found is None:
        raise NotFound(gettext_noop("There is no such link in force."), gettext_noop("Look at the list of links."))
    return found


def may_keep_links(viewer: Viewer) -> bool:
    """This function will tell whether `viewer` looks after links."""
    return holds(viewer, *KEEPERS)


def what_for(link: AccessLink) -> str:
    """This function will say what a link is for, in the reader's language."""
    return purpose_words(link.purpose)
