"""What is written down of a partner organization or an agency."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from throughline.rooms.district import api as district
from throughline.web.forms import PlainForm

KINDS = (
    (district.Kind.PARTNER.value, district.Kind.PARTNER.label),
    (district.Kind.AGENCY.value, district.Kind.AGENCY.label),
)


class PartnerForm(PlainForm):
    """The facts of one organization; its kind is chosen once, when it is added."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=KINDS,
        widget=forms.RadioSelect,
        initial=district.Kind.PARTNER.value,
        help_text=_("A partner works with students or families; an agency is of the state, the county or the city."),
    )
    name = forms.CharField(label=_("Name of the organization"), max_length=200)
    does = forms.CharField(
        label=_("What it does, in a sentence"),
        max_length=300,
        required=False,
        help_text=_("Families and staff read this."),
    )
    contact = forms.CharField(label=_("Whom to ask there"), max_length=200, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=60, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    website = forms.CharField(
        label=_("Website"), max_length=300, required=False, widget=forms.TextInput(attrs={"inputmode": "url"})
    )
    address = forms.CharField(
        label=_("Address"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, partner: district.Outside | None = None, **kwargs: Any) -> None:
        if partner:
            kwargs["initial"] = {name: getattr(partner.facts, name) for name in district.OutsideFacts.__slots__}
        super().__init__(*args, **kwargs)
        if partner:
            del self.fields["kind"]

    def clean_website(self) -> str:
        said = str(self.cleaned_data["website"]).strip()
        if not said:
            return ""
        full = said if "://" in said else f"https://{said}"
        try:
            parts = urlsplit(full)
            is_site = parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and " " not in full
        except ValueError:
            is_site = False
        if not is_site:
            raise ValidationError(_("“Website” needs an address such as www.example.org."))
        return full

    @property
    def kind_chosen(self) -> district.Kind:
        return district.Kind(self.cleaned_data["kind"])

    @property
    def facts(self) -> district.OutsideFacts:
        return district.OutsideFacts(**{name: self.cleaned_data[name] for name in district.OutsideFacts.__slots__})
