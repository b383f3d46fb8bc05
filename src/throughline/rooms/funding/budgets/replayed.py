"""How each line of a formula in steps came about at one school, in words, from what was kept with the run."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from throughline.engines.funding.steps import Step, StepsFormula, way_of_plain
from throughline.rooms.funding.documents import AnyFormula
from throughline.rooms.funding.formulas.sentences import figure_text, names_of, parameter_source, words
from throughline.rooms.funding.formulas.way_words import exact_text, way_lines

Kept = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A number that later lines draw on, and how it came about; nothing is paid by it."""

    label: str
    value: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Replayed:
    """The way of every step by its key, the numbers worked out first, and where figures come from."""

    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)
    first: Sequence[WorkedOut] = ()
    origins: Sequence[str] = ()


NOT_KEPT = Replayed()


def replayed(formula: AnyFormula, steps: Kept, days: Mapping[str, str], counted: str) -> Replayed:
    """This function will say how a school's lines came about, from the ways that its steps were kept with.

    `days` names the day of each column that is counted on one of its own, `counted` that of all others. A run kept
    before ways were says nothing here; its budget's page has the figures that each step drew on.
    """
    if not isinstance(formula, StepsFormula) or not all("way" in entry for entry in steps):
        return NOT_KEPT
    names, by_key = names_of(formula), {step.key: step for step in formula.steps}
    lines, first = {}, []
    for entry in steps:
        way, step = way_of_plain(entry["way"]), by_key[entry["key"]]
        said = way_lines(step, way, names)
        lines[step.key] = said
        if way.amount_cents is None:
            first.append(WorkedOut(words(step.label), exact_text(way.result, _unit(step)), said))
    return Replayed(lines, first, list(_origins(formula, days, counted)))


def _unit(step: Step) -> str:
    return step.unit if step.does == "calculate" else "dollars"


def _origins(formula: StepsFormula, days: Mapping[str, str], counted: str) -> Iterator[str]:
    """Where the figures in the lines are from, those of one origin together."""
    used = {name for step in formula.steps for part in step.expressions.values() for name in part.names}
    found: dict[str, list[str]] = {}
    for column in formula.inputs:
        if column.key in used:
            others = _("From earlier budgets") if column.prior else _("Brought by the finance office")
            of_day = capfirst(days.get(column.key, counted))
            origin = of_day if column.unit == "pupils" and not column.prior else others
            found.setdefault(origin, []).append(words(column.label))
    for one in formula.parameters:
        if one.key in used:
            figure = _("by schooling level") if one.by_level else figure_text(one)
            label = f"{words(one.label)} ({figure})"  # a rate is often called as the students it is paid for
            found.setdefault(parameter_source(one) or _("The formula itself"), []).append(label)
    yield from (f"{origin}: {'; '.join(labels)}." for origin, labels in found.items())
