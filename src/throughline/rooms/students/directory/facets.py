"""The facets of the list of students, each answer with how many students fit it beside all else that is chosen."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.directory.words import grade_order, grade_words, is_grade
from throughline.rooms.students.models import Class, Student, Teaching
from throughline.rooms.students.narrowing import (
    BANDS,
    MINE,
    ListFacet,
    Option,
    band_of,
    days_counted,
    narrowed,
    registered_facets,
    whole,
)
from throughline.rooms.students.needs.catalogue import need_categories
from throughline.values.viewer import Viewer

# Classes, circumstances and attendance are counted for lists up to a large school. A whole district chooses a school
# first: its classes are too many to choose from, and to count the rest reads every row of it for each page.
MOST_COUNTED = 3_000
# What a list is nearly always narrowed by. To count the rest asks many more questions, and is done when asked for.
AT_ONCE = ("mine", "school", "grade", "joined")

Chosen = tuple[tuple[str, str], ...]
Options = Callable[[QuerySet[Student]], list[Option]]


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet: what it is called, and its answers with their words and how many students fit (None: not counted)."""

    key: str
    label: str
    options: list[Option]


def find_facets(
    viewer: Viewer, seen: QuerySet[Student], chosen: Chosen, *, act: str = "see", every: bool = True
) -> list[Facet]:
    """This function will return the facets that part these students, each counted within what else is chosen.

    `act` is what is done with the list, seen or exported: it is parted by what one may do that with. Without `every`
    facet, only those that are offered at once, and those chosen by.

    It asks the database as often for each facet, however many students and answers there are.
    """

    def within(key: str) -> QuerySet[Student]:
        return narrowed(viewer, seen, [one for one in chosen if one[0] != key], act=act).order_by()

    held = dict(chosen)
    facets = [
        Facet(key, label, options(within(key)))
        for key, label, options in _every_facet(viewer, act)
        if every or key in AT_ONCE or key in held
    ]
    facets = [_holding(viewer, seen, one, held[one.key]) if one.key in held else one for one in facets]
    facets = [one for one in facets if one.key in held or any(n != 0 for _value, _words, n in one.options)]
    return [one for one in facets if len(one.options) > 1 or one.key in ("joined", *held) or one.key == "mine"]


def _every_facet(viewer: Viewer, act: str) -> list[tuple[str, str, Options]]:
    """The facets in the order they are offered: key, label, and the answers among some students."""
    return [
        ("mine", _("Mine"), lambda students: _mine(viewer, students)),
        ("school", _("School"), _schools),
        ("grade", _("Grade"), _grades),
        ("class", _("Class"), lambda students: _classes(viewer, students)),
        ("need", _("Circumstance"), lambda students: _needs(viewer, students, act)),
        ("there", _("At school"), lambda students: _bands(viewer, students, act)),
        ("joined", _("Joined"), lambda _students: [("new", _("Joined in the last 30 days"), None)]),
        *((one.key, one.label(), partial(_registered_options, viewer, one, act)) for one in registered_facets()),
    ]


def _registered_options(viewer: Viewer, facet: ListFacet, act: str, students: QuerySet[Student]) -> list[Option]:
    return facet.options(viewer, facet.known(viewer, students, act))


def _holding(viewer: Viewer, seen: QuerySet[Student], facet: Facet, answer: str) -> Facet:
    """An answer that nobody fits is offered while it is chosen: left out, the list would show more than was asked."""
    if any(value == answer for value, _words, _n in facet.options):
        return facet
    words = _words_alone(viewer, seen, facet.key, answer) or _("None of these")
    return replace(facet, options=[*facet.options, (answer, words, None)])


def _words_alone(viewer: Viewer, seen: QuerySet[Student], key: str, answer: str) -> str:
    """The words of an answer that is not among those counted, as far as the viewer may know them."""
    match key:
        case "grade":
            return grade_words(answer) if is_grade(answer) else ""
        case "class":
            places = access.get_class_places_for(viewer).filter(classroom=whole(answer))
            return places.values_list("classroom__title", flat=True).first() or ""
        case "school":
            return seen.filter(home_school=whole(answer)).values_list("home_school__name", flat=True).first() or ""
        case "need" if answer in need_categories():
            return need_categories()[answer].name(get_language() or "en")
        case "there" if answer in BANDS:
            return band_words(answer)
        case "mine" if answer in MINE:
            return mine_words(answer)
    return ""


def mine_words(relation: str) -> str:
    """This function will name the students somebody has by a relation: `My classes`, `My caseload`, `My teams`."""
    words = {"teacher": _("My classes"), "case_manager": _("My caseload"), "team_member": _("My teams")}
    return words[relation]


