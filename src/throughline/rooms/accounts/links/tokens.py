"""The secret part of a link: 256 random bits, of which only a digest keyed by this installation is ever kept."""

import re
import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

_LOOKS_RIGHT = re.compile(r"[A-Za-z0-9_-]{43}")


def make_token() -> str:
    """This function will return a new token."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """This function will return what is kept of a token made now.

    It is signed with the installation's secret key, so a copy of the table opens nothing, here or elsewhere.
    """
    return _signed(token, settings.SECRET_KEY)


def digests_of(token: str) -> list[str]:
    """This function will return what may have been kept of a token; nothing for what can never have been one.

    Links made before the secret key was changed hold while the former key is named.
    """
    if not _LOOKS_RIGHT.fullmatch(token):
        return []
    return [_signed(token, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _signed(token: str, key: str) -> str:
    return salted_hmac("throughline.accounts.links", token, secret=key, algorithm="sha256").hexdigest()
