"""Ways in plain values, as they are kept beside a budget, and read again."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from throughline.engines.funding.steps.ways import Way
from throughline.engines.funding.steps.worked import Choice, Condition, Named, Part, Term, Worked

Plain = Mapping[str, Any]


def way_as_plain(way: Way) -> dict[str, Any]:
    """This function will write a way in plain values; every number exactly, as "1/3"."""
    return {
        "key": way.key,
        "exact": str(way.exact),
        "result": str(way.result),
        "amount_cents": way.amount_cents,
        "rank": way.rank,
        "off": way.off,
        "worked": {name: _worked(one) for name, one in way.worked.items()},
        "asked": {name: _condition(one) for name, one in way.asked.items()},
        "made": {name: str(value) for name, value in way.made.items()},
    }


def way_of_plain(kept: Plain) -> Way:
    """This function will read a way as it was kept."""
    return Way(
        key=kept["key"],
        exact=Fraction(kept["exact"]),
        result=Fraction(kept["result"]),
        amount_cents=kept["amount_cents"],
        rank=kept["rank"],
        off=kept["off"],
        worked={name: _read_worked(one) for name, one in kept["worked"].items()},
        asked={name: _read_condition(one) for name, one in kept["asked"].items()},
        made={name: Fraction(value) for name, value in kept["made"].items()},
    )


def _worked(one: Worked) -> dict[str, Any]:
    return {
        "value": str(one.value),
        "unit": one.unit,
        "terms": [[list(map(_part, term.parts)), str(term.value), term.minus] for term in one.terms],
        "choices": [[choice.how, list(map(_part, choice.options)), str(choice.value)] for choice in one.choices],
        "conditions": list(map(_condition, one.conditions)),
    }


def _read_worked(kept: Plain) -> Worked:
    return Worked(
        Fraction(kept["value"]),
        kept["unit"],
        tuple(Term(_parts(parts), Fraction(value), minus) for parts, value, minus in kept["terms"]),
        tuple(Choice(how, _parts(options), Fraction(value)) for how, options, value in kept["choices"]),
        tuple(map(_read_condition, kept["conditions"])),
    )


def _condition(one: Condition) -> list[Any]:
    return [_part(one.part), one.holds]


def _read_condition(kept: Sequence[Any]) -> Condition:
    return Condition(_read_part(kept[0]), kept[1])


def _part(part: Part) -> list[Any]:
    named = [[one.text, one.value, one.unit] for one in part.named]
    return [part.text, str(part.value), part.unit, named, part.divides]


def _parts(kept: Sequence[Any]) -> tuple[Part, ...]:
    return tuple(map(_read_part, kept))


def _read_part(kept: Sequence[Any]) -> Part:
    text, value, unit, named, divides = kept
    return Part(text, Fraction(value), unit, tuple(Named(*one) for one in named), divides)
