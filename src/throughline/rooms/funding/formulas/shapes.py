"""The needs and levels a matrix pays by: what can be added or taken out, and the matrix with it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from throughline.engines import funding as engine
from throughline.engines.funding.formula import ALL_STUDENTS
from throughline.rooms.district import api as district
from throughline.rooms.funding.documents import AnyFormula
from throughline.rooms.funding.formulas.sentences import level_name
from throughline.rooms.funding.schools.suggestions import grades_of
from throughline.rooms.students import api as students


@dataclass(frozen=True, slots=True)
class Shape:
    """The keys of the levels and of the needs that a matrix pays by, in its order."""

    levels: tuple[str, ...]
    needs: tuple[str, ...]


def shape_of(formula: AnyFormula) -> Shape | None:
    """This function will return a matrix's levels and needs, or None for a formula in steps."""
    if not isinstance(formula, engine.Formula):
        return None
    return Shape(tuple(level.key for level in formula.levels), tuple(need.key for need in formula.needs))


def shaped(formula: engine.Formula, shape: Shape) -> engine.Formula:
    """This function will return the matrix with these levels and needs; what is new is paid 0 until somebody decides.

    **Raises** `KeyError` where one is neither the formula's own nor offered; `ValueError` where none is left.
    """
    levels, needs = {one.key: one for one in formula.levels}, {one.key: one for one in formula.needs}
    rates = {
        (level.key, need.key): cents
        for level, row in zip(formula.levels, formula.rates_cents, strict=True)
        for need, cents in zip(formula.needs, row, strict=True)
    }
    return replace(
        formula,
        levels=tuple(levels.get(key) or _new_level(key) for key in shape.levels),
        needs=tuple(needs.get(key) or _new_need(key) for key in shape.needs),
        rates_cents=tuple(tuple(rates.get((level, need), 0) for need in shape.needs) for level in shape.levels),
    )


def needs_offered(formula: engine.Formula) -> list[tuple[str, str]]:
    """This function will list what the district counts and the matrix does not pay for, by code, with its name."""
    taken = {need.counts for need in formula.needs} | {need.key for need in formula.needs}
    everybody = [(ALL_STUDENTS, _("All students"))]
    counted = [(code, one.name(get_language() or "en")) for code, one in students.need_categories().items()]
    return [(code, name) for code, name in everybody + counted if code not in taken]


def levels_offered(formula: engine.Formula) -> list[tuple[str, str]]:
    """This function will list the levels a school can have and the matrix does not pay, each with its usual grades."""
    taken = {level.key for level in formula.levels}
    return [(one.value, f"{one.label} ({grades_of(one)})") for one in district.Level if one.value not in taken]


def need_names(formula: engine.Formula) -> dict[str, str]:
    """This function will name each need of a matrix in the reader's language, by its key."""
    return {need.key: need.label.text(get_language() or "en") for need in formula.needs}


def level_names(formula: engine.Formula) -> dict[str, str]:
    """This function will name each level of a matrix in the reader's language, by its key."""
    return {level.key: level_name(level.key) for level in formula.levels}


def _new_need(code: str) -> engine.Need:
    if code == ALL_STUDENTS:
        return engine.Need(code, _in_each_language(lambda: _("All students")))
    return engine.Need(code, engine.Label.of(students.need_categories()[code].names))


def _new_level(code: str) -> engine.Level:
    if code not in district.Level.values:
        raise KeyError(code)
    return engine.Level(code, _in_each_language(lambda: str(district.Level(code).label)))


def _in_each_language(says: Callable[[], str]) -> engine.Label:
    words = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            words[language] = says()
    return engine.Label.of(words)
