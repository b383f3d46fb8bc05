"""Links by which somebody chooses their own password: signed, for one use, and only for some days."""

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from throughline.rooms.accounts.models import User


def invitation_path(user: User) -> str:
    """This function will return the address of a person's invitation, without the server's name.

    The signature covers the password they have now and when they last came in: using it once ends it.
    """
    number = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("accounts:welcome", args=[number, default_token_generator.make_token(user)])


def find_invited(number: str, token: str) -> User | None:
    """This function will return whom a link invites; None where it was used, is over, or was never made."""
    try:
        pk = int(force_str(urlsafe_base64_decode(number)))
    except ValueError:
        return None
    user = User.objects.filter(pk=pk, is_active=True).first() if 0 < pk < 2**63 else None
    return user if default_token_generator.check_token(user, token) else None
