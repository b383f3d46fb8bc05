"""People who sign in, the roles they hold for dates, and the rules their sight is made from."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

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
    """One row of the policy table: a relation may see, write or export a class of record, on a legal basis."""

    relation = models.CharField(max_length=40)
    scope = models.CharField(max_length=20)
    record_class = models.CharField(max_length=40)
    may_see = models.BooleanField()
    may_write = models.BooleanField()
    may_export = models.BooleanField()
    basis = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relation", "record_class"], name="one_rule_a_pair")]
