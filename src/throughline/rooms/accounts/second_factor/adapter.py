"""What allauth.mfa asks us: how secrets are kept, and what phones and passkeys show of us."""

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator

from throughline.rooms.accounts.models import User
from throughline.rooms.accounts.sealing import seal, unseal


class Adapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth ships no types
    """Secrets encrypted at rest; people named by what they sign in with."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def get_totp_label(self, user: User) -> str:
        return user.username

    def get_totp_issuer(self) -> str:
        return "Throughline"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": "Throughline"}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, object]:
        said: dict[str, object] = super().get_public_key_credential_user_entity(user)
        return said | {"name": user.username, "display_name": user.name}

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        return ""

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """Nothing is mailed: the page shows what is set up, and the audit trail what changed."""
