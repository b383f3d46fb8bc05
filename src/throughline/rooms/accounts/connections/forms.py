"""What is asked to set up single sign-on."""

import base64
import binascii
import re
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from throughline.rooms.accounts.connections.queries import MATCHES
from throughline.rooms.accounts.models import Connection
from throughline.rooms.accounts.single_sign_on.fetching import is_safe_address
from throughline.web.forms import PlainForm

_ADDRESS_NEEDED = _("Give an address that begins with https://.")


class _ConnectionForm(PlainForm):
    """What both kinds ask for."""

    name = forms.CharField(
        label=_("Name"), help_text=_("People read it on the sign-in page: “Sign in with …”."), max_length=60
    )
    matched_by = forms.ChoiceField(label=_("What of an account it names"))
    claim = forms.CharField(
        label=_("Where the provider says it"),
        help_text=_("The name of its claim or attribute, exactly as the provider writes it."),
        max_length=200,
    )
    trusts_second_factor = forms.BooleanField(
        label=_("This provider always asks for a second step itself, so Throughline need not."), required=False
    )

    def __init__(self, *args: Any, connection: Connection | None = None, **kwargs: Any) -> None:
        if connection is not None:
            names = ("name", "issuer", "client_id", "entity_id", "sign_in_url", "certificate", "claim", "matched_by")
            initial = {name: getattr(connection, name) for name in (*names, "trusts_second_factor")}
            kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)
        field = self.fields["matched_by"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(code, gettext(words)) for code, words in MATCHES.items()]


class OidcForm(_ConnectionForm):
    """An OpenID Connect provider."""

    issuer = forms.CharField(
        label=_("Issuer"), help_text=_("Such as https://accounts.google.com, without /.well-known."), max_length=300
    )
    client_id = forms.CharField(label=_("Client ID"), max_length=300)
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("name", "issuer", "client_id", "secret", "matched_by", "claim", "trusts_second_factor")

    def __init__(self, *args: Any, connection: Connection | None = None, **kwargs: Any) -> None:
        super().__init__(*args, connection=connection, **kwargs)
        kept = _("Kept encrypted, and not shown again. Leave it empty to keep the one you gave.")
        first = _("From the provider. It is kept encrypted, and not shown again.")
        self.fields["secret"].help_text = kept if connection and connection.sealed_secret else first

    def clean_issuer(self) -> str:
        issuer = str(self.cleaned_data["issuer"]).strip()
        if not is_safe_address(issuer):
            raise ValidationError(_ADDRESS_NEEDED)
        return issuer


class SamlForm(_ConnectionForm):
    """A SAML 2.0 provider."""

    entity_id = forms.CharField(label=_("Entity ID of the provider"), max_length=300)
    sign_in_url = forms.CharField(
        label=_("Its sign-in address"), help_text=_("The one for HTTP-Redirect."), max_length=500
    )
    certificate = forms.CharField(
        label=_("Its signing certificate"),
        help_text=_("The text between and including BEGIN CERTIFICATE and END CERTIFICATE."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    field_order = (
        "name",
        "entity_id",
        "sign_in_url",
        "certificate",
        "matched_by",
        "claim",
        "trusts_second_factor",
    )

    def clean_sign_in_url(self) -> str:
        address = str(self.cleaned_data["sign_in_url"]).strip()
        if not is_safe_address(address):
            raise ValidationError(_ADDRESS_NEEDED)
        return address

    def clean_certificate(self) -> str:
        text = re.sub(r"-----[A-Z ]+-----|\s", "", str(self.cleaned_data["certificate"]))
        try:
            read = x509.load_der_x509_certificate(base64.b64decode(text, validate=True))
        except (ValueError, binascii.Error) as error:
            raise ValidationError(_("This is not a certificate. Copy it whole from the provider's page.")) from error
        return read.public_bytes(Encoding.PEM).decode()


FORMS: dict[str, type[_ConnectionForm]] = {"oidc": OidcForm, "saml": SamlForm}
