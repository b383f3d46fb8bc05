"""Kinds shipped as data: read in order, refused by name, said in the reader's language or in English."""

import pytest

from throughline.formats.kinds import Kind, Words, read_kinds, said_in

TWO = '[[kind]]\ncode = "walk"\n[[kind]]\ncode = "talk"\n'


def test_kinds_are_read_by_code_in_the_order_they_stand() -> None:
    assert list(read_kinds(TWO, "kinds.toml", Kind)) == ["walk", "talk"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "kind: Field required"),
        ("kind = []", "kind: "),
        ('[[kind]]\ncode = "Walk"\n', "kind.0.code: "),
        ('[[kind]]\ncode = "walk"\nname = "Walk"\n', "kind.0.name: "),
        (TWO + TWO, "a kind stands twice"),
    ],
)
def test_what_does_not_fit_is_named_with_its_file_and_place(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=r"walks\.toml does not fit its schema") as refused:
        read_kinds(text, "walks.toml", Kind)
    assert says in str(refused.value)


class Walk(Kind):
    names: Words


@pytest.mark.parametrize("names", ['{en = "Walk"}', '{fr = "Promenade"}', "{}"])
def test_no_language_may_be_lacking(names: str) -> None:
    with pytest.raises(ValueError, match="needs words in"):
        read_kinds(f'[[kind]]\ncode = "walk"\nnames = {names}\n', "walks.toml", Walk)


@pytest.mark.parametrize(("language", "word"), [("es", "hola"), ("es-mx", "hola"), ("fr", "hello"), (None, "hello")])
def test_words_are_those_of_the_language_or_english(language: str | None, word: str) -> None:
    assert said_in({"en": "hello", "es": "hola"}, language) == word
