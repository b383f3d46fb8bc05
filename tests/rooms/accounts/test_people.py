"""Adding people and granting roles: who may, and what is needed."""

from datetime import date

import pytest
from tests.rooms.conftest import AT, FIRST_DAY, SET_UP, Town

from throughline.values.errors import NotAllowed, RefusedInput


def test_the_administrator_adds_a_person_and_it_is_noted(town: Town) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.audit.models import AuditRecord

    by = town.viewer("administrator")
    user = accounts.add_person(by=by, at=AT, username="New.One", name="New One", source_id="E-9")
    assert not user.has_usable_password()
    assert AuditRecord.objects.get(act="add", noun="person", object_id=str(user.pk)).by_user_id == by.user_id


@pytest.mark.parametrize("key", ["coordinator", "data_lead", "outsider", "guardian"])
def test_nobody_else_gives_accounts_or_roles(town: Town, key: str) -> None:
    from throughline.rooms.accounts import api as accounts

    by = town.viewer(key)
    with pytest.raises(NotAllowed):
        accounts.add_person(by=by, at=AT, username="x", name="X")
    with pytest.raises(NotAllowed):
        accounts.grant_role(
            by=by,
            at=AT,
            user=town.users[key],
            relation="district_admin",
            organization_id=None,
            starts_on=FIRST_DAY,
        )


@pytest.mark.parametrize(("username", "name"), [("WEI.LI", "Another"), ("", "Nameless"), ("x", " ")])
def test_a_person_needs_a_username_of_their_own_and_a_name(town: Town, username: str, name: str) -> None:
    from throughline.rooms.accounts import api as accounts

    with pytest.raises(RefusedInput):
        accounts.add_person(by=SET_UP, at=AT, username=username, name=name)


@pytest.mark.parametrize("relation", ["teacher", "guardian", "self", "duty:set_up", "outsider", "king"])
def test_roles_that_the_roster_gives_or_nobody_knows_are_not_granted(town: Town, relation: str) -> None:
    from throughline.rooms.accounts import api as accounts

    with pytest.raises(RefusedInput, match="cannot be granted"):
        accounts.grant_role(
            by=SET_UP,
            at=AT,
            user=town.users["outsider"],
            relation=relation,
            organization_id=town.high.pk,
            starts_on=FIRST_DAY,
        )


def test_a_school_role_names_its_school_and_dates_run_forward(town: Town) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.district.models import Organization

    user, district = town.users["outsider"], Organization.objects.get(kind="district")
    for place in (None, district.pk):
        with pytest.raises(RefusedInput, match="held at a school"):
            accounts.grant_role(
                by=SET_UP, at=AT, user=user, relation="coordinator", organization_id=place, starts_on=FIRST_DAY
            )
    with pytest.raises(RefusedInput, match="ends on the day it starts"):
        accounts.grant_role(
            by=SET_UP,
            at=AT,
            user=user,
            relation="coordinator",
            organization_id=town.high.pk,
            starts_on=FIRST_DAY,
            ends_on=date(2026, 8, 16),
        )