def _mine(viewer: Viewer, students: QuerySet[Student]) -> list[Option]:
    if access.relations_held(viewer).keys().isdisjoint(MINE):
        return []
    related = access.get_relations_of(viewer).filter(relation__in=MINE, student__in=students.values("pk"))
    counts = dict(related.values_list("relation").annotate(n=Count("student", distinct=True)).order_by())
    return [(relation, mine_words(relation), counts[relation]) for relation in MINE if relation in counts]


def _schools(students: QuerySet[Student]) -> list[Option]:
    rows = students.exclude(home_school=None).values_list("home_school", "home_school__name")
    return [(str(pk), name, n) for pk, name, n in rows.annotate(n=Count("pk")).order_by("home_school__name")]


def _grades(students: QuerySet[Student]) -> list[Option]:
    counts = dict(students.exclude(grade="").values_list("grade").annotate(n=Count("pk")))
    return [(grade, grade_words(grade), counts[grade]) for grade in sorted(counts, key=grade_order)]


def _classes(viewer: Viewer, students: QuerySet[Student]) -> list[Option]:
    return find_classes(viewer, students) if _keys_of_few(students) is not None else []


def find_classes(viewer: Viewer, students: QuerySet[Student], *, every: bool = False) -> list[Option]:
    """This function will return the classes these students are in: a teacher's own, for all others homerooms.

    `every` one of them, where it is asked for.
    """
    day = accounts.today()
    places = access.get_class_places_for(viewer).filter(ended_at=None, student__in=_few_by_key(students))
    places = places.exclude(ends_on__lt=day)
    offered = Class.objects.filter(pk__in=_taught(viewer))
    own = places if every else places.filter(classroom__in=offered) | places.filter(classroom__kind="homeroom")
    rows = own.values_list("classroom", "classroom__title").annotate(n=Count("student", distinct=True))
    return [(str(pk), title, n) for pk, title, n in rows.order_by("classroom__title")]


def _taught(viewer: Viewer) -> QuerySet[Teaching, int]:
    person = accounts.User.objects.filter(pk=viewer.user_id or 0).exclude(source_id="").values("source_id")
    teaching = Teaching.objects.filter(staff__source_id__in=person, ended_at=None)
    return teaching.exclude(ends_on__lt=accounts.today()).values_list("classroom", flat=True)


def _needs(viewer: Viewer, students: QuerySet[Student], act: str) -> list[Option]:
    day, keys = accounts.today(), _keys_of_few(students)
    if keys is None:
        return _needs_uncounted(viewer, act)
    held = access.get_needs_for(viewer, act=act).filter(starts_on__lte=day, student__in=keys)
    rows = held.exclude(ends_on__lt=day).values_list("category").annotate(n=Count("student", distinct=True))
    counts: Mapping[str, int] = dict(rows.order_by())
    categories, language = need_categories(), get_language() or "en"
    named = ((code, categories[code].name(language) if code in categories else code) for code in counts)
    return [(code, name, counts[code]) for code, name in sorted(named, key=lambda one: one[1])]


def _needs_uncounted(viewer: Viewer, act: str) -> list[Option]:
    """The circumstances of which the viewer may know of anybody."""
    reaches, language = accounts.find_reaches(viewer, act, access.NEED_CLASSES), get_language() or "en"
    known = ((code, one.name(language)) for code, one in need_categories().items() if reaches[one.record_class])
    return [(code, name, None) for code, name in sorted(known, key=lambda one: one[1])]


def _keys_of_few(students: QuerySet[Student]) -> list[int] | None:
    """Up to a large school's students by key: asked by a query, the database reads a district's rows for theirs."""
    keys = list(students.values_list("pk", flat=True)[: MOST_COUNTED + 1])
    return keys if len(keys) <= MOST_COUNTED else None


def _few_by_key(students: QuerySet[Student]) -> list[int] | QuerySet[Student, Any]:
    keys = _keys_of_few(students)
    return students.values("pk") if keys is None else keys


def _bands(viewer: Viewer, students: QuerySet[Student], act: str) -> list[Option]:
    keys = _keys_of_few(students)
    if keys is None:
        return []
    # Named one by one: else the database reads a whole district's days to find a school's.
    rows = days_counted(viewer, students, act=act).filter(student__in=keys).values_list("student")
    counted = rows.annotate(n=Count("pk"), away=Count("pk", filter=access.AWAY)).order_by()
    counts = Counter(band_of(1 - away / n) for _student, n, away in counted)
    return [(band, band_words(band), counts[band]) for band in BANDS] if counts else []


def band_words(band: str) -> str:
    """This function will say a band of days at school."""
    return {
        "95": _("95% of days and more"),
        "90": _("90% to 95%"),
        "80": _("80% to 90%"),
        "0": _("Under 80%"),
    }[band]


def options_counted(facet: Facet) -> Iterable[tuple[str, str]]:
    """This function will return the answers of a facet in words, each with its count."""
    for value, words, n in facet.options:
        yield value, words if n is None else _("%(words)s (%(n)s)") % {"words": words, "n": n}
