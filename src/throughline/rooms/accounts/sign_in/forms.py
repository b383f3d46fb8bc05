"""What the sign-in page asks for."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from throughline.rooms.accounts.models import User
from throughline.rooms.accounts.sign_in import tries

# The same words whatever is wrong, so that nobody learns from them who has an account.
NOT_THIS_PAIR = _("This username and password do not belong together. Check both and try again.")
NOT_THIS_PASSKEY = _("This passkey opens no account here. Try another, or sign in another way.")
TOO_MANY = _("Too many tries. Wait ten minutes, then try again, or ask for help.")


class SignInForm(forms.Form):
    """Username and password."""

    username = forms.CharField(
        label=_("Username"),
        max_length=200,
        error_messages={"required": _("Write your username.")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        error_messages={"required": _("Write your password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._request = request
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        username, password = given.get("username"), given.get("password")
        if not username or not password:
            return given
        now = timezone.now()
        if tries.too_many_tries(self._request, username, now=now):
            raise ValidationError(TOO_MANY)
        found = authenticate(self._request, username=username, password=password)
        if not isinstance(found, User):
            tries.count_try(self._request, username, now=now)
            raise ValidationError(NOT_THIS_PAIR)
        tries.forget_tries(self._request, username)
        self.user = found
        return given
