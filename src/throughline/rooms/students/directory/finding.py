"""Finding students by name without knowing its accents, or quite how it is written.

Only comparisons that the second wall lets an index answer are made: see `NameWord`. Whom one finds is among the
students one is given, so that what nobody may see is neither found nor counted.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat, Replace

from throughline.rooms.students.directory.nearness import LAST, MOST_NAMED, find_nearest, sees_everybody
from throughline.rooms.students.in_part import is_read_in_part
from throughline.rooms.students.models import NameWord, Student

_LOWERED = "normalize(lower(%(expressions)s), NFKD)"
# Letters that are no other letter with an accent, as they are often written without what they have.
_LETTERS = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
# Marks left out of a word that is looked up, and those that part words; the database does as much with names.
_MARKS = str.maketrans(dict.fromkeys("'’‘ʼʻ`\"", "") | dict.fromkeys("-‐–—.,()/", " "))
_PLAIN = str.maketrans(_LETTERS)


class Folded(Func):
    """Text as people look it up: lower case, accents taken off. Needs no extension of PostgreSQL."""

    template = "regexp_replace({plain}, '[\u0300-\u036f]', '', 'g')".format(
        plain=reduce(lambda text, pair: f"replace({text}, '{pair[0]}', '{pair[1]}')", _LETTERS.items(), _LOWERED)
    )
    output_field = TextField()


def folded(text: str) -> str:
    """This function will fold text as `Folded` does in the database.

    **Example**

    >>> folded("Muñoz"), folded("Sørensen")
    ('munoz', 'sorensen')
    """
    apart = unicodedata.normalize("NFKD", text.lower()).translate(_PLAIN)
    return "".join(letter for letter in apart if not "\u0300" <= letter <= "\u036f")


# The most words of what was typed, and letters of one, that are looked for.
MOST_WORDS = 6
MOST_LETTERS = 24
# Words that many a name begins with, as long as they are short and these beside; as where the database joins names.
MOST_SMALL = 3
_SMALL = frozenset({"dela", "delos", "della", "saint", "santa"})
_NEAREST_FIRST = ("nearness", "family_name", "given_name")


def name_order(*, is_near: bool) -> tuple[str, ...]:
    """This function will return the fields that order students by name, or, where names are near, by likeness first."""
    return _NEAREST_FIRST if is_near else _NEAREST_FIRST[1:]


def words_typed(text: str) -> list[str]:
    """This function will part what was typed into words as names are parted, each once.

    **Example**

    >>> words_typed("O'Brien Muñoz-Solís")
    ['obrien', 'munoz', 'solis']
    """
    return [word[:MOST_LETTERS] for word in list(dict.fromkeys(_parted(text)))[:MOST_WORDS]]


def run_together(text: str) -> Mapping[str, Sequence[str]]:
    """This function will join small words that were typed and what follows them, as a name may be kept: `Delacruz`.

    By each of the words, what it may be a piece of. The database does the other way round with names of several pieces.

    **Example**

    >>> run_together("Inés de la Cruz")
    {'de': ['delacruz'], 'la': ['delacruz', 'lacruz'], 'cruz': ['delacruz', 'lacruz']}
    """
    parted, found, begun = _parted(text), dict[str, list[str]](), 0
    for at, word in enumerate(parted):
        if _is_small(word) and at < len(parted) - 1:
            continue
        for first in range(begun, at if word.isalpha() else begun):
            pieces = parted[first : at + 1]
            for piece in pieces:
                found.setdefault(piece[:MOST_LETTERS], []).append("".join(pieces)[:MOST_LETTERS])
        begun = at + 1
    kept = words_typed(text)
    return {word: list(dict.fromkeys(found[word])) for word in kept if word in found}


def _parted(text: str) -> list[str]:
    return folded(text.replace("\x00", "")).translate(_MARKS).split()


def _is_small(word: str) -> bool:
    return word.isalpha() and (len(word) <= MOST_SMALL or word in _SMALL)


def find_by_name(students: QuerySet[Student], text: str) -> QuerySet[Student]:
    """This function will keep the students one of whose names, or whose local id, begins with each word of `text`.

    A word is met as well by a name that begins with what it is a piece of; the first piece is met so in any case.
    """
    joined = run_together(text)
    asked = [
        (word, *(whole for whole in joined.get(word, ()) if not whole.startswith(word))) for word in words_typed(text)
    ]
    if is_read_in_part(students):
        return _by_shared_names(students, asked)
    # Whoever sees everybody has the bearers of one word read at once, and then put in order. In the order of the list
    # they are looked for among all, and a family name that many bear stands late in it.
    if asked and sees_everybody():
        asked.sort(key=lambda words: len(words[0]), reverse=True)
        students = students.filter(_among(ArraySubquery(_bearers(asked[0]))))
        asked = asked[1:]
    for words in asked:
        students = students.filter(pk__in=_bearers(words))
    return students


def _bearers(words: Sequence[str]) -> QuerySet[NameWord, Any]:
    return NameWord.objects.filter(reduce(or_, map(_begins, words))).values("student")


def _by_shared_names(students: QuerySet[Student], asked: Sequence[Sequence[str]]) -> QuerySet[Student]:
    """The same for those outside who are shared some fields: their few students' names as these are shared."""
    names = ("given_name", "middle_name", "family_name", "preferred_given_name", "preferred_family_name")
    spaced = (part for name in names for part in (Value(" "), name))
    together = Replace(Cast("family_name", TextField()), Value(" "), Value(""), output_field=TextField())
    students = students.annotate(folded_names=Folded(Concat(*spaced, Value(" "), together, output_field=TextField())))
    for words in asked:
        students = students.filter(reduce(or_, (Q(folded_names__contains=f" {word}") for word in words)))
    return students


