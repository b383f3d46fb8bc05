"""A security key made of software: it makes passkeys and signs with them as a browser and a phone would."""

import base64
import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256

USER_PRESENT, USER_VERIFIED, HAS_CREDENTIAL = 1, 4, 64


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class SoftKey:
    """One passkey. `origin` is where its browser believes to be; `verified` whether it asked for a finger or PIN."""

    origin: str = "https://testserver"
    verified: bool = True
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    number: bytes = field(default_factory=lambda: os.urandom(32))
    user: str = ""

    def make(self, asked: dict[str, Any]) -> str:
        """Answer what a page asks to make a passkey."""
        options = asked["publicKey"]
        self.user = options["user"]["id"]
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))  # type: ignore[no-untyped-call] # fido2 leaves it untyped
        credential = bytes(16) + len(self.number).to_bytes(2, "big") + self.number + public
        attested = {"fmt": "none", "attStmt": {}, "authData": self._data(options["rp"]["id"], credential)}
        said = {
            "clientDataJSON": encode(self._client("webauthn.create", options["challenge"])),
            "attestationObject": encode(cbor.encode(attested)),
        }
        return self._answer(said)

    def show(self, asked: dict[str, Any]) -> str:
        """Answer what a page asks to sign in."""
        options = asked["publicKey"]
        client, data = self._client("webauthn.get", options["challenge"]), self._data(options["rpId"], b"")
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        said = {
            "clientDataJSON": encode(client),
            "authenticatorData": encode(data),
            "signature": encode(signature),
            "userHandle": self.user,
        }
        return self._answer(said)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _data(self, host: str, credential: bytes) -> bytes:
        flags = USER_PRESENT | (USER_VERIFIED if self.verified else 0) | (HAS_CREDENTIAL if credential else 0)
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + bytes(4) + credential

    def _answer(self, said: dict[str, str]) -> str:
        number = encode(self.number)
        return json.dumps(
            {"id": number, "rawId": number, "type": "public-key", "response": said, "clientExtensionResults": {}}
        )
