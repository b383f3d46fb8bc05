"""A formula in steps in plain sentences: what it reads, what was decided, whose money it is, and what it does."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from throughline.engines import funding as engine
from throughline.engines.funding.steps import Expression, Input, Money, Parameter, Step, StepsFormula
from throughline.rooms.district import api as district
from throughline.values.words import gettext_noop
from throughline.web.components import figures

DECIDED_HERE = gettext_noop("Decided in this scenario")
_NAME = re.compile(r"\"[^\"]*\"|'[^']*'|[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, with what a reader may want to know beside it."""

    says: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A formula in steps, in words."""

    reads: Sequence[Sentence]
    decided: Sequence[Sentence]
    sources: Sequence[Sentence]
    does: Sequence[Sentence]


def tell(formula: StepsFormula) -> Told:
    """This function will say a formula in the reader's language, in the order its steps are done."""
    names = names_of(formula)
    return Told(
        [_reads(column) for column in formula.inputs],
        [Sentence(decision_sentence(parameter), parameter_source(parameter)) for parameter in formula.parameters],
        [_source(money, names) for money in formula.sources],
        [Sentence(step_sentence(step, names), words(step.note) if step.note else "") for step in formula.steps],
    )


def words(label: engine.Label) -> str:
    """This function will return a label in the reader's language."""
    return label.text(get_language() or "en")


def names_of(formula: StepsFormula) -> dict[str, str]:
    """This function will name everything a calculation can speak of, in the reader's language."""
    names = {column.key: words(column.label) for column in formula.inputs}
    names |= {parameter.key: words(parameter.label) for parameter in formula.parameters}
    names |= {money.key: words(money.label) for money in formula.sources}
    names |= {step.key: words(step.label) for step in formula.steps}
    return names | {"paid": _("what was paid so far"), "level": _("the level"), **_functions()}


def calculation(expression: Expression | None, names: Mapping[str, str]) -> str:
    """This function will write a calculation with the names of things in place of their keys."""
    return "" if expression is None else in_names(expression.text, names)


def in_names(text: str, names: Mapping[str, str]) -> str:
    """This function will write a part of a calculation, given as text, with the names of things in it."""
    text = _NAME.sub(lambda found: names.get(found[0], found[0]), text)
    return text.replace("*", "×").replace("/", "÷").replace(">=", "≥").replace("<=", "≤")


def step_sentence(step: Step, names: Mapping[str, str]) -> str:
    """This function will say what one step does."""
    parts = {name: calculation(part, names) for name, part in step.expressions.items()}
    parts |= {"label": words(step.label), "source": names.get(step.source, step.source)}
    says = _SAYS[step.does](parts, step)
    if "where" in parts:
        says += " " + _("Only where: %(where)s.") % parts
    if "when" in parts:
        says += " " + _("Only if: %(when)s.") % parts
    return says


def decision_sentence(parameter: Parameter) -> str:
    """This function will say what was decided, with its figure."""
    return f"{words(parameter.label)}: {figure_text(parameter)}"


def parameter_source(parameter: Parameter) -> str:
    """This function will say where a figure is written, and for which year."""
    source = _(DECIDED_HERE) if parameter.source == DECIDED_HERE else parameter.source
    return ", ".join(part for part in (source, parameter.year) if part)


def figure_text(parameter: Parameter) -> str:
    """This function will write a decided figure in its unit: one, one for each level, or a table."""
    unit = parameter.unit
    if parameter.value is not None:
        return in_unit(parameter.value, unit)
    if parameter.by_level:
        return "; ".join(f"{level_name(level)} {in_unit(figure, unit)}" for level, figure in parameter.by_level)
    return "; ".join(
        _("from %(start)s: %(gives)s") % {"start": in_unit(start, parameter.of), "gives": in_unit(gives, unit)}
        for start, gives in parameter.points
    )


