"""Let a person sign in, and give them a role."""

from datetime import date, datetime

from throughline.rooms.accounts.models import RoleAssignment, Rule, User
from throughline.rooms.accounts.sight.queries import holds
from throughline.rooms.accounts.sight.viewing import forget_kept
from throughline.rooms.audit import api as audit
from throughline.values.errors import NotAllowed, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def add_person(
    *,
    by: Viewer,
    at: datetime,
    username: str,
    name: str,
    email: str = "",
    language: str = "en",
    source_id: str = "",
    password: str | None = None,
) -> User:
    """This function will let a person sign in as `username`; without a password, by other ways only.

    `source_id` is the roster's id of this person; from it follow whom they teach and for whom they stand.

    **Raises** `NotAllowed` where `by` may not, `RefusedInput` where the username is taken or something is missing.
    """
    _check_may_manage(by)
    username, name = username.strip(), name.strip()
    if not username or not name:
        raise RefusedInput(gettext_noop("A person needs a username and a name."), gettext_noop("Give both."))
    if User.objects.filter(username__iexact=username).exists():
        raise RefusedInput(
            gettext_noop("This username is taken, whatever the case of its letters."), gettext_noop("Choose another.")
        )
    user = User(username=username, name=name, email=email, language=language, source_id=source_id)
    user.set_password(password)
    user.save()
    audit.record_act(by=by, at=at, act="add", noun="person", object_id=user.pk)
    return user


def grant_role(
    *,
    by: Viewer,
    at: datetime,
    user: User,
    relation: str,
    organization_id: int | None,
    starts_on: date,
    ends_on: date | None = None,
) -> RoleAssignment:
    """This function will give a person a role of the policy table, at an organization where its scope is a school.

    Relations to single students (teacher, guardian, self) are the roster's to give and cannot be granted.

    **Raises** `NotAllowed` where `by` may not, `RefusedInput` saying what the role needs.
    """
    _check_may_manage(by)
    scope = Rule.objects.filter(relation=relation).values_list("scope", flat=True).first()
    if scope not in {"district", "school", "none"} or relation.startswith("duty:"):
        raise RefusedInput(
            gettext_noop("This role cannot be granted."), gettext_noop("Choose one of the policy table.")
        )
    if ends_on is not None and ends_on < starts_on:
        raise RefusedInput(gettext_noop("A role ends on the day it starts, or later."), gettext_noop("Mend the dates."))
    role = RoleAssignment(
        user=user,
        relation=relation,
        organization_id=organization_id,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by=str(by),
    )
    if scope == "school" and (role.organization is None or role.organization.kind != "school"):
        raise RefusedInput(gettext_noop("This role is held at a school."), gettext_noop("Name the school."))
    role.save()
    forget_kept()
    audit.record_act(
        by=by,
        at=at,
        act="grant",
        noun="role",
        object_id=role.pk,
        details={"user": user.pk, "relation": relation, "organization": organization_id},
    )
    return role


def choose_password(*, by: Viewer, at: datetime, password: str) -> None:
    """This function will give a person the password they chose for themselves; the caller has checked its strength."""
    user = User.objects.select_for_update().get(pk=by.user_id or 0)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record_act(by=by, at=at, act="choose password", noun="person", object_id=user.pk)


def remember_language(*, by: Viewer, at: datetime, language: str) -> None:
    """This function will keep the language a person chose for themselves, to be met wherever they sign in."""
    for user in User.objects.filter(pk=by.user_id or 0).exclude(language=language):
        user.language = language
        user.save(update_fields=["language"])


def _check_may_manage(by: Viewer) -> None:
    if by.duty in {"set_up", "people"} or holds(by, "district_admin"):
        return
    raise NotAllowed(
        gettext_noop("Only the district's administrator gives people accounts and roles."),
        gettext_noop("Ask the district's administrator."),
    )
