"""The way from here to there: phase-in, holding schools harmless and a minimum, as steps at a formula's end."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from typing import Any

from throughline.engines.funding.steps import StepsFormula
from throughline.formats import formula as documents
from throughline.rooms.funding.budgets.roster_columns import code_of
from throughline.rooms.students.api import ALL_STUDENTS
from throughline.values.errors import RefusedInput
from throughline.values.words import gettext_noop

CURRENT = "current_budget"
PHASE, HOLD, MINIMUM = "phase_in_change", "hold_harmless", "operational_minimum"
OPEN, RESERVE, GAINERS = "open", "reserve", "gainers"

_WORDS: Mapping[str, dict[str, str]] = {
    CURRENT: {"en": "Current budget", "es": "Presupuesto actual"},
    PHASE: {"en": "Phase-in", "es": "Transición gradual"},
    HOLD: {"en": "Held harmless", "es": "Protección contra pérdidas"},
    MINIMUM: {"en": "Minimum to operate", "es": "Mínimo para funcionar"},
    "phase_in_share": {"en": "Part of the way to the formula", "es": "Parte del camino hacia la fórmula"},
    "hold_share": {"en": "Part of the current budget kept", "es": "Parte del presupuesto actual que se conserva"},
    "hold_reserve": {"en": "Reserve for holding harmless", "es": "Reserva para la protección"},
    "most_given_share": {"en": "Most that a gainer gives", "es": "Lo más que cede quien gana"},
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

    def as_json(self) -> dict[str, str | int]:
        """This function will return the net in plain values, as a scenario keeps it."""
        return asdict(self)

    @property
    def phase_share(self) -> Fraction:
        return Fraction(min(self.phase_year, self.phase_years), self.phase_years)


def with_net(formula: StepsFormula, net: SafetyNet) -> StepsFormula:
    """This function will put the way there at a formula's end, each part a step with its figures as decisions.

    **Raises** `RefusedInput` where the formula has no unrestricted source that could pay for it.
    """
    document: dict[str, Any] = deepcopy(dict(formula.document))
    document.setdefault("parameters", [])
    steps = list(_steps(formula, net, document["parameters"]))
    if not steps:
        return formula
    document["inputs"].append(
        {"key": CURRENT, "label": _WORDS[CURRENT], "unit": "dollars", "prior": True},
    )
    document["steps"] += steps
    return documents.load_steps(documents.write_steps(replace(formula, document=document)))


def _steps(formula: StepsFormula, net: SafetyNet, parameters: list[dict[str, Any]]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    if net.phase_share < 1:
        parameters.append(_figure("phase_in_share", "share", formula, f"{float(net.phase_share):.9f}"))
        change = f"(1 - phase_in_share) * ({CURRENT} - paid)"
        made.append(_step(formula, PHASE, "pay", {"is": change, "may_be_negative": True, "where": f"{CURRENT} > 0"}))
    if Fraction(net.hold_share):
        parameters.append(_figure("hold_share", "share", formula, net.hold_share))
        hold = {"to": f"{CURRENT} * hold_share", "paid": net.hold_paid, "where": f"{CURRENT} > 0"}
        if net.hold_paid == RESERVE:
            parameters.append(_figure("hold_reserve", "dollars", formula, _dollars(net.reserve_cents)))
            hold["reserve"] = "hold_reserve"
        if net.hold_paid == GAINERS and Fraction(net.most_given_share):
            parameters.append(_figure("most_given_share", "share", formula, net.most_given_share))
            hold["most_given"] = "paid * most_given_share"
        made.append(_step(formula, HOLD, "top up", hold))
    if net.minimum_cents:
        parameters.append(_figure("minimum_to_operate", "dollars", formula, _dollars(net.minimum_cents)))
        enrolled = next((column.key for column in formula.inputs if code_of(column.key) == ALL_STUDENTS), "")
        where = {"where": f"{enrolled} > 0"} if enrolled else {}
        made.append(_step(formula, MINIMUM, "top up", {"to": "minimum_to_operate", "paid": OPEN, **where}))
    return made


def _step(formula: StepsFormula, key: str, does: str, parts: Mapping[str, Any]) -> dict[str, Any]:
    rounding = {"mode": "half-up", "places": 2}
    return {"key": key, "label": _WORDS[key], "do": does, "from": _payer(formula), "round": rounding, **parts}


def _payer(formula: StepsFormula) -> str:
    for money in formula.sources:
        if not money.restricted:
            return money.key
    raise RefusedInput(
        gettext_noop("All of this formula's money is restricted, so none may pay to hold schools harmless."),
        gettext_noop("Leave phase-in, holding harmless and the minimum out, or add an unrestricted source."),
    )


def _figure(key: str, unit: str, formula: StepsFormula, value: str) -> dict[str, Any]:
    written: int | str = int(Fraction(value)) if Fraction(value).denominator == 1 else value
    return {
        "key": key,
        "label": _WORDS[key],
        "unit": unit,
        "year": formula.year,
        "source": "Decided in this scenario",
        "value": written,
    }


def _dollars(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