def in_unit(figure: Fraction, unit: str) -> str:
    """This function will write a figure as people read its unit."""
    if unit in ("dollars", "dollars per pupil"):
        money = figures.money(round(figure * 100))
        return money if unit == "dollars" else _("%(money)s for each") % {"money": money}
    if unit == "share":
        return figures.percent(float(figure), 0 if (figure * 100).denominator == 1 else 2)
    places = next((places for places in range(6) if (figure * 10**places).denominator == 1), 6)
    return figures.number(float(figure), places)


def level_name(level: str) -> str:
    """This function will name a level in the reader's language."""
    return str(district.Level(level).label) if level in district.Level.values else level.replace("_", " ")


def _reads(column: Input) -> Sentence:
    parts = [column.counted_on and _("counted on: %(day)s") % {"day": column.counted_on}]
    if column.prior:
        parts.append(_("from last year"))
    parts.append(
        {"both": _("counted again later"), "increases only": _("a later count is taken where higher")}.get(
            column.recount, ""
        )
    )
    if column.tells_of not in ("", "none"):
        parts.append(_("tells of the source “%(source)s”") % {"source": column.tells_of})
    return Sentence(words(column.label), ", ".join(part for part in parts if part))


def _source(money: Money, names: Mapping[str, str]) -> Sentence:
    parts = [_("restricted") if money.restricted else _("unrestricted")]
    if money.eligible:
        parts.append(_("to schools where %(where)s") % {"where": calculation(money.eligible, names)})
    if money.amount is not None:
        parts.append(in_unit(money.amount, "dollars"))
    return Sentence(words(money.label), ", ".join(parts))


def _top_up(parts: Mapping[str, str], step: Step) -> str:
    if step.paid == "reserve":
        return _("%(label)s: raise each school to at least %(to)s, as far as a reserve of %(reserve)s goes.") % parts
    if step.paid == "gainers":
        return _("%(label)s: raise each school to at least %(to)s; schools above theirs pay, in proportion.") % parts
    return _("%(label)s: raise each school to at least %(to)s, from %(source)s.") % parts


def _rank(parts: Mapping[str, str], _step: Step) -> str:
    says = _("%(label)s: rank schools by %(share)s and serve those where %(eligible)s, in that order.") % parts
    if "rate" in parts:
        return says + " " + _("Each brings %(rate)s for each of: %(count)s.") % parts
    return says + " " + _("%(pool)s is spread evenly over: %(count)s.") % parts


def _functions() -> dict[str, str]:
    return {
        "total": pgettext("calculation", "all schools together"),
        "ratio": pgettext("calculation", "share"),
        "min": pgettext("calculation", "the lower of"),
        "max": pgettext("calculation", "the higher of"),
        "average": pgettext("calculation", "the average of"),
        "step": pgettext("calculation", "looked up"),
        "ramp": pgettext("calculation", "looked up, in between"),
        "tiers": pgettext("calculation", "paid by slices"),
        "rank": pgettext("calculation", "place"),
        "if": pgettext("calculation", "if"),
        "else": pgettext("calculation", "otherwise"),
        "and": pgettext("calculation", "and"),
        "or": pgettext("calculation", "or"),
        "not": pgettext("calculation", "not"),
        "in": pgettext("calculation", "in"),
    }


_SAYS: Mapping[str, Callable[[Mapping[str, str], Step], str]] = {
    "calculate": lambda parts, _step: _("Work out %(label)s: %(is)s.") % parts,
    "pay": lambda parts, _step: _("Pay %(label)s: %(is)s, from %(source)s.") % parts,
    "hold": lambda parts, _step: _("Keep at the district, for %(label)s: %(is)s of %(source)s.") % parts,
    "share pool": lambda parts, _step: (
        _("%(label)s: share %(pool)s among schools in proportion to %(by)s, from %(source)s.") % parts
    ),
    "rank and serve": _rank,
    "top up": _top_up,
    "phase in": lambda parts, _step: _("%(label)s: go %(share)s of the way from %(start)s to %(of)s.") % parts,
    "limit": lambda parts, _step: _("%(label)s: keep %(of)s between %(low)s and %(high)s.") % parts,
}
