"""Finding students by name without knowing its accents."""

import unicodedata

from django.db.models import Func, QuerySet, TextField, Value
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
