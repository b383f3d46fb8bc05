"""The figures of a formula as a form: each decision a sentence with a number in it that can be changed."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from throughline.engines import funding as engine
from throughline.engines.funding.formula import MOST_RATE_CENTS
from throughline.engines.funding.steps import StepsFormula
from throughline.formats import formula as documents
from throughline.rooms.funding.as_steps import as_steps, rate_name
from throughline.rooms.funding.documents import AnyFormula
from throughline.rooms.funding.formulas.sentences import level_name, parameter_source, words
from throughline.web.forms import PlainWords

_LARGEST = Decimal(10) ** 12
_MOST_RATE = Decimal(MOST_RATE_CENTS) / 100
_DECIMAL = {"inputmode": "decimal"}
_SIGNS = {"dollars": "$", "dollars per pupil": "$", "share": "%"}


@dataclass(frozen=True, slots=True)
class Decision:
    """One figure that somebody decided: `name` is its field, `level` the level it is for where there is one each.

    `about` is what it decides, without its level. A `rate` of a matrix is whole cents, none below zero.
    """

    name: str
    key: str
    level: str
    about: str
    label: str
    unit: str
    value: Fraction
    source: str
    is_rate: bool = False


def decisions_of(formula: AnyFormula) -> list[Decision]:
    """This function will list every figure of a formula that is one number; tables stay in the document."""
    found, of_matrix = [], not isinstance(formula, StepsFormula)
    for parameter in as_steps(formula).parameters:
        values: Sequence[tuple[str, Fraction]] = parameter.by_level
        if parameter.value is not None:
            values = [("", parameter.value)]
        for level, value in values:
            about = words(parameter.label)
            parts = (about, level and level_name(level), unit_words(parameter.unit))
            label = ", ".join(part for part in parts if part)
            name = f"{parameter.key}.{level}" if level else parameter.key
            source = parameter_source(parameter)
            found.append(Decision(name, parameter.key, level, about, label, parameter.unit, value, source, of_matrix))
    return found


def with_decisions(formula: StepsFormula, changes: Mapping[str, Decimal]) -> StepsFormula:
    """This function will change figures of a formula, by the name of their decision, and nothing else of it.

    **Raises** `KeyError` where it has no such figure; `RefusedInput` where the changed formula cannot be used.
    """
    if not changes:
        return formula
    document: dict[str, Any] = deepcopy(dict(formula.document))
    by_key = {entry["key"]: entry for entry in document["parameters"]}
    for name, figure in changes.items():
        key, _dot, level = name.partition(".")
        written = _written(figure)
        if level:
            by_key[key]["by_level"][level] = written
        else:
            by_key[key]["value"] = written
    return documents.load_steps(documents.write_steps(replace(formula, document=document)))


def with_rates(formula: engine.Formula, changes: Mapping[str, Decimal]) -> engine.Formula:
    """This function will change dollars of a matrix, by the name of their decision, and nothing else of it.

    **Raises** `ValueError` where a rate is below zero or beyond what a formula may pay.
    """
    rates = [
        [
            int(changes[name] * 100) if (name := f"{rate_name(need.key)}.{level.key}") in changes else cents
            for need, cents in zip(formula.needs, row, strict=True)
        ]
        for level, row in zip(formula.levels, formula.rates_cents, strict=True)
    ]
    return replace(formula, rates_cents=tuple(map(tuple, rates)))


def figure_written(value: Fraction, unit: str = "") -> str:
    """This function will write a figure as somebody would type it: cents are two places, or none."""
    places = next((places for places in range(10) if (value * 10**places).denominator == 1), 9)
    if places == 1 and unit.startswith("dollars"):
        places = 2
    return f"{Decimal(value.numerator) / Decimal(value.denominator):.{places}f}"


def _written(figure: Decimal) -> int | str:
    return int(figure) if figure == figure.to_integral_value() else format(figure.normalize(), "f")


class _Figures(forms.Form):
    """One field for each decision."""

    def __init__(self, decisions: Sequence[Decision], answers: Mapping[str, Any] | None = None) -> None:
        self._decisions = decisions
        super().__init__(answers)
        for decision in decisions:
            share = decision.unit == "share"
            self.fields[decision.name] = forms.DecimalField(
                label=decision.label,
                initial=figure_written(decision.value * 100 if share else decision.value, decision.unit),
                help_text=decision.source,
                min_value=Decimal(0) if decision.is_rate else None,
                max_value=Decimal(100) if share else _MOST_RATE if decision.is_rate else _LARGEST,
                max_digits=18,
                decimal_places=2 if decision.is_rate else 6,
                widget=_in_a_grid() if decision.level else forms.NumberInput(attrs=dict(_DECIMAL, step="any")),
            )


def _in_a_grid() -> forms.TextInput:
    """A plain field: among many beside each other, a wheel or an arrow key must not change a figure unseen."""
    return forms.TextInput(attrs=dict(_DECIMAL, autocomplete="off"))


class DecisionsForm(PlainWords, _Figures):
    """One number for each decision."""

    _decisions: Sequence[Decision]

    def decided(self) -> Iterator[tuple[Decision, forms.BoundField, str]]:
        """This function will return each decision with its field and the sign that stands before its figure."""
        for decision in self._decisions:
            yield decision, self[decision.name], _SIGNS.get(decision.unit, "")

    def rows(self) -> Iterator[tuple[forms.BoundField, str]]:
        """This function will pair each field with the sign that stands before its figure."""
        for _decision, bound, sign in self.decided():
            yield bound, sign

    def changes(self) -> dict[str, Decimal]:
        """This function will return the figures that are other than they were, shares as shares of one."""
        found = {}
        for decision in self._decisions:
            figure = self.cleaned_data[decision.name]
            figure = figure / 100 if decision.unit == "share" else figure
            if Fraction(figure) != decision.value:
                found[decision.name] = figure
        return found


def unit_words(unit: str) -> str:
    """This function will say what a figure is in, where its sign does not say all of it."""
    return {"dollars per pupil": _("for each student"), "pupils": _("students")}.get(unit, "")
