"""Finding students by name without knowing its accents, or quite how it is written.

Only comparisons that the second wall lets an index answer are made: see `NameWord`. Whom one finds is among the
students one is given, so that what nobody may see is neither found nor counted.
"""

import unicodedata
from collections.abc import Mapping
from string import ascii_lowercase

from django.db.models import Case, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Greatest, Length

from throughline.rooms.students.models import NameWord, Student


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


# Marks left out of a word that is looked up, and those that part words; the database does as much with names.
_MARKS = str.maketrans(dict.fromkeys("'’‘ʼʻ`\"", "") | dict.fromkeys("-.,()/", " "))
# The most words of what was typed, and letters of one, that are looked for; how many are shown; the least likeness.
MOST_WORDS = 6
MOST_LETTERS = 24
MOST_NEAR = 25
LIKE_ENOUGH = 0.62
# Of so many words written most nearly so, students are looked for.
MOST_LIKE = 400
# Words up to so long have no half that is worth looking for: every slip of the pen is tried.
SHORT = 3
_LAST = chr(0x10FFFF)
_NEAREST_FIRST = ("nearness", "family_name", "given_name")


def name_order(*, is_near: bool) -> tuple[str, ...]:
    """This function will return the fields that order students by name, or, where names are near, by likeness first."""
    return _NEAREST_FIRST if is_near else _NEAREST_FIRST[1:]


def words_typed(text: str) -> list[str]:
    """This function will part what was typed into words as names are parted.

    **Example**

    >>> words_typed("O'Brien Muñoz-Solís")
    ['obrien', 'munoz', 'solis']
    """
    words = folded(text.replace("\x00", "")).translate(_MARKS).split()
    return [word[:MOST_LETTERS] for word in words[:MOST_WORDS]]


def find_by_name(students: QuerySet[Student], text: str) -> QuerySet[Student]:
    """This function will keep the students one of whose names, or whose local id, begins with each word of `text`."""
    for word in words_typed(text):
        students = students.filter(pk__in=NameWord.objects.filter(_begins(word)).values("student"))
    return students


def _begins(word: str, field: str = "word") -> Q:
    return Q(**{f"{field}__gte": word, f"{field}__lt": word + _LAST})


def find_by_name_or_near(students: QuerySet[Student], text: str) -> tuple[QuerySet[Student], bool]:
    """This function will keep the students of such a name, or else those whose names are near it, and tell which.

    Those whose names are near carry `nearness`, smallest where the name is most like what was typed.
    """
    found, words = find_by_name(students, text), words_typed(text)
    if not words or found.exists():
        return found, False
    near = _near(students, words)
    return near, near.exists()


def _near(students: QuerySet[Student], words: list[str]) -> QuerySet[Student]:
    """The students each typed word of whose names is written almost so, the nearest of them."""
    likes = [_words_like(word) for word in words]
    if not all(likes):
        return students.none()
    found, nearness = students, []
    for like in likes:
        found = found.filter(pk__in=NameWord.objects.filter(word__in=list(like)).values("student"))
        nearness.append(_nearness(like))
    found = found.annotate(nearness=Greatest(*nearness) if len(nearness) > 1 else nearness[0])
    nearest = found.order_by(*_NEAREST_FIRST, "pk").values_list("pk", "nearness")[:MOST_NEAR]
    ranks = dict(nearest)
    whens = [When(pk=pk, then=Value(rank)) for pk, rank in ranks.items()]
    return students.filter(pk__in=list(ranks)).annotate(
        nearness=Case(*whens, default=Value(0), output_field=IntegerField())
    )


def _nearness(like: Mapping[str, int]) -> Subquery:
    """How far the nearest of a student's words is from what was typed, in hundredths."""
    alike_by: dict[int, list[str]] = {}
    for word, hundredths in like.items():
        alike_by.setdefault(hundredths, []).append(word)
    whens = [When(word__in=words, then=Value(hundredths)) for hundredths, words in alike_by.items()]
    own = NameWord.objects.filter(student=OuterRef("pk"), word__in=list(like))
    ranked = own.annotate(rank=Case(*whens, default=Value(100), output_field=IntegerField())).order_by("rank")
    return Subquery(ranked.values("rank")[:1])


def _words_like(word: str) -> dict[str, int]:
    """The words of names that are most like a word, each with how far it is from it, in hundredths."""
    written = NameWord.objects.order_by()
    if len(word) <= SHORT:
        rows = written.filter(word__in=_slips(word)).values_list("word", flat=True).distinct()
    else:
        half = len(word) // 2
        swapped = word[: half - 1] + word[half]
        parts = [_begins(word[:half]), _begins(swapped), _begins(word[half:][::-1], "back")]
        fits = {"length__gte": len(word) - 2, "length__lte": len(word) + 2}
        first, *others = (
            written.filter(part).alias(length=Length("word")).filter(**fits).values_list("word", flat=True)
            for part in parts
        )
        rows = first.union(*others)
    far = {name: round(100 * (1 - alike(word, name))) for name in rows}
    near = sorted((n, name) for name, n in far.items() if n <= 100 * (1 - LIKE_ENOUGH))
    return {name: n for n, name in near[:MOST_LIKE]}


def _slips(word: str) -> list[str]:
    """Each way a short word is meant that is written so by one slip: a letter more, fewer, other, or two swapped."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    fewer = {head + tail[1:] for head, tail in cuts if tail and len(word) > 1}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    other = {head + letter + tail[1:] for head, tail in cuts if tail for letter in ascii_lowercase}
    more = {head + letter + tail for head, tail in cuts for letter in ascii_lowercase}
    return sorted(fewer | swapped | other | more)


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
