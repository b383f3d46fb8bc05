"""OpenID Connect: the code flow with PKCE, state and nonce. The ID token's signature is always checked.

**Source** OpenID Connect Core 1.0, sections 3.1.2 and 3.1.3.7; RFC 7636; RFC 9207.
"""

import base64
import hashlib
import secrets
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from throughline.rooms.accounts.models import Connection
from throughline.rooms.accounts.sealing import unseal
from throughline.rooms.accounts.single_sign_on.fetching import CannotAsk, ask, is_safe_address

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
LEEWAY_SECONDS = 60
_NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Kept:
    """What a browser's session keeps of a sign-in under way: each is made anew and used once."""

    state: str
    nonce: str
    verifier: str

    def to_session(self) -> dict[str, str]:
        """This function will return it as a session can hold it."""
        return asdict(self)


def discover(connection: Connection) -> dict[str, Any]:
    """This function will ask a provider where it answers.

    **Raises** `CannotAsk` where it cannot be reached, names another issuer, or leaves out what is needed.
    """
    said = ask(f"{connection.issuer.rstrip('/')}/.well-known/openid-configuration")
    if said.get("issuer") != connection.issuer:
        raise CannotAsk("another issuer")
    for name in _NEEDED[1:]:
        if not isinstance(said.get(name), str) or not is_safe_address(said[name]):
            raise CannotAsk(f"no {name}")
    return said


def fetch_keys(provider: dict[str, Any]) -> KeySet:
    """This function will fetch the keys a provider signs with.

    **Raises** `CannotAsk` where there are none to be read.
    """
    try:
        keys = KeySet.import_key_set(ask(provider["jwks_uri"]))  # type: ignore[arg-type] # read, and refused, by it
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise CannotAsk("keys not read") from error
    if not keys.keys:
        raise CannotAsk("no keys")
    return keys


def begin(connection: Connection, back_to: str) -> tuple[str, Kept]:
    """This function will return where to send a browser, and what its session is to keep.

    **Raises** `CannotAsk`.
    """
    provider = discover(connection)
    kept = Kept(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(kept.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": connection.client_id,
        "redirect_uri": back_to,
        "scope": "openid profile email",
        "state": kept.state,
        "nonce": kept.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    address = str(provider["authorization_endpoint"])
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}", kept


def finish(connection: Connection, kept: Kept, code: str, back_to: str) -> dict[str, Any]:
    """This function will exchange a code for what the provider says of a person.

    **Raises** `CannotAsk` where the provider does not answer, or its word does not hold.
    """
    provider = discover(connection)
    said = ask(provider["token_endpoint"], **_token_request(connection, provider, kept, code, back_to))
    claims = check_token(connection, provider, str(said.get("id_token", "")), kept.nonce)
    if connection.claim in claims or "userinfo_endpoint" not in provider:
        return claims
    return _with_userinfo(provider, said, claims)


def check_token(connection: Connection, provider: dict[str, Any], token: str, nonce: str) -> dict[str, Any]:
    """This function will return what a signed ID token says, once all of it holds.

    **Raises** `CannotAsk` naming what does not: signature, issuer, audience, times, nonce.
    """
    try:
        read = jwt.decode(token, fetch_keys(provider), algorithms=ALGORITHMS)
        demands = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": connection.issuer},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
        )
        demands.validate(read.claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise CannotAsk(f"token: {getattr(error, 'error', 'not read')}") from error
    claims: dict[str, Any] = dict(read.claims)
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if connection.client_id not in audiences:
        raise CannotAsk("token: audience")
    if (len(audiences) > 1 or "azp" in claims) and claims.get("azp") != connection.client_id:
        raise CannotAsk("token: authorized party")
    if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise CannotAsk("token: nonce")
    return claims


def _token_request(
    connection: Connection, provider: dict[str, Any], kept: Kept, code: str, back_to: str
) -> dict[str, dict[str, str]]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back_to,
        "client_id": connection.client_id,
        "code_verifier": kept.verifier,
    }
    secret = unseal(connection.sealed_secret) if connection.sealed_secret else ""
    ways = provider.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if not secret:
        return {"form": form}
    if "client_secret_post" in ways:
        return {"form": form | {"client_secret": secret}}
    pair = f"{quote_plus(connection.client_id)}:{quote_plus(secret)}".encode()
    return {"form": form, "headers": {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}}


def _with_userinfo(provider: dict[str, Any], said: dict[str, Any], claims: dict[str, Any]) -> dict[str, Any]:
    found = ask(str(provider["userinfo_endpoint"]), headers={"Authorization": f"Bearer {said.get('access_token', '')}"})
    if found.get("sub") != claims["sub"]:
        raise CannotAsk("userinfo: another person")
    return found | claims
