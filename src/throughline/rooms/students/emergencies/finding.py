"""Finding one student by their exact name or number: nothing like a search, since whoever asks may see no one yet."""

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat, Lower, NullIf

from throughline.rooms.students.directory.finding import Folded, folded
from throughline.rooms.students.models import Student

# Who shares a name with more students than this is found by number.
MOST = 5


def find_exactly(students: QuerySet[Student], text: str) -> QuerySet[Student]:
    """This function will keep the students whose whole name, or whose number, is `text`.

    Case, accents and spaces do not count; the name may be the given or the preferred one, with the middle name or
    without.
    """
    said = " ".join(folded(text.replace("\x00", "")).split())
    if not said:
        return students.none()
    given, family = _preferred("given_name"), _preferred("family_name")
    names: list[tuple[str | Combinable, ...]] = [
        ("given_name", "family_name"),
        ("given_name", "middle_name", "family_name"),
        (given, family),
        (given, "family_name"),
        ("given_name", family),
    ]
    whole = {f"name_{place}": _whole(parts) for place, parts in enumerate(names)}
    fits = Q(number=said) & ~Q(local_id="")
    for name in whole:
        fits |= Q(**{name: said})
    found = students.annotate(number=Lower("local_id"), **whole).filter(fits)
    return found.select_related("home_school").order_by("family_name", "given_name", "pk")


def _preferred(name: str) -> Combinable:
    return Coalesce(NullIf(F(f"preferred_{name}"), Value("")), F(name), output_field=TextField())


def _whole(parts: tuple[str | Combinable, ...]) -> Folded:
    spaced = [one for part in parts for one in (Value(" "), part)][1:]
    return Folded(Concat(*spaced, output_field=TextField()))
