"""The writing check: what it finds stands where it says, as whole words, whatever the case and accents."""

from hypothesis import given
from hypothesis import strategies as st

from throughline.engines.wording.check import Phrase, check_wording

LAZY = Phrase(("lazy", "unmotivated"), "Say what you saw.")
AGITATED = Phrase(("agitación",), "Diga lo que vio.")
LONG = Phrase(("low", "low achiever"), "Say what they can do.")
PHRASES = (LAZY, AGITATED, LONG)


def _words(text: str) -> list[str]:
    return [one.words for one in check_wording(text, PHRASES, ["enjoys"]).found]


def test_whole_words_whatever_their_case_and_accents() -> None:
    assert _words("LAZY. Lazybones, slow. Con AGITACION y agitación.") == ["LAZY", "AGITACION", "agitación"]


def test_the_longer_of_two_that_begin_together_counts_once() -> None:
    assert _words("a low  achiever, and low") == ["low  achiever", "low"]


def test_a_strength_is_asked_for_only_where_none_is_named() -> None:
    assert check_wording("He is lazy.", PHRASES, ["enjoys"]).invites_a_strength
    assert not check_wording("He is lazy, and enjoys maps.", PHRASES, ["enjoys"]).invites_a_strength
    assert not check_wording("He reads.", PHRASES, ["enjoys"]).invites_a_strength


def test_composed_and_decomposed_accents_are_the_same_to_a_reader() -> None:
    (found,) = check_wording("x agitacio\u0301n", [AGITATED], []).found
    assert found.words == "agitacio\u0301n"


@given(st.text())
def test_nothing_breaks_it_and_places_are_true(text: str) -> None:
    checked = check_wording(text, PHRASES, ["enjoys"])
    ends = 0
    for one in checked.found:
        assert text[one.start : one.end] == one.words
        assert ends <= one.start < one.end
        ends = one.end


@given(st.text(), st.sampled_from(["lazy", "UNMOTIVATED", "Agitación", "low"]), st.text())
def test_a_phrase_that_stands_alone_is_found(before: str, word: str, after: str) -> None:
    text = f"{before} . {word} . {after}"
    start = len(before) + 3
    assert any(one.start == start and one.end == start + len(word) for one in check_wording(text, PHRASES, []).found)
