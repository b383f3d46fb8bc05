"""People to turn to."""

from dataclasses import dataclass

from django.db.models import Q

from throughline.rooms.accounts.models import User
from throughline.rooms.accounts.sight.queries import holds
from throughline.rooms.accounts.sight.viewing import today
from throughline.values.errors import NotAllowed, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

# What an invitation is as a link: its purpose, and the noun of whom it is about.
INVITATION, PERSON = "invitation", "person"


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to ask, and how to reach them."""

    name: str
    email: str


def find_administrators() -> list[Contact]:
    """This function will list those who hold the administrator's role today, by name."""
    day = today()
    current = Q(roles__ends_on=None) | Q(roles__ends_on__gte=day)
    people = User.objects.filter(
        current, roles__relation="district_admin", roles__starts_on__lte=day, is_active=True
    ).distinct()
    return [Contact(person.name, person.email) for person in people.order_by("name")]


def may_manage(by: Viewer) -> bool:
    """This function will tell whether `by` gives people accounts and roles."""
    return by.duty in {"set_up", "people"} or holds(by, "district_admin")


def check_may_manage(by: Viewer) -> None:
    """This function will do nothing for those who give people accounts and roles.

    **Raises** `NotAllowed` for all others.
    """
    if not may_manage(by):
        raise NotAllowed(
            gettext_noop("Only the district's administrator gives people accounts and roles."),
            gettext_noop("Ask the district's administrator."),
        )


def check_who(user_id: int, username: str, name: str, source_id: str) -> None:
    """This function will do nothing where these can be one account's: its own where it is `user_id`, else a new one's.

    **Raises** `RefusedInput` saying what is missing or taken.
    """
    if not username or not name:
        raise RefusedInput(gettext_noop("A person needs a username and a name."), gettext_noop("Give both."))
    others = User.objects.exclude(pk=user_id)
    if others.filter(username__iexact=username).exists():
        raise RefusedInput(
            gettext_noop("This username is taken, whatever the case of its letters."), gettext_noop("Choose another.")
        )
    if source_id and others.filter(source_id=source_id, is_active=True).exists():
        raise RefusedInput(
            gettext_noop("Another account is tied to this id in the roster already."),
            gettext_noop("Check the id, or part the other account from it first."),
        )
