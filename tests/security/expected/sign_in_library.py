"""Tables that allauth brings, of which we use its second factors alone, and why each stands behind no wall."""

OPEN_TABLES: dict[str, str] = {
    "account_emailaddress": "allauth's own; empty, since nobody signs in by e-mail address.",
    "account_emailconfirmation": "allauth's own; empty, for the same reason.",
    "mfa_authenticator": "Apps, passkeys and recovery codes, secrets encrypted; needed before anybody is known.",
}
