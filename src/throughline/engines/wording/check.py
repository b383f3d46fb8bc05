"""Find phrases that speak of a person by what they lack. The phrases come from outside; this only finds them."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

# Accents that stand after their letter instead of in it.
_ACCENTS = "\u0300-\u036f"
_MARKS = f"[{_ACCENTS}]*"


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is looked for, in its forms, and what one might say instead."""

    forms: tuple[str, ...]
    instead: str


@dataclass(frozen=True, slots=True)
class Found:
    """Where a phrase stands in a text, as it is written there.

    **Units** `start` and `end` count characters; `text[start:end] == words`.
    """

    start: int
    end: int
    words: str
    instead: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a text, in the order it stands there, and whether it names anything that goes well."""

    found: tuple[Found, ...]
    names_a_strength: bool

    @property
    def invites_a_strength(self) -> bool:
        """Whether to ask what goes well: something is named that is lacking, and nothing that is there."""
        return bool(self.found) and not self.names_a_strength


def check_wording(text: str, phrases: Iterable[Phrase], strengths: Iterable[str]) -> Checked:
    """This function will find each phrase in a text as whole words, whatever their case and accents.

    Where two overlap, the one that begins first counts, and of those the longer.

    **Example**

    >>> lazy = Phrase(("lazy", "unmotivated"), "Say what you saw, and when.")
    >>> [one.words for one in check_wording("He is Lazy, not lazybones.", [lazy], ["enjoys"]).found]
    ['Lazy']
    """
    folded = _folded(text)
    hits = [
        Found(match.start(), match.end(), text[match.start() : match.end()], phrase.instead)
        for phrase in phrases
        for form in phrase.forms
        for match in _pattern(form).finditer(folded)
    ]
    kept: list[Found] = []
    for hit in sorted(hits, key=lambda one: (one.start, -one.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return Checked(tuple(kept), any(_pattern(form).search(folded) for form in strengths))


def _folded(text: str) -> str:
    """Lower case without accents, letter by letter: as long as the text, so that places stay true."""
    return "".join(_plain(letter) for letter in text)


def _plain(letter: str) -> str:
    if unicodedata.combining(letter):
        return letter
    base = unicodedata.normalize("NFKD", letter)[:1].lower()
    return base if len(base) == 1 else letter


def _pattern(form: str) -> re.Pattern[str]:
    words = (_MARKS.join(map(re.escape, word)) + _MARKS for word in _folded(form).split())
    return re.compile(rf"(?<![\w{_ACCENTS}])" + r"\s+".join(words) + r"(?!\w)")
