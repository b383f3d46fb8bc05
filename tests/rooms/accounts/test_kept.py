"""Rules and roles are read once in a block, and read anew where they were changed in it."""

from typing import TYPE_CHECKING

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
