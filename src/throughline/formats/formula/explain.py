"""From what the document's model found wrong to rules in our words, with the line and an example to copy."""

import json
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from throughline.engines.funding.checks import nearest
from throughline.formats.formula import rules
from throughline.formats.formula.document import (
    FormulaDocument,
    LevelPart,
    NeedPart,
    RoundingPart,
    SourcePart,
)
from throughline.formats.formula.lines import Lines, Path
from throughline.values.problem import Problem, Rule

_PARTS: dict[str, type[BaseModel]] = {
    "levels": LevelPart,
    "needs": NeedPart,
    "source": SourcePart,
    "rounding": RoundingPart,
}
_BEGINNINGS = {
    "levels": "[[levels]]",
    "needs": "[[needs]]",
    "source": "[source]",
    "rounding": "[rounding]",
    "dollars_per_pupil": "[dollars_per_pupil.elementary]",
}
RULE_OF_TYPE: dict[str, Rule] = {
    "missing": rules.MISSING,
    "extra_forbidden": rules.UNKNOWN_NAME,
    "string_too_long": rules.TOO_LONG,
    "string_type": rules.TEXT_NEEDED,
    "bool_type": rules.TRUE_OR_FALSE_NEEDED,
    "dict_type": rules.TABLE_NEEDED,
    "model_type": rules.TABLE_NEEDED,
    "list_type": rules.LIST_NEEDED,
    "too_short": rules.LIST_NEEDED,
    "literal_error": rules.CHOICE_NEEDED,
}


def problems_of(error: ValidationError, lines: Lines, file: str) -> tuple[Problem, ...]:
    """This function will say each thing wrong once, in the order of its line."""
    found: dict[Path, Problem] = {}
    for detail in in_order(error):
        path = _path(detail)
        # A text-or-table setting fails once for each form; the first says it.
        found.setdefault(path, _problem(detail, path, lines, file))
    return tuple(sorted(found.values(), key=lambda problem: problem.row or 0))


def in_order(error: ValidationError) -> list[ErrorDetails]:
    """This function will return what is wrong with what is said most plainly first: a text that is too long."""
    return sorted(error.errors(include_url=False), key=lambda detail: detail["type"] != "string_too_long")


def _path(detail: ErrorDetails) -> Path:
    """The setting itself, without the names that the model gives to the forms it may take."""
    location = detail["loc"]
    depth = 1
    if location[0] in ("levels", "needs"):
        depth = 3
    elif location[0] in ("source", "rounding", "dollars_per_pupil"):
        depth = 2
    return location[:depth]


def _problem(detail: ErrorDetails, path: Path, lines: Lines, file: str) -> Problem:
    rule = RULE_OF_TYPE.get(detail["type"], rules.FORM_NEEDED)
    found = detail["input"]
    about = detail.get("ctx", {})
    words = {
        "example": _example(path),
        "known": str(about.get("expected", "")),
        "most": str(about.get("max_length", "")),
    }
    if rule is rules.UNKNOWN_NAME:
        words["nearest"] = nearest(str(path[-1]), _known_names(path))
    name = ".".join(str(part) for part in path if isinstance(part, str))
    # What is missing has no value; the input is then everything around it.
    value = "" if rule in (rules.MISSING, rules.UNKNOWN_NAME, rules.TOO_LONG) else value_text(found)
    return Problem(rule, file, lines.of(path), name, value, words)


def _known_names(path: Path) -> list[str]:
    model = _PARTS.get(str(path[0]), FormulaDocument) if len(path) > 1 else FormulaDocument
    return [field.alias or name for name, field in model.model_fields.items()]


def _example(path: Path) -> str:
    """A line to copy: the setting with an example of its value, or the head of the table it needs to be."""
    name = str(path[-1])
    if len(path) == 2 and path[0] == "dollars_per_pupil":
        return f"[dollars_per_pupil.{name}]"
    if len(path) == 1 and name in _BEGINNINGS:
        return _BEGINNINGS[name]
    field = _field(path)
    if field is None or not field.examples:
        return f"{name} = …"
    return f"{name} = {json.dumps(field.examples[0], ensure_ascii=False)}"


def _field(path: Path) -> FieldInfo | None:
    model = FormulaDocument if len(path) == 1 else _PARTS.get(str(path[0]))
    if model is None:
        return None
    by_name = {field.alias or name: field for name, field in model.model_fields.items()}
    return by_name.get(str(path[-1]))


def value_text(found: Any) -> str:
    """This function will show a value as it was written, cut short."""
    if isinstance(found, dict | list):
        return "…"
    return (json.dumps(found, ensure_ascii=False) if isinstance(found, str | bool) else str(found))[:80]
