"""Which of the district's revenue sources an earlier budget's source may be: by the same name, or one like it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

_SMALL = {"of", "the", "and", "de", "la"}
_ALIKE = 0.6  # of one: below it, names have no more in common than any two


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A source that a name may be; `exact` where it is called the same, letters and signs aside."""

    key: str
    exact: bool


def suggest(name: str, sources: Mapping[str, str]) -> Suggestion | None:
    """This function will suggest which source a name is. `sources` are names by key.

    **Example**

    >>> suggest("TITLE I - Part A", {"title_i": "Title I, Part A", "aid": "State aid"})
    Suggestion(key='title_i', exact=True)
    >>> suggest("Aid of the state", {"aid": "State aid"}), suggest("Bake sale", {"aid": "State aid"})
    (Suggestion(key='aid', exact=False), None)
    """
    plain = _plain(name)
    for key, called in sources.items():
        if plain in (_plain(called), _plain(key)):
            return Suggestion(key, exact=True)
    alike = {key: _likeness(plain, _plain(called)) for key, called in sources.items()}
    best = max(alike, key=lambda key: alike[key], default="")
    return Suggestion(best, exact=False) if best and alike[best] >= _ALIKE else None


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold().replace("_", " ")))


def _likeness(one: str, other: str) -> float:
    """How much two names have in common, whatever the order of their words."""
    words, others = (set(name.split()) for name in (one, other))
    if min(len(words), len(others)) > 1 and (words <= others or others <= words):
        return 0.9  # “Title III” and “Title III, English learners”
    first, second = (" ".join(sorted(found - _SMALL)) for found in (words, others))
    return fuzz.ratio(first, second) / 100
