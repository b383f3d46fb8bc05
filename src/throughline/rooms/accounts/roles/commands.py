"""Give somebody a role, end it, and take an end back."""

from datetime import date, datetime, timedelta

from throughline.rooms.accounts.models import RoleAssignment, User
from throughline.rooms.accounts.people.queries import check_may_manage
from throughline.rooms.accounts.roles.queries import ADMINISTRATOR, find_ends_before, held_at
from throughline.rooms.accounts.roles.remaining import check_administrator_remains
from throughline.rooms.accounts.sight.document import shipped_policy
from throughline.rooms.accounts.sight.viewing import forget_kept, today
from throughline.rooms.audit import api as audit
from throughline.rooms.district import api as district
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

_NEEDS = {
    district.Kind.SCHOOL: (gettext_noop("This role is held at a school."), gettext_noop("Name the school.")),
    district.Kind.PARTNER: (
        gettext_noop("This role is held at a partner organization."),
        gettext_noop("Choose one of the partners; add the organization first where it is not among them."),
    ),
    district.Kind.AGENCY: (
        gettext_noop("This role is held at an agency."),
        gettext_noop("Choose one of the agencies; add it under Partners first where it is not among them."),
    ),
}


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
    """This function will give a person a role of the policy table, at the kind of organization it is held at.

    Relations to single students (teacher, guardian, self) are the roster's to give and cannot be granted.

    **Raises** `NotAllowed` where `by` may not, `RefusedInput` saying what the role needs.
    """
    check_may_manage(by)
    shipped = shipped_policy().named(relation)
    if shipped is None or shipped.comes_from != "role":
        raise RefusedInput(
            gettext_noop("This role cannot be granted."), gettext_noop("Choose one of the policy table.")
        )
    if not user.is_active:
        raise RefusedInput(gettext_noop("This account is closed."), gettext_noop("Open it again first."))
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
    _check_place(role)
    _check_not_held(role)
    role.save()
    forget_kept()
    details = {"user": user.pk, "relation": relation, "organization": organization_id}
    audit.record_act(by=by, at=at, act="grant", noun="role", object_id=role.pk, details=details)
    return role


def end_role(*, by: Viewer, at: datetime, role_id: int, last_day: date | None = None) -> None:
    """This function will end a role: at once, or with a last day. One that would never have been held goes.

    **Raises** `NotAllowed` where `by` may not, `NotFound` where there is no such role, `RefusedInput` where it is
    over, is one's own, or would leave the district without an administrator.
    """
    check_may_manage(by)
    role = RoleAssignment.objects.select_for_update(of=("self",)).filter(pk=role_id).first()
    if role is None:
        raise NotFound(gettext_noop("There is no such role."))
    if role.user_id == by.user_id:
        raise RefusedInput(
            gettext_noop("Nobody ends a role of their own."), gettext_noop("Ask another administrator to do it.")
        )
    last = last_day or today() - timedelta(days=1)
    if role.ends_on is not None and role.ends_on <= last:
        raise RefusedInput(gettext_noop("This role ends by then already."), gettext_noop("Choose an earlier day."))
    if last_day is not None and last_day < today():
        raise RefusedInput(
            gettext_noop("A role ends today or later: what was is not rewritten."), gettext_noop("End it at once.")
        )
    _end(by, at, role, last)


def take_back_end(*, by: Viewer, at: datetime, role_id: int) -> None:
    """This function will give a role back the last day it had, or none, where its end was set within a day.

    **Raises** `NotAllowed` where `by` may not, `NotFound` where there is no such role, `RefusedInput` where it has
    changed since or too much time has passed.
    """
    check_may_manage(by)
    role = RoleAssignment.objects.select_for_update(of=("self",)).filter(pk=role_id).first()
    if role is None:
        raise NotFound(gettext_noop("There is no such role."))
    before = find_ends_before([role], now=at)
    if role.pk not in before:
        raise RefusedInput(
            gettext_noop("This end can no longer be taken back."), gettext_noop("Grant the role anew instead.")
        )
    _check_place(role)
    role.ends_on = before[role.pk]
    role.save(update_fields=["ends_on"])
    forget_kept()
    audit.record_act(by=by, at=at, act="take back end", noun="role", object_id=role.pk, details=_details(role))


def end_roles_at(*, by: Viewer, at: datetime, organization_id: int) -> int:
    """This function will end at once every role held at an organization, and return how many; who may is asked before.

    It is for an organization that closes.
    """
    last = today() - timedelta(days=1)
    roles = RoleAssignment.objects.select_for_update(of=("self",)).filter(organization_id=organization_id)
    found = [role for role in roles if role.ends_on is None or role.ends_on > last]
    for role in found:
        _end(by, at, role, last)
    return len(found)


def _end(by: Viewer, at: datetime, role: RoleAssignment, last: date) -> None:
    if role.relation == ADMINISTRATOR:
        check_administrator_remains(role.user_id, last)
    number, details = role.pk, _details(role)
    if last < role.starts_on:
        role.delete()
    else:
        role.ends_on = last
        role.save(update_fields=["ends_on"])
    forget_kept()
    audit.record_act(by=by, at=at, act="end", noun="role", object_id=number, details=details | {"last": str(last)})


def _details(role: RoleAssignment) -> dict[str, object]:
    return {"user": role.user_id, "relation": role.relation, "organization": role.organization_id}


def _check_place(role: RoleAssignment) -> None:
    needed, place = held_at(role.relation), role.organization
    if needed is None:
        return
    says, next_step = _NEEDS[needed]
    if place is None or place.kind != needed:
        raise RefusedInput(says, next_step)
    if place.ended_at is not None:
        raise RefusedInput(gettext_noop("This organization is closed."), gettext_noop("Choose one that is open."))


def _check_not_held(role: RoleAssignment) -> None:
    """The same role at the same place on the same days is held once."""
    same = RoleAssignment.objects.filter(user=role.user, relation=role.relation, organization=role.organization)
    for other in same:
        starts_before_end = role.ends_on is None or other.starts_on <= role.ends_on
        if starts_before_end and (other.ends_on is None or other.ends_on >= role.starts_on):
            raise RefusedInput(
                gettext_noop("They hold this role there already, for some of these days."),
                gettext_noop("End the one they hold first, or choose other dates."),
            )
