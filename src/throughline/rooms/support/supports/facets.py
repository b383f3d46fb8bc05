"""By their supports the list of students can be parted: in one, in which, in none, or ended and nobody asked."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.partners import api as partners
from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.models import Support
from throughline.values.viewer import Viewer

# Whoever sees a support of any class sees this one; which supports stand behind an answer is each one's own class.
CLASS = partners.PLACE_CLASSES[0]
ANY, NONE, UNCHECKED, ABOUT, IN = "any", "none", "unchecked", "about-", "in-"
Students = QuerySet[students.Student]


def register_support_facet() -> None:
    """This function will let the list of students be parted by their supports."""
    students.register_facet(
        students.ListFacet("support", CLASS, lambda: _("Support"), _options, _by_support, _rows_behind)
    )


def _options(viewer: Viewer, found: Students) -> list[students.Option]:
    held = access.get_supports_for(viewer).filter(student__in=found.order_by().values("pk")).order_by()
    now, n_students = held.filter(_now()), Count("student", distinct=True)
    unchecked = held.filter(_unchecked()).aggregate(n=n_students)["n"]
    n_about = dict(now.values_list("program__domain").annotate(n=n_students))
    about = [(f"{ABOUT}{code}", words, n_about[code]) for code, words in partners.domain_choices() if code in n_about]
    programs = now.values_list("program", "program__name").annotate(n=n_students).order_by("program__name", "program")
    return [
        (ANY, _("In a support now"), now.aggregate(n=n_students)["n"]),
        *about,
        *((f"{IN}{pk}", name, n) for pk, name, n in programs),
        (NONE, _("In none that you may see"), _by_support(viewer, found, NONE).count()),
        (UNCHECKED, _("Ended, not checked"), unchecked),
    ]


def _by_support(viewer: Viewer, found: Students, answer: str) -> Students:
    if answer == NONE:
        return found.exclude(pk__in=access.get_supports_for(viewer).filter(_now()).values("student"))
    return found.filter(pk__in=_fitting(viewer, answer, "see").values("student"))


def _rows_behind(viewer: Viewer, answer: str, act: str) -> QuerySet[Any] | None:
    return None if answer == NONE else _fitting(viewer, answer, act)


def _fitting(viewer: Viewer, answer: str, act: str) -> QuerySet[Support]:
    """The supports that an answer speaks of: none where it is no answer."""
    held = access.get_supports_for(viewer, act=act)
    if answer == UNCHECKED:
        return held.filter(_unchecked())
    now = held.filter(_now())
    if answer == ANY:
        return now
    if answer.startswith(ABOUT):
        return now.filter(program__domain=answer.removeprefix(ABOUT).replace("\x00", ""))
    return now.filter(program=students.whole(answer.removeprefix(IN))) if answer.startswith(IN) else now.none()


def _now() -> Q:
    return Q(ended_on=None, starts_on__lte=accounts.today())


def _unchecked() -> Q:
    return Q(ended_on__isnull=False, checked_on=None)