def _begins(word: str) -> Q:
    return Q(word__gte=word, word__lt=word + LAST)


def find_by_name_or_near(students: QuerySet[Student], text: str) -> tuple[QuerySet[Student], bool]:
    """This function will keep the students of such a name, or else those whose names are near it, and tell which.

    Those whose names are near carry `nearness`, smallest where the name is most like what was typed. Before the answer
    itself one question is asked, or two where no name is within a slip of what was typed, or more begin so than are
    named, or a number was typed.
    """
    words = words_typed(text)
    if not words or is_read_in_part(students):
        return find_by_name(students, text), False
    nearest = find_nearest(students, words, run_together(text))
    exact = nearest.exact
    if exact and nearest.is_whole:
        return students.filter(_is_one_of(exact)), False
    if exact or (not nearest.is_whole and find_by_name(students, text).exists()):
        return find_by_name(students, text), False
    far = dict(list(nearest.far.items())[:MOST_NAMED])
    return students.filter(_is_one_of(far)).annotate(nearness=_listed(far)), bool(far)


def _is_one_of(keys: Iterable[int]) -> Func:
    """Whether a student is among these, as one value: of however many, it is one statement, whose plan is kept."""
    return _among(_array(keys))


def _among(keys: Combinable) -> Func:
    return Func(F("pk"), keys, template="(%(expressions)s))", arg_joiner=" = any(", output_field=BooleanField())


def _array(numbers: Iterable[int]) -> Func:
    """An array, which hands over best as text."""
    return Func(Value(" ".join(map(str, numbers))), template="string_to_array(%(expressions)s, ' ')::bigint[]")


def _listed(by_student: Mapping[int, int]) -> Func:
    """What stands beside each student in a list: a look-up in two arrays."""
    keys, values = _array(by_student.keys()), _array(by_student.values())
    at = Func(keys, F("pk"), function="array_position", output_field=IntegerField())
    return Func(values, at, template="(%(expressions)s]", arg_joiner=")[", output_field=IntegerField())
