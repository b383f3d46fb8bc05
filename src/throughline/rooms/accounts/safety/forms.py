"""A new password, and the present one that allows it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from throughline.rooms.accounts.models import User
from throughline.rooms.accounts.sign_in import tries
from throughline.rooms.accounts.sign_in.forms import TOO_MANY
from throughline.rooms.accounts.welcome.forms import PasswordForm


class ChangePasswordForm(PasswordForm):
    """The present password, and a new one twice."""

    present = forms.CharField(
        label=_("Your present password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("present", "password", "again")

    def __init__(self, *args: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self._request = request
        self.fields["password"].label = _("Your new password")
        self.fields["again"].label = _("Your new password once more")

    def clean_present(self) -> str:
        present, now = str(self.cleaned_data["present"]), timezone.now()
        if tries.too_many_tries(self._request, self._user.username, now=now):
            raise ValidationError(TOO_MANY)
        if not self._user.check_password(present):
            tries.count_try(self._request, self._user.username, now=now)
            raise ValidationError(_("This is not your present password. Write it again."))
        return present
