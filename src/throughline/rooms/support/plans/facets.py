"""By their plans the list of students can be parted: of which kind one is under way, none, or a review that is late."""

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from throughline.rooms.students import api as students
from throughline.rooms.support.planned import PLAN_CLASS
from throughline.rooms.support.plans.kinds import plan_kind_words, plan_kinds
from throughline.rooms.support.plans.queries import late_reviews, under_way
from throughline.values.viewer import Viewer

NONE, LATE = "none", "late"
Students = QuerySet[students.Student]


def register_plan_facet() -> None:
    """This function will let the list of students be parted by their plans."""
    students.register_facet(students.ListFacet("plan", PLAN_CLASS, lambda: _("Plan"), _options, _by_plan))


def _options(viewer: Viewer, found: Students) -> list[students.Option]:
    within = under_way(viewer).filter(student__in=found.order_by().values("pk")).order_by()
    n_of = dict(within.values_list("kind").annotate(n=Count("student")))
    kinds = [(code, plan_kind_words(code), n_of[code]) for code in plan_kinds() if code in n_of]
    without = (NONE, _("None under way"), _by_plan(viewer, found, NONE).count())
    return [*kinds, without, (LATE, _("Review day has passed"), _by_plan(viewer, found, LATE).count())]


def _by_plan(viewer: Viewer, found: Students, answer: str) -> Students:
    if answer == NONE:
        return found.exclude(pk__in=under_way(viewer).values("student"))
    if answer == LATE:
        return found.filter(pk__in=late_reviews(viewer).values("student"))
    if answer not in plan_kinds():
        return found.none()
    return found.filter(pk__in=under_way(viewer).filter(kind=answer).values("student"))
