"""Finding students by name without knowing its accents."""

import unicodedata
from functools import reduce
from operator import add

from django.db.models import Case, Func, IntegerField, QuerySet, TextField, Value, When
from django.db.models.functions import Concat

from throughline.rooms.students.models import Student

_NAMES = (
    "given_name",
    "middle_name",
    "family_name",
    "preferred_given_name",
    "preferred_family_name",
    "local_id",
)


class Folded(Func):
    """Text as people look it up: lower case, accents taken off. Needs no extension of PostgreSQL."""

    template = "regexp_replace(normalize(lower(%(expressions)s), NFKD), '[\u0300-\u036f]', '', 'g')"
    output_field = TextField()


def folded(text: str) -> str:
    """This function will fold text as `Folded` does in the database.

    **Example**

    >>> folded("Muñoz")
    'munoz'
    """
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in apart if not "\u0300" <= letter <= "\u036f")


def find_by_name(students: QuerySet[Student], text: str) -> QuerySet[Student]:
    """This function will keep the students whose names or local id hold every word of `text`."""
    words = folded(text.replace("\x00", "")).split()
    if not words:
        return students
    parts = [part for name in _NAMES for part in (name, Value(" "))]
    found = students.annotate(folded=Folded(Concat(*parts, output_field=TextField())))
    for word in words:
        found = found.filter(folded__contains=word)
    return found


# How many whose names hold pieces of what was typed are compared letter by letter, and how many are shown.
MOST_COMPARED = 300
MOST_WORDS = 6
MOST_LETTERS = 24
MOST_NEAR = 25
# The least likeness of each word typed to some word of a name, from 0 to 1.
LIKE_ENOUGH = 0.62


def find_by_name_or_near(students: QuerySet[Student], text: str) -> tuple[QuerySet[Student], bool]:
    """This function will keep the students of such a name, or else those whose names are near it, and tell which."""
    found = find_by_name(students, text)
    if not folded(text.replace("\x00", "")).split() or found.exists():
        return found, False
    near = students.filter(pk__in=_near(students, folded(text.replace("\x00", "")).split()[:MOST_WORDS]))
    return near, near.exists()


def _near(students: QuerySet[Student], words: list[str]) -> list[int]:
    """The students most of whose names are written almost so: first by pieces in the database, then by letters."""
    pieces = {piece for word in words for piece in _pieces(word[:MOST_LETTERS])}
    parts = [part for name in _NAMES for part in (name, Value(" "))]
    found = students.annotate(folded=Folded(Concat(*parts, output_field=TextField())))
    held = [Case(When(folded__contains=piece, then=1), default=0, output_field=IntegerField()) for piece in pieces]
    counted = found.annotate(n_pieces=reduce(add, held)).filter(n_pieces__gt=0)
    rows = counted.order_by("-n_pieces", "pk").values_list("pk", "folded")[:MOST_COMPARED]
    like = sorted(((_likeness(words, name.split()), pk) for pk, name in rows), reverse=True)
    return [pk for likeness, pk in like if likeness >= LIKE_ENOUGH][:MOST_NEAR]


def _pieces(word: str) -> set[str]:
    """The pairs of letters of a word; a mistake leaves most of them."""
    return {word[at : at + 2] for at in range(len(word) - 1)} or {word}


def _likeness(words: list[str], names: list[str]) -> float:
    """How like the word least like any of the names is."""
    return min(max((alike(word, name) for name in names), default=0.0) for word in words)


def alike(one: str, other: str) -> float:
    """This function will say how alike two words are, from 0 to 1: letters added, left out, changed or swapped count.

    **Source**: F. J. Damerau, "A technique for computer detection and correction of spelling errors", 1964, in the form
    that leaves a swapped pair alone afterwards.

    **Example**

    >>> alike("munoz", "munoz"), alike("munos", "munoz"), alike("mnuoz", "munoz")
    (1.0, 0.8, 0.8)
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        row = [at]
        for to, beside in enumerate(other, start=1):
            steps = min(last[to] + 1, row[to - 1] + 1, last[to - 1] + (letter != beside))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == beside:
                steps = min(steps, before[to - 2] + 1)
            row.append(steps)
        before, last = last, row
    return 1 - last[-1] / max(len(one), len(other), 1)
