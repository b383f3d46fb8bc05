"""Codes people type: six digits from an app, or one of the recovery codes they keep on paper."""

from datetime import datetime, timedelta

import segno
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.http import HttpRequest

from throughline.rooms.accounts.models import User
from throughline.rooms.accounts.sealing import seal, unseal
from throughline.rooms.accounts.second_factor.adapter import Adapter
from throughline.rooms.accounts.sessions.once import spend

_SECRET = "throughline.new_app"  # noqa: S105 # the name under which a session keeps it, sealed
_GOOD_FOR = timedelta(minutes=2)  # a code can be used half a minute early or late


def new_secret(request: HttpRequest, *, renew: bool = False) -> str:
    """This function will return the secret offered to an app in this session, made where there is none."""
    if renew or _SECRET not in request.session:
        request.session[_SECRET] = seal(totp.generate_totp_secret())
    return unseal(request.session[_SECRET])


def forget_secret(request: HttpRequest) -> None:
    """This function will forget the secret offered, once it is kept or no longer wanted."""
    request.session.pop(_SECRET, None)


def draw_secret(user: User, secret: str) -> bytes:
    """This function will draw what an app's camera reads, as SVG."""
    address = Adapter().build_totp_url(user, secret)
    drawn: bytes = segno.make(address, error="m", micro=False).svg_inline(scale=6, border=4, light="#fff").encode()
    return drawn.replace(b"<svg ", b'<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def link_secret(user: User, secret: str) -> str:
    """This function will return the address that opens an app on the same device."""
    return str(Adapter().build_totp_url(user, secret))


def spaced(secret: str) -> str:
    """This function will write a secret in groups of four, as one types it."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))


def is_code_of(secret: str, code: str) -> bool:
    """This function will tell whether an app that holds this secret shows this code now."""
    return bool(totp.validate_totp_code(secret, _digits(code)))


def use_code(user: User, code: str, *, now: datetime) -> bool:
    """This function will take a code from the app or a recovery code, each once; False where it is neither."""
    code = _digits(code)
    return bool(code) and (_use_app(user, code, now) or _use_recovery(user, code, now))


def codes_left(user: User) -> int | None:
    """This function will count the recovery codes a person has not used; None where none were made."""
    found = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    return None if found is None else len(found.wrap().get_unused_codes())


def grouped(code: str) -> str:
    """This function will write a recovery code in groups of four digits."""
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4))


def _use_app(user: User, code: str, now: datetime) -> bool:
    found = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).first()
    if found is None or not is_code_of(unseal(found.data["secret"]), code):
        return False
    if not spend("app code", f"{user.pk} {code}", until=now + _GOOD_FOR, now=now):
        return False
    found.record_usage()
    return True


def _use_recovery(user: User, code: str, now: datetime) -> bool:
    found = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    if found is None or not RecoveryCodes(found).validate_code(code):
        return False
    Authenticator.objects.filter(pk=found.pk).update(last_used_at=now)
    return True


def _digits(code: str) -> str:
    return "".join(code.split()).replace("-", "")
