"""Read rules, write them back the same, and make of them what the engine takes."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ValidationError

from throughline.engines.warning import Indicator, Level, Rules
from throughline.formats.warning.document import MOST_INDICATORS, RulesPart
from throughline.formats.warning.rules import DOES_NOT_FIT, NOT_TOML
from throughline.values.errors import RefusedInput
from throughline.values.problem import Problem
from throughline.values.words import gettext_noop

FILE = "warning-rules.toml"
START = "throughline-start"


def read_rules(text: str) -> RulesPart:
    """This function will read a document of rules.

    **Raises** `RefusedInput` naming each place that does not fit, and what is needed there.
    """
    problems: tuple[Problem, ...]
    try:
        return RulesPart.model_validate(tomllib.loads(text, parse_float=Decimal))
    except tomllib.TOMLDecodeError as error:
        problems = (Problem(NOT_TOML, FILE, details={"reason": str(error)}),)
    except ValidationError as error:
        problems = tuple(
            Problem(DOES_NOT_FIT, FILE, column=".".join(map(str, fault["loc"])), details={"reason": fault["msg"]})
            for fault in error.errors()
        )
    raise RefusedInput(
        gettext_noop("This document is not yet a set of early-warning rules."),
        gettext_noop("Mend what is listed and try again."),
        problems,
    )


def write_rules(part: RulesPart) -> str:
    """This function will write rules as TOML that reads back to the same: always the same text for the same rules."""
    return "\n".join(_lines(part)) + "\n"


def digest_of(part: RulesPart) -> str:
    """This function will return what tells two sets of rules apart."""
    return sha256(write_rules(part).encode()).hexdigest()


def engine_rules(part: RulesPart) -> Rules:
    """This function will make of a document what the engine takes: the indicators that are on, figures exact."""
    return Rules(
        indicators=tuple(
            Indicator(
                code=one.code,
                measure=one.measure,
                domain=one.domain,
                off_at=Fraction(one.off_at),
                far_at=None if one.far_at is None else Fraction(one.far_at),
                thriving_at=None if one.thriving_at is None else Fraction(one.thriving_at),
                window=one.window,
                grades=frozenset(one.grades),
                points=one.points,
                far_points=one.far_points,
            )
            for one in part.indicator
            if one.on
        ),
        levels=tuple(Level(one.code, one.at_least, one.tier) for one in part.level),
        least_days=part.days.least,
        most_unrecorded=Fraction(part.days.most_unrecorded),
        absences_only=part.days.absences_only,
        least_known=part.flags.least_known,
        pass_percent=Fraction(part.marks.pass_percent),
        failing_marks=frozenset(part.marks.failing),
        low_levels=frozenset(part.marks.low_levels),
    )


def with_all_measures(part: RulesPart) -> RulesPart:
    """This function will add, switched off, what the library watches and these rules do not know of yet."""
    measures, codes = {one.measure for one in part.indicator}, {one.code for one in part.indicator}
    new = [
        one.model_copy(update={"on": False})
        for one in library_rules()[START].indicator
        if one.measure not in measures and one.code not in codes
    ]
    return part.model_copy(update={"indicator": (*part.indicator, *new)[:MOST_INDICATORS]})


@cache
def library_rules() -> Mapping[str, RulesPart]:
    """This function will return the rules that come with Throughline, by their key.

    **Example**

    >>> list(library_rules())
    ['throughline-start']
    """
    folder = files("throughline.formats.warning") / "library"
    found = [read_rules(entry.read_text("utf-8")) for entry in folder.iterdir() if entry.name.endswith(".toml")]
    return {part.key: part for part in sorted(found, key=lambda part: part.key)}


def rules_json_schema() -> dict[str, Any]:
    """This function will return the JSON Schema (2020-12) of a document of rules."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:throughline:warning-rules:1",
        **RulesPart.model_json_schema(),
        "title": "Throughline early-warning rules",
    }


def _lines(part: RulesPart) -> Iterator[str]:
    yield from _fields(part, "schema_", "key", "names", "source")
    for name in ("days", "marks", "flags", "outcome"):
        yield from ("", f"[{name}]")
        yield from _fields(getattr(part, name))
    for name in ("level", "indicator"):
        for one in getattr(part, name):
            yield from ("", f"[[{name}]]")
            yield from _fields(one)


def _fields(part: BaseModel, *names: str) -> Iterator[str]:
    for name in names or tuple(type(part).model_fields):
        value = getattr(part, name)
        if value is not None:
            yield f"{name.rstrip('_')} = {_value(value)}"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(text)}" for key, text in sorted(value.items())) + " }"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(str(value), ensure_ascii=False)
