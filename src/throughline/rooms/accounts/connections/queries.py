"""The identity providers people sign in through, for the administrator."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from django.utils.translation import gettext

from throughline.rooms.accounts.models import Connection
from throughline.rooms.accounts.sight.queries import holds
from throughline.rooms.accounts.single_sign_on.fetching import CannotAsk, is_safe_address
from throughline.rooms.accounts.single_sign_on.oidc import discover, fetch_keys
from throughline.values.errors import NotAllowed, NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop as _

KINDS = {"oidc": _("OpenID Connect"), "saml": _("SAML 2.0")}
MATCHES = {
    "username": _("The username here"),
    "email": _("The e-mail address here, where the provider says it is verified"),
    "source_id": _("The id in the roster"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried, and whether it is as it should be."""

    is_good: bool
    says: str


def list_connections(viewer: Viewer) -> list[Connection]:
    """This function will list every connection, by name.

    **Raises** `NotAllowed` for all but the administrator.
    """
    check_may_connect(viewer)
    return list(Connection.objects.order_by("name"))


def find_connection(viewer: Viewer, key: str) -> Connection:
    """This function will return one connection.

    **Raises** `NotAllowed` for all but the administrator, `NotFound` where there is none of this key.
    """
    check_may_connect(viewer)
    found = Connection.objects.filter(key=key).first()
    if found is None:
        raise NotFound(_("There is no such page."))
    return found


def may_connect(viewer: Viewer) -> bool:
    """This function will tell whether `viewer` sets up how others sign in."""
    return holds(viewer, "district_admin")


def check_may_connect(viewer: Viewer) -> None:
    """This function will do nothing for the administrator.

    **Raises** `NotAllowed` for everybody else.
    """
    if not may_connect(viewer):
        raise NotAllowed(
            _("Only the district's administrator sets up single sign-on."), _("Ask the district's administrator.")
        )


def try_connection(viewer: Viewer, key: str, *, now: datetime) -> list[Finding]:
    """This function will try a connection as far as that is possible without a person."""
    connection = find_connection(viewer, key)
    return _try_oidc(connection) if connection.kind == "oidc" else _try_saml(connection, now)


def _try_oidc(connection: Connection) -> list[Finding]:
    try:
        provider = discover(connection)
    except CannotAsk as trouble:
        says = gettext("The provider's own description could not be used (%(reason)s). Check the issuer.")
        return [Finding(False, says % {"reason": trouble.reason})]
    found = [Finding(True, gettext("The provider describes itself as this issuer."))]
    try:
        n_keys = len(fetch_keys(provider).keys)
        found.append(Finding(True, gettext("Its keys can be read: %(n)s.") % {"n": n_keys}))
    except CannotAsk as trouble:
        found.append(Finding(False, gettext("Its keys cannot be read (%(reason)s).") % {"reason": trouble.reason}))
    if "S256" not in provider.get("code_challenge_methods_supported", ["S256"]):
        found.append(Finding(False, gettext("It does not say that it takes PKCE with S256, which we always send.")))
    return found


def _try_saml(connection: Connection, now: datetime) -> list[Finding]:
    certificate = x509.load_pem_x509_certificate(connection.certificate.encode())
    is_current = certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc
    until = {"until": certificate.not_valid_after_utc.date().isoformat()}
    good, over = (
        gettext("Its certificate can be read, and holds until %(until)s."),
        gettext("Its certificate is not in force; it ends on %(until)s. Ask the provider for the present one."),
    )
    is_safe = is_safe_address(connection.sign_in_url)
    return [
        Finding(is_current, (good if is_current else over) % until),
        Finding(is_safe, gettext("It is reached by HTTPS.") if is_safe else gettext("It is not reached by HTTPS.")),
    ]
