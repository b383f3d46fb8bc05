"""Make a link that needs no account, note its opening and its use, and end it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.urls import reverse

from throughline.rooms.accounts.links.purposes import OpenedLink, find_purpose
from throughline.rooms.accounts.links.queries import link_page, links_in_force
from throughline.rooms.accounts.links.tokens import digest_of, make_token
from throughline.rooms.accounts.models import AccessLink
from throughline.rooms.audit import api as audit
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A link just made. Its token is known here and now, and can never be read again."""

    id: int
    token: str
    path: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"MadeLink({self.id})"


def make_link(
    *,
    by: Viewer,
    at: datetime,
    purpose: str,
    noun: str,
    object_id: int,
    made_for: str,
    lives: timedelta | None = None,
    replaces: bool = False,
) -> MadeLink:
    """This function will make a link for one purpose and one thing; whether `by` may is for the room to have asked.

    `made_for` says whom it is for, in words. With `replaces`, links in force for the same purpose and thing end now.

    **Raises** `RefusedInput` where `made_for` says nothing, or is an address, which has no place in the record.
    **Raises** `ValueError` for a purpose that no room registered.
    """
    known = find_purpose(purpose)
    if known is None:
        raise ValueError(f"no room registered the purpose {purpose}")
    made_for = made_for.strip()
    if not made_for or "@" in made_for:
        raise RefusedInput(
            gettext_noop("A link says in words whom it is for."), gettext_noop("Give their name, not their address.")
        )
    if replaces:
        revoke_links_for(by=by, at=at, noun=noun, object_id=object_id, purpose=purpose)
    token = make_token()
    row = AccessLink.objects.create(
        purpose=purpose,
        noun=noun,
        object_id=object_id,
        made_for=made_for[:200],
        digest=digest_of(token),
        made_by_id=by.user_id,
        made_by=str(by),
        made_at=at,
        expires_at=at + (lives or known.lives),
    )
    _note(by, at, "make", row)
    return MadeLink(row.pk, token, reverse("accounts:link", args=[token]), row.expires_at)


def note_opened(*, by: Viewer, at: datetime, link: OpenedLink) -> None:
    """This function will count that a link was opened, and write the first time into the audit."""
    rows = AccessLink.objects.filter(pk=link.id)
    is_first = bool(rows.filter(n_opened=0).update(n_opened=1, opened_at=at))
    if is_first:
        _note(by, at, "open", rows.get())
    else:
        rows.update(n_opened=F("n_opened") + 1, opened_at=at)


def use_link(*, by: Viewer, at: datetime, link: OpenedLink) -> None:
    """This function will note that what a link is for was done with it; one for a single use is over from now on.

    **Raises** `NotFound` where it was used up, revoked or over in the meantime.
    """
    row = links_in_force(at).select_for_update().filter(pk=link.id).first()
    if row is None:
        raise NotFound(gettext_noop("This link is over."), gettext_noop("Ask whoever sent it for a new one."))
    row.used_at = at
    row.save(update_fields=["used_at"])
    _note(by, at, "use", row)


def revoke_link(*, by: Viewer, at: datetime, link_id: int) -> None:
    """This function will end a link at once.

    **Raises** `NotAllowed` for all but those who look after links, `NotFound` where it is not in force.
    """
    _revoke(by, at, link_page(by, link_id, now=at))


def revoke_links_for(*, by: Viewer, at: datetime, noun: str, object_id: int, purpose: str = "") -> int:
    """This function will end every link in force for one thing, or those for one purpose, and return how many.

    Whether `by` may is for the room to have asked whose thing it is.
    """
    rows = links_in_force(at).filter(noun=noun, object_id=object_id)
    found = list(rows.filter(purpose=purpose) if purpose else rows)
    for row in found:
        _revoke(by, at, row)
    return len(found)


def _revoke(by: Viewer, at: datetime, row: AccessLink) -> None:
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    _note(by, at, "revoke", row)


def _note(by: Viewer, at: datetime, act: str, row: AccessLink) -> None:
    """What the audit is told of a link: its purpose and its thing; not for whom, and nothing of its token."""
    details = {"purpose": row.purpose, "noun": row.noun, "object": row.object_id}
    audit.record_act(by=by, at=at, act=act, noun="link", object_id=row.pk, details=details)
