"""Guess a school's level from the grades of its students, or from its name, and say why."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from throughline.rooms.district.api import Level
from throughline.rooms.funding.grade_spans import LAST_GRADE

_BANDS = {Level.ELEMENTARY: range(-2, 6), Level.MIDDLE: range(6, 9), Level.HIGH: range(9, 14)}
_BEFORE_GRADE_1 = {"IT": -2, "PR": -2, "PK": -1, "TK": 0, "KG": 0}
# Words of a name, most telling first: "Junior High School" is a middle school.
_NAMES = (
    (Level.MIDDLE, re.compile(r"\b(middle|junior high|intermediate|intermedia|secundaria)\b", re.IGNORECASE)),
    (Level.ELEMENTARY, re.compile(r"\b(elementary|primary|primaria|kindergarten)\b", re.IGNORECASE)),
    (Level.HIGH, re.compile(r"\b(high|preparatoria)\b", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A level to consider, and what speaks for it."""

    level: Level
    reason: str


def grades_of(level: Level) -> str:
    """This function will say which grades a school of a level usually has."""
    first, last = min(_BANDS[level]), max(_BANDS[level])
    if first < 1:
        return _("up to grade %(last)s") % {"last": last}
    if last > LAST_GRADE:
        return _("from grade %(first)s") % {"first": first}
    return _("grades %(first)s to %(last)s") % {"first": first, "last": last}


def suggest_level(name: str, grades: Mapping[str, int]) -> Suggestion | None:
    """This function will suggest a level with its reason, or nothing where neither grades nor name tell.

    **Example**

    >>> suggest_level("Grand Bend Junior High", {}).level.value
    'middle'
    """
    by_level = {
        level: sum(n for grade, n in grades.items() if _number(grade) in band) for level, band in _BANDS.items()
    }
    n_known = sum(by_level.values())
    if n_known:
        level = max(by_level, key=by_level.__getitem__)
        words = {"n": by_level[level], "all": n_known, "grades": _grades_text(level)}
        return Suggestion(level, _("%(n)s of %(all)s are in %(grades)s") % words)
    for level, pattern in _NAMES:
        if found := pattern.search(name):
            return Suggestion(level, _("Its name says “%(word)s”") % {"word": found[0]})
    return None


def _grades_text(level: Level) -> str:
    return {
        Level.ELEMENTARY: _("kindergarten to grade 5"),
        Level.MIDDLE: _("grades 6 to 8"),
        Level.HIGH: _("grades 9 to 12"),
    }[level]


def _number(grade: str) -> int | None:
    if grade in _BEFORE_GRADE_1:
        return _BEFORE_GRADE_1[grade]
    return int(grade) if grade.isdigit() else None
