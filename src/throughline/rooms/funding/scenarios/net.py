"""The way from here to there: phase-in, holding harmless and floors beneath, as steps at a formula's end."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from typing import Any

from throughline.engines.funding.steps import StepsFormula
from throughline.formats import formula as documents
from throughline.rooms.funding.budgets.figures import KEPT_MINIMUM
from throughline.rooms.funding.budgets.roster_columns import code_of
from throughline.rooms.funding.floors import GUARANTEED, GUARANTEED_PROGRAM, PHASE
from throughline.rooms.funding.formulas.sentences import DECIDED_HERE
from throughline.rooms.students.api import ALL_STUDENTS
from throughline.values.errors import RefusedInput
from throughline.values.words import gettext_noop

CURRENT = "current_budget"
HOLD, MINIMUM = "hold_harmless", "operational_minimum"
OPEN, RESERVE, GAINERS = "open", "reserve", "gainers"

_WORDS: Mapping[str, dict[str, str]] = {
    CURRENT: {"en": "Current budget", "es": "Presupuesto actual"},
    PHASE: {"en": "Phase-in", "es": "Transición gradual"},
    HOLD: {"en": "Held harmless", "es": "Protección contra pérdidas"},
    MINIMUM: {"en": "Minimum to operate", "es": "Mínimo para funcionar"},
    GUARANTEED: {"en": "Guaranteed program", "es": "Programa garantizado"},
    "phase_in_share": {"en": "Part of the way to the formula", "es": "Parte del camino hacia la fórmula"},
    "hold_share": {"en": "Part of the current budget kept", "es": "Parte del presupuesto actual que se conserva"},
    "hold_reserve": {"en": "Reserve for holding harmless", "es": "Reserva para la protección"},
    "most_given_share": {"en": "Most that a gainer gives", "es": "Lo más que cede quien gana"},
    KEPT_MINIMUM: {"en": "Minimum kept for the school", "es": "Mínimo guardado de la escuela"},
    GUARANTEED_PROGRAM: {"en": "Price of the guaranteed program", "es": "Precio del programa garantizado"},
    "minimum_to_operate": {"en": "Minimum to operate a school", "es": "Mínimo para que funcione una escuela"},
}


@dataclass(frozen=True, slots=True)
class SafetyNet:
    """What is decided about the way there. Shares are of one; dollars are whole cents; 0 is without."""

    hold_share: str = "0"
    hold_paid: str = GAINERS
    reserve_cents: int = 0
    most_given_share: str = "0"
    minimum_cents: int = 0
    phase_years: int = 1
    phase_year: int = 1
    kept_minimums: bool = False  # each school has at least the minimum that is kept of it
    guaranteed: bool = False  # each school has at least what its guaranteed staff costs

    def as_json(self) -> dict[str, str | int | bool]:
        """This function will return the net in plain values, as a scenario keeps it."""
        return asdict(self)

    @property
    def phase_share(self) -> Fraction:
        return Fraction(min(self.phase_year, self.phase_years), self.phase_years)


@dataclass(frozen=True, slots=True)
class NetNames:
    """What the parts of a net are called in a formula: where one of an earlier decision stands in it, another name."""

    again: int = 1

    @classmethod
    def free_in(cls, formula: StepsFormula) -> "NetNames":
        """This function will return names that nothing in a formula has."""
        taken = {part.key for parts in (formula.inputs, formula.parameters, formula.steps) for part in parts}
        again = 1
        while any(cls(again).of(key) in taken for key in _WORDS):
            again += 1
        return cls(again)

    def of(self, key: str) -> str:
        """This function will name a part of the net."""
        return key if self.again == 1 else f"{key}_{self.again}"

    def label(self, key: str) -> dict[str, str]:
        """This function will name a part of the net in words."""
        return {code: text if self.again == 1 else f"{text} ({self.again})" for code, text in _WORDS[key].items()}


def with_net(formula: StepsFormula, net: SafetyNet) -> StepsFormula:
    """This function will put the way there at a formula's end, each part a step with its figures as decisions.

    **Raises** `RefusedInput` where the formula has no unrestricted source that could pay for it.
    """
    document: dict[str, Any] = deepcopy(dict(formula.document))
    document.setdefault("parameters", [])
    names = NetNames.free_in(formula)
    steps = list(_steps(formula, net, names, document["parameters"]))
    if not steps:
        return formula
    columns = [CURRENT, *[KEPT_MINIMUM] * net.kept_minimums, *[GUARANTEED_PROGRAM] * net.guaranteed]
    document["inputs"] += [
        {"key": names.of(key), "label": names.label(key), "unit": "dollars", "prior": key == CURRENT} for key in columns
    ]
    document["steps"] += steps
    return documents.load_steps(documents.write_steps(replace(formula, document=document)))


def _steps(
    formula: StepsFormula, net: SafetyNet, names: NetNames, parameters: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    current = names.of(CURRENT)

    def decided(key: str, unit: str, value: str) -> str:
        written: int | str = int(Fraction(value)) if Fraction(value).denominator == 1 else value
        parameters.append(
            {
                "key": names.of(key),
                "label": names.label(key),
                "unit": unit,
                "year": formula.year,
                "source": DECIDED_HERE,
                "value": written,
            }
        )
        return names.of(key)

    def step(key: str, does: str, **parts: Any) -> dict[str, Any]:
        rounding = {"mode": "half-up", "places": 2}
        named = {"key": names.of(key), "label": names.label(key), "do": does}
        return {**named, "from": _payer(formula), "round": rounding, **parts}

    if net.phase_share < 1:
        share = decided("phase_in_share", "share", f"{float(net.phase_share):.9f}")
        change = f"(1 - {share}) * ({current} - paid)"
        yield step(PHASE, "pay", **{"is": change, "may_be_negative": True, "where": f"{current} > 0"})
    if Fraction(net.hold_share):
        share = decided("hold_share", "share", net.hold_share)
        hold = {"to": f"{current} * {share}", "paid": net.hold_paid, "where": f"{current} > 0"}
        if net.hold_paid == RESERVE:
            hold["reserve"] = decided("hold_reserve", "dollars", _dollars(net.reserve_cents))
        if net.hold_paid == GAINERS and Fraction(net.most_given_share):
            hold["most_given"] = f"paid * {decided('most_given_share', 'share', net.most_given_share)}"
        yield step(HOLD, "top up", **hold)
    least = [decided("minimum_to_operate", "dollars", _dollars(net.minimum_cents))] if net.minimum_cents else []
    least += [names.of(KEPT_MINIMUM)] if net.kept_minimums else []
    enrolled = next((column.key for column in formula.inputs if code_of(column.key) == ALL_STUDENTS), "")
    where = {"where": f"{enrolled} > 0"} if enrolled else {}
    if least:
        yield step(
            MINIMUM, "top up", to=least[0] if len(least) == 1 else f"max({', '.join(least)})", paid=OPEN, **where
        )
    # A line of its own, so that a school reads what the program adds and what the minimum does.
    if net.guaranteed:
        yield step(GUARANTEED, "top up", to=names.of(GUARANTEED_PROGRAM), paid=OPEN, **where)


def _payer(formula: StepsFormula) -> str:
    for money in formula.sources:
        if not money.restricted:
            return money.key
    raise RefusedInput(
        gettext_noop("All of this formula's money is restricted, so none may pay to hold schools harmless."),
        gettext_noop("Leave phase-in, holding harmless and the floors out, or add an unrestricted source."),
    )


def _dollars(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
