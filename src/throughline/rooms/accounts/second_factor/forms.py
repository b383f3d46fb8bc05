"""What is asked to set up a second step, and to show it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from throughline.rooms.accounts.models import User
from throughline.rooms.accounts.second_factor.codes import is_code_of, use_code
from throughline.rooms.accounts.second_factor.commands import LONGEST_NAME
from throughline.rooms.accounts.sign_in import tries
from throughline.rooms.accounts.sign_in.forms import TOO_MANY
from throughline.web.forms import PlainForm

NOT_THIS_CODE = _("This is not a code that works now. Take the one your app shows, or a recovery code not yet used.")


def _code_field(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false", "size": 16}
        ),
    )


class AppForm(PlainForm):
    """The code an app shows, which proves that it holds the secret."""

    code = _code_field(_("The six digits your app shows"))

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._secret = secret

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if not is_code_of(self._secret, code):
            raise ValidationError(_("This is not the code. Wait for the next one and write it as soon as it shows."))
        return code


class NameForm(PlainForm):
    """What a passkey is called, so that one knows which to remove."""

    name = forms.CharField(
        label=_("A name for this passkey"),
        help_text=_("Where you keep it, such as “my phone” or “key on my keyring”."),
        max_length=LONGEST_NAME,
    )


class NewPasskeyForm(NameForm):
    """The same, with what the browser made."""

    credential = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000)


class SecondStepForm(PlainForm):
    """A code from the app, or a recovery code."""

    code = _code_field(_("Code"), _("From your app, or one of your recovery codes."))

    def __init__(self, *args: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._request, self._user = request, user

    def clean_code(self) -> str:
        code, now = str(self.cleaned_data["code"]), timezone.now()
        if tries.too_many_second_steps(self._request, self._user.pk, now=now):
            raise ValidationError(TOO_MANY)
        if not use_code(self._user, code, now=now):
            tries.count_second_step(self._request, self._user.pk, now=now)
            raise ValidationError(NOT_THIS_CODE)
        tries.forget_second_steps(self._request, self._user.pk)
        return code
