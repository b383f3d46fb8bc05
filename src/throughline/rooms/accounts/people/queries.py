"""People to turn to."""

from dataclasses import dataclass

from django.db.models import Q

from throughline.rooms.accounts.models import User
from throughline.rooms.accounts.sight.viewing import today


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
