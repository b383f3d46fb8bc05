"""A word with a slip meets the one that was meant by equality alone, and one with slips in a half by its other half."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from throughline.engines.identity import half_keys, kept_keys, most_alike, slip_keys

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@st.composite
def slips(draw: Any, least: int = 2) -> tuple[str, str]:
    """A word, and the same with one slip of the pen."""
    word = draw(st.text(LETTERS, min_size=least, max_size=24))
    at, letter = draw(st.integers(0, len(word) - 2)), draw(st.sampled_from(LETTERS))
    ways = (
        word[:at] + word[at + 1 :],
        word[: at + 1] + word[at:],
        word[:at] + letter + word[at:],
        word + letter,
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    return word, draw(st.sampled_from(ways))


@given(slips())
def test_one_slip_anywhere_leaves_a_key_in_common(slip: tuple[str, str]) -> None:
    word, typed = slip
    assert kept_keys(word) & slip_keys(typed)


@given(st.text(LETTERS, min_size=3, max_size=11), st.text(LETTERS, min_size=3, max_size=12), st.booleans())
def test_a_half_written_right_is_a_key_in_common(half: str, other: str, is_first: bool) -> None:
    other = other[: len(half) + (not is_first)].ljust(len(half), "z")
    word = half + other if is_first else other[: len(half)] + half
    slipped = word[: len(half)] + other[::-1] if is_first else other[: len(half)][::-1] + half
    assert kept_keys(word) & half_keys(slipped)


@given(st.text(LETTERS, max_size=40), st.text(LETTERS, max_size=40))
def test_a_word_has_few_keys_whatever_it_is(word: str, other: str) -> None:
    assert word in kept_keys(word)
    assert len(kept_keys(word)) <= 27
    assert len(half_keys(word)) <= 6
    assert word in most_alike(word, [word, other], 1.0)
