"""A run's rows in words, whichever kind of formula it was: needs, levels, lines and the way to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from throughline.engines import funding as engine
from throughline.engines.funding.steps import StepsFormula
from throughline.rooms.funding.budgets.roster_columns import asked_by, code_of
from throughline.rooms.funding.budgets.values import LineView, WalkStep
from throughline.rooms.funding.documents import AnyFormula
from throughline.rooms.funding.filed import OwnDays, counted_words
from throughline.rooms.funding.formulas.sentences import level_name, names_of, step_sentence, words
from throughline.rooms.funding.models import BudgetLine, SchoolBudget
from throughline.rooms.funding.own_days import own_day_words
from throughline.rooms.students import api as students

_POVERTY = "poverty"  # what dollars are first looked at against, whichever way it is counted


@dataclass(frozen=True, slots=True)
class ShownNeed:
    """A need that dollars are looked at against: how the formula names it, and what people read."""

    key: str
    label: str


def needs_counted(formula: AnyFormula) -> list[tuple[ShownNeed, str]]:
    """This function will list the needs a formula counts, all students aside, each with the roster's code."""
    if isinstance(formula, StepsFormula):
        pupils = [column for column in formula.inputs if column.unit == "pupils" and not column.prior]
        found = [(ShownNeed(column.key, words(column.label)), code_of(column.key)) for column in pupils]
        return [(need, code) for need, code in found if code and code != engine.ALL_STUDENTS]
    return [
        (ShownNeed(need.key, words(need.label)), need.counts)
        for need in formula.needs
        if need.counts != engine.ALL_STUDENTS
    ]


def own_day_sentences(formula: AnyFormula, own: OwnDays) -> list[str]:
    """This function will say of each need a formula reads on which day of its own it is counted, if on any."""
    return [own_day_words(need.label, own[code]) for need, code in needs_counted(formula) if code in own]


def own_days_by_column(formula: AnyFormula, own: OwnDays) -> dict[str, str]:
    """This function will say of each column that is counted on a day of its own on which, in words."""
    needs = asked_by(formula).needs if isinstance(formula, StepsFormula) else {}
    return {key: counted_words(own[code].on, own[code].rule) for key, code in needs.items() if code in own}


def shown_need(formula: AnyFormula) -> ShownNeed | None:
    """This function will choose the need that dollars are first looked at against: poverty where it is counted."""
    counted = needs_counted(formula)
    categories = students.need_categories()
    poor = (need for need, code in counted if code in categories and categories[code].proxy_of == _POVERTY)
    return next(poor, counted[0][0] if counted else None)


def in_need_of(
    formula: AnyFormula, need: ShownNeed | None, budgets: Iterable[SchoolBudget], lines: QuerySet[BudgetLine]
) -> Mapping[int, int | None]:
    """This function will return how many students of each school have a need, by budget."""
    if need is None:
        return {}
    if isinstance(formula, StepsFormula):
        return {budget.pk: int(Fraction(budget.figures[need.key])) for budget in budgets}
    return dict(lines.filter(need=need.key).values_list("budget_id", "n_students"))


def level_labels(formula: AnyFormula) -> dict[str, str]:
    """This function will name the levels a formula knows."""
    if isinstance(formula, StepsFormula):
        return {level: level_name(level) for level in formula.levels}
    return {level.key: words(level.label) for level in formula.levels}


def never_counted(formula: AnyFormula, budgets: Sequence[SchoolBudget], lines: QuerySet[BudgetLine]) -> list[str]:
    """Needs the formula pays for and nobody was counted in: more often a file not yet brought in than the truth."""
    if isinstance(formula, StepsFormula):
        return [
            need.label
            for need, _code in needs_counted(formula)
            if budgets and not any(Fraction(budget.figures[need.key]) for budget in budgets)
        ]
    counted = set(lines.filter(n_students__gt=0).values_list("need", flat=True).distinct())
    return [need.label.text(get_language() or "en") for need in formula.needs if need.key not in counted]


def line_views(formula: AnyFormula, lines: Iterable[BudgetLine]) -> list[LineView]:
    """This function will put a budget's lines into words."""
    if isinstance(formula, StepsFormula):
        names = names_of(formula)
        from_source = _("From: %(source)s")
        return [
            LineView(
                names[line.step],
                line.counts,
                line.n_students,
                line.rate_cents,
                line.amount_cents,
                from_source % {"source": names.get(line.source, line.source)},
                line.step,
            )
            for line in lines
        ]
    labels = {need.key: words(need.label) for need in formula.needs}
    return [
        LineView(labels[line.need], line.counts, line.n_students, line.rate_cents, line.amount_cents) for line in lines
    ]


def walk_of(formula: AnyFormula, budget: SchoolBudget, lines: Mapping[str, Sequence[str]]) -> list[WalkStep]:
    """This function will walk one school through a formula in steps, with each figure it drew on.

    `lines` says by step how it came about, where that was kept.
    """
    if not isinstance(formula, StepsFormula):
        return []
    names = names_of(formula)
    steps = {step.key: step for step in formula.steps}
    return [
        WalkStep(
            step_sentence(steps[entry["key"]], names),
            [_named(drawn, names) for drawn in entry["drawn"]],
            entry["result"],
            entry["amount_cents"],
            lines.get(entry["key"], ()),
        )
        for entry in budget.steps
    ]


def _named(drawn: str, names: Mapping[str, str]) -> str:
    """A figure that was drawn on, under its name in words."""
    key, equals, rest = drawn.partition(" = ")
    return f"{names.get(key, key)}{equals}{rest}" if equals else names.get(key, key)
