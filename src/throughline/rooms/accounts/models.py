"""People who sign in, the roles they hold for dates, and the rules their sight is made from."""

import pgtrigger
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from throughline.rooms.accounts.session_models import Connection as Connection
from throughline.rooms.accounts.session_models import SamlStart as SamlStart
from throughline.rooms.accounts.session_models import SignedIn as SignedIn
from throughline.rooms.accounts.session_models import Spent as Spent
from throughline.rooms.audit import api as audit
from throughline.values.viewer import Viewer


class UserQuerySet(BaseUserManager["User"]):
    """Finds people by the name they sign in with, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username or "")


@audit.tracked()
class User(AbstractBaseUser):
    """Somebody who signs in. What they may see comes from roles and relations, never from here."""

    username = models.TextField(unique=True)
    name = models.TextField()
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=8, default="en")
    is_active = models.BooleanField(default=True)
    # The roster's id of this person, where the roster knows them: ties a sign-in to classes and family.
    source_id = models.TextField(blank=True, db_index=True)

    USERNAME_FIELD = "username"
    objects = UserQuerySet()

    class Meta:
        constraints = [models.UniqueConstraint(models.functions.Lower("username"), name="one_user_a_username")]

    def __str__(self) -> str:
        return self.name

    def viewer(self) -> Viewer:
        """This function will return this person as the one who is looking."""
        return Viewer(user_id=self.pk, name=self.name)


class SignInTries(models.Model):
    """How often a password was tried of late: by address and username, or by address. Holds digests, nobody's name."""

    key = models.CharField(max_length=64, primary_key=True)
    n = models.IntegerField()
    until = models.DateTimeField(db_index=True)


class AccessLink(models.Model):
    """A link that lets somebody without an account do one thing, for a while. Its token is nowhere: only a digest."""

    purpose = models.CharField(max_length=40)
    noun = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    made_for = models.TextField(help_text="Whom it is for, in words; never an address")
    digest = models.CharField(max_length=64, unique=True)
    made_by_id = models.BigIntegerField(null=True)
    made_by = models.TextField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    n_opened = models.IntegerField(default=0)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["noun", "object_id"]),
            models.Index(fields=["purpose", "expires_at"]),
        ]


class Mail(models.Model):
    """A mail that waits, went out or was given up. What it said is not kept; what its link is made from are ids."""

    class State(models.TextChoices):
        """How a mail stands."""

        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"
        DROPPED = "dropped"

    template = models.CharField(max_length=40)
    to_user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    to_address = models.EmailField(blank=True)
    to_name = models.TextField(blank=True)
    language = models.CharField(max_length=8)
    values = models.JSONField(default=dict)
    made_by = models.TextField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    n_tries = models.IntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True, help_text="The kind of trouble, without any address")

    class Meta:
        indexes = [models.Index(fields=["state", "-made_at"])]


@audit.tracked()
class RoleAssignment(models.Model):
    """A person holds a role at an organization for dates."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="roles")
    relation = models.CharField(max_length=40)
    organization = models.ForeignKey("district.Organization", null=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    granted_by = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["user", "starts_on"])]


@audit.tracked()
class Rule(models.Model):
    """One row of the policy table: a relation may see, write or export a class of record, on a legal basis.

    Whoever changes one, by whatever way, stamps the table: so each request learns whether it is the one it knows.
    """

    relation = models.CharField(max_length=40)
    scope = models.CharField(max_length=20)
    record_class = models.CharField(max_length=40)
    may_see = models.BooleanField()
    may_write = models.BooleanField()
    may_export = models.BooleanField()
    ground = models.CharField(max_length=40, default="")
    basis = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relation", "record_class"], name="one_rule_a_pair")]
        indexes = [models.Index(fields=["record_class"])]
        triggers = [
            pgtrigger.Trigger(
                name="stamped",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
                func="""
                insert into accounts_rulesstamp (id, stamp) values (1, gen_random_uuid())
                on conflict (id) do update set stamp = excluded.stamp;
                return null;
                """,
            )
        ]


class RulesStamp(models.Model):
    """One row, which the database stamps anew with every statement that changes rules.

    A stamp comes once and never again, so that rules somebody read before their change was undone are never taken for
    others.
    """

    stamp = models.UUIDField()


@audit.tracked()
class Tightening(models.Model):
    """What this district leaves a relation of a class of record, where the shipped table allows more."""

    relation = models.CharField(max_length=40)
    record_class = models.CharField(max_length=40)
    keeps_see = models.BooleanField(default=True)
    keeps_write = models.BooleanField(default=True)
    keeps_export = models.BooleanField(default=True)
    reason = models.TextField()
    said_by = models.TextField(default="")
    said_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relation", "record_class"], name="one_tightening_a_pair")]


@audit.tracked()
class ViewingAs(models.Model):
    """A person views Throughline as another, reading only, for a stated reason and a short time."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seen_as = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["seen_as", "-starts_at"])]
