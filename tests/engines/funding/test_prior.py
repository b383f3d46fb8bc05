"""Dollars beside those of an earlier budget: worked by hand, and adding up whatever comes."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.engines.funding.prior import PriorBudget, Standing, set_beside, sources_beside

CENTS = st.integers(0, 10**12)
BUDGETS = st.lists(
    st.builds(PriorBudget, st.sampled_from("ABCDEFGH"), CENTS, st.none() | st.integers(0, 5_000)),
    unique_by=lambda one: one.school_id,
)


def test_a_principal_can_follow_the_comparison() -> None:
    now = [
        PriorBudget("Oak", 1_100_000_00, 220),
        PriorBudget("Elm", 900_000_00, 200),
        PriorBudget("New", 50_000_00, 10),
    ]
    was = [PriorBudget("Elm", 950_000_00, 190), PriorBudget("Oak", 1_000_000_00, 250), PriorBudget("Shut", 80_000_00)]
    found = set_beside(now, was)
    oak, elm, new, shut = found.schools
    assert (oak.change_cents, oak.change_share, oak.standing) == (100_000_00, Fraction(1, 10), Standing.GAINS)
    assert (oak.now_per_pupil_cents, oak.prior_per_pupil_cents, oak.per_pupil_change_cents) == (
        5_000_00,
        4_000_00,
        1_000_00,
    )
    assert (elm.change_cents, elm.standing) == (-50_000_00, Standing.LOSES)
    assert (new.change_share, new.standing, new.per_pupil_change_cents) == (None, Standing.NEW, None)
    assert (shut.change_cents, shut.standing, shut.prior_per_pupil_cents) == (-80_000_00, Standing.GONE, None)
    assert (found.now_cents, found.prior_cents, found.change_cents) == (2_050_000_00, 2_030_000_00, 20_000_00)
    assert (found.gained_cents, found.lost_cents, found.new_cents, found.gone_cents) == (
        100_000_00, 50_000_00, 50_000_00, 80_000_00,
    )  # fmt: skip


def test_a_school_that_stays_as_it_is_neither_gains_nor_loses() -> None:
    (same,) = set_beside([PriorBudget("A", 5)], [PriorBudget("A", 5)]).schools
    assert (same.standing, same.change_share) == (Standing.SAME, Fraction(0))


def test_those_that_move_the_most_come_first() -> None:
    now = [PriorBudget(name, cents) for name, cents in (("A", 10), ("B", 30), ("C", 20))]
    found = set_beside(now, [PriorBudget(name, 0) for name in "ABC"])
    assert [one.school_id for one in found.standing(Standing.GAINS)] == ["B", "C", "A"]


def test_a_school_named_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        set_beside([PriorBudget("A", 1), PriorBudget("A", 2)], [])


@given(BUDGETS, BUDGETS)
def test_every_cent_of_the_change_is_gained_lost_new_or_gone(now: list[PriorBudget], was: list[PriorBudget]) -> None:
    found = set_beside(now, was)
    assert found.now_cents == sum(one.cents for one in now)
    assert found.prior_cents == sum(one.cents for one in was)
    assert found.change_cents == sum(one.change_cents for one in found.schools)
    assert found.change_cents == found.gained_cents - found.lost_cents + found.new_cents - found.gone_cents
    assert min(found.gained_cents, found.lost_cents, found.new_cents, found.gone_cents) >= 0


@given(BUDGETS, BUDGETS)
def test_the_order_of_schools_changes_nothing(now: list[PriorBudget], was: list[PriorBudget]) -> None:
    found = {one.school_id: one for one in set_beside(now, was).schools}
    again = {one.school_id: one for one in set_beside(now[::-1], was[::-1]).schools}
    assert found == again


@given(BUDGETS, BUDGETS)
def test_seen_from_the_other_side_gains_are_losses(now: list[PriorBudget], was: list[PriorBudget]) -> None:
    there, back = set_beside(now, was), set_beside(was, now)
    assert there.change_cents == -back.change_cents
    assert (there.gained_cents, there.new_cents) == (back.lost_cents, back.gone_cents)


@given(BUDGETS, BUDGETS, st.integers(2, 9))
def test_twice_the_dollars_are_twice_the_change(now: list[PriorBudget], was: list[PriorBudget], by: int) -> None:
    def times(budgets: list[PriorBudget]) -> list[PriorBudget]:
        return [PriorBudget(one.school_id, one.cents * by, one.n_students) for one in budgets]

    found, larger = set_beside(now, was), set_beside(times(now), times(was))
    assert larger.change_cents == found.change_cents * by
    assert [one.change_share for one in larger.schools] == [one.change_share for one in found.schools]


NAMES = st.sampled_from(["State aid", "Levy", "Bake sale", "Title I"])


@given(
    st.dictionaries(st.sampled_from(["aid", "levy", "", "title_i"]), CENTS),
    st.dictionaries(NAMES, CENTS),
    st.dictionaries(NAMES, st.sampled_from(["aid", "levy", "title_i"])),
)
def test_by_source_every_cent_stands_on_one_line_whatever_is_matched(
    now: dict[str, int], prior: dict[str, int], matched: dict[str, str]
) -> None:
    found = sources_beside(now, prior, matched, {"aid": "State aid"})
    assert sum(one.now_cents for one in found) == sum(now.values())
    assert sum(one.prior_cents for one in found) == sum(prior.values())
    keys = [one.key for one in found if one.key is not None]
    assert len(keys) == len(set(keys))
    assert {one.name for one in found if one.key is None} == set(prior) - set(matched)
