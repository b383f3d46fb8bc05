"""Secrets that we must be able to read again are kept encrypted, by a key made from the server's own."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from throughline.values.errors import ThroughlineError


def seal(text: str) -> str:
    """This function will encrypt a secret, to be kept in the database."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """This function will return a secret that `seal` encrypted.

    **Raises** `ThroughlineError` where the server's key is no longer the one it was encrypted with.
    """
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        says = "A kept secret cannot be read: THROUGHLINE_SECRET_KEY is not the one it was kept with."
        raise ThroughlineError(
            says, "Put the former key back, or set the second step or connection up anew."
        ) from error


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(_derived(str(key))) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _derived(secret_key: str) -> bytes:
    derivation = HKDF(SHA256(), length=32, salt=None, info=b"throughline secrets at rest")
    return base64.urlsafe_b64encode(derivation.derive(secret_key.encode()))
