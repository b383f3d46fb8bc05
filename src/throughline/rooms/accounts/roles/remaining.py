"""Somebody is always left who can give people roles."""

from datetime import date, timedelta

from throughline.rooms.accounts.models import RoleAssignment
from throughline.rooms.accounts.roles.queries import ADMINISTRATOR, other_administrators
from throughline.values.errors import RefusedInput
from throughline.values.words import gettext_noop


def check_administrator_remains(user_id: int, after: date) -> None:
    """This function will do nothing where somebody else is administrator after a day, and nobody can change that.

    **Raises** `RefusedInput` otherwise.
    """
    everyone = RoleAssignment.objects.select_for_update(of=("self",)).filter(relation=ADMINISTRATOR)
    list(everyone.order_by("pk"))  # two who end each other's role at the same moment wait for each other here
    if not other_administrators(user_id, after + timedelta(days=1)).exists():
        raise RefusedInput(
            gettext_noop("The district would be left without an administrator."),
            gettext_noop("Give somebody else that role first."),
        )
