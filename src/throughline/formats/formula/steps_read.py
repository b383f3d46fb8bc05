"""From the settings of a formula in steps to a `StepsFormula`, or to every problem that stands in the way."""

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from throughline.engines.funding import Label, Rounding
from throughline.engines.funding.checks import nearest
from throughline.engines.funding.steps import (
    CalculationFault,
    Expression,
    Fault,
    Input,
    Money,
    Parameter,
    Step,
    StepsFormula,
    check_formula,
    read_expression,
)
from throughline.engines.funding.steps import rules as steps_rules
from throughline.formats.formula import rules
from throughline.formats.formula.document import SourcePart
from throughline.formats.formula.explain import RULE_OF_TYPE, in_order, value_text
from throughline.formats.formula.lines import Lines, Path
from throughline.formats.formula.read import optional_label, source_of
from throughline.formats.formula.steps_document import (
    CALCULATIONS,
    InputPart,
    MoneyPart,
    ParameterPart,
    RoundPart,
    StepPart,
    StepsDocument,
)
from throughline.values.problem import Problem

_LISTS: dict[str, type[BaseModel]] = {
    "inputs": InputPart,
    "parameters": ParameterPart,
    "sources": MoneyPart,
    "steps": StepPart,
}


class StepsReading(NamedTuple):
    """What came of reading: the formula, unless there are problems."""

    formula: StepsFormula | None
    problems: tuple[Problem, ...]


def read_steps(settings: dict[str, Any], lines: Lines, file: str) -> StepsReading:
    """This function will make a formula in steps of a document's settings; problems name their line as the row."""
    try:
        document = StepsDocument.model_validate(settings)
    except ValidationError as error:
        found: dict[Path, Problem] = {}
        for detail in in_order(error):
            path = _path(detail)
            found.setdefault(path, _problem(detail, path, lines, file))
        return StepsReading(None, tuple(sorted(found.values(), key=lambda problem: problem.row or 0)))
    faults: list[Fault] = []
    formula = _formula(document, faults)
    # What could not be read is said once; the rest of the formula is checked all the same.
    unread = {fault.path[:2] for fault in faults}
    faults += [fault for fault in check_formula(formula) if fault.path[:2] not in unread]
    problems = [_of_fault(fault, lines, file) for fault in faults]
    ordered = tuple(sorted(problems, key=lambda problem: problem.row or 0))
    return StepsReading(None if ordered else formula, ordered)


def _formula(document: StepsDocument, faults: list[Fault]) -> StepsFormula:
    plain = document.model_dump(mode="python", by_alias=True, exclude_defaults=True)
    return StepsFormula(
        key=document.key,
        name=Label.of(document.name),
        version=document.version,
        year=document.year,
        source=source_of(document.source),
        levels=tuple(document.levels),
        inputs=tuple(_input(at, part, faults) for at, part in enumerate(document.inputs)),
        parameters=tuple(_parameter(at, part, faults) for at, part in enumerate(document.parameters)),
        sources=tuple(_money(at, part, faults) for at, part in enumerate(document.sources)),
        steps=tuple(_step(at, part, faults) for at, part in enumerate(document.steps)),
        document=_plain(plain),
        currency=document.currency,
        illustrative=document.illustrative,
        notes=optional_label(document.notes),
    )


def _input(at: int, part: InputPart, faults: list[Fault]) -> Input:
    shares = {}
    for name in ("recount_over", "recount_at_most", "recount_part"):
        written = getattr(part, name)
        path: Path = ("inputs", at, name)
        share = None if written is None else _figure(written, path, faults)
        shares[name] = share
        if share is not None and not 0 <= share <= 1:
            faults.append(Fault(steps_rules.SHARE_BEYOND_ONE, path, str(written)))
    return Input(
        part.key,
        Label.of(part.label),
        part.unit,
        part.counted_on,
        part.recount,
        part.prior,
        **shares,
        withheld=_bounds(part, ("inputs", at, "withheld"), faults),
        tells_of=_told_of(at, part, faults),
    )


def _told_of(at: int, part: InputPart, faults: list[Fault]) -> str:
    if part.tells_of and part.unit == "text":
        faults.append(Fault(steps_rules.TELLS_IN_WORDS, ("inputs", at, "tells_of"), part.key))
    return part.tells_of or ""


def _bounds(part: InputPart, path: Path, faults: list[Fault]) -> tuple[Fraction, Fraction] | None:
    if part.withheld is None:
        return None
    whole = [number for number in part.withheld if isinstance(number, int) and not isinstance(number, bool)]
    if part.unit != "pupils" or len(part.withheld) != 2 or len(whole) != 2 or not 0 <= whole[0] <= whole[1]:
        faults.append(Fault(steps_rules.WITHHELD_FORM, path, part.key))
        return None
    return Fraction(whole[0]), Fraction(whole[1])


def _parameter(at: int, part: ParameterPart, faults: list[Fault]) -> Parameter:
    here: Path = ("parameters", at)
    value = None if part.value is None else _figure(part.value, (*here, "value"), faults)
    by_level = tuple(
        (level, _figure(figure, (*here, "by_level"), faults)) for level, figure in (part.by_level or {}).items()
    )
    points = tuple(_point(pair, (*here, "points"), part.key, faults) for pair in part.points or ())
    label = Label.of(part.label)
    return Parameter(part.key, label, part.unit, part.year, part.source, value, by_level, points, part.of)


