"""The groups that students are parted into: their school, grade, class, and circumstances one may see."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.directory.facets import find_classes
from throughline.rooms.students.models import Student
from throughline.rooms.students.needs.catalogue import need_categories
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

# A group of fewer students is left out: what is printed here is handed on.
FEWEST = 10
RACES: Mapping[str, str] = {
    "hispanic_or_latino": gettext_noop("Hispanic or Latino"),
    "american_indian_or_alaska_native": gettext_noop("American Indian or Alaska Native"),
    "asian": gettext_noop("Asian"),
    "black_or_african_american": gettext_noop("Black or African American"),
    "native_hawaiian_or_other_pacific_islander": gettext_noop("Native Hawaiian or other Pacific Islander"),
    "white": gettext_noop("White"),
    "two_or_more_races": gettext_noop("Two or more races"),
}
SEXES: Mapping[str, str] = {
    "female": gettext_noop("Girls"),
    "male": gettext_noop("Boys"),
}

# The names of the groups each student stands in.
GroupsOf = Callable[[int], Iterable[str]]


def classes_of(viewer: Viewer, students: QuerySet[Student]) -> GroupsOf:
    """This function will return the classes of each student: a teacher's own, for all others homerooms."""
    titles = {int(pk): title for pk, title, _n in find_classes(viewer, students)}
    places = access.get_class_places_for(viewer).filter(classroom__in=titles, ended_at=None)
    rows = places.exclude(ends_on__lt=accounts.today()).values_list("student", "classroom").distinct()
    return _looked_up((student, titles[classroom]) for student, classroom in rows)


def circumstances_of(viewer: Viewer, students: QuerySet[Student]) -> GroupsOf:
    """This function will return each student's circumstances, race and sex, as far as `viewer` may see them.

    A circumstance that is not theirs to see is not counted, so that no number tells of it.
    """
    day, categories, language = accounts.today(), need_categories(), get_language() or "en"
    within = students.order_by().values("pk")
    held = access.get_needs_for(viewer).filter(starts_on__lte=day, student__in=within).exclude(ends_on__lt=day)
    found = [
        (student, categories[code].name(language) if code in categories else code)
        for student, code in held.values_list("student", "category").distinct()
    ]
    told = access.get_demographics_for(viewer).filter(student__in=within)
    for row in told.values("student", "sex", *RACES):
        found += [(row["student"], _(words)) for name, words in RACES.items() if row[name]]
        if row["sex"] in SEXES:
            found.append((row["student"], _(SEXES[row["sex"]])))
    return _looked_up(found)


def _looked_up(pairs: Iterable[tuple[int, str]]) -> GroupsOf:
    held: defaultdict[int, list[str]] = defaultdict(list)
    for student, name in pairs:
        held[student].append(name)
    return lambda student_id: held.get(student_id, ())
