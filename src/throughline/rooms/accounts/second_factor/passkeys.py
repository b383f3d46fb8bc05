"""Passkeys, by allauth.mfa and fido2 beneath it. Whatever a browser sends that cannot be read is simply not right."""

import json
from typing import Any

from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from throughline.rooms.accounts.models import User

_NOT_RIGHT = (ValidationError, ValueError, TypeError, KeyError, AttributeError)


def ask_for_new(request: HttpRequest, user: User) -> dict[str, Any]:
    """This function will return what a browser needs to make a passkey that can sign in by itself."""
    with request_context(request):
        asked: dict[str, Any] = auth.begin_registration(user, passwordless=True)
        return asked


def ask_for_one(request: HttpRequest, user: User | None) -> dict[str, Any]:
    """This function will return what a browser needs to show one of a person's passkeys, or any it has."""
    with request_context(request):
        asked: dict[str, Any] = auth.begin_authentication(user)
        return asked


def take_new(request: HttpRequest, user: User, name: str, said: str) -> Authenticator | None:
    """This function will keep a passkey just made; None where what the browser sent does not answer what we asked."""
    with request_context(request):
        try:
            credential = json.loads(said)
            auth.complete_registration(credential)
            return auth.WebAuthn.add(user, name, credential).instance
        except _NOT_RIGHT:
            return None
        finally:
            auth.clear_state()


def check_one(request: HttpRequest, said: str, user: User | None = None) -> User | None:
    """This function will return whose passkey answered what we asked, which is `user`'s where one is given."""
    with request_context(request):
        try:
            answer = json.loads(said)
            owner = user or auth.extract_user_from_response(answer)
            found = auth.complete_authentication(owner, answer)
        except _NOT_RIGHT:
            return None
        finally:
            auth.clear_state()  # a challenge is for one try
        found.record_usage()
        return owner if isinstance(owner, User) and owner.is_active else None
