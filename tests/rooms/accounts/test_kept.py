"""Rules and roles are read once in a block, and read anew where they were changed in it."""

from typing import TYPE_CHECKING

import pytest
from tests.rooms.conftest import AT, FIRST_DAY, SET_UP, Town

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries


def test_asking_often_costs_as_much_as_asking_once(
    town: Town, django_assert_num_queries: "DjangoAssertNumQueries"
) -> None:
    from throughline.rooms.accounts import api as accounts

    viewer = town.viewer("coordinator")
    with accounts.acting_as(viewer):
        accounts.find_reach(viewer, "see", "directory")
        with django_assert_num_queries(0):
            for record_class in accounts.RECORD_CLASSES:
                accounts.find_reach(viewer, "see", record_class)


def test_a_role_granted_in_a_block_counts_at_once(town: Town) -> None:
    from throughline.rooms.accounts import api as accounts

    viewer = town.viewer("outsider")
    with accounts.acting_as(SET_UP):
        assert not accounts.may(viewer, "see", "directory", school_id=town.high.pk)
        accounts.grant_role(
            by=SET_UP,
            at=AT,
            user=town.users["outsider"],
            relation="coordinator",
            organization_id=town.high.pk,
            starts_on=FIRST_DAY,
        )
        assert accounts.may(viewer, "see", "directory", school_id=town.high.pk)


def test_nothing_is_kept_from_one_block_to_the_next(town: Town) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.accounts.models import RoleAssignment

    viewer = town.viewer("coordinator")
    with accounts.acting_as(viewer):
        assert accounts.may(viewer, "see", "directory", school_id=town.high.pk)
    RoleAssignment.objects.filter(user=town.users["coordinator"]).update(ends_on=FIRST_DAY)
    with accounts.acting_as(viewer):
        assert not accounts.may(viewer, "see", "directory", school_id=town.high.pk)


def test_a_rule_changed_behind_our_back_counts_with_the_next_block_and_an_unchanged_table_is_not_read_again(
    town: Town, django_assert_num_queries: "DjangoAssertNumQueries"
) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.accounts.models import Rule
    from throughline.rooms.accounts.sight.rules import all_rules

    viewer = town.viewer("coordinator")
    with accounts.acting_as(viewer):
        before = all_rules()
        assert accounts.may(viewer, "see", "directory", school_id=town.high.pk)
    with accounts.acting_as(viewer), django_assert_num_queries(1):
        assert all_rules() is before
    with accounts.acting_as(SET_UP):
        Rule.objects.filter(relation="coordinator", record_class="directory").update(may_see=False)
    with accounts.acting_as(viewer):
        assert not accounts.may(viewer, "see", "directory", school_id=town.high.pk)


def test_a_rule_changed_by_hand_in_the_database_counts_with_the_next_block(town: Town) -> None:
    from django.db import connection, transaction

    from throughline.rooms.accounts import api as accounts

    viewer, school_id = town.viewer("coordinator"), town.high.pk

    def sees() -> bool:
        with accounts.acting_as(viewer):
            return accounts.may(viewer, "see", "directory", school_id=school_id)

    def by_hand(sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)

    assert sees()
    with transaction.atomic():
        by_hand("update accounts_rule set may_see = false where relation = 'coordinator'")
        assert not sees(), "within the transaction that changes it"
        transaction.set_rollback(True)
    assert sees(), "what was undone was known to this process and counts no more"
    by_hand("update accounts_rule set may_see = false where relation = 'coordinator'")
    assert not sees()
    by_hand("update accounts_rule set may_see = true where relation = 'coordinator'")
    assert sees()
    by_hand("delete from accounts_rule where relation = 'coordinator'")
    assert not sees()


ADD_A_RULE = """
insert into accounts_rule (relation, scope, record_class, may_see, may_write, may_export, ground, basis)
values ('nobody', 'none', 'directory', true, false, false, '', '')
"""


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize(
    "change",
    [
        "update accounts_rule set basis = basis where id = (select min(id) from accounts_rule)",
        "delete from accounts_rule where id = (select min(id) from accounts_rule)",
        ADD_A_RULE,
        "truncate accounts_rule",
    ],
)
def test_whatever_the_owner_of_the_database_does_to_the_rules_stamps_them_anew(change: str) -> None:
    from django.db import connections, transaction

    def stamp() -> list[tuple[object, ...]]:
        cursor.execute("select stamp from accounts_rulesstamp")
        return list(cursor.fetchall())

    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        before = stamp()
        assert len(before) == 1
        cursor.execute(change)
        assert len(stamp()) == 1
        assert stamp() != before
        transaction.set_rollback(True, using="owner")
