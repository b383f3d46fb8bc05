"""What can be told of a student, shipped as data with a schema."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from throughline.formats.kinds import Kind, Words, read_kinds, said_in

KINDS = Path(__file__).with_name("kinds.toml")
# The kind that names the adults a student turns to; lists ask for whom none is named.
TRUSTED_ADULT = "trusted_adult"


class SayingKind(Kind):
    """One kind: what others call it, what the student reads, what helps to write it, and whether only one stands."""

    names: Words
    own: Words
    prompts: Words
    newest: bool = False

    def name(self, *, own: bool = False) -> str:
        """This function will name the kind in the reader's language: to the student themselves, or to others."""
        return _said(self.own if own else self.names)

    @property
    def prompt(self) -> str:
        """What helps to write it, in the reader's language."""
        return _said(self.prompts)


@cache
def saying_kinds() -> Mapping[str, SayingKind]:
    """This function will return every kind by its code."""
    return read_kinds(KINDS.read_text(encoding="utf-8"), KINDS.name, SayingKind)


def _said(words: Mapping[str, str]) -> str:
    return said_in(words, get_language())
