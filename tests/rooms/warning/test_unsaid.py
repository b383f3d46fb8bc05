"""What is left unsaid of groups to those who may not see the students cannot be found by subtracting."""

from hypothesis import given
from hypothesis import strategies as st

from throughline.engines.warning import Score

PARTS = st.tuples(*[st.one_of(st.just(0), st.integers(0, 30), st.integers(30, 400))] * 4)


def _score(parts: tuple[int, ...]) -> Score:
    """Of students found, missed, pointed out for nothing, and neither."""
    found, missed, for_nothing, _neither = parts
    return Score(sum(parts), found + for_nothing, found + missed, found, None)


def _sum(scores: list[Score]) -> Score:
    return Score(
        sum(one.n for one in scores),
        sum(one.n_pointed for one in scores),
        sum(one.n_came for one in scores),
        sum(one.n_both for one in scores),
        None,
    )


def test_a_small_group_takes_another_with_it() -> None:
    from throughline.rooms.warning.foresight.unsaid import groups_unsaid

    girls, boys, unsaid = _score((40, 20, 30, 200)), _score((40, 22, 31, 210)), _score((12, 3, 10, 40))
    whole = _sum([girls, boys, unsaid])
    assert groups_unsaid([girls, boys, unsaid], whole) == [True, False, True]


def test_a_circumstance_that_nearly_all_share_is_left_out_for_the_few_who_do_not() -> None:
    from throughline.rooms.warning.foresight.unsaid import groups_unsaid

    most, whole = _score((100, 50, 50, 300)), _score((100, 54, 50, 300))
    assert groups_unsaid([most], whole) == [True]


@given(st.lists(PARTS, min_size=1, max_size=6))
def test_of_groups_that_part_all_no_small_number_is_said_or_left_over(parts: list[tuple[int, ...]]) -> None:
    from throughline.rooms.warning.foresight.unsaid import groups_unsaid, is_small

    scores = [_score(one) for one in parts]
    whole = _sum(scores)
    if is_small(whole):
        return
    unsaid = groups_unsaid(scores, whole)
    said = [one for one, hidden in zip(scores, unsaid, strict=True) if not hidden]
    assert not any(is_small(one) for one in said)
    left_over = _sum([one for one, hidden in zip(scores, unsaid, strict=True) if hidden])
    assert not is_small(left_over)


@given(st.lists(PARTS, min_size=1, max_size=4), PARTS)
def test_nor_of_all_but_one_group(parts: list[tuple[int, ...]], rest: tuple[int, ...]) -> None:
    from throughline.rooms.warning.foresight.unsaid import groups_unsaid, is_small

    scores = [_score(one) for one in parts]
    whole = _sum([*scores, _score(rest)])
    if is_small(whole):
        return
    for one, hidden in zip(scores, groups_unsaid(scores, whole), strict=True):
        others = Score(
            whole.n - one.n,
            whole.n_pointed - one.n_pointed,
            whole.n_came - one.n_came,
            whole.n_both - one.n_both,
            None,
        )
        assert hidden or not is_small(others)
