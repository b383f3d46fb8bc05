"""Who somebody is, as the administrator writes it down."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from throughline.rooms.accounts.models import User
from throughline.web.forms import PlainForm

FIELDS = ("name", "username", "email", "language", "source_id")


class PersonForm(PlainForm):
    """A person's name, how they sign in, how to reach them, and who they are in the roster."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As others read it."))
    username = forms.CharField(
        label=_("Username"),
        max_length=200,
        help_text=_("What they sign in with."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    source_id = forms.CharField(
        label=_("Id in the roster"),
        max_length=200,
        required=False,
        help_text=_(
            "From it follow whom they teach and for whom they stand. Leave it empty for people it does not know."
        ),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, person: User | None = None, **kwargs: Any) -> None:
        if person:
            kwargs["initial"] = {field: getattr(person, field) for field in FIELDS}
        super().__init__(*args, **kwargs)

    @property
    def who(self) -> dict[str, str]:
        return {field: self.cleaned_data[field] for field in FIELDS}
