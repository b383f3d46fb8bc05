"""Finding students by name without knowing its accents, or quite how it is written.

Only comparisons that the second wall lets an index answer are made: see `NameWord`. Whom one finds is among the
students one is given, so that what nobody may see is neither found nor counted.
"""

import unicodedata
from collections.abc import Mapping
from string import ascii_lowercase
from typing import Literal

from django.db import connection
from django.db.models import Case, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Concat, Greatest
from rapidfuzz.distance import OSA

from throughline.rooms.students.in_part import is_read_in_part
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
# How much farther than the nearest words others are let in, in hundredths, as long as there is room for more students.
SLACKS = (0, 12, 100)
# A word of a name is longer or shorter than what was typed by no more letters than this.
MOST_LONGER = 2
_LAST = chr(0x10FFFF)
_STEPS = """
with recursive steps (start, name) as (
    select start, (select n.{field} from students_nameword n where n.{field} >= start and n.{field} < start || %s
            order by n.{field} limit 1)
    from unnest(%s::text[]) start
    union all
    select start, (select n.{field} from students_nameword n where n.{field} > name and n.{field} < start || %s
            order by n.{field} limit 1)
    from steps where name is not null
)
select distinct {shown} from steps where name is not null
"""
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
    if is_read_in_part(students):
        return _by_shared_names(students, words_typed(text))
    for word in words_typed(text):
        students = students.filter(pk__in=NameWord.objects.filter(_begins(word)).values("student"))
    return students


def _by_shared_names(students: QuerySet[Student], words: list[str]) -> QuerySet[Student]:
    """The same for those outside who are shared some fields: their few students' names as these are shared."""
    names = ("given_name", "middle_name", "family_name", "preferred_given_name", "preferred_family_name")
    spaced = (part for name in names for part in (Value(" "), name))
    students = students.annotate(folded_names=Folded(Concat(*spaced, output_field=TextField())))
    for word in words:
        students = students.filter(folded_names__contains=f" {word}")
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
    return _near(students, words)


def _near(students: QuerySet[Student], words: list[str]) -> tuple[QuerySet[Student], bool]:
    """The students each typed word of whose names is written almost so, the nearest of them; and whether any is."""
    written = _words_maybe_meant(words)
    likes = [_words_like(word, written) for word in words]
    ranks: dict[int, int] = {}
    # One word is often that of thousands: its nearest alone are asked for first. Of two, few students have both.
    slacks = SLACKS if len(words) == 1 else SLACKS[1:]
    for slack in slacks if all(likes) else ():
        within = [{word: n for word, n in like.items() if n <= min(like.values()) + slack} for like in likes]
        ranks = dict(_nearest(students, within))
        if len(ranks) == MOST_NEAR:
            break
    whens = [When(pk=pk, then=Value(rank)) for pk, rank in ranks.items()]
    nearness = Case(*whens, default=Value(0), output_field=IntegerField())
    return students.filter(pk__in=list(ranks)).annotate(nearness=nearness), bool(ranks)


def _nearest(students: QuerySet[Student], likes: list[dict[str, int]]) -> QuerySet[Student, tuple[int, int]]:
    """The first students who have one of these words for each word typed, and how far from it the farthest is."""
    for like in likes:
        students = students.filter(pk__in=NameWord.objects.filter(word__in=list(like)).values("student"))
    far = [_how_far(like) for like in likes]
    found = students.annotate(nearness=Greatest(*far) if len(far) > 1 else far[0])
    return found.order_by(*_NEAREST_FIRST, "pk").values_list("pk", "nearness")[:MOST_NEAR]


def _how_far(like: Mapping[str, int]) -> Subquery | Value:
    """How far the nearest of a student's words is from what was typed, in hundredths."""
    alike_by: dict[int, list[str]] = {}
    for word, hundredths in like.items():
        alike_by.setdefault(hundredths, []).append(word)
    if len(alike_by) == 1:
        return Value(next(iter(alike_by)), output_field=IntegerField())
    whens = [When(word__in=words, then=Value(hundredths)) for hundredths, words in alike_by.items()]
    own = NameWord.objects.filter(student=OuterRef("pk"), word__in=list(like))
    ranked = own.annotate(rank=Case(*whens, default=Value(100), output_field=IntegerField())).order_by("rank")
    return Subquery(ranked.values("rank")[:1])


def _words_like(word: str, written: set[str]) -> dict[str, int]:
    """Which of these words of names are most like a word, each with how far it is from it, in hundredths."""
    farthest = 100 * (1 - LIKE_ENOUGH)
    far = {name: round(100 * (1 - alike(word, name))) for name in written if abs(len(name) - len(word)) <= MOST_LONGER}
    near = sorted((n, name) for name, n in far.items() if n <= farthest)
    return {name: n for n, name in near[:MOST_LIKE]}


def _words_maybe_meant(words: list[str]) -> set[str]:
    """The words of names that begin or end as one of these does, or are one slip from it where it is short."""
    short, long = [word for word in words if len(word) <= SHORT], [word for word in words if len(word) > SHORT]
    found: set[str] = set()
    if short:
        meant = sorted({slip for word in short for slip in _slips(word)})
        found |= set(NameWord.objects.filter(word__in=meant).order_by().values_list("word", flat=True).distinct())
    if long:
        halves = [(word[: len(word) // 2], word[len(word) // 2 :]) for word in long]
        heads = {start for head, tail in halves for start in (head, head[:-1] + tail[0])}
        found |= _each_beginning("word", heads) | _each_beginning("back", {tail[::-1] for _head, tail in halves})
    return found


def _each_beginning(field: Literal["word", "back"], starts: set[str]) -> set[str]:
    """The different words that begin so (or, backwards, end so), each found by one step through the index.

    A few hundred words stand in the rows of a hundred thousand students: reading each row takes as many times longer.
    """
    shown = "name" if field == "word" else "reverse(name)"
    with connection.cursor() as cursor:
        cursor.execute(_STEPS.format(field=field, shown=shown), [_LAST, sorted(starts), _LAST])
        return {name for (name,) in cursor.fetchall()}


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
    return OSA.normalized_similarity(one, other)
