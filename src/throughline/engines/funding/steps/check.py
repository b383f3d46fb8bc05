"""Everything that can be known to be wrong with a formula in steps before any school is seen."""

from collections.abc import Iterator
from itertools import pairwise

from throughline.engines.funding.steps import rules
from throughline.engines.funding.steps.expressions import FUNCTIONS, Expression
from throughline.engines.funding.steps.faults import CalculationFault, Fault, Path
from throughline.engines.funding.steps.formula import Parameter, Step, StepsFormula
from throughline.engines.funding.steps.kinds import KINDS, Slot
from throughline.engines.funding.steps.unit_check import Known, TableUnit, unit_of
from throughline.engines.funding.steps.units import TEXT, UNITS, Unit

RESERVED = frozenset({*FUNCTIONS, "paid", "level", "and", "or", "not", "in", "if", "else", "True", "False", "None"})


def check_formula(formula: StepsFormula) -> list[Fault]:
    """This function will list every fault: names, units, order, and what each step needs."""
    known, faults = _before_steps(formula)
    for index, money in enumerate(formula.sources):
        if money.eligible:
            faults += _slot(money.eligible, ("sources", index, "eligible"), Slot("yes or no", ""), known)
    for index, step in enumerate(formula.steps):
        faults += _check_step(formula, index, step, known)
        faults += _take(("steps", index, "key"), step.key, _unit_of_step(step, known), known)
    return faults


def known_units(formula: StepsFormula) -> Known:
    """This function will return the unit of every name that a calculation of a formula can speak of."""
    known, _faults = _before_steps(formula)
    for step in formula.steps:
        known.setdefault(step.key, _unit_of_step(step, known))
    return known


def _before_steps(formula: StepsFormula) -> tuple[dict[str, Unit | TableUnit], list[Fault]]:
    """The units of what is named before any step is worked out, and what is wrong with those names."""
    known: dict[str, Unit | TableUnit] = {"level": Unit(of=TEXT, per_school=True)}
    faults = list(_take_names(formula, known))
    known["paid"] = UNITS["dollars"].for_schools(True)
    return known, faults


def _take_names(formula: StepsFormula, known: dict[str, Unit | TableUnit]) -> Iterator[Fault]:
    for index, column in enumerate(formula.inputs):
        yield from _take(("inputs", index, "key"), column.key, UNITS[column.unit].for_schools(True), known)
        if column.unit == "pupils" and not (column.counted_on and column.recount):
            yield Fault(rules.PUPILS_DAY, ("inputs", index), column.key)
    for index, parameter in enumerate(formula.parameters):
        yield from _check_parameter(formula, index, parameter)
        unit: Unit | TableUnit = UNITS[parameter.unit].for_schools(bool(parameter.by_level))
        if parameter.points:
            unit = TableUnit(UNITS[parameter.of], UNITS[parameter.unit])
        yield from _take(("parameters", index, "key"), parameter.key, unit, known)
    for index, money in enumerate(formula.sources):
        yield from _take(("sources", index, "key"), money.key, UNITS["dollars"], known)


def _take(path: Path, key: str, unit: Unit | TableUnit, known: dict[str, Unit | TableUnit]) -> Iterator[Fault]:
    if key in known or key in RESERVED:
        yield Fault(rules.NAME_TAKEN, path, key)
    known.setdefault(key, unit)


def _check_parameter(formula: StepsFormula, index: int, parameter: Parameter) -> Iterator[Fault]:
    stated = [parameter.value is not None, bool(parameter.by_level), bool(parameter.points)]
    if sum(stated) != 1:
        yield Fault(rules.PARAMETER_FORM, ("parameters", index), parameter.key)
    for level in formula.levels if parameter.by_level else ():
        if level not in dict(parameter.by_level):
            words = {"level": level}
            yield Fault(rules.LEVEL_MISSING, ("parameters", index, "by_level"), parameter.key, words)
    starts = [start for start, _ in parameter.points]
    if any(left >= right for left, right in pairwise(starts)):
        yield Fault(rules.POINTS_FORM, ("parameters", index, "points"), parameter.key)


def _unit_of_step(step: Step, known: Known) -> Unit:
    """One number for the district where all that a calculation draws on is; else one for each school."""
    if step.does != "calculate":
        return UNITS["dollars"].for_schools(step.does != "hold")
    try:
        units = [unit_of(expression, known) for expression in step.expressions.values()]
    except CalculationFault:
        return UNITS[step.unit].for_schools(False)  # said already, where it stands
    return UNITS[step.unit].for_schools(any(unit.per_school for unit in units))


def _check_step(formula: StepsFormula, index: int, step: Step, known: Known) -> Iterator[Fault]:
    kind = KINDS[step.does]
    here: Path = ("steps", index)
    for name, slot in kind.slots.items():
        if name in step.expressions:
            yield from _slot(step.expressions[name], (*here, name), slot, known, step.unit)
        elif slot.needed:
            yield Fault(rules.SETTING_NEEDED, here, step.does, {"column": name, "example": slot.example})
    for name in step.expressions:
        if name not in kind.slots:
            yield Fault(rules.SETTING_UNUSED, (*here, name), step.does, {"known": ", ".join(kind.slots)})
    stated = {"from": step.source, "round": step.rounding, "paid": step.paid, "unit": step.unit}
    examples = {"from": 'from = "general"', "paid": 'paid = "reserve"', "unit": 'unit = "dollars"'}
    examples["round"] = 'round = { places = 2, mode = "half-up", closing = "none" }'
    for name in kind.needed:
        if not stated[name]:
            yield Fault(rules.SETTING_NEEDED, here, step.does, {"column": name, "example": examples[name]})
    yield from _check_source(formula, here, step)
    if kind.pays and step.rounding and step.rounding.places > 2:
        yield Fault(rules.ROUND_TO_CENTS, (*here, "round"), step.key)
    if step.may_be_negative and step.rounding and step.rounding.closing != "none":
        yield Fault(rules.CLOSING_OF_CHANGES, (*here, "round"), step.key)
    if step.paid == "reserve" and "reserve" not in step.expressions:
        words = {"column": "reserve", "example": kind.slots["reserve"].example}
        yield Fault(rules.SETTING_NEEDED, here, "top up", words)


def _check_source(formula: StepsFormula, here: Path, step: Step) -> Iterator[Fault]:
    if not step.source:
        return
    money = next((money for money in formula.sources if money.key == step.source), None)
    if money is None:
        known = ", ".join(money.key for money in formula.sources)
        yield Fault(rules.SOURCE_UNKNOWN, (*here, "from"), step.source, {"known": known})
    elif step.does == "top up" and money.restricted:
        yield Fault(rules.RESTRICTED_TOP_UP, (*here, "from"), step.source)


def _slot(expression: Expression, path: Path, slot: Slot, known: Known, stated: str = "dollars") -> Iterator[Fault]:
    try:
        found = unit_of(expression, known)
    except CalculationFault as fault:
        yield Fault(fault.rule, path, fault.value, fault.details)
        return
    # A bare number fits a rate or an amount: "700" in `rate` is 700 dollars for each pupil.
    wanted = slot.unit if slot.unit != "any" else stated if path[-1] == "is" else ""
    bare = not expression.names and found.of == UNITS["number"].of
    if wanted and not bare and not found.same(UNITS[wanted]):
        words = {"known": wanted, "found": found.named()}
        yield Fault(rules.UNIT_NEEDED, path, expression.text, words)
    if slot.for_district and found.per_school:
        yield Fault(rules.ONE_NUMBER_NEEDED, path, expression.text)
