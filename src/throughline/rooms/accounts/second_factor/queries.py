"""What proves a person beside their password."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator

from throughline.rooms.accounts.models import User
from throughline.rooms.accounts.second_factor.codes import codes_left
from throughline.values.errors import NotFound
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class Factor:
    """An app or a passkey, when it was set up and when it was last used."""

    number: int
    name: str
    is_passkey: bool
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """All a person has set up: the app, passkeys, and how many recovery codes are left (None: none were made)."""

    app: Factor | None
    passkeys: tuple[Factor, ...]
    codes_left: int | None

    @property
    def any(self) -> bool:
        return self.app is not None or bool(self.passkeys)


def list_factors(user: User) -> Factors:
    """This function will return what a person has set up beside their password."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    found = [_factor(one) for one in Authenticator.objects.filter(user_id=user.pk, type__in=kinds).order_by("pk")]
    app = next((one for one in found if not one.is_passkey), None)
    return Factors(app, tuple(one for one in found if one.is_passkey), codes_left(user))


def find_factor(user: User, factor_id: int) -> Factor:
    """This function will return one of a person's apps and passkeys.

    **Raises** `NotFound` where they have no such one.
    """
    factors = list_factors(user)
    for one in (factors.app, *factors.passkeys):
        if one is not None and one.number == factor_id:
            return one
    raise NotFound(gettext_noop("There is no such page."))


def _factor(found: Authenticator) -> Factor:
    is_passkey = found.type == Authenticator.Type.WEBAUTHN
    name = str(found.data.get("name", "")) if is_passkey else ""
    return Factor(found.pk, name, is_passkey, found.created_at, found.last_used_at)
