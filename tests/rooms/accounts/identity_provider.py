"""An identity provider on this machine: OpenID Connect over HTTP, and a hand that writes and signs SAML."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from joserfc import jwt
from joserfc.jwk import RSAKey
from onelogin.saml2.constants import OneLogin_Saml2_Constants
from onelogin.saml2.utils import OneLogin_Saml2_Utils

SECRET = "a secret of ours"


@dataclass
class Provider:
    """What it says of the person, and what a test spoils of that."""

    address: str
    key: RSAKey
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    forms: list[dict[str, str]] = field(default_factory=list)
    token: str = ""

    def authorize(self, address: str) -> str:
        """Do what its sign-in page would: remember what was asked, and return what the browser brings back."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        return f"{urlsplit(self.asked['redirect_uri']).path}?code=c0de&state={self.asked['state']}"

    def write_token(self) -> str:
        now = int(time.time())
        said = {
            "iss": self.address,
            "aud": self.asked["client_id"],
            "sub": "person-1",
            "iat": now,
            "exp": now + 300,
            "nonce": self.asked["nonce"],
        }
        said |= self.claims
        kept = {name: value for name, value in said.items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": self.key.kid or ""}, kept, self.key)

    def answer(self, path: str, form: dict[str, str]) -> dict[str, Any] | None:
        """What it answers over HTTP."""
        if path == "/.well-known/openid-configuration":
            places = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")
            return {"issuer": self.address} | {place: f"{self.address}/{place}" for place in places}
        if path == "/jwks_uri":
            return {"keys": [self.key.as_dict(private=False)]}
        if path == "/userinfo_endpoint":
            return self.userinfo
        if path == "/token_endpoint":
            self.forms.append(form)
            verifier = hashlib.sha256(form["code_verifier"].encode()).digest()
            challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
            if challenge != self.asked["code_challenge"]:
                return None
            return {"id_token": self.token or self.write_token(), "access_token": "t0ken", "token_type": "Bearer"}
        return None


@contextmanager
def providing() -> Iterator[Provider]:
    """Serve a provider for a while, on a free port."""
    held: list[Provider] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            form = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
            form["authorization"] = self.headers.get("Authorization", "")
            said = held[0].answer(self.path, form)
            body = json.dumps(said).encode()
            self.send_response(200 if said is not None else 400)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
        held.append(Provider(f"http://127.0.0.1:{server.server_address[1]}", key))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield held[0]
        finally:
            server.shutdown()
            thread.join()


# --- SAML ---


def make_pair() -> tuple[str, str]:
    """A private key and its certificate, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "provider")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private.decode(), certificate.public_bytes(serialization.Encoding.PEM).decode()


@dataclass
class Assertion:
    """What a SAML provider says, each part of it for a test to spoil."""

    audience: str
    recipient: str
    in_response_to: str
    issuer: str = "https://idp.example/saml"
    number: str = "_assertion1"
    person: str = "priya.raman"
    minutes: int = 5

    def assertion(self) -> str:
        now = datetime.now(UTC)
        at, until = f"{now:%Y-%m-%dT%H:%M:%SZ}", f"{now + timedelta(minutes=self.minutes):%Y-%m-%dT%H:%M:%SZ}"
        before = f"{now - timedelta(minutes=10):%Y-%m-%dT%H:%M:%SZ}"
        restriction = (
            f"<saml:AudienceRestriction><saml:Audience>{self.audience}</saml:Audience></saml:AudienceRestriction>"
        )
        return (
            f'<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{self.number}" Version="2.0"'
            f' IssueInstant="{at}"><saml:Issuer>{self.issuer}</saml:Issuer><saml:Subject>'
            f"<saml:NameID>{self.person}</saml:NameID>"
            f'<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData'
            f' InResponseTo="{self.in_response_to}" NotOnOrAfter="{until}" Recipient="{self.recipient}"/>'
            f'</saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="{before}" NotOnOrAfter="{until}">'
            f"{restriction if self.audience else ''}</saml:Conditions>"
            f'<saml:AuthnStatement AuthnInstant="{at}"><saml:AuthnContext><saml:AuthnContextClassRef>'
            "urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext>"
            "</saml:AuthnStatement><saml:AttributeStatement>"
            f'<saml:Attribute Name="uid"><saml:AttributeValue>{self.person}</saml:AttributeValue></saml:Attribute>'
            "</saml:AttributeStatement></saml:Assertion>"
        )

    def signed(self, pair: tuple[str, str]) -> str:
        """The assertion with a signature of its own."""
        made = OneLogin_Saml2_Utils.add_sign(
            self.assertion(),
            *pair,
            sign_algorithm=OneLogin_Saml2_Constants.RSA_SHA256,
            digest_algorithm=OneLogin_Saml2_Constants.SHA256,
        )
        return made.decode() if isinstance(made, bytes) else str(made)

    def response(self, *inside: str) -> str:
        """What a browser posts: the response around these assertions, as base64."""
        at = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        written = (
            '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"'
            f' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_response1" Version="2.0" IssueInstant="{at}"'
            f' Destination="{self.recipient}" InResponseTo="{self.in_response_to}">'
            f"<saml:Issuer>{self.issuer}</saml:Issuer>"
            '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>'
            f"{''.join(inside)}</samlp:Response>"
        )
        return base64.b64encode(written.encode()).decode()
