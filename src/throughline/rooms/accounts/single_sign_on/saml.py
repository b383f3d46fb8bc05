"""SAML 2.0 by python3-saml, in its strict way: signed assertions for us, in answer to what we asked, each once."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from throughline.rooms.accounts.models import Connection
from throughline.rooms.accounts.sessions.once import spend
from throughline.rooms.accounts.single_sign_on.fetching import CannotAsk

NAME_ID = "NameID"
_KEPT_AT_LEAST = timedelta(days=1)


def entity_id(request: HttpRequest, connection: Connection) -> str:
    """This function will return who we are to a provider: the address of our metadata."""
    return request.build_absolute_uri(reverse("accounts:saml_metadata", args=[connection.key]))


def reply_address(request: HttpRequest, connection: Connection) -> str:
    """This function will return where a provider's answers are posted to."""
    return request.build_absolute_uri(reverse("accounts:saml_reply", args=[connection.key]))


def begin(request: HttpRequest, connection: Connection, state: str) -> tuple[str, str]:
    """This function will return where to send a browser, and the number of what is asked there."""
    auth = OneLogin_Saml2_Auth(_said(request), old_settings=_settings(request, connection))
    address = auth.login(return_to=state)
    return str(address), str(auth.get_last_request_id())


def finish(request: HttpRequest, connection: Connection, request_id: str, *, now: datetime) -> dict[str, Any]:
    """This function will return what a provider's posted answer says of a person, by name of attribute.

    **Raises** `CannotAsk` where any of it does not hold.
    """
    try:
        settings = OneLogin_Saml2_Settings(_settings(request, connection))
        answer = OneLogin_Saml2_Response(settings, request.POST.get("SAMLResponse", ""))
        if not answer.is_valid(_said(request), request_id):
            raise CannotAsk("saml: not valid")
        if entity_id(request, connection) not in answer.get_audiences():
            raise CannotAsk("saml: audience")
        number, until = answer.get_assertion_id(), answer.get_assertion_not_on_or_after()
        said = _attributes(answer)
    except CannotAsk:
        raise
    except Exception as error:  # whatever is posted here is a stranger's, and the library raises many kinds
        raise CannotAsk("saml: not read") from error
    good_until = datetime.fromtimestamp(until, UTC) if isinstance(until, int | float) else now
    if not spend("saml", f"{connection.pk} {number}", until=max(good_until, now + _KEPT_AT_LEAST), now=now):
        raise CannotAsk("saml: used before")
    return said


def write_metadata(request: HttpRequest, connection: Connection) -> bytes:
    """This function will write what a provider's administrator loads to know us."""
    settings = OneLogin_Saml2_Settings(_settings(request, connection), sp_validation_only=True)
    written = settings.get_sp_metadata()
    return written.encode() if isinstance(written, str) else bytes(written)


def _attributes(answer: Any) -> dict[str, Any]:
    """Each attribute by its name and its friendly name, where it has one value; and the NameID."""
    found: dict[str, Any] = {}
    for named in (answer.get_friendlyname_attributes(), answer.get_attributes()):
        found |= {str(name): values[0] for name, values in named.items() if len(values) == 1 and values[0]}
    name_id = answer.get_nameid()
    return found | ({NAME_ID: name_id} if name_id else {})


def _said(request: HttpRequest) -> dict[str, Any]:
    return {
        "https": "on" if request.is_secure() else "off",
        "http_host": request.get_host(),
        "script_name": request.path,
        "get_data": {},
        "post_data": {},
    }


def _settings(request: HttpRequest, connection: Connection) -> dict[str, Any]:
    return {
        "strict": True,
        "debug": False,
        "sp": {
            "entityId": entity_id(request, connection),
            "assertionConsumerService": {
                "url": reply_address(request, connection),
                "binding": OneLogin_Saml2_Constants.BINDING_HTTP_POST,
            },
            "NameIDFormat": OneLogin_Saml2_Constants.NAMEID_UNSPECIFIED,
        },
        "idp": {
            "entityId": connection.entity_id,
            "singleSignOnService": {
                "url": connection.sign_in_url,
                "binding": OneLogin_Saml2_Constants.BINDING_HTTP_REDIRECT,
            },
            "x509cert": connection.certificate,
        },
        "security": {
            "wantAssertionsSigned": True,
            "wantNameId": False,
            "wantAttributeStatement": False,
            "requestedAuthnContext": False,
            "rejectUnsolicitedResponsesWithInResponseTo": True,
            "rejectDeprecatedAlgorithm": True,
            "allowSingleLabelDomains": True,
        },
    }
