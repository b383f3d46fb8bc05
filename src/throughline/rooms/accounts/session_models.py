"""Where people are signed in, what can be used only once, and how they sign in through somebody else's server."""

from django.db import models

from throughline.rooms.audit import api as audit


class SignedIn(models.Model):
    """One browser in which a person is signed in. Its session knows the number of this row and ends with it."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="sessions")
    started_at = models.DateTimeField(db_index=True)
    last_used_at = models.DateTimeField()
    device = models.CharField(max_length=80)
    way = models.CharField(max_length=20, default="password")
    second_factor = models.BooleanField(default=False)


class Spent(models.Model):
    """What was used and must not be used again for a while: a code, an assertion. Holds digests."""

    key = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField(db_index=True)


@audit.tracked()
class Connection(models.Model):
    """An identity provider through which people sign in: OpenID Connect or SAML 2.0."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.TextField()
    kind = models.CharField(max_length=8)
    is_on = models.BooleanField(default=False)
    # OpenID Connect: where it answers, and who we are there. The secret is encrypted (see `sealing`).
    issuer = models.TextField(blank=True)
    client_id = models.TextField(blank=True)
    sealed_secret = models.TextField(blank=True)
    # SAML 2.0: who it is, where it asks people, and what it signs with.
    entity_id = models.TextField(blank=True)
    sign_in_url = models.TextField(blank=True)
    certificate = models.TextField(blank=True)
    # What it says of a person, and what of ours that is.
    claim = models.TextField()
    matched_by = models.CharField(max_length=20)
    trusts_second_factor = models.BooleanField(default=False)


class SamlStart(models.Model):
    """A sign-in by SAML under way: its browser knows the key, of which only the digest is here."""

    key = models.CharField(max_length=64, primary_key=True)
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    request_id = models.CharField(max_length=80, unique=True)
    until = models.DateTimeField(db_index=True)
    user = models.ForeignKey("accounts.User", null=True, on_delete=models.CASCADE, related_name="+")