def _point(pair: object, path: Path, key: str, faults: list[Fault]) -> tuple[Fraction, Fraction]:
    if not isinstance(pair, list) or len(pair) != 2:
        faults.append(Fault(steps_rules.POINTS_FORM, path, key))
        return Fraction(0), Fraction(0)
    return _figure(pair[0], path, faults), _figure(pair[1], path, faults)


def _figure(figure: object, path: Path, faults: list[Fault]) -> Fraction:
    if isinstance(figure, bool) or not isinstance(figure, int | Decimal) or not Decimal(figure).is_finite():
        written = figure if isinstance(figure, str) else json.dumps(figure, default=str)
        faults.append(Fault(steps_rules.FIGURE_NO_NUMBER, path, written))
        return Fraction(0)
    return Fraction(figure)


def _money(at: int, part: MoneyPart, faults: list[Fault]) -> Money:
    eligible = _expression(part.eligible, ("sources", at, "eligible"), faults)
    amount = None if part.amount is None else _figure(part.amount, ("sources", at, "amount"), faults)
    return Money(part.key, Label.of(part.label), part.restricted, eligible, amount)


def _step(at: int, part: StepPart, faults: list[Fault]) -> Step:
    expressions: dict[str, Expression] = {}
    for name in CALCULATIONS:
        written = getattr(part, "is_" if name == "is" else name)
        expression = _expression(written, ("steps", at, name), faults)
        if expression is not None:
            expressions[name] = expression
    return Step(
        key=part.key,
        label=Label.of(part.label),
        does=part.do,
        unit=part.unit if part.do == "calculate" else "dollars",
        source=part.from_,
        need=part.need,
        rounding=None if part.round is None else _rounding(part.round),
        expressions=expressions,
        paid=part.paid,
        may_be_negative=part.may_be_negative,
        keep_total=part.keep_total,
        note=optional_label(part.note),
    )


def _rounding(part: RoundPart) -> Rounding:
    return Rounding(part.mode, part.places, part.closing)


def _expression(written: str | int | Decimal | None, path: Path, faults: list[Fault]) -> Expression | None:
    if written is None:
        return None
    try:
        return read_expression(written if isinstance(written, str) else format(Decimal(written), "f"))
    except CalculationFault as fault:
        faults.append(Fault(fault.rule, path, fault.value, fault.details))
        return None


def _plain(value: Any) -> Any:
    """Plain values for the digest: a number by its digits, so that 0.10 and 0.1 are one."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def _of_fault(fault: Fault, lines: Lines, file: str) -> Problem:
    path = tuple(part for part in fault.path)
    column = fault.details.get("column") or ".".join(part for part in path if isinstance(part, str))
    return Problem(fault.rule, file, lines.of(path), column, fault.value[:200], fault.details)


def _path(detail: ErrorDetails) -> Path:
    location = detail["loc"]
    depth = 1
    if location[0] in _LISTS:
        depth = 4 if len(location) > 3 and location[2] == "round" else 3
    elif location[0] == "source":
        depth = 2
    return location[:depth]


def _problem(detail: ErrorDetails, path: Path, lines: Lines, file: str) -> Problem:
    rule = RULE_OF_TYPE.get(detail["type"], rules.FORM_NEEDED)
    model = _model(path)
    names = {field.alias or name: field for name, field in model.model_fields.items()}
    field = names.get(str(path[-1]))
    example = json.dumps(field.examples[0]) if field is not None and field.examples else "…"
    written = f"[[{path[-1]}]]" if path[-1] in _LISTS else f"{path[-1]} = {example}"
    about = detail.get("ctx", {})
    words = {"example": written, "known": str(about.get("expected", "")), "most": str(about.get("max_length", ""))}
    if path[-1] == "unit" and (meant := _UNITS_MEANT.get(str(detail["input"]).casefold())):
        words["example"] = f'unit = "{meant}"'
    if rule is rules.UNKNOWN_NAME:
        words["nearest"] = nearest(str(path[-1]), list(names))
    value = "" if rule in (rules.MISSING, rules.UNKNOWN_NAME, rules.TOO_LONG) else value_text(detail["input"])
    name = ".".join(str(part) for part in path if isinstance(part, str))
    return Problem(rule, file, lines.of(path), name, value, words)


# Units as people write them, and what they are called here.
_UNITS_MEANT = {
    "percent": "share", "%": "share", "percentage": "share", "ratio": "share", "weight": "number", "count": "pupils",
    "student": "pupils", "students": "pupils", "money": "dollars", "$": "dollars", "usd": "dollars",
    "dollars per student": "dollars per pupil", "boolean": "yes or no", "true or false": "yes or no",
}  # fmt: skip


def _model(path: Path) -> type[BaseModel]:
    if path[0] == "source" and len(path) > 1:
        return SourcePart
    if path[0] in _LISTS and len(path) > 1:
        return RoundPart if len(path) > 3 else _LISTS[str(path[0])]
    return StepsDocument
