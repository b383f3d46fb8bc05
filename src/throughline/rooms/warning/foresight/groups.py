"""The groups of students that rules may do better or worse by: level, circumstances, sex and race."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from throughline.engines.warning import Score
from throughline.rooms.district import api as district
from throughline.rooms.students import api as students
from throughline.rooms.warning.foresight.counting import score_of, scores_by
from throughline.rooms.warning.models import TrialOutcome
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

FAMILIES: Mapping[str, str] = {
    "level": gettext_noop("School level"),
    "circumstance": gettext_noop("Circumstances"),
    "sex": gettext_noop("Sex"),
    "race": gettext_noop("Race and ethnicity"),
}
Rows = QuerySet[TrialOutcome]


@dataclass(frozen=True, slots=True)
class Group:
    """Students with something in common, and how well it went with them."""

    name: str
    score: Score


def find_groups(viewer: Viewer, rows: Rows, on: date) -> dict[str, Sequence[Group]]:
    """This function will count each group of each family, by what `viewer` may see of the students.

    The same number of queries for any number of students. A family is left out where it parts nobody.
    """
    found = {
        "level": _levels(rows),
        "circumstance": _circumstances(viewer, rows, on),
        "sex": _sexes(viewer, rows),
        "race": _races(viewer, rows),
    }
    return {family: groups for family, groups in found.items() if groups}


def _levels(rows: Rows) -> list[Group]:
    scores, labels = scores_by(rows, "school__level"), dict(district.Level.choices)
    found = [Group(str(labels[level]), scores[level]) for level in labels if level in scores]
    found += [Group(_("Level not said"), score) for level, score in scores.items() if level not in labels]
    return found if len(found) > 1 else []


def _circumstances(viewer: Viewer, rows: Rows, on: date) -> list[Group]:
    """Each circumstance held that day; what is not the viewer's to see is not counted, so that no number tells."""
    language, categories = get_language() or "en", students.need_categories()
    held = students.get_needs_for(viewer).filter(starts_on__lte=on).exclude(ends_on__lt=on)
    found = []
    for code in sorted(held.order_by().values_list("category", flat=True).distinct()):
        of = rows.filter(student__in=held.filter(category=code).order_by().values("student"))
        found.append(Group(categories[code].name(language) if code in categories else code, score_of(of)))
    return sorted((one for one in found if one.score.n), key=lambda one: one.name)


def _sexes(viewer: Viewer, rows: Rows) -> list[Group]:
    told = students.get_demographics_for(viewer)
    found = [
        Group(_(words), score_of(rows.filter(student__in=told.filter(sex=code).values("student"))))
        for code, words in students.SEXES.items()
    ]
    return [one for one in found if one.score.n]


def _races(viewer: Viewer, rows: Rows) -> list[Group]:
    told = students.get_demographics_for(viewer)
    found = [
        Group(_(words), score_of(rows.filter(student__in=told.filter(Q(**{code: True})).values("student"))))
        for code, words in students.RACES.items()
    ]
    return [one for one in found if one.score.n]
